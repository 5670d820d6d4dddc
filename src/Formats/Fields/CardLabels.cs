namespace ContactOffice.Formats;

/// <summary>The X-ABLabel of each group of a card.</summary>
internal sealed class CardLabels
{
    private readonly Dictionary<string, string>? byGroup;

    public CardLabels(IReadOnlyList<ContentLine> lines)
    {
        foreach (var line in lines)
            if (line.Group is { } group && line.Name == AppleLabels.Property)
            {
                byGroup ??= new(StringComparer.OrdinalIgnoreCase);
                byGroup.TryAdd(group, Text.Clean(Text.Unescape(line.Value)));
            }
    }

    /// <summary>The label's text; null where the line has none.</summary>
    public string? Of(ContentLine line) =>
        byGroup is not null && line.Group is { } group && byGroup.TryGetValue(group, out var label) && label.Length > 0 ? label : null;
}
