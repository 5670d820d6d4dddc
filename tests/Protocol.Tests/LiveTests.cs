using System.Text.Json;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace ContactOffice.Protocol.Tests;

public sealed class LiveTests(OneServer server)
{
    [Fact]
    public async Task A_change_comes_as_an_event_with_what_it_follows()
    {
        var person = await server.NewPerson();
        await person.Add(Cards.Of("Before"));
        await using var live = await person.Watch(0);
        Assert.Equal(1, live.Known);
        Assert.Equal("Before", (string?)Assert.Single(live.Contacts.Values)["summary"]!["name"]);

        var id = await person.Add(Cards.Of("After"));
        var changed = await live.Next();
        Assert.Equal("private", (string?)changed["environment"]);
        Assert.Equal((1, 2), ((long)changed["from"]!, (long)changed["seq"]!));
        var change = Assert.Single(changed["changes"]!.AsArray())!;
        Assert.Equal(id, (string?)change["id"]);
        Assert.Equal("After", (string?)change["summary"]!["name"]);
    }

    [Fact]
    public async Task A_burst_arrives_whole_at_every_window()
    {
        var person = await server.NewPerson();
        await using var one = await person.Watch(0);
        await using var two = await person.Watch(0);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => person.Add(Cards.Of($"Person {i}"))));
        await Task.WhenAll(one.Reach(60), two.Reach(60));
        Assert.Equal(60, one.Contacts.Count);
        Assert.Equal(60, two.Contacts.Count);
    }

    [Fact]
    public async Task A_client_that_reconnects_catches_up_and_misses_nothing()
    {
        var person = await server.NewPerson();
        long known;
        await using (var before = await person.Watch(0))
        {
            await person.Add(Cards.Of("Seen"));
            await before.Reach(1);
            known = before.Known;
        }
        var missed = await person.Add(Cards.Of("Missed"));
        await person.Rest.Delete($"/contacts/{missed}").Expect(204);
        await person.Add(Cards.Of("Also missed"));

        await using var after = await person.Watch(known);
        Assert.Equal(4, after.Known);
        Assert.Equal(2, after.Contacts.Count);
        Assert.True((bool)after.Contacts[missed]["deleted"]!);
        await person.Add(Cards.Of("Live again"));
        await after.Reach(5);
        Assert.Equal(3, after.Contacts.Count);
    }

    [Fact]
    public async Task A_client_that_was_away_for_long_catches_up_in_parts()
    {
        var person = await server.NewPerson();
        var cards = string.Concat(Enumerable.Range(0, 1200).Select(i => Cards.Of($"Person {i}")));
        await person.Rest.Post("/books/private/import").Card(cards).Expect(200);
        await using var live = await person.Watch(0);
        Assert.Equal(1200, live.Contacts.Count);
        Assert.Equal(1200, live.Known);
    }

    [Fact]
    public async Task A_client_from_the_future_is_told_to_start_anew()
    {
        var person = await server.NewPerson();
        await using var live = await person.Watch(0);
        var answer = await live.Hub.InvokeAsync<JsonElement>("Watch", "private", 1000L);
        Assert.True(answer.GetProperty("horizonPassed").GetBoolean());
        Assert.Equal(0, answer.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task Nobody_watches_what_is_not_theirs()
    {
        var (owner, stranger) = (await server.NewPerson(), await server.NewPerson());
        await using var theirs = await stranger.Watch(0);
        await owner.Add(Cards.Of("Secret"));
        var own = await stranger.Add(Cards.Of("Own"));
        await theirs.Reach(1);
        Assert.Equal([own], theirs.Contacts.Keys);
        await Assert.ThrowsAsync<HubException>(() => theirs.Hub.InvokeAsync<JsonElement>("Watch", "private/" + owner.UserName, 0L));
    }

    [Fact]
    public async Task Without_credentials_nobody_watches()
    {
        await using var hub = Live.Connect(server.Node.Address, _ => { });
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => hub.StartAsync());
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_token_and_a_session_watch_too()
    {
        var person = await server.NewPerson();
        await person.Add(Cards.Of("There"));
        var bearer = (string)(await person.Rest.Post("/me/tokens").Json(new { name = "live" }).Expect(201)).Json["bearer"]!;
        await using var byToken = Live.Connect(server.Node.Address, options => options.AccessTokenProvider = () => Task.FromResult<string?>(bearer));
        var browser = await person.SignIn();
        await using var bySession = Live.Connect(server.Node.Address, options => options.Cookies = browser.Cookies);
        foreach (var hub in new[] { byToken, bySession })
        {
            await hub.StartAsync();
            Assert.Equal(1, (await hub.InvokeAsync<JsonElement>("Watch", "private", 0L)).GetProperty("seq").GetInt64());
        }
    }

    [Fact]
    public async Task An_unwatched_book_sends_no_events()
    {
        var person = await server.NewPerson();
        await using var watching = await person.Watch(0);
        await using var unwatched = await person.Watch(0);
        await unwatched.Hub.InvokeAsync("Unwatch", "private");
        await person.Add(Cards.Of("Unheard"));
        await watching.Reach(1);
        await unwatched.Hub.InvokeAsync<JsonElement>("Watch", "private", 1L);
        await person.Add(Cards.Of("Heard"));
        Assert.Equal(1, (long)(await unwatched.Next())["from"]!);
    }
}
