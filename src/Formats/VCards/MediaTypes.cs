namespace ContactOffice.Formats;

/// <summary>Picture formats by their first bytes and by the words that cards use for them.</summary>
internal static class MediaTypes
{
    public static string? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            return "image/jpeg";
        if (bytes.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']))
            return "image/png";
        if (bytes.StartsWith("GIF8"u8))
            return "image/gif";
        if (bytes.StartsWith("BM"u8))
            return "image/bmp";
        if (bytes.StartsWith<byte>([(byte)'I', (byte)'I', 42, 0]) || bytes.StartsWith<byte>([(byte)'M', (byte)'M', 0, 42]))
            return "image/tiff";
        if (bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8))
            return "image/webp";
        return bytes.Length > 12 && bytes[4..8].SequenceEqual("ftyp"u8) ? "image/heic" : null;
    }

    /// <summary><c>JPEG</c> and <c>image/jpeg</c> mean the same.</summary>
    public static string? OfWord(string word) => word.Contains('/', StringComparison.Ordinal)
        ? word.ToLowerInvariant()
        : word.ToUpperInvariant() switch
        {
            "JPEG" or "JPG" => "image/jpeg",
            "PNG" => "image/png",
            "GIF" => "image/gif",
            "BMP" => "image/bmp",
            "TIFF" or "TIF" => "image/tiff",
            "WEBP" => "image/webp",
            "HEIC" => "image/heic",
            _ => null,
        };

    /// <summary>The TYPE word of vCard 2.1 and 3.0.</summary>
    public static string WordOf(string mediaType) => mediaType[(mediaType.IndexOf('/', StringComparison.Ordinal) + 1)..].ToUpperInvariant();
}
