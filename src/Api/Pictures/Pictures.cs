using ImageMagick;
using Microsoft.Extensions.Caching.Memory;

namespace ContactOffice.Api.Pictures;

/// <summary>
/// Makes small pictures from what clients sent. The sent bytes never reach a browser: they are decoded, turned upright, made smaller, stripped of all
/// that is not picture, and encoded anew as WebP.
/// </summary>
public sealed class Pictures : IDisposable
{
    public const string MediaType = "image/webp";

    /// <summary>The sizes that are made, so that asking for odd ones makes no work.</summary>
    private static readonly int[] Sizes = [48, 96, 192, 384, 768];

    private const ulong MaxPixels = 100_000_000;
    private const uint Quality = 82;
    private const uint PortraitQuality = 85;
    private const long CacheBytes = 32 * 1024 * 1024;

    private static readonly byte[] None = [];

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = CacheBytes });
    private readonly SemaphoreSlim _turn = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The size that is made for an asked one, in pixels of the longer side.</summary>
    public static int SizeFor(int asked) => Array.Find(Sizes, size => size >= asked) is > 0 and var size ? size : Sizes[^1];

    /// <summary>The picture as WebP that fits into a square of this many pixels; null where the bytes are no picture.</summary>
    /// <param name="hash">Names the bytes.</param>
    /// <param name="size">One of <see cref="SizeFor"/>.</param>
    public async Task<byte[]?> Resize(string hash, byte[] original, int size, CancellationToken cancellation)
    {
        if (_cache.TryGetValue((hash, size), out byte[]? made)) return made is { Length: > 0 } ? made : null;
        made = await InTurn(() => Made(original, (uint)size, MagickFormat.WebP, Quality)?.Bytes, cancellation) ?? None;
        _cache.Set((hash, size), made, new MemoryCacheEntryOptions { Size = made.Length + 200 });
        return made.Length > 0 ? made : null;
    }

    /// <summary>The picture as a JPEG of at most 768 pixels a side, for a card, with its sides; null where the bytes are no picture.</summary>
    public Task<(byte[] Jpeg, int Width, int Height)?> Portrait(byte[] original, CancellationToken cancellation) =>
        InTurn(() => Made(original, (uint)Sizes[^1], MagickFormat.Jpeg, PortraitQuality), cancellation);

    public void Dispose()
    {
        _cache.Dispose();
        _turn.Dispose();
    }

    /// <summary>Decoding takes much memory: few do it at once.</summary>
    private async Task<T> InTurn<T>(Func<T> make, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await Task.Run(make, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static (byte[] Bytes, int Width, int Height)? Made(byte[] original, uint size, MagickFormat target, uint quality)
    {
        foreach (var format in PictureFormat.Of(original))
        {
            try
            {
                return Made(original, size, format, target, quality);
            }
            catch (MagickException)
            {
                // Not this decoder's, damaged, or beyond the limits.
            }
        }
        return null;
    }

    private static (byte[] Bytes, int Width, int Height)? Made(byte[] original, uint size, MagickFormat format, MagickFormat target, uint quality)
    {
        var settings = new MagickReadSettings { Format = format, FrameIndex = 0, FrameCount = 1 };
        var info = new MagickImageInfo(original, settings);
        if ((ulong)info.Width * info.Height > MaxPixels) return null;
        // Decodes no more than is needed; of a small picture it would make a larger one.
        if (format == MagickFormat.Jpeg && Math.Min(info.Width, info.Height) > size * 2) settings.SetDefine(MagickFormat.Jpeg, "size", $"{size * 2}x{size * 2}");
        using var image = new MagickImage(original, settings);
        image.AutoOrient();
        if (image.ColorSpace != ColorSpace.sRGB) image.TransformColorSpace(ColorProfiles.SRGB);
        image.Thumbnail(new MagickGeometry(size, size) { Greater = true });
        image.Strip();
        if (target == MagickFormat.Jpeg && image.HasAlpha)
        {
            // JPEG knows no transparency: without this it would show as black.
            image.BackgroundColor = MagickColors.White;
            image.Alpha(AlphaAction.Remove);
        }
        image.Quality = quality;
        return (image.ToByteArray(target), (int)image.Width, (int)image.Height);
    }
}
