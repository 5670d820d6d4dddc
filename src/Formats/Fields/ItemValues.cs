namespace ContactOffice.Formats;

/// <summary>How the values of lists stand in content lines.</summary>
internal static class ItemValues
{
    public const int AddressParts = 7;

    private static readonly (string Service, string Scheme)[] Schemes =
    [
        ("aim", "aim"), ("icq", "icq"), ("msn", "msnim"), ("yahoo", "ymsgr"), ("jabber", "xmpp"), ("skype", "skype"), ("qq", "qq"), ("googletalk", "gtalk"),
        ("gadugadu", "gg"), ("matrix", "matrix"), ("groupwise", "x-groupwise"), ("twitter", "x-twitter"),
    ];

    /// <summary>The parts as JSON has them.</summary>
    public static string[] Read(ItemKind kind, ContentLine line)
    {
        if (kind == ItemKind.Address)
            return Address(line);
        var text = kind == ItemKind.Date ? PartialDate.Read(line) : OneLine(kind, Text.Clean(Text.Unescape(line.Value)));
        return
        [
            kind switch
            {
                ItemKind.Phone => WithoutScheme(text, "tel:"),
                ItemKind.Email => WithoutScheme(text, "mailto:"),
                ItemKind.Im when line.Name == "IMPP" => ImAddress(text, Service(line)),
                _ => text,
            },
        ];
    }

    /// <summary>Addresses and numbers have no line ends.</summary>
    public static string OneLine(ItemKind kind, string text) =>
        kind is ItemKind.Email or ItemKind.Phone or ItemKind.Url or ItemKind.Im ? text.Replace('\n', ' ') : text;

    /// <summary>The service of an IMPP line, by its own parameter or its scheme.</summary>
    public static string? Service(ContentLine line)
    {
        if (line.Name != "IMPP")
            return null;
        if (line.Parameter("X-SERVICE-TYPE") is { } parameter && Types.Token(parameter.Value) is var service && !Types.IsHidden(service))
            return service;
        var value = line.Value;
        foreach (var (name, scheme) in Schemes)
            if (value.Length > scheme.Length && value[scheme.Length] == ':' && value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                return name;
        return null;
    }

    public static bool IsService(string type) => Schemes.Any(s => s.Service == type);

    /// <summary>The value as the line shall have it, escaped.</summary>
    public static string Write(ItemKind kind, string[] parts, string property, VCardVersion version, ContentLine? old, string? service)
    {
        var value = parts[0];
        switch (kind)
        {
            case ItemKind.Address:
                return WriteAddress(parts, old, version);
            case ItemKind.Phone when IsTelUri(old) && value.All(c => char.IsAsciiLetterOrDigit(c) || "+-.()*#;=_%".Contains(c, StringComparison.Ordinal)):
                return "tel:" + value;
            case ItemKind.Im when property == "IMPP":
                return Uri(WriteImAddress(value, service), version);
            case ItemKind.Url or ItemKind.Phone or ItemKind.Email or ItemKind.Im:
                return Uri(value, version);
            default:
                return Text.Whole(value, version);
        }
    }

    public static bool IsTelUri(ContentLine? line) => line is not null && line.Value.StartsWith("tel:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Only what would be taken for an escape is escaped: a comma or semicolon in an address is part of it.</summary>
    private static string Uri(string value, VCardVersion version) => Text.Escape(value, "", version);

    private static string WithoutScheme(string text, string scheme) =>
        text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? text[scheme.Length..].Trim() : text;

    private static string ImAddress(string text, string? service)
    {
        foreach (var (name, scheme) in Schemes)
            if (name == service && text.StartsWith(scheme + ":", StringComparison.OrdinalIgnoreCase))
                return text[(scheme.Length + 1)..].Trim();
        return WithoutScheme(text, "x-apple:");
    }

    private static string WriteImAddress(string value, string? service)
    {
        // Some send the scheme along, of whatever service they say that it is.
        foreach (var (_, scheme) in Schemes)
            if (value.StartsWith(scheme + ":", StringComparison.OrdinalIgnoreCase))
                return value;
        foreach (var (name, scheme) in Schemes)
            if (name == service)
                return scheme + ":" + value;
        return value.Contains(':', StringComparison.Ordinal) && !value.StartsWith("x-apple:", StringComparison.OrdinalIgnoreCase) ? value : "x-apple:" + value;
    }

    private static string[] Address(ContentLine line)
    {
        var parts = new string[AddressParts];
        var split = Text.Split(line.Value, ';');
        for (var i = 0; i < AddressParts; i++)
            parts[i] = i < split.Count ? Text.Component(split[i], line.Version) : "";
        return parts;
    }

    private static string WriteAddress(string[] parts, ContentLine? old, VCardVersion version)
    {
        // RFC 9554 §2.1 adds components behind the seven, and a component that did not change keeps its own writing.
        var components = old is null ? [] : Text.Split(old.Value, ';');
        for (var i = 0; i < AddressParts; i++)
        {
            if (i >= components.Count)
                components.Add(Text.EscapeComponent(parts[i], version));
            else if (Text.Component(components[i], version) != parts[i])
                components[i] = Text.EscapeComponent(parts[i], version);
        }
        return string.Join(';', components);
    }
}
