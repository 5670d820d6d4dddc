using System.Text;

namespace ContactOffice.Formats;

/// <summary>Writes content lines strictly: whatever the value, exactly one well-formed line comes out (RFC 6350 §3.2-3.4, RFC 2426 §2, vCard 2.1 §2).</summary>
internal static class LineWriter
{
    private const int MaxOctets = 75;

    /// <param name="parameters">As they shall stand, without the semicolons between.</param>
    /// <param name="value">Escaped for its property, see <see cref="Text.Escape"/>. In 2.1 it may hold line ends.</param>
    public static byte[] Write(VCardVersion version, string newline, string? group, string name, IEnumerable<string> parameters, string value)
    {
        var head = new StringBuilder();
        if (group is not null && group.All(IsNameCharacter))
            head.Append(group).Append('.');
        head.Append(name);
        foreach (var parameter in parameters)
            head.Append(';').Append(parameter);
        var header = WithoutControls(head.ToString(), keep: "\t");
        if (version != VCardVersion.V21)
            return Fold(header + ":" + WithoutControls(value, keep: "\t"), newline);
        value = WithoutControls(value, keep: "\n\t");
        return Encoding.UTF8.GetBytes(NeedsQuotedPrintable(value)
            ? Quoted(header, value, newline)
            : $"{header}:{value}{newline}");
    }

    /// <summary>RFC 6350 §3.3: of what names and groups are made; the underscore is Nokia's.</summary>
    public static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    private static string Quoted(string header, string value, string newline)
    {
        if (!Ascii.IsValid(value))
            header += ";CHARSET=UTF-8";
        header += ";ENCODING=QUOTED-PRINTABLE:";
        return header + QuotedPrintable.Encode(value, header.Length, newline) + newline;
    }

    // A blank at either end gets lost on the way; one that ends in = would go on.
    private static bool NeedsQuotedPrintable(string value) =>
        !Ascii.IsValid(value) || value.Contains('\n', StringComparison.Ordinal) || value != value.Trim();

    private static string WithoutControls(string text, string keep)
    {
        foreach (var c in text)
            if (char.IsControl(c) && !keep.Contains(c, StringComparison.Ordinal))
                return string.Concat(text.Where(c => !char.IsControl(c) || keep.Contains(c, StringComparison.Ordinal)));
        return text;
    }

    /// <summary>Folds at 75 octets, never within a character.</summary>
    public static byte[] Fold(string line, string newline)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        if (bytes.Length <= MaxOctets)
            return [.. bytes, .. Encoding.ASCII.GetBytes(newline)];
        var folded = new List<byte>(bytes.Length + bytes.Length / 25 + 2);
        var fold = Encoding.ASCII.GetBytes(newline + " ");
        var room = MaxOctets;
        for (var at = 0; at < bytes.Length;)
        {
            var end = Math.Min(at + room, bytes.Length);
            while (end < bytes.Length && (bytes[end] & 0xC0) == 0x80)
                end--;
            folded.AddRange(bytes.AsSpan(at, end - at));
            at = end;
            if (at < bytes.Length)
                folded.AddRange(fold);
            room = MaxOctets - 1;
        }
        folded.AddRange(fold.AsSpan(0, fold.Length - 1));
        return [.. folded];
    }
}
