using System.Globalization;
using ContactOffice.Dav.Cards;
using ContactOffice.Dav.Conditions;
using ContactOffice.Dav.Properties;
using ContactOffice.Dav.Resources;
using ContactOffice.Formats;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ContactOffice.Dav.Verbs;

/// <summary>A card as it was sent (RFC 6352 §5.1); converted where Accept asks for a version (§6.1.3).</summary>
internal static class Get
{
    public static async Task<IResult> Answer(DavRequest request)
    {
        if (request.Target is NoCard) return DavError.NotFound;
        if (request.Target is not Card card) return Options.NotAllowed(request);
        var version = Wanted(request.Http.Request.Headers.Accept);
        Describe(request.Http.Response, card.ETag);
        if (ETags.IsUnchanged(request.Http.Request, card.ETag)) return Results.StatusCode(StatusCodes.Status304NotModified);
        if ((await card.Book.Find(request, [card.Name], withBodies: true))[0] is not { Bytes: { } bytes } read) return DavError.NotFound;
        request.Http.Response.Headers.ETag = read.ETag; // it may have been changed between the two readings
        if (read.Modified is { } modified) request.Http.Response.Headers.LastModified = modified.ToString("R", CultureInfo.InvariantCulture);
        await Send(request.Http, version is { } to && VCard.TryParse(bytes, out var parsed, out _) ? VCardConverter.Convert(parsed, to) : bytes);
        return Results.Empty;
    }

    /// <summary>A card as the answer's body.</summary>
    public static async Task Send(HttpContext http, byte[] card)
    {
        http.Response.ContentType = CoreProperties.CardType;
        http.Response.ContentLength = card.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.Body.WriteAsync(card, http.RequestAborted);
    }

    /// <summary>
    /// A converted card has the tag of the stored one, against the letter of RFC 9110 §8.8.3: DAVx5 (4.3) fetches a single card with Accept and compares
    /// the answer's tag with getetag ever after. Vary keeps caches from mixing the two up.
    /// </summary>
    private static void Describe(HttpResponse response, string tag)
    {
        response.Headers.ETag = tag;
        response.Headers.Vary = "Accept";
        response.Headers.CacheControl = "private, no-cache";
    }

    /// <summary>The version that Accept names with its first vCard; null where it names none.</summary>
    private static VCardVersion? Wanted(string? accept)
    {
        if (string.IsNullOrEmpty(accept) || !accept.Contains("version", StringComparison.OrdinalIgnoreCase) || !MediaTypeHeaderValue.TryParseList([accept], out var types)) return null;
        foreach (var type in types.OrderByDescending(type => type.Quality ?? 1))
        {
            if (!AddressData.IsVCard(type.MediaType.ToString())) continue;
            var version = type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase))?.Value.ToString().Trim('"');
            return AddressData.TryVersion(version, out var known) ? known : null;
        }
        return null;
    }
}
