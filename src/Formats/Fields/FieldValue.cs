namespace ContactOffice.Formats;

/// <summary>What one row of the table gets.</summary>
/// <param name="Values">One value; several only for categories and for slots that stand for every item (children). None clears it. A picture is its bytes in base64.</param>
public readonly record struct FieldChange(ContactField Field, params string[] Values);

/// <summary>
/// Rows of <see cref="ContactFields"/> on a card, as text: how formats that know a contact as flat names (ActiveSync, LDIF, CSV) read
/// and write it. For rows of kinds Text, Multiline, Date, Slot, Categories, and to write also Photo.
/// </summary>
public sealed class FieldValue(VCard card)
{
    private readonly CardLabels labels = new(card.Lines);
    // Most of the table's rows stand on no line of a card: they are told by their names alone.
    private readonly HashSet<string> names = NamesOf(card);
    // Each list is read once, however many of its slots are asked for.
    private readonly Dictionary<string, List<PlacedItem>> lists = [];

    /// <summary>Empty where the card has none.</summary>
    public static string Read(VCard card, ContactField field) => new FieldValue(card).Read(field);

    /// <summary>Changes it; empty clears it. The card's other lines stay byte for byte.</summary>
    public static FieldProblem? Write(VCard card, ContactField field, string value) => Write(card, [field.Converter == Slots.EveryItem ? new(field, SplitEvery(value)) : new(field, value)]);

    /// <summary>Changes several at once, or none where one is refused.</summary>
    public static FieldProblem? Write(VCard card, IReadOnlyCollection<FieldChange> changes)
    {
        var edit = new CardEdit(card);
        // What is set stands before what is cleared: an address whose last part goes while it gets another stays the one that it is.
        foreach (var together in changes.GroupBy(change => Slots.FamilyOf(change.Field)).OrderBy(together => together.All(IsClearing)))
            if (WriteTogether(edit, [.. together]) is { } problem)
                return problem;
        NameKeeping.Follow(card.Lines, edit, [.. changes.Select(change => change.Field.Name)]);
        return edit.Commit();
    }

    /// <summary>Empty where the card has none.</summary>
    public string Read(ContactField field)
    {
        if (field.Kind is FieldKind.Categories || field.Converter == Slots.EveryItem)
            return string.Join(", ", ReadEvery(field));
        if (field.Kind != FieldKind.Slot)
            return field.Name == "displayName" ? card.DisplayName : IsThere(field) ? ScalarFields.Read(card.Lines, labels, field) : "";
        return Slots.Fitting(field, Items(field), card.Lines).ElementAtOrDefault(field.Place.Ordinal - 1) is { } item ? Slots.Part(field, item) : "";
    }

    /// <summary>All that a field of several values has.</summary>
    public string[] ReadEvery(ContactField field) => field.Kind == FieldKind.Categories ? [.. CategoryLines.Read(card.Lines)] : [.. Slots.Fitting(field, Items(field), card.Lines).Select(item => Slots.Part(field, item))];

    private List<PlacedItem> Items(ContactField field)
    {
        if (lists.TryGetValue(field.List!, out var items))
            return items;
        var list = Slots.ListOf(field);
        return lists[list.Name] = IsThere(list) ? ListReader.Read(card.Lines, labels, list, named: false) : [];
    }

    private static HashSet<string> NamesOf(VCard card)
    {
        var names = new HashSet<string>(card.Lines.Count);
        foreach (var line in card.Lines)
            names.Add(line.Name);
        return names;
    }

    private bool IsThere(ContactField field)
    {
        if (names.Contains(field.Place.Property))
            return true;
        foreach (var alias in field.Aliases)
            if (names.Contains(alias.Property))
                return true;
        return false;
    }

    private static bool IsClearing(FieldChange change) => change.Values.All(string.IsNullOrEmpty);

    private static FieldProblem? WriteTogether(CardEdit edit, FieldChange[] changes)
    {
        if (changes[0].Field.Kind == FieldKind.Slot)
            Slots.Write(edit, changes);
        else
            foreach (var change in changes)
                if (WriteOne(edit, change) is { } problem)
                    return problem;
        return null;
    }

    private static FieldProblem? WriteOne(CardEdit edit, FieldChange change)
    {
        var (field, values) = change;
        if (field.Kind == FieldKind.Photo)
            return PhotoField.Write(edit, values is [{ Length: > 0 } base64, ..] ? base64 : null, field.Name);
        values = [.. values.Select(Text.Clean)];
        if (field.Kind == FieldKind.Categories)
            CategoryLines.Write(edit, [.. values.Where(value => value.Length > 0).Distinct()]);
        else if ((values.FirstOrDefault() ?? "") is var value && value != ScalarFields.Read(edit.Lines, new(edit.Lines), field))
        {
            if (field.Kind == FieldKind.Date && value.Length > 0 && !PartialDate.IsValid(value))
                return FieldProblem.DateUnreadable(field.Name);
            ScalarFields.Write(edit, field, value);
        }
        return null;
    }

    private static string[] SplitEvery(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
