namespace ContactOffice.Formats;

/// <summary>Rows that are one place for a value of a list: which item stands in which, and what becomes of the list when places change.</summary>
internal static class Slots
{
    /// <summary>ActiveSync and Outlook have one place for all children.</summary>
    public const string EveryItem = "everyItem";

    // How many places a family has.
    private static readonly Dictionary<string, int> Places =
        ContactFields.All.Where(field => field.Kind == FieldKind.Slot).GroupBy(FamilyOf).ToDictionary(family => family.Key, family => family.Max(field => field.Place.Ordinal));

    /// <summary>The same for places that differ in nothing but their ordinal.</summary>
    public static string FamilyOf(ContactField field) => field.Kind != FieldKind.Slot
        ? field.Name
        : $"{field.List} {field.Place.Property} {field.Place.Component} {string.Join(',', field.Place.Types ?? [])} {string.Join(',', field.Place.NotTypes ?? [])}";

    public static ContactField ListOf(ContactField field) => ContactFields.ByJson[field.List!];

    /// <summary>The items that fit, in the order of the places.</summary>
    public static List<ListItem> Fitting(ContactField field, List<PlacedItem> items, IReadOnlyList<ContentLine> lines)
    {
        var fitting = new List<ListItem>();
        foreach (var (index, item) in items)
            if (Fits(field, item, lines[index]))
                fitting.Add(item);
        // What says nothing of its kind is shown where most phones have it, rather than nowhere.
        foreach (var (_, item) in items)
            if (IsBare(field, item))
                fitting.Add(item);
        return fitting;
    }

    public static string Part(ContactField field, ListItem item) => item.Parts[Math.Max(0, field.Place.Component)];

    /// <summary>Writes the places of one family, or one place for every item.</summary>
    public static void Write(CardEdit edit, FieldChange[] changes)
    {
        var field = changes[0].Field;
        var list = ListOf(field);
        var items = ListReader.Read(edit.Lines, new(edit.Lines), list);
        var fits = Fitting(field, items, edit.Lines);
        List<ListItem> wanted = [.. items.Select(placed => placed.Item)];
        if (field.Converter == EveryItem)
            SetEvery(wanted, fits, changes[^1], list);
        else
            SetPlaces(wanted, fits, changes, list);
        // Thunderbird's custom fields are properties of their own within the list.
        new ListWriter(edit, list, field.Items == ItemKind.Custom ? field.Place.Property : null).Write(wanted.FindAll(item => !item.IsEmpty));
    }

    private static void SetEvery(List<ListItem> wanted, List<ListItem> fits, FieldChange change, ContactField list)
    {
        var values = change.Values.Select(Text.Clean).ToList();
        if (fits.Select(fit => fit.Value).SequenceEqual(values))
            return;
        wanted.RemoveAll(fits.Contains);
        wanted.AddRange(values.Select(value => fits.Find(fit => fit.Value == value) ?? New(change.Field, list, value)));
    }

    /// <summary>A value that moves to another place takes its item along, with label and types: phones close the gap when the first of several is deleted.</summary>
    private static void SetPlaces(List<ListItem> wanted, List<ListItem> fits, FieldChange[] changes, ContactField list)
    {
        var field = changes[0].Field;
        var count = Math.Max(Places.GetValueOrDefault(FamilyOf(field)), changes.Max(change => change.Field.Place.Ordinal));
        var shown = fits.Take(count).ToList();
        // Null where nothing is said of the place.
        var values = new string?[count];
        foreach (var change in changes)
            values[change.Field.Place.Ordinal - 1] = Text.Clean(change.Values.FirstOrDefault() ?? "");
        Split(field, wanted, shown, values);
        var stand = Stand(field, shown, values);
        // Where they stood they stand in the new order; those that are left over lose what they had there.
        var free = shown.Where(stand.Contains).Select(item => wanted.IndexOf(item)).ToList();
        foreach (var item in shown.Where(item => !stand.Contains(item)))
            wanted[wanted.IndexOf(item)] = With(field, item, "");
        // Bare ones come last, whichever place they are sent in.
        var places = Enumerable.Range(0, count).Where(place => stand[place] is not null).OrderBy(place => IsBare(field, stand[place]!)).ToList();
        foreach (var (at, place) in free.Zip(places))
            wanted[at] = stand[place] = values[place] is { } value ? With(field, stand[place]!, value) : stand[place]!;
        // A new one stands before those of the later places, and before those that no place shows.
        var next = fits.ElementAtOrDefault(count);
        for (var place = count - 1; place >= 0; place--)
        {
            if (stand[place] is null && values[place] is { Length: > 0 } value)
                wanted.Insert(next is null ? wanted.Count : wanted.IndexOf(next), stand[place] = New(field, list, value));
            next = stand[place] ?? next;
        }
    }

    /// <summary>A number or an address at home and at work, of which one is changed or cleared, goes on being the other's.</summary>
    private static void Split(ContactField field, List<ListItem> wanted, List<ListItem> shown, string?[] values)
    {
        if (field.Items is not (ItemKind.Phone or ItemKind.Address) || field.Place.Types is not { } types)
            return;
        for (var place = 0; place < shown.Count; place++)
        {
            var item = shown[place];
            if (values[place] is null || values.Contains(Part(field, item)))
                continue;
            var elsewhere = TypesElsewhere(field, item);
            string[] left = [.. item.Types.Except(types.Except(elsewhere))];
            if (elsewhere.Count == 0 || left.Length == item.Types.Length)
                continue;
            var at = wanted.IndexOf(item);
            wanted[at] = item with { Types = left };
            wanted.Insert(at + 1, shown[place] = new(null, item.Parts, types, null, false));
        }
    }

    /// <summary>Those that make it stand in places of another sort as well.</summary>
    private static HashSet<string> TypesElsewhere(ContactField field, ListItem item) =>
    [
        .. ContactFields.All.Where(other => other.Kind == FieldKind.Slot && other.List == field.List && other.Place.Types is { Length: > 0 } kinds && !kinds.SequenceEqual(field.Place.Types!)
            && kinds.All(item.Types.Contains) && !(other.Place.NotTypes ?? []).Any(item.Types.Contains)).SelectMany(other => other.Place.Types!),
    ];

    /// <summary>Which of the shown items stands in which place from now on.</summary>
    private static ListItem?[] Stand(ContactField field, List<ListItem> shown, string?[] values)
    {
        var stand = new ListItem?[values.Length];
        for (var place = 0; place < shown.Count; place++)
            if (values[place] is null || values[place] == Part(field, shown[place]))
                stand[place] = shown[place];
        for (var place = 0; place < values.Length; place++)
            if (values[place] is { Length: > 0 } value)
                stand[place] ??= shown.Find(item => Part(field, item) == value && !stand.Contains(item));
        for (var place = 0; place < shown.Count; place++)
            if (values[place] is { Length: > 0 } && stand[place] is null && !stand.Contains(shown[place]))
                stand[place] = shown[place];
        return stand;
    }

    private static bool IsBare(ContactField field, ListItem item) =>
        field.Place.Bare is { } bare && item.Types.Length == bare.Length && Array.TrueForAll(bare, type => Array.IndexOf(item.Types, type) >= 0);

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
