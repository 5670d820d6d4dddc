using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ContactOffice.Dav.Xml;

/// <summary>Reads a whole request body, up to a bound.</summary>
internal static class RequestBody
{
    /// <param name="tooLarge">What to answer beyond the bound.</param>
    public static async Task<(byte[]? Bytes, DavError? Error)> Read(HttpContext http, int maxBytes, DavError tooLarge)
    {
        var request = http.Request;
        if (request.ContentLength > maxBytes) return (null, tooLarge);
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
