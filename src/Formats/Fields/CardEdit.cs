namespace ContactOffice.Formats;

/// <summary>A working copy of a card's lines. The card has them only when the whole edit is done, so that a refused edit changes nothing.</summary>
internal sealed class CardEdit(VCard card)
{
    public List<ContentLine> Lines { get; } = [.. card.Lines];

    public VCardVersion Version { get; } = card.Version;

    public bool IsChanged { get; private set; }

    private readonly string newLine = card.NewLine;

    public ContentLine Make(string? group, string name, IEnumerable<string> parameters, string value)
    {
        var bytes = LineWriter.Write(Version, newLine, group, name, parameters, value);
        return ContentLine.Parse(bytes, Version);
    }

    /// <summary>A picture within the card (vCard 2.1 §2.1.3, RFC 2426 §2.4.1, RFC 6350 §6.2.4).</summary>
    public ContentLine MakeInline(string? group, string name, string mediaType, string base64)
    {
        if (Version == VCardVersion.V40)
            return Make(group, name, [], $"data:{mediaType};base64,{base64}");
        var type = MediaTypes.WordOf(mediaType);
        var header = (group is null ? name : $"{group}.{name}") + (Version == VCardVersion.V21 ? $";ENCODING=BASE64;TYPE={type}:" : $";ENCODING=b;TYPE={type}:");
        // vCard 2.1 §2.1.3 ends base64 by an empty line.
        return ContentLine.Parse([.. LineWriter.Fold(header + base64, newLine), .. Version == VCardVersion.V21 ? System.Text.Encoding.ASCII.GetBytes(newLine) : []], Version);
    }

    public void Replace(int index, ContentLine line)
    {
        IsChanged |= !Lines[index].Raw.Span.SequenceEqual(line.Raw.Span);
        Lines[index] = line;
    }

    public void Insert(int index, ContentLine line)
    {
        Lines.Insert(index, line);
        IsChanged = true;
    }

    /// <summary>Behind the last line of its property; where there is none, before END.</summary>
    public void Add(ContentLine line)
    {
        var last = Lines.FindLastIndex(l => l.Name == line.Name);
        Insert(last < 0 ? EndIndex : last + 1, line);
    }

    public void AddAtEnd(ContentLine line) => Insert(EndIndex, line);

    public void Remove(int index)
    {
        Lines.RemoveAt(index);
        IsChanged = true;
    }

    public int Find(string name) => Lines.FindIndex(l => l.Name == name);

    /// <summary>A group that no line is in yet.</summary>
    public string NewGroup()
    {
        var taken = Lines.Where(l => l.Group is not null).Select(l => l.Group!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var number = 1;
        while (taken.Contains($"item{number}"))
            number++;
        return $"item{number}";
    }

    private int EndIndex => Lines.Count - 1;

    public FieldProblem? Commit()
    {
        if (!IsChanged)
            return null;
        Separate();
        if (Lines.Count > VCardLimits.MaxLines || Lines.Sum(l => (long)l.Raw.Length) > VCardLimits.MaxCardBytes)
            return FieldProblem.CardTooLarge();
        card.Commit(Lines);
        return null;
    }

    /// <summary>
    /// A malformed line may depend on the blank line before it: indented text would continue a neighbour that it did not have before, and
    /// quoted-printable that breaks off would swallow a new one.
    /// </summary>
    private void Separate()
    {
        for (var i = 1; i < Lines.Count; i++)
            if (Lines[i - 1].WouldSwallow(Lines[i]))
                Lines[i - 1] = Lines[i - 1].WithBlankLine(newLine);
    }
}
