using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ContactOffice.Api.Http;

/// <summary>Reads a whole request body as the bytes that were sent.</summary>
internal static class RawBody
{
    /// <returns>An array of its own, ready to be handed to a grain; null and the problem where the body is longer than allowed or ends early.</returns>
    public static async Task<(byte[]? Bytes, Problem? Problem)> Read(HttpContext context, int maxBytes)
    {
        var request = context.Request;
        if (request.ContentLength > maxBytes) return (null, TooLarge(maxBytes));
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = maxBytes;
        try
        {
            return (request.ContentLength is { } length ? await ReadExactly(request, (int)length) : await ReadToEnd(request, maxBytes), null);
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

    private static async Task<byte[]> ReadToEnd(HttpRequest request, int maxBytes)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.Length <= maxBytes ? buffer.ToArray() : throw new BadHttpRequestException("Too large", StatusCodes.Status413PayloadTooLarge);
    }
}
