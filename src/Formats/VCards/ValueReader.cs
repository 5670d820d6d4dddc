using System.Buffers;

namespace ContactOffice.Formats;

/// <summary>Makes a content line's value readable: unfolds, decodes quoted-printable, then the character set.</summary>
internal static class ValueReader
{
    /// <param name="problem">A warning's code; null where nothing was wrong.</param>
    public static string Read(ContentLine line, VCardVersion version, out string? problem)
    {
        var raw = line.RawValue.Span;
        problem = null;
        if (line.IsNested)
            return Charsets.Utf8OrLatin(raw);
        var folded = raw.IndexOfAny((byte)'\r', (byte)'\n') >= 0;
        if (!folded && line.Transfer == TransferEncoding.None)
            return Charsets.Decode(raw, Charset(line), out problem);
        var buffer = ArrayPool<byte>.Shared.Rent(raw.Length + 1);
        try
        {
            var length = Join(raw, buffer, line.Transfer, version);
            var badEncoding = false;
            if (line.Transfer == TransferEncoding.QuotedPrintable)
                length = QuotedPrintable.Decode(buffer, length, out badEncoding);
            var text = Charsets.Decode(buffer.AsSpan(0, length), Charset(line), out problem);
            if (badEncoding)
                problem ??= "vcard.quoted-printable";
            return text;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string? Charset(ContentLine line) => line.Parameters.Count == 0 ? null : line.Parameter("CHARSET")?.Value;

    private static int Join(ReadOnlySpan<byte> raw, byte[] buffer, TransferEncoding transfer, VCardVersion version)
    {
        var length = 0;
        var start = 0;
        var previousLength = 0;
        var softBreak = false;
        while (start <= raw.Length)
        {
            var end = PhysicalLines.ContentEnd(raw, start);
            var part = raw[start..end];
            previousLength = start == 0 ? part.Length : previousLength;
            if (start > 0 && !part.IsEmpty && part[0] is (byte)' ' or (byte)'\t')
                part = KeepsBlank(transfer, version, softBreak, previousLength) ? part : part[1..];
            previousLength = end - start;
            softBreak = transfer == TransferEncoding.QuotedPrintable && QuotedPrintable.IsSoftBreak(part);
            if (softBreak)
                part = part[..part.LastIndexOf((byte)'=')];
            if (transfer == TransferEncoding.Base64)
                length = AppendWithoutBlanks(part, buffer, length);
            else
            {
                part.CopyTo(buffer.AsSpan(length));
                length += part.Length;
            }
            if (end == raw.Length)
                break;
            start = PhysicalLines.NextStart(raw, end);
        }
        return length;
    }

    // RFC 6350 §3.2 and RFC 2425 §5.8.1: the blank belongs to the fold. vCard 2.1 §2.1.3: it belongs to the text; but writers that fold 2.1 cards
    // at a fixed width mean the former. After a quoted-printable soft break a blank is text in 2.1, and a fold on top of it in later versions.
    private static bool KeepsBlank(TransferEncoding transfer, VCardVersion version, bool softBreak, int previousLength) =>
        version == VCardVersion.V21 && (softBreak || (transfer == TransferEncoding.None && previousLength < 72));

    private static int AppendWithoutBlanks(ReadOnlySpan<byte> part, byte[] buffer, int length)
    {
        foreach (var b in part)
            if (b is not ((byte)' ' or (byte)'\t'))
                buffer[length++] = b;
        return length;
    }
}
