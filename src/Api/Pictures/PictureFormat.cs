using ImageMagick;

namespace ContactOffice.Api.Pictures;

/// <summary>
/// Which decoder a picture's first bytes ask for. Only these are ever named to ImageMagick, which left alone would also run scripts, fetch addresses
/// and render documents that call themselves pictures.
/// </summary>
internal static class PictureFormat
{
    /// <summary>The decoders to try, in this order; none where the bytes are no picture that we read.</summary>
    public static IReadOnlyList<MagickFormat> Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => [MagickFormat.Jpeg],
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => [MagickFormat.Png],
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => [MagickFormat.Gif],
        [(byte)'B', (byte)'M', ..] => [MagickFormat.Bmp],
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => [MagickFormat.WebP],
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => OfBrand(bytes[8..]),
        // Most cameras write TIFF with something of their own inside: as TIFF only its thumbnail would be seen.
        [(byte)'I', (byte)'I', 0x2A, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A, ..] => [MagickFormat.Dng, MagickFormat.Tiff],
        _ => IsRaw(bytes) ? [MagickFormat.Dng] : [],
    };

    /// <summary>The ISO media file's major brand (ISO/IEC 14496-12 §4.3).</summary>
    private static IReadOnlyList<MagickFormat> OfBrand(ReadOnlySpan<byte> brand)
    {
        if (brand.StartsWith("crx "u8)) return [MagickFormat.Dng];
        if (brand.StartsWith("avif"u8) || brand.StartsWith("avis"u8)) return [MagickFormat.Avif];
        return brand.StartsWith("heic"u8) || brand.StartsWith("heix"u8) || brand.StartsWith("heim"u8) || brand.StartsWith("hevc"u8) || brand.StartsWith("mif1"u8) || brand.StartsWith("msf1"u8)
            ? [MagickFormat.Heic]
            : [];
    }

    /// <summary>Fujifilm, Olympus, Panasonic, older Canon, Sigma: all are read by the decoder that ImageMagick calls after DNG.</summary>
    private static bool IsRaw(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("FUJIFILMCCD-RAW"u8) || bytes.StartsWith("IIRO"u8) || bytes.StartsWith("IIRS"u8) || bytes.StartsWith("MMOR"u8)
        || bytes.StartsWith("IIU\0"u8) || bytes.StartsWith("FOVb"u8) || (bytes.Length > 14 && bytes[6..].StartsWith("HEAPCCDR"u8));
}
