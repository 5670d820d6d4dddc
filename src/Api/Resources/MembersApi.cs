using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>Who is in a group, and who wants to be: <c>/api/v1/groups/{group}/members</c> and <c>…/requests</c>.</summary>
internal static class MembersApi
{
    public static void MapMembersApi(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/groups/{group}").WithTags("Groups").RequireAuthorization();
        var changing = group.MapGroup("").RequireAuthorization(ApiPolicies.Holder);
        group.MapGet("/members", List).WithName("ListMembers");
        changing.MapPost("/members", Join).WithName("JoinGroup");
        changing.MapPatch("/members/{userName}", SetRole).WithName("SetRole");
        changing.MapDelete("/members/{userName}", Remove).WithName("RemoveMember");
        group.MapGet("/requests", Requests).WithName("ListRequests");
        changing.MapPost("/requests", Invite).WithName("InviteToGroup");
        changing.MapDelete("/requests/{userName}", Dismiss).WithName("DismissRequest");
    }

    /// <summary>List the members of a group.</summary>
    /// <remarks>For members, in order of names.</remarks>
    /// <param name="q">Only those whose name, user name or e-mail address has words that begin so.</param>
    /// <param name="offset">Index of the first.</param>
    /// <param name="limit">1 to 500.</param>
    public static async Task<Results<Ok<MembersResult>, Problem>> List(string group, Where where, ClaimsPrincipal user, IGrainFactory grains, string? q = null, int offset = 0, int limit = 100)
    {
        if (PageBounds.Wrong(limit, 500, offset) is { } problem) return problem;
        var members = await grains.Group(where.Group).Members(user.Account(), q, offset, limit);
        return members.IsOk
            ? TypedResults.Ok(new MembersResult([.. members.Value.Members.Select(one => new MemberResult(one.Account.Value, one.DisplayName, one.Role, one.JoinedAt, one.Organisation, one.Email, one.Picture))], members.Value.Total))
            : Problem.Of(members.Refusal);
    }

    /// <summary>Join a group.</summary>
    /// <remarks>An open one, or one that you are invited to; to one on application you apply. Answers how you stand to it now.</remarks>
    public static Task<Results<Ok<Membership>, Problem>> Join(string group, Where where, ClaimsPrincipal user, IGrainFactory grains) => Told(grains.Group(where.Group).Join(user.Account()));

    /// <summary>Give a member another role.</summary>
    /// <remarks>For administrators. A group is never without one.</remarks>
    public static async Task<Results<Ok<Membership>, Problem>> SetRole(string group, string userName, Where where, RoleChange change, ClaimsPrincipal user, IGrainFactory grains) =>
        AccountId.TryParse(userName, out var account) ? await Told(grains.Group(where.Group).SetRole(user.Account(), account, change.Role)) : NoMember;

    /// <summary>Leave a group, or remove a member.</summary>
    /// <remarks>What the account shared with the group is withdrawn, and all that it had through the group ends at once.</remarks>
    public static async Task<Results<NoContent, Problem>> Remove(string group, string userName, Where where, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!AccountId.TryParse(userName, out var account)) return NoMember;
        var removed = await grains.Group(where.Group).Remove(user.Account(), account);
        return removed.IsOk ? TypedResults.NoContent() : Problem.OfInput(removed.Refusal);
    }

    /// <summary>List invitations and applications.</summary>
    /// <remarks>For administrators and co-administrators.</remarks>
    public static async Task<Results<Ok<RequestResult[]>, Problem>> Requests(string group, Where where, ClaimsPrincipal user, IGrainFactory grains)
    {
        var requests = await grains.Group(where.Group).Requests(user.Account());
        return requests.IsOk
            ? TypedResults.Ok(requests.Value.Select(one => new RequestResult(one.Account.Value, one.DisplayName, one.InvitedBy?.Value, one.AskedAt)).ToArray())
            : Problem.Of(requests.Refusal);
    }

    /// <summary>Invite somebody, or accept an application.</summary>
    public static async Task<Results<Ok<Membership>, Problem>> Invite(string group, Where where, Invitation invitation, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (Missing.In((nameof(invitation.UserName), invitation.UserName)) is { } missing) return missing;
        if (!AccountId.TryParse(invitation.UserName, out var account)) return Problem.At("userName", "unknown-account", "There is no such account.");
        return await Told(grains.Group(where.Group).Invite(user.Account(), account));
    }

    /// <summary>Decline an invitation, or take an application back; for administrators, take back or refuse one.</summary>
    public static async Task<Results<NoContent, Problem>> Dismiss(string group, string userName, Where where, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (!AccountId.TryParse(userName, out var account)) return new Problem(ProblemKind.NotFound, "There is no such request.");
        var dismissed = await grains.Group(where.Group).Dismiss(user.Account(), account);
        return dismissed.IsOk ? TypedResults.NoContent() : Problem.Of(dismissed.Refusal);
    }

    private static Problem NoMember => new(ProblemKind.NotFound, "There is no such member.");

    private static async Task<Results<Ok<Membership>, Problem>> Told(Task<Answer<Standing>> answer)
    {
        var standing = await answer;
        return standing.IsOk ? TypedResults.Ok(new Membership(standing.Value.Role, standing.Value.Waits)) : Problem.OfInput(standing.Refusal);
    }
}

/// <param name="Total">How many match in all.</param>
public sealed record MembersResult(IReadOnlyList<MemberResult> Items, int Total);

/// <param name="Picture">The hash of the member's picture.</param>
public sealed record MemberResult(string UserName, string DisplayName, GroupRole Role, DateTimeOffset JoinedAt, string? Organisation, string? Email, string? Picture);

/// <param name="InvitedBy">Null for an application.</param>
public sealed record RequestResult(string UserName, string DisplayName, string? InvitedBy, DateTimeOffset AskedAt);

public sealed record Invitation(string UserName);

public sealed record RoleChange(GroupRole Role);

/// <summary>How an account stands to a group.</summary>
public sealed record Membership(GroupRole Role, GroupWait Waits);
