using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.Dav.DavClient;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>Reading a book whole, in parts, and what changed in it.</summary>
public sealed class SyncTests(OneServer server)
{
    [Fact]
    public async Task A_token_tells_what_was_added_changed_and_deleted_since()
    {
        var dav = await server.NewDav();
        foreach (var name in new[] { "a", "b", "c" }) await dav.Put($"{dav.Book}{name}.vcf", Cards.Of(name, name)).Expect(201);
        var first = await dav.Sync(dav.Book, "").Multistatus();
        Assert.Equal(new[] { "a", "b", "c" }.Select(name => $"{dav.Book}{name}.vcf"), first.Hrefs.Order());
        Assert.Equal(first.SyncToken, await dav.Token(dav.Book));
        Assert.Empty((await dav.Sync(dav.Book, first.SyncToken!).Multistatus()).Responses);

        await dav.Delete(dav.Book + "a.vcf").Expect(204);
        var tag = (await dav.Put(dav.Book + "b.vcf", Cards.Of("B", "b")).Expect(204)).ETag;
        await dav.Put(dav.Book + "d.vcf", Cards.Of("d", "d")).Expect(201);
        var second = await dav.Sync(dav.Book, first.SyncToken!).Multistatus();
        Assert.Equal(["a", "b", "d"], second.Hrefs.Order().Select(href => href[dav.Book.Length..^4]));
        Assert.Equal(404, second[dav.Book + "a.vcf"].Status);
        Assert.Equal(tag, second[dav.Book + "b.vcf"].ETag);
        Assert.DoesNotContain(dav.Book + "a.vcf", (await dav.Sync(dav.Book, "").Multistatus()).Hrefs);
    }

    [Fact]
    public async Task A_limit_ends_the_answer_with_507_and_a_token_to_go_on_with()
    {
        var dav = await server.NewDav();
        for (var i = 0; i < 25; i++) await dav.Put($"{dav.Book}{i}.vcf", Cards.Of($"{i}")).Expect(201);
        await Comment(dav, "4.vcf");
        await dav.Delete(dav.Book + "7.vcf").Expect(204);
        var (seen, token, rounds) = (new List<string>(), "", 0);
        while (true)
        {
            var part = await dav.Sync(dav.Book, token, 10).Multistatus();
            var truncated = part.Responses.SingleOrDefault(response => response.Href == dav.Book);
            seen.AddRange(part.Responses.Where(response => response.Href != dav.Book && response.Status == 0).Select(response => response.Href));
            (token, rounds) = (part.SyncToken!, rounds + 1);
            if (truncated is null) break;
            Assert.Equal(507, truncated.Status);
            Assert.NotNull(truncated.Element.Element(D + "error")!.Element(D + "number-of-matches-within-limits"));
        }
        Assert.Equal(3, rounds);
        Assert.Equal(24, seen.Distinct().Count());
        Assert.Equal(24, seen.Count);
        Assert.Equal(token, await dav.Token(dav.Book));
    }

    /// <summary>RFC 6578 §3.5.1: what has the name by now is a change, and nothing is told to be gone.</summary>
    [Fact]
    public async Task A_name_that_another_card_took_is_changed_and_not_gone()
    {
        var dav = await server.NewDav();
        await dav.Put(dav.Book + "a.vcf", Cards.Of("Ada", "one")).Expect(201);
        var token = await dav.Token(dav.Book);
        await dav.Delete(dav.Book + "a.vcf").Expect(204);
        await dav.Put(dav.Book + "a.vcf", Cards.Of("Another", "two")).Expect(201);
        var told = await dav.Sync(dav.Book, token).Multistatus();
        Assert.Equal((dav.Book + "a.vcf", 0), (told.Only().Href, told.Only().Status));
    }

    /// <summary>Shared again, a card has the name that clients hold it by.</summary>
    [Fact]
    public async Task A_card_that_comes_back_into_a_book_comes_under_its_name()
    {
        var (alice, bob, group) = await server.NewTeam();
        await alice.Put(alice.Book + "a.vcf", Cards.Of("Ada")).Expect(201);
        await alice.Send("COPY", alice.Book + "a.vcf").With("Destination", alice.Group(group) + "named.vcf").Expect(201);
        var token = await bob.Token(bob.Group(group));
        await alice.Delete(alice.Group(group) + "named.vcf").Expect(204);
        var id = (string)(await alice.Person.Rest.Get("/books/private/contacts").Expect(200)).Json["items"]![0]!["id"]!;
        await Share();
        Assert.Equal([bob.Group(group) + "named.vcf"], (await bob.Sync(bob.Group(group), token).Multistatus()).Hrefs);
        // Where another one took it, under another.
        await alice.Delete(alice.Group(group) + "named.vcf").Expect(204);
        await alice.Put(alice.Group(group) + "named.vcf", Cards.Of("Other", "other")).Expect(201);
        await Share();
        Assert.Equal(2, (await bob.Sync(bob.Group(group), "").Multistatus()).Hrefs.Distinct().Count());

        Task<Reply> Share() => alice.Person.Rest.Post($"/contacts/{id}/shares").Json(new { groups = new[] { group } }).Expect(200);
    }

    [Fact]
    public async Task A_comment_a_tag_and_a_granted_right_are_no_news_for_a_client()
    {
        var dav = await server.NewDav();
        await dav.Put(dav.Book + "a.vcf", Cards.Of("Ada")).Expect(201);
        var (token, ctag) = (await dav.Token(dav.Book), await dav.CTag(dav.Book));
        await Comment(dav, "a.vcf");
        Assert.Equal((token, ctag), (await dav.Token(dav.Book), await dav.CTag(dav.Book)));
        Assert.Empty((await dav.Sync(dav.Book, token).Multistatus()).Responses);
        await dav.Put(dav.Book + "a.vcf", Cards.Of("Ada King")).Send();
        await dav.Put(dav.Book + "b.vcf", Cards.Of("Bob")).Expect(201);
        Assert.NotEqual(ctag, await dav.CTag(dav.Book));
    }

    [Fact]
    public async Task Tokens_that_are_none_are_refused_and_never_answered_with_wrong_data()
    {
        var (alice, bob) = (await server.NewDav(), await server.NewDav());
        await alice.Put(alice.Book + "a.vcf", Cards.Of("Ada")).Expect(201);
        var own = await alice.Token(alice.Book);
        foreach (var token in new[] { await bob.Token(bob.Book), own + "1", own[..^1] + "-1", own[..^1], "0B8A9D6C-1E3F-4E32-9A42-000000000000", "http://example.org/ns/sync/3", "urn:x-contactoffice:sync:", "&#x1F600;", own[..^1] + "99999999999999999999999" })
            await alice.Sync(alice.Book, token).ExpectPrecondition(403, D + "valid-sync-token");
        await alice.Sync(alice.Book, own).Multistatus();
    }

    [Fact]
    public async Task A_group_made_again_under_the_same_name_has_other_tokens()
    {
        var (alice, bob, group) = await server.NewTeam();
        var token = await bob.Token(bob.Group(group));
        await alice.Person.Rest.Delete($"/groups/{Uri.EscapeDataString(group)}").Send();
        await alice.Person.Rest.Post("/groups").Json(new { name = group, kind = "open" }).Expect(201);
        await bob.Propfind(bob.Group(group), 0, "d:sync-token").Expect(404);
        await bob.Person.Rest.Post($"/groups/{Uri.EscapeDataString(group)}/members").Expect(200);
        await bob.Sync(bob.Group(group), token).ExpectPrecondition(403, D + "valid-sync-token");
    }

    [Fact]
    public async Task Changes_can_bring_the_cards_with_them()
    {
        var dav = await server.NewDav();
        var card = Cards.Of("Ada");
        await dav.Put(dav.Book + "a.vcf", card).Expect(201);
        var synced = await dav.Sync(dav.Book, "", null, "d:getetag", "c:address-data").Multistatus();
        Assert.Equal(card, synced.Only().Card);
    }

    [Fact]
    public async Task A_multiget_answers_each_name_once_and_404_for_what_is_not_there()
    {
        var (alice, bob) = (await server.NewDav(), await server.NewDav());
        var card = Cards.Of("Ada", null, "NOTE:a < b & c > \"d\"", "X-ODD:\u00A0\u0085\uFFFE\uD83D\uDE00");
        await alice.Put(alice.Book + "a%20b.vcf", card).Expect(201);
        await bob.Put(bob.Book + "theirs.vcf", Cards.Of("Bob")).Expect(201);
        string[] gone = [alice.Book + "nobody.vcf", bob.Book + "theirs.vcf", "/etc/passwd", alice.Book, "%%%", "/dav/addressbooks/../../x", alice.Book + "a%2Fb.vcf"];
        var got = await alice.Multiget(alice.Book, [alice.Book + "a%20b.vcf", .. gone, alice.Book + "a%20b.vcf"]).Multistatus();
        Assert.Equal(1 + gone.Length, got.Responses.Count);
        Assert.All(gone, href => Assert.Equal(404, got[href].Status));
        Assert.Equal(card.Replace('\uFFFE', '\uFFFD'), got[alice.Book + "a%20b.vcf"].Card);
    }

    [Fact]
    public async Task Cards_are_given_in_the_version_and_with_the_properties_that_were_asked_for()
    {
        var dav = await server.NewDav();
        await dav.Put(dav.Book + "a.vcf", Cards.Of("Ada", "ada", "item1.TEL;TYPE=\"a:b\":+32 2 1", "EMAIL:a@example.org", "NOTE:secret")).Expect(201);
        var part = (await dav.Multiget(dav.Book, [dav.Book + "a.vcf"], "<c:address-data><c:prop name='FN'/><c:prop name='tel' novalue='yes'/><c:prop name='UID'/></c:address-data>").Multistatus()).Only().Card!;
        Assert.Equal("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:ada\r\nFN:Ada\r\nitem1.TEL;TYPE=\"a:b\":\r\nEND:VCARD\r\n", part);
        var converted = (await dav.Multiget(dav.Book, [dav.Book + "a.vcf"], "<c:address-data content-type='text/vcard' version='4.0'/>").Multistatus()).Only().Card!;
        Assert.Contains("VERSION:4.0", converted, StringComparison.Ordinal);
        Assert.Contains("NOTE:secret", converted, StringComparison.Ordinal);
        await dav.Multiget(dav.Book, [dav.Book + "a.vcf"], "<c:address-data content-type='text/vcard' version='9.0'/>").ExpectPrecondition(403, C + "supported-address-data");
        await dav.Multiget(dav.Book, [dav.Book + "a.vcf"], "<c:address-data content-type='application/vcard+json'/>").ExpectPrecondition(403, C + "supported-address-data");
    }

    [Fact]
    public async Task A_book_of_many_pages_comes_whole_and_compressed_where_that_is_asked()
    {
        var dav = await server.NewDav();
        var file = string.Concat(Enumerable.Range(0, 4500).Select(i => Cards.Of($"Person {i}", $"uid-{i}")));
        await dav.Person.Rest.Post("/books/private/import").Card(file).Expect(200);
        Assert.Equal(4501, (await dav.Propfind(dav.Book, 1, "d:getetag").Multistatus()).Hrefs.Distinct().Count());
        var all = await dav.Sync(dav.Book, "", null, "d:getetag", "c:address-data").Multistatus();
        Assert.Equal(4500, all.Responses.Select(one => one.Card).Distinct().Count());
        var zipped = await dav.Propfind(dav.Book, 1, "d:getetag").With("Accept-Encoding", "gzip").Expect(207);
        Assert.Equal("gzip", zipped.Header("Content-Encoding"));
    }

    private static async Task Comment(DavClient dav, string name)
    {
        var uid = (await dav.Get(dav.Book + name).Expect(200)).Text.Split("FN:")[1].Split('\r')[0];
        var items = (await dav.Person.Rest.Get("/books/private/contacts").Expect(200)).Json["items"]!.AsArray();
        var id = (string)items.Single(item => (string?)item!["name"] == uid)!["id"]!;
        await dav.Person.Rest.Post($"/contacts/{id}/comments").Json(new { text = "Seen" }).Expect(201);
    }

    /// <summary>More than a page, and each edit moves its contact behind what is read: nothing is missing in a list, nor in what is told since.</summary>
    [Fact]
    public async Task What_changes_while_a_large_book_is_read_is_in_the_answer_or_in_the_next()
    {
        var dav = await server.NewDav();
        var file = string.Concat(Enumerable.Range(0, 4500).Select(i => Cards.Of($"Person {i}", $"uid-{i}")));
        await dav.Person.Rest.Post("/books/private/import").Card(file).Expect(200);
        var inOrder = (await dav.Sync(dav.Book, "").Multistatus()).Hrefs;
        var all = inOrder.ToHashSet();
        Assert.Equal(4500, all.Count);
        using var ended = new CancellationTokenSource();
        var edits = 0;
        // The last ones, which are read last.
        var writing = Task.Run(async () =>
        {
            for (; !ended.IsCancellationRequested; edits++)
                await dav.Person.Rest.Patch($"/contacts/{inOrder[^(1 + edits % 1000)][dav.Book.Length..^4]}").With("If-Match", "*").Body($$$"""{"fields": {"firstName": "Edited {{{edits}}}"}}""", "application/merge-patch+json").Expect(200);
        });
        for (var round = 0; round < 4; round++)
        {
            var listed = (await dav.Propfind(dav.Book, 1, "d:getetag", "c:address-data").Multistatus()).Responses.Where(response => response.Href != dav.Book).Select(response => response.Href).ToArray();
            Assert.Equal(listed.Length, listed.Distinct().Count());
            Assert.Subset(listed.ToHashSet(), all);
            var first = await dav.Sync(dav.Book, "", null, "d:getetag", "c:address-data").Multistatus();
            var next = await dav.Sync(dav.Book, first.SyncToken!).Multistatus();
            Assert.Subset(first.Hrefs.Concat(next.Hrefs).ToHashSet(), all);
        }
        await ended.CancelAsync();
        await writing;
        Assert.True(edits > 10, $"{edits}");
    }
}
