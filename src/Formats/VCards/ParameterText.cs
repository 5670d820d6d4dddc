using System.Text;

namespace ContactOffice.Formats;

/// <summary>Parameter values: the carets of RFC 6868 and quotes.</summary>
internal static class ParameterText
{
    public static string Decode(ReadOnlySpan<char> text)
    {
        if (text.IndexOf('^') < 0)
            return text.ToString();
        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var next = text[i] == '^' && i + 1 < text.Length ? text[i + 1] : '\0';
            var letter = next switch { 'n' => '\n', '^' => '^', '\'' => '"', _ => '\0' };
            if (letter != '\0')
                i++;
            decoded.Append(letter != '\0' ? letter : text[i]);
        }
        return decoded.ToString();
    }

    /// <summary>A value as it may stand behind <c>NAME=</c>: quoted where it must be, without control characters.</summary>
    public static string Encode(string value)
    {
        var encoded = new StringBuilder(value.Length + 2);
        var quote = value.Length == 0;
        foreach (var c in value)
        {
            if (c == '\n')
                encoded.Append("^n");
            else if (c == '^')
                encoded.Append("^^");
            else if (c == '"')
                encoded.Append("^'");
            else if (!char.IsControl(c))
                encoded.Append(c);
            quote |= c is ',' or ';' or ':' or ' ';
        }
        return quote ? $"\"{encoded}\"" : encoded.ToString();
    }
}
