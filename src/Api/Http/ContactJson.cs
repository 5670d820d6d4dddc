using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Api.Http;

/// <summary>The JSON of contacts, list entries and changes.</summary>
internal static class ContactJson
{
    /// <summary>Longer than the longest members that are put before a summary's own.</summary>
    private const int MaxHead = 128;

    public static void WriteContact(this Utf8JsonWriter json, Contact contact)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, contact.Id.ToString());
        json.WriteString("environment"u8, contact.Environment);
        json.WriteString("uid"u8, contact.Uid);
        json.WriteNumber("version"u8, contact.Version);
        json.WriteString("createdBy"u8, contact.CreatedBy.Value);
        json.WriteString("createdAt"u8, contact.CreatedAt);
        json.WriteString("modifiedBy"u8, contact.ModifiedBy.Value);
        json.WriteString("modifiedAt"u8, contact.ModifiedAt);
        json.WriteBoolean("mayEdit"u8, contact.MayEdit);
        json.WritePropertyName("fields"u8);
        // What is stored was read when it came, so that the second half is for cards that an older program stored.
        if (VCard.TryParse(contact.Card, out var card, out _)) CardFields.Read(card).WriteTo(json);
        else json.WriteRawValue("{}"u8);
        json.WriteEndObject();
    }

    /// <summary>
    /// A list entry: what the book knows, then the members of the summary, which the contact field table made. The summary comes as JSON from
    /// the grain and goes out as it came: a page of a hundred costs no parsing.
    /// </summary>
    public static void WriteSummary(this Utf8JsonWriter json, BookEntry entry)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxHead + entry.Summary.Length);
        Utf8.TryWrite(buffer, $"{{\"id\":\"{entry.Id}\",\"version\":{entry.Version},\"seq\":{entry.Seq}", out var length);
        if (entry.Comments > 0)
        {
            Utf8.TryWrite(buffer.AsSpan(length), $",\"comments\":{entry.Comments}", out var more);
            length += more;
        }
        var hasMembers = entry.Summary is [(byte)'{', not (byte)'}', ..];
        if (hasMembers) buffer[length++] = (byte)',';
        ReadOnlySpan<byte> rest = hasMembers ? entry.Summary.AsSpan(1) : "}"u8;
        rest.CopyTo(buffer.AsSpan(length));
        json.WriteRawValue(buffer.AsSpan(0, length + rest.Length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    public static void WriteChanges(this Utf8JsonWriter json, BookChanges changes)
    {
        json.WriteStartArray("changes"u8);
        foreach (var entry in changes.Entries)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, entry.Id.ToString());
            json.WriteNumber("seq"u8, entry.Seq);
            json.WriteNumber("version"u8, entry.Version);
            json.WriteBoolean("deleted"u8, entry.Deleted);
            json.WritePropertyName("summary"u8);
            if (entry.Deleted) json.WriteNullValue();
            else json.WriteSummary(entry);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
