using ContactOffice.Api.Http;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Api.Pictures;

/// <summary>A kept picture as a browser gets it: small, encoded anew as WebP, and for good where its hash is in the address.</summary>
internal static class PictureAnswer
{
    private const int MaxSize = 2048;

    public static Problem? WrongSize(int size) => size is < 1 or > MaxSize ? Problem.At("size", "out-of-range", $"It can be 1 to {MaxSize}.", ("min", 1), ("max", MaxSize)) : null;

    /// <param name="hash">Of the kept bytes.</param>
    /// <param name="version">The hash that the address has.</param>
    public static async Task<IResult> Of(HttpContext http, Pictures pictures, string hash, byte[] bytes, int size, string? version)
    {
        size = Pictures.SizeFor(size);
        var etag = $"\"{hash}-{size}\"";
        http.Response.Headers.ETag = etag;
        http.Response.Headers.CacheControl = version == hash ? "private, max-age=31536000, immutable" : "private, no-cache";
        if (ETags.NoneMatch(http.Request, etag)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return await pictures.Resize(hash, bytes, size, http.RequestAborted) is { } picture
            ? TypedResults.Bytes(picture, Pictures.MediaType)
            : new Problem(ProblemKind.NotFound, "The picture cannot be read.");
    }
}
