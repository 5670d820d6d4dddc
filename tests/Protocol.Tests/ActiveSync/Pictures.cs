using ImageMagick;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>Pictures for tests.</summary>
internal static class Pictures
{
    /// <summary>A small one, in base64.</summary>
    public static string Jpeg()
    {
        using var image = new MagickImage(MagickColors.Teal, 40, 30);
        return Convert.ToBase64String(image.ToByteArray(MagickFormat.Jpeg));
    }

    /// <summary>A PNG that does not compress.</summary>
    public static byte[] Noise(uint side)
    {
        using var image = new MagickImage(MagickColors.Gray, side, side);
        image.AddNoise(NoiseType.Random);
        return image.ToByteArray(MagickFormat.Png);
    }
}
