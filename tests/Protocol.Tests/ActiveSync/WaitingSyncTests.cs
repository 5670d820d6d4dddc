using System.Xml.Linq;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.ActiveSync.EasClient;
using static ContactOffice.Protocol.Tests.ActiveSync.Edit;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>A Sync that waits for news, alone and beside others of its device.</summary>
public sealed class WaitingSyncTests(OneServer server, Decoded decoded) : IClassFixture<Decoded>
{
    private static XElement Waiting(Phone phone)
    {
        var request = phone.Request(phone.Key);
        request.Add(new XElement(AirSync + "HeartbeatInterval", "600"));
        return request;
    }

    [Fact]
    public async Task A_waiting_sync_answers_when_something_changes()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var waiting = phone.Send(Waiting(phone));
        await Phone.AreWaiting(alice, waiting);
        var id = await alice.Add(Cards.Of("News"));
        var answer = await waiting.WaitAsync(TimeSpan.FromSeconds(60));
        phone.Take(answer!);
        Assert.Equal([id], phone.Held.Keys);
    }

    /// <summary>A phone that changed its network leaves a connection behind, which waits like the new one. The answer to that one gets lost.</summary>
    [Fact]
    public async Task Of_two_waiting_requests_with_one_key_neither_spends_the_others()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        for (var round = 0; round < 5; round++)
        {
            var waiting = new[] { phone.Send(Waiting(phone)), phone.Send(Waiting(phone)) };
            await Phone.AreWaiting(alice, waiting);
            var id = await alice.Add(Cards.Of("News"));
            var answers = await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Single(answers.OfType<Synced>());
            // Whichever the phone heard, it has the change with the next request at the latest.
            if (round % 2 == 0) phone.Take(answers.OfType<Synced>().Single());
            else Assert.Equal(1, await phone.Fetch());
            Assert.Contains(id, phone.Held.Keys);
            Assert.Null(await phone.Sync());
        }
    }

    [Fact]
    public async Task A_waiting_request_of_a_device_that_went_on_by_another_connection_takes_nothing_from_it()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var left = phone.Send(Waiting(phone));
        await Phone.AreWaiting(alice, left);
        var own = await phone.Add(C("LastName", "Sent by the new connection"));
        var waiting = phone.Send(Waiting(phone));
        var id = await alice.Add(Cards.Of("News"));
        phone.Take((await waiting.WaitAsync(TimeSpan.FromSeconds(60)))!);
        Assert.Equal(new[] { own, id }.Order(), phone.Held.Keys.Order());
        Assert.Null(await left.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Null(await phone.Sync());
    }

    /// <summary>Two edits by the new connection: the key that the left one shows is none of the two last any more.</summary>
    [Fact]
    public async Task A_waiting_request_whose_key_is_long_spent_is_told_nothing()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var left = new[] { phone.Send(Waiting(phone)), phone.Send(Waiting(phone)) };
        await Phone.AreWaiting(alice, left);
        for (var i = 0; i < 3; i++) await phone.Add(C("LastName", $"{i}"));
        foreach (var one in left) Assert.Null(await one.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_device_that_is_blocked_while_it_waits_is_told_nothing_more()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var waiting = phone.Send(Waiting(phone));
        await Phone.AreWaiting(alice, waiting);
        await alice.Rest.Patch($"/me/devices/{phone.Client.DeviceId}").Json(new { state = "blocked" }).Expect(200);
        await alice.Add(Cards.Of("News"));
        Assert.Null(await waiting.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_device_whose_app_password_is_revoked_while_it_waits_is_told_nothing_more()
    {
        var alice = await server.NewPerson();
        var made = (await alice.Rest.Post("/me/app-passwords").Json(new { name = "phone" }).Expect(201)).Json;
        var phone = await decoded.PhoneOf(new Person(server.Node, alice.UserName, (string)made["secret"]!)).Begin();
        var waiting = phone.Send(Waiting(phone));
        await Phone.AreWaiting(alice, waiting);
        await alice.Rest.Delete($"/me/app-passwords/{made["id"]}").Expect(204);
        await alice.Add(Cards.Of("News"));
        Assert.Null(await waiting.WaitAsync(TimeSpan.FromSeconds(60)));
    }
}
