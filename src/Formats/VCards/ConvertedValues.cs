using System.Globalization;

namespace ContactOffice.Formats;

/// <summary>A line's value in the manner of another version.</summary>
internal static class ConvertedValues
{
    public static string Of(ContentLine line, string name, VCardVersion to, ConvertedParameters parameters)
    {
        if (line.IsNested)
            return Text.Whole(Text.Clean(line.Value), to);
        if (name is "BDAY" or "ANNIVERSARY" or "X-ANNIVERSARY" or "X-ABDATE" or "DEATHDATE")
            return Date(line, to, parameters);
        if (name == "TEL" && to != VCardVersion.V40 && ItemValues.IsTelUri(line))
        {
            parameters.Set("VALUE", null);
            return Text.Escape(ItemValues.Read(ItemKind.Phone, line)[0], "", to);
        }
        if (name == "RELATED" && line.Name != name)
            parameters.Set("VALUE", "text");
        if (name == "X-ABRELATEDNAMES" && line.Name != name)
            parameters.Set("VALUE", null);
        if (name == "GEO" && Geo(line.Value, to) is { } geo)
            return geo;
        return Escapes(line, name, to);
    }

    private static string Date(ContentLine line, VCardVersion to, ConvertedParameters parameters)
    {
        var date = PartialDate.Read(line);
        if (!PartialDate.IsValid(date))
            return Text.Whole(date, to);
        parameters.Set("VALUE", null);
        var text = PartialDate.Write(date, to, basic: to != VCardVersion.V30, out var omitsYear);
        parameters.Set("X-APPLE-OMIT-YEAR", omitsYear ? "1604" : null);
        return text;
    }

    // vCard 2.1 §2.3.2, RFC 2426 §3.4.2, RFC 6350 §6.5.2.
    private static string? Geo(string value, VCardVersion to)
    {
        var text = value.StartsWith("geo:", StringComparison.OrdinalIgnoreCase) ? value[4..] : value;
        var parts = text.Split([';', ',']);
        if (parts.Length < 2 || !IsNumber(parts[0]) || !IsNumber(parts[1]))
            return null;
        var (latitude, longitude) = (parts[0].Trim(), parts[1].Trim());
        return to switch
        {
            VCardVersion.V40 => $"geo:{latitude},{longitude}",
            VCardVersion.V30 => $"{latitude};{longitude}",
            _ => $"{latitude},{longitude}",
        };
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>3.0 and 4.0 escape alike; 2.1 escapes semicolons within components only, and has real line ends.</summary>
    private static string Escapes(ContentLine line, string name, VCardVersion to)
    {
        var value = line.Value;
        var from = line.Version;
        if (to != VCardVersion.V21 && from != VCardVersion.V21)
            return Lines(value);
        switch (name)
        {
            case "N" or "ADR" or "ORG":
                return string.Join(';', Text.Split(value, ';').Select(p => Component(p, from, to)));
            case "FN" or "NOTE" or "TITLE" or "ROLE" or "LABEL" or "X-PHONETIC-FIRST-NAME" or "X-PHONETIC-LAST-NAME":
                return Text.Whole(Text.Clean(Text.Unescape(value)), to);
            case "CATEGORIES" or "NICKNAME":
                return string.Join(',', Text.Split(value, ',').Select(p => Text.Escape(Text.Clean(Text.Unescape(p)), ",;", to)));
            default:
                return to == VCardVersion.V21 ? Text.Clean(value).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\,", ",", StringComparison.Ordinal) : Lines(value);
        }
    }

    private static string Component(string part, VCardVersion from, VCardVersion to) =>
        from != VCardVersion.V21 && part.Contains(',', StringComparison.Ordinal)
            ? string.Join(',', Text.Split(part, ',').Select(p => Text.EscapeComponent(Text.Clean(Text.Unescape(p)), to)))
            : Text.EscapeComponent(Text.Clean(Text.Unescape(part)), to);

    private static string Lines(string value) =>
        BlobToken.Defuse(Text.Clean(value).Replace("\n", "\\n", StringComparison.Ordinal));
}
