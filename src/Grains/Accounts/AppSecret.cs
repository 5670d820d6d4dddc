using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ContactOffice.Grains.Accounts;

/// <summary>
/// The text of an app password: four groups of five letters, 84 random bits. Small letters only, so that a phone's keyboard need not be switched, and
/// neither vowels, which would make words of them, nor those that are taken for another (l).
/// </summary>
internal static class AppSecret
{
    private const string Letters = "bcdfghjkmnpqrstvwxz";
    private const int Groups = 4;
    private const int InGroup = 5;

    public static string New() => string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Letters, InGroup)));

    /// <summary>
    /// SHA-256 of what was typed, without the blanks and dashes in it and in small letters; null for what cannot be one. A slow hash would protect nothing
    /// that is random, and would cost each request.
    /// </summary>
    public static byte[]? Hash(string typed)
    {
        if (typed.Length > 4 * Groups * InGroup) return null;
        var plain = new StringBuilder(Groups * InGroup);
        foreach (var c in typed)
        {
            if (char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation) continue;
            var letter = char.ToLowerInvariant(c);
            if (!Letters.Contains(letter, StringComparison.Ordinal)) return null;
            plain.Append(letter);
        }
        return plain.Length == Groups * InGroup ? SHA256.HashData(Encoding.ASCII.GetBytes(plain.ToString())) : null;
    }
}
