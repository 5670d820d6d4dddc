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
    public static FieldProblem? Write(VCard card, ContactField field, string value) => Write(card, [field.Converter == EveryItem ? new(field, SplitEvery(value)) : new(field, value)]);

    /// <summary>Changes several at once, or none where one is refused.</summary>
    public static FieldProblem? Write(VCard card, IReadOnlyCollection<FieldChange> changes)
    {
        var edit = new CardEdit(card);
        // A slot that is cleared moves those behind it forward: the last first, when all that are set stand.
        foreach (var change in changes.OrderBy(change => IsClearing(change) ? 1_000 - change.Field.Place.Ordinal : change.Field.Place.Ordinal))
            if (WriteOne(edit, change) is { } problem)
                return problem;
        NameKeeping.Follow(card.Lines, edit, [.. changes.Select(change => change.Field.Name)]);
        return edit.Commit();
    }

    /// <summary>Empty where the card has none.</summary>
    public string Read(ContactField field)
    {
        if (field.Kind is FieldKind.Categories || field.Converter == EveryItem)
            return string.Join(", ", ReadEvery(field));
        if (field.Kind != FieldKind.Slot)
            return field.Name == "displayName" ? card.DisplayName : IsThere(field) ? ScalarFields.Read(card.Lines, labels, field) : "";
        var left = field.Place.Ordinal;
        foreach (var (index, item) in Items(field))
            if (Fits(field, item, card.Lines[index]) && --left == 0)
                return Part(field, item);
        return "";
    }

    /// <summary>All that a field of several values has.</summary>
    public string[] ReadEvery(ContactField field) => field.Kind == FieldKind.Categories ? [.. CategoryLines.Read(card.Lines)] : [.. Fitting(field)];

    // ActiveSync and Outlook have one place for all children.
    private const string EveryItem = "everyItem";

    private List<string> Fitting(ContactField field)
    {
        var fitting = new List<string>();
        foreach (var (index, item) in Items(field))
            if (Fits(field, item, card.Lines[index]))
                fitting.Add(Part(field, item));
        return fitting;
    }

    private List<PlacedItem> Items(ContactField field)
    {
        if (lists.TryGetValue(field.List!, out var items))
            return items;
        var list = ListOf(field);
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

    private static FieldProblem? WriteOne(CardEdit edit, FieldChange change)
    {
        var (field, values) = change;
        if (field.Kind == FieldKind.Photo)
            return PhotoField.Write(edit, values is [{ Length: > 0 } base64, ..] ? base64 : null, field.Name);
        values = [.. values.Select(Text.Clean)];
        if (field.Kind == FieldKind.Categories)
            CategoryLines.Write(edit, [.. values.Where(value => value.Length > 0).Distinct()]);
        else if (field.Kind == FieldKind.Slot)
            WriteSlot(edit, field, values);
        else if ((values.FirstOrDefault() ?? "") is var value && value != ScalarFields.Read(edit.Lines, new(edit.Lines), field))
        {
            if (field.Kind == FieldKind.Date && value.Length > 0 && !PartialDate.IsValid(value))
                return FieldProblem.DateUnreadable(field.Name);
            ScalarFields.Write(edit, field, value);
        }
        return null;
    }

    private static void WriteSlot(CardEdit edit, ContactField field, string[] values)
    {
        var list = ListOf(field);
        var items = ListReader.Read(edit.Lines, new(edit.Lines), list);
        var wanted = items.Select(p => p.Item).ToList();
        var fits = items.Where(p => Fits(field, p.Item, edit.Lines[p.Index])).Select(p => p.Item).ToList();
        if (field.Converter == EveryItem)
        {
            if (fits.Select(fit => fit.Value).SequenceEqual(values))
                return;
            wanted.RemoveAll(fits.Contains);
            wanted.AddRange(values.Select(v => fits.Find(f => f.Value == v) ?? New(field, list, v)));
        }
        else if (fits.ElementAtOrDefault(field.Place.Ordinal - 1) is { } present)
            wanted[wanted.IndexOf(present)] = With(field, present, values.FirstOrDefault() ?? "");
        else
            wanted.Add(New(field, list, values.FirstOrDefault() ?? ""));
        new ListWriter(edit, list, NewProperty(field)).Write(wanted.FindAll(w => !w.IsEmpty));
    }

    private static string[] SplitEvery(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static ContactField ListOf(ContactField field) => ContactFields.ByJson[field.List!];

    /// <summary>Thunderbird's custom fields are properties of their own within the list.</summary>
    private static string? NewProperty(ContactField field) => field.Items == ItemKind.Custom ? field.Place.Property : null;

    private static bool Fits(ContactField field, ListItem item, ContentLine line)
    {
        if (field.Items == ItemKind.Custom && line.Name != field.Place.Property)
            return false;
        foreach (var type in field.Place.Types ?? [])
            if (Array.IndexOf(item.Types, type) < 0)
                return false;
        foreach (var type in field.Place.NotTypes ?? [])
            if (Array.IndexOf(item.Types, type) >= 0)
                return false;
        return true;
    }

    private static string Part(ContactField field, ListItem item) => item.Parts[Math.Max(0, field.Place.Component)];

    private static ListItem With(ContactField field, ListItem item, string value)
    {
        string[] parts = [.. item.Parts];
        parts[Math.Max(0, field.Place.Component)] = value;
        return item with { Parts = parts };
    }

    private static ListItem New(ContactField field, ContactField list, string value)
    {
        var parts = new string[list.Items == ItemKind.Address ? ItemValues.AddressParts : 1];
        Array.Fill(parts, "");
        var label = list.Items == ItemKind.Custom ? "Custom " + field.Place.Property[8..] : null;
        return With(field, new(null, parts, field.Place.Types ?? [], label, false), value);
    }
}
