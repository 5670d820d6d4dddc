using System.Text;

namespace ContactOffice.Dav.Cards;

/// <summary>How texts are compared (RFC 4790, RFC 5051): each brings them into a form that is then compared character by character.</summary>
internal static class Collation
{
    public const string Default = "i;unicode-casemap";

    public static readonly string[] Names = ["i;ascii-casemap", "i;octet", Default];

    /// <summary>Null where there is no such collation.</summary>
    public static Func<string, string>? Find(string name) => name switch
    {
        "i;ascii-casemap" => Ascii,
        "i;octet" => static text => text,
        Default or "default" => Unicode,
        _ => null,
    };

    private static string Ascii(string text) => string.Create(text.Length, text, static (folded, from) =>
    {
        for (var i = 0; i < folded.Length; i++) folded[i] = char.IsAsciiLetterLower(from[i]) ? (char)(from[i] - 32) : from[i];
    });

    /// <summary>RFC 5051 §2: to title case, then decomposed. Simple upper case tells the same texts apart.</summary>
    private static string Unicode(string text)
    {
        if (System.Text.Ascii.IsValid(text)) return Ascii(text);
        var upper = text.ToUpperInvariant();
        try
        {
            return upper.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return upper; // half of a surrogate pair
        }
    }
}
