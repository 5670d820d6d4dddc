using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ContactOffice.Dav.Xml;

/// <summary>Reads a whole request body, up to a bound.</summary>
internal static class RequestBody
{
    /// <summary>Who sends more than this is cut off.</summary>
    private const long MaxDrained = 64 << 20;

    /// <summary>
    /// Takes a body that will not be used, so that a client that sends all before it reads hears why. A client that waits to be asked for its body
    /// (RFC 9110 §10.1.1) is not asked.
    /// </summary>
    public static async Task Drain(HttpContext http)
    {
        if (http.Request.Headers.Expect.Count > 0 || http.Request.ContentLength > MaxDrained) return;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxDrained;
        try
        {
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        }
        catch (BadHttpRequestException)
        {
            // Longer still, or too slow: the answer is all that is left.
        }
    }

    /// <param name="tooLarge">What to answer beyond the bound.</param>
    public static async Task<(byte[]? Bytes, DavError? Error)> Read(HttpContext http, int maxBytes, DavError tooLarge)
    {
        var request = http.Request;
        if (request.ContentLength > maxBytes)
        {
            await Drain(http);
            return (null, tooLarge);
        }
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = maxBytes;
        try
        {
            if (request.ContentLength is { } length)
            {
                var bytes = GC.AllocateUninitializedArray<byte>((int)length);
                await request.Body.ReadExactlyAsync(bytes, http.RequestAborted);
                return (bytes, null);
            }
            using var buffer = new MemoryStream();
            await request.Body.CopyToAsync(buffer, http.RequestAborted);
            return buffer.Length <= maxBytes ? (buffer.ToArray(), null) : (null, tooLarge);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, tooLarge);
        }
        catch (EndOfStreamException)
        {
            return (null, new DavError(StatusCodes.Status400BadRequest));
        }
    }
}
