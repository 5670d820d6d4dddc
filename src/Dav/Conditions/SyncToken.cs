using System.Globalization;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Dav.Conditions;

/// <summary>
/// The token of RFC 6578: a book and the number of its last card change. It names the book, so that one of another book, of another server or of a group that was
/// deleted and made again is known as foreign. Behind a dot stands which of the account's edits was denied last, where one was, and behind another one the book's
/// horizon, where who reads it in parts has not come past that yet.
/// </summary>
internal readonly record struct SyncToken(long Seq, long Denied = 0, long Horizon = 0)
{
    private const string Prefix = "urn:x-contactoffice:sync:";

    public string Of(BookId book)
    {
        var behind = Horizon > Seq ? $".{Denied}.{Horizon}" : Denied > 0 ? $".{Denied}" : "";
        return $"{Prefix}{book}:{Seq}{behind}";
    }

    /// <summary>Null for whatever is no token of this book: an old macOS begins with a bare UUID.</summary>
    public static SyncToken? Parse(string text, BookId book)
    {
        var own = $"{Prefix}{book}:";
        if (!text.StartsWith(own, StringComparison.Ordinal)) return null;
        var parts = text[own.Length..].Split('.');
        var numbers = new long[3];
        if (parts.Length > numbers.Length) return null;
        for (var i = 0; i < parts.Length; i++)
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
        return new(numbers[0], numbers[1], numbers[2]);
    }
}
