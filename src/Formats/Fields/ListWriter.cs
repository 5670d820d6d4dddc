namespace ContactOffice.Formats;

/// <summary>
/// Replaces a list field: items that stand on a line of the card keep it, byte for byte where they did not change, and otherwise with its
/// group and the parameters that they do not touch; new items get new lines; lines of items that are gone go.
/// </summary>
/// <param name="newProperty">The property of new items, where it is not the list's own.</param>
internal sealed class ListWriter(CardEdit edit, ContactField list, string? newProperty = null)
{
    private readonly ContentLine[] original = [.. edit.Lines];

    public void Write(IReadOnlyList<ListItem> wanted)
    {
        var labels = new CardLabels(edit.Lines);
        var present = ListReader.Read(edit.Lines, labels, list).ToDictionary(p => p.Item.Id!);
        var kept = new List<(int At, PlacedItem Present)>();
        var added = new List<int>();
        for (var at = 0; at < wanted.Count; at++)
        {
            // What was read once and stands twice in the wish is one old line and one new.
            if (wanted[at].Id is { } id && present.Remove(id, out var old))
                kept.Add((at, old));
            else
                added.Add(at);
        }
        Reorder([.. kept.Select(k => original[k.Present.Index])]);
        foreach (var gone in present.Values)
            RemoveItem(PlaceOf(original[gone.Index]));
        var lines = new ContentLine[wanted.Count];
        foreach (var (at, old) in kept)
            lines[at] = wanted[at].SameAs(old.Item) ? original[old.Index] : Change(PlaceOf(original[old.Index]), wanted[at]);
        foreach (var at in added)
            lines[at] = Append(wanted[at]);
        if (added.Count > 0 && kept.Count > 0 && added[0] < kept[^1].At)
            Reorder(lines);
    }

    /// <summary>Items that were moved take each other's places; all other lines stay where they are.</summary>
    private void Reorder(ContentLine[] lines)
    {
        var placeOf = new Dictionary<ContentLine, int>(edit.Lines.Count, ReferenceEqualityComparer.Instance);
        for (var i = 0; i < edit.Lines.Count; i++)
            placeOf[edit.Lines[i]] = i;
        var places = Array.ConvertAll(lines, line => placeOf[line]);
        var ordered = places.Order().ToArray();
        if (ordered.AsSpan().SequenceEqual(places))
            return;
        for (var i = 0; i < ordered.Length; i++)
            edit.Replace(ordered[i], lines[i]);
    }

    // Two lines may be written the same.
    private int PlaceOf(ContentLine line) => edit.Lines.FindIndex(one => ReferenceEquals(one, line));

    /// <returns>The line that it stands on now; lines before it may be gone.</returns>
    private ContentLine Change(int index, ListItem item)
    {
        var old = edit.Lines[index];
        var property = PropertyFor(item, old);
        var group = old.Group;
        var label = new CardLabels(edit.Lines).Of(old);
        var types = TypesForParameter(item, property, label, out var labelType);
        if (group is null && (item.Label is not null || labelType is not null))
            group = edit.NewGroup();
        var parameters = ParametersOf(old, item, types, property);
        var line = edit.Make(group, property == old.Name ? old.NameAsSent : property, parameters, ValueOf(item, property, old));
        edit.Replace(index, line);
        // Apple has more words than we have types for: what still says the type stays as it is.
        SetLabel(index, group, label is not null && labelType is not null && AppleLabels.TypeOf(label) == labelType ? label : LabelText(item, labelType, property));
        return line;
    }

    private ContentLine Append(ListItem item)
    {
        var property = PropertyFor(item, null);
        var types = TypesForParameter(item, property, null, out var labelType);
        var label = LabelText(item, labelType, property);
        var group = label is null ? null : edit.NewGroup();
        var line = edit.Make(group, property, ParametersOf(null, item, types, property), ValueOf(item, property, null));
        edit.Add(line);
        SetLabel(edit.Lines.IndexOf(line), group, label);
        return line;
    }

    private string ValueOf(ListItem item, string property, ContentLine? old)
    {
        if (list.Items == ItemKind.Date)
            return PartialDate.Write(item.Value, edit.Version, edit.Version == VCardVersion.V40, out _);
        var service = list.Items == ItemKind.Im ? item.Types.FirstOrDefault(ItemValues.IsService) : null;
        return ItemValues.Write(list.Items, item.Parts, property, edit.Version, old, service);
    }

    /// <summary>An alias is kept for as long as it says what the item is: X-AIM while it is of type aim.</summary>
    private string PropertyFor(ListItem item, ContentLine? old)
    {
        var own = edit.Version != VCardVersion.V40 && list.PropertyBefore40 is { } before ? before : list.Place.Property;
        if (old is null)
            return newProperty ?? own;
        var alias = list.Aliases.FirstOrDefault(a => a.Property == old.Name);
        return alias.Property is null || alias.Type is null || item.Types.Contains(alias.Type) ? old.Name : own;
    }

    /// <summary>The types that no property name, service or label says already.</summary>
    private string[] TypesForParameter(ListItem item, string property, string? label, out string? labelType)
    {
        var said = list.Aliases.FirstOrDefault(a => a.Property == property).Type;
        labelType = null;
        if (item.Label is null && label is not null && AppleLabels.TypeOf(label) is { } word && item.Types.Contains(word))
            labelType = word;
        else if (item.Label is null && property is "X-ABRELATEDNAMES" or "X-ABDATE")
            labelType = item.Types.FirstOrDefault(t => AppleLabels.WordFor(t) is not null);
        var service = property == "IMPP" ? item.Types.FirstOrDefault(ItemValues.IsService) : null;
        var spoken = labelType;
        return [.. item.Types.Where(t => t != said && t != service && t != spoken)];
    }

    private string? LabelText(ListItem item, string? labelType, string property)
    {
        if (list.Items == ItemKind.Custom && property != "X-CUSTOM" && item.Label == "Custom " + property[8..])
            return null;
        return item.Label ?? (labelType is null ? null : AppleLabels.WordFor(labelType));
    }

    private List<string> ParametersOf(ContentLine? old, ListItem item, string[] types, string property)
    {
        var parameters = new ItemParameters(edit.Version, old);
        parameters.SetTypes(types, item.Preferred, list.Items);
        if (property == "IMPP")
            parameters.Set("X-SERVICE-TYPE", item.Types.FirstOrDefault(ItemValues.IsService));
        if (list.Items == ItemKind.Date)
        {
            PartialDate.Write(item.Value, edit.Version, basic: false, out var omitsYear);
            parameters.Set("X-APPLE-OMIT-YEAR", omitsYear ? "1604" : null);
        }
        if (list.Items == ItemKind.Related && property == "RELATED")
            parameters.Set("VALUE", item.Value.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) ? "uri" : "text");
        if (list.Items == ItemKind.Phone && old is not null && ItemValues.IsTelUri(old) && !ValueOf(item, property, old).StartsWith("tel:", StringComparison.Ordinal))
            parameters.Set("VALUE", null);
        if (old is not null && !ItemValues.Read(list.Items, old).AsSpan().SequenceEqual(item.Parts))
            parameters.DropStale(list.Items);
        return parameters.ToList();
    }

    private void SetLabel(int index, string? group, string? text)
    {
        if (group is null)
            return;
        var at = edit.Lines.FindIndex(l => l.Name == AppleLabels.Property && group.Equals(l.Group, StringComparison.OrdinalIgnoreCase));
        if (text is null)
        {
            if (at >= 0)
                edit.Remove(at);
        }
        else if (at < 0)
            edit.Insert(index + 1, edit.Make(group, "X-ABLabel", [], Text.Whole(text, edit.Version)));
        else if (Text.Clean(Text.Unescape(edit.Lines[at].Value)) != text)
            edit.Replace(at, edit.Make(edit.Lines[at].Group, edit.Lines[at].NameAsSent, [], Text.Whole(text, edit.Version)));
    }

    private void RemoveItem(int index)
    {
        var group = edit.Lines[index].Group;
        edit.Remove(index);
        if (group is null)
            return;
        // A label stays for as long as another line is in its group.
        if (edit.Lines.TrueForAll(l => !group.Equals(l.Group, StringComparison.OrdinalIgnoreCase) || l.Name == AppleLabels.Property))
            SetLabel(0, group, null);
    }
}
