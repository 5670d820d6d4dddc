using ContactOffice.Api.Http;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContactOffice.Api.Resources;

/// <summary>Sharing by the names of groups, and principals by the names that people know.</summary>
internal static class Sharing
{
    public static async Task<Results<Ok<SharingResult>, Problem>> With(IGrainFactory grains, AccountId actor, BookId book, ContactId[] ids, IReadOnlyList<string> names)
    {
        var groups = new Dictionary<GroupId, string>();
        foreach (var name in names)
        {
            if (await grains.GroupDirectory().Find(name) is not { } found) return NoGroup(name);
            groups[found.Id] = found.Name;
        }
        var shared = await grains.AddressBook(book).Share(actor, ids, [.. groups.Keys]);
        if (!shared.IsOk) return Problem.Of(shared.Refusal);
        return TypedResults.Ok(new SharingResult(shared.Value.Shared, [.. shared.Value.Conflicts.Select(one => new SharingConflictResult(one.Contact, groups[one.Group]))]));
    }

    /// <summary>A principal as it is written: <c>{"account": "bob"}</c> or <c>{"group": "Sales"}</c>.</summary>
    public static async Task<(Principal[]? Principals, Problem? Problem)> Read(IGrainFactory grains, IReadOnlyList<PrincipalName>? names)
    {
        if (names is null) return (null, Problem.At("principals", "missing", "This member is missing."));
        var principals = new List<Principal>();
        foreach (var name in names)
        {
            if (name is { Account: { } account, Group: null } && AccountId.TryParse(account, out var id)) principals.Add(Principal.Of(id));
            else if (name is { Group: { } group, Account: null } && await grains.GroupDirectory().Find(group) is { } found) principals.Add(Principal.AllOf(found.Id));
            else return (null, Problem.At("principals", "unknown-principal", "One of them is no account and no group here."));
        }
        return ([.. principals], null);
    }

    public static async Task<PrincipalName[]> Named(IGrainFactory grains, IEnumerable<Principal> principals)
    {
        var all = principals.ToList();
        GroupId[] groups = [.. all.Select(one => one.Group).OfType<GroupId>().Distinct()];
        var names = groups.Length == 0 ? [] : (await grains.GroupDirectory().Names(groups)).ToDictionary(one => one.Id, one => one.Name);
        // A right of the members of a group that is gone is nobody's.
        return [.. all.Select(one => one.Group is { } group ? names.GetValueOrDefault(group) is { } name ? new PrincipalName(Group: name) : null : new PrincipalName(one.Account?.Value)).OfType<PrincipalName>()];
    }

    private static Problem NoGroup(string name) => Problem.At("groups", "unknown-group", $"There is no group '{name}'.", ("name", name));
}

/// <summary>To whom a right is granted: an account, or all members of a group.</summary>
public sealed record PrincipalName(string? Account = null, string? Group = null);

/// <param name="Shared">Those that were there to be shared.</param>
public sealed record SharingResult(IReadOnlyList<ContactId> Shared, IReadOnlyList<SharingConflictResult> Conflicts);

public sealed record SharingConflictResult(ContactId Contact, string Group);
