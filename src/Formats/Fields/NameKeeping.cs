namespace ContactOffice.Formats;

/// <summary>
/// Keeps FN in step when an edit changes what it was made of. An FN that somebody wrote by hand stays; one that equals what the name parts
/// (or company, or first address) gave before is made anew in the same way.
/// </summary>
internal sealed class NameKeeping
{
    // Components of N in the orders that clients compose FN in.
    private static readonly (int[] Order, string Join)[] Patterns =
        [([3, 1, 2, 0, 4], " "), ([1, 2, 0], " "), ([1, 0], " "), ([0, 1], " "), ([0, 1], ", "), ([1, 0, 4], ", ")];

    private readonly string name;
    private readonly string derived;
    private readonly int pattern = -1;

    public NameKeeping(IReadOnlyList<ContentLine> lines)
    {
        name = DisplayNames.Written(lines) ?? "";
        derived = DisplayNames.Derived(lines);
        if (name.Length > 0)
            pattern = Array.FindIndex(Patterns, p => Compose(lines, p) == name);
    }

    /// <summary>Call behind an edit that did not name FN itself.</summary>
    public void Follow(CardEdit edit)
    {
        if (name.Length == 0 || (pattern < 0 && name != derived))
            return;
        var renewed = pattern >= 0 ? Compose(edit.Lines, Patterns[pattern]) : "";
        if (renewed.Length == 0)
            renewed = DisplayNames.Derived(edit.Lines);
        if (renewed.Length > 0 && renewed != name)
            ScalarFields.Write(edit, ContactFields.ByJson["displayName"], renewed);
    }

    private static string Compose(IReadOnlyList<ContentLine> lines, (int[] Order, string Join) pattern) =>
        lines.FirstOrDefault(l => l.Name == "N") is { } n ? DisplayNames.FromParts(n, pattern.Order, pattern.Join) : "";
}
