using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ContactOffice.Formats;

namespace ContactOffice.ActiveSync.Contacts;

/// <summary>A contact as elements of the Contacts, Contacts2 and AirSyncBase pages, by the table of fields (MS-ASCNTC §2.2.2).</summary>
internal static partial class ContactData
{
    /// <summary>MS-ASCNTC §2.2.2.56: of the picture itself, before base64.</summary>
    public const int MaxPicture = 48 * 1024;

    private static readonly (ContactField Field, XName Name)[] Elements = [.. ActiveSyncCard.Fields.Select(field => (field, NameOf(field)))];

    private static readonly Dictionary<XName, ContactField> ByElement = Elements.ToDictionary(element => element.Name, element => element.Field);

    /// <summary>A day is sent as its middle (MS-ASCNTC §2.2.2.6): who makes a local time of it from Samoa to Fiji still has that day.</summary>
    private const string Midday = "T11:59:00.000Z";

    private static readonly XName Picture = Names.Contacts + "Picture";
    private static readonly XName Body = Names.AirSyncBase + "Body";

    /// <summary>Names of the specification that no field stands for: what clients send in them is not kept.</summary>
    private static readonly HashSet<XName> Unused = [Names.Contacts + "Alias", Names.Contacts + "WeightedRank", Names.Contacts + "Body", Names.Contacts + "BodySize", Names.Contacts + "BodyTruncated", Names.AirSyncBase + "NativeBodyType", Names.Contacts + "CompressedRTF"];

    /// <summary>The fields that a Supported element names (MS-ASCMD §2.2.3.179): the others are ghosted.</summary>
    /// <exception cref="FormatException">One that contacts do not have.</exception>
    public static string[] ReadSupported(XElement supported) =>
        [.. supported.Elements().Select(element => ByElement.TryGetValue(element.Name, out var field) ? field.Name : Unused.Contains(element.Name) ? "" : throw new FormatException($"{element.Name} is no field of contacts.")).Where(name => name.Length > 0)];

    /// <summary>What a client says of a contact: values by the names of the table. Null where one of them cannot be.</summary>
    public static Dictionary<string, string[]>? Read(XElement data)
    {
        var fields = new Dictionary<string, string[]>();
        foreach (var element in data.Elements())
        {
            if (!ByElement.TryGetValue(element.Name, out var field))
            {
                if (Unused.Contains(element.Name)) continue;
                return null;
            }
            if (element.Name == Body)
            {
                if (BodyPreference.Read(element, out var isThere) is not { } note) return null;
                if (isThere) fields[field.Name] = Value(note);
            }
            else if (ReadValues(field, element) is { } values) fields[field.Name] = values;
            else return null;
        }
        return fields;
    }

    /// <param name="wanted">Only these elements; null for all.</param>
    public static async Task<List<XElement>> Write(VCard card, BodyPreference notes, PhonePictures pictures, Func<XName, bool>? wanted, CancellationToken cancellation)
    {
        var shown = ActiveSyncCard.Read(card);
        var elements = new List<XElement>(shown.Count + 1);
        foreach (var (field, name) in Elements)
        {
            if (wanted is not null && !wanted(name)) continue;
            if (name == Picture)
            {
                if (await pictures.For(card, cancellation) is { } picture) elements.Add(new XElement(name, Convert.ToBase64String(picture)));
            }
            else if (shown.TryGetValue(field.Name, out var values)) elements.Add(name == Body ? notes.Write(values[0]) : Write(field, name, values));
        }
        return elements;
    }

    private static XElement Write(ContactField field, XName name, string[] values)
    {
        if (ActiveSyncCard.IsMany(field)) return new(name, values.Take(ActiveSyncCard.MaxMany).Select(value => new XElement(Names.Contacts + PartOf(field), value)));
        return new(name, field.Kind == FieldKind.Date ? $"{values[0].Replace("--", "1604-", StringComparison.Ordinal)}{Midday}" : values[0]);
    }

    private static string[]? ReadValues(ContactField field, XElement element)
    {
        if (ActiveSyncCard.IsMany(field))
        {
            var parts = element.Elements(Names.Contacts + PartOf(field)).Select(part => part.Value).ToArray();
            return parts.Length > ActiveSyncCard.MaxMany || element.Elements().Count() != parts.Length ? null : parts;
        }
        if (element.HasElements) return null;
        var text = element.Value;
        return field.Kind switch
        {
            FieldKind.Date => text.Length == 0 ? [] : ReadDate(text) is { } date ? [date] : null,
            FieldKind.Photo => ReadPicture(text),
            _ => Value(field.Items == ItemKind.Email ? Address(text) : text),
        };
    }

    /// <summary>The day that is written, whatever hour and zone stand behind it: a birthday moves for nobody. The year 1604 stands for none.</summary>
    private static string? ReadDate(string text)
    {
        if (text.Length < 10 || text.Length > 10 && text[10] != 'T') return null;
        if (!DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return null;
        if (text.Length > 10 && !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _)) return null;
        return date.Year == 1604 ? $"--{date:MM-dd}" : $"{date:yyyy-MM-dd}";
    }

    private static string[]? ReadPicture(string base64)
    {
        if (base64.Length == 0) return [];
        var bytes = new byte[base64.Length / 4 * 3 + 3];
        return Convert.TryFromBase64String(base64, bytes, out var length) && length is > 0 and <= MaxPicture ? [base64] : null;
    }

    /// <summary>Some write <c>"Ada Example" &lt;ada@example.com&gt;</c>.</summary>
    private static string Address(string text) => Named().Match(text) is { Success: true } named ? named.Groups[1].Value : text;

    private static string[] Value(string text) => text.Length == 0 ? [] : [text];

    private static XName NameOf(ContactField field) => field.ActiveSync!.Split(':') is [var page, var tag] ? XName.Get(tag, page) : throw new InvalidOperationException($"{field.Name} has no code page.");

    private static string PartOf(ContactField field) => field.Kind == FieldKind.Categories ? "Category" : "Child";

    [GeneratedRegex(@"\A[^<>]*<([^<>@\s]+@[^<>\s]+)>\s*\z")]
    private static partial Regex Named();
}
