using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.Dav.DavClient;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>What a client changed for itself and may not: the next sync brings the server's copy.</summary>
public sealed class DeniedEditTests(OneServer server)
{
    [Fact]
    public async Task A_card_whose_edit_was_denied_comes_with_another_tag_once_to_each_device()
    {
        var (alice, bob, group) = await server.NewTeam();
        var (href, card) = (bob.Group(group) + "ada.vcf", Cards.Of("Ada", "ada"));
        await alice.Put(alice.Group(group) + "ada.vcf", card).Expect(201);
        await alice.Put(alice.Group(group) + "grace.vcf", Cards.Of("Grace")).Expect(201);
        var (token, ctag) = (await bob.Token(bob.Group(group)), await bob.CTag(bob.Group(group)));
        var tag = (await bob.Get(href).Expect(200)).ETag!;
        await bob.Put(href, Cards.Of("Bob's", "ada")).With("If-Match", tag).ExpectPrecondition(403, D + "need-privileges");
        Assert.NotEqual((token, ctag), (await bob.Token(bob.Group(group)), await bob.CTag(bob.Group(group))));

        var synced = await bob.Sync(bob.Group(group), token, null, "d:getetag", "c:address-data").Multistatus();
        Assert.Equal((href, card), (synced.Only().Href, synced.Only().Card));
        Assert.NotEqual(tag, synced.Only().ETag);
        Assert.Equal(synced.SyncToken, await bob.Token(bob.Group(group)));
        Assert.Empty((await bob.Sync(bob.Group(group), synced.SyncToken!).Multistatus()).Responses);
        // The other device has the token of before, too.
        Assert.Equal(href, (await bob.Sync(bob.Group(group), token).Multistatus()).Only().Href);

        var listed = await bob.Propfind(bob.Group(group), 1, "d:getetag").Multistatus();
        Assert.Equal(synced.Only().ETag, listed[href].ETag);
        Assert.Equal(synced.Only().ETag, (await bob.Multiget(bob.Group(group), [href]).Multistatus()).Only().ETag);
        Assert.Equal(synced.Only().ETag, (await bob.Get(href).With("If-None-Match", tag).Expect(200)).ETag);
        await bob.Get(href).With("If-None-Match", synced.Only().ETag!).Expect(304);
    }

    [Fact]
    public async Task Nobody_else_hears_of_it()
    {
        var (alice, bob, group) = await server.NewTeam();
        var tag = (await alice.Put(alice.Group(group) + "ada.vcf", Cards.Of("Ada", "ada")).Expect(201)).ETag!;
        var (token, bobs) = (await alice.Token(alice.Group(group)), await bob.Token(bob.Group(group)));
        await bob.Delete(bob.Group(group) + "ada.vcf").With("If-Match", tag).ExpectPrecondition(403, D + "need-privileges");
        Assert.Equal(token, await alice.Token(alice.Group(group)));
        Assert.Empty((await alice.Sync(alice.Group(group), token).Multistatus()).Responses);
        Assert.Equal(tag, (await alice.Get(alice.Group(group) + "ada.vcf").Expect(200)).ETag);
        Assert.NotNull((await bob.Sync(bob.Group(group), bobs).Multistatus()).Only().ETag);
    }

    [Fact]
    public async Task Each_denial_tells_anew_and_a_change_of_the_card_ends_it()
    {
        var (alice, bob, group) = await server.NewTeam();
        var href = bob.Group(group) + "ada.vcf";
        await alice.Put(alice.Group(group) + "ada.vcf", Cards.Of("Ada", "ada")).Expect(201);
        var (tags, token) = (new List<string?> { (await bob.Get(href).Expect(200)).ETag }, await bob.Token(bob.Group(group)));
        for (var i = 0; i < 3; i++)
        {
            // Whichever tag of this version a client holds, it hears that it may not, rather than that it is late.
            await bob.Put(href, Cards.Of("Bob's", "ada")).With("If-Match", tags[i % 2]!).ExpectPrecondition(403, D + "need-privileges");
            var synced = await bob.Sync(bob.Group(group), token).Multistatus();
            tags.Add(synced.Only().ETag);
            token = synced.SyncToken!;
        }
        Assert.Equal(4, tags.Distinct().Count());
        await bob.Put(href, Cards.Of("Bob's", "ada")).ExpectPrecondition(403, D + "need-privileges");
        var tag = (await alice.Put(alice.Group(group) + "ada.vcf", Cards.Of("Ada King", "ada")).Expect(204)).ETag;
        Assert.Equal(tag, (await bob.Sync(bob.Group(group), token).Multistatus()).Only().ETag);
        await bob.Put(href, Cards.Of("Bob's", "ada")).With("If-Match", tags[^1]!).Expect(412);
    }

    [Fact]
    public async Task A_limit_ends_what_was_denied_like_everything_else()
    {
        var (alice, bob, group) = await server.NewTeam();
        for (var i = 0; i < 5; i++) await alice.Put($"{alice.Group(group)}{i}.vcf", Cards.Of($"{i}", $"denied-{i}")).Expect(201);
        var token = await bob.Token(bob.Group(group));
        for (var i = 0; i < 3; i++) await bob.Delete($"{bob.Group(group)}{i}.vcf").Expect(403);
        await alice.Put($"{alice.Group(group)}2.vcf", Cards.Of("2 changed", "denied-2")).Expect(204);
        await alice.Put($"{alice.Group(group)}new.vcf", Cards.Of("New")).Expect(201);
        var seen = new List<string>();
        for (var rounds = 1; ; rounds++)
        {
            var part = await bob.Sync(bob.Group(group), token, 1).Multistatus();
            seen.AddRange(part.Hrefs.Where(href => href != bob.Group(group)).Select(href => href[bob.Group(group).Length..]));
            token = part.SyncToken!;
            if (!part.Hrefs.Contains(bob.Group(group))) break;
            Assert.True(rounds < 10, "It does not end.");
        }
        Assert.Equal(["0.vcf", "1.vcf", "2.vcf", "new.vcf"], seen.Order(StringComparer.Ordinal));
        Assert.Equal(token, await bob.Token(bob.Group(group)));
    }

    [Fact]
    public async Task A_new_card_that_was_denied_is_the_clients_own_and_is_never_told_to_be_gone()
    {
        var (_, bob, group) = await server.NewTeam();
        var token = await bob.Token(bob.Group(group));
        await bob.Put(bob.Group(group) + "new.vcf", Cards.Of("New")).ExpectPrecondition(403, D + "need-privileges");
        Assert.Equal(token, await bob.Token(bob.Group(group)));
        Assert.Empty((await bob.Sync(bob.Group(group), token).Multistatus()).Responses);
    }

    [Fact]
    public async Task It_is_remembered_over_a_restart()
    {
        using var folder = new Folder();
        string token, tag;
        await using (var node = await Node.Start(folder.Path))
        {
            await OneServer.SetUp(node);
            var (admin, bob) = (new DavClient(new Person(node, "admin", OneServer.AdministratorPassword)), await Member(node));
            await admin.Person.Rest.Post("/groups").Json(new { name = "Sales", kind = "open" }).Expect(201);
            await bob.Person.Rest.Post("/groups/Sales/members").Expect(200);
            tag = (await admin.Put(admin.Group("Sales") + "ada.vcf", Cards.Of("Ada")).Expect(201)).ETag!;
            token = await bob.Token(bob.Group("Sales"));
            await bob.Delete(bob.Group("Sales") + "ada.vcf").Expect(403);
        }
        await using (var node = await Node.Start(folder.Path))
        {
            var bob = new DavClient(new Person(node, "bob", OneServer.AdministratorPassword));
            Assert.NotEqual(tag, (await bob.Sync(bob.Group("Sales"), token).Multistatus()).Only().ETag);
        }
    }

    private static async Task<DavClient> Member(Node node)
    {
        await new Person(node, "admin", OneServer.AdministratorPassword).Rest.Post("/accounts").Json(new { userName = "bob", password = OneServer.AdministratorPassword, displayName = "Bob" }).Expect(201);
        return new(new Person(node, "bob", OneServer.AdministratorPassword));
    }
}
