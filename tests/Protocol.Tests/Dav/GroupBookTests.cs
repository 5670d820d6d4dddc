using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.Dav.DavClient;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>Books of groups, and cards that stand in several books.</summary>
public sealed class GroupBookTests(OneServer server)
{
    [Fact]
    public async Task A_group_is_at_its_name_in_any_script_and_its_former_name_redirects_members_only()
    {
        var name = $"Продажи & Söhne ({Guid.NewGuid():N})";
        var (alice, bob, _) = await server.NewTeam(name);
        await alice.Put(alice.Group(name) + "one.vcf", Cards.Of("One")).Expect(201);
        await bob.Get(bob.Group(name) + "one.vcf").Expect(200);
        await bob.Propfind(bob.Home + Uri.EscapeDataString(name.ToUpperInvariant()) + "/", 0, "d:resourcetype").Expect(404);
        // macOS decomposes: the same name.
        await bob.Propfind(bob.Group(name.Normalize(System.Text.NormalizationForm.FormD)), 0, "d:resourcetype").Multistatus();

        var renamed = $"Renamed {Guid.NewGuid():N}";
        await alice.Person.Rest.Patch($"/groups/{Uri.EscapeDataString(name)}").Json(new { name = renamed }).Expect(200);
        var moved = await bob.Get(bob.Group(name) + "one.vcf").Expect(308);
        Assert.Equal(bob.Group(renamed) + "one.vcf", moved.Header("Location"));
        Assert.Equal(bob.Group(renamed), (await bob.Propfind(bob.Group(name), 0, "d:resourcetype").Expect(308)).Header("Location"));
        var members = await bob.Propfind(bob.Home + Uri.EscapeDataString(name + " (members)") + "/", 0, "d:resourcetype").Expect(308);
        Assert.Equal(bob.Home + Uri.EscapeDataString(renamed) + "%20(members)/", members.Header("Location"));
    }

    [Fact]
    public async Task Rights_show_in_the_privileges_and_change_with_the_next_look()
    {
        var (alice, bob, group) = await server.NewTeam();
        async Task<string[]> Privileges(DavClient who) => (await who.Propfind(who.Group(group), 0, "d:current-user-privilege-set").Multistatus()).Only().Privileges;
        Assert.Equal(["read", "read-current-user-privilege-set"], await Privileges(bob));
        Assert.Contains("write", await Privileges(alice));
        await alice.Grant(group, bob.Person.UserName, "add");
        Assert.Contains("bind", await Privileges(bob));
        Assert.DoesNotContain("unbind", await Privileges(bob));
        await alice.Grant(group, bob.Person.UserName, "addAndDelete");
        Assert.Contains("unbind", await Privileges(bob));
        await alice.Grant(group, bob.Person.UserName, "none");
        Assert.DoesNotContain("bind", await Privileges(bob));
        await alice.Person.Rest.Delete($"/groups/{Uri.EscapeDataString(group)}/members/{bob.Person.UserName}").Send();
        Assert.DoesNotContain(bob.Group(group), (await bob.Propfind(bob.Home, 1, "d:resourcetype").Multistatus()).Hrefs);
        await bob.Propfind(bob.Group(group), 0, "d:resourcetype").Expect(404);
    }

    [Fact]
    public async Task Who_may_only_read_is_told_what_he_would_need()
    {
        var (alice, bob, group) = await server.NewTeam();
        var card = Cards.Of("Ada", "ada");
        var tag = (await alice.Put(alice.Group(group) + "ada.vcf", card).Expect(201)).ETag!;
        var error = await bob.Put(bob.Group(group) + "ada.vcf", Cards.Of("Bob's", "ada")).With("If-Match", tag).ExpectPrecondition(403, D + "need-privileges");
        Assert.Equal(bob.Group(group) + "ada.vcf", (string?)error.Element(D + "resource")!.Element(D + "href"));
        await bob.Put(bob.Group(group) + "new.vcf", Cards.Of("New")).ExpectPrecondition(403, D + "need-privileges");
        await bob.Delete(bob.Group(group) + "ada.vcf").ExpectPrecondition(403, D + "need-privileges");
        var read = (await bob.Multiget(bob.Group(group), [bob.Group(group) + "ada.vcf"]).Multistatus()).Only();
        Assert.Equal(card, read.Card);
        Assert.Single((await bob.Sync(bob.Group(group), "").Multistatus()).Responses);
    }

    [Fact]
    public async Task A_contact_of_two_books_is_one_and_a_deletion_in_the_group_takes_the_reference_only()
    {
        var (alice, bob, group) = await server.NewTeam();
        await alice.Put(alice.Book + "ada.vcf", Cards.Of("Ada", "ada")).Expect(201);
        await alice.Send("COPY", alice.Book + "ada.vcf").With("Destination", new Uri(server.Node.Address, alice.Group(group) + "shared%20ada.vcf").ToString()).Expect(201);
        var token = await bob.Token(bob.Group(group));
        await alice.Put(alice.Book + "ada.vcf", Cards.Of("Ada King", "ada")).Expect(204);
        Assert.Contains("Ada King", (await bob.Get(bob.Group(group) + "shared%20ada.vcf").Expect(200)).Text, StringComparison.Ordinal);
        Assert.Equal([bob.Group(group) + "shared%20ada.vcf"], (await bob.Sync(bob.Group(group), token).Multistatus()).Hrefs);
        await alice.Delete(alice.Group(group) + "shared%20ada.vcf").Expect(204);
        await alice.Get(alice.Book + "ada.vcf").Expect(200);
        Assert.Equal(404, (await bob.Sync(bob.Group(group), token).Multistatus()).Only().Status);
    }

    [Fact]
    public async Task Who_may_add_without_being_a_member_adds_and_sees_nothing()
    {
        var (alice, _, group) = await server.NewTeam();
        var carol = await server.NewDav();
        await alice.Put(alice.Group(group) + "ada.vcf", Cards.Of("Ada", "ada")).Expect(201);
        await alice.Grant(group, carol.Person.UserName, "add");
        await carol.Put(carol.Group(group) + "new.vcf", Cards.Of("New")).Expect(201);
        await carol.Get(carol.Group(group) + "new.vcf").Expect(404);
        await carol.Propfind(carol.Group(group), 1, "d:getetag").Expect(404);
        Assert.DoesNotContain(carol.Group(group), (await carol.Propfind(carol.Home, 1, "d:resourcetype").Multistatus()).Hrefs);
        Assert.Empty((await carol.Put(carol.Group(group) + "other.vcf", Cards.Of("Ada", "ada")).ExpectPrecondition(409, C + "no-uid-conflict")).Elements());
    }

    [Fact]
    public async Task The_members_are_cards_that_nobody_changes_here()
    {
        var (alice, bob, group) = await server.NewTeam();
        await bob.Person.Rest.Patch("/me").Json(new { displayName = "Bob; the, Builder", email = "bob@example.org" }).Send();
        var members = alice.Home + Uri.EscapeDataString(group) + "%20(members)/";
        var listed = await alice.Propfind(members, 1, "d:getetag", "c:address-data").Multistatus();
        Assert.Equal(3, listed.Responses.Count);
        var href = $"{members}{bob.Person.UserName}.vcf";
        Assert.Equal(listed[href].Card, (await alice.Get(href).Expect(200)).Text);
        Assert.Equal(listed[href].Card, (await alice.Multiget(members, [href]).Multistatus()).Only().Card);
        Assert.Equal(["read", "read-current-user-privilege-set"], (await alice.Propfind(members, 0, "d:current-user-privilege-set").Multistatus()).Only().Privileges);
        Assert.Single((await alice.Query(members, $"<c:filter><c:prop-filter name='UID'><c:text-match>{bob.Person.UserName}</c:text-match></c:prop-filter></c:filter>").Multistatus()).Responses);
        var ctag = await alice.CTag(members);
        await alice.Put(href, Cards.Of("Changed")).ExpectPrecondition(403, D + "need-privileges");
        await alice.Put(members + "new.vcf", Cards.Of("New")).ExpectPrecondition(403, D + "need-privileges");
        await alice.Delete(href).ExpectPrecondition(403, D + "need-privileges");
        await alice.Sync(members, "").ExpectPrecondition(403, D + "supported-report");
        Assert.Equal(ctag, await alice.CTag(members));
        var carol = await server.NewDav();
        await carol.Person.Rest.Post($"/groups/{Uri.EscapeDataString(group)}/members").Expect(200);
        Assert.NotEqual(ctag, await alice.CTag(members));
        await (await server.NewDav()).Propfind(members, 0, "d:resourcetype").Expect(404);
    }

    [Fact]
    public async Task A_moved_contact_is_the_same_with_its_comments_and_its_places_in_further_groups()
    {
        var (alice, bob, group) = await server.NewTeam();
        var further = $"Further {Guid.NewGuid():N}";
        await alice.Person.Rest.Post("/groups").Json(new { name = further, kind = "open" }).Expect(201);
        await alice.Put(alice.Book + "ada.vcf", Cards.Of("Ada", "ada")).Expect(201);
        await alice.Proppatch(alice.Book + "ada.vcf", "<x:color>green</x:color>").Multistatus();
        var id = await alice.IdIn("private");
        await alice.Person.Rest.Post($"/contacts/{id}/comments").Json(new { text = "Met in Turin" }).Expect(201);
        await alice.Send("COPY", alice.Book + "ada.vcf").With("Destination", alice.Group(further) + "further.vcf").Expect(201);
        var (own, groups, furthers) = (await alice.Token(alice.Book), await bob.Token(bob.Group(group)), await alice.Token(alice.Group(further)));

        await alice.Send("MOVE", alice.Book + "ada.vcf").With("Destination", alice.Group(group) + "our%20ada.vcf").Expect(201);
        Assert.Equal(404, (await alice.Sync(alice.Book, own).Multistatus())[alice.Book + "ada.vcf"].Status);
        var moved = (await bob.Sync(bob.Group(group), groups, null, "d:getetag", "c:address-data").Multistatus()).Only();
        Assert.Equal((bob.Group(group) + "our%20ada.vcf", Cards.Of("Ada", "ada")), (moved.Href, moved.Card));
        Assert.Equal(moved.ETag, (await alice.Sync(alice.Group(further), furthers).Multistatus())[alice.Group(further) + "further.vcf"].ETag);
        Assert.Equal(id, await bob.IdIn(group));
        Assert.Equal("Met in Turin", (string?)(await bob.Person.Rest.Get($"/contacts/{id}/comments").Expect(200)).Json[0]!["text"]);
        Assert.Equal("green", (await alice.Propfind(alice.Group(group) + "our%20ada.vcf", 0, "x:color").Multistatus()).Only().Text("{urn:x}color"));
        await alice.Put(alice.Group(group) + "our%20ada.vcf", Cards.Of("Ada King", "ada")).With("If-Match", moved.ETag!).Expect(204);
        Assert.Contains("Ada King", (await alice.Get(alice.Group(further) + "further.vcf").Expect(200)).Text, StringComparison.Ordinal);

        // It is at home in the group now: there it is deleted and restored, and further where it is shown.
        await alice.Delete(alice.Group(group) + "our%20ada.vcf").Expect(204);
        await alice.Get(alice.Group(further) + "further.vcf").Expect(404);
        await alice.Person.Rest.Post($"/contacts/{id}/restore").Expect(200);
        await bob.Get(bob.Group(group) + "our%20ada.vcf").Expect(200);
        await alice.Get(alice.Book + "ada.vcf").Expect(404);
        await alice.Send("MOVE", alice.Group(group) + "our%20ada.vcf").With("Destination", alice.Book + "back.vcf").Expect(201);
        Assert.Equal(id, await alice.IdIn("private"));
        await bob.Get(bob.Group(group) + "our%20ada.vcf").Expect(404);
    }

    [Fact]
    public async Task A_card_that_comes_back_under_another_name_is_gone_under_the_one_it_had()
    {
        var (alice, bob, group) = await server.NewTeam();
        await alice.Put(alice.Book + "ada.vcf", Cards.Of("Ada", "ada")).Expect(201);
        await alice.Send("COPY", alice.Book + "ada.vcf").With("Destination", alice.Group(group) + "one.vcf").Expect(201);
        var token = await bob.Token(bob.Group(group));
        await alice.Delete(alice.Group(group) + "one.vcf").Expect(204);
        await alice.Send("COPY", alice.Book + "ada.vcf").With("Destination", alice.Group(group) + "two.vcf").Expect(201);
        var synced = await bob.Sync(bob.Group(group), token).Multistatus();
        Assert.Equal(404, synced[bob.Group(group) + "one.vcf"].Status);
        Assert.NotNull(synced[bob.Group(group) + "two.vcf"].ETag);
        Assert.Equal(bob.Group(group) + "two.vcf", (await bob.Sync(bob.Group(group), "").Multistatus()).Only().Href);
    }

    [Fact]
    public async Task A_move_onto_its_own_reference_makes_that_the_contact_and_conflicts_leave_all_as_it_was()
    {
        var (alice, bob, group) = await server.NewTeam();
        await alice.Put(alice.Book + "ada.vcf", Cards.Of("Ada", "ada")).Expect(201);
        var id = await alice.IdIn("private");
        await alice.Send("COPY", alice.Book + "ada.vcf").With("Destination", alice.Group(group) + "shared.vcf").Expect(201);
        var conflict = await alice.Send("MOVE", alice.Book + "ada.vcf").With("Destination", alice.Group(group) + "other.vcf").ExpectPrecondition(409, C + "no-uid-conflict");
        Assert.Equal(alice.Group(group) + "shared.vcf", (string?)conflict.Element(D + "href"));
        await alice.Get(alice.Book + "ada.vcf").Expect(200);
        await alice.Send("MOVE", alice.Book + "ada.vcf").With("Destination", alice.Group(group) + "shared.vcf").Expect(204);
        await bob.Get(bob.Group(group) + "shared.vcf").Expect(200);
        await alice.Get(alice.Book + "ada.vcf").Expect(404);
        Assert.Equal(id, await bob.IdIn(group));

        // Onto another card, which goes to the trash.
        await alice.Put(alice.Book + "grace.vcf", Cards.Of("Grace", "grace")).Expect(201);
        await alice.Send("MOVE", alice.Book + "grace.vcf").With("Destination", alice.Group(group) + "shared.vcf").With("Overwrite", "F").Expect(412);
        await alice.Send("MOVE", alice.Book + "grace.vcf").With("Destination", alice.Group(group) + "shared.vcf").Expect(204);
        Assert.Contains("Grace", (await bob.Get(bob.Group(group) + "shared.vcf").Expect(200)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_others_created_becomes_a_contact_of_ones_own_when_it_is_moved_to_oneself()
    {
        var (alice, bob, group) = await server.NewTeam();
        await alice.Grant(group, bob.Person.UserName, "add");
        await bob.Put(bob.Group(group) + "b.vcf", Cards.Of("Bob's", "b")).Expect(201);
        var id = await alice.IdIn(group);
        await alice.Send("MOVE", alice.Group(group) + "b.vcf").With("Destination", alice.Book + "b.vcf").Expect(201);
        Assert.NotEqual(id, await alice.IdIn("private"));
        await alice.Put(alice.Book + "b.vcf", Cards.Of("Alice's", "b")).Expect(204);
        await bob.Get(bob.Group(group) + "b.vcf").Expect(404);
        await bob.Person.Rest.Post($"/contacts/{id}/restore").Expect(200);
        // Who may not delete here takes nothing away, and a private book of others is nowhere.
        await alice.Put(alice.Group(group) + "a.vcf", Cards.Of("Alice's", "a")).Expect(201);
        await bob.Send("MOVE", bob.Group(group) + "a.vcf").With("Destination", bob.Book + "a.vcf").ExpectPrecondition(403, D + "need-privileges");
        await alice.Send("MOVE", alice.Group(group) + "a.vcf").With("Destination", bob.Book + "a.vcf").Expect(409);
    }

    [Fact]
    public async Task Moves_and_copies_between_books_follow_the_rights()
    {
        var (alice, bob, group) = await server.NewTeam();
        await bob.Put(bob.Book + "b.vcf", Cards.Of("Bob's", "b")).Expect(201);
        Task<Reply> Transfer(DavClient who, string method, string from, string to, int status, string? overwrite = null) =>
            (overwrite is null ? who.Send(method, from) : who.Send(method, from).With("Overwrite", overwrite)).With("Destination", to).Expect(status);

        await Transfer(bob, "COPY", bob.Book + "b.vcf", bob.Group(group) + "b.vcf", 403);
        await Transfer(bob, "MOVE", bob.Book + "b.vcf", bob.Group(group) + "b.vcf", 403);
        await bob.Get(bob.Book + "b.vcf").Expect(200);
        await alice.Grant(group, bob.Person.UserName, "add");
        await Transfer(bob, "MOVE", bob.Book + "b.vcf", bob.Group(group) + "b.vcf", 201);
        await bob.Get(bob.Book + "b.vcf").Expect(404);
        await alice.Get(alice.Group(group) + "b.vcf").Expect(200);
        // A copy into one's own book is a contact of its own.
        await Transfer(alice, "COPY", alice.Group(group) + "b.vcf", alice.Book + "mine.vcf", 201);
        await Transfer(alice, "COPY", alice.Group(group) + "b.vcf", alice.Book + "mine.vcf", 412, "F");
        await Transfer(alice, "COPY", alice.Group(group) + "b.vcf", alice.Book + "mine.vcf", 204);
        Assert.Single((await alice.Sync(alice.Book, "").Multistatus()).Responses);
        var conflict = await alice.Send("COPY", alice.Book + "mine.vcf").With("Destination", alice.Group(group) + "again.vcf").ExpectPrecondition(409, C + "no-uid-conflict");
        Assert.Equal(alice.Group(group) + "b.vcf", (string?)conflict.Element(D + "href"));
        await Transfer(alice, "MOVE", alice.Book + "mine.vcf", alice.Book + "other.vcf", 403);
        await Transfer(alice, "COPY", alice.Book + "mine.vcf", bob.Book + "mine.vcf", 409);
        await Transfer(alice, "COPY", alice.Book + "mine.vcf", "http://elsewhere.example/x.vcf", 502);
        await Transfer(alice, "COPY", alice.Book + "mine.vcf", "", 400);
        await Transfer(alice, "COPY", alice.Book, alice.Home + "copy/", 403);
    }
}
