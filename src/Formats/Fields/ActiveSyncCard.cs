using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ContactOffice.Formats;

/// <summary>
/// A card as a phone sees it (MS-ASCNTC §2.2.2): the rows of the table that have a place there. What has none stays on the card, out of sight.
/// </summary>
public static partial class ActiveSyncCard
{
    /// <summary>So many categories and children at most (MS-ASCNTC §2.2.2.10 and §2.2.2.15).</summary>
    public const int MaxMany = 300;

    private const string MarkStart = "ContactOffice:";
    private const int HashLength = 64;

    /// <summary>The rows that phones know.</summary>
    public static IReadOnlyList<ContactField> Fields { get; } = [.. ContactFields.All.Where(field => field.ActiveSync is not null)];

    // In the order in which they make a name.
    private static readonly ContactField[] NameParts = [.. Fields.Where(field => field.Place.Property == "N")];

    // Without prefix and suffix, which name nobody by themselves.
    private static readonly ContactField[] Naming = [.. NameParts.Where(field => field.Place.Component < 3)];

    /// <summary>
    /// The values by the names of their rows, without the picture. A card without a name of parts shows its display name as the last name, unless that is its company's, and every card
    /// says how it is filed, since phones list by these; a date is <c>1980-03-22</c> or <c>--03-22</c>.
    /// </summary>
    public static Dictionary<string, string[]> Read(VCard card)
    {
        var values = new FieldValue(card);
        var shown = new Dictionary<string, string[]>(Fields.Count);
        foreach (var field in Fields)
        {
            if (field.Kind == FieldKind.Photo)
                continue;
            if (IsMany(field))
            {
                if (values.ReadEvery(field) is { Length: > 0 } every)
                    shown[field.Name] = every;
            }
            else if (values.Read(field) is { Length: > 0 } value && (field.Kind != FieldKind.Date || IsDay(value)))
                shown[field.Name] = [value];
        }
        if (NameOfPerson(card, values) is { } name)
            shown["lastName"] = [name];
        if (!shown.ContainsKey("fileAs") && FiledAs(shown) is { Length: > 0 } filed)
            shown["fileAs"] = [filed];
        return shown;
    }

    /// <summary>Whether <see cref="Read"/> shows the display name as the last name: a phone that changes it means the display name.</summary>
    public static bool IsNamedByDisplayName(VCard card) => NameOfPerson(card, new(card)) is not null;

    /// <summary>The display name that the name parts make which a phone sends; null where it sends none.</summary>
    public static string? DisplayNameOf(IReadOnlyDictionary<string, string[]> fields)
    {
        var parts = NameParts.Select(part => fields.TryGetValue(part.Name, out var values) ? Text.Clean(values.FirstOrDefault() ?? "") : "").Where(part => part.Length > 0);
        return string.Join(' ', parts) is { Length: > 0 } name ? name : null;
    }

    private static string? NameOfPerson(VCard card, FieldValue values)
    {
        var isNamed = Array.Exists(Naming, part => values.Read(part).Length > 0);
        return !isNamed && card.DisplayName.Trim() is { Length: > 0 } name && name != values.Read(ContactFields.ByName["company"]) ? name : null;
    }

    /// <summary>Whether several values stand under the one name.</summary>
    public static bool IsMany(ContactField field) => field.Kind == FieldKind.Categories || field.Converter == "everyItem";

    /// <summary>Whether they are places for values of the same sort, as the second and the third e-mail address are.</summary>
    public static bool AreAlike(ContactField one, ContactField other) => Slots.FamilyOf(one) == Slots.FamilyOf(other);

    /// <summary>Notes as they are sent: lines end with CRLF, or are broken in HTML.</summary>
    public static string Note(string note, bool isHtml) =>
        isHtml ? $"<html><body>{WebUtility.HtmlEncode(note).ReplaceLineEndings("<br>")}</body></html>" : note.ReplaceLineEndings("\r\n");

    /// <summary>Whether this is what is left of a note whose form is cut after so many bytes, sent back. HTML comes with other blanks, and with what a tag or entity was cut to.</summary>
    public static bool IsNoteCut(string sent, string note, bool isHtml, int bytes)
    {
        var form = Encoding.UTF8.GetBytes(Note(note, isHtml));
        var cut = Encoding.UTF8.GetString(form, 0, Boundary(form, Math.Min(bytes, form.Length)));
        if (!isHtml)
            return sent.ReplaceLineEndings("\n").Trim() == cut.ReplaceLineEndings("\n").Trim();
        var shown = WithoutBlanks(WebUtility.HtmlDecode(Tag().Replace(CutEntity().Replace(CutTag().Replace(cut, ""), ""), "")));
        return new[] { sent, CutTag().Replace(sent, ""), CutEntity().Replace(sent, "") }.Any(one => WithoutBlanks(one) == shown);
    }

    /// <summary>Where to cut so that no character is cut through.</summary>
    public static int Boundary(ReadOnlySpan<byte> utf8, int at)
    {
        while (at > 0 && at < utf8.Length && (utf8[at] & 0xC0) == 0x80)
            at--;
        return at;
    }

    /// <summary>The picture's bytes, where the card has them within in a form that can be made one for phones; null where it has none such, or only an address.</summary>
    public static byte[]? Picture(VCard card)
    {
        foreach (var line in card.Lines)
            if (line.Name == "PHOTO" && InlineValue.Find(line) is { } inline && inline.Decode(line) is { Length: > 0 } bytes)
                return IsForPhones(bytes) ? bytes : null;
        return null;
    }

    /// <summary>Writes into a JPEG that was made smaller for a phone what it was made of, so that it is known again when the phone sends it back.</summary>
    /// <param name="hash">The original's SHA-256, in hexadecimal digits.</param>
    public static byte[] Mark(ReadOnlySpan<byte> jpeg, string hash)
    {
        // A comment (ISO/IEC 10918-1 §B.2.4.5) right behind the start of the image.
        var text = Encoding.ASCII.GetBytes(MarkStart + hash);
        var marked = new byte[jpeg.Length + text.Length + 4];
        jpeg[..2].CopyTo(marked);
        (marked[2], marked[3]) = (0xFF, 0xFE);
        BinaryPrimitives.WriteUInt16BigEndian(marked.AsSpan(4), (ushort)(text.Length + 2));
        text.CopyTo(marked, 6);
        jpeg[2..].CopyTo(marked.AsSpan(6 + text.Length));
        return marked;
    }

    /// <summary>The hash of what <see cref="Mark"/> made this of; null where it made it of nothing.</summary>
    public static string? MarkOf(ReadOnlySpan<byte> picture)
    {
        var start = 6 + MarkStart.Length;
        var isMarked = picture.Length > start + HashLength && picture[2] == 0xFF && picture[3] == 0xFE && picture[6..].StartsWith(Encoding.ASCII.GetBytes(MarkStart));
        return isMarked ? Encoding.ASCII.GetString(picture.Slice(start, HashLength)) : null;
    }

    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"<[^<>]{0,8}\z")]
    private static partial Regex CutTag();

    [GeneratedRegex(@"&#?\w{0,8}\z")]
    private static partial Regex CutEntity();

    private static string WithoutBlanks(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static bool IsForPhones(byte[] bytes) => MediaTypes.Of(bytes) is "image/jpeg" or "image/png" or "image/gif" or "image/webp";

    private static bool IsDay(string date) => date.Length == 10 && char.IsAsciiDigit(date[0]) || date.Length == 7 && date.StartsWith("--", StringComparison.Ordinal);

    private static string FiledAs(Dictionary<string, string[]> shown)
    {
        string One(string name) => shown.TryGetValue(name, out var values) ? values[0] : "";
        var first = string.Join(' ', new[] { One("firstName"), One("middleName") }.Where(part => part.Length > 0));
        var name = string.Join(", ", new[] { One("lastName"), first }.Where(part => part.Length > 0));
        return name.Length > 0 ? name : One("company");
    }
}
