using System.Buffers;
using System.Text;

namespace ContactOffice.Dav.Cards;

/// <summary>
/// Looks whether a card can hold a text at all before it is parsed, which is most of what a query costs. Says yes where it cannot tell: only cards in ASCII
/// whose values stand in them as they are, without folds, escapes and encodings, are told apart.
/// </summary>
internal static class PlainCard
{
    private static readonly SearchValues<string> Encoded = SearchValues.Create(["\\", "\n ", "\n\t", "\r ", "\r\t", "ENCODING", "QUOTED-PRINTABLE", "BASE64", "CHARSET"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Null where the card's bytes do not show its values.</summary>
    public static string? TextOf(byte[] card)
    {
        if (!Ascii.IsValid(card)) return null;
        var text = Encoding.ASCII.GetString(card);
        return text.AsSpan().ContainsAny(Encoded) ? null : text;
    }

    /// <summary>Whether a value in the text may hold this, in whatever collation.</summary>
    public static bool MayHold(string text, string wanted) => !Ascii.IsValid(wanted) || text.Contains(wanted, StringComparison.OrdinalIgnoreCase);
}
