using System.Globalization;
using System.Text;

namespace ContactOffice.Grains.Books;

/// <summary>
/// Finding as one types: every word asked for must begin a word of the entry, whatever its case and accents; a number is found by its digits,
/// however it is written.
/// </summary>
internal static class FindText
{
    private const int MinDigits = 3;
    private const int MaxAsked = 256;
    private const byte Numbers = 0;

    /// <summary>A value on each line becomes: its words, each after a space; and after a NUL the digits of every value that is a number.</summary>
    public static byte[] Folded(string values)
    {
        var words = new StringBuilder(values.Length + 16);
        var numbers = new StringBuilder();
        foreach (var line in values.AsSpan().EnumerateLines())
        {
            words.Append(' ');
            Fold(line, words);
            var from = numbers.Append('\n').Length;
            if (!Digits(line, numbers) || numbers.Length - from < MinDigits) numbers.Length = from - 1;
        }
        words.Append((char)Numbers).Append(numbers);
        return Encoding.UTF8.GetBytes(words.ToString());
    }

    /// <summary>A test for entries; it is made once and asked of each. Null where nothing is asked for. Of a long text the beginning is asked for.</summary>
    public static Func<byte[], bool>? Asking(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (text.Length > MaxAsked) text = text[..(char.IsHighSurrogate(text[MaxAsked - 1]) ? MaxAsked - 1 : MaxAsked)];
        // A number typed with spaces is one number.
        var whole = Digits(text);
        var asked = whole is { Length: >= MinDigits } ? [] : text.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(Asked).Where(word => word.Words.Length > 0).ToArray();
        if (whole is { Length: >= MinDigits })
        {
            var (digits, words) = (Encoding.UTF8.GetBytes(WithoutPrefix(whole)), Words(text));
            return find => Number(find).IndexOf(digits) >= 0 || HasAll(find, words);
        }
        return find =>
        {
            foreach (var (words, digits) in asked)
            {
                if (!HasAll(find, words) && (digits is null || Number(find).IndexOf(digits) < 0)) return false;
            }
            return true;
        };
    }

    private static (byte[][] Words, byte[]? Digits) Asked(string word) =>
        (Words(word), Digits(word) is { Length: >= MinDigits } digits ? Encoding.UTF8.GetBytes(WithoutPrefix(digits)) : null);

    private static byte[][] Words(string text) => [.. Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Encoding.UTF8.GetBytes(' ' + word))];

    private static bool HasAll(byte[] find, byte[][] words)
    {
        foreach (var word in words)
        {
            if (find.AsSpan().IndexOf(word) < 0) return false;
        }
        return words.Length > 0;
    }

    private static ReadOnlySpan<byte> Number(byte[] find) => find.AsSpan(find.AsSpan().IndexOf(Numbers) + 1);

    // 00 and the national 0 stand in some writings of a number and not in others.
    private static string WithoutPrefix(string digits) => digits.TrimStart('0') is { Length: >= MinDigits } rest ? rest : digits;

    /// <summary>The digits of a text that is written like a telephone number; null for any other.</summary>
    private static string? Digits(string text)
    {
        var digits = new StringBuilder();
        return Digits(text, digits) ? digits.ToString() : null;
    }

    private static bool Digits(ReadOnlySpan<char> text, StringBuilder digits)
    {
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c)) digits.Append(c);
            else if (c is not (' ' or '+' or '-' or '.' or '/' or '(' or ')' or '\t' or '\u00A0' or '\u202F')) return false;
        }
        return true;
    }

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        Fold(text, folded);
        return folded.ToString();
    }

    private static void Fold(ReadOnlySpan<char> text, StringBuilder folded)
    {
        // Through UTF-8, because Normalize throws at half of a surrogate pair.
        if (!Ascii.IsValid(text)) text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString())).Normalize(NormalizationForm.FormKD);
        foreach (var c in text)
        {
            if (char.IsAsciiLetterUpper(c)) folded.Append((char)(c | 0x20));
            else if (char.IsAsciiLetterOrDigit(c)) folded.Append(c);
            else if (char.IsAscii(c)) folded.Append(' ');
            else if (char.IsLetterOrDigit(c) || char.IsSurrogate(c)) Append(folded, char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)) folded.Append(' ');
        }
    }

    // Letters that people type without their stroke, and which Unicode does not decompose.
    private static void Append(StringBuilder folded, char c) => _ = c switch
    {
        'ß' => folded.Append("ss"),
        'æ' => folded.Append("ae"),
        'œ' => folded.Append("oe"),
        'ø' => folded.Append('o'),
        'ł' => folded.Append('l'),
        'đ' or 'ð' => folded.Append('d'),
        'þ' => folded.Append("th"),
        'ı' => folded.Append('i'),
        _ => folded.Append(c),
    };
}
