using System.Globalization;
using System.Text;

namespace ContactOffice.Formats;

/// <summary>RFC 2045 §6.7 as vCard 2.1 uses it.</summary>
internal static class QuotedPrintable
{
    /// <summary>Whether a physical line ends in <c>=</c>, with blanks behind it that a transport added.</summary>
    public static bool IsSoftBreak(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd(" \t"u8);
        return !line.IsEmpty && line[^1] == '=';
    }

    /// <summary>Decodes in place; what is no escape stays as it is.</summary>
    public static int Decode(byte[] buffer, int length, out bool malformed)
    {
        malformed = false;
        var to = 0;
        for (var from = 0; from < length; from++, to++)
        {
            buffer[to] = buffer[from];
            if (buffer[from] != '=')
                continue;
            if (from + 2 < length && byte.TryParse(buffer.AsSpan(from + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
            {
                buffer[to] = b;
                from += 2;
            }
            else
                malformed = true;
        }
        return to;
    }

    /// <summary>Encodes a value with soft breaks so that no line is longer than 76; line ends become <c>=0D=0A</c>.</summary>
    /// <param name="column">How much of the first line is taken.</param>
    public static string Encode(string text, int column, string newline)
    {
        var encoded = new StringBuilder(text.Length * 2);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.Replace("\n", "\r\n", StringComparison.Ordinal).EnumerateRunes())
        {
            var plain = rune.Value is >= 33 and <= 126 and not '=' or ' ';
            var count = rune.EncodeToUtf8(bytes);
            // One character's octets stay on one line: some readers decode line by line.
            if (column + (plain ? 1 : 3 * count) > 75)
            {
                encoded.Append('=').Append(newline);
                column = 0;
            }
            // At the start of a line a blank would be taken for a fold, and END:VCARD for the end.
            if (plain && !(column == 0 && rune.Value is ' ' or 'E' or 'e' or 'B' or 'b' or 'A' or 'a'))
            {
                encoded.Append((char)rune.Value);
                column++;
                continue;
            }
            foreach (var b in bytes[..count])
                encoded.Append(CultureInfo.InvariantCulture, $"={b:X2}");
            column += 3 * count;
        }
        // A blank at the end of a line may get lost on the way (RFC 2045 §6.7 rule 3).
        if (encoded.Length > 0 && encoded[^1] == ' ')
            encoded.Remove(encoded.Length - 1, 1).Append("=20");
        return encoded.ToString();
    }
}
