using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>Groups: <c>/api/v1/groups</c>. Their address books are <c>/api/v1/books/{name}</c>.</summary>
internal static class GroupsApi
{
    public static void MapGroupsApi(this IEndpointRouteBuilder api)
    {
        var groups = api.MapGroup("/groups").WithTags("Groups").RequireAuthorization();
        var changing = groups.MapGroup("").RequireAuthorization(ApiPolicies.Holder);
        groups.MapGet("/", List).WithName("ListGroups");
        changing.MapPost("/", Create).WithName("CreateGroup");
        groups.MapGet("/{group}", Read).WithName("ReadGroup");
        changing.MapPatch("/{group}", Change).WithName("ChangeGroup");
        changing.MapDelete("/{group}", Delete).WithName("DeleteGroup");
        groups.MapGet("/{group}/rights", Rights).WithName("ListGroupRights");
        changing.MapPost("/{group}/rights", Grant).WithName("GrantGroupRight");
        groups.MapGet("/{group}/audit", Audit).WithName("ListAudit");
    }

    /// <summary>List groups.</summary>
    /// <remarks>Yours, those that you may add to, your invitations and applications; with <c>find</c> those that anybody may join or apply to.</remarks>
    /// <param name="find">A part of the name.</param>
    public static async Task<GroupResult[]> List(ClaimsPrincipal user, IGrainFactory grains, string? find = null)
    {
        var actor = user.Account();
        var groups = find is null ? await grains.GroupDirectory().Of(actor) : await grains.GroupDirectory().Search(actor, find);
        return await Task.WhenAll(groups.Select(group => Told(grains, actor, group)));
    }

    /// <summary>Make a group.</summary>
    /// <remarks>You are its administrator. Names are unique and case-sensitive, 1 to 100 characters.</remarks>
    public static async Task<Results<Created<GroupResult>, Problem>> Create(NewGroup group, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (Missing.In((nameof(group.Name), group.Name)) is { } missing) return missing;
        var made = await grains.GroupDirectory().Create(user.Account(), group.Name, group.Kind ?? GroupKind.ByInvitation);
        return made.IsOk ? TypedResults.Created("/api/v1/groups/" + Uri.EscapeDataString(made.Value.Name), await Told(grains, user.Account(), made.Value)) : Problem.OfInput(made.Refusal);
    }

    /// <summary>Read a group.</summary>
    public static async Task<Results<Ok<GroupResult>, Problem>> Read(string group, Where where, ClaimsPrincipal user, IGrainFactory grains)
    {
        var read = await grains.Group(where.Group).Read(user.Account());
        return read.IsOk ? TypedResults.Ok(await Told(grains, user.Account(), read.Value)) : Problem.Of(read.Refusal);
    }

    /// <summary>Rename a group, or change its kind.</summary>
    /// <remarks>For administrators. Its former name is answered with a redirect until another group is given it.</remarks>
    public static async Task<Results<Ok<GroupResult>, Problem>> Change(string group, Where where, GroupChange change, ClaimsPrincipal user, IGrainFactory grains)
    {
        var changed = await grains.Group(where.Group).Change(user.Account(), change.Name, change.Kind);
        return changed.IsOk ? TypedResults.Ok(await Told(grains, user.Account(), changed.Value)) : Problem.OfInput(changed.Refusal);
    }

    /// <summary>Delete a group.</summary>
    /// <remarks>For administrators. What is at home in it is deleted with it; what was shared with it lives on where it came from.</remarks>
    public static async Task<Results<NoContent, Problem>> Delete(string group, Where where, ClaimsPrincipal user, IGrainFactory grains)
    {
        var deleted = await grains.Group(where.Group).Delete(user.Account());
        return deleted.IsOk ? TypedResults.NoContent() : Problem.Of(deleted.Refusal);
    }

    /// <summary>List who may add to a group, and delete from it.</summary>
    /// <remarks>Administrators and co-administrators always may.</remarks>
    public static async Task<Results<Ok<GroupRight[]>, Problem>> Rights(string group, Where where, ClaimsPrincipal user, IGrainFactory grains) =>
        await Told(grains, await grains.Group(where.Group).Grants(user.Account()));

    /// <summary>Grant a right in a group, or take it back.</summary>
    /// <remarks>To several at once, to all or to none of them. <c>none</c> takes back.</remarks>
    public static async Task<Results<Ok<GroupRight[]>, Problem>> Grant(string group, Where where, GroupRightRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        var (principals, problem) = await Sharing.Read(grains, request.Principals);
        if (principals is null) return problem!;
        return await Told(grains, await grains.Group(where.Group).Grant(user.Account(), principals, request.Right));
    }

    /// <summary>Read who changed what in a group.</summary>
    /// <remarks>Membership, rights and sharing, the latest first; for administrators and co-administrators.</remarks>
    /// <param name="before">Only records with smaller numbers; for the next page.</param>
    /// <param name="limit">1 to 500.</param>
    public static async Task<Results<Ok<AuditRecord[]>, Problem>> Audit(string group, Where where, ClaimsPrincipal user, IGrainFactory grains, long before = 0, int limit = 100)
    {
        if (PageBounds.Wrong(limit, 500) is { } problem) return problem;
        var records = await grains.Group(where.Group).Audit(user.Account(), before, limit);
        return records.IsOk ? TypedResults.Ok(records.Value) : Problem.Of(records.Refusal);
    }

    private static async Task<Results<Ok<GroupRight[]>, Problem>> Told(IGrainFactory grains, Answer<ContentGrant[]> granted)
    {
        if (!granted.IsOk) return Problem.OfInput(granted.Refusal);
        var rights = new List<GroupRight>();
        foreach (var (principal, right) in granted.Value)
            if (await Sharing.Named(grains, [principal]) is [var name]) rights.Add(new(name, right));
        return TypedResults.Ok(rights.ToArray());
    }

    private static async Task<GroupResult> Told(IGrainFactory grains, AccountId actor, Group group)
    {
        var mine = group.Mine;
        var seq = mine.Role == GroupRole.None ? 0 : (await grains.AddressBook(BookId.Of(group.Id)).Sequence(actor)).Value;
        var manages = mine.Role >= GroupRole.CoAdministrator;
        return new(group.Name, group.Kind, group.Members, mine.Role, mine.Waits, manages || mine.Content >= ContentRight.Add, manages || mine.Content == ContentRight.AddAndDelete && mine.Role != GroupRole.None, seq);
    }
}

/// <summary>A group as you see it.</summary>
/// <param name="Members">How many.</param>
/// <param name="Role">What you are in it; <c>none</c> where you are invited, have applied, or may only add.</param>
/// <param name="Seq">The sequence number of its address book; 0 where you cannot read it.</param>
public sealed record GroupResult(string Name, GroupKind Kind, int Members, GroupRole Role, GroupWait Waits, bool MayAdd, bool MayDelete, long Seq);

/// <param name="Kind">By invitation where it is left out.</param>
public sealed record NewGroup(string Name, GroupKind? Kind = null);

/// <summary>What is left out stays as it is.</summary>
public sealed record GroupChange(string? Name = null, GroupKind? Kind = null);

public sealed record GroupRight(PrincipalName Principal, ContentRight Right);

/// <param name="Principals">1 to 100.</param>
public sealed record GroupRightRequest(IReadOnlyList<PrincipalName> Principals, ContentRight Right);
