using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ContactOffice.Grains.Books;

/// <summary>
/// An alphabet: how ICU sorts names in a language (CLDR's collations). Most languages sort as the root collation does; those share one
/// instance, so that a book keeps one order for all of them.
/// </summary>
internal sealed class Collation
{
    private const int MaxTag = 35; // RFC 5646 §4.4.1

    /// <summary>Only these are ever made: the runtime keeps every culture that it made, and a tag may be anything.</summary>
    private static readonly FrozenSet<string> Known = CultureInfo.GetCultures(CultureTypes.AllCultures).Select(culture => culture.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string Probe = ProbeText();
    private static readonly ConcurrentDictionary<string, Collation> ByLanguage = new(StringComparer.OrdinalIgnoreCase);
    private static readonly ConcurrentDictionary<ulong, Collation> ByFingerprint = new();
    private readonly CultureInfo culture;

    private Collation(CultureInfo culture, ulong fingerprint) => (this.culture, Fingerprint) = (culture, fingerprint);

    public static Collation Root { get; } = Of(CultureInfo.InvariantCulture);

    /// <summary>The same on every node that has the same ICU: two collations with one fingerprint sort every letter alike.</summary>
    public ulong Fingerprint { get; }

    /// <summary>The collation of a BCP 47 tag, or of the longest beginning of it that is known (<c>nl-BE-x-home</c> sorts as <c>nl-BE</c>); the root's where none is.</summary>
    public static Collation Of(string? tag)
    {
        for (var name = tag is { Length: <= MaxTag } ? tag : ""; name.Length > 0; name = name[..Math.Max(0, name.LastIndexOf('-'))])
        {
            if (Known.Contains(name)) return ByLanguage.GetOrAdd(name, static known => Of(CultureInfo.GetCultureInfo(known)));
        }
        return Root;
    }

    /// <summary>Writes bytes that compare as the texts do; answers how many.</summary>
    public int Key(ReadOnlySpan<char> text, Span<byte> key) => culture.CompareInfo.GetSortKey(text, key);

    /// <summary>The letters of a text without case and accents: that part of its key which comes first (UTS #10 §7.3). Empty where it has only what is ignored.</summary>
    public byte[] Primary(string text)
    {
        var key = culture.CompareInfo.GetSortKey(text).KeyData;
        return key[..Math.Max(0, key.AsSpan().IndexOfAny<byte>(0, 1))];
    }

    public int Compare(string a, string b) => culture.CompareInfo.Compare(a, b);

    public string ToUpper(string text) => culture.TextInfo.ToUpper(text);

    private static Collation Of(CultureInfo culture)
    {
        var key = SHA256.HashData(culture.CompareInfo.GetSortKey(Probe).KeyData);
        return ByFingerprint.GetOrAdd(BinaryPrimitives.ReadUInt64BigEndian(key), static (fingerprint, culture) => new(culture, fingerprint), culture);
    }

    /// <summary>What languages sort each in their own way: letters, pairs that count as one letter, accents from the end (fr-CA), characters by reading or strokes.</summary>
    private static string ProbeText()
    {
        var probe = new StringBuilder(16_000);
        for (var c = ' '; c < '\u2000'; c++)
        {
            if (char.IsLetterOrDigit(c)) probe.Append(c).Append(' ');
        }
        for (var kana = '\u3041'; kana <= '\u30FE'; kana++) probe.Append(kana);
        for (var first = 'a'; first <= 'z'; first++)
        {
            for (var second = 'a'; second <= 'z'; second++) probe.Append(first).Append(second).Append(' ');
        }
        return probe.Append("dzs ddzs dž côte coté 一丁七万丈三上下不与丐丑专且丕世丘丙业丛东丝丞両並 가나다 伽").ToString();
    }
}
