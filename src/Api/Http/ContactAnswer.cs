using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Api.Http;

/// <summary>A contact in the representation that was asked for.</summary>
internal sealed class ContactAnswer(Contact contact, Representation representation, int status = StatusCodes.Status200OK) : IResult
{
    /// <summary>The vCard version that it is converted to; null for the card as it is stored.</summary>
    public VCardVersion? Converted { get; init; }

    /// <summary>False where a stored card differs from the one that was just sent (RFC 9110 §9.3.4).</summary>
    public bool HasETag { get; init; } = true;

    public string ETag => ETags.Of(contact.Version, representation == Representation.Json ? ETags.Json : Converted is { } version ? ".v" + version.Text() : "");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (HasETag) response.Headers.ETag = ETag;
        response.Headers.Vary = "Accept";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.LastModified = contact.ModifiedAt.ToString("R");
        if (HttpMethods.IsGet(httpContext.Request.Method) && ETags.NoneMatch(httpContext.Request, ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        if (representation == Representation.Json) return new JsonAnswer(json => json.WriteContact(contact), status).ExecuteAsync(httpContext);
        return new CardAnswer(Card(), status).ExecuteAsync(httpContext);
    }

    private byte[] Card() =>
        Converted is { } version && VCard.TryParse(contact.Card, out var card, out _) ? VCardConverter.Convert(card, version) : contact.Card;
}

/// <summary>A vCard, byte for byte.</summary>
internal sealed class CardAnswer(byte[] card, int status = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        // The bytes are what their sender sent, usually but not surely UTF-8, so that no charset is claimed; it defaults to it (RFC 6350 §10.1).
        response.ContentType = Negotiation.VCardType;
        response.ContentLength = card.Length;
        return response.Body.WriteAsync(card, httpContext.RequestAborted).AsTask();
    }
}
