using System.Globalization;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Dav.Conditions;

/// <summary>
/// The token of RFC 6578: a book and the number of its last card change. It names the book, so that one of another book, of another server or of a group that was
/// deleted and made again is known as foreign. Behind a dot stands which of the account's edits was denied last, where one was.
/// </summary>
internal static class SyncToken
{
    private const string Prefix = "urn:x-contactoffice:sync:";

    public static string Of(BookId book, long seq, long denied) =>
        denied == 0 ? string.Create(CultureInfo.InvariantCulture, $"{Prefix}{book}:{seq}") : string.Create(CultureInfo.InvariantCulture, $"{Prefix}{book}:{seq}.{denied}");

    /// <summary>False for whatever is no token of this book: an old macOS begins with a bare UUID.</summary>
    public static bool TryParse(string text, BookId book, out long seq, out long denied)
    {
        (seq, denied) = (0, 0);
        var own = $"{Prefix}{book}:";
        if (!text.StartsWith(own, StringComparison.Ordinal)) return false;
        var numbers = text.AsSpan(own.Length);
        var dot = numbers.IndexOf('.');
        return IsNumber(dot < 0 ? numbers : numbers[..dot], out seq) && (dot < 0 || IsNumber(numbers[(dot + 1)..], out denied));
    }

    private static bool IsNumber(ReadOnlySpan<char> text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
