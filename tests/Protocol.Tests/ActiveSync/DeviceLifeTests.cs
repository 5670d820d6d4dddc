using System.Xml.Linq;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.ActiveSync.Edit;
using static ContactOffice.Protocol.Tests.ActiveSync.EasClient;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>What outlives the server: a conversation, whenever it is killed, and what an administrator ordered. On a server of its own.</summary>
public sealed class DeviceLifeTests(Decoded decoded) : IClassFixture<Decoded>
{
    private static readonly XNamespace Provision = "Provision";

    /// <summary>kill -9 after every answer, and before it arrives: each step is sent, lost, and sent again of the next server.</summary>
    [Fact]
    public async Task A_server_killed_between_two_steps_loses_and_doubles_nothing()
    {
        using var folder = new Folder();
        var port = Node.FreePort();
        var node = await Node.Start(folder.Path, port: port);
        var admin = await OneServer.SetUp(node);
        var there = await admin.Add(Cards.Of("Ada Lovelace", null, "N:Lovelace;Ada;;;"));
        var phone = decoded.PhoneOf(admin, isShort: true);
        async Task Restart()
        {
            node.Kill();
            await node.DisposeAsync();
            node = await Node.Start(folder.Path, port: port);
            var client = decoded.PhoneOf(new Person(node, "admin", OneServer.AdministratorPassword), isShort: true).Client;
            client.PolicyKey = phone.Client.PolicyKey;
            phone.With(client);
            admin = new Person(node, "admin", OneServer.AdministratorPassword);
        }
        // The answer to this is lost with the server; the device says the same to the next.
        async Task<Synced> Lost(XElement request)
        {
            var lost = await phone.Send(request);
            await Restart();
            var again = await phone.Send(request);
            Assert.Equal(lost is null, again is null);
            Assert.Equal(lost?.Outcomes, again?.Outcomes);
            Assert.Equal(lost!.Commands.Select(one => one.Element(AirSync + "ServerId")!.Value), again!.Commands.Select(one => one.Element(AirSync + "ServerId")!.Value));
            Assert.Equal(lost.Responses.Select(one => one.Element(AirSync + "ServerId")?.Value), again.Responses.Select(one => one.Element(AirSync + "ServerId")?.Value));
            phone.Take(again);
            await Restart();
            return again;
        }
        try
        {
            var begun = (await phone.Send(phone.Request("0")))!;
            phone.Take(begun);
            await Restart();
            await Lost(phone.Request(phone.Key));
            Assert.Equal([there], phone.Held.Keys);
            var added = await Lost(phone.Request(phone.Key, [], Add("1", C("LastName", "Hopper"), Body("A note")), Add("2", C("LastName", "Second"))));
            var ids = added.Responses.Select(response => response.Element(AirSync + "ServerId")!.Value).ToArray();
            foreach (var id in ids) phone.Keep(id, new XElement(AirSync + "ApplicationData"));
            await Lost(phone.Request(phone.Key, [], Change(ids[0], C("LastName", "Changed")), Delete(ids[1])));
            phone.Forget(ids[1]);
            Assert.Equal(0, await phone.Fetch());
            var names = (await admin.Rest.Get("/books/private/contacts").Expect(200)).Json["items"]!.AsArray().Select(item => (string)item!["id"]!).Order();
            Assert.Equal(phone.Held.Keys.Order(), names);
            Assert.Equal("Changed", (string?)(await admin.Rest.Get($"/contacts/{ids[0]}").Expect(200)).Json["fields"]!["lastName"]);

            await Orders(node, phone.Client);
        }
        finally
        {
            await node.DisposeAsync();
        }
    }

    private static async Task Orders(Node node, EasClient client)
    {
        var holder = new Person(node, "admin", OneServer.AdministratorPassword);
        async Task Order(string state) => await holder.Rest.Patch($"/me/devices/{client.DeviceId}").Json(new { state }).Expect(200);
        async Task<string> Say(XElement request, string version)
        {
            var speaking = new EasClient(node.Address, "admin", OneServer.AdministratorPassword) { Version = version, PolicyKey = client.PolicyKey, DeviceId = client.DeviceId };
            var reply = await speaking.Send(request);
            return $"{reply.Http} {reply.Status}".Trim();
        }
        var folders = new XElement(FolderHierarchy + "FolderSync", new XElement(FolderHierarchy + "SyncKey", "0"));
        var asking = new XElement(Provision + "Provision", new XElement(Provision + "Policies", new XElement(Provision + "Policy", new XElement(Provision + "PolicyType", "MS-EAS-Provisioning-WBXML"))));
        await Order("blocked");
        Assert.Equal("403", await Say(folders, "12.1"));
        Assert.Equal("200 129", await Say(folders, "14.1"));
        Assert.Equal("200 129", await Say(asking, "16.1"));
        await Order("wiping");
        Assert.Equal("449", await Say(folders, "12.1"));
        Assert.Equal("200 140", await Say(folders, "16.1"));
        var wipe = await client.Ask(asking);
        Assert.NotNull(wipe.Element(Provision + "RemoteWipe"));
        Assert.Equal("1", (await client.Ask(new XElement(Provision + "Provision", new XElement(Provision + "RemoteWipe", new XElement(Provision + "Status", "1"))))).Element(Provision + "Status")!.Value);
        Assert.Equal("200 129", await Say(folders, "14.1"));
        await Order("allowed");
        Assert.Equal("200 1", await Say(folders, "14.1"));
    }

    /// <summary>1,000 changes from each of two sides while the device synchronises: each comes once (<see cref="Phone"/> would fail), and in the end both have the same.</summary>
    [Fact]
    public async Task Under_load_each_change_comes_once_and_both_end_with_the_same()
    {
        using var folder = new Folder();
        await using var node = await Node.Start(folder.Path);
        var admin = await OneServer.SetUp(node);
        var phone = await decoded.PhoneOf(admin).Begin();
        var random = new Random(11);
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            var mine = new List<string>();
            var dice = new Random(writer);
            for (var i = 0; i < 250; i++)
            {
                if (mine.Count < 5 || dice.Next(3) == 0) mine.Add(await admin.Add(Cards.Of($"Writer {writer} {i}", null, $"N:{i};Writer {writer};;;")));
                else if (dice.Next(4) > 0)
                    await admin.Rest.Patch($"/contacts/{mine[dice.Next(mine.Count)]}").With("If-Match", "*").Body($$$"""{"fields": {"firstName": "Edited {{{i}}}"}}""", "application/merge-patch+json").Expect(200);
                else
                {
                    var at = dice.Next(mine.Count);
                    await admin.Rest.Delete($"/contacts/{mine[at]}").Expect(204);
                    mine.RemoveAt(at);
                }
            }
        })));
        phone.Window = 25;
        var own = new List<string>();
        for (var done = 0; done < 1000;)
        {
            var edits = new List<XElement>();
            for (var i = 0; i < 10; i++, done++)
            {
                var dice = random.Next(3);
                if (own.Count < 10 || dice == 0) edits.Add(Add($"p{done}", C("FirstName", "Phone"), C("LastName", $"{done}")));
                else
                {
                    var id = own[random.Next(own.Count)];
                    if (edits.Exists(edit => edit.Element(AirSync + "ServerId")?.Value == id)) continue;
                    edits.Add(dice == 1 ? Change(id, C("FirstName", "Changed"), C("LastName", $"{done}")) : Delete(id));
                }
            }
            var answer = (await phone.Send(phone.Request(phone.Key, [], [.. edits])))!;
            Assert.All(answer.Responses, response => Assert.Equal("1", response.Element(AirSync + "Status")!.Value));
            foreach (var edit in edits)
            {
                var (id, data) = (edit.Element(AirSync + "ServerId")?.Value, edit.Element(AirSync + "ApplicationData"));
                if (edit.Name.LocalName == "Add")
                {
                    id = answer.Responses.Single(response => response.Element(AirSync + "ClientId")!.Value == edit.Element(AirSync + "ClientId")!.Value).Element(AirSync + "ServerId")!.Value;
                    own.Add(id);
                }
                else phone.Forget(id!);
                if (data is not null) phone.Keep(id!, data);
                else own.Remove(id!);
            }
            phone.Take(answer);
        }
        await writing;
        await phone.Fetch();
        var fresh = await decoded.PhoneOf(admin, device: "PHONE2").Begin();
        Assert.Equal(fresh.Held.Keys.Order(), phone.Held.Keys.Order());
        foreach (var (id, data) in fresh.Held)
            Assert.Equal((data.Element(Contacts + "FirstName")!.Value, data.Element(Contacts + "LastName")!.Value), (phone.Text(id, Contacts + "FirstName"), phone.Text(id, Contacts + "LastName")));
    }

    [Fact]
    public async Task A_node_that_stops_answers_who_waits()
    {
        using var folder = new Folder();
        await using var node = await Node.Start(folder.Path);
        var admin = await OneServer.SetUp(node);
        var phone = await decoded.PhoneOf(admin).Begin();
        var waiting = phone.Client.Send(PingTests.Ping("600", ContactsId));
        var syncing = decoded.PhoneOf(admin, device: "PHONE2");
        await syncing.Begin();
        var second = syncing.Client.Post("Sync", Wbxml.Write(new XElement(AirSync + "Sync", syncing.Request(syncing.Key).Elements(), new XElement(AirSync + "Wait", "10"))));
        await Phone.AreWaiting(admin, waiting, second);
        await node.Stop();
        Assert.Equal("1", (await waiting).Status);
        Assert.Equal((200, 0), ((await second).Http, (await second).Length));
    }
}
