using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Groups;

/// <summary>A group as the database has it at one revision. It is replaced, never changed.</summary>
internal sealed record GroupSnapshot(
    GroupId Id,
    string Name,
    GroupKind Kind,
    long Revision,
    IReadOnlyDictionary<AccountId, Membership> Members,
    IReadOnlyDictionary<AccountId, GroupRequestRow> Requests,
    IReadOnlyDictionary<Principal, ContentRight> Grants)
{
    public GroupRole RoleOf(AccountId account) => Members.TryGetValue(account, out var member) ? member.Role : GroupRole.None;

    public GroupWait WaitOf(AccountId account) => !Requests.TryGetValue(account, out var request) ? GroupWait.None : request.InvitedBy is null ? GroupWait.Applied : GroupWait.Invited;

    /// <summary>Granted to the account itself, or as a member.</summary>
    public ContentRight ContentOf(AccountId account)
    {
        var direct = Grants.GetValueOrDefault(Principal.Of(account));
        var asMember = Members.ContainsKey(account) ? Grants.GetValueOrDefault(Principal.AllOf(Id)) : ContentRight.None;
        return direct > asMember ? direct : asMember;
    }

    /// <summary>Other groups whose members were granted more than <paramref name="known"/>.</summary>
    public IEnumerable<(GroupId Group, ContentRight Right)> OtherGroups(ContentRight known)
    {
        foreach (var (principal, right) in Grants)
            if (right > known && principal.Group is { } group && group != Id) yield return (group, right);
    }

    public bool HasOtherAdministrator(AccountId than) => Members.Any(member => member.Value.Role == GroupRole.Administrator && member.Key != than);
}

internal readonly record struct Membership(GroupRole Role, DateTimeOffset JoinedAt);

internal readonly record struct GroupRequestRow(AccountId? InvitedBy, DateTimeOffset AskedAt);
