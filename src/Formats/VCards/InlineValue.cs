using System.Buffers.Text;
using System.Text;

namespace ContactOffice.Formats;

/// <summary>Where a content line has a value in base64 within itself: the offsets of the base64 in its raw bytes.</summary>
internal readonly record struct InlineValue(int Start, int End, string? MediaType)
{
    /// <summary>Null where the line's value is something else.</summary>
    public static InlineValue? Find(ContentLine line)
    {
        if (line.IsNested || line.ValueOffset < 0)
            return null;
        if (line.Transfer == TransferEncoding.Base64)
            return new(line.ValueOffset, line.ValueEndOffset, MediaTypeOf(line));
        var value = line.RawValue.Span;
        if (line.Transfer != TransferEncoding.None || value.Length < 13 || !Ascii.EqualsIgnoreCase(value[..5], "data:"u8))
            return null;
        // RFC 2397. A fold within the short head is nobody's habit.
        var comma = value.IndexOf((byte)',');
        var head = comma < 0 ? default : value[5..comma];
        if (comma < 0 || head.Length > 100 || head.IndexOfAny((byte)'\r', (byte)'\n') >= 0 || !head.EndsWith(";base64"u8))
            return null;
        var mediaType = Charsets.Latin(head[..^7]);
        var semicolon = mediaType.IndexOf(';', StringComparison.Ordinal);
        mediaType = semicolon < 0 ? mediaType : mediaType[..semicolon];
        return new(line.ValueOffset + comma + 1, line.ValueEndOffset, mediaType.Length == 0 ? null : mediaType.ToLowerInvariant());
    }

    public ReadOnlySpan<byte> Text(ContentLine line) => line.Raw.Span[Start..End];

    /// <summary>The bytes that it stands for; null where it is no base64.</summary>
    public byte[]? Decode(ContentLine line)
    {
        var raw = Text(line);
        var letters = new byte[raw.Length + 3];
        var length = 0;
        foreach (var b in raw)
            if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                letters[length++] = b;
        // Some writers leave the padding out.
        while (length % 4 is 2 or 3)
            letters[length++] = (byte)'=';
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(length)];
        var status = Base64.DecodeFromUtf8(letters.AsSpan(0, length), bytes, out _, out var written);
        return status == System.Buffers.OperationStatus.Done ? bytes[..written] : null;
    }

    private static string? MediaTypeOf(ContentLine line)
    {
        foreach (var parameter in line.Parameters)
            if (parameter.Name is "TYPE" or "MEDIATYPE")
                foreach (var word in parameter.Values)
                    if (MediaTypes.OfWord(word) is { } mediaType)
                        return mediaType;
        return null;
    }
}
