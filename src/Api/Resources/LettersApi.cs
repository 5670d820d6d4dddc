using System.Security.Claims;
using System.Text.Json;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>Where the letters begin in a list: <c>/api/v1/books/{environment}/letters</c>.</summary>
internal static class LettersApi
{
    public static void MapLettersApi(this IEndpointRouteBuilder api) =>
        api.MapGet("/books/{environment}/letters", List).WithName("ListLetters").WithTags("Books").RequireAuthorization();

    /// <summary>List the letters to jump by.</summary>
    /// <remarks>Those of the list that the same parameters give, in its order, at most 60, each with the index of its first entry: an <c>offset</c>.</remarks>
    /// <param name="environment">Where: <c>private</c>, or a group's name.</param>
    /// <param name="order"><c>firstLast</c> (default) or <c>lastFirst</c>; <c>recent</c> has no letters.</param>
    /// <param name="locale">In whose alphabet: a BCP 47 language tag such as <c>sv</c>.</param>
    /// <param name="q">Only entries of which every word here begins a word.</param>
    public static async Task<IResult> List(
        string environment, Where where, ClaimsPrincipal user, IGrainFactory grains, string? order = null, string? locale = null, string? q = null)
    {
        if (ListParameters.Read(order, locale, q, out var sorted) is { } problem) return problem;
        if (sorted == NameOrder.Recent) return Problem.At("order", "no-letters", "Only orders of names have letters.");
        var letters = await grains.AddressBook(where.Book).Letters(user.Account(), sorted, locale, q);
        return letters.IsOk ? new JsonAnswer(json => Write(json, letters.Value)) : Problem.Of(letters.Refusal);
    }

    private static void Write(Utf8JsonWriter json, BookLetters letters)
    {
        json.WriteStartObject();
        json.WriteStartArray("letters"u8);
        foreach (var (letter, offset) in letters.Letters)
        {
            json.WriteStartObject();
            json.WriteString("letter"u8, letter);
            json.WriteNumber("offset"u8, offset);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("total"u8, letters.Total);
        json.WriteNumber("seq"u8, letters.Seq);
        json.WriteEndObject();
    }
}
