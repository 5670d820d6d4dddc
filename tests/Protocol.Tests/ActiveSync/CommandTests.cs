using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Wbxml;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.ActiveSync.EasClient;
using static ContactOffice.Protocol.Tests.ActiveSync.Edit;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>The commands beside Sync and Ping.</summary>
public sealed class CommandTests(OneServer server, Decoded decoded) : IClassFixture<Decoded>
{
    private static readonly XNamespace Searching = "Search", Finding = "Find", Gal = "GAL", Setting = "Settings", Resolving = "ResolveRecipients", Moving = "Move", Validating = "ValidateCert";

    /// <summary>Two people in one group; the first has a picture and an address.</summary>
    private async Task<(Person Alice, Person Bob)> Team()
    {
        var (alice, bob) = (await server.NewPerson(), await server.NewPerson());
        var group = $"Eas {Guid.NewGuid():N}";
        await alice.Rest.Post("/groups").Json(new { name = group, kind = "open" }).Expect(201);
        await bob.Rest.Post($"/groups/{Uri.EscapeDataString(group)}/members").Expect(200);
        await alice.Rest.Patch("/me").Body($$"""{"displayName": "Alice {{alice.UserName}}", "organisation": "Engines", "email": "{{alice.UserName}}@example.org"}""", "application/merge-patch+json").Expect(200);
        await alice.Rest.Put("/me/picture").Body(new ByteArrayContent(Convert.FromBase64String(Pictures.Jpeg())), "image/jpeg").Expect(204);
        return (alice, bob);
    }

    private static XElement GalSearch(string text, params object[] options) => new(Searching + "Search", new XElement(Searching + "Store", new XElement(Searching + "Name", "GAL"), new XElement(Searching + "Query", text),
        new XElement(Searching + "Options", options)));

    [Fact]
    public async Task Search_finds_the_people_of_ones_groups_with_their_pictures()
    {
        var (alice, bob) = await Team();
        var client = decoded.PhoneOf(bob).Client;
        XElement Picture(params (string Name, int Value)[] limits) => new(Searching + "Picture", limits.Select(limit => new XElement(Searching + limit.Name, limit.Value)));
        async Task<XElement> Found(params object[] options) => (await client.Ask(GalSearch(alice.UserName, [new XElement(Searching + "Range", "0-9"), .. options]))).Descendants(Searching + "Store").Single();
        var found = await Found();
        Assert.Equal(("1", "0-0", "1"), (found.Element(Searching + "Status")!.Value, found.Element(Searching + "Range")!.Value, found.Element(Searching + "Total")!.Value));
        var person = found.Descendants(Searching + "Properties").Single();
        Assert.Equal([("DisplayName", $"Alice {alice.UserName}"), ("Company", "Engines"), ("Alias", alice.UserName), ("FirstName", "Alice"), ("LastName", alice.UserName), ("EmailAddress", $"{alice.UserName}@example.org")],
            person.Elements().Select(element => (element.Name.LocalName, element.Value)));
        async Task<string> Status(XElement picture) => (await Found(picture)).Descendants(Gal + "Picture").Single().Element(Gal + "Status")!.Value;
        Assert.Equal("1", await Status(Picture()));
        Assert.Equal("174", await Status(Picture(("MaxSize", 10))));
        Assert.Equal("175", await Status(Picture(("MaxPictures", 0))));
        var mine = (await client.Ask(GalSearch(bob.UserName, Picture()))).Descendants(Gal + "Picture").Single();
        Assert.Equal("173", mine.Element(Gal + "Status")!.Value);
        // Strangers find nobody.
        var stranger = decoded.PhoneOf(await server.NewPerson()).Client;
        Assert.Empty((await stranger.Ask(GalSearch(alice.UserName))).Descendants(Searching + "Properties"));
        foreach (var range in (string[])["9-0", "x"]) Assert.NotEqual("1", (await client.Ask(GalSearch("a", new XElement(Searching + "Range", range)))).Descendants(Searching + "Store").Single().Element(Searching + "Status")!.Value);
        if ((await client.Ask(new XElement(Searching + "Search", new XElement(Searching + "Store", new XElement(Searching + "Name", "Attic"), new XElement(Searching + "Query", "x"))))).Descendants(Searching + "Store").SingleOrDefault() is { } store)
            Assert.NotEqual("1", store.Element(Searching + "Status")!.Value);
    }

    [Fact]
    public async Task Find_does_the_same_in_16_1()
    {
        var (alice, bob) = await Team();
        var client = decoded.PhoneOf(bob, "16.1").Client;
        XElement Find(XElement criterion, string? id = "A1") => new(Finding + "Find", id is null ? null : new XElement(Finding + "SearchId", id), new XElement(Finding + "ExecuteSearch", criterion));
        XElement InGal(string text, string range = "0-9") => new(Finding + "GalSearchCriterion", new XElement(Finding + "Query", text), new XElement(Finding + "Options", new XElement(Finding + "Range", range), new XElement(Finding + "Picture")));
        var found = await client.Ask(Find(InGal(alice.UserName)));
        Assert.Equal($"Alice {alice.UserName}", found.Descendants(Gal + "DisplayName").Single().Value);
        Assert.Equal("1", found.Descendants(Gal + "Picture").Single().Element(Gal + "Status")!.Value);
        await bob.Add(Cards.Of("Zeno Example", null, "N:Example;Zeno;;;", "EMAIL:zeno@example.com", "TEL;TYPE=CELL:+32 470 000000"));
        XElement InMailbox(string text, string folder = "1") => new(Finding + "MailBoxSearchCriterion", new XElement(Finding + "Query", new XElement(AirSync + "Class", "Contacts"), new XElement(AirSync + "CollectionId", folder), new XElement(Finding + "FreeText", text)));
        Assert.Equal([("DisplayName", "Zeno Example"), ("FirstName", "Zeno"), ("LastName", "Example"), ("MobilePhone", "+32 470 000000"), ("EmailAddress", "zeno@example.com")],
            (await client.Ask(Find(InMailbox("zeno")))).Descendants(Finding + "Properties").Single().Elements().Select(element => (element.Name.LocalName, element.Value)));
        Assert.Empty((await client.Ask(Find(InMailbox("nobody")))).Descendants(Finding + "Result"));
        Assert.Empty((await client.Ask(Find(InMailbox("zeno", "2")))).Descendants(Finding + "Result"));
        Assert.Equal("3", (await client.Ask(Find(InMailbox("zeno", "77")))).Element(Finding + "Status")!.Value);
        Assert.Equal("2", (await client.Ask(Find(InGal("x"), null))).Element(Finding + "Status")!.Value);
        Assert.Equal("2", (await client.Ask(Find(InGal("")))).Element(Finding + "Status")!.Value);
        foreach (var range in (string[])["5-1", "0-100"]) Assert.Equal("4", (await client.Ask(Find(InGal("x", range)))).Element(Finding + "Status")!.Value);
        Assert.Equal("137", (await decoded.PhoneOf(bob, "16.0").Client.Post("Find", Wbxml.Write(Find(InGal("x"))))) is { Http: 501 } ? "137" : "other");
    }

    [Fact]
    public async Task A_search_that_cannot_be_done_is_told_why()
    {
        var (_, phone) = await decoded.NewPhone(server);
        async Task<string> Status(string store, params object[] query) => (await phone.Client.Ask(new XElement(Searching + "Search", new XElement(Searching + "Store", new XElement(Searching + "Name", store), new XElement(Searching + "Query", query)))))
            .Descendants(Searching + "Store").Single().Element(Searching + "Status")!.Value;
        var text = new XElement(Searching + "FreeText", "a");
        Assert.Equal("1", await Status("Mailbox", new XElement(Searching + "And", new XElement(AirSync + "CollectionId", "1"), text)));
        Assert.Equal("2", await Status("Mailbox", "a"));
        Assert.Equal("2", await Status("Mailbox", new XElement(Searching + "And", new XElement(AirSync + "CollectionId", "1"))));
        Assert.Equal("4", await Status("Mailbox", new XElement(Searching + "And", new XElement(AirSync + "CollectionId", "77"), text)));
        Assert.Equal("5", await Status("DocumentLibrary", "a"));
        XElement And() => new(Searching + "And", new XElement(AirSync + "CollectionId", "1"), text);
        foreach (var wrong in (object[][])[[new XElement(Searching + "Or", text, text)], [text], [And(), And()], [And(), text], [And(), new XElement(AirSync + "Class", "Contacts")], [new XElement(AirSync + "CollectionId", "1"), And()]])
            Assert.Equal("8", await Status("Mailbox", wrong));
        Assert.Equal("2", (await phone.Client.Ask(new XElement(Searching + "Search"))).Element(Searching + "Status")!.Value);
    }

    /// <summary>MS-ASCMD §2.2.3.146.3.</summary>
    [Fact]
    public async Task A_range_is_of_100_at_most_and_ends_where_its_numbers_do()
    {
        var alice = await server.NewPerson();
        var client = decoded.PhoneOf(alice, "16.1").Client;
        await alice.Rest.Post("/books/private/import").Card(string.Concat(Enumerable.Range(0, 1001).Select(i => Cards.Of($"Zeno {i}")))).Expect(200);
        async Task<XElement> Searched(string range, params object[] query) => (await client.Ask(new XElement(Searching + "Search", new XElement(Searching + "Store", new XElement(Searching + "Name", query.Length > 0 ? "Mailbox" : "GAL"),
            new XElement(Searching + "Query", query.Length > 0 ? query : "zeno"), new XElement(Searching + "Options", new XElement(Searching + "Range", range)))))).Descendants(Searching + "Store").Single();
        async Task<string> Mailbox(string range) => await Searched(range, new XElement(Searching + "And", new XElement(Searching + "FreeText", "zeno"))) is var store
            ? string.Join(' ', store.Elements().Where(element => element.Name.LocalName != "Result").Select(element => element.Value)) + $" {store.Descendants(Searching + "LongId").Count()}" : "";
        async Task<string> Found(string range) => (await client.Ask(new XElement(Finding + "Find", new XElement(Finding + "SearchId", "A1"), new XElement(Finding + "ExecuteSearch", new XElement(Finding + "MailBoxSearchCriterion",
            new XElement(Finding + "Query", new XElement(Finding + "FreeText", "zeno")), new XElement(Finding + "Options", new XElement(Finding + "Range", range))))))) is var answer
            ? string.Join(' ', answer.Descendants().Where(element => element.Name.Namespace == Finding && element.Name.LocalName is "Range" or "Total").Select(element => element.Value)) + $" {answer.Descendants(Finding + "Result").Count()}" : "";
        Assert.Equal(["1 0-99 1001 100", "1 950-999 1001 50", "1 1001 0", "1 1001 0", "12 0", "12 0"], [await Mailbox("0-99"), await Mailbox("950-1049"), await Mailbox("1000-1000"), await Mailbox("5000-5099"), await Mailbox("0-100"), await Mailbox("0-499")]);
        Assert.Equal(["950-999 1001 50", "1001 0"], [await Found("950-1049"), await Found("1000-1000")]);
        foreach (var (range, status) in ((string, string)[])[("0-99", "1"), ("0-100", "12"), ("1000-1099", "1")]) Assert.Equal(status, (await Searched(range)).Element(Searching + "Status")!.Value);
    }

    /// <summary>MS-ASCMD §3.1.5.10, and moves that leave out a name.</summary>
    [Theory]
    [InlineData("14.1", "200 103")]
    [InlineData("12.1", "400 ")]
    public async Task What_asks_for_too_much_or_says_too_little_is_refused(string version, string malformed)
    {
        var (_, phone) = await decoded.NewPhone(server, version);
        XNamespace operations = "ItemOperations", estimating = "GetItemEstimate";
        async Task<string> Told(XElement request) => await phone.Client.Send(request) is var reply ? $"{reply.Http} {reply.Status}" : "";
        XElement Estimate(int count) => new(estimating + "GetItemEstimate", new XElement(estimating + "Collections", Enumerable.Range(0, count).Select(_ => new XElement(estimating + "Collection", new XElement(AirSync + "SyncKey", "1"), new XElement(estimating + "CollectionId", "1")))));
        Assert.Equal(["200 ", malformed], [await Told(Estimate(300)), await Told(Estimate(301))]);
        XElement Move(string name = "", string? value = null) => new(Moving + "Move", ((string[])["SrcMsgId", "SrcFldId", "DstFldId"]).Select(one => one != name ? new XElement(Moving + one, "1") : value is null ? null : new XElement(Moving + one, value)));
        XElement Moves(params XElement[] moves) => new(Moving + "MoveItems", moves);
        Assert.Equal(["200 ", malformed], [await Told(Moves([.. Enumerable.Range(0, 1000).Select(_ => Move())])), await Told(Moves([.. Enumerable.Range(0, 1001).Select(_ => Move())]))]);
        foreach (var name in (string[])["SrcMsgId", "SrcFldId", "DstFldId"])
            foreach (var value in (string?[])[null, "", new string('x', 65)]) Assert.Equal(malformed, await Told(Moves(Move(), Move(name, value))));
        XElement Operations(int count) => new(operations + "ItemOperations", Enumerable.Range(0, count).Select(_ => new XElement(operations + "EmptyFolderContents", new XElement(AirSync + "CollectionId", "4"))));
        Assert.Equal(["200 1", "200 11"], [await Told(Operations(500)), await Told(Operations(501))]);
        XElement Certificates(string within, int count) => new(Validating + within, Enumerable.Range(0, count).Select(_ => new XElement(Validating + "Certificate", "nonsense")));
        Assert.Equal(["200 1", "200 2", "200 2"], [await Told(new XElement(Validating + "ValidateCert", Certificates("Certificates", 20))), await Told(new XElement(Validating + "ValidateCert", Certificates("Certificates", 21))),
            await Told(new XElement(Validating + "ValidateCert", Certificates("CertificateChain", 21), Certificates("Certificates", 1)))]);
    }

    [Theory]
    [InlineData("14.1", "103", "103", "1 156 6 6")]
    [InlineData("12.1", "5", "2", "2")]
    public async Task What_is_not_offered_or_not_asked_well_has_the_status_of_its_section(string version, string move, string estimate, string conversations)
    {
        var (_, phone) = await decoded.NewPhone(server, version);
        XNamespace operations = "ItemOperations", estimating = "GetItemEstimate", provision = "Provision";
        async Task<string?> Status(XElement request) => (await phone.Client.Send(request)).Status;
        Assert.Equal("2", await Status(new XElement(provision + "Provision", new XElement(provision + "Policies"))));
        Assert.Equal("2", await Status(new XElement(operations + "ItemOperations")));
        var denied = await phone.Client.Ask(new XElement(operations + "ItemOperations", new XElement(operations + "EmptyFolderContents", new XElement(AirSync + "CollectionId", "77")), new XElement(operations + "EmptyFolderContents", new XElement(AirSync + "CollectionId", "1")),
            new XElement(operations + "EmptyFolderContents", new XElement(AirSync + "CollectionId", "4"))));
        Assert.Equal(["6", "5", "1"], denied.Descendants(operations + "EmptyFolderContents").Select(one => one.Element(operations + "Status")!.Value));
        XElement Conversation()
        {
            var id = new XElement(operations + "ConversationId", Convert.ToBase64String([0, 1, 0xFF]));
            id.AddAnnotation(new Opaque([0, 1, 0xFF]));
            return id;
        }
        var moved = await phone.Client.Ask(new XElement(operations + "ItemOperations", ((string[])["1", "2", "77"]).Select(target => new XElement(operations + "Move", Conversation(), new XElement(operations + "DstFldId", target)))));
        Assert.Equal(conversations, string.Join(' ', moved.Descendants(operations + "Status").Select(status => status.Value)));
        Assert.All(moved.Descendants(operations + "ConversationId"), id => Assert.Equal([0, 1, 0xFF], id.Annotation<Opaque>()!.Bytes));
        Assert.Equal("2", await Status(new XElement(operations + "ItemOperations", new XElement(operations + "Move", new XElement(operations + "DstFldId", "1")))));
        Assert.Equal(move, await Status(new XElement(Moving + "MoveItems")));
        Assert.Equal(estimate, await Status(new XElement(estimating + "GetItemEstimate")));
        var oof = await phone.Client.Ask(new XElement(Setting + "Settings", new XElement(Setting + "Oof", new XElement(Setting + "Set", new XElement(Setting + "OofState", "1")))));
        Assert.Equal("3", oof.Element(Setting + "Oof")!.Element(Setting + "Status")!.Value);
    }

    [Theory]
    [InlineData("12.1")]
    [InlineData("14.0")]
    [InlineData("14.1")]
    [InlineData("16.1")]
    public async Task Settings_tell_who_one_is_and_take_what_the_device_is(string version)
    {
        var (alice, _) = await Team();
        var client = decoded.PhoneOf(alice, version).Client;
        var answer = await client.Ask(new XElement(Setting + "Settings",
            new XElement(Setting + "DeviceInformation", new XElement(Setting + "Set", new XElement(Setting + "Model", "Phone 7"), new XElement(Setting + "OS", "PhoneOS 1"))),
            new XElement(Setting + "UserInformation", new XElement(Setting + "Get")), new XElement(Setting + "Oof", new XElement(Setting + "Get", new XElement(Setting + "BodyType", "TEXT")))));
        Assert.Equal("1", answer.Element(Setting + "DeviceInformation")!.Element(Setting + "Status")!.Value);
        Assert.Equal($"{alice.UserName}@example.org", answer.Descendants(Setting + "SMTPAddress").Single().Value);
        Assert.Equal("0", answer.Descendants(Setting + "OofState").Single().Value);
        answer = await client.Ask(new XElement(Setting + "Settings", new XElement(Setting + "DevicePassword", new XElement(Setting + "Set", new XElement(Setting + "Password", "x")))));
        Assert.NotEqual("1", answer.Element(Setting + "DevicePassword")!.Element(Setting + "Status")!.Value);
        Assert.Equal("2", (await client.Ask(new XElement(Setting + "Settings", new XElement(Setting + "Get")))).Element(Setting + "Status")!.Value);
    }

    [Theory]
    [InlineData("12.1")]
    [InlineData("14.0")]
    [InlineData("14.1")]
    [InlineData("16.1")]
    public async Task Settings_that_are_wrong_are_told_what_is(string version)
    {
        var (_, phone) = await decoded.NewPhone(server, version);
        XElement Of(string name, params object[] content) => new(Setting + name, content);
        async Task<string> Told(params XElement[] properties) => string.Join(' ', (await phone.Client.Ask(Of("Settings", [.. properties]))).Elements().Select(element => element.Name.LocalName == "Status" ? element.Value : element.Element(Setting + "Status")!.Value));
        async Task<string> Oof(params object[] set) => await Told(Of("Oof", Of("Set", [Of("OofState", "2"), .. set])));
        XElement Message(string whom, string text, string type = "TEXT") => Of("OofMessage", Of(whom), Of("Enabled", "1"), Of("ReplyMessage", text), Of("BodyType", type));
        var (start, end) = (Of("StartTime", "2026-11-28T08:00:00.000Z"), Of("EndTime", "2026-11-29T08:00:00.000Z"));
        Assert.Equal(["1 2", "1 2", "1 3"], [await Oof(start), await Oof(end), await Oof(start, end)]);
        Assert.Equal(["1 5", "1 3"], [await Oof(Message("AppliesToInternal", "Away", "RTF")), await Oof(Message("AppliesToInternal", "Away", "Html"))]);
        Assert.Equal("1 6", await Oof(Message("AppliesToExternalKnown", "Away"), Message("AppliesToExternalUnknown", "Gone")));
        Assert.Equal("1 3", await Oof(Message("AppliesToInternal", "Back soon"), Message("AppliesToExternalKnown", "Away"), Message("AppliesToExternalUnknown", "Away")));
        // Nothing is answered of the others then.
        var user = Of("UserInformation", Of("Get"));
        Assert.Equal(["2", "2"], [await Told(Of("DevicePassword", Of("Set")), user), await Told(user, Of("Oof", Of("Get")), Of("Oof", Of("Get")))]);
        var rights = Of("RightsManagementInformation", Of("Get"));
        Assert.Equal(version is "12.1" or "14.0" ? "2" : "1 168", await Told(rights));
        if (version is not ("12.1" or "14.0")) Assert.Single((await phone.Client.Ask(Of("Settings", rights))).Descendants(XName.Get("RightsManagementTemplates", "RightsManagement")));
        Assert.Equal("2", await Told(Of("RightsManagementInformation")));
    }

    [Fact]
    public async Task ResolveRecipients_names_people_and_contacts()
    {
        var (alice, bob) = await Team();
        await bob.Add(Cards.Of("Zeno Example", null, "EMAIL:zeno@example.com"));
        var client = decoded.PhoneOf(bob).Client;
        var answer = await client.Ask(new XElement(Resolving + "ResolveRecipients", new[] { alice.UserName, "zeno", "nobody at all" }.Select(name => new XElement(Resolving + "To", name))));
        Assert.Equal([("1", $"{alice.UserName}@example.org"), ("1", "zeno@example.com"), ("4", null)],
            answer.Elements(Resolving + "Response").Select(response => (response.Element(Resolving + "Status")!.Value, response.Descendants(Resolving + "EmailAddress").SingleOrDefault()?.Value)));
        await bob.Add(Cards.Of("Zeno Other", null, "EMAIL:zeno2@example.com"));
        answer = await client.Ask(new XElement(Resolving + "ResolveRecipients", new XElement(Resolving + "To", "zeno")));
        Assert.Equal(("2", "2"), (answer.Element(Resolving + "Response")!.Element(Resolving + "Status")!.Value, answer.Descendants(Resolving + "RecipientCount").Single().Value));
        Assert.Equal("5", (await client.Ask(new XElement(Resolving + "ResolveRecipients"))).Element(Resolving + "Status")!.Value);
    }

    [Fact]
    public async Task ResolveRecipients_answers_what_its_options_ask_for()
    {
        var (alice, bob) = await Team();
        for (var i = 0; i < 4; i++) await bob.Add(Cards.Of($"Zeno {i}", null, $"EMAIL:zeno{i}@example.com"));
        async Task<XElement> Ask(string version, string name, params object[] options) => await decoded.PhoneOf(bob, version).Client.Ask(
            new XElement(Resolving + "ResolveRecipients", new XElement(Resolving + "To", name), new XElement(Resolving + "Options", options)));
        static string Told(XElement answer) => string.Join(' ', answer.Descendants(Resolving + "Recipient").Select(recipient =>
            string.Join(',', recipient.Elements().Skip(3).Select(element => $"{element.Name.LocalName}:{element.Element(Resolving + "Status")!.Value}"))));
        XElement Option(string name, object value) => new(Resolving + name, value);
        XElement Times(string from, string to) => Option("Availability", (object[])[Option("StartTime", from), Option("EndTime", to)]);
        object[] all = [Option("CertificateRetrieval", "2"), Times("2026-11-28T08:00:00.000Z", "2026-11-28T18:00:00.000Z"), Option("Picture", "")];

        Assert.Equal("Availability:163,Certificates:7,Picture:1", Told(await Ask("14.1", alice.UserName, all)));
        Assert.Equal("0", (await Ask("14.1", alice.UserName, all)).Descendants(Resolving + "CertificateCount").Single().Value);
        Assert.Equal("Availability:163,Certificates:7", Told(await Ask("14.0", alice.UserName, all)));
        Assert.Equal("Certificates:7", Told(await Ask("12.1", alice.UserName, all)));
        Assert.Equal("Picture:173", Told(await Ask("16.1", "zeno 1", Option("Picture", ""))));
        Assert.Equal("Picture:174", Told(await Ask("16.1", alice.UserName, Option("Picture", Option("MaxSize", 10)))));
        Assert.Equal("Picture:175", Told(await Ask("16.1", alice.UserName, Option("Picture", Option("MaxPictures", 0)))));
        // The same name again is answered again, picture and all.
        var twice = await decoded.PhoneOf(bob).Client.Ask(new XElement(Resolving + "ResolveRecipients", new XElement(Resolving + "To", alice.UserName), new XElement(Resolving + "To", alice.UserName), new XElement(Resolving + "Options", Option("Picture", ""))));
        Assert.Equal(2, twice.Descendants(Resolving + "Data").Count(data => data.Value.Length > 100));
        // Of those that one has to choose from, neither certificates nor times.
        Assert.Equal("Picture:173 Picture:173 Picture:173 Picture:173", Told(await Ask("14.1", "zeno", all)));
        var part = await Ask("14.1", "zeno", Option("MaxAmbiguousRecipients", 3));
        Assert.Equal(("3", "4", 3), (part.Element(Resolving + "Response")!.Element(Resolving + "Status")!.Value, part.Descendants(Resolving + "RecipientCount").Single().Value, part.Descendants(Resolving + "Recipient").Count()));
        foreach (var wrong in (XElement[])[Option("MaxAmbiguousRecipients", 10000), Option("MaxCertificates", "many"), Option("CertificateRetrieval", 4), Option("Availability", ""), Times("2026-11-28T08:00:00.000Z", "soon"), Times("2026-11-28T08:00:00.000Z", "2026-11-28T08:29:00.000Z")])
            Assert.Equal("5", (await Ask("14.1", "zeno", wrong)).Element(Resolving + "Status")!.Value);
        Assert.Equal("Availability:163", Told(await Ask("14.1", "zeno 1", Option("Availability", Option("StartTime", "2026-11-28T08:00:00.000Z")))));
        // 100 names, each of at most 256 characters.
        async Task<string> Status(params string[] names) => (await decoded.PhoneOf(bob).Client.Ask(new XElement(Resolving + "ResolveRecipients", names.Select(name => new XElement(Resolving + "To", name))))).Element(Resolving + "Status")!.Value;
        Assert.Equal(["1", "5", "1", "5"], [await Status([.. Enumerable.Repeat("zeno", 100)]), await Status([.. Enumerable.Repeat("zeno", 101)]), await Status(new string('z', 256)), await Status(new string('z', 257))]);
    }

    [Fact]
    public async Task Contacts_are_not_moved_and_each_move_is_told_why()
    {
        var (_, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var id = await phone.Add(C("LastName", "Stays"));
        XElement Move(string message, string from, string to) => new(Moving + "Move", new XElement(Moving + "SrcMsgId", message), new XElement(Moving + "SrcFldId", from), new XElement(Moving + "DstFldId", to));
        var answer = await phone.Client.Ask(new XElement(Moving + "MoveItems", Move("nonsense", "1", "2"), Move(id, "77", "2"), Move(id, "1", "77"), Move(id, "1", "1"), Move(id, "1", "4")));
        Assert.Equal(["1", "1", "2", "4", "5"], answer.Descendants(Moving + "Status").Select(status => status.Value));
    }

    [Fact]
    public async Task Certificates_are_looked_at()
    {
        var (_, phone) = await decoded.NewPhone(server);
        using var key = RSA.Create(2048);
        string Made(int from, int to)
        {
            using var made = new CertificateRequest("CN=ada", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(from), DateTimeOffset.UtcNow.AddDays(to));
            return Convert.ToBase64String(made.Export(X509ContentType.Cert));
        }
        var answer = await phone.Client.Ask(new XElement(Validating + "ValidateCert", new XElement(Validating + "Certificates", new[] { Made(-9, 9), Made(-9, -1), "nonsense" }.Select(one => new XElement(Validating + "Certificate", one)))));
        Assert.Equal(["4", "7", "3"], answer.Elements(Validating + "Certificate").Select(one => one.Element(Validating + "Status")!.Value));
        Assert.Equal("2", (await phone.Client.Ask(new XElement(Validating + "ValidateCert"))).Element(Validating + "Status")!.Value);
    }

    [Fact]
    public async Task Folders_are_those_that_there_are()
    {
        var (_, phone) = await decoded.NewPhone(server);
        var ns = FolderHierarchy;
        async Task<string> Status(string command, params (string Name, string Value)[] parts) => (await phone.Client.Ask(new XElement(ns + command, parts.Select(part => new XElement(ns + part.Name, part.Value))))).Element(ns + "Status")!.Value;
        var key = (await phone.Client.Ask(new XElement(ns + "FolderSync", new XElement(ns + "SyncKey", "0")))).Element(ns + "SyncKey")!.Value;
        Assert.Equal("9", await Status("FolderSync", ("SyncKey", "forged-1")));
        Assert.Equal("10", await Status("FolderSync", ("SyncKey", "")));
        Assert.Equal("2", await Status("FolderCreate", ("SyncKey", key), ("ParentId", "0"), ("DisplayName", "Contacts"), ("Type", "14")));
        Assert.Equal("3", await Status("FolderCreate", ("SyncKey", key), ("ParentId", "0"), ("DisplayName", "More"), ("Type", "14")));
        Assert.Equal("5", await Status("FolderCreate", ("SyncKey", key), ("ParentId", "77"), ("DisplayName", "More"), ("Type", "14")));
        Assert.Equal("9", await Status("FolderCreate", ("SyncKey", "forged"), ("ParentId", "0"), ("DisplayName", "More"), ("Type", "14")));
        Assert.Equal("10", await Status("FolderCreate", ("SyncKey", key)));
        Assert.Equal("2", await Status("FolderUpdate", ("SyncKey", key), ("ServerId", "1"), ("ParentId", "0"), ("DisplayName", "Renamed")));
        Assert.Equal("4", await Status("FolderUpdate", ("SyncKey", key), ("ServerId", "77"), ("ParentId", "0"), ("DisplayName", "Renamed")));
        Assert.Equal("5", await Status("FolderUpdate", ("SyncKey", key), ("ServerId", "1"), ("ParentId", "77"), ("DisplayName", "Renamed")));
        Assert.Equal("9", await Status("FolderUpdate", ("SyncKey", "forged"), ("ServerId", "1"), ("ParentId", "0"), ("DisplayName", "Renamed")));
        Assert.Equal("10", await Status("FolderUpdate", ("SyncKey", key)));
        Assert.Equal("10", await Status("FolderDelete", ("SyncKey", key)));
        Assert.Equal("3", await Status("FolderDelete", ("SyncKey", key), ("ServerId", "1")));
        Assert.Equal("4", await Status("FolderDelete", ("SyncKey", key), ("ServerId", "77")));
        Assert.Equal("9", await Status("FolderDelete", ("SyncKey", "forged"), ("ServerId", "1")));
    }

    [Fact]
    public async Task Autodiscover_leads_to_the_server()
    {
        var alice = await server.NewPerson();
        XNamespace mobile = "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006", asking = "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/requestschema/2006";
        XElement Request(string address, string schema) => new(asking + "Autodiscover", new XElement(asking + "Request", new XElement(asking + "EMailAddress", address), new XElement(asking + "AcceptableResponseSchema", schema)));
        Rest.Request Post(string body) => alice.Rest.Post("//autodiscover/autodiscover.xml").Body(body, "text/xml");
        var reply = await Post(Request("alice@example.org", mobile.NamespaceName).ToString()).Expect(200);
        var answer = XElement.Parse(reply.Text);
        Assert.Equal(new Uri(server.Node.Address, EasClient.Address).ToString(), answer.Descendants(mobile + "Url").Single().Value);
        Assert.Equal("alice@example.org", answer.Descendants(mobile + "EMailAddress").Single().Value);
        Assert.Contains("<ErrorCode>601<", (await Post(Request("a@example.org", "other").ToString()).Expect(200)).Text, StringComparison.Ordinal);
        foreach (var bad in (string[])["", "<", "<x/>", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"]) Assert.Contains("<ErrorCode>600<", (await Post(bad).Expect(200)).Text, StringComparison.Ordinal);
        await alice.Rest.Get("//autodiscover/autodiscover.xml").Expect(405);
        var anonymous = new Rest(alice.Rest.Server);
        Assert.StartsWith("Basic", (await anonymous.Post("//autodiscover/autodiscover.xml").Body("<x/>", "text/xml").Expect(401)).Header("WWW-Authenticate"), StringComparison.Ordinal);
        await alice.Rest.Post("//Autodiscover/Autodiscover.xml").Body(Request("a@example.org", mobile.NamespaceName).ToString(), "text/xml").Expect(200);
        using var unknownLength = new StreamContent(PipeReader.Create(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(Request("b@example.org", mobile.NamespaceName).ToString()))).AsStream());
        Assert.Contains(">b@example.org<", (await alice.Rest.Post("//autodiscover/autodiscover.xml").Body(unknownLength, "text/xml").Expect(200)).Text, StringComparison.Ordinal);
        foreach (var path in (string[])["//autodiscover/autodiscover.json?Email=a@example.org&Protocol=ActiveSync", "//autodiscover/autodiscover.json/v1.0/a@example.org?Protocol=activesync"])
            Assert.EndsWith(EasClient.Address, (string?)(await anonymous.Get(path).Expect(200)).Json["Url"], StringComparison.Ordinal);
        Assert.Equal("InvalidProtocol", (string?)(await anonymous.Get("//autodiscover/autodiscover.json?Protocol=EWS").Expect(400)).Json["ErrorCode"]);
        Assert.Equal("MandatoryParameterMissing", (string?)(await anonymous.Get("//autodiscover/autodiscover.json").Expect(400)).Json["ErrorCode"]);
    }
}
