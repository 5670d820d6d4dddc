namespace ContactOffice.Formats;

/// <summary>TYPE values as JSON has them: lower case, one word for one meaning.</summary>
internal static class Types
{
    public const int MaxLength = 60;

    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mobile"] = "cell", ["x-mobile"] = "cell", ["x-radio"] = "radio", ["x-evolution-radio"] = "radio", ["x-evolution-callback"] = "callback",
        ["x-evolution-assistant"] = "assistant", ["x-evolution-telex"] = "telex", ["x-evolution-ttytdd"] = "textphone", ["x-evolution-company"] = "main",
        ["x-assistant"] = "assistant", ["x-callback"] = "callback", ["x-telex"] = "telex",
    };

    private static readonly Dictionary<string, string> Common = new[] { "HOME", "WORK", "CELL", "FAX", "VOICE", "PAGER", "OTHER", "MAIN", "home", "work", "cell", "fax", "pager" }
        .ToDictionary(t => t, t => t.ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>The JSON form of a TYPE value.</summary>
    public static string Token(string type)
    {
        if (Common.TryGetValue(type, out var common))
            return common;
        if (Synonyms.TryGetValue(type, out var synonym))
            return synonym;
        var token = type.Length > MaxLength ? type[..MaxLength] : type;
        return string.Create(token.Length, token, (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = char.IsAsciiLetterOrDigit(from[i]) ? char.ToLowerInvariant(from[i]) : '-';
        });
    }

    public static bool IsValid(string type) => type.Length is > 0 and <= MaxLength && type.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>Says nothing to people: it is the default, or has its own member.</summary>
    public static bool IsHidden(string token) => token is "pref" or "internet" or "voice" or "";
}
