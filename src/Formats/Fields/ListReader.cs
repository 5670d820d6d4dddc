using System.Globalization;

namespace ContactOffice.Formats;

/// <summary>Reads list fields: which lines belong to a list, and what they mean.</summary>
internal static class ListReader
{
    /// <param name="named">Whether the items have the ids that edits name them by; who only reads needs none.</param>
    public static List<PlacedItem> Read(IReadOnlyList<ContentLine> lines, CardLabels labels, ContactField list, bool named = true)
    {
        var items = new List<PlacedItem>();
        Dictionary<string, int>? seen = null;
        for (var i = 0; i < lines.Count; i++)
        {
            if (!TryAlias(list, lines[i], labels, out var alias))
                continue;
            var item = ReadItem(list, lines[i], labels, alias);
            if (item.IsEmpty)
                continue;
            if (!named)
            {
                items.Add(new(i, item));
                continue;
            }
            item = item with { Id = lines[i].Id };
            // The same line twice: the ids are told apart by their order.
            seen ??= [];
            var times = seen[item.Id!] = seen.GetValueOrDefault(item.Id!) + 1;
            items.Add(new(i, times == 1 ? item : item with { Id = item.Id + "-" + times.ToString(CultureInfo.InvariantCulture) }));
        }
        return items;
    }

    /// <summary>Whether the line is one of this list, and through which alias (a default one for the property itself).</summary>
    public static bool TryAlias(ContactField list, ContentLine line, CardLabels labels, out Alias alias)
    {
        alias = default;
        if (line.Name == list.Place.Property)
            return list.Items != ItemKind.Date || !IsAnniversary(line, labels);
        foreach (var each in list.Aliases)
            if (line.Name == each.Property)
            {
                alias = each;
                return true;
            }
        return false;
    }

    /// <summary>X-ABDATE with Apple's or Google's label for it is the anniversary, not one of the other dates.</summary>
    public static bool IsAnniversary(ContentLine line, CardLabels labels) =>
        labels.Of(line) is { } label && AppleLabels.TypeOf(label) == "anniversary";

    private static ListItem ReadItem(ContactField list, ContentLine line, CardLabels labels, Alias alias)
    {
        var label = labels.Of(line);
        var labelType = label is null ? null : AppleLabels.TypeOf(label);
        var types = new List<string>(2);
        Add(types, alias.Type);
        var preferred = false;
        foreach (var parameter in line.Parameters)
        {
            if (parameter.Name == "TYPE")
                foreach (var type in parameter.Values)
                {
                    var token = Types.Token(type);
                    preferred |= token == "pref";
                    Add(types, Types.IsHidden(token) ? null : token);
                }
            else if (parameter.Name == "PREF")
                preferred |= parameter.Value == "1";
        }
        Add(types, list.Items == ItemKind.Im ? ItemValues.Service(line) : null);
        Add(types, labelType);
        label = labelType is null ? label : null;
        if (list.Items == ItemKind.Custom)
            label ??= DefaultLabel(line);
        return new(null, ItemValues.Read(list.Items, line), [.. types], label, preferred);
    }

    /// <summary>Custom fields without a label of their own: Thunderbird's are Custom 1 to 4.</summary>
    public static string DefaultLabel(ContentLine line) => line.Name.Length > 8 ? "Custom " + line.Name[8..] : "Custom";

    private static void Add(List<string> types, string? type)
    {
        if (type is not null && !types.Contains(type))
            types.Add(type);
    }
}
