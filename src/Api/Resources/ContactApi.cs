using System.Runtime.InteropServices;
using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>One contact: <c>/api/v1/contacts/{id}</c>, as JSON or as the vCard itself.</summary>
internal static class ContactApi
{
    /// <summary>Attempts of an unconditional change by fields that others overtake.</summary>
    private const int MaxAttempts = 5;

    public static void MapContactApi(this IEndpointRouteBuilder api)
    {
        var contact = api.MapGroup("/contacts/{id}").WithTags("Contacts").RequireAuthorization();
        contact.MapGet("/", Get).WithName("GetContact");
        contact.MapMethods("/", ["HEAD"], Get).WithName("HeadContact");
        contact.MapPut("/", Put).WithName("PutContact");
        contact.MapPatch("/", Patch).WithName("PatchContact");
        contact.MapDelete("/", Delete).WithName("DeleteContact");
        contact.MapPost("/restore", Restore).WithName("RestoreContact");
    }

    /// <summary>Read a contact.</summary>
    /// <remarks>As JSON, or with <c>Accept: text/vcard</c> as the vCard that was stored, byte for byte. Answers 304 to a matching <c>If-None-Match</c>.</remarks>
    /// <param name="id">The contact's id.</param>
    /// <param name="version">Converts the vCard to this version: 2.1, 3.0 or 4.0.</param>
    public static async Task<IResult> Get(ContactId id, HttpContext http, ClaimsPrincipal user, IGrainFactory grains, string? version = null)
    {
        var otherwise = version is null ? Representation.Json : Representation.VCard;
        if (Negotiation.Wanted(http.Request, otherwise) is not { } wanted) return Negotiation.NotAcceptable(Negotiation.JsonType, Negotiation.VCardType);
        if (!Negotiation.TryVersion(version, out var converted)) return Negotiation.UnknownVersion(version);
        var contact = await grains.Contact(id).Read(user.Account());
        return contact.IsOk ? new ContactAnswer(contact.Value, wanted) { Converted = converted } : Problem.Of(contact.Refusal);
    }

    /// <summary>Replace a contact.</summary>
    /// <remarks>
    /// A vCard is stored byte for byte as sent. JSON replaces the values of all fields; what the card holds beyond them stays. <c>If-Match</c> makes it
    /// conditional; <c>Prefer: return=minimal</c> leaves the body out. The answer has the type that was sent unless <c>Accept</c> asks for another.
    /// </remarks>
    public static async Task<IResult> Put(ContactId id, HttpContext http, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (Negotiation.Sent(http.Request) is not { } sent) return Negotiation.Unsupported(http, Negotiation.JsonType, Negotiation.VCardType);
        if (Negotiation.Wanted(http.Request, sent) is not { } wanted) return Negotiation.NotAcceptable(Negotiation.JsonType, Negotiation.VCardType);
        var contact = grains.Contact(id);
        var (expected, problem) = await Expected(http.Request, contact, user.Account());
        if (problem is not null) return problem;
        return sent == Representation.VCard
            ? await PutCard(http, user.Account(), contact, expected, wanted)
            : await PutFields(http, user.Account(), contact, expected, wanted);
    }

    /// <summary>Change some fields of a contact.</summary>
    /// <remarks>A JSON merge patch (RFC 7396): null clears a field, a list replaces a list; list items that keep their <c>id</c> keep what a client stored with them.</remarks>
    public static async Task<IResult> Patch(ContactId id, HttpContext http, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!Negotiation.IsJsonPatch(http.Request))
        {
            http.Response.Headers["Accept-Patch"] = Negotiation.MergePatchType; // RFC 5789 §3.1
            return Negotiation.Unsupported(http, Negotiation.MergePatchType, Negotiation.JsonType);
        }
        if (Negotiation.Wanted(http.Request, Representation.Json) is not { } wanted) return Negotiation.NotAcceptable(Negotiation.JsonType, Negotiation.VCardType);
        var (fields, problem) = await JsonBody.ReadFields(http);
        if (problem is not null) return problem;
        var contact = grains.Contact(id);
        (var expected, problem) = await Expected(http.Request, contact, user.Account());
        if (problem is not null) return problem;
        var written = await contact.Patch(user.Account(), JsonMarshal.GetRawUtf8Value(fields).ToArray(), expected);
        return written.Outcome == Outcome.Invalid ? Problem.OfInput(written.Refusal, "fields.") : await WrittenAnswer.Of(http, user.Account(), contact, written, wanted);
    }

    /// <summary>Delete a contact.</summary>
    /// <remarks>It can be restored for 30 days.</remarks>
    public static async Task<IResult> Delete(ContactId id, HttpContext http, ClaimsPrincipal user, IGrainFactory grains)
    {
        var contact = grains.Contact(id);
        var (expected, problem) = await Expected(http.Request, contact, user.Account());
        if (problem is not null) return problem;
        var written = await contact.Delete(user.Account(), expected);
        return written.IsOk ? TypedResults.NoContent() : Problem.Of(written.Refusal);
    }

    /// <summary>Take the deletion of a contact back.</summary>
    public static async Task<IResult> Restore(ContactId id, HttpContext http, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (Negotiation.Wanted(http.Request, Representation.Json) is not { } wanted) return Negotiation.NotAcceptable(Negotiation.JsonType, Negotiation.VCardType);
        var contact = grains.Contact(id);
        return await WrittenAnswer.Of(http, user.Account(), contact, await contact.Restore(user.Account()), wanted);
    }

    private static async Task<IResult> PutCard(HttpContext http, AccountId actor, IContactGrain contact, long? expected, Representation wanted)
    {
        var (card, problem) = await RawBody.Read(http, VCardLimits.MaxCardBytes);
        if (card is null) return problem!;
        var written = await contact.Put(actor, card, expected);
        return await WrittenAnswer.Of(http, actor, contact, written, wanted, card);
    }

    /// <summary>The card is read, changed and put back on condition that nobody changed it meanwhile; a caller without a condition of his own never learns of that.</summary>
    private static async Task<IResult> PutFields(HttpContext http, AccountId actor, IContactGrain contact, long? expected, Representation wanted)
    {
        var (fields, problem) = await JsonBody.ReadFields(http);
        if (problem is not null) return problem;
        for (var attempt = 1; ; attempt++)
        {
            var current = await contact.Read(actor);
            if (!current.IsOk) return Problem.Of(current.Refusal);
            if (!VCard.TryParse(current.Value.Card, out var card, out var error)) return Problem.Of(new(Outcome.Invalid, error!.Message));
            if (CardFields.Replace(card, fields) is { } wrong) return Problem.OfFields(wrong);
            var written = await contact.Put(actor, card.ToBytes(), expected ?? current.Value.Version);
            if (written.Outcome == Outcome.Stale && expected is null && attempt < MaxAttempts) continue;
            return await WrittenAnswer.Of(http, actor, contact, written, wanted);
        }
    }

    /// <summary>The version that If-Match demands; where it names several, the current one if it is among them.</summary>
    private static async ValueTask<(long? Version, Problem? Problem)> Expected(HttpRequest request, IContactGrain contact, AccountId actor)
    {
        var versions = ETags.IfMatch(request);
        if (versions is null) return (null, null);
        if (versions is [var only]) return (only, null);
        var current = await contact.Read(actor);
        if (!current.IsOk) return (null, Problem.Of(current.Refusal));
        if (Array.IndexOf(versions, current.Value.Version) >= 0) return (current.Value.Version, null);
        return (null, Problem.Stale($"{current.Value.Version}"));
    }
}
