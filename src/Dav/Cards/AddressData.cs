using System.Text;
using System.Text.Unicode;
using System.Xml.Linq;
using ContactOffice.Dav.Xml;
using ContactOffice.Formats;

namespace ContactOffice.Dav.Cards;

/// <summary>In which form a report wants cards (RFC 6352 §10.4): a version, and only some of their properties.</summary>
internal sealed class AddressData
{
    private const int MaxProperties = 200;

    /// <summary>The versions that cards are converted to; as stored they may be 2.1.</summary>
    public static readonly string[] Versions = ["3.0", "4.0"];

    public static readonly AddressData AsStored = new();

    private VCardVersion? version;
    private Dictionary<string, bool>? properties;

    private AddressData() { }

    /// <summary>The error where a form is asked for that there is none of.</summary>
    public static (AddressData? Asked, DavError? Error) Parse(XElement element)
    {
        var data = new AddressData();
        var type = (string?)element.Attribute("content-type") ?? "text/vcard";
        var wanted = (string?)element.Attribute("version");
        if (!IsVCard(type) || !TryVersion(wanted, out data.version)) return (null, Unsupported);
        if (element.Element(Names.C + "allprop") is not null || !element.HasElements) return (data, null);
        data.properties = new(StringComparer.OrdinalIgnoreCase);
        foreach (var property in element.Elements(Names.C + "prop").Take(MaxProperties))
            if ((string?)property.Attribute("name") is { Length: > 0 } name)
                data.properties[name] = (string?)property.Attribute("novalue") == "yes";
        return (data, null);
    }

    public static DavError Unsupported => DavError.Forbidden(Names.C + "supported-address-data", "Cards are given as text/vcard, version 3.0 or 4.0.");

    /// <summary>The registered type and its predecessors, still named by Apple and Microsoft programs.</summary>
    public static bool IsVCard(string mediaType) => mediaType.ToLowerInvariant() is "text/vcard" or "text/x-vcard" or "text/directory";

    /// <summary>False where the text names no version that there is; null and true where there is no text.</summary>
    public static bool TryVersion(string? text, out VCardVersion? version)
    {
        version = text switch { "3.0" => VCardVersion.V30, "4.0" => VCardVersion.V40, _ => null };
        return version is not null || text is null;
    }

    public void Write(XmlOut xml, byte[] card)
    {
        var bytes = Of(card);
        if (Utf8.IsValid(bytes)) xml.Utf8(bytes);
        else xml.Text(Decode(bytes));
    }

    private byte[] Of(byte[] stored)
    {
        if (version is null && properties is null || !VCard.TryParse(stored, out var card, out _)) return stored;
        var converted = version is { } to ? VCardConverter.Convert(card, to) : stored;
        if (properties is null || !VCard.TryParse(converted, out card, out _)) return converted;
        using var partial = new MemoryStream(converted.Length);
        foreach (var line in card.Lines)
        {
            if (line.Name is "BEGIN" or "END" or "VERSION") partial.Write(line.Raw.Span);
            else if (NoValue(line) is { } noValue) partial.Write(noValue ? Header(line.Raw.Span) : line.Raw.Span);
        }
        return partial.ToArray();
    }

    /// <summary>Null where the property is not wanted. A name without a group means it in every group (RFC 6352 §10.4.2).</summary>
    private bool? NoValue(ContentLine line)
    {
        if (properties!.TryGetValue(line.Name, out var noValue)) return noValue;
        return line.Group is not null && properties.TryGetValue($"{line.Group}.{line.Name}", out noValue) ? noValue : null;
    }

    private static byte[] Header(ReadOnlySpan<byte> line)
    {
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ':' && !quoted) return [.. line[..(i + 1)], .. "\r\n"u8];
        }
        return line.ToArray();
    }

    // XML is Unicode whatever the card is. A vCard 2.1 may say a charset of its own for each property: such a card is whole when it is fetched by GET.
    private static string Decode(byte[] card) => card switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(card),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(card),
        _ => Encoding.Latin1.GetString(card),
    };
}
