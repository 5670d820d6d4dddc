using System.Text;

namespace ContactOffice.Formats;

/// <summary>One piece of a file.</summary>
/// <param name="Line">The file's line on which it begins, from 1.</param>
/// <param name="Bytes">From BEGIN to END with its line end; of what is broken at most the first 4 KiB.</param>
/// <param name="Broken">Why this is no card; null where it is one.</param>
/// <param name="BrokenCode">The same for programs, as a <see cref="FormatWarning"/> has it.</param>
public sealed record VCardSlice(int Line, byte[] Bytes, string? Broken, string? BrokenCode = null);

/// <summary>
/// Finds the cards in a file that arrives in chunks. Never holds more than one card, whatever the file; how it is cut into chunks
/// makes no difference to what comes out. UTF-16 files, told by their byte order mark, come out as UTF-8.
/// </summary>
public sealed class VCardSplitter
{
    private const int MaxShown = 4096;
    // No delimiter is this long: what is longer need not be kept to be recognised.
    private const int MaxDelimiter = 1000;
    private const string CutOff = "The card ends without END:VCARD: it was probably cut off.";
    private const string NoCard = "This text is outside of any card.";

    private readonly List<VCardSlice> found = [];
    private readonly List<byte> shown = [];
    private readonly List<byte> start = [];
    private byte[] buffer = new byte[16 * 1024];
    private int length;
    private int sliceStart;
    private int lineStart;
    private int scanned;
    private int line = 1;
    private int sliceLine;
    private int depth;
    private bool inside;
    private bool opensAgent;
    private bool tooLarge;
    private bool longLine;
    private bool started;
    private Decoder? utf16;

    /// <summary>Takes the next chunk; answers the cards that ended in it.</summary>
    public IEnumerable<VCardSlice> Push(ReadOnlyMemory<byte> chunk)
    {
        var bytes = chunk.Span;
        if (!started)
        {
            // Two bytes tell UTF-16.
            start.AddRange(bytes);
            if (start.Count < 2)
                return [];
            bytes = start.ToArray();
            Begin(ref bytes);
        }
        Append(bytes, flush: false);
        Scan(complete: false);
        return Take();
    }

    /// <summary>Nothing more comes; answers what was still open.</summary>
    public IEnumerable<VCardSlice> Complete()
    {
        ReadOnlySpan<byte> rest = [];
        if (!started)
        {
            rest = start.ToArray();
            Begin(ref rest);
        }
        Append(rest, flush: true);
        Scan(complete: true);
        if (inside)
            Emit(length, tooLarge ? TooLarge : CutOff);
        else
            FlushText();
        return Take();
    }

    private static string TooLarge => $"The card is larger than {VCardLimits.MaxCardBytes / 1024 / 1024} MiB.";

    private void Begin(ref ReadOnlySpan<byte> bytes)
    {
        started = true;
        utf16 = Utf16.Find(bytes)?.GetDecoder();
        if (utf16 is not null)
            bytes = bytes[2..];
        start.Clear();
    }

    private void Append(ReadOnlySpan<byte> bytes, bool flush)
    {
        if (utf16 is not null)
        {
            var characters = new char[utf16.GetCharCount(bytes, flush)];
            utf16.GetChars(bytes, characters, flush);
            // A surrogate pair may be torn between chunks; the decoder holds the first half back.
            bytes = Encoding.UTF8.GetBytes(characters);
        }
        if (length + bytes.Length > buffer.Length)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + bytes.Length));
        bytes.CopyTo(buffer.AsSpan(length));
        length += bytes.Length;
    }

    private void Scan(bool complete)
    {
        while (lineStart < length)
        {
            var at = buffer.AsSpan(scanned, length - scanned).IndexOfAny((byte)'\r', (byte)'\n');
            var contentEnd = at < 0 ? length : scanned + at;
            // A CR at the end of a chunk may be half of a CRLF.
            var waits = at < 0 || (buffer[contentEnd] == '\r' && contentEnd + 1 == length);
            scanned = contentEnd;
            if (waits && !complete)
                break;
            var next = PhysicalLines.NextStart(buffer.AsSpan(0, length), contentEnd);
            ReadLine(contentEnd, next);
            lineStart = scanned = next;
            line++;
            longLine = false;
        }
        Bound();
        Compact();
    }

    private void ReadLine(int contentEnd, int next)
    {
        var text = buffer.AsSpan(lineStart, contentEnd - lineStart);
        var isLong = longLine || text.Length > MaxDelimiter;
        if (!inside && !isLong && text.StartsWith("\uFEFF"u8))
        {
            lineStart += 3;
            text = text[3..];
        }
        var isBegin = !isLong && PhysicalLines.IsBegin(text);
        if (!inside)
            ReadOutside(text, isBegin, isLong, next);
        else
            ReadInside(text, isBegin, isLong, next);
    }

    private void ReadOutside(ReadOnlySpan<byte> text, bool isBegin, bool isLong, int next)
    {
        if (isBegin)
        {
            FlushText();
            StartCard();
        }
        else if (isLong || !PhysicalLines.IsBlank(text))
            Show(next);
    }

    private void ReadInside(ReadOnlySpan<byte> text, bool isBegin, bool isLong, int next)
    {
        if (isBegin && !opensAgent)
        {
            Emit(lineStart, tooLarge ? TooLarge : CutOff);
            StartCard();
        }
        else if (isBegin)
            depth++;
        else if (!isLong && PhysicalLines.IsEnd(text) && depth-- == 0)
            Emit(next, tooLarge || next - sliceStart > VCardLimits.MaxCardBytes ? TooLarge : null);
        if (isLong || !PhysicalLines.IsBlank(text))
            opensAgent = !isLong && PhysicalLines.OpensAgent(text);
    }

    private void StartCard()
    {
        inside = true;
        sliceStart = lineStart;
        sliceLine = line;
        depth = 0;
        opensAgent = false;
    }

    private void Emit(int end, string? reason)
    {
        if (reason is not null)
            Show(end, sliceStart);
        found.Add(new(sliceLine, reason is null ? buffer[sliceStart..end] : [.. shown], reason, CodeOf(reason)));
        shown.Clear();
        inside = tooLarge = false;
        sliceLine = 0;
    }

    private static string? CodeOf(string? reason) => reason is null ? null : reason == NoCard ? "vcard.no-card" : reason == CutOff ? "vcard.missing-end" : "vcard.too-large";

    private void FlushText()
    {
        if (shown.Count > 0)
            found.Add(new(sliceLine, [.. shown], NoCard, CodeOf(NoCard)));
        shown.Clear();
        sliceLine = 0;
    }

    private void Show(int end) => Show(end, lineStart);

    private void Show(int end, int from)
    {
        if (sliceLine == 0)
            sliceLine = line;
        shown.AddRange(buffer.AsSpan(from, Math.Min(end - from, MaxShown - shown.Count)));
    }

    /// <summary>Lets go of what is too large to become a card.</summary>
    private void Bound()
    {
        if (inside && !tooLarge && length - sliceStart > VCardLimits.MaxCardBytes)
        {
            Show(length, sliceStart);
            tooLarge = true;
        }
        if (inside && !tooLarge)
            return;
        // The last byte may be the CR of a CRLF.
        var unfinished = scanned - lineStart;
        if (unfinished > MaxDelimiter + MaxShown)
        {
            if (!inside)
                Show(scanned);
            longLine = true;
            lineStart = scanned;
        }
        sliceStart = lineStart;
    }

    private void Compact()
    {
        var keep = inside && !tooLarge ? sliceStart : lineStart;
        if (keep == 0)
            return;
        buffer.AsSpan(keep, length - keep).CopyTo(buffer);
        length -= keep;
        sliceStart = Math.Max(0, sliceStart - keep);
        lineStart -= keep;
        scanned -= keep;
        if (length == 0 && buffer.Length > 1024 * 1024)
            buffer = new byte[16 * 1024];
    }

    private VCardSlice[] Take()
    {
        VCardSlice[] taken = [.. found];
        found.Clear();
        return taken;
    }
}
