using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Api.Http;

/// <summary>The answer to an edit.</summary>
internal static class WrittenAnswer
{
    /// <param name="sent">The card that was sent, where one was.</param>
    public static async Task<IResult> Of(
        HttpContext http, AccountId actor, IContactGrain contact, Answer<Written> written, Representation wanted, byte[]? sent = null, int status = StatusCodes.Status200OK)
    {
        if (!written.IsOk) return Problem.Of(written.Refusal);
        var isAsSent = sent is not null && written.Value.AsSent;
        if (status == StatusCodes.Status201Created) http.Response.Headers.Location = "/api/v1/contacts/" + written.Value.Id;
        if (IsMinimal(http.Request))
        {
            http.Response.Headers["Preference-Applied"] = "return=minimal"; // RFC 7240 §3
            // Without the representation in the answer to a PUT a tag would claim that the sent one is the stored one (RFC 9110 §9.3.4). Other methods
            // sent none to mistake for it, and their caller needs the tag for the next edit (RFC 5789 §2.1).
            if (isAsSent) http.Response.Headers.ETag = ETags.Of(written.Value.Version);
            else if (!HttpMethods.IsPut(http.Request.Method)) http.Response.Headers.ETag = ETags.Of(written.Value.Version, wanted == Representation.Json ? ETags.Json : "");
            return TypedResults.StatusCode(status == StatusCodes.Status201Created ? status : StatusCodes.Status204NoContent);
        }
        if (isAsSent && wanted == Representation.VCard)
        {
            http.Response.Headers.ETag = ETags.Of(written.Value.Version);
            return new CardAnswer(sent!, status);
        }
        var current = await contact.Read(actor);
        // Who may add to a group that he does not see made a contact that he does not see.
        if (status == StatusCodes.Status201Created && current.Outcome == Outcome.NotFound) return TypedResults.StatusCode(status);
        return current.IsOk
            ? new ContactAnswer(current.Value, wanted, status) { HasETag = sent is null || isAsSent || wanted == Representation.Json }
            : Problem.Of(current.Refusal);
    }

    private static bool IsMinimal(HttpRequest request)
    {
        foreach (var preference in request.Headers["Prefer"])
            if (preference?.Contains("return=minimal", StringComparison.OrdinalIgnoreCase) == true) return true;
        return false;
    }
}
