using System.Xml.Linq;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Dav;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.ActiveSync.Edit;
using static ContactOffice.Protocol.Tests.ActiveSync.EasClient;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>Conversations of a device and the server about contacts.</summary>
public sealed class SyncTests(OneServer server, Decoded decoded) : IClassFixture<Decoded>
{
    private static readonly XNamespace Provision = "Provision";

    private static async Task<string?> Name(Person person, string id) => (string?)(await person.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["firstName"];

    private static Task<Reply> Rename(Person person, string id, string name) =>
        person.Rest.Patch($"/contacts/{id}").With("If-Match", "*").Body($$$"""{"fields": {"firstName": "{{{name}}}"}}""", "application/merge-patch+json").Expect(200);

    private static Task<Reply> Remove(Person person, string id) => person.Rest.Delete($"/contacts/{id}").Expect(204);

    [Theory]
    [InlineData("12.1", false)]
    [InlineData("12.1", true)]
    [InlineData("14.0", false)]
    [InlineData("14.1", true)]
    [InlineData("16.0", false)]
    [InlineData("16.1", true)]
    public async Task A_device_connects_and_changes_go_both_ways(string version, bool isShort)
    {
        var (alice, phone) = await decoded.NewPhone(server, version, isShort);
        var client = phone.Client;
        var there = await alice.Add(Cards.Of("Ada Lovelace", null, "N:Lovelace;Ada;;;"));
        var options = await client.Options();
        Assert.Equal((200, "12.1,14.0,14.1,16.0,16.1"), (options.Http, options.Header("MS-ASProtocolVersions")));
        Assert.Contains("FolderSync", options.Header("MS-ASProtocolCommands"), StringComparison.Ordinal);

        var folders = await client.Ask(FolderSync("0"));
        Assert.Equal("Contacts", folders.Descendants(FolderHierarchy + "Add").Single(folder => folder.Element(FolderHierarchy + "Type")!.Value == "9").Element(FolderHierarchy + "DisplayName")!.Value);
        var again = await client.Ask(FolderSync(folders.Element(FolderHierarchy + "SyncKey")!.Value));
        Assert.Equal("0", again.Descendants(FolderHierarchy + "Count").Single().Value);
        await Policy(client);

        await phone.Begin();
        Assert.Equal(("Ada", "Lovelace"), (phone.Text(there, Contacts + "FirstName"), phone.Text(there, Contacts + "LastName")));
        var made = await phone.Add(C("FirstName", "Grace"), C("LastName", "Hopper"));
        Assert.Equal("Grace", await Name(alice, made));
        await phone.Change(made, C("FirstName", "Rear Admiral Grace"), C("LastName", "Hopper"));
        Assert.Equal("Rear Admiral Grace", await Name(alice, made));
        await Rename(alice, there, "Augusta");
        Assert.Equal(1, await phone.Fetch());
        Assert.Equal("Augusta", phone.Text(there, Contacts + "FirstName"));
        Assert.Empty((await phone.Sync(Delete(made)))?.Responses ?? []);
        phone.Forget(made);
        Assert.Equal(404, (await alice.Rest.Get($"/contacts/{made}").Send()).Status);
        await Remove(alice, there);
        Assert.Equal(1, await phone.Fetch());
        Assert.Empty(phone.Held);
    }

    /// <summary>MS-ASPROV §4.1: the policy is offered under a passing key, acknowledged with it, and has another from then on.</summary>
    private static async Task Policy(EasClient client)
    {
        var policies = new XElement(Provision + "Policies", new XElement(Provision + "Policy", new XElement(Provision + "PolicyType", "MS-EAS-Provisioning-WBXML")));
        XElement? information = null;
        if (client.Version is not ("12.1" or "14.0"))
        {
            // From 14.1 on it says with its first request what it is (MS-ASPROV §2.2.2.53).
            Assert.Equal("165", (await client.Ask(new XElement(Provision + "Provision", policies))).Element(Provision + "Status")!.Value);
            information = new XElement((XNamespace)"Settings" + "DeviceInformation", new XElement((XNamespace)"Settings" + "Set", new XElement((XNamespace)"Settings" + "Model", "Test")));
        }
        var offered = await client.Ask(new XElement(Provision + "Provision", information, policies));
        var key = offered.Descendants(Provision + "PolicyKey").Single().Value;
        Assert.NotNull(offered.Descendants(Provision + "EASProvisionDoc").SingleOrDefault());
        client.PolicyKey = key;
        async Task<string> Taken() => (await client.Ask(new XElement(Provision + "Provision", new XElement(Provision + "Policies", new XElement(Provision + "Policy",
            new XElement(Provision + "PolicyType", "MS-EAS-Provisioning-WBXML"), new XElement(Provision + "PolicyKey", key), new XElement(Provision + "Status", "1")))))).Descendants(Provision + "PolicyKey").Single().Value;
        client.PolicyKey = await Taken();
        // Its answer lost, it is acknowledged again.
        Assert.Equal(client.PolicyKey, await Taken());
        Assert.NotEqual(key, client.PolicyKey);
    }

    private static XElement FolderSync(string key) => new(FolderHierarchy + "FolderSync", new XElement(FolderHierarchy + "SyncKey", key));

    /// <summary>A phone forgets its edit when it hears that it is done: also where nothing came of it, and where the request would wait.</summary>
    [Fact]
    public async Task An_edit_that_changes_nothing_is_answered_at_once_with_a_new_key()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var id = await phone.Add(C("LastName", "Lovelace"));
        foreach (var wait in (bool[])[false, true])
        {
            var key = phone.Key;
            var request = phone.Request(key, [], Change(id, C("LastName", "Lovelace"), C("Alias", "lovelace")));
            if (wait) request.Add(new XElement(AirSync + "Wait", "5"));
            var answer = (await phone.Send(request))!;
            Assert.Equal(("1", ""), (answer.Status, answer.Outcomes));
            Assert.NotEqual(key, answer.Key);
            // Its answer lost, the request comes again.
            var again = (await phone.Send(request))!;
            Assert.Equal(("1", ""), (again.Status, again.Outcomes));
            phone.Take(again);
            Assert.Null(await phone.Sync());
        }
        Assert.Equal(1, (int)(await alice.Rest.Get($"/contacts/{id}").Expect(200)).Json["version"]!);
    }

    [Fact]
    public async Task Nothing_new_is_an_answer_without_a_body()
    {
        var (_, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var (key, reply) = (phone.Key, await phone.Client.Send(phone.Request(phone.Key)));
        Assert.Equal((200, 0), (reply.Http, reply.Length));
        await phone.Add(C("LastName", "One"));
        Assert.NotEqual(key, phone.Key);
        Assert.Equal(0, (await phone.Client.Send(phone.Request(phone.Key))).Length);
    }

    [Fact]
    public async Task Windows_end_with_MoreAvailable_until_all_is_there()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        for (var i = 0; i < 7; i++) await alice.Add(Cards.Of($"Contact {i}"));
        phone.Window = 3;
        phone.Take((await phone.Send(phone.Request("0")))!);
        var sizes = new List<(int, bool)>();
        while (await phone.Sync() is { } answer)
        {
            sizes.Add((answer.Commands.Count, answer.More));
            if (!answer.More) break;
        }
        Assert.Equal([(3, true), (3, true), (1, false)], sizes);
        Assert.Equal(7, phone.Held.Count);
    }

    [Fact]
    public async Task GetItemEstimate_counts_what_a_sync_would_bring()
    {
        XNamespace ns = "GetItemEstimate";
        var (alice, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        for (var i = 0; i < 3; i++) await alice.Add(Cards.Of($"Contact {i}"));
        await phone.Add(C("LastName", "My own"));
        XElement Asked(string folder, string key) => new(ns + "GetItemEstimate", new XElement(ns + "Collections", new XElement(ns + "Collection", new XElement(AirSync + "SyncKey", key), new XElement(ns + "CollectionId", folder))));
        async Task<string> Answer(string folder, string key)
        {
            var response = (await phone.Client.Ask(Asked(folder, key))).Element(ns + "Response")!;
            return $"{response.Element(ns + "Status")!.Value} {response.Descendants(ns + "Estimate").FirstOrDefault()?.Value}";
        }
        // The Add above brought the three along.
        Assert.Equal("1 0", await Answer(ContactsId, phone.Key));
        await alice.Add(Cards.Of("Contact 4"));
        Assert.Equal("1 1", await Answer(ContactsId, phone.Key));
        Assert.StartsWith("2", await Answer("99", phone.Key), StringComparison.Ordinal);
        Assert.StartsWith("3", await Answer(ContactsId, "0"), StringComparison.Ordinal);
        Assert.StartsWith("4", await Answer(ContactsId, "forged-7"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_is_given_again_and_adds_are_not_doubled()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var there = await alice.Add(Cards.Of("Ada"));
        var request = phone.Request(phone.Key, [], Add("1", C("LastName", "Once")), Add("2", C("LastName", "Twice")));
        var lost = (await phone.Send(request))!;
        var other = await alice.Add(Cards.Of("Meanwhile"));
        var again = (await phone.Send(request))!;
        string[] Ids(Synced answer) => [.. answer.Responses.Select(response => response.Element(AirSync + "ServerId")!.Value)];
        Assert.Equal(Ids(lost), Ids(again));
        Assert.Equal("Add:1 Add:1", again.Outcomes);
        phone.Take(again);
        foreach (var (id, name) in Ids(again).Zip(["Once", "Twice"])) phone.Keep(id, new XElement(AirSync + "ApplicationData", C("LastName", name)));
        Assert.Contains(there, phone.Held.Keys);
        Assert.Contains(other, phone.Held.Keys);
        Assert.Equal(0, await phone.Fetch());
        Assert.Equal(4, (await alice.Rest.Get("/books/private/contacts").Expect(200)).Json["items"]!.AsArray().Count);
        // The same for changes and deletions.
        request = phone.Request(phone.Key, [], Change(Ids(again)[0], C("LastName", "Changed")), Delete(Ids(again)[1]));
        await phone.Send(request);
        Assert.Equal("", (await phone.Send(request))?.Outcomes ?? "");
        // The device hears nothing of what it did itself, however often the answer gets lost; of what others did since, it does.
        Assert.Empty((await phone.Send(request))!.Commands);
        await Rename(alice, Ids(again)[0], "By another");
        Assert.Equal([Ids(again)[0]], (await phone.Send(request))!.Commands.Select(command => command.Element(AirSync + "ServerId")!.Value));
        // The key before the last is known, older ones are not.
        Assert.Equal("3", (await phone.Send(phone.Request(phone.Key[..^1] + "1")))!.Status);
    }

    [Fact]
    public async Task An_unknown_key_is_status_3_and_the_device_begins_anew()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada"));
        await phone.Begin();
        foreach (var key in (string[])["1", "nonsense", $"{Guid.NewGuid():N}-1", phone.Key + "0", new string('x', 64)])
        {
            var answer = (await phone.Send(phone.Request(key)))!;
            Assert.Equal("3", answer.Status);
        }
        phone.Forget(id);
        await phone.Begin();
        Assert.Contains(id, phone.Held.Keys);
    }

    [Fact]
    public async Task Where_both_changed_a_contact_the_server_wins_unless_the_device_says_otherwise()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada Lovelace", null, "N:Lovelace;Ada;;;"));
        await phone.Begin();
        await Rename(alice, id, "Server");
        var answer = (await phone.Sync(Change(id, C("FirstName", "Phone"), C("LastName", "Lovelace"))))!;
        Assert.Equal("Change:7", answer.Outcomes);
        Assert.Equal("Server", phone.Text(id, Contacts + "FirstName"));
        Assert.Equal("Server", await Name(alice, id));
        await Rename(alice, id, "Server again");
        phone.Options = [new XElement(AirSync + "Conflict", "0")];
        answer = (await phone.Sync(Change(id, C("FirstName", "Phone"), C("LastName", "Lovelace"))))!;
        Assert.Equal("", answer.Outcomes);
        Assert.Equal("Phone", await Name(alice, id));
        // A deletion of what the server changed: it comes back as a new one, or is gone.
        await Rename(alice, id, "Kept");
        phone.Options = [new XElement(AirSync + "Conflict", "1")];
        phone.Forget(id);
        await phone.Sync(Delete(id));
        Assert.Equal("Kept", phone.Text(id, Contacts + "FirstName"));
        await Rename(alice, id, "To go");
        phone.Options = [new XElement(AirSync + "Conflict", "0")];
        phone.Forget(id);
        await phone.Sync(Delete(id));
        Assert.Equal(404, (await alice.Rest.Get($"/contacts/{id}").Send()).Status);
        // A change of what the server deleted.
        var other = await alice.Add(Cards.Of("Gone"));
        await phone.Fetch();
        await Remove(alice, other);
        answer = (await phone.Sync(Change(other, C("LastName", "Late"))))!;
        Assert.Equal("Change:8", answer.Outcomes);
        Assert.Empty(phone.Held);
    }

    [Fact]
    public async Task Fetch_answers_the_contact_as_it_is()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada Lovelace", null, "N:Lovelace;Ada;;;"));
        await phone.Begin();
        var answer = (await phone.Sync(Fetch(id), Fetch(Guid.NewGuid().ToString()), Fetch("nonsense")))!;
        Assert.Equal("Fetch:1 Fetch:8 Fetch:8", answer.Outcomes);
        Assert.Equal("Ada", answer.Responses[0].Element(AirSync + "ApplicationData")!.Element(Contacts + "FirstName")!.Value);
    }

    [Fact]
    public async Task What_one_changes_by_CardDAV_or_REST_another_device_hears_once()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var other = await decoded.PhoneOf(alice, "16.1", "PHONE2").Begin();
        await phone.Begin();
        var dav = new DavClient(alice);
        await dav.Put(dav.Book + "ada.vcf", Cards.Of("Ada Lovelace", "ada")).Expect(201);
        var made = await alice.Add(Cards.Of("Grace"));
        Assert.Equal((2, 2), (await phone.Fetch(), await other.Fetch()));
        await phone.Change(made, C("FirstName", "Grace"), C("LastName", "Hopper"));
        Assert.Equal((0, 1), (await phone.Fetch(), await other.Fetch()));
        Assert.Contains("Hopper", (await dav.Get(dav.Book + "ada.vcf").Expect(200)).Text + (await alice.Rest.Get($"/contacts/{made}").Accept("text/vcard").Expect(200)).Text, StringComparison.Ordinal);
        await dav.Delete(dav.Book + "ada.vcf").Expect(204);
        Assert.Equal((1, 1), (await phone.Fetch(), await other.Fetch()));
        Assert.Equal([made], phone.Held.Keys);
        Assert.Equal([made], other.Held.Keys);
    }

    [Fact]
    public async Task Limits_of_waiting_are_told()
    {
        var (_, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        async Task<string> Answer(string name, string value)
        {
            var request = phone.Request(phone.Key);
            request.Add(new XElement(AirSync + name, value));
            var body = await phone.Client.Ask(request);
            return $"{body.Element(AirSync + "Status")?.Value} {body.Element(AirSync + "Limit")?.Value}";
        }
        Assert.Equal("14 1", await Answer("Wait", "0"));
        Assert.Equal("14 59", await Answer("Wait", "60"));
        Assert.Equal("14 60", await Answer("HeartbeatInterval", "59"));
        Assert.Equal("14 3540", await Answer("HeartbeatInterval", "3541"));
    }

    [Fact]
    public async Task More_folders_than_a_request_may_name_are_told_with_the_limit()
    {
        var (_, phone) = await decoded.NewPhone(server);
        var body = await phone.Client.Ask(new XElement(AirSync + "Sync", new XElement(AirSync + "Collections", Enumerable.Range(1, 101).Select(id =>
            new XElement(AirSync + "Collection", new XElement(AirSync + "SyncKey", "0"), new XElement(AirSync + "CollectionId", id))))));
        Assert.Equal("15 100", $"{body.Element(AirSync + "Status")?.Value} {body.Element(AirSync + "Limit")?.Value}");
    }

    [Fact]
    public async Task Partial_and_empty_requests_repeat_the_last_one()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        Assert.Equal("13", (await phone.Client.Post("Sync", [])).Status);
        await phone.Begin();
        phone.Window = 1;
        await phone.Sync();
        for (var i = 0; i < 2; i++) await alice.Add(Cards.Of($"Contact {i}"));
        // Without a body: the same folders, the same window, the same key. Also where the answer was lost.
        var lost = new Synced((await phone.Client.Post("Sync", [])).Body!.Descendants(AirSync + "Collection").Single());
        var answer = new Synced((await phone.Client.Post("Sync", [])).Body!.Descendants(AirSync + "Collection").Single());
        foreach (var one in (Synced[])[lost, answer]) Assert.True(one is { Status: "1", More: true, Commands.Count: 1 });
        phone.Take(answer);
        // Partial: the folder's key is new, its window the old one's.
        XElement Partial(params XElement[] said) => new(AirSync + "Sync", new XElement(AirSync + "Partial"), said);
        answer = (await phone.Send(Partial(new XElement(AirSync + "Collections", new XElement(AirSync + "Collection", new XElement(AirSync + "SyncKey", phone.Key), new XElement(AirSync + "CollectionId", ContactsId))))))!;
        Assert.True(answer is { Status: "1", More: false, Commands.Count: 1 });
        // A folder that it does not name keeps its key: what got lost comes again.
        answer = (await phone.Send(Partial(new XElement(AirSync + "WindowSize", "512"))))!;
        Assert.True(answer is { Status: "1", Commands.Count: 1 });
        phone.Take(answer);
        Assert.Equal(2, phone.Held.Count);
        Assert.Null(await phone.Sync());
        Assert.Equal("4", (await phone.Client.Ask(new XElement(AirSync + "Sync", new XElement(AirSync + "Partial")))).Element(AirSync + "Status")!.Value);
        Assert.Equal(0, (await phone.Client.Post("Sync", [])).Length);
    }

    [Fact]
    public async Task Folders_beside_the_contacts_are_empty()
    {
        var (_, phone) = await decoded.NewPhone(server);
        XElement Request(string key, params object[] more) => new(AirSync + "Sync", new XElement(AirSync + "Collections",
            new XElement(AirSync + "Collection", new XElement(AirSync + "SyncKey", key), new XElement(AirSync + "CollectionId", "2"), more)));
        var first = (await phone.Send(Request("0")))!;
        Assert.Equal("1", first.Status);
        Assert.Equal(0, (await phone.Client.Send(Request(first.Key))).Length);
        Assert.NotEqual("1", (await phone.Send(Request(first.Key, new XElement(AirSync + "Commands", Add("1", C("LastName", "In the inbox"))))))!.Status);
        Assert.Equal("12", (await phone.Client.Ask(new XElement(AirSync + "Sync", new XElement(AirSync + "Collections",
            new XElement(AirSync + "Collection", new XElement(AirSync + "SyncKey", "0"), new XElement(AirSync + "CollectionId", "77")))))).Element(AirSync + "Status")!.Value);
    }
}
