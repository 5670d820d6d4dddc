using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>People and groups for tests of CardDAV.</summary>
internal static class Team
{
    public static async Task<DavClient> NewDav(this OneServer server) => new(await server.NewPerson());

    /// <summary>A group of the first one's that the second one is a member of.</summary>
    public static async Task<(DavClient Alice, DavClient Bob, string Group)> NewTeam(this OneServer server, string? name = null)
    {
        var (alice, bob) = (await server.NewDav(), await server.NewDav());
        var group = name ?? $"Team {Guid.NewGuid():N}";
        await alice.Person.Rest.Post("/groups").Json(new { name = group, kind = "open" }).Expect(201);
        await bob.Person.Rest.Post($"/groups/{Uri.EscapeDataString(group)}/members").Expect(200);
        return (alice, bob, group);
    }

    public static Task<Reply> Grant(this DavClient who, string group, string account, string right) =>
        who.Person.Rest.Post($"/groups/{Uri.EscapeDataString(group)}/rights").Json(new { principals = new[] { new { account } }, right }).Expect(200);

    /// <summary>The id of the one contact of a book.</summary>
    public static async Task<string> IdIn(this DavClient who, string environment) =>
        (string)(await who.Person.Rest.Get($"/books/{Uri.EscapeDataString(environment)}/contacts").Expect(200)).Json["items"]![0]!["id"]!;
}
