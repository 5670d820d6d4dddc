namespace ContactOffice.Formats;

internal enum TransferEncoding
{
    None,
    QuotedPrintable,
    Base64,
}

/// <summary>What stands before the colon.</summary>
internal readonly record struct Header(string? Group, string Name, string NameAsSent, IReadOnlyList<Parameter> Parameters, TransferEncoding Transfer)
{
    public static readonly Header None = new(null, "", "", [], TransferEncoding.None);
}

/// <summary>Takes the part of a content line before its colon apart: group, name, parameters (RFC 6350 §3.3, RFC 6868, vCard 2.1 §2.1).</summary>
internal static class HeaderReader
{
    /// <summary>The colon that ends the header: the first outside quotes; where a quote is never closed, the first at all. -1 where there is none.</summary>
    public static int Colon(ReadOnlySpan<byte> line)
    {
        var first = line.IndexOf((byte)':');
        if (first < 0 || line[..first].IndexOf((byte)'"') < 0)
            return first;
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ':' && !quoted)
                return i;
        }
        return first;
    }

    /// <param name="header">Unfolded, without the colon.</param>
    /// <param name="tooMany">More parameters than are looked at.</param>
    public static Header Read(ReadOnlySpan<byte> header, out bool tooMany)
    {
        tooMany = false;
        var nameEnd = header.IndexOf((byte)';');
        var place = nameEnd < 0 ? header : header[..nameEnd];
        var dot = place.LastIndexOf((byte)'.');
        var group = dot > 0 ? Charsets.Latin(place[..dot].Trim((byte)' ')) : null;
        var name = place[(dot + 1)..].Trim(" \t"u8);
        var known = KnownNames.Find(name);
        var nameAsSent = known ?? Charsets.Latin(name);
        var canonical = known ?? nameAsSent.ToUpperInvariant();
        if (nameEnd < 0)
            return new(group, canonical, nameAsSent, [], TransferEncoding.None);
        var parameters = ReadParameters(header[(nameEnd + 1)..], out tooMany);
        return new(group, canonical, nameAsSent, parameters, Transfer(parameters));
    }

    private static List<Parameter> ReadParameters(ReadOnlySpan<byte> text, out bool tooMany)
    {
        tooMany = false;
        var parameters = new List<Parameter>(2);
        while (true)
        {
            if (parameters.Count == VCardLimits.MaxParameters)
            {
                tooMany = true;
                parameters.Add(new("", [], Charsets.Utf8OrLatin(text)));
                return parameters;
            }
            var end = EndOfParameter(text);
            var one = text[..end];
            if (!one.Trim(" \t"u8).IsEmpty)
                parameters.Add(ReadParameter(one.Trim(" \t"u8)));
            if (end == text.Length)
                return parameters;
            text = text[(end + 1)..];
        }
    }

    private static int EndOfParameter(ReadOnlySpan<byte> text)
    {
        var semicolon = text.IndexOf((byte)';');
        if (semicolon < 0)
            return text.Length;
        if (text[..semicolon].IndexOf((byte)'"') < 0)
            return semicolon;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == ';' && !quoted)
                return i;
        }
        // A quote that is never closed: only the first parameter is spoilt by it.
        return semicolon;
    }

    private static Parameter ReadParameter(ReadOnlySpan<byte> text)
    {
        if (KnownNames.FindParameter(text) is { } known)
            return known;
        var asSent = Charsets.Utf8OrLatin(text);
        // A writer leaves control characters out: what is read is what will stand there then.
        var meant = asSent.Any(char.IsControl) ? string.Concat(asSent.Where(c => c == '\t' || !char.IsControl(c))) : asSent;
        var equals = meant.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return new(NameOfBareWord(meant), [meant], asSent);
        var name = meant[..equals].Trim().ToUpperInvariant();
        return new(name, SplitValues(meant.AsSpan(equals + 1), name == "TYPE"), asSent);
    }

    // vCard 2.1 §2.1.2 lets a value stand without its name where it is one of a closed set.
    private static string NameOfBareWord(string word) => word.ToUpperInvariant() switch
    {
        "QUOTED-PRINTABLE" or "BASE64" or "8BIT" or "7BIT" or "B" => "ENCODING",
        "INLINE" or "CONTENT-ID" or "CID" or "URL" => "VALUE",
        _ => "TYPE",
    };

    private static List<string> SplitValues(ReadOnlySpan<char> text, bool alsoWithinQuotes)
    {
        var values = new List<string>(1);
        var quoted = false;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '"')
                quoted = !quoted;
            else if (i == text.Length || (text[i] == ',' && (!quoted || alsoWithinQuotes)))
            {
                var value = ParameterText.Decode(text[start..i].Trim(" \""));
                if (value.Length > 0)
                    values.Add(value);
                start = i + 1;
            }
        }
        return values;
    }

    private static TransferEncoding Transfer(List<Parameter> parameters)
    {
        foreach (var parameter in parameters)
            if (parameter.Name == "ENCODING")
                return parameter.Value.ToUpperInvariant() switch
                {
                    "QUOTED-PRINTABLE" or "Q" => TransferEncoding.QuotedPrintable,
                    "BASE64" or "B" => TransferEncoding.Base64,
                    _ => TransferEncoding.None,
                };
        return TransferEncoding.None;
    }
}
