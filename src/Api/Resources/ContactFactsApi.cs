using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>What belongs to a contact beside its card: <c>/api/v1/contacts/{id}/shares|rights|comments</c>.</summary>
internal static class ContactFactsApi
{
    public static void MapContactFactsApi(this IEndpointRouteBuilder api)
    {
        var contact = api.MapGroup("/contacts/{id}").WithTags("Contacts").RequireAuthorization();
        contact.MapGet("/shares", Shares).WithName("ListShares");
        contact.MapPost("/shares", Share).WithName("ShareContact");
        contact.MapDelete("/shares/{group}", Unshare).WithName("UnshareContact");
        contact.MapGet("/rights", Rights).WithName("ReadContactRights");
        contact.MapPut("/rights", Grant).WithName("GrantEdit");
        contact.MapGet("/comments", Comments).WithName("ListComments");
        contact.MapPost("/comments", AddComment).WithName("AddComment");
        contact.MapDelete("/comments/{comment}", DeleteComment).WithName("DeleteComment");
    }

    /// <summary>List where a contact appears.</summary>
    /// <remarks>Home first; of the groups those that you see, for its creator all.</remarks>
    public static async Task<Results<Ok<ContactShare[]>, Problem>> Shares(ContactId id, ClaimsPrincipal user, IGrainFactory grains)
    {
        var places = await grains.Contact(id).Places(user.Account());
        if (!places.IsOk) return Problem.Of(places.Refusal);
        var names = (await grains.GroupDirectory().Names([.. places.Value.Select(place => place.Book.Group).OfType<GroupId>()])).ToDictionary(one => BookId.Of(one.Id), one => one.Name);
        return TypedResults.Ok(places.Value.Select(place => new ContactShare(
            place.Book == BookId.PrivateOf(user.Account()) ? Environments.Private : names.GetValueOrDefault(place.Book), place.IsHome, place.SharedBy?.Value, place.MayRemove)).ToArray());
    }

    /// <summary>Share a contact with groups.</summary>
    public static async Task<Results<Ok<SharingResult>, Problem>> Share(ContactId id, GroupNames request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (request.Groups is not { Count: > 0 and <= 100 }) return Problem.At("groups", "out-of-range", "1 to 100 groups.", ("min", 1), ("max", 100));
        var actor = user.Account();
        var places = await grains.Contact(id).Places(actor);
        if (!places.IsOk) return Problem.Of(places.Refusal);
        // From any book that the actor reads: the contact is the same.
        foreach (var place in places.Value)
            if ((await grains.AddressBook(place.Book).Sequence(actor)).IsOk) return await Sharing.With(grains, actor, place.Book, [id], request.Groups);
        return new Problem(ProblemKind.NotFound, "There is no such contact.");
    }

    /// <summary>Take a contact out of a group that refers to it.</summary>
    public static async Task<Results<NoContent, Problem>> Unshare(ContactId id, string group, Where where, ClaimsPrincipal user, IGrainFactory grains)
    {
        var places = await grains.Contact(id).Places(user.Account());
        if (!places.IsOk) return Problem.Of(places.Refusal);
        if (places.Value.FirstOrDefault(place => place.Book == where.Book && !place.IsHome) is not { } share) return new Problem(ProblemKind.NotFound, "It is not shared with this group.");
        if (!share.MayRemove) return new Problem(ProblemKind.Forbidden, "It is taken out by who shared it, who created it, or who may delete in the group.");
        var unshared = await grains.AddressBook(where.Book).Unshare(user.Account(), [id]);
        return unshared.IsOk ? TypedResults.NoContent() : Problem.Of(unshared.Refusal);
    }

    /// <summary>Read what you may do with a contact, and who may edit it.</summary>
    public static async Task<Results<Ok<ContactRightsResult>, Problem>> Rights(ContactId id, ClaimsPrincipal user, IGrainFactory grains) => await Told(grains, await grains.Contact(id).Rights(user.Account()));

    /// <summary>Set who may edit a contact.</summary>
    /// <remarks>For its creator, who always may. Replaces all that were granted before; an empty list takes them all back.</remarks>
    public static async Task<Results<Ok<ContactRightsResult>, Problem>> Grant(ContactId id, Editors editors, ClaimsPrincipal user, IGrainFactory grains)
    {
        var (principals, problem) = await Sharing.Read(grains, editors.Principals);
        if (principals is null) return problem!;
        return await Told(grains, await grains.Contact(id).Grant(user.Account(), principals));
    }

    /// <summary>List a contact's comments.</summary>
    /// <remarks>The oldest first.</remarks>
    public static async Task<Results<Ok<CommentResult[]>, Problem>> Comments(ContactId id, ClaimsPrincipal user, IGrainFactory grains)
    {
        var comments = await grains.Contact(id).Comments(user.Account());
        return comments.IsOk ? TypedResults.Ok(comments.Value.Select(CommentResult.Of).ToArray()) : Problem.Of(comments.Refusal);
    }

    /// <summary>Comment on a contact.</summary>
    /// <remarks>All who see the contact see it. It changes no card: sync clients fetch nothing again.</remarks>
    public static async Task<Results<Created<CommentResult>, Problem>> AddComment(ContactId id, CommentText comment, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (Missing.In((nameof(comment.Text), comment.Text)) is { } missing) return missing;
        var added = await grains.Contact(id).AddComment(user.Account(), comment.Text);
        return added.IsOk ? TypedResults.Created($"/api/v1/contacts/{id}/comments/{added.Value.Id}", CommentResult.Of(added.Value)) : Problem.OfInput(added.Refusal);
    }

    /// <summary>Delete a comment.</summary>
    public static async Task<Results<NoContent, Problem>> DeleteComment(ContactId id, string comment, ClaimsPrincipal user, IGrainFactory grains)
    {
        var deleted = await grains.Contact(id).DeleteComment(user.Account(), comment);
        return deleted.IsOk ? TypedResults.NoContent() : Problem.Of(deleted.Refusal);
    }

    private static async Task<Results<Ok<ContactRightsResult>, Problem>> Told(IGrainFactory grains, Answer<ContactRights> rights) => rights.IsOk
        ? TypedResults.Ok(new ContactRightsResult(rights.Value.MayEdit, rights.Value.MayDelete, rights.Value.MayGrant, await Sharing.Named(grains, rights.Value.Editors)))
        : Problem.OfInput(rights.Refusal);
}

/// <summary>One place where a contact appears.</summary>
/// <param name="Environment"><c>private</c>, or a group's name; null for another's private environment.</param>
/// <param name="IsHome">Where it was created.</param>
/// <param name="SharedBy">Who put it there.</param>
/// <param name="MayRemove">Whether you may take it out of there.</param>
public sealed record ContactShare(string? Environment, bool IsHome, string? SharedBy, bool MayRemove);

/// <param name="Groups">1 to 100 names.</param>
public sealed record GroupNames(IReadOnlyList<string> Groups);

public sealed record Editors(IReadOnlyList<PrincipalName> Principals);

/// <param name="MayDelete">At home, and so everywhere.</param>
/// <param name="MayGrant">Whether you may set who edits it.</param>
/// <param name="Editors">To whom Edit was granted.</param>
public sealed record ContactRightsResult(bool MayEdit, bool MayDelete, bool MayGrant, IReadOnlyList<PrincipalName> Editors);

/// <param name="Text">1 to 10,000 characters.</param>
public sealed record CommentText(string Text);

/// <param name="MayDelete">Whether you may delete it.</param>
public sealed record CommentResult(string Id, string Author, DateTimeOffset At, string Text, bool MayDelete)
{
    public static CommentResult Of(Comment comment) => new(comment.Id, comment.Author.Value, comment.At, comment.Text, comment.MayDelete);
}
