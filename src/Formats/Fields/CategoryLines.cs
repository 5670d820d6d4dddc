namespace ContactOffice.Formats;

/// <summary>CATEGORIES: a list of texts in one property or in several (RFC 6350 §6.7.1). <c>A\,B</c> is one category.</summary>
internal static class CategoryLines
{
    private const string Property = "CATEGORIES";

    public static List<string> Read(IReadOnlyList<ContentLine> lines)
    {
        var categories = new List<string>();
        foreach (var line in lines)
            if (line.Name == Property)
                foreach (var part in Text.Split(line.Value, ','))
                    if (Text.Clean(Text.Unescape(part)) is { Length: > 0 } category && !categories.Contains(category))
                        categories.Add(category);
        return categories;
    }

    public static void Write(CardEdit edit, IReadOnlyList<string> categories)
    {
        if (Read(edit.Lines).SequenceEqual(categories))
            return;
        var index = edit.Find(Property);
        for (var i = edit.Lines.Count - 1; i > Math.Max(index, 0); i--)
            if (edit.Lines[i].Name == Property)
                edit.Remove(i);
        if (categories.Count == 0)
        {
            edit.Remove(index);
            return;
        }
        var text = string.Join(',', categories.Select(c => Text.Escape(c, ",;", edit.Version)));
        var old = index < 0 ? null : edit.Lines[index];
        var line = edit.Make(old?.Group, old?.NameAsSent ?? Property, new ItemParameters(edit.Version, old).ToList(), text);
        if (old is null)
            edit.Add(line);
        else
            edit.Replace(index, line);
    }
}
