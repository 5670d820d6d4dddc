using ImageMagick;

namespace ContactOffice.Silo;

/// <summary>What decoding one picture may take, whoever asks for it: these are limits of the process.</summary>
public static class PictureLimits
{
    private const uint MaxSide = 20_000;
    private const ulong MaxPixels = 100_000_000;

    public static void Set()
    {
        ResourceLimits.Memory = 512 * 1024 * 1024;
        ResourceLimits.Disk = 0;
        ResourceLimits.Area = MaxPixels;
        ResourceLimits.Width = MaxSide;
        ResourceLimits.Height = MaxSide;
        ResourceLimits.ListLength = 4;
        ResourceLimits.Thread = 1;
        // Not ResourceLimits.Time: it counts from the start of the process.
    }
}
