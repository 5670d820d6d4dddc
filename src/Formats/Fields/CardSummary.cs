using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ContactOffice.Formats;

/// <summary>What lists show of a card.</summary>
public static class CardSummary
{
    private const int MaxLength = 200;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// A JSON object in UTF-8: name, firstLast, lastFirst, firstLastSort and lastFirstSort (see <see cref="SortNames"/>), company, jobTitle, email, phone, picture (the hash of its bytes), kind ("group" for a
    /// list of contacts); what is empty is absent, but for the three names. Make it of the cut card, see <see cref="CardBlobs"/>.
    /// </summary>
    public static byte[] Of(VCard card)
    {
        var name = card.DisplayName;
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("name"u8, Shown(name));
        var (firstLast, lastFirst) = Orders(card, name);
        json.WriteString("firstLast"u8, Shown(firstLast));
        json.WriteString("lastFirst"u8, Shown(lastFirst));
        if (SortNames.Of(card) is var (firstLastSort, lastFirstSort))
        {
            json.WriteString("firstLastSort"u8, Shown(firstLastSort));
            json.WriteString("lastFirstSort"u8, Shown(lastFirstSort));
        }
        Write(json, "company", First(card, "ORG", part: 0));
        Write(json, "jobTitle", First(card, "TITLE"));
        Write(json, "email", Preferred(card, "EMAIL", ItemKind.Email));
        Write(json, "phone", Preferred(card, "TEL", ItemKind.Phone));
        Write(json, "picture", CardPicture.Find(card.Lines)?.Picture.Hash);
        if (IsGroup(card))
            json.WriteString("kind"u8, "group"u8);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// What a search as one types looks through, one value a line: names, company, job title, all e-mail addresses, and the numbers as digits
    /// only. As written; the caller folds case and accents.
    /// </summary>
    public static string FindText(VCard card)
    {
        var text = new StringBuilder(128);
        foreach (var line in card.Lines)
            switch (line.Name)
            {
                case "FN" or "NICKNAME" or "TITLE" or "X-PHONETIC-FIRST-NAME" or "X-PHONETIC-LAST-NAME":
                    Append(text, Text.Clean(Text.Unescape(line.Value)));
                    break;
                case "N" or "ORG":
                    foreach (var part in Text.Split(line.Value, ';'))
                        Append(text, Text.Clean(Text.Unescape(part)));
                    break;
                case "EMAIL":
                    Append(text, ItemValues.Read(ItemKind.Email, line)[0]);
                    break;
                case "TEL":
                    Append(text, string.Concat(line.Value.Where(char.IsAsciiDigit)));
                    break;
            }
        return text.ToString();
    }

    /// <summary>RFC 6350 §6.1.4; before 4.0 as Apple's address book server has it.</summary>
    private static bool IsGroup(VCard card)
    {
        foreach (var line in card.Lines)
            if (line.Name is "KIND" or "X-ADDRESSBOOKSERVER-KIND" && line.Value.AsSpan().Trim().Equals("group", StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static (string FirstLast, string LastFirst) Orders(VCard card, string name)
    {
        foreach (var line in card.Lines)
            if (line.Name == "N")
            {
                var last = Text.Component(Text.Part(line.Value, 0), line.Version);
                var first = DisplayNames.FromParts(line, [1, 2]);
                if (first.Length + last.Length > 0)
                    return DisplayNames.InBothOrders(first, last);
            }
        return (name, name);
    }

    private static void Write(Utf8JsonWriter json, string member, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json.WriteString(member, Shown(value));
    }

    /// <summary>A list has one line for it, and a name of a megabyte must not make every page of the book that big.</summary>
    private static string Shown(string value)
    {
        if (value.Length > MaxLength)
            value = value[..(char.IsHighSurrogate(value[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
        return value.Contains('\n', StringComparison.Ordinal) ? value.Replace('\n', ' ') : value;
    }

    private static string? First(VCard card, string property, int part = -1)
    {
        foreach (var line in card.Lines)
            if (line.Name == property && Text.Clean(Text.Unescape(part < 0 ? line.Value : Text.Part(line.Value, part))) is { Length: > 0 } text)
                return text;
        return null;
    }

    /// <summary>The one that is marked as preferred, else the first; a fax only where there is nothing else.</summary>
    private static string? Preferred(VCard card, string property, ItemKind kind)
    {
        string? best = null;
        var bestRank = int.MaxValue;
        foreach (var line in card.Lines)
        {
            if (line.Name != property)
                continue;
            var rank = (line.HasType("fax") || line.HasType("pager") ? 2 : 1) - (line.HasType("pref") || line.Parameter("PREF")?.Value == "1" ? 1 : 0);
            if (rank < bestRank && ItemValues.Read(kind, line)[0] is { Length: > 0 } value)
                (best, bestRank) = (value, rank);
        }
        return best;
    }

    private static void Append(StringBuilder text, string value)
    {
        if (value.Length == 0)
            return;
        if (text.Length > 0)
            text.Append('\n');
        text.Append(value.Length > MaxLength ? value.AsSpan(0, MaxLength) : value);
    }
}
