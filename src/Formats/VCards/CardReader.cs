namespace ContactOffice.Formats;

/// <summary>Where a content line stands in the bytes, and its header.</summary>
/// <param name="ValueStart">-1 for a line without a colon.</param>
/// <param name="ValueEnd">Without the line end.</param>
/// <param name="End">Behind the line end and the blank lines that follow.</param>
internal readonly record struct RawLine(int Start, int ValueStart, int ValueEnd, int End, int FirstLine, bool IsNested, Header Header);

/// <summary>
/// Cuts the bytes of one card into content lines. One pass, whatever the input; each physical line is looked at a fixed number of times.
/// </summary>
internal ref struct CardReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position;
    private int lineNumber = 1;

    public readonly List<RawLine> Lines { get; } = new(24);

    public readonly List<FormatWarning> Warnings { get; } = [];

    /// <summary>Where the card begins; what stands before is kept but is no part of it.</summary>
    public int PrefixEnd { get; private set; }

    /// <summary>Where the card ends.</summary>
    public int SuffixStart { get; private set; }

    /// <summary>What makes the bytes no card; null where they are one.</summary>
    public FormatWarning? Read()
    {
        if (!FindBegin())
            return new("vcard.no-card", 0, "There is no BEGIN:VCARD: this is not a vCard.");
        PrefixEnd = position;
        while (position < bytes.Length)
        {
            var contentEnd = PhysicalLines.ContentEnd(bytes, position);
            var physical = bytes[position..contentEnd];
            if (Lines.Count > 0 && PhysicalLines.IsBlank(physical))
            {
                Advance(contentEnd);
                Lines[^1] = Lines[^1] with { End = position };
                continue;
            }
            if (Lines.Count > 0 && PhysicalLines.IsBegin(physical))
                return new("vcard.missing-end", lineNumber, "Another card begins before END:VCARD: the first was cut off.");
            if (Lines.Count == VCardLimits.MaxLines)
                return new("vcard.too-many-lines", lineNumber, $"The card has more than {VCardLimits.MaxLines} lines.");
            if (ReadLine(contentEnd) is { } problem)
                return problem;
            if (PhysicalLines.IsEnd(physical))
                return CheckSuffix();
        }
        return new("vcard.missing-end", lineNumber, "The card ends without END:VCARD: it was probably cut off.");
    }

    /// <summary>The one content line that the bytes hold.</summary>
    public RawLine ReadOnly()
    {
        ReadLine(PhysicalLines.ContentEnd(bytes, 0));
        return Lines[0];
    }

    public readonly void Warn(string code, int line, string message)
    {
        if (Warnings.Count < VCardLimits.MaxWarnings)
            Warnings.Add(new(code, line, message));
    }

    private bool FindBegin()
    {
        if (bytes.StartsWith("\uFEFF"u8))
            position = 3;
        var textBefore = false;
        while (position < bytes.Length)
        {
            var contentEnd = PhysicalLines.ContentEnd(bytes, position);
            var physical = bytes[position..contentEnd];
            if (PhysicalLines.IsBegin(physical))
            {
                if (textBefore)
                    Warn("vcard.text-before-begin", 1, "There is text before BEGIN:VCARD; it was ignored.");
                return true;
            }
            textBefore |= !PhysicalLines.IsBlank(physical);
            Advance(contentEnd);
        }
        return false;
    }

    private FormatWarning? CheckSuffix()
    {
        SuffixStart = position;
        while (position < bytes.Length)
        {
            var contentEnd = PhysicalLines.ContentEnd(bytes, position);
            var physical = bytes[position..contentEnd];
            if (PhysicalLines.IsBegin(physical))
                return new("vcard.more-than-one", lineNumber, "There is more than one card here.");
            if (!PhysicalLines.IsBlank(physical))
            {
                Warn("vcard.text-after-end", lineNumber, "There is text behind END:VCARD; it was ignored.");
                position = bytes.Length;
                // A second card behind that text would be hidden by it.
                return ContainsBegin(bytes[contentEnd..]) ? new("vcard.more-than-one", lineNumber, "There is more than one card here.") : null;
            }
            Advance(contentEnd);
        }
        return null;
    }

    private static bool ContainsBegin(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = PhysicalLines.ContentEnd(text, at);
            if (PhysicalLines.IsBegin(text[at..end]))
                return true;
            at = PhysicalLines.NextStart(text, end);
        }
        return false;
    }

    private void Advance(int contentEnd)
    {
        position = PhysicalLines.NextStart(bytes, contentEnd);
        lineNumber++;
    }

    private FormatWarning? ReadLine(int contentEnd)
    {
        var start = position;
        var firstLine = lineNumber;
        var valueEnd = contentEnd;
        var header = ReadHeader(start, ref valueEnd, out var valueStart);
        if (valueStart < 0)
        {
            if (bytes[start..valueEnd].IndexOfAnyExcept((byte)' ', (byte)'\t') >= 0)
                Warn("vcard.malformed-line", firstLine, "This line is no property; it was kept but not understood.");
        }
        else
            ReadContinuations(header, ref valueEnd);
        var nested = false;
        if (PhysicalLines.OpensAgent(bytes[start..contentEnd]) && NextBegins())
        {
            nested = true;
            if (SkipNested(ref valueEnd) is { } problem)
                return problem;
        }
        Lines.Add(new(start, valueStart, valueEnd, position, firstLine, nested, header));
        return null;
    }

    /// <summary>Leaves the position behind the physical line (or lines, where the header is folded) that hold the header.</summary>
    private Header ReadHeader(int start, ref int contentEnd, out int valueStart)
    {
        var physical = bytes[start..contentEnd];
        var colon = HeaderReader.Colon(physical);
        Advance(contentEnd);
        Header header;
        bool tooMany;
        if (colon >= 0)
        {
            valueStart = start + colon + 1;
            header = HeaderReader.Read(physical[..colon], out tooMany);
        }
        else
        {
            var unfolded = UnfoldHeader(start, ref contentEnd, out valueStart);
            header = valueStart < 0 ? Header.None : HeaderReader.Read(unfolded, out tooMany);
            tooMany = false;
        }
        if (tooMany)
            Warn("vcard.too-many-parameters", lineNumber - 1, $"Only the first {VCardLimits.MaxParameters} parameters of this line are looked at.");
        return header;
    }

    private byte[] UnfoldHeader(int start, ref int contentEnd, out int valueStart)
    {
        var unfolded = new List<byte>();
        unfolded.AddRange(bytes[start..contentEnd]);
        valueStart = -1;
        while (IsContinuation())
        {
            var end = PhysicalLines.ContentEnd(bytes, position);
            var part = bytes[(position + 1)..end];
            var colon = part.IndexOf((byte)':');
            contentEnd = end;
            if (colon >= 0)
            {
                valueStart = position + 1 + colon + 1;
                unfolded.AddRange(part[..colon]);
                Advance(end);
                break;
            }
            unfolded.AddRange(part);
            Advance(end);
        }
        return [.. unfolded];
    }

    private readonly bool IsContinuation() => position < bytes.Length && bytes[position] is (byte)' ' or (byte)'\t';

    private void ReadContinuations(Header header, ref int valueEnd)
    {
        var lineStart = Math.Max(0, bytes[..valueEnd].LastIndexOfAny((byte)'\r', (byte)'\n') + 1);
        while (position < bytes.Length)
        {
            var end = PhysicalLines.ContentEnd(bytes, position);
            var next = bytes[position..end];
            if (header.Transfer == TransferEncoding.QuotedPrintable && QuotedPrintable.IsSoftBreak(bytes[lineStart..valueEnd]))
            {
                if (PhysicalLines.IsBlank(next) || PhysicalLines.IsEnd(next) || PhysicalLines.IsBegin(next))
                {
                    Warn("vcard.quoted-printable", lineNumber - 1, "The quoted-printable text breaks off.");
                    return;
                }
            }
            else if (!IsContinuation() && !(header.Transfer == TransferEncoding.Base64 && PhysicalLines.IsBase64(next)))
                return;
            lineStart = position;
            valueEnd = end;
            Advance(end);
        }
    }

    private readonly bool NextBegins()
    {
        var at = position;
        while (at < bytes.Length)
        {
            var end = PhysicalLines.ContentEnd(bytes, at);
            if (!PhysicalLines.IsBlank(bytes[at..end]))
                return PhysicalLines.IsBegin(bytes[at..end]);
            at = PhysicalLines.NextStart(bytes, end);
        }
        return false;
    }

    private FormatWarning? SkipNested(ref int valueEnd)
    {
        var depth = 0;
        var opensAgent = true;
        while (position < bytes.Length)
        {
            var end = PhysicalLines.ContentEnd(bytes, position);
            var physical = bytes[position..end];
            if (PhysicalLines.IsBegin(physical) && !opensAgent)
                return new("vcard.missing-end", lineNumber, "Another card begins before END:VCARD: the nested one was cut off.");
            if (PhysicalLines.IsBegin(physical) && ++depth > VCardLimits.MaxDepth)
                return new("vcard.too-deep", lineNumber, $"Cards are nested more than {VCardLimits.MaxDepth} deep.");
            if (!PhysicalLines.IsBlank(physical))
                opensAgent = PhysicalLines.OpensAgent(physical);
            valueEnd = end;
            Advance(end);
            if (PhysicalLines.IsEnd(physical) && --depth == 0)
                return null;
        }
        return new("vcard.missing-end", lineNumber, "A nested card ends without END:VCARD: it was probably cut off.");
    }
}
