using System.Net;
using System.Text;
using System.Xml.Linq;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.ActiveSync.EasClient;
using static ContactOffice.Protocol.Tests.ActiveSync.Edit;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>What no good client sends. Nothing of it is answered by 500: <see cref="EasClient"/> would fail.</summary>
public sealed class HostileTests(OneServer server, Decoded decoded) : IClassFixture<Decoded>
{
    private static readonly XElement FolderSync = new(FolderHierarchy + "FolderSync", new XElement(FolderHierarchy + "SyncKey", "0"));

    [Theory]
    [InlineData("12.1")]
    [InlineData("14.1")]
    [InlineData("16.1")]
    public async Task A_body_that_is_no_WBXML_is_status_102_or_400(string version)
    {
        var (_, phone) = await decoded.NewPhone(server, version);
        var good = Wbxml.Write(phone.Request("0"));
        var deep = new byte[4 + 5000];
        good.AsSpan(0, 4).CopyTo(deep);
        Array.Fill(deep, (byte)0x45, 4, 5000);
        foreach (var bad in (byte[][])[good[..^1], good[..^8], good[..5], [0], [3, 1, 0x6A], [.. good, 1], "<Sync xmlns='AirSync'/>"u8.ToArray(), deep, [3, 1, 106, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0x45]])
        {
            var reply = await phone.Client.Post("Sync", bad);
            Assert.Equal(version == "12.1" ? "400 " : "200 102", $"{reply.Http} {reply.Status}");
        }
        // A document of another command, and none where one is due.
        var other = await phone.Client.Post("Ping", good);
        Assert.Equal(version == "12.1" ? "400 " : "200 103", $"{other.Http} {other.Status}");
        var none = await phone.Client.Post("FolderSync", []);
        Assert.Equal(version == "12.1" ? "400 " : "200 101", $"{none.Http} {none.Status}");
        await phone.Begin();
    }

    [Fact]
    public async Task Mutilated_requests_are_answered()
    {
        var (_, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var good = Wbxml.Write(phone.Request(phone.Key, [], Add("1", C("LastName", "Ada"), C("Birthday", "1980-03-22T00:00:00.000Z"), C("Picture", Pictures.Jpeg()))));
        var random = new Random(7);
        for (var i = 0; i < 150; i++)
        {
            var bad = (byte[])good.Clone();
            for (var many = random.Next(1, 4); many > 0; many--) bad[random.Next(bad.Length)] = (byte)random.Next(256);
            Assert.Equal(200, (await phone.Client.Post("Sync", bad)).Http);
        }
    }

    [Fact]
    public async Task Documents_of_the_wrong_shape_are_answered_by_each_command()
    {
        var (alice, _) = await decoded.NewPhone(server);
        foreach (var version in SchemaCheck.Versions)
        {
            var client = decoded.PhoneOf(alice, version).Client;
            foreach (var (command, page) in ((string, string)[])[("FolderSync", "FolderHierarchy"), ("FolderCreate", "FolderHierarchy"), ("FolderUpdate", "FolderHierarchy"), ("FolderDelete", "FolderHierarchy"),
                ("Sync", "AirSync"), ("Ping", "Ping"), ("GetItemEstimate", "GetItemEstimate"), ("ItemOperations", "ItemOperations"), ("Search", "Search"), ("Settings", "Settings"), ("Provision", "Provision"),
                ("ResolveRecipients", "ResolveRecipients"), ("MoveItems", "Move"), ("ValidateCert", "ValidateCert"), ("Find", "Find")])
            {
                if (command == "Find" && version != "16.1") continue;
                XNamespace ns = page;
                var root = new XElement(ns + command);
                Assert.InRange((await client.Send(root)).Http, 200, 499);
                Assert.InRange((await client.Send(new XElement(ns + command, new XElement(ns + "Status", "x")))).Http, 200, 499);
            }
        }
    }

    /// <summary>Found by the fuzzer: an answer that named the item as it was asked for could not be written.</summary>
    [Fact]
    public async Task Elements_within_a_name_are_not_repeated()
    {
        var (_, phone) = await decoded.NewPhone(server);
        XNamespace operations = "ItemOperations";
        var answer = await phone.Client.Ask(new XElement(operations + "ItemOperations", new XElement(operations + "Fetch", new XElement(operations + "Store", "Mailbox"), new XElement(AirSync + "CollectionId", "1"), new XElement(AirSync + "ServerId", new XElement(AirSync + "SyncKey", "2"))),
            new XElement(operations + "EmptyFolderContents", new XElement(AirSync + "CollectionId", new XElement(AirSync + "SyncKey", "77")))));
        Assert.Equal(["6", "6"], answer.Element(operations + "Response")!.Elements().Select(one => one.Element(operations + "Status")!.Value));
        Assert.Empty(answer.Descendants(AirSync + "SyncKey"));
    }

    [Theory]
    [InlineData("12.1", 501, null)]
    [InlineData("14.1", 501, null)]
    public async Task Unknown_commands_versions_and_queries(string version, int unknown, string? status)
    {
        var (alice, phone) = await decoded.NewPhone(server, version);
        var body = Wbxml.Write(FolderSync);
        string Query(string command, string more) => $"Cmd={command}&User=x{more}";
        const string Device = "&DeviceId=PHONE1&DeviceType=TestPhone";
        foreach (var command in (string[])["SendMail", "SmartReply", "Nonsense", "foldersync"])
        {
            var reply = await phone.Client.Post(command, body, Query(command, Device));
            Assert.Equal((unknown, status), (reply.Http, reply.Status));
        }
        foreach (var wrong in (string[])["&DeviceType=TestPhone", "&DeviceId=&DeviceType=x", $"&DeviceId={new string('x', 33)}&DeviceType=x", "&DeviceId=a%2Fb&DeviceType=x"])
        {
            var reply = await phone.Client.Post("FolderSync", body, Query("FolderSync", wrong));
            Assert.Equal(version == "12.1" ? "400 " : "200 108", $"{reply.Http} {reply.Status}");
        }
        foreach (var wrong in (string[])["", "&DeviceType=", "&DeviceType=Test/Phone", "&DeviceType=%C3%A9", $"&DeviceType={new string('x', 33)}"])
        {
            var reply = await phone.Client.Post("FolderSync", body, Query("FolderSync", "&DeviceId=PHONE1" + wrong));
            Assert.Equal(version == "12.1" ? "400 " : "200 109", $"{reply.Http} {reply.Status}");
        }
        foreach (var right in (string[])[$"&DeviceId={new string('x', 32)}&DeviceType=SAMSUNG%20SM-G9980", $"&DeviceId=PHONE2&DeviceType={new string('x', 32)}"])
            Assert.Equal("1", (await phone.Client.Post("FolderSync", body, Query("FolderSync", right))).Status);
        foreach (var query in (string[])["", "x", "AAAA", "jQk=", "%00%FF", new string('A', 2000), Convert.ToBase64String([141, 9, 0, 0, 255, 1])])
            Assert.Equal(400, (await phone.Client.Post("FolderSync", body, query)).Http);
        foreach (var strange in (string[])["2.5", "12.0", "17.0", "abc", "14.1.1"])
        {
            var client = new EasClient(alice.Rest.Server, alice.UserName, alice.Password) { Version = strange };
            Assert.Equal(505, (await client.Post("FolderSync", body)).Http);
        }
        Assert.Equal(405, (await phone.Client.Send(new HttpRequestMessage(HttpMethod.Get, EasClient.Address + "?Cmd=FolderSync"), null)).Http);
    }

    /// <summary>Programs that name themselves anew at every start push out their own kind, the oldest first, and nobody else.</summary>
    [Fact]
    public async Task An_account_has_50_devices_at_most()
    {
        var (alice, _) = await decoded.NewPhone(server);
        EasClient Device(string id, string type = "TestPhone", string version = "14.1") => new(alice.Rest.Server, alice.UserName, alice.Password, decoded.Decoders) { DeviceId = id, DeviceType = type, Version = version };
        for (var i = 0; i < 50; i++) Assert.Equal("1", (await Device($"D{i}").Send(FolderSync)).Status);
        Assert.Equal("177", (await Device("NEW", "Other").Send(FolderSync)).Status);
        Assert.Equal(403, (await Device("NEW", "Other", "12.1").Send(FolderSync)).Http);
        Assert.Equal("1", (await Device("D50").Send(FolderSync)).Status);
        var ids = (await alice.Rest.Get("/me/devices").Expect(200)).Json["items"]!.AsArray().Select(device => (string?)device!["id"]).ToHashSet();
        Assert.Equal((50, false, true), (ids.Count, ids.Contains("D0"), ids.Contains("D50")));
    }

    [Fact]
    public async Task How_many_devices_an_account_has_is_a_setting()
    {
        using var folder = new Folder();
        await using var node = await Node.Start(folder.Path, settings: ["--ContactOffice:DevicesPerAccount", "2"]);
        var admin = await OneServer.SetUp(node);
        EasClient Device(string id) => new(admin.Rest.Server, admin.UserName, admin.Password) { DeviceId = id, DeviceType = id };
        foreach (var (id, status) in ((string, string)[])[("ONE", "1"), ("TWO", "1"), ("THREE", "177"), ("ONE", "1")]) Assert.Equal(status, (await Device(id).Send(FolderSync)).Status);
        await admin.Rest.Delete("/me/devices/TWO").Expect(204);
        Assert.Equal("1", (await Device("THREE").Send(FolderSync)).Status);
    }

    [Fact]
    public async Task A_forged_policy_key_leads_to_Provision()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        foreach (var key in (string[])["1", "4294967295", "x", "-1", "99999999999"])
        {
            phone.Client.PolicyKey = key;
            Assert.Equal("144", (await phone.Client.Send(FolderSync)).Status);
            var old = decoded.PhoneOf(alice, "12.1", "OLD").Client;
            old.PolicyKey = key;
            Assert.Equal(449, (await old.Send(FolderSync)).Http);
        }
        phone.Client.PolicyKey = "0";
        Assert.Equal("1", (await phone.Client.Send(FolderSync)).Status);
        XNamespace ns = "Provision";
        var acknowledged = await phone.Client.Ask(new XElement(ns + "Provision", new XElement(ns + "Policies", new XElement(ns + "Policy",
            new XElement(ns + "PolicyType", "MS-EAS-Provisioning-WBXML"), new XElement(ns + "PolicyKey", "7"), new XElement(ns + "Status", "1")))));
        Assert.Equal("5", acknowledged.Descendants(ns + "Policy").Single().Element(ns + "Status")!.Value);
        Assert.Equal("3", (await phone.Client.Ask(new XElement(ns + "Provision", new XElement(ns + "Policies", new XElement(ns + "Policy", new XElement(ns + "PolicyType", "MS-WAP-Provisioning-XML"))))))
            .Descendants(ns + "Policy").Single().Element(ns + "Status")!.Value);
    }

    [Theory]
    [InlineData("12.1")]
    [InlineData("16.1")]
    public async Task What_cannot_be_is_refused_item_by_item(string version)
    {
        var (alice, phone) = await decoded.NewPhone(server, version);
        var (_, mallory) = await decoded.NewPhone(server, version);
        var hers = await alice.Add(Cards.Of("Hers"));
        await mallory.Begin();
        await phone.Begin();
        var answer = (await phone.Sync(Add("1", C("LastName", "A"), C("Birthday", "1980-02-30T00:00:00.000Z")), Add("2", C("LastName", "B"), C("Birthday", "yesterday")), Add("3", C("LastName", "C"), C("Anniversary", "1980-03-22T25:00:00.000Z")),
            Add("4", C("LastName", "D")), Add("5", new XElement(XName.Get("Subject", "Calendar"), "no contact")), Add("6", C("LastName", new XElement(Contacts + "FirstName", "inside"))), Add("7")))!;
        Assert.Equal("Add:6 Add:6 Add:6 Add:1 Add:6 Add:6 Add:1", answer.Outcomes);
        // Another's contact, and ids that are none.
        answer = (await mallory.Sync(Change(hers, C("LastName", "Stolen")), Delete(hers), Fetch(hers), Delete("../1"), Change("0", C("LastName", "x")), Fetch(Guid.Empty.ToString())))!;
        Assert.Equal("Change:8 Change:8 Delete:8 Delete:8 Fetch:8 Fetch:8", answer.Outcomes);
        Assert.Equal("Hers", (string?)(await alice.Rest.Get($"/contacts/{hers}").Expect(200)).Json["fields"]!["displayName"] ?? "Hers");
        // A device's name belongs to its account: another's key says nothing here.
        Assert.Equal("3", (await mallory.Send(phone.Request(phone.Key)))!.Status);
    }

    [Fact]
    public async Task Requests_that_are_none_are_status_4()
    {
        var (_, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        async Task<string?> Status(params object[] collection) => (await phone.Client.Ask(new XElement(AirSync + "Sync", new XElement(AirSync + "Collections", new XElement(AirSync + "Collection", collection))))).Element(AirSync + "Status")?.Value;
        var (key, folder) = (new XElement(AirSync + "SyncKey", phone.Key), new XElement(AirSync + "CollectionId", ContactsId));
        var zero = new XElement(AirSync + "SyncKey", "0");
        Assert.Equal("4", await Status(folder));
        Assert.Equal("4", await Status(key));
        Assert.Equal("4", await Status(zero, folder, new XElement(AirSync + "GetChanges")));
        Assert.Equal("4", await Status(zero, folder, new XElement(AirSync + "Commands", Add("1", C("LastName", "x")))));
        Assert.Equal("4", await Status(key, folder, new XElement(AirSync + "Commands")));
        Assert.Equal("4", await Status(key, folder, new XElement(AirSync + "WindowSize", "many")));
        Assert.Equal("4", await Status(key, folder, new XElement(AirSync + "GetChanges", "2")));
        Assert.Equal("4", await Status(key, folder, new XElement(AirSync + "Options", new XElement(AirSync + "Conflict", "2"))));
        Assert.Equal("4", await Status(key, folder, new XElement(AirSync + "Options", new XElement(Base + "BodyPreference", new XElement(Base + "Type", "9")))));
        Assert.Equal("4", await Status(key, folder, new XElement(AirSync + "Commands", new XElement(AirSync + "Add", new XElement(AirSync + "ApplicationData")))));
        Assert.Equal("4", await Status(key, folder, new XElement(AirSync + "Commands", new XElement(AirSync + "Change", new XElement(AirSync + "ServerId", "1")))));
        Assert.Equal("4", (await phone.Client.Ask(new XElement(AirSync + "Sync"))).Element(AirSync + "Status")?.Value);
        // One folder twice, in one list or two; one within another, which is none.
        XElement Collection(params object[] more) => new(AirSync + "Collection", key, folder, more);
        XElement Sync(params object[] parts) => new(AirSync + "Sync", parts);
        foreach (var twice in (XElement[])[Sync(new XElement(AirSync + "Collections", Collection(), Collection())), Sync(new XElement(AirSync + "Collections", Collection()), new XElement(AirSync + "Collections", Collection())),
            Sync(new XElement(AirSync + "Partial"), new XElement(AirSync + "Collections", Collection(), Collection())), Sync(new XElement(AirSync + "Collections", new XElement(AirSync + "Collection", key)))])
            Assert.Equal("4", (await phone.Client.Ask(twice)).Element(AirSync + "Status")?.Value);
        Assert.Equal(0, (await phone.Client.Send(Sync(new XElement(AirSync + "Collections", Collection(new XElement(AirSync + "Options", new XElement(AirSync + "Collection"))))))).Length);
        // Both ways of waiting at once.
        var both = phone.Request(phone.Key);
        both.Add(new XElement(AirSync + "Wait", "5"), new XElement(AirSync + "HeartbeatInterval", "300"));
        Assert.Equal("4", (await phone.Client.Ask(both)).Element(AirSync + "Status")?.Value);
    }

    /// <summary>What one request repeats is not done so often.</summary>
    [Fact]
    public async Task Many_folders_with_kept_options_cost_no_more_than_few()
    {
        var (_, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        phone.Options = [.. Enumerable.Range(0, 1500).Select(_ => new XElement(AirSync + "MIMESupport", "0"))];
        await phone.Sync();
        var collection = new XElement(AirSync + "Collection", new XElement(AirSync + "CollectionId", ContactsId));
        foreach (var partial in (bool[])[false, true])
        {
            var body = await phone.Client.Ask(new XElement(AirSync + "Sync", partial ? new XElement(AirSync + "Partial") : null, new XElement(AirSync + "Collections", Enumerable.Range(0, 60_000).Select(_ => new XElement(collection)))));
            Assert.Equal("15", body.Element(AirSync + "Status")!.Value);
        }
        phone.Options = [];
        Assert.Null(await phone.Sync());
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_asked_for_Basic_and_names_may_have_a_domain()
    {
        var name = $"eas{Guid.NewGuid():N}"[..12];
        const string Password = "pässwörd für alle";
        await server.Administrator.Rest.Post("/accounts").Json(new { userName = name, password = Password, displayName = name }).Expect(201);
        async Task<EasReply> Options(string? credentials, Encoding? encoding = null)
        {
            using var http = new HttpClient { BaseAddress = server.Node.Address };
            using var message = new HttpRequestMessage(HttpMethod.Options, EasClient.Address);
            if (credentials is not null) message.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String((encoding ?? Encoding.UTF8).GetBytes(credentials)));
            using var response = await http.SendAsync(message);
            return new(response, await response.Content.ReadAsByteArrayAsync());
        }
        foreach (var wrong in (string?[])[null, $"{name}:wrong", "nobody:x", "", ":", "\\:x"])
        {
            var reply = await Options(wrong);
            Assert.Equal(401, reply.Http);
            Assert.StartsWith("Basic", reply.Header("WWW-Authenticate"), StringComparison.Ordinal);
        }
        foreach (var right in (string[])[name, $"DOMAIN\\{name}", $"\\{name}", $"{name}@example.org", name.ToUpperInvariant()])
        {
            Assert.Equal((right, 200), (right, (await Options($"{right}:{Password}")).Http));
            Assert.Equal((right, 200), (right, (await Options($"{right}:{Password}", Encoding.Latin1)).Http));
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (HttpStatusCode)(await new EasClient(server.Node.Address, name, "wrong").Send(FolderSync)).Http);
    }
}
