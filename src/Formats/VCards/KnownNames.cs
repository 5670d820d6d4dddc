using System.Text;

namespace ContactOffice.Formats;

/// <summary>The words that make up nearly every card, kept once instead of allocated for each line.</summary>
internal static class KnownNames
{
    private static readonly (byte[] Bytes, string Text)[][] Names = ByLength(
        "ADR", "ANNIVERSARY", "BDAY", "BEGIN", "CATEGORIES", "EMAIL", "END", "FN", "GENDER", "GEO", "IMPP", "KEY", "KIND", "LABEL", "LANG", "LOGO",
        "MEMBER", "N", "NICKNAME", "NOTE", "ORG", "PHOTO", "PRODID", "RELATED", "REV", "ROLE", "SOUND", "TEL", "TITLE", "TZ", "UID", "URL", "VERSION",
        "X-ABADR", "X-ABDATE", "X-ABLABEL", "X-ABRELATEDNAMES", "X-ABUID", "X-AIM", "X-ICQ", "X-JABBER", "X-MSN", "X-SKYPE", "X-SOCIALPROFILE", "X-YAHOO");

    private static readonly (byte[] Bytes, Parameter Parameter)[] Parameters =
    [
        .. new[]
        {
            "TYPE=HOME", "TYPE=home", "TYPE=WORK", "TYPE=work", "TYPE=CELL", "TYPE=cell", "TYPE=VOICE", "TYPE=voice", "TYPE=INTERNET", "TYPE=internet",
            "TYPE=PREF", "TYPE=pref", "TYPE=FAX", "TYPE=fax", "type=HOME", "type=WORK", "type=CELL", "type=VOICE", "type=INTERNET", "type=pref",
            "type=home", "type=work", "TYPE=OTHER", "TYPE=other", "TYPE=JPEG", "ENCODING=b", "ENCODING=BASE64", "ENCODING=QUOTED-PRINTABLE",
            "CHARSET=UTF-8", "CHARSET=utf-8", "VALUE=uri", "VALUE=URI", "VALUE=date", "PREF=1",
        }.Select(text => (Encoding.ASCII.GetBytes(text), Named(text))),
        .. new[] { "HOME", "WORK", "CELL", "VOICE", "FAX", "PREF", "INTERNET" }
            .Select(text => (Encoding.ASCII.GetBytes(text), new Parameter("TYPE", [text], text))),
    ];

    private static readonly Dictionary<int, (byte[] Bytes, Parameter Parameter)[]> ParametersByLength =
        Parameters.GroupBy(p => p.Bytes.Length).ToDictionary(g => g.Key, g => g.ToArray());

    /// <summary>The property name, where it was sent in capitals and is a known one.</summary>
    public static string? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length >= Names.Length)
            return null;
        foreach (var (bytes, text) in Names[name.Length])
            if (name.SequenceEqual(bytes))
                return text;
        return null;
    }

    public static Parameter? FindParameter(ReadOnlySpan<byte> text)
    {
        if (ParametersByLength.TryGetValue(text.Length, out var candidates))
            foreach (var (bytes, parameter) in candidates)
                if (text.SequenceEqual(bytes))
                    return parameter;
        return null;
    }

    private static Parameter Named(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return new(text[..equals].ToUpperInvariant(), [text[(equals + 1)..]], text);
    }

    private static (byte[], string)[][] ByLength(params string[] names) =>
        [.. Enumerable.Range(0, names.Max(n => n.Length) + 1).Select(length => names.Where(n => n.Length == length).Select(n => (Encoding.ASCII.GetBytes(n), n)).ToArray())];
}
