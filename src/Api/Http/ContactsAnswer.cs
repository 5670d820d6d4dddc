using System.Text.Json;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Api.Http;

/// <summary>Many contacts as JSON, <c>{"items":[…]}</c>, read while they are sent.</summary>
internal sealed class ContactsAnswer(IAddressBookGrain book, AccountId actor, ContactId[] ids) : IResult
{
    private const int SendEvery = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        using var json = new Utf8JsonWriter(response.BodyWriter, JsonAnswer.Options);
        var sent = 0L;
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        await foreach (var card in BookReading.Cards(httpContext, book, actor, ids))
        {
            json.WriteContact(card.Contact);
            if (json.BytesCommitted + json.BytesPending - sent < SendEvery) continue;
            json.Flush();
            sent = json.BytesCommitted;
            await response.BodyWriter.FlushAsync(httpContext.RequestAborted); // waits for a slow reader
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
