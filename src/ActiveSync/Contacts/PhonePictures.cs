using System.Security.Cryptography;
using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;
using ImageMagick;
using Microsoft.Extensions.Caching.Memory;

namespace ContactOffice.ActiveSync.Contacts;

/// <summary>Pictures as phones take them: JPEG of at most 48 KB in base64 (MS-ASCNTC §2.2.2.56). One that is so already goes as it is.</summary>
internal sealed class PhonePictures : IPhonePictures, IDisposable
{
    private const int MaxBytes = 48 * 1024 / 4 * 3 - 128; // room for the mark
    private const long CacheBytes = 16 * 1024 * 1024;
    private const ulong MaxPixels = 100_000_000;
    private static readonly uint[] Sides = [384, 256, 160, 96];

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = CacheBytes });
    private readonly SemaphoreSlim turn = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Null where the card has none that can be shown.</summary>
    public async Task<byte[]?> For(VCard card, CancellationToken cancellation) =>
        ActiveSyncCard.Picture(card) is { } original ? await Smaller(original, MaxBytes, cancellation) : null;

    public async Task<bool> CanShow(byte[] picture) => await Smaller(picture, MaxBytes, CancellationToken.None) is not null;

    /// <summary>At most so many bytes; null where that cannot be.</summary>
    public async Task<byte[]?> Smaller(byte[] original, int bytes, CancellationToken cancellation)
    {
        if (IsJpeg(original) && original.Length <= bytes) return original;
        var hash = Convert.ToHexStringLower(SHA256.HashData(original));
        if (cache.TryGetValue((hash, bytes), out byte[]? made)) return made is { Length: > 0 } ? made : null;
        await turn.WaitAsync(cancellation);
        try
        {
            made = await Task.Run(() => Made(original, hash, bytes), cancellation) ?? [];
        }
        finally
        {
            turn.Release();
        }
        cache.Set((hash, bytes), made, new MemoryCacheEntryOptions { Size = made.Length + 200 });
        return made.Length > 0 ? made : null;
    }

    public void Dispose()
    {
        cache.Dispose();
        turn.Dispose();
    }

    private static bool IsJpeg(byte[] bytes) => bytes is [0xFF, 0xD8, 0xFF, ..];

    private static byte[]? Made(byte[] original, string hash, int most)
    {
        try
        {
            var format = original switch
            {
                [0xFF, 0xD8, ..] => MagickFormat.Jpeg,
                [0x89, 0x50, ..] => MagickFormat.Png,
                [0x47, 0x49, 0x46, ..] => MagickFormat.Gif,
                [0x52, 0x49, 0x46, 0x46, ..] => MagickFormat.WebP,
                _ => MagickFormat.Unknown,
            };
            if (format == MagickFormat.Unknown) return null;
            var settings = new MagickReadSettings { Format = format, FrameIndex = 0, FrameCount = 1 };
            var info = new MagickImageInfo(original, settings);
            if ((ulong)info.Width * info.Height > MaxPixels) return null;
            using var image = new MagickImage(original, settings);
            image.AutoOrient();
            if (image.ColorSpace != ColorSpace.sRGB) image.TransformColorSpace(ColorProfiles.SRGB);
            image.BackgroundColor = MagickColors.White;
            if (image.HasAlpha) image.Alpha(AlphaAction.Remove);
            image.Quality = 80;
            foreach (var side in Sides)
            {
                image.Thumbnail(new MagickGeometry(side, side) { Greater = true });
                image.Strip();
                if (ActiveSyncCard.Mark(image.ToByteArray(MagickFormat.Jpeg), hash) is { } jpeg && jpeg.Length <= most) return jpeg;
            }
            return null;
        }
        catch (MagickException)
        {
            return null; // damaged, or beyond the limits: the contact is shown without it
        }
    }
}
