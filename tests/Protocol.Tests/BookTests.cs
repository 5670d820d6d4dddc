using System.Text;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests;

public sealed class BookTests(OneServer server)
{
    [Fact]
    public async Task A_book_is_read_page_by_page_in_display_order_while_others_edit()
    {
        var person = await server.NewPerson();
        for (var i = 0; i < 5; i++) await person.Add(Cards.Of($"Person {i}"));
        var first = (await person.Rest.Get("/books/private/contacts?limit=2").Expect(200)).Json;
        Assert.Equal(["Person 0", "Person 1"], Names(first));
        Assert.Equal(5, (int)first["total"]!);
        Assert.Equal(5, (long)first["seq"]!);
        await person.Add(Cards.Of("Aaron"));
        var second = (await person.Rest.Get($"/books/private/contacts?limit=2&cursor={Uri.EscapeDataString((string)first["next"]!)}").Expect(200)).Json;
        Assert.Equal(["Person 2", "Person 3"], Names(second));
        var last = (await person.Rest.Get($"/books/private/contacts?limit=2&cursor={Uri.EscapeDataString((string)second["next"]!)}").Expect(200)).Json;
        Assert.Equal(["Person 4"], Names(last));
        Assert.Null(last["next"]);
    }

    [Fact]
    public async Task A_window_opens_anywhere_and_around_a_contact()
    {
        var person = await server.NewPerson();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Add(await person.Add(Cards.Of($"Person {i}")));
        Assert.Equal(["Person 3", "Person 4"], Names((await person.Rest.Get("/books/private/contacts?offset=3&limit=2").Expect(200)).Json));
        var around = (await person.Rest.Get($"/books/private/contacts?around={ids[3]}&limit=2").Expect(200)).Json;
        Assert.Contains("Person 3", Names(around));
        await person.Rest.Get($"/books/private/contacts?around={Guid.NewGuid():N}").ExpectProblem(404, "not-found");
    }

    [Fact]
    public async Task A_list_shows_summaries_and_finds_by_the_beginnings_of_words()
    {
        var person = await server.NewPerson();
        var id = await person.Add(Cards.Of("Ångström Anders", null, "N:Ångström;Anders;;;", "ORG:Uppsala;Physics", "EMAIL:anders@example.org", "TEL:+46 18 555 01"));
        await person.Add(Cards.Of("Somebody else"));
        var found = (await person.Rest.Get("/books/private/contacts?q=angs+and").Expect(200)).Json;
        var item = Assert.Single(found["items"]!.AsArray())!;
        Assert.Equal(id, (string?)item["id"]);
        Assert.Equal(1, (long)item["version"]!);
        Assert.Equal(1, (long)item["seq"]!);
        Assert.Equal("Anders Ångström", (string?)item["firstLast"]);
        Assert.Equal("Ångström, Anders", (string?)item["lastFirst"]);
        Assert.Equal("Uppsala", (string?)item["company"]);
        Assert.Equal("anders@example.org", (string?)item["email"]);
        Assert.Single((await person.Rest.Get("/books/private/contacts?q=4618555").Expect(200)).Json["items"]!.AsArray());
        Assert.Empty((await person.Rest.Get("/books/private/contacts?q=nobody").Expect(200)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_list_is_sorted_in_the_readers_alphabet_or_by_what_changed_last()
    {
        var person = await server.NewPerson();
        foreach (var name in (string[])["Zoe", "Åsa", "Anna"]) await person.Add(Cards.Of(name));
        Assert.Equal(["Anna", "Åsa", "Zoe"], Names((await person.Rest.Get("/books/private/contacts?locale=nl-BE").Expect(200)).Json));
        Assert.Equal(["Anna", "Zoe", "Åsa"], Names((await person.Rest.Get("/books/private/contacts?locale=sv").Expect(200)).Json));
        Assert.Equal(["Anna", "Åsa", "Zoe"], Names((await person.Rest.Get("/books/private/contacts?order=recent&locale=sv").Expect(200)).Json));
        Assert.Equal(["Anna", "Åsa", "Zoe"], Names((await person.Rest.Get("/books/private/contacts?locale=!!").Expect(200)).Json));
        await person.Rest.Get("/books/private/contacts?locale=" + new string('a', 36)).ExpectProblem(422, "invalid");
        await person.Rest.Get("/books/private/contacts?order=oldest").ExpectProblem(422, "invalid");
        var next = (string)(await person.Rest.Get("/books/private/contacts?locale=sv&limit=2").Expect(200)).Json["next"]!;
        Assert.Equal(["Åsa"], Names((await person.Rest.Get($"/books/private/contacts?locale=sv&cursor={next}").Expect(200)).Json));
        await person.Rest.Get($"/books/private/contacts?cursor={next}").ExpectProblem(422, "invalid");
    }

    [Fact]
    public async Task The_letters_to_jump_by_are_told_with_their_offsets()
    {
        var person = await server.NewPerson();
        foreach (var name in (string[])["Zoe", "Åsa", "Anna", "7 Up"]) await person.Add(Cards.Of(name));
        var letters = (await person.Rest.Get("/books/private/letters?locale=sv").Expect(200)).Text;
        Assert.Equal("""{"letters":[{"letter":"#","offset":0},{"letter":"A","offset":1},{"letter":"Z","offset":2},{"letter":"Å","offset":3}],"total":4,"seq":4}""", letters);
        Assert.Equal("""{"letters":[{"letter":"A","offset":0}],"total":1,"seq":4}""", (await person.Rest.Get("/books/private/letters?order=lastFirst&q=asa").Expect(200)).Text);
        Assert.Equal("order", (string?)(await person.Rest.Get("/books/private/letters?order=recent").ExpectProblem(422, "invalid"))["errors"]![0]!["path"]);
        await person.Rest.Get("/books/nobody/letters").ExpectProblem(404, "not-found");
    }

    [Fact]
    public async Task A_page_can_be_had_as_cards()
    {
        var person = await server.NewPerson();
        var (a, b) = (Cards.Of("A"), Cards.Of("B").TrimEnd());
        await person.Add(a);
        await person.Add(b);
        var page = await person.Rest.Get("/books/private/contacts").Accept("text/vcard").Expect(200);
        Assert.Equal(a + b + "\r\n", page.Text);
    }

    [Fact]
    public async Task Changes_are_told_in_order_each_contact_once_as_it_is_now()
    {
        var person = await server.NewPerson();
        var kept = await person.Add(Cards.Of("Kept", "kept"));
        var gone = await person.Add(Cards.Of("Gone"));
        await person.Rest.Put($"/contacts/{kept}").Card(Cards.Of("Renamed", "kept")).Expect(200);
        await person.Rest.Delete($"/contacts/{gone}").Expect(204);
        var all = (await person.Rest.Get("/books/private/changes").Expect(200)).Json;
        Assert.Equal(4, (long)all["seq"]!);
        Assert.False((bool)all["more"]!);
        var changes = all["changes"]!.AsArray();
        Assert.Equal([kept, gone], changes.Select(change => (string?)change!["id"]));
        Assert.Equal("Renamed", (string?)changes[0]!["summary"]!["name"]);
        Assert.Equal(2, (long)changes[0]!["version"]!);
        Assert.True((bool)changes[1]!["deleted"]!);
        Assert.Null(changes[1]!["summary"]);

        var none = (await person.Rest.Get("/books/private/changes?since=4").Expect(200)).Json;
        Assert.Empty(none["changes"]!.AsArray());
        Assert.Equal(4, (long)none["seq"]!);
    }

    [Fact]
    public async Task Changes_are_paged_without_loss()
    {
        var person = await server.NewPerson();
        for (var i = 0; i < 7; i++) await person.Add(Cards.Of($"Person {i}"));
        var (since, seen, more) = (0L, new List<string>(), true);
        while (more)
        {
            var page = (await person.Rest.Get($"/books/private/changes?since={since}&limit=3").Expect(200)).Json;
            seen.AddRange(page["changes"]!.AsArray().Select(change => (string)change!["summary"]!["name"]!));
            (since, more) = ((long)page["seq"]!, (bool)page["more"]!);
        }
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"Person {i}"), seen);
        Assert.Equal(7, since);
    }

    [Fact]
    public async Task A_reader_from_the_future_is_told_to_start_anew()
    {
        var person = await server.NewPerson();
        await person.Rest.Get("/books/private/changes?since=1000").ExpectProblem(410, "horizon-passed");
    }

    [Fact]
    public async Task An_export_holds_all_cards_as_they_are_stored()
    {
        var person = await server.NewPerson();
        var cards = new List<byte[]> { Cards.Peculiar("one"), Encoding.UTF8.GetBytes(Cards.Of("Zed")) };
        foreach (var card in cards) await person.Rest.Post("/books/private/contacts").Card(card).Expect(201);
        var export = await person.Rest.Get("/books/private/export").Expect(200);
        Assert.Equal(cards[0].Concat(cards[1]).ToArray(), export.Bytes);
        Assert.Equal("text/vcard", export.Header("Content-Type"));
        Assert.Contains("attachment", export.Header("Content-Disposition"), StringComparison.Ordinal);
        var converted = await person.Rest.Get("/books/private/export?version=4.0").Expect(200);
        Assert.Equal(2, converted.Text.Split("VERSION:4.0\r\n").Length - 1);
    }

    [Fact]
    public async Task An_empty_book_is_exported_as_an_empty_file()
    {
        Assert.Empty((await (await server.NewPerson()).Rest.Get("/books/private/export").Expect(200)).Bytes);
    }

    [Fact]
    public async Task Many_are_deleted_and_restored_in_one_step()
    {
        var person = await server.NewPerson();
        var ids = new List<string>();
        for (var i = 0; i < 4; i++) ids.Add(await person.Add(Cards.Of($"Person {i}")));
        var unknown = Guid.NewGuid().ToString("N");
        var deleted = (await person.Rest.Post("/books/private/contacts/delete").Json(new { ids = new[] { ids[0], ids[2], unknown, ids[0] } }).Expect(200)).Json;
        Assert.Equal([ids[0], ids[2]], deleted["ids"]!.AsArray().Select(id => (string)id!).Order());
        Assert.Equal(["Person 1", "Person 3"], Names((await person.Rest.Get("/books/private/contacts").Expect(200)).Json));
        await person.Rest.Get($"/contacts/{ids[0]}").ExpectProblem(404, "not-found");
        var restored = (await person.Rest.Post("/books/private/contacts/restore").Json(new { ids }).Expect(200)).Json;
        Assert.Equal([ids[0], ids[2]], restored["ids"]!.AsArray().Select(id => (string)id!).Order());
        Assert.Equal(4, (int)(await person.Rest.Get("/books/private/contacts").Expect(200)).Json["total"]!);
    }

    [Fact]
    public async Task Many_contacts_are_read_at_once_in_the_order_asked()
    {
        var person = await server.NewPerson();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++) ids.Add(await person.Add(Cards.Of($"Person {i}", null, "NOTE:" + new string('x', 50_000))));
        var asked = new { ids = new[] { ids[2], Guid.NewGuid().ToString("N"), ids[0], ids[2] } };
        var items = (await person.Rest.Post("/books/private/contacts/read").Json(asked).Expect(200)).Json["items"]!.AsArray();
        Assert.Equal([ids[2], ids[0]], items.Select(item => (string)item!["id"]!));
        Assert.Equal((await person.Rest.Get($"/contacts/{ids[0]}").Expect(200)).Json.ToJsonString(), items[1]!.ToJsonString());
        Assert.Equal("""{"items":[]}""", (await person.Rest.Post("/books/private/contacts/read").Json(new { ids = Array.Empty<string>() }).Expect(200)).Text);
        await person.Rest.Post("/books/private/contacts/read").Json(new { ids = Enumerable.Range(0, 501).Select(_ => Guid.NewGuid().ToString("N")) }).ExpectProblem(422, "invalid");
        await person.Rest.Post("/books/nobody/contacts/read").Json(asked).ExpectProblem(404, "not-found");
    }

    [Fact]
    public async Task Many_contacts_are_read_as_cards_to_be_saved()
    {
        var person = await server.NewPerson();
        var (a, b) = (Cards.Of("A"), Cards.Of("B"));
        var ids = new[] { await person.Add(a), await person.Add(b) };
        var cards = await person.Rest.Post("/books/private/contacts/read").Json(new { ids = ids.Reverse() }).Accept("text/vcard").Expect(200);
        Assert.Equal(b + a, cards.Text);
        Assert.Equal("attachment; filename=\"contacts-private.vcf\"", cards.Header("Content-Disposition"));
        Assert.Equal(2, (await person.Rest.Post("/books/private/contacts/read?version=4.0").Json(new { ids }).Expect(200)).Text.Split("VERSION:4.0\r\n").Length - 1);
        await person.Rest.Post("/books/private/contacts/read?version=5").Json(new { ids }).ExpectProblem(422, "invalid");
        await person.Rest.Post("/books/private/contacts/read").Json(new { ids }).Accept("image/png").ExpectProblem(406, "not-acceptable");
    }

    [Theory]
    [InlineData("{}", 422, "invalid")]
    [InlineData("""{"ids": null}""", 422, "invalid")]
    [InlineData("""{"ids": "all"}""", 422, "invalid")]
    [InlineData("""{"ids": ["no id"]}""", 422, "invalid")]
    [InlineData("""{"ids": [null]}""", 422, "invalid")]
    [InlineData("""{"ids": [], "all": true}""", 422, "invalid")]
    [InlineData("""{"ids": [""", 400, "malformed")]
    public async Task Deleting_many_by_a_wrong_list_deletes_nothing(string body, int status, string code)
    {
        var person = await server.NewPerson();
        await person.Add(Cards.Of("Person"));
        await person.Rest.Post("/books/private/contacts/delete").Json(body).ExpectProblem(status, code);
        Assert.Equal(1, (int)(await person.Rest.Get("/books/private/contacts").Expect(200)).Json["total"]!);
    }

    [Fact]
    public async Task More_than_five_hundred_at_once_are_refused()
    {
        var person = await server.NewPerson();
        var ids = Enumerable.Range(0, 501).Select(_ => Guid.NewGuid().ToString("N"));
        var problem = await person.Rest.Post("/books/private/contacts/delete").Json(new { ids }).ExpectProblem(422, "invalid");
        Assert.Equal("ids", (string?)problem["errors"]![0]!["path"]);
        await person.Rest.Post("/books/nobody/contacts/delete").Json(new { ids = Array.Empty<string>() }).ExpectProblem(404, "not-found");
    }

    private static string[] Names(System.Text.Json.Nodes.JsonNode page) => [.. page["items"]!.AsArray().Select(item => (string)item!["name"]!)];
}
