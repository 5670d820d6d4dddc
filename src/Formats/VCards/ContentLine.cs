namespace ContactOffice.Formats;

/// <summary>
/// One content line (RFC 6350 §3.3) with the bytes that it came from: folds, line ends and blank lines behind it included,
/// so that the lines of a card put together are the card.
/// </summary>
public sealed class ContentLine
{
    private readonly int valueStart;
    private readonly int valueEnd;
    private readonly VCardVersion version;
    private string? value;
    private string? id;

    internal ContentLine(RawLine raw, ReadOnlyMemory<byte> bytes, VCardVersion version)
    {
        Group = raw.Header.Group;
        Name = raw.Header.Name;
        NameAsSent = raw.Header.NameAsSent;
        Parameters = raw.Header.Parameters;
        Transfer = raw.Header.Transfer;
        FirstLine = raw.FirstLine;
        IsNested = raw.IsNested;
        Raw = bytes[raw.Start..raw.End];
        valueStart = raw.ValueStart < 0 ? -1 : raw.ValueStart - raw.Start;
        valueEnd = raw.ValueEnd - raw.Start;
        this.version = version;
    }

    private ContentLine(ContentLine line, ReadOnlyMemory<byte> raw)
    {
        (Group, Name, NameAsSent, Parameters, Transfer) = (line.Group, line.Name, line.NameAsSent, line.Parameters, line.Transfer);
        (FirstLine, IsNested, valueStart, valueEnd, version) = (line.FirstLine, line.IsNested, line.valueStart, line.valueEnd, line.version);
        Raw = raw;
    }

    /// <summary>Reads a line that an edit made.</summary>
    internal static ContentLine Parse(byte[] bytes, VCardVersion version)
    {
        var reader = new CardReader(bytes);
        return new(reader.ReadOnly() with { FirstLine = 0 }, bytes, version);
    }

    /// <summary>What stands before the dot in <c>item1.TEL</c>.</summary>
    public string? Group { get; }

    /// <summary>The property name in capitals; empty for a line that is no property.</summary>
    public string Name { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Counted from 1 in the text that was parsed; 0 for a line that an edit made.</summary>
    public int FirstLine { get; }

    /// <summary>The exact bytes.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>
    /// The value, unfolded, quoted-printable and character set decoded, but with its backslash escapes still in place: where they
    /// separate and where they do not is the property's to say. Base64 stays base64, without white space.
    /// </summary>
    public string Value => value ??= valueStart < 0 ? "" : ValueReader.Read(this, version, out _);

    /// <summary>The value as text: its backslash escapes undone, whatever they were for.</summary>
    public string PlainValue => Text.Unescape(Value);

    internal string NameAsSent { get; }

    internal TransferEncoding Transfer { get; }

    /// <summary>The value is a card of its own (vCard 2.1 §2.7.2 AGENT).</summary>
    internal bool IsNested { get; }

    internal VCardVersion Version => version;

    internal ReadOnlyMemory<byte> RawValue => valueStart < 0 ? default : Raw[valueStart..valueEnd];

    internal int ValueOffset => valueStart;

    internal int ValueEndOffset => valueEnd;

    /// <summary>Names this line for as long as it stays as it is: a hash of its bytes.</summary>
    internal string Id => id ??= LineId.Of(Raw.Span);

    /// <summary>Whether the reader would take that line, right behind this one, for a part of it.</summary>
    internal bool WouldSwallow(ContentLine next)
    {
        var end = Raw.Span[valueEnd..];
        if (end.Length > PhysicalLines.NextStart(end, 0))
            return false;
        var first = next.Raw.Span;
        if (first.IsEmpty || first[0] is (byte)' ' or (byte)'\t')
            return true;
        return Transfer switch
        {
            TransferEncoding.QuotedPrintable => next.Name != "END" && QuotedPrintable.IsSoftBreak(LastPhysicalLine),
            TransferEncoding.Base64 => PhysicalLines.IsBase64(first[..PhysicalLines.ContentEnd(first, 0)]),
            _ => false,
        };
    }

    /// <summary>LF behind a CR would only complete it.</summary>
    internal ContentLine WithBlankLine(string newLine)
    {
        byte[] raw = [.. Raw.Span, .. newLine == "\n" && !Raw.Span.EndsWith("\r"u8) ? "\n"u8 : "\r\n"u8];
        return new(this, raw);
    }

    private ReadOnlySpan<byte> LastPhysicalLine
    {
        get
        {
            var content = Raw.Span[..valueEnd];
            return content[(content.LastIndexOfAny((byte)'\r', (byte)'\n') + 1)..];
        }
    }

    /// <summary>The first parameter of this name; null where there is none.</summary>
    public Parameter? Parameter(string name)
    {
        foreach (var parameter in Parameters)
            if (parameter.Name == name)
                return parameter;
        return null;
    }

    /// <summary>Whether one of the TYPE values is this, in any case.</summary>
    public bool HasType(string type)
    {
        foreach (var parameter in Parameters)
            if (parameter.Name == "TYPE")
                foreach (var each in parameter.Values)
                    if (each.Equals(type, StringComparison.OrdinalIgnoreCase))
                        return true;
        return false;
    }

    public override string ToString() => $"{(Group is null ? "" : Group + ".")}{Name}:{Value}";
}
