using System.Globalization;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Dav.Conditions;

/// <summary>
/// The token of RFC 6578: a book and the number of its last card change. It names the book, so that one of another book, of another server or of a group that was
/// deleted and made again is known as foreign.
/// </summary>
internal static class SyncToken
{
    private const string Prefix = "urn:x-contactoffice:sync:";

    public static string Of(BookId book, long seq) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{book}:{seq}");

    /// <summary>False for whatever is no token of this book: an old macOS begins with a bare UUID.</summary>
    public static bool TryParse(string text, BookId book, out long seq)
    {
        seq = 0;
        var own = $"{Prefix}{book}:";
        return text.StartsWith(own, StringComparison.Ordinal) && long.TryParse(text.AsSpan(own.Length), NumberStyles.None, CultureInfo.InvariantCulture, out seq);
    }
}
