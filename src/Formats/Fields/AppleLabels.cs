namespace ContactOffice.Formats;

/// <summary>
/// X-ABLabel lines name the lines of their group: <c>item1.X-ABLabel:_$!&lt;Spouse&gt;!$_</c> is one of the words that Apple's address book
/// translates and stands for a type here; any other text is a label of the person's own.
/// </summary>
internal static class AppleLabels
{
    public const string Property = "X-ABLABEL";
    private const string Start = "_$!<";
    private const string End = ">!$_";

    /// <summary>Relations and dates that Apple has words for, by our type.</summary>
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["spouse"] = "Spouse", ["child"] = "Child", ["parent"] = "Parent", ["mother"] = "Mother", ["father"] = "Father", ["brother"] = "Brother",
        ["sister"] = "Sister", ["friend"] = "Friend", ["partner"] = "Partner", ["assistant"] = "Assistant", ["manager"] = "Manager",
        ["anniversary"] = "Anniversary", ["other"] = "Other", ["home"] = "Home", ["work"] = "Work", ["homepage"] = "HomePage",
        ["son"] = "Son", ["daughter"] = "Daughter",
    };

    /// <summary>The type that a translated label stands for; null for a label of one's own.</summary>
    public static string? TypeOf(string label)
    {
        if (label.Length <= Start.Length + End.Length || !label.StartsWith(Start, StringComparison.Ordinal) || !label.EndsWith(End, StringComparison.Ordinal))
            return null;
        var type = Types.Token(label[Start.Length..^End.Length]);
        return Types.IsHidden(type) ? null : type;
    }

    public static string? WordFor(string type) => Words.TryGetValue(type, out var word) ? Start + word + End : null;
}
