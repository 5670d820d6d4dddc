using System.Globalization;

namespace ContactOffice.Formats;

/// <summary>
/// Dates of cards: with or without a year (RFC 6350 §4.3.1). In JSON <c>1980-03-22</c>, <c>--03-22</c>, <c>1980-03</c> or <c>1980</c>.
/// They are days, not moments: a time or zone that a client sent along never moves them.
/// </summary>
internal static class PartialDate
{
    // Apple's address book writes a date without a year as one in 1604, and says so in X-APPLE-OMIT-YEAR.
    private const string AppleNoYear = "1604";

    /// <summary>The JSON form of what a line has; the text itself where it is no date.</summary>
    public static string Read(ContentLine line)
    {
        var text = Text.Clean(Text.Unescape(line.Value));
        var date = Normalize(text);
        if (date is null)
            return text;
        var omitted = line.Parameters.Count == 0 ? null : line.Parameter("X-APPLE-OMIT-YEAR")?.Value;
        return omitted is not null && date.StartsWith(omitted + "-", StringComparison.Ordinal) && date.Length == 10 ? "-" + date[4..] : date;
    }

    /// <summary>Null where the text is no date.</summary>
    public static string? Normalize(string text)
    {
        var time = text.AsSpan().IndexOfAny('T', ' ');
        var day = time > 0 ? text.AsSpan(0, time) : text;
        if (day.StartsWith("--"))
            return Day(day[2..].ToString().Replace("-", "", StringComparison.Ordinal), withoutYear: true);
        if (day.Length == 4 && day.IndexOfAnyExceptInRange('0', '9') < 0)
            return day.ToString();
        if (day.Length == 7 && day[4] == '-')
            return DateOnly.TryParseExact(day, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? day.ToString() : null;
        return Day(day.ToString().Replace("-", "", StringComparison.Ordinal), withoutYear: false);
    }

    /// <summary>Whether JSON may set it.</summary>
    public static bool IsValid(string json) => Normalize(json) == json;

    /// <summary>As a content line has it.</summary>
    /// <param name="basic">Without hyphens, as vCard 4.0 and Outlook's 2.1 have it.</param>
    /// <param name="omitsYear">The line needs X-APPLE-OMIT-YEAR.</param>
    public static string Write(string json, VCardVersion version, bool basic, out bool omitsYear)
    {
        omitsYear = json.StartsWith("--", StringComparison.Ordinal) && version != VCardVersion.V40;
        if (omitsYear)
            json = AppleNoYear + json[1..];
        if (json.StartsWith("--", StringComparison.Ordinal))
            return "--" + json[2..].Replace("-", "", StringComparison.Ordinal);
        return basic && json.Length == 10 ? json.Replace("-", "", StringComparison.Ordinal) : json;
    }

    public static string OmitYearParameter => "X-APPLE-OMIT-YEAR=" + AppleNoYear;

    private static string? Day(string digits, bool withoutYear)
    {
        var whole = withoutYear ? "2000" + digits : digits;
        if (!DateOnly.TryParseExact(whole, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return null;
        return withoutYear ? $"--{whole[4..6]}-{whole[6..8]}" : $"{whole[..4]}-{whole[4..6]}-{whole[6..8]}";
    }
}
