namespace ContactOffice.Formats;

/// <summary>
/// Keeps FN, and how a card is filed, in step when an edit changes what they were made of. What somebody wrote by hand stays; what equals what the name parts
/// (or company, or first address) gave before is made anew in the same way.
/// </summary>
internal static class NameKeeping
{
    // Components of N in the orders that clients compose names in, with a comma between the groups. The fuller ones first: a part that is added comes in.
    private static readonly Func<IReadOnlyList<ContentLine>, string>[] Patterns =
        [Of([3, 1, 2, 0, 4]), Of([1, 2, 0]), Of([1, 0]), Of([0, 1]), Of([0], [1, 2]), Of([0], [1]), Of([1, 0], [4])];

    private static readonly Func<IReadOnlyList<ContentLine>, string>[] NamePatterns = [.. Patterns, DisplayNames.Derived];

    // Who has one name only is filed by the last name as soon as there is another.
    private static readonly Func<IReadOnlyList<ContentLine>, string>[] FilePatterns = [Of([0], [1, 2]), .. Patterns, lines => ScalarFields.Read(lines, new(lines), ContactFields.ByJson["company"])];

    /// <summary>Call behind an edit.</summary>
    /// <param name="before">The lines before the edit.</param>
    /// <param name="named">The fields that the edit names itself.</param>
    public static void Follow(IReadOnlyList<ContentLine> before, CardEdit edit, IReadOnlyCollection<string> named)
    {
        if (!edit.IsChanged)
            return;
        if (!named.Contains("displayName"))
            Follow(before, edit, ContactFields.ByJson["displayName"], NamePatterns, ifBlank: DisplayNames.Derived);
        if (!named.Contains("fileAs"))
            Follow(before, edit, ContactFields.ByJson["fileAs"], FilePatterns, ifBlank: null);
    }

    /// <param name="ifBlank">How the field is made where it is there without a text, as on cards that were made before anything was known.</param>
    private static void Follow(
        IReadOnlyList<ContentLine> before, CardEdit edit, ContactField field, Func<IReadOnlyList<ContentLine>, string>[] patterns, Func<IReadOnlyList<ContentLine>, string>? ifBlank)
    {
        var name = ScalarFields.Read(before, new(before), field);
        var pattern = name.Length > 0 ? Array.Find(patterns, make => make(before) == name) : edit.Find(field.Place.Property) >= 0 ? ifBlank : null;
        if (pattern is null)
            return;
        var renewed = pattern(edit.Lines);
        if (renewed.Length == 0)
            renewed = DisplayNames.Derived(edit.Lines);
        if (renewed.Length > 0 && renewed != name)
            ScalarFields.Write(edit, field, renewed);
    }

    private static Func<IReadOnlyList<ContentLine>, string> Of(params int[][] groups) => lines => lines.FirstOrDefault(line => line.Name == "N") is { } n
        ? string.Join(", ", groups.Select(group => DisplayNames.FromParts(n, group)).Where(part => part.Length > 0))
        : "";
}
