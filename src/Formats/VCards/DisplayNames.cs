namespace ContactOffice.Formats;

/// <summary>Names for people, made of what a card has.</summary>
internal static class DisplayNames
{
    private static readonly int[] WholeName = [3, 1, 2, 0, 4];

    public static string Of(IReadOnlyList<ContentLine> lines) => Written(lines) ?? Derived(lines);

    /// <summary>FN; null where the card has none or it is empty.</summary>
    public static string? Written(IReadOnlyList<ContentLine> lines) => First(lines, "FN");

    /// <summary>The name that a card without FN gets.</summary>
    public static string Derived(IReadOnlyList<ContentLine> lines)
    {
        foreach (var line in lines)
            if (line.Name == "N" && FromParts(line, WholeName) is { Length: > 0 } name)
                return name;
        return First(lines, "NICKNAME") ?? First(lines, "ORG") ?? First(lines, "EMAIL") ?? First(lines, "TEL") ?? "";
    }

    /// <param name="order">Components of N (last, first, middle, prefix, suffix) as they shall stand.</param>
    public static string FromParts(ContentLine n, int[] order)
    {
        var name = "";
        foreach (var component in order)
            if (Text.Component(Text.Part(n.Value, component), n.Version) is { Length: > 0 } part)
                name = name.Length == 0 ? part : name + " " + part;
        return name;
    }

    public static (string FirstLast, string LastFirst) InBothOrders(string first, string last) =>
        first.Length > 0 && last.Length > 0 ? ($"{first} {last}", $"{last}, {first}") : (first + last, first + last);

    private static string? First(IReadOnlyList<ContentLine> lines, string property)
    {
        foreach (var line in lines)
            if (line.Name == property)
            {
                var value = property == "ORG" ? Text.Part(line.Value, 0) : line.Value;
                if (Text.Clean(Text.Unescape(value)) is { Length: > 0 } text)
                    return text;
            }
        return null;
    }
}
