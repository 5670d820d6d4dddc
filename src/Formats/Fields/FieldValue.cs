namespace ContactOffice.Formats;

/// <summary>
/// One row of <see cref="ContactFields"/> on a card, as text: how formats that know a contact as flat names (ActiveSync, LDIF, CSV) read
/// and write it. For rows of kinds Text, Multiline, Date and Slot.
/// </summary>
public static class FieldValue
{
    /// <summary>Empty where the card has none.</summary>
    public static string Read(VCard card, ContactField field)
    {
        var labels = new CardLabels(card.Lines);
        if (field.Kind != FieldKind.Slot)
            return field.Name == "displayName" ? card.DisplayName : ScalarFields.Read(card.Lines, labels, field);
        var fits = ListReader.Read(card.Lines, labels, ListOf(field)).Where(p => Fits(field, p.Item, card.Lines[p.Index])).Select(p => Part(field, p.Item));
        // ActiveSync and Outlook have one place for all children.
        return field.Converter == "everyItem" ? string.Join(", ", fits) : fits.ElementAtOrDefault(field.Place.Ordinal - 1) ?? "";
    }

    /// <summary>Changes it; empty clears it. The card's other lines stay byte for byte.</summary>
    public static FieldProblem? Write(VCard card, ContactField field, string value)
    {
        value = Text.Clean(value);
        if (value == Read(card, field))
            return null;
        if (field.Kind == FieldKind.Date && value.Length > 0 && !PartialDate.IsValid(value))
            return FieldProblem.DateUnreadable(field.Name);
        var edit = new CardEdit(card);
        var naming = new NameKeeping(edit.Lines);
        if (field.Kind == FieldKind.Slot)
            WriteSlot(edit, field, value);
        else
            ScalarFields.Write(edit, field, value);
        if (field.Name != "displayName")
            naming.Follow(edit);
        return edit.Commit();
    }

    private static void WriteSlot(CardEdit edit, ContactField field, string value)
    {
        var list = ListOf(field);
        var items = ListReader.Read(edit.Lines, new(edit.Lines), list);
        var wanted = items.Select(p => p.Item).ToList();
        var fits = items.Where(p => Fits(field, p.Item, edit.Lines[p.Index])).Select(p => p.Item).ToList();
        if (field.Converter == "everyItem")
        {
            wanted.RemoveAll(fits.Contains);
            wanted.AddRange(value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(v => fits.Find(f => f.Value == v) ?? New(field, list, v)));
        }
        else if (fits.ElementAtOrDefault(field.Place.Ordinal - 1) is { } present)
            wanted[wanted.IndexOf(present)] = With(field, present, value);
        else
            wanted.Add(New(field, list, value));
        new ListWriter(edit, list, NewProperty(field)).Write(wanted.FindAll(w => !w.IsEmpty));
    }

    private static ContactField ListOf(ContactField field) => ContactFields.ByJson[field.List!];

    /// <summary>Thunderbird's custom fields are properties of their own within the list.</summary>
    private static string? NewProperty(ContactField field) => field.Items == ItemKind.Custom ? field.Place.Property : null;

    private static bool Fits(ContactField field, ListItem item, ContentLine line) =>
        (field.Items != ItemKind.Custom || line.Name == field.Place.Property)
        && (field.Place.Types ?? []).All(item.Types.Contains)
        && !(field.Place.NotTypes ?? []).Any(item.Types.Contains);

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
