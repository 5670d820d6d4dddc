using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ContactOffice.Api.Http;

/// <summary>Reads a whole request body as the bytes that were sent.</summary>
internal static class RawBody
{
    // Who sends too much hears so: a connection that is closed under its writer takes the answer with it (RFC 9112 section 9.6). So this much more is read and thrown away.
    private const int MaxDrained = 16 * 1024 * 1024;

    /// <returns>An array of its own, ready to be handed to a grain; null and the problem where the body is longer than allowed or ends early.</returns>
    public static async Task<(byte[]? Bytes, Problem? Problem)> Read(HttpContext context, int maxBytes)
    {
        var request = context.Request;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = maxBytes + MaxDrained;
        // What is not read the web server reads on its own.
        if (request.ContentLength > maxBytes) return (null, TooLarge(maxBytes));
        try
        {
            var bytes = request.ContentLength is { } length ? await ReadExactly(request, (int)length) : await ReadToEnd(request, maxBytes);
            return bytes is null ? (null, TooLarge(maxBytes)) : (bytes, null);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, TooLarge(maxBytes));
        }
    }

    public static Problem TooLarge(long maxBytes) => new(ProblemKind.TooLarge, $"At most {maxBytes} bytes ({maxBytes / (1024 * 1024)} MiB) are taken here.");

    private static async Task<byte[]> ReadExactly(HttpRequest request, int length)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        await request.Body.ReadExactlyAsync(bytes, request.HttpContext.RequestAborted);
        return bytes;
    }

    private static async Task<byte[]?> ReadToEnd(HttpRequest request, int maxBytes)
    {
        using var kept = new MemoryStream();
        var piece = new byte[16 * 1024];
        var length = 0L;
        for (int read; (read = await request.Body.ReadAsync(piece, request.HttpContext.RequestAborted)) > 0; length += read)
        {
            if (length + read <= maxBytes) kept.Write(piece, 0, read);
        }
        return length <= maxBytes ? kept.ToArray() : null;
    }
}
