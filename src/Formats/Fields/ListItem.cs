namespace ContactOffice.Formats;

/// <summary>One value of a list field.</summary>
/// <param name="Id">Names the content line that it stands on; null for a new one.</param>
/// <param name="Parts">One value; of an address its seven components (RFC 6350 §6.3.1).</param>
/// <param name="Types">Lower case, each once.</param>
internal sealed record ListItem(string? Id, string[] Parts, string[] Types, string? Label, bool Preferred)
{
    public string Value => Parts[0];

    public bool IsEmpty => Array.TrueForAll(Parts, static part => part.Length == 0);

    public bool SameAs(ListItem other) =>
        Parts.AsSpan().SequenceEqual(other.Parts) && Label == other.Label && Preferred == other.Preferred
        && Types.Length == other.Types.Length && Types.All(other.Types.Contains);
}

/// <summary>A list item, and the line of the card that holds it.</summary>
internal readonly record struct PlacedItem(int Index, ListItem Item);
