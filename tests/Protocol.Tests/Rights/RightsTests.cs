using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Dav;
using ContactOffice.Protocol.Tests.Running;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace ContactOffice.Protocol.Tests.Rights;

/// <summary>The table of rights, every role with every grant, action and kind of contact, over REST, the live hub and CardDAV.</summary>
public sealed class RightsTests(OneServer server, ITestOutputHelper output)
{
    private readonly List<string> _wrong = [];
    private int _asked;

    [Fact]
    public async Task The_table_holds_for_every_role_grant_action_and_kind_of_contact()
    {
        var company = await Company.Found(server);
        foreach (var group in company.Groups)
        {
            foreach (var actor in company.Actors)
            {
                await OfBook(company, group, actor);
                foreach (var item in group.Items.Where(item => item.Maker is null || item.Maker == actor)) await OfContact(company, group, actor, item);
            }
        }
        await OfPrivate(company);
        output.WriteLine($"{_asked} rows");
        Assert.True(_asked >= 500, $"Only {_asked} rows.");
        Assert.True(_wrong.Count == 0, $"{_wrong.Count} of {_asked} rows are wrong:\n{string.Join('\n', _wrong.Take(40))}");
    }

    private async Task OfBook(Company company, GroupOf group, Actor actor)
    {
        var facts = group.Facts(actor);
        var rest = actor.Person.Rest;
        Check("read book", facts, group, actor, null, await rest.Get($"/books/{group.Path}/contacts?limit=1").Send());
        Check("watch book", facts, group, actor, null, await Watch(actor.Person, group.Name));
        Check("grant content", facts, group, actor, null, await rest.Post($"/groups/{group.Path}/rights").Json(new { principals = new[] { new { account = company.Owner.UserName } }, right = "none" }).Send());
        var added = await rest.Post($"/books/{group.Path}/contacts").Card(Cards.Of("Added")).With("Prefer", "return=minimal").Send();
        Check("add", facts, group, actor, null, added);
        var dav = new DavClient(actor.Person);
        Check("read book", facts, group, actor, null, await dav.Propfind(dav.Group(group.Name), 1, "d:getetag").Send());
        Check("watch book", facts, group, actor, null, await dav.Sync(dav.Group(group.Name), "").Send());
        Check("add", facts, group, actor, null, await dav.Put($"{dav.Group(group.Name)}{Guid.NewGuid()}.vcf", Cards.Of("Added")).Send());
    }

    /// <summary>The same contact by its address in the group's book, where who does not see the book sees nothing.</summary>
    private async Task OfCard(Company company, GroupOf group, Actor actor, Item item, HashSet<string> facts)
    {
        if (!facts.Contains("member")) facts = [];
        var dav = new DavClient(actor.Person);
        var path = $"{dav.Group(group.Name)}{item.Id}.vcf";
        var read = await dav.Get(path).Send();
        Check("read", facts, group, actor, item, read);
        // What one does not see is not replaced but added.
        if (read.Status == 200) Check("edit", facts, group, actor, item, await dav.Put(path, read.Bytes).Send());
        var copied = await dav.Send("COPY", path).With("Destination", $"{dav.Group(company.Target)}{item.Id}.vcf").Send();
        Check("share", facts, group, actor, item, copied);
        if (copied.Status == 201) await company.Owner.Rest.Post($"/books/{Uri.EscapeDataString(company.Target)}/contacts/unshare").Json(new { ids = new[] { item.Id } }).Expect(200);
        var deleted = await dav.Delete(path).Send();
        Check("delete", facts, group, actor, item, deleted);
        if (deleted.Status == 204) Assert.Single((await company.Owner.Rest.Post($"/books/{group.Path}/contacts/restore").Json(new { ids = new[] { item.Id } }).Expect(200)).Json["ids"]!.AsArray());
    }

    private async Task OfContact(Company company, GroupOf group, Actor actor, Item item)
    {
        var facts = group.Facts(actor, item);
        var rest = actor.Person.Rest;
        var path = $"/contacts/{item.Id}";
        Check("read", facts, group, actor, item, await rest.Get(path).Send());
        Check("comment", facts, group, actor, item, await rest.Post(path + "/comments").Json(new { text = "Seen" }).Send());
        Check("edit", facts, group, actor, item, await rest.Patch(path).Fields(new { notes = $"{_asked}" }).Send());
        var now = (await (item.Maker?.Person ?? company.Owner).Rest.Get(path + "/rights").Expect(200)).Json["editors"]!;
        Check("grant edit", facts, group, actor, item, await rest.Put(path + "/rights").Json($"{{\"principals\":{now.ToJsonString()}}}").Send());
        var shared = await rest.Post(path + "/shares").Json(new { groups = new[] { company.Target } }).Send();
        Check("share", facts, group, actor, item, shared);
        if (shared.Status == 200) await company.Owner.Rest.Post($"/books/{Uri.EscapeDataString(company.Target)}/contacts/unshare").Json(new { ids = new[] { item.Id } }).Expect(200);
        if (item.IsReference)
        {
            var unshared = await rest.Delete($"{path}/shares/{group.Path}").Send();
            Check("unshare", facts, group, actor, item, unshared);
            if (unshared.Status == 204) await Company.Share(item.Maker?.Person ?? company.Owner, item.Id, group.Name);
        }
        await OfCard(company, group, actor, item, facts);
        await Delete(company, group, actor, item, facts);
    }

    private async Task Delete(Company company, GroupOf group, Actor actor, Item item, HashSet<string> facts)
    {
        var deleted = await actor.Person.Rest.Post($"/books/{group.Path}/contacts/delete").Json(new { ids = new[] { item.Id } }).Send();
        // Of many that are named, those that one may not delete are passed over. A book that one does not see deletes nothing at all.
        var status = deleted.Status == 200 && deleted.Json["ids"]!.AsArray().Count == 0 ? 403 : deleted.Status;
        Check("delete", facts.Contains("member") ? facts : [], group, actor, item, status);
        if (status == 200) Assert.Single((await company.Owner.Rest.Post($"/books/{group.Path}/contacts/restore").Json(new { ids = new[] { item.Id } }).Expect(200)).Json["ids"]!.AsArray());
    }

    private async Task OfPrivate(Company company)
    {
        var owned = await Company.AddTo(company.Owner, "private", "Nobody else's");
        foreach (var actor in company.Actors)
        {
            HashSet<string> stranger = [];
            HashSet<string> owner = ["owner", "reader", "creator"];
            var own = await Company.AddTo(actor.Person, "private", "Mine");
            foreach (var (id, facts) in new[] { (owned, stranger), (own, owner) })
            {
                var rest = actor.Person.Rest;
                Check("read", facts, null, actor, null, await rest.Get($"/contacts/{id}").Send());
                Check("edit", facts, null, actor, null, await rest.Patch($"/contacts/{id}").Fields(new { notes = "Mine" }).Send());
                Check("comment", facts, null, actor, null, await rest.Post($"/contacts/{id}/comments").Json(new { text = "Mine" }).Send());
                Check("grant edit", facts, null, actor, null, await rest.Put($"/contacts/{id}/rights").Json(new { principals = Array.Empty<object>() }).Send());
                Check("share", facts, null, actor, null, await rest.Post($"/contacts/{id}/shares").Json(new { groups = new[] { company.Target } }).Send());
                Check("delete", facts, null, actor, null, await rest.Delete($"/contacts/{id}").Send());
            }
        }
    }

    private static async Task<int> Watch(Person person, string environment)
    {
        await using var hub = Live.Connect(new Uri(person.Rest.Server, "/"), options =>
            options.Headers["Authorization"] = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{person.UserName}:{person.Password}")));
        await hub.StartAsync();
        try
        {
            await hub.InvokeAsync<System.Text.Json.JsonElement>("Watch", environment, 0L);
            return 200;
        }
        catch (HubException refused)
        {
            return refused.Message.Contains("not-found", StringComparison.Ordinal) ? 404 : 403;
        }
    }

    private void Check(string action, IReadOnlySet<string> facts, GroupOf? group, Actor actor, Item? item, Reply reply) => Check(action, facts, group, actor, item, reply.Status);

    private void Check(string action, IReadOnlySet<string> facts, GroupOf? group, Actor actor, Item? item, int status)
    {
        _asked++;
        var (expected, found) = (RightsTable.Expected(action, facts), status is >= 200 and < 300 ? 200 : status);
        if (expected == found) return;
        var what = item is null ? "" : $" {(item.IsReference ? "a reference" : "a contact at home")}, edited by {item.Editors}{(item.Maker is null ? "" : ", of its own")}";
        _wrong.Add($"{action}{what} in {(group is null ? "private" : $"a group that grants its members {group.Own}")} by {actor.Role} with {actor.Grant}: {found} for {expected}");
    }
}
