using System.Text.Json;

namespace ContactOffice.Formats;

/// <summary>Takes fields out of JSON that anybody may have sent; what is wrong is told with its path.</summary>
internal static class JsonInput
{
    // As many as a card can have lines: what can be read can be sent back. What all of it may come to is the card's bound.
    private const int MaxItems = VCardLimits.MaxLines;
    private const int MaxText = VCardLimits.MaxCardBytes;
    private const int MaxTypes = 1_000;

    /// <summary>Null is the empty text.</summary>
    public static FieldProblem? Text(JsonElement json, string path, ContactField field, out string text)
    {
        text = "";
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        if (String(json, path, out text) is { } problem)
            return problem;
        if (field.Kind == FieldKind.Date && text.Length > 0 && !PartialDate.IsValid(text))
            return FieldProblem.DateUnreadable(path);
        return null;
    }

    public static FieldProblem? Categories(JsonElement json, string path, out List<string> categories)
    {
        categories = [];
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > MaxItems)
            return FieldProblem.NotAList(path, MaxItems);
        foreach (var each in json.EnumerateArray())
        {
            if (String(each, $"{path}[{categories.Count}]", out var category) is { } problem)
                return problem;
            if (category.Length > 0 && !categories.Contains(category))
                categories.Add(category);
        }
        return null;
    }

    /// <param name="present">What the card has: it may be sent back whatever it is.</param>
    public static FieldProblem? Items(JsonElement json, string path, ContactField list, IReadOnlyDictionary<string, ListItem> present, out List<ListItem> items)
    {
        items = [];
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > MaxItems)
            return FieldProblem.NotAList(path, MaxItems);
        var index = 0;
        foreach (var each in json.EnumerateArray())
        {
            if (Item(each, $"{path}[{index++}]", list, present, out var item) is { } problem)
                return problem;
            if (!item!.IsEmpty)
                items.Add(item);
        }
        return null;
    }

    private static FieldProblem? Item(
        JsonElement json, string path, ContactField list, IReadOnlyDictionary<string, ListItem> present, out ListItem? item)
    {
        item = null;
        if (json.ValueKind != JsonValueKind.Object)
            return FieldProblem.NotAnObject(path);
        string? id = null;
        string? label = null;
        var preferred = false;
        var types = new List<string>();
        var parts = new string[list.Items == ItemKind.Address ? ItemValues.AddressParts : 1];
        Array.Fill(parts, "");
        foreach (var member in json.EnumerateObject())
        {
            var at = $"{path}.{member.Name}";
            var problem = member.Name switch
            {
                "id" => Optional(member.Value, at, out id),
                "label" => Optional(member.Value, at, out label),
                "preferred" => Flag(member.Value, at, out preferred),
                "types" => TypeList(member.Value, at, types),
                _ => Part(member, at, list, parts),
            };
            if (problem is not null)
                return problem;
        }
        item = Complete(list, new(id, parts, [.. types], label, preferred));
        var isPresent = id is not null && present.TryGetValue(id, out var old) && old.SameAs(item);
        return isPresent || list.Items != ItemKind.Date ? null : CheckDate(path, item);
    }

    private static ListItem Complete(ContactField list, ListItem read)
    {
        var types = read.Types.ToList();
        var label = read.Label;
        var preferred = types.Remove("pref") || read.Preferred;
        if (label is not null && AppleLabels.TypeOf(label) is { } word)
        {
            types.Add(word);
            label = null;
        }
        if (list.Items == ItemKind.Custom)
            label ??= "Custom";
        return read with { Types = [.. types.Distinct()], Label = label, Preferred = preferred };
    }

    private static FieldProblem? CheckDate(string path, ListItem item)
    {
        if (!item.IsEmpty && !PartialDate.IsValid(item.Value))
            return FieldProblem.DateUnreadable(path + ".value");
        return item.Types.Contains("anniversary") ? FieldProblem.AnniversaryElsewhere(path + ".types") : null;
    }

    private static FieldProblem? Part(JsonProperty member, string path, ContactField list, string[] parts)
    {
        var index = list.Items == ItemKind.Address ? Array.IndexOf(CardFields.AddressMembers, member.Name) : member.Name == "value" ? 0 : -1;
        if (index < 0)
            return FieldProblem.UnknownMember(path);
        if (member.Value.ValueKind == JsonValueKind.Null)
            return null;
        var problem = String(member.Value, path, out var text);
        // A line end there can only be a slip of the clipboard.
        parts[index] = ItemValues.OneLine(list.Items, text);
        return problem;
    }

    private static FieldProblem? TypeList(JsonElement json, string path, List<string> types)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > MaxTypes)
            return FieldProblem.NotAList(path, MaxTypes);
        foreach (var each in json.EnumerateArray())
        {
            if (String(each, $"{path}[{types.Count}]", out var type) is { } problem)
                return problem;
            if (!Types.IsValid(type))
                return FieldProblem.TypeUnreadable($"{path}[{types.Count}]");
            var token = Types.Token(type);
            if (token == "pref" || !Types.IsHidden(token))
                types.Add(token);
        }
        return null;
    }

    private static FieldProblem? Optional(JsonElement json, string path, out string? text)
    {
        text = null;
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        var problem = String(json, path, out var read);
        text = read.Length == 0 ? null : read;
        return problem;
    }

    private static FieldProblem? Flag(JsonElement json, string path, out bool flag)
    {
        flag = json.ValueKind == JsonValueKind.True;
        return json.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null ? null : FieldProblem.NotAFlag(path);
    }

    private static FieldProblem? String(JsonElement json, string path, out string text)
    {
        text = "";
        if (json.ValueKind != JsonValueKind.String)
            return FieldProblem.NotAText(path);
        try
        {
            text = Formats.Text.Clean(json.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, which UTF-8 cannot hold.
            return FieldProblem.NotUnicode(path);
        }
        return text.Length <= MaxText ? null : FieldProblem.TooLong(path, MaxText);
    }
}
