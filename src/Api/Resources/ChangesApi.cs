using System.Security.Claims;
using System.Text.Json;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>What changed in a book: <c>/api/v1/books/{environment}/changes</c>.</summary>
internal static class ChangesApi
{
    public const int MaxLimit = 500;

    public static void MapChangesApi(this IEndpointRouteBuilder api) =>
        api.MapGet("/books/{environment}/changes", Since).WithName("ListChanges").WithTags("Books").RequireAuthorization();

    /// <summary>Read what changed.</summary>
    /// <remarks>
    /// In order, each contact once, as it is now. Ask again with <c>seq</c> as <c>since</c>, and with <c>horizon</c>: at once while <c>more</c> is true, later otherwise.
    /// 410 <c>horizon-passed</c> when the change log does not reach back that far: read the book anew.
    /// </remarks>
    /// <param name="environment">Where: <c>private</c>, or a group's name.</param>
    /// <param name="since">The sequence number up to which the changes are known; 0 for all.</param>
    /// <param name="horizon">As the last answer told it, so that who reads a book in parts from 0 is not taken for one who was away; 0 for none.</param>
    /// <param name="limit">Entries at most, 1 to 500.</param>
    /// <param name="cards">Only contacts whose card changed: a comment or a granted right is no reason to fetch a card again.</param>
    public static async Task<IResult> Since(string environment, Where where, ClaimsPrincipal user, IGrainFactory grains, long since = 0, long horizon = 0, int limit = MaxLimit, bool cards = false)
    {
        if (since < 0) return Problem.At("since", "negative", "It cannot be negative.");
        if (horizon < 0) return Problem.At("horizon", "negative", "It cannot be negative.");
        if (PageBounds.Wrong(limit, MaxLimit) is { } problem) return problem;
        var changes = await grains.AddressBook(where.Book).ChangesSince(user.Account(), since, limit, cards, horizon);
        if (!changes.IsOk) return Problem.Of(changes.Refusal);
        return new JsonAnswer(json => Write(json, since, changes.Value));
    }

    /// <summary>The same object over REST and over the live hub.</summary>
    public static void Write(Utf8JsonWriter json, long since, BookChanges changes)
    {
        json.WriteStartObject();
        json.WriteNumber("since"u8, since);
        json.WriteNumber("seq"u8, changes.Seq);
        json.WriteNumber("horizon"u8, changes.Horizon);
        json.WriteBoolean("more"u8, changes.More);
        json.WriteChanges(changes);
        json.WriteEndObject();
    }
}
