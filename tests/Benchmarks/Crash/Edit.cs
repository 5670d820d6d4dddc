namespace ContactOffice.Benchmarks.Crash;

internal enum EditKind
{
    Create,
    Put,
    Patch,
    Delete,
    Restore,
}

/// <summary>One edit that was sent.</summary>
/// <param name="Content">What the card is afterwards, for edits that send a whole card.</param>
/// <param name="Note">The note that a patch sets; unique among all edits, as is everything we write.</param>
internal sealed record Edit(EditKind Kind, Content? Content = null, string? Note = null);

/// <summary>
/// A card, taken apart so that a patch of its note can be checked: the note, and all other lines byte for byte as they were sent.
/// </summary>
internal sealed record Content(string Note, string Rest)
{
    private const string Property = "NOTE:";

    public static Content Of(string card)
    {
        var lines = card.Split("\r\n");
        var note = Array.Find(lines, line => line.StartsWith(Property, StringComparison.Ordinal));
        return new Content(note?[Property.Length..] ?? "", string.Join("\r\n", lines.Where(line => line != note)));
    }

    /// <summary>Its FN, which lists must show as the contact's name.</summary>
    public string Name => Rest.Split("\r\n").FirstOrDefault(line => line.StartsWith("FN:", StringComparison.Ordinal))?["FN:".Length..] ?? "";
}

/// <summary>A contact as the restarted server shows it.</summary>
/// <param name="Content">Null where it is deleted.</param>
internal sealed record Observed(long Version, Content? Content)
{
    public bool Deleted => Content is null;
}
