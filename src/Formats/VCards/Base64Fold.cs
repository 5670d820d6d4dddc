using System.Globalization;
using System.Text;

namespace ContactOffice.Formats;

/// <summary>How a base64 value was broken into lines: what it takes to write the same bytes again.</summary>
/// <param name="NewLine">Empty where it is one line.</param>
/// <param name="Indent">What each line but the first starts with.</param>
/// <param name="Padded">Whether it ends in its <c>=</c>.</param>
/// <param name="Widths">Letters in each line, as (width, how many such lines follow each other).</param>
internal sealed record Base64Fold(string NewLine, string Indent, bool Padded, IReadOnlyList<(int Width, int Times)> Widths)
{
    public const int MaxDescription = 400;

    /// <summary>Fit for a place holder: <c>rn;s;p;0,74x53,20</c>.</summary>
    public string Description
    {
        get
        {
            var newLine = NewLine switch { "\r\n" => "rn", "\n" => "n", "\r" => "r", _ => "-" };
            var indent = Indent.Replace(' ', 's').Replace('\t', 't');
            var widths = string.Join(',', Widths.Select(w => w.Times == 1 ? Invariant($"{w.Width}") : Invariant($"{w.Width}x{w.Times}")));
            return $"{newLine};{indent};{(Padded ? 'p' : 'u')};{widths}";
        }
    }

    public static Base64Fold? Parse(string description)
    {
        var parts = description.Split(';');
        if (parts.Length != 4 || parts[1].Length > 16 || parts[1].Any(c => c is not ('s' or 't')) || parts[2] is not ("p" or "u"))
            return null;
        var newLine = parts[0] switch { "rn" => "\r\n", "n" => "\n", "r" => "\r", "-" => "", _ => null };
        var widths = new List<(int, int)>();
        foreach (var part in parts[3].Split(','))
        {
            var times = 1;
            var x = part.IndexOf('x', StringComparison.Ordinal);
            if (x > 0 && !int.TryParse(part.AsSpan(x + 1), NumberStyles.None, CultureInfo.InvariantCulture, out times))
                return null;
            if (!int.TryParse(x > 0 ? part.AsSpan(0, x) : part, NumberStyles.None, CultureInfo.InvariantCulture, out var width))
                return null;
            widths.Add((width, times));
        }
        return newLine is null ? null : new(newLine, parts[1].Replace('s', ' ').Replace('t', '\t'), parts[2] == "p", widths);
    }

    /// <summary>Null where the lines have no one form.</summary>
    public static Base64Fold? Of(ReadOnlySpan<byte> raw)
    {
        string? newLine = null;
        string? indent = null;
        var widths = new List<(int Width, int Times)>();
        for (var start = 0; ;)
        {
            var end = PhysicalLines.ContentEnd(raw, start);
            var line = raw[start..end];
            if (start > 0)
            {
                var blanks = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
                var own = Charsets.Latin(line[..(blanks < 0 ? line.Length : blanks)]);
                if (own != (indent ??= own) || own.Length > 16)
                    return null;
                line = line[own.Length..];
            }
            if (widths.Count > 0 && widths[^1].Width == line.Length)
                widths[^1] = (line.Length, widths[^1].Times + 1);
            else if (widths.Count < 60)
                widths.Add((line.Length, 1));
            else
                return null;
            if (end == raw.Length)
                break;
            var next = PhysicalLines.NextStart(raw, end);
            var own2 = Charsets.Latin(raw[end..next]);
            if (own2 != (newLine ??= own2))
                return null;
            start = next;
        }
        return new(newLine ?? "", indent ?? "", raw.TrimEnd(" \t"u8).EndsWith("="u8), widths);
    }

    /// <summary>The bytes in base64, broken as they were.</summary>
    public byte[] Write(ReadOnlySpan<byte> bytes)
    {
        var letters = Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes));
        ReadOnlySpan<byte> rest = Padded ? letters : letters.AsSpan().TrimEnd((byte)'=');
        var separator = Encoding.ASCII.GetBytes(NewLine + Indent);
        var written = new List<byte>(letters.Length + letters.Length / 16);
        var first = true;
        foreach (var (width, times) in Widths)
            for (var i = 0; i < times && (first || !rest.IsEmpty); i++)
            {
                if (!first)
                    written.AddRange(separator);
                first = false;
                var take = Math.Min(width, rest.Length);
                written.AddRange(rest[..take]);
                rest = rest[take..];
            }
        written.AddRange(rest);
        return [.. written];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
