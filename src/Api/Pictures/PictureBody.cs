using ContactOffice.Api.Http;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Api.Pictures;

/// <summary>A request body that is a picture of any kind that we read.</summary>
internal static class PictureBody
{
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <returns>The JPEG that is made of it, with its sides; or the problem.</returns>
    public static async Task<((byte[] Jpeg, int Width, int Height)? Portrait, Problem? Problem)> Read(HttpContext http, Pictures pictures)
    {
        var (bytes, problem) = await RawBody.Read(http, MaxBytes);
        if (bytes is null) return (null, problem);
        return await pictures.Portrait(bytes, http.RequestAborted) is { } portrait
            ? (portrait, null)
            : (null, Problem.At("", "picture-unreadable", "This is no picture that can be read: it must be a whole GIF, JPEG, BMP, PNG, TIFF, WebP, HEIC or camera RAW of at most 100 megapixels.", ("max", 100)));
    }
}
