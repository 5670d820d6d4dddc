namespace ContactOffice.Formats;

/// <summary>Reads and writes the fields that have one value.</summary>
internal static class ScalarFields
{
    /// <summary>The value for people; empty where the card has none.</summary>
    public static string Read(IReadOnlyList<ContentLine> lines, CardLabels labels, ContactField field)
    {
        var found = "";
        foreach (var line in lines)
        {
            if (!Holds(field, line, labels) || ReadLine(field, line) is not { Length: > 0 } value)
                continue;
            if (field.Kind != FieldKind.Multiline)
                return value;
            // Some phones write a note as several; all are shown.
            found = found.Length == 0 ? value : found + "\n\n" + value;
        }
        return found;
    }

    /// <summary>Writes a value that differs from the present one; empty clears the field.</summary>
    public static void Write(CardEdit edit, ContactField field, string value)
    {
        var labels = new CardLabels(edit.Lines);
        if (field.Place.Component >= 0)
            WriteComponent(edit, field, value);
        else if (value.Length == 0)
            RemoveAll(edit, field, labels);
        else
            WriteWhole(edit, field, labels, value);
    }

    private static bool Holds(ContactField field, ContentLine line, CardLabels labels)
    {
        if (line.Name == field.Place.Property)
            return true;
        foreach (var alias in field.Aliases)
            if (line.Name == alias.Property)
                return alias.Type is null || ListReader.IsAnniversary(line, labels);
        return false;
    }

    private static string ReadLine(ContactField field, ContentLine line)
    {
        if (field.Kind == FieldKind.Date)
            return PartialDate.Read(line);
        if (field.Name == "nickname")
            return Text.Component(line.Value, line.Version);
        if (field.Place.Component < 0)
            return Text.Clean(Text.Unescape(line.Value));
        var part = Text.Part(line.Value, field.Place.Component);
        // RFC 6350 §6.2.2 lets the parts of N be lists; those of ORG (§6.6.4) are single texts.
        return field.Place.Property == "N" ? Text.Component(part, line.Version) : Text.Clean(Text.Unescape(part));
    }

    private static void WriteComponent(CardEdit edit, ContactField field, string value)
    {
        var (property, component) = (field.Place.Property, field.Place.Component);
        var index = edit.Find(property);
        var old = index < 0 ? null : edit.Lines[index];
        var parts = old is null ? [] : Text.Split(old.Value, ';');
        while (parts.Count <= component || (property == "N" && parts.Count < 5))
            parts.Add("");
        parts[component] = Text.EscapeComponent(value, edit.Version);
        if (property != "N" && parts.TrueForAll(p => p.Length == 0))
        {
            if (index >= 0)
                edit.Remove(index);
            return;
        }
        while (property != "N" && parts[^1].Length == 0 && parts.Count > 1)
            parts.RemoveAt(parts.Count - 1);
        var text = string.Join(';', parts);
        if (old is not null)
            edit.Replace(index, edit.Make(old.Group, old.NameAsSent, new ItemParameters(edit.Version, old).ToList(), text));
        else if (property == "N")
            edit.Insert(Math.Max(edit.Find("FN"), edit.Find("VERSION")) is var at and > 0 ? at + 1 : 1, edit.Make(null, property, [], text));
        else
            edit.Add(edit.Make(null, property, [], text));
    }

    private static void RemoveAll(CardEdit edit, ContactField field, CardLabels labels)
    {
        for (var i = edit.Lines.Count - 1; i >= 0; i--)
            if (Holds(field, edit.Lines[i], labels))
                RemoveWithLabel(edit, i);
    }

    private static void RemoveWithLabel(CardEdit edit, int index)
    {
        var group = edit.Lines[index].Group;
        edit.Remove(index);
        if (group is null || edit.Lines.Exists(l => group.Equals(l.Group, StringComparison.OrdinalIgnoreCase) && l.Name != AppleLabels.Property))
            return;
        var label = edit.Lines.FindIndex(l => group.Equals(l.Group, StringComparison.OrdinalIgnoreCase));
        if (label >= 0)
            edit.Remove(label);
    }

    private static void WriteWhole(CardEdit edit, ContactField field, CardLabels labels, string value)
    {
        var old = edit.Lines.Where(l => Holds(field, l, labels) && ReadLine(field, l).Length > 0).ToList();
        if (old.Count == 0 && edit.Lines.Find(l => Holds(field, l, labels)) is { } empty)
            old.Add(empty);
        if (old.Count == 0)
        {
            var property = edit.Version != VCardVersion.V40 && field.PropertyBefore40 is { } before ? before : field.Place.Property;
            var line = Line(edit, field, null, property, value);
            if (property == "FN")
                edit.Insert(Math.Max(edit.Find("VERSION"), 0) + 1, line);
            else
                edit.Add(line);
            return;
        }
        // Where several clients' properties say the same (X-ANNIVERSARY beside X-ABDATE), all of them go on doing so.
        var shown = ReadLine(field, old[0]);
        foreach (var line in old)
        {
            var index = edit.Lines.IndexOf(line);
            if (field.Kind == FieldKind.Multiline && line != old[0])
                edit.Remove(index);
            else if (line == old[0] || (field.Aliases.Length > 0 && ReadLine(field, line) == shown))
                edit.Replace(index, Line(edit, field, line, line.NameAsSent, value));
        }
    }

    private static ContentLine Line(CardEdit edit, ContactField field, ContentLine? old, string property, string value)
    {
        var parameters = new ItemParameters(edit.Version, old);
        if (field.Kind != FieldKind.Date)
            return edit.Make(old?.Group, property, parameters.ToList(), Text.Whole(value, edit.Version));
        var basic = old is null || old.Value.Length == 0 ? edit.Version != VCardVersion.V30 : !old.Value.AsSpan().Trim().TrimStart('-').Contains('-');
        var date = PartialDate.Write(value, edit.Version, basic, out var omitsYear);
        parameters.Set("X-APPLE-OMIT-YEAR", omitsYear ? "1604" : null);
        if (parameters.Find("VALUE") is "date-time" or "text" or "DATE-TIME" or "TEXT")
            parameters.Set("VALUE", null);
        return edit.Make(old?.Group, property, parameters.ToList(), date);
    }
}
