using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContactOffice.Formats;

/// <summary>
/// A card as JSON, by the field table. Scalars are texts, absent when empty; items of lists carry the id of their content line, which is good
/// for as long as that line stays as it is.
/// </summary>
public static class CardFields
{
    // RFC 6350 §6.3.1, in its order.
    internal static readonly string[] AddressMembers = ["poBox", "extended", "street", "locality", "region", "postalCode", "country"];

    /// <summary>All fields that the card has. Make it of the cut card where there is one: then a picture's hash is known without its bytes.</summary>
    public static JsonObject Read(VCard card)
    {
        var labels = new CardLabels(card.Lines);
        var fields = new JsonObject();
        foreach (var field in ContactFields.ByJson.Values)
            if (ReadField(card, labels, field) is { } value)
                fields[field.Name] = value;
        return fields;
    }

    /// <summary>Changes the fields that a JSON merge patch (RFC 7396) names. Null when done; a problem when nothing was changed.</summary>
    public static FieldProblem? Patch(VCard card, JsonElement mergePatch)
    {
        if (mergePatch.ValueKind != JsonValueKind.Object)
            return FieldProblem.NotAnObject("");
        var edit = new CardEdit(card);
        var named = new HashSet<string>();
        foreach (var member in mergePatch.EnumerateObject())
        {
            if (!ContactFields.ByJson.TryGetValue(member.Name, out var field))
                return FieldProblem.UnknownField(member.Name);
            if (WriteField(edit, field, member.Value, field.Name) is { } problem)
                return problem;
            // A name that is taken away becomes that of the parts.
            if (field.Name != "displayName" || member.Value.ValueKind == JsonValueKind.String)
                named.Add(field.Name);
        }
        NameKeeping.Follow(card.Lines, edit, named);
        return edit.Commit();
    }

    /// <summary>
    /// Sets every field of the table; fields that are not given are cleared, but for the photo; it and content lines that are no fields stay.
    /// </summary>
    public static FieldProblem? Replace(VCard card, JsonElement fields)
    {
        if (fields.ValueKind != JsonValueKind.Object)
            return FieldProblem.NotAnObject("");
        var patch = new JsonObject();
        foreach (var field in ContactFields.ByJson.Values)
            if (field.Kind != FieldKind.Photo && !fields.TryGetProperty(field.Name, out _))
                patch[field.Name] = null;
        foreach (var member in fields.EnumerateObject())
            if (!ContactFields.ByJson.TryGetValue(member.Name, out var field))
                return FieldProblem.UnknownField(member.Name);
            else
                patch[member.Name] = JsonSerializer.SerializeToNode(member.Value);
        return Patch(card, JsonSerializer.SerializeToElement(patch));
    }

    /// <summary>
    /// Makes a card with UID <c>urn:uuid:id</c>. It is a vCard 3.0: the version that every CardDAV client must read (RFC 6352 §5.1).
    /// </summary>
    public static bool TryCreate(JsonElement fields, Guid id, [NotNullWhen(true)] out VCard? card, out FieldProblem? problem)
    {
        var text = $"BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//ContactOffice//EN\r\nUID:urn:uuid:{id}\r\nN:;;;;\r\nEND:VCARD\r\n";
        _ = VCard.TryParse(Encoding.ASCII.GetBytes(text), out card, out _);
        problem = Patch(card!, fields);
        if (problem is null && DisplayNames.Written(card!.Lines) is null)
        {
            // RFC 2426 §3.1.1: FN must be there.
            var edit = new CardEdit(card);
            ScalarFields.Write(edit, ContactFields.ByJson["displayName"], card.DisplayName.Length > 0 ? card.DisplayName : " ");
            problem = edit.Commit();
        }
        if (problem is not null)
            card = null;
        return card is not null;
    }

    private static JsonNode? ReadField(VCard card, CardLabels labels, ContactField field)
    {
        switch (field.Kind)
        {
            case FieldKind.Photo:
                return PhotoField.Read(card.Lines);
            case FieldKind.Categories:
                return CategoryLines.Read(card.Lines) is { Count: > 0 } categories ? new JsonArray([.. categories.Select(c => (JsonNode)c)]) : null;
            case FieldKind.List or FieldKind.Address or FieldKind.Custom:
                return ListReader.Read(card.Lines, labels, field) is { Count: > 0 } items
                    ? new JsonArray([.. items.Select(p => (JsonNode)Item(p.Item, field))])
                    : null;
            default:
                var text = field.Name == "displayName" ? card.DisplayName : ScalarFields.Read(card.Lines, labels, field);
                return text.Length > 0 ? text : null;
        }
    }

    private static JsonObject Item(ListItem item, ContactField field)
    {
        var json = new JsonObject { ["id"] = item.Id };
        if (field.Kind == FieldKind.Address)
        {
            for (var i = 0; i < item.Parts.Length; i++)
                if (item.Parts[i].Length > 0)
                    json[AddressMembers[i]] = item.Parts[i];
        }
        else
            json["value"] = item.Value;
        if (field.Kind != FieldKind.Custom || item.Types.Length > 0)
            json["types"] = new JsonArray([.. item.Types.Select(t => (JsonNode)t)]);
        if (item.Label is not null)
            json["label"] = item.Label;
        if (item.Preferred)
            json["preferred"] = true;
        return json;
    }

    private static FieldProblem? WriteField(CardEdit edit, ContactField field, JsonElement json, string path)
    {
        FieldProblem? problem;
        switch (field.Kind)
        {
            case FieldKind.Photo:
                return PhotoField.Write(edit, json, path);
            case FieldKind.Categories:
                problem = JsonInput.Categories(json, path, out var categories);
                if (problem is null)
                    CategoryLines.Write(edit, categories);
                return problem;
            case FieldKind.List or FieldKind.Address or FieldKind.Custom:
                var present = ListReader.Read(edit.Lines, new(edit.Lines), field).ToDictionary(p => p.Item.Id!, p => p.Item);
                problem = JsonInput.Items(json, path, field, present, out var items);
                if (problem is null)
                    new ListWriter(edit, field).Write(items);
                return problem;
            default:
                return WriteScalar(edit, field, json, path);
        }
    }

    private static FieldProblem? WriteScalar(CardEdit edit, ContactField field, JsonElement json, string path)
    {
        var present = field.Name == "displayName" ? DisplayNames.Of(edit.Lines) : ScalarFields.Read(edit.Lines, new(edit.Lines), field);
        // What is there may be sent back, even where it is no date.
        if (json.ValueKind == JsonValueKind.String && JsonInput.Text(json, path, ContactFields.AnyText, out var same) is null && same == present)
            return null;
        if (JsonInput.Text(json, path, field, out var text) is { } problem)
            return problem;
        // A card's name is never taken away: without one of its own it has that of its parts.
        if (field.Name == "displayName" && text.Length == 0)
            text = DisplayNames.Derived(edit.Lines);
        if (text != present)
            ScalarFields.Write(edit, field, text);
        return null;
    }
}
