using System.Text.Json;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using Microsoft.AspNetCore.SignalR.Client;

namespace ContactOffice.Protocol.Tests;

public sealed class GroupTests(OneServer server)
{
    [Fact]
    public async Task A_group_by_its_name_in_any_script_and_by_its_former_one()
    {
        var (alice, bob) = (await server.NewPerson(), await server.NewPerson());
        var name = $"Продажи & Söhne {Guid.NewGuid():N}";
        var made = await alice.Rest.Post("/groups").Json(new { name, kind = "byInvitation" }).Expect(201);
        Assert.Equal("/api/v1/groups/" + Uri.EscapeDataString(name), made.Header("Location"));
        await alice.Rest.Post(Book(name)).Fields(new { firstName = "Ada" }).Expect(201);
        Assert.Equal(1, (int)(await alice.Rest.Get(Book(name)).Expect(200)).Json["total"]!);

        var renamed = $"Renamed {Guid.NewGuid():N}";
        await alice.Rest.Patch(Group(name)).Json(new { name = renamed }).Expect(200);
        var moved = await alice.Rest.Get(Book(name) + "?limit=3").Expect(308);
        Assert.Equal($"/api/v1/books/{Uri.EscapeDataString(renamed)}/contacts?limit=3", moved.Header("Location"));
        await alice.Rest.Get(Group(name)).Expect(308);
        // Who may not know of it is told the same of its names as of one that nobody ever had.
        foreach (var asked in new[] { name, renamed, "Nobody ever had this" })
        {
            Assert.Equal("There is no such address book.", (string?)(await bob.Rest.Get(Book(asked)).ExpectProblem(404, "not-found"))["detail"]);
            Assert.Equal("There is no such group.", (string?)(await bob.Rest.Get(Group(asked)).ExpectProblem(404, "not-found"))["detail"]);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("private")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("a\u0000b")]
    [InlineData("line\nbreak")]
    public async Task A_bad_name_is_refused_with_its_place(string name)
    {
        var alice = await server.NewPerson();
        var problem = await alice.Rest.Post("/groups").Json(new { name }).ExpectProblem(422, "invalid");
        Assert.Equal("name", (string?)problem["errors"]![0]!["path"]);
        await alice.Rest.Post("/groups").Json(new { name = new string('x', 300) }).ExpectProblem(422, "invalid");
        await alice.Rest.Post("/groups").Json(new { name = "Fine", kind = "secret" }).ExpectProblem(422, "invalid");
        await alice.Rest.Post("/groups").Json(new { name = "Fine", kind = 1 }).ExpectProblem(422, "invalid");
        await alice.Rest.Post("/groups").Json("{}").ExpectProblem(422, "invalid");
        Assert.Empty((await alice.Rest.Get("/groups").Expect(200)).Json.AsArray());
    }

    [Fact]
    public async Task What_may_not_be_granted_or_shared_changes_nothing()
    {
        var (alice, bob, name) = await Team();
        var id = await alice.Add(Cards.Of("Mine"));
        await alice.Rest.Post($"/contacts/{id}/shares").Json(new { groups = new[] { name } }).Expect(200);
        await alice.Rest.Post($"/contacts/{id}/shares").Json(new { groups = new[] { name, "Nobody ever had this" } }).ExpectProblem(422, "invalid");
        await alice.Rest.Post($"/contacts/{id}/shares").Json(new { groups = Array.Empty<string>() }).ExpectProblem(422, "invalid");
        await alice.Rest.Put($"/contacts/{id}/rights").Json(new { principals = new object[] { new { account = bob.UserName }, new { account = "nobody-at-all" } } }).ExpectProblem(422, "invalid");
        await alice.Rest.Put($"/contacts/{id}/rights").Json(new { principals = new object[] { new { account = bob.UserName, group = name } } }).ExpectProblem(422, "invalid");
        await bob.Rest.Put($"/contacts/{id}/rights").Json(new { principals = new object[] { new { account = bob.UserName } } }).ExpectProblem(403, "forbidden");
        Assert.Empty((await alice.Rest.Get($"/contacts/{id}/rights").Expect(200)).Json["editors"]!.AsArray());
        await bob.Rest.Post($"/groups/{Uri.EscapeDataString(name)}/rights").Json(new { principals = new object[] { new { account = bob.UserName } }, right = "add" }).ExpectProblem(403, "forbidden");
        await bob.Rest.Post(Book(name)).Card(Cards.Of("Not allowed")).ExpectProblem(403, "forbidden");
        await bob.Rest.Post($"/contacts/{id}/comments").Json(new { text = " " }).ExpectProblem(422, "invalid");
        await bob.Rest.Post($"/contacts/{id}/comments").Json(new { text = new string('x', 10_001) }).ExpectProblem(422, "invalid");
        await bob.Rest.Delete($"/contacts/{id}").ExpectProblem(403, "forbidden");
        await alice.Rest.Delete($"{Group(name)}/members/{alice.UserName}").ExpectProblem(422, "invalid");
        Assert.Equal(1, (int)(await bob.Rest.Get(Book(name)).Expect(200)).Json["total"]!);
    }

    [Fact]
    public async Task Who_is_removed_loses_it_at_once_on_every_connection_and_in_the_middle_of_an_edit()
    {
        var (alice, bob, name) = await Team();
        var id = await alice.Add(Cards.Of("Shared"));
        await alice.Rest.Post($"/contacts/{id}/shares").Json(new { groups = new[] { name } }).Expect(200);
        await alice.Rest.Put($"/contacts/{id}/rights").Json(new { principals = new[] { new { group = name } } }).Expect(200);
        var etag = (await bob.Rest.Get($"/contacts/{id}").Expect(200)).ETag;
        await bob.Rest.Patch($"/contacts/{id}").IfMatch(etag).Fields(new { notes = "Bob's" }).Expect(200);

        await using var hub = Live.Connect(bob.Rest.Server, options => options.Headers["Authorization"] = "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{bob.UserName}:{bob.Password}")));
        var (lost, mine, heard) = (new TaskCompletionSource<string>(), new TaskCompletionSource(), new List<string>());
        hub.On<JsonElement>("lost", told => lost.TrySetResult(told.GetProperty("environment").GetString()!));
        hub.On<JsonElement>("changed", told =>
        {
            lock (heard) heard.Add(told.GetRawText());
            if (told.GetProperty("environment").GetString() == "me") mine.TrySetResult();
        });
        await hub.StartAsync();
        var seq = (await hub.InvokeAsync<JsonElement>("Watch", name, 0L)).GetProperty("seq").GetInt64();
        await hub.InvokeAsync<JsonElement>("Watch", "me", 0L);

        await alice.Rest.Delete($"{Group(name)}/members/{bob.UserName}").Expect(204);
        Assert.Equal(name, await lost.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        await mine.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await alice.Rest.Patch($"/contacts/{id}").Fields(new { notes = "Not for Bob" }).Expect(200);
        await Task.Delay(500);
        lock (heard) Assert.DoesNotContain(heard, text => text.Contains($"\"seq\":{seq + 2}", StringComparison.Ordinal) && text.Contains(id, StringComparison.Ordinal));
        await bob.Rest.Patch($"/contacts/{id}").Fields(new { notes = "Too late" }).ExpectProblem(404, "not-found");
        await bob.Rest.Get($"/books/{Uri.EscapeDataString(name)}/changes").ExpectProblem(404, "not-found");
        Assert.DoesNotContain(name, (await bob.Rest.Get("/groups").Expect(200)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Too late", (await alice.Rest.Get($"/contacts/{id}").Expect(200)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_edits_shares_deletes_and_restores_at_once_and_nothing_is_left_half_done()
    {
        var (alice, bob, name) = await Team();
        await alice.Rest.Post($"/groups/{Uri.EscapeDataString(name)}/rights").Json(new { principals = new[] { new { group = name } }, right = "addAndDelete" }).Expect(200);
        var id = await alice.Add(Cards.Of("Busy"));
        await alice.Rest.Put($"/contacts/{id}/rights").Json(new { principals = new[] { new { group = name } } }).Expect(200);
        async Task Repeat(Func<int, Task<Reply>> act)
        {
            for (var i = 0; i < 25; i++) Assert.Contains((await act(i)).Status, (int[])[200, 204, 403, 404, 409, 412]);
        }
        await Task.WhenAll(
            Repeat(i => alice.Rest.Patch($"/contacts/{id}").Fields(new { notes = $"A{i}" }).Send()),
            Repeat(i => bob.Rest.Patch($"/contacts/{id}").Fields(new { jobTitle = $"B{i}" }).Send()),
            Repeat(_ => alice.Rest.Post($"/contacts/{id}/shares").Json(new { groups = new[] { name } }).Send()),
            Repeat(_ => bob.Rest.Post($"{Book(name)}/delete").Json(new { ids = new[] { id } }).Send()),
            Repeat(_ => bob.Rest.Post($"{Book(name)}/restore").Json(new { ids = new[] { id } }).Send()),
            Repeat(_ => alice.Rest.Delete($"/contacts/{id}").Send()),
            Repeat(_ => alice.Rest.Post($"/contacts/{id}/restore").Send()));
        await alice.Rest.Post($"/contacts/{id}/restore").Send();
        await alice.Rest.Post($"/contacts/{id}/shares").Json(new { groups = new[] { name } }).Expect(200);
        var contact = (await alice.Rest.Get($"/contacts/{id}").Expect(200)).Json;
        foreach (var (reader, book) in new[] { (alice, Book("private")), (bob, Book(name)) })
        {
            var row = Assert.Single((await reader.Rest.Get(book).Expect(200)).Json["items"]!.AsArray())!;
            Assert.Equal((int)contact["version"]!, (int)row["version"]!);
        }
    }

    [Fact]
    public async Task A_comment_a_grant_and_a_tag_make_no_client_fetch_a_card_again()
    {
        var (alice, bob, name) = await Team();
        var id = await alice.Add(Cards.Of("Quiet"));
        await alice.Rest.Post($"/contacts/{id}/shares").Json(new { groups = new[] { name } }).Expect(200);
        var since = (long)(await bob.Rest.Get($"/books/{Uri.EscapeDataString(name)}/changes").Expect(200)).Json["seq"]!;
        await bob.Rest.Post($"/contacts/{id}/comments").Json(new { text = "Hello" }).Expect(201);
        await alice.Rest.Put($"/contacts/{id}/rights").Json(new { principals = new[] { new { account = bob.UserName } } }).Expect(200);
        var tag = (string)(await bob.Rest.Post("/tags").Json(new { name = "VIP" }).Expect(201)).Json["id"]!;
        await bob.Rest.Post($"/tags/{tag}/contacts").Json(new { add = new[] { id } }).Expect(204);
        var all = (await bob.Rest.Get($"/books/{Uri.EscapeDataString(name)}/changes?since={since}").Expect(200)).Json;
        Assert.Equal((since + 2, 1), ((long)all["seq"]!, (int)Assert.Single(all["changes"]!.AsArray())!["summary"]!["comments"]!));
        Assert.Empty((await bob.Rest.Get($"/books/{Uri.EscapeDataString(name)}/changes?since={since}&cards=true").Expect(200)).Json["changes"]!.AsArray());
        Assert.Equal(1, (int)(await bob.Rest.Get($"{Book(name)}?tag={tag}").Expect(200)).Json["total"]!);
        // Nobody else sees it, by whatever name.
        Assert.Empty((await alice.Rest.Get("/tags").Expect(200)).Json.AsArray());
        await alice.Rest.Get($"{Book(name)}?tag={tag}").ExpectProblem(404, "not-found");
        await alice.Rest.Delete($"/tags/{tag}").ExpectProblem(404, "not-found");
    }

    private static string Book(string name) => $"/books/{Uri.EscapeDataString(name)}/contacts";

    private static string Group(string name) => $"/groups/{Uri.EscapeDataString(name)}";

    /// <summary>A group of Alice's in which Bob is a member.</summary>
    private async Task<(Person Alice, Person Bob, string Name)> Team()
    {
        var (alice, bob, name) = (await server.NewPerson(), await server.NewPerson(), $"Team {Guid.NewGuid():N}");
        await alice.Rest.Post("/groups").Json(new { name, kind = "open" }).Expect(201);
        await bob.Rest.Post($"{Group(name)}/members").Expect(200);
        return (alice, bob, name);
    }
}
