using System.Security.Claims;
using System.Text.Json;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>What was deleted from a book in the last 30 days: <c>/api/v1/books/{environment}/trash</c>, and <c>/api/v1/trash</c> for one's own.</summary>
internal static class TrashApi
{
    private const int MaxLimit = 500;

    public static void MapTrashApi(this IEndpointRouteBuilder api)
    {
        var trash = api.MapGroup("/books/{environment}/trash").WithTags("Trash").RequireAuthorization();
        trash.MapGet("/", List).WithName("ListTrash");
        trash.MapPost("/restore", Restore).WithName("RestoreFromTrash");
        trash.MapPost("/delete", Erase).WithName("DeleteFromTrash");
        trash.MapDelete("/", Empty).WithName("EmptyTrash");
        // Short for one's own.
        api.MapGet("/trash", (ClaimsPrincipal user, IGrainFactory grains, int offset = 0, int limit = 100) => List(Environments.Private, new(BookId.PrivateOf(user.Account()), Environments.Private), user, grains, offset, limit))
            .WithName("ListPrivateTrash").WithTags("Trash").WithSummary("List the trash of your private address book.").RequireAuthorization();
    }

    /// <summary>List a trash.</summary>
    /// <remarks>
    /// The latest first; in a group all for who may delete there, for others what they deleted. <c>bursts</c> are deletions of the last day that took more than half of
    /// the book within a minute or two.
    /// </remarks>
    /// <param name="environment">Where: <c>private</c>, or a group's name.</param>
    /// <param name="offset">Index of the first.</param>
    /// <param name="limit">1 to 500.</param>
    public static async Task<IResult> List(string environment, Where where, ClaimsPrincipal user, IGrainFactory grains, int offset = 0, int limit = 100)
    {
        if (PageBounds.Wrong(limit, MaxLimit, offset) is { } problem) return problem;
        var page = await grains.AddressBook(where.Book).Trash(user.Account(), offset, limit);
        return page.IsOk ? new JsonAnswer(json => Write(json, page.Value)) : Problem.Of(page.Refusal);
    }

    /// <summary>Restore from the trash.</summary>
    /// <remarks>
    /// With groups, tags and comments. Answers those that are back; passed over is one whose UID another contact has taken, or that you may not restore.
    /// </remarks>
    public static Task<Results<Ok<ContactSet>, Problem>> Restore(string environment, Where where, ContactSet contacts, ClaimsPrincipal user, IGrainFactory grains) =>
        Change(contacts, ids => grains.AddressBook(where.Book).Restore(user.Account(), ids));

    /// <summary>Delete for good.</summary>
    /// <remarks>Answers those that nobody can bring back any more.</remarks>
    public static Task<Results<Ok<ContactSet>, Problem>> Erase(string environment, Where where, ContactSet contacts, ClaimsPrincipal user, IGrainFactory grains) =>
        Change(contacts, ids => grains.AddressBook(where.Book).Erase(user.Account(), ids));

    /// <summary>Empty a trash.</summary>
    public static async Task<Results<NoContent, Problem>> Empty(string environment, Where where, ClaimsPrincipal user, IGrainFactory grains)
    {
        while (true)
        {
            var page = await grains.AddressBook(where.Book).Trash(user.Account(), 0, MaxLimit);
            if (!page.IsOk) return Problem.Of(page.Refusal);
            if (page.Value.Items.Length == 0) return TypedResults.NoContent();
            var erased = await grains.AddressBook(where.Book).Erase(user.Account(), [.. page.Value.Items.Select(item => item.Id)]);
            if (!erased.IsOk) return Problem.Of(erased.Refusal);
            if (erased.Value.Length == 0) return new Problem(ProblemKind.Forbidden, "What is left in this trash only those delete for good who may delete here.");
        }
    }

    private static async Task<Results<Ok<ContactSet>, Problem>> Change(ContactSet contacts, Func<ContactId[], Task<Answer<ContactId[]>>> change)
    {
        if (BookContactsApi.Wrong(contacts, "changed") is { } wrong) return wrong;
        var changed = await change([.. contacts.Ids.Distinct()]);
        return changed.IsOk ? TypedResults.Ok(new ContactSet(changed.Value)) : Problem.Of(changed.Refusal);
    }

    private static void Write(Utf8JsonWriter json, TrashPage page)
    {
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        foreach (var item in page.Items)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, item.Id.ToString());
            json.WriteString("deletedBy"u8, item.DeletedBy.Value);
            json.WriteString("deletedAt"u8, item.DeletedAt);
            json.WriteBoolean("isReference"u8, item.IsReference);
            json.WritePropertyName("summary"u8);
            json.WriteRawValue(item.Summary.Length > 0 ? item.Summary : "{}"u8, skipInputValidation: true);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("total"u8, page.Total);
        json.WriteStartArray("bursts"u8);
        foreach (var burst in page.Bursts)
        {
            json.WriteStartObject();
            json.WriteString("deletedBy"u8, burst.DeletedBy.Value);
            json.WriteString("from"u8, burst.From);
            json.WriteString("to"u8, burst.To);
            json.WriteNumber("count"u8, burst.Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
