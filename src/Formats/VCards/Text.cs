using System.Text;

namespace ContactOffice.Formats;

/// <summary>Text values: backslash escapes and separators (RFC 6350 §3.4, RFC 2426 §5).</summary>
internal static class Text
{
    /// <summary>Undoes the escapes of all versions, and those that only real exports have (Google's <c>\:</c> and <c>\"</c>).</summary>
    public static string Unescape(ReadOnlySpan<char> text)
    {
        if (text.IndexOf('\\') < 0)
            return text.ToString();
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }
            var next = text[i + 1];
            if (next is '\\' or ';' or ',' or ':' or '"')
                plain.Append(next);
            else if (next is 'n' or 'N')
                plain.Append('\n');
            else
                plain.Append('\\').Append(next);
            i++;
        }
        return plain.ToString();
    }

    /// <summary>One component of a structured value, with its escapes; empty where it has fewer.</summary>
    public static string Part(string text, int component)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == ';')
            {
                if (component-- == 0)
                    return text[start..i];
                start = i + 1;
            }
        }
        return component == 0 ? text[start..] : "";
    }

    /// <summary>Splits at separators that are not escaped; the parts keep their escapes.</summary>
    public static List<string> Split(string text, char separator)
    {
        var parts = new List<string>(5);
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == separator)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }
        parts.Add(text[start..]);
        return parts;
    }

    /// <summary>
    /// One component of a structured value for people. Its unescaped commas separate values of a list (RFC 6350 §3.3), except in 2.1.
    /// </summary>
    public static string Component(string component, VCardVersion version)
    {
        if (version == VCardVersion.V21 || !component.Contains(',', StringComparison.Ordinal))
            return Clean(Unescape(component));
        var values = Split(component, ',').Select(v => Clean(Unescape(v))).Where(v => v.Length > 0);
        return string.Join(", ", values);
    }

    /// <summary>Escapes one component of a structured value.</summary>
    public static string EscapeComponent(string text, VCardVersion version) => Escape(text, version == VCardVersion.V21 ? ";" : ",;", version);

    /// <summary>
    /// Escapes text for a place where <paramref name="separators"/> would separate. A place holder of <see cref="CardBlobs"/> that
    /// somebody typed is escaped too, so that it can never stand for a picture.
    /// </summary>
    /// <param name="version">2.1 has no escape for a line end: it stays, for quoted-printable to encode.</param>
    public static string Escape(string text, string separators, VCardVersion version)
    {
        if (text.AsSpan().IndexOfAny("\\\n,;") < 0)
            return BlobToken.Defuse(text);
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (c == '\n' && version != VCardVersion.V21)
                escaped.Append("\\n");
            else if (c == '\\' || separators.Contains(c, StringComparison.Ordinal))
                escaped.Append('\\').Append(c);
            else
                escaped.Append(c);
        }
        return BlobToken.Defuse(escaped.ToString());
    }

    /// <summary>Separators of a text that is one value: RFC 2426 §5 and RFC 6350 §3.4 escape them anyway, vCard 2.1 does not know that.</summary>
    public static string Whole(string text, VCardVersion version) => Escape(text, version == VCardVersion.V21 ? "" : ",;", version);

    /// <summary>What people are shown and may send: LF line ends, no other control characters, no blanks around it.</summary>
    public static string Clean(string text)
    {
        if (!NeedsCleaning(text))
            return text;
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r')
            {
                if (i + 1 == text.Length || text[i + 1] != '\n')
                    clean.Append('\n');
            }
            else if (!char.IsControl(c) || c is '\n' or '\t')
                clean.Append(c);
        }
        return clean.ToString().Trim();
    }

    private static bool NeedsCleaning(string text)
    {
        if (text.Length == 0)
            return false;
        if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
            return true;
        foreach (var c in text)
            if (char.IsControl(c) && c is not ('\n' or '\t'))
                return true;
        return false;
    }
}
