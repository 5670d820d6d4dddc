using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>The tags of the account that asks: <c>/api/v1/tags</c>. What bears one is listed by <c>/books/{environment}/contacts?tag=</c>.</summary>
internal static class TagsApi
{
    public static void MapTagsApi(this IEndpointRouteBuilder api)
    {
        var tags = api.MapGroup("/tags").WithTags("Tags").RequireAuthorization();
        tags.MapGet("/", List).WithName("ListTags");
        tags.MapPost("/", Create).WithName("CreateTag");
        tags.MapGet("/contacts", Bearers).WithName("ListTagged");
        tags.MapPatch("/{tag}", Recolor).WithName("ChangeTag");
        tags.MapDelete("/{tag}", Delete).WithName("DeleteTag");
        tags.MapPost("/{tag}/contacts", Assign).WithName("TagContacts");
    }

    /// <summary>List your tags.</summary>
    /// <remarks>In order of names, with how many contacts bear each.</remarks>
    public static Task<Tag[]> List(ClaimsPrincipal user, IGrainFactory grains) => Mine(user, grains).List();

    /// <summary>Make a tag.</summary>
    /// <remarks>Its name, 1 to 60 characters, cannot be changed; its colour can.</remarks>
    public static async Task<Results<Created<Tag>, Problem>> Create(NewTag tag, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (Missing.In((nameof(tag.Name), tag.Name)) is { } missing) return missing;
        var made = await Mine(user, grains).Create(tag.Name, tag.Color);
        return made.IsOk ? TypedResults.Created("/api/v1/tags/" + made.Value.Id, made.Value) : Problem.OfInput(made.Refusal);
    }

    /// <summary>Change a tag's colour.</summary>
    public static async Task<Results<Ok<Tag>, Problem>> Recolor(string tag, TagColor change, ClaimsPrincipal user, IGrainFactory grains)
    {
        var changed = await Mine(user, grains).Recolor(tag, change.Color);
        return changed.IsOk ? TypedResults.Ok(changed.Value) : Problem.OfInput(changed.Refusal);
    }

    /// <summary>Delete a tag.</summary>
    public static async Task<Results<NoContent, Problem>> Delete(string tag, ClaimsPrincipal user, IGrainFactory grains)
    {
        var deleted = await Mine(user, grains).Delete(tag);
        return deleted.IsOk ? TypedResults.NoContent() : Problem.Of(deleted.Refusal);
    }

    /// <summary>List which contacts bear which tag.</summary>
    /// <remarks>Of those that you can read now.</remarks>
    public static async Task<Dictionary<string, ContactId[]>> Bearers(ClaimsPrincipal user, IGrainFactory grains) =>
        (await Mine(user, grains).Bearers()).ToDictionary(one => one.Tag, one => one.Contacts);

    /// <summary>Put a tag on contacts, and take it from others.</summary>
    /// <remarks>At most 500 in all. Nobody else ever sees it, and no card changes.</remarks>
    public static async Task<Results<NoContent, Problem>> Assign(string tag, Tagging tagging, ClaimsPrincipal user, IGrainFactory grains)
    {
        var assigned = await Mine(user, grains).Assign(tag, [.. tagging.Add ?? []], [.. tagging.Remove ?? []]);
        return assigned.IsOk ? TypedResults.NoContent() : Problem.Of(assigned.Refusal);
    }

    private static ITagSetGrain Mine(ClaimsPrincipal user, IGrainFactory grains) => grains.TagSet(user.Account());
}

/// <param name="Color"><c>#rrggbb</c>; none where it is left out.</param>
public sealed record NewTag(string Name, string? Color = null);

public sealed record TagColor(string? Color = null);

public sealed record Tagging(IReadOnlyList<ContactId>? Add = null, IReadOnlyList<ContactId>? Remove = null);
