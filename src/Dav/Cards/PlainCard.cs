using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ContactOffice.Dav.Cards;

/// <summary>
/// Looks at the lines of one property whether a card can pass a filter at all, before it is parsed, which is most of what a query costs. Says yes where it cannot tell: only lines
/// in UTF-8 whose values stand in them as they are, without folds, escapes and encodings, are told apart.
/// </summary>
internal static class PlainCard
{
    private const int LongestName = 100;

    private static readonly SearchValues<string> Encoded = SearchValues.Create(["\\", "ENCODING", "QUOTED-PRINTABLE", "BASE64", "CHARSET"], StringComparison.OrdinalIgnoreCase);

    /// <summary>A text that is looked for, and how it is compared.</summary>
    public readonly record struct Wanted(string Folded, Func<string, string> Fold);

    /// <param name="property">In whatever group.</param>
    /// <param name="wanted">Texts of which a value must hold one, or all.</param>
    public static bool MayHold(ReadOnlySpan<byte> card, string property, IReadOnlyList<Wanted> wanted, bool all)
    {
        // UTF-16 has other bytes.
        if (card.Length < 2 || card[0] >= 0xFE || card[..2].Contains((byte)0)) return true;
        var rest = card;
        while (rest.Length > 0)
        {
            var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (rest is [(byte)'\n', ..]) rest = rest[1..];
            if (!Is(line, property)) continue;
            var isWhole = rest is not [(byte)' ' or (byte)'\t', ..] && Utf8.IsValid(line);
            if (!isWhole || MayHold(Encoding.UTF8.GetString(line), wanted, all)) return true;
        }
        return false;
    }

    /// <summary>Whether the line is one of the property; where its name is folded or hidden in a long head, that cannot be told, and it counts as one.</summary>
    private static bool Is(ReadOnlySpan<byte> line, string property)
    {
        var end = line.IndexOfAny((byte)':', (byte)';');
        if (end < 0) return line.Length is > 0 and < LongestName && line[0] is not ((byte)' ' or (byte)'\t');
        var name = line[..end];
        var dot = name.LastIndexOf((byte)'.');
        return Ascii.EqualsIgnoreCase(name[(dot + 1)..].Trim((byte)' '), property);
    }

    // A collation folds character by character, and what stands before a value ends with a colon: what the folded value holds, the folded line holds too.
    private static bool MayHold(string line, IReadOnlyList<Wanted> wanted, bool all)
    {
        // U+FFFE anywhere keeps a text from being decomposed: the line, but not its value.
        if (line.AsSpan().ContainsAny(Encoded) || line.Contains('\uFFFE')) return true;
        foreach (var one in wanted)
        {
            var holds = one.Fold(line).Contains(one.Folded, StringComparison.Ordinal);
            if (holds != all) return holds;
        }
        return all;
    }
}
