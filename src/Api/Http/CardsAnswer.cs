using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Api.Http;

/// <summary>Many cards, one after the other, read while they are sent.</summary>
internal sealed class CardsAnswer(IAddressBookGrain book, AccountId actor, ContactId[] ids) : IResult
{
    /// <summary>The vCard version that they are converted to; null for the cards as they are stored.</summary>
    public VCardVersion? Converted { get; init; }

    /// <summary>Offered for saving under this name.</summary>
    public string? FileName { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = Negotiation.VCardType;
        if (FileName is not null) response.Headers.ContentDisposition = $"attachment; filename=\"{FileName}\"";
        await foreach (var card in BookReading.Cards(httpContext, book, actor, ids)) await Write(response, card.Card, httpContext.RequestAborted);
    }

    private async ValueTask Write(HttpResponse response, byte[] stored, CancellationToken cancellation)
    {
        var bytes = Converted is { } version && VCard.TryParse(stored, out var card, out _) ? VCardConverter.Convert(card, version) : stored;
        await response.Body.WriteAsync(bytes, cancellation);
        if (bytes is not [.., (byte)'\n']) await response.Body.WriteAsync("\r\n"u8.ToArray(), cancellation);
    }
}
