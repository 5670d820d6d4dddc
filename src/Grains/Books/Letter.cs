using System.Globalization;
using System.Text;

namespace ContactOffice.Grains.Books;

/// <summary>Under which letter a name may stand; a collation decides which of them it is.</summary>
internal static class Letter
{
    public const string Sign = "#";
    public const string Han = "漢";
    public const string Nameless = "…";

    private static readonly string[] KanaRows = ["あいうえお", "かきくけこ", "さしすせそ", "たちつてと", "なにぬねの", "はひふへほ", "まみむめも", "やゆよ", "らりるれろ", "わゐゑをん"];

    /// <summary>Unicode 2.0 §3.11: a syllable's number tells its first consonant, of these.</summary>
    private const string Jamo = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";

    // Letters that some languages sort as variants of another: ø as ö in Sweden, ä as æ and aa as å in Denmark, ü as y in both.
    private static readonly string[] Relatives = ["Æ", "Ä", "Ø", "Ö", "Å", "Y"];

    /// <summary>The name from its first character on that counts in sorting.</summary>
    public static string Start(string name)
    {
        var trimmed = name.AsSpan().Trim();
        while (trimmed.Length > 1 && CharUnicodeInfo.GetUnicodeCategory(trimmed[0]) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark) trimmed = trimmed[1..];
        return trimmed.ToString();
    }

    public static bool IsOne(string name) => Rune.GetRuneAt(Valid(name), 0) is var first && Rune.IsLetter(first);

    /// <summary>CJK ideographs: the blocks that hold them, and planes 2 and 3.</summary>
    public static bool IsHan(string name) => Rune.GetRuneAt(Valid(name), 0).Value is 0x3005 or 0x3007 or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>The first character with its accents, in capitals.</summary>
    public static string First(string name) => StringInfo.GetNextTextElement(name).ToUpperInvariant();

    /// <summary>
    /// Letters that the name may stand under. It does under the first whose key, that of <c>From</c>, begins the name's own, together with all names
    /// up to those that begin with <c>To</c>.
    /// </summary>
    public static IEnumerable<(string Shown, string From, string To)> Candidates(string name, Collation collation)
    {
        if (IsHan(name)) return Jamo.Select(jamo => One(jamo.ToString())); // Korean sorts Chinese characters by their reading
        if (Base(name) is not { Length: > 0 } letter) return [];
        if (letter[0] is >= 'ぁ' and <= 'ゖ') return KanaRow(letter);
        if (letter[0] is >= '가' and <= '힣') return [One(Jamo[(letter[0] - '가') / 588].ToString())];
        string[] own = [collation.ToUpper(StringInfo.GetNextTextElement(name)), .. Digraphs(name, collation)];
        // Of a letter and its variants the letter itself sorts first.
        return [One(collation.ToUpper(letter)), .. own.Concat(Relatives).OrderBy(text => text, Comparer<string>.Create((a, b) => Compare(a, b, collation))).Select(One)];
    }

    private static (string Shown, string From, string To) One(string letter) => (letter, letter, letter);

    private static IEnumerable<(string Shown, string From, string To)> KanaRow(string letter) =>
        Array.Find(KanaRows, row => row.Contains(letter[0], StringComparison.Ordinal)) is { } found ? [(found[..1], letter, found[^1..])] : [One(letter)];

    /// <summary>Letters that are written with two or three: Ch, Dzs.</summary>
    private static IEnumerable<string> Digraphs(string name, Collation collation) =>
        Enumerable.Range(2, 2).Where(length => name.Length >= length).Select(length => collation.ToUpper(name[..1]) + name[1..length].ToLowerInvariant());

    private static int Compare(string a, string b, Collation collation) => collation.Primary(a).AsSpan().SequenceCompareTo(collation.Primary(b)) is not 0 and var order ? order : collation.Compare(a, b);

    /// <summary>The letter without accents, katakana as hiragana; empty where it is half a surrogate pair.</summary>
    private static string Base(string name)
    {
        var at = name[0] is (>= '\u0E40' and <= '\u0E44') or (>= '\u0EC0' and <= '\u0EC4') && name.Length > 1 ? 1 : 0; // Thai and Lao vowels that are written before the consonant that sorts
        var first = name[at];
        if (char.IsSurrogate(first)) return char.IsHighSurrogate(first) && at + 1 < name.Length && char.IsLowSurrogate(name[at + 1]) ? name.Substring(at, 2) : "";
        if (first is >= '가' and <= '힣') return first.ToString();
        var plain = first.ToString().Normalize(NormalizationForm.FormKD)[0];
        return plain switch
        {
            >= 'ァ' and <= 'ヶ' => Large((char)(plain - 'ァ' + 'ぁ')),
            >= 'ぁ' and <= 'ゖ' => Large(plain),
            'ß' => "s",
            'æ' or 'Æ' => "a",
            'œ' or 'Œ' or 'ø' or 'Ø' => "o",
            'ł' or 'Ł' => "l",
            'đ' or 'Đ' or 'ð' or 'Ð' => "d",
            'ħ' or 'Ħ' => "h",
            'ŧ' or 'Ŧ' => "t",
            _ => plain.ToString(),
        };
    }

    private static string Large(char kana) => "ぁぃぅぇぉっゃゅょゎゕゖ".IndexOf(kana, StringComparison.Ordinal) is >= 0 and var small ? "あいうえおつやゆよわかけ"[small].ToString() : kana.ToString();

    private static string Valid(string name) => char.IsSurrogate(name[0]) && !(name.Length > 1 && char.IsSurrogatePair(name[0], name[1])) ? "\uFFFD" : name;
}
