using System.Text;
using System.Xml.Linq;
using ContactOffice.Formats;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.ActiveSync.Edit;
using static ContactOffice.Protocol.Tests.ActiveSync.EasClient;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>Every property that phones know, by the table of fields, through each command that shows contacts.</summary>
public sealed class PropertyTests(OneServer server, Decoded decoded) : IClassFixture<Decoded>
{
    private static readonly XNamespace Operations = "ItemOperations", Searching = "Search";

    private static XName NameOf(ContactField field) => XName.Get(field.ActiveSync!.Split(':')[1], field.ActiveSync.Split(':')[0]);

    /// <summary>A value for each row, of 300 for those that have many.</summary>
    private static XElement[] Everything() => [.. ActiveSyncCard.Fields.Select((field, i) => field switch
    {
        { Name: "notes" } => Body("Zebulon's note\r\nof two lines — ü"),
        { Kind: FieldKind.Photo } => new XElement(NameOf(field), Pictures.Jpeg()),
        { Kind: FieldKind.Date } => new XElement(NameOf(field), $"19{i % 90 + 10}-03-22T11:59:00.000Z"),
        { Kind: FieldKind.Categories } => Many(field, "Category", 300),
        _ when ActiveSyncCard.IsMany(field) => Many(field, "Child", 300),
        { Items: ItemKind.Email } => new XElement(NameOf(field), $"address{i}@example.com"),
        { Items: ItemKind.Phone } => new XElement(NameOf(field), $"+1 555 01{i:00}"),
        { Items: ItemKind.Url } => new XElement(NameOf(field), $"https://example.com/{i}"),
        { Name: "firstName" } => new XElement(NameOf(field), "Zebulon"),
        _ => new XElement(NameOf(field), $"{field.Name} {i}, é; \\ \" <&>"),
    })];

    private static XElement Many(ContactField field, string part, int count) => new(NameOf(field), Enumerable.Range(1, count).Select(i => new XElement(Contacts + part, $"{part} {i}, ü")));

    private static string Told(IEnumerable<XElement> data) => string.Join('\n', data.OrderBy(element => element.Name.ToString(), StringComparer.Ordinal)
        .Select(element => $"{element.Name}: {(element.Name == Base + "Body" ? element.Element(Base + "Data")?.Value : string.Join('|', element.HasElements ? element.Elements().Select(part => part.Value) : [element.Value]))}"));

    [Theory]
    [InlineData("12.1")]
    [InlineData("14.1")]
    [InlineData("16.1")]
    public async Task Each_comes_back_as_it_was_sent_from_Sync_ItemOperations_and_Search(string version)
    {
        var (alice, phone) = await decoded.NewPhone(server, version);
        await phone.Begin();
        var sent = Everything();
        var id = await phone.Add([.. sent]);
        var expected = Told(sent);
        var other = await decoded.PhoneOf(alice, version, "PHONE2").Begin();
        Assert.Equal(expected, Told(other.Held[id].Elements()));
        var fetched = await phone.Client.Ask(new XElement(Operations + "ItemOperations", FetchOf(id)));
        Assert.Equal(expected, Told(fetched.Descendants(Operations + "Properties").Single().Elements()));
        var found = await phone.Client.Ask(new XElement(Searching + "Search", new XElement(Searching + "Store", new XElement(Searching + "Name", "Mailbox"),
            new XElement(Searching + "Query", new XElement(Searching + "And", new XElement(AirSync + "Class", "Contacts"), new XElement(AirSync + "CollectionId", ContactsId), new XElement(Searching + "FreeText", "zebul"))))));
        Assert.Equal(expected, Told(found.Descendants(Searching + "Properties").Single().Elements()));
        // Sent back unchanged, it is no change.
        var before = (await alice.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text;
        await other.Change(id, [.. other.Held[id].Elements().Select(element => element.Name == Base + "Body" ? Body(element.Element(Base + "Data")!.Value) : element)]);
        Assert.Equal(before, (await alice.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text);
        Assert.Equal(0, await phone.Fetch());
        // All cleared: what is left says how it is filed and no more.
        if (version == "16.1") await other.Change(id, C("LastName", "Alone"), C("Picture"), Body(""));
        else await other.Change(id, [C("LastName", "Alone"), .. ActiveSyncCard.Fields.Where(field => field.Name != "lastName").Select(field => field.Name == "notes" ? Body("") : new XElement(NameOf(field)))]);
        Assert.Equal(1, await phone.Fetch());
        Assert.Equal(["FileAs", "LastName"], phone.Held[id].Elements().Select(element => element.Name.LocalName).Order());
    }

    private static XElement FetchOf(string id, params object[] options) => new(Operations + "Fetch", new XElement(Operations + "Store", "Mailbox"), new XElement(AirSync + "CollectionId", ContactsId), new XElement(AirSync + "ServerId", id),
        options.Length > 0 ? new XElement(Operations + "Options", options) : null);

    [Fact]
    public async Task More_than_300_categories_or_children_are_refused_and_the_others_taken()
    {
        var (_, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        XElement Some(string all, string one, int count) => C(all, Enumerable.Range(1, count).Select(i => C(one, $"{one} {i}")));
        var answer = (await phone.Sync(Add("1", C("LastName", "A"), Some("Categories", "Category", 301)), Add("2", C("LastName", "B"), Some("Children", "Child", 301)), Add("3", C("LastName", "C"), Some("Children", "Child", 300))))!;
        Assert.Equal("Add:6 Add:6 Add:1", answer.Outcomes);
    }

    /// <summary>What was cut by the line ends or the markup in which it is sent was cut: sent back, it is no shorter note.</summary>
    [Theory]
    [InlineData("1", 65, "")]
    [InlineData("2", 60, "")]
    [InlineData("2", 75, "")]
    [InlineData("2", 41, "")]
    [InlineData("1", 60, "1")]
    [InlineData("2", 60, "1")]
    [InlineData("1", 0, "")]
    public async Task A_note_that_came_cut_and_goes_back_so_stays_whole(string type, int limit, string allOrNone)
    {
        var note = string.Join('\n', Enumerable.Repeat("a<b", 14)) + " & end";
        Assert.True(note.Length is > 55 and <= 75);
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada", null, "N:Lovelace;Ada;;;", "NOTE:" + note.Replace("\n", "\\n", StringComparison.Ordinal)));
        phone.Options = [new XElement(Base + "BodyPreference", new XElement(Base + "Type", type), new XElement(Base + "TruncationSize", limit), allOrNone.Length > 0 ? new XElement(Base + "AllOrNone", allOrNone) : null)];
        await phone.Begin();
        var came = phone.Held[id].Element(Base + "Body")!;
        Assert.Equal("1", came.Element(Base + "Truncated")?.Value);
        await phone.Change(id, C("LastName", "Byron"), Body(came.Element(Base + "Data")?.Value ?? "", type));
        var fields = (await alice.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!;
        Assert.Equal(("Byron", note), ((string?)fields["lastName"], (string?)fields["notes"]));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task A_note_that_came_cut_and_is_made_shorter_is_shorter(string type)
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada", null, "N:Lovelace;Ada;;;", "NOTE:First. Second. " + new string('x', 500)));
        phone.Options = [new XElement(Base + "BodyPreference", new XElement(Base + "Type", type), new XElement(Base + "TruncationSize", "100"))];
        await phone.Begin();
        await phone.Change(id, C("LastName", "Lovelace"), Body("First.", type));
        Assert.Equal("First.", (string?)(await alice.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["notes"]);
    }

    /// <summary>What the phone holds was cut as it asked then, or by an answer to another command.</summary>
    [Fact]
    public async Task A_note_that_came_cut_otherwise_than_it_would_now_stays_whole()
    {
        var note = string.Concat(Enumerable.Range(0, 200).Select(i => $"{i:000} "));
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada", null, "N:Lovelace;Ada;;;", "NOTE:" + note));
        XElement Preference(string type, string? limit) => new(Base + "BodyPreference", new XElement(Base + "Type", type), limit is null ? null : new XElement(Base + "TruncationSize", limit));
        async Task<string?> Note() => (string?)(await alice.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["notes"];
        phone.Options = [Preference("1", "100")];
        await phone.Begin();
        var came = phone.Held[id].Element(Base + "Body")!.Element(Base + "Data")!.Value;
        foreach (var now in (XElement[])[Preference("1", "200"), Preference("1", "50"), Preference("2", "300"), Preference("1", null)])
        {
            phone.Options = [now];
            await phone.Change(id, C("LastName", $"Edited {now.Value}"), Body(came));
            Assert.Equal(note.Trim(), (await Note())!.Trim());
            await phone.Change(id, C("LastName", $"Left out {now.Value}"));
            Assert.Equal(note.Trim(), (await Note())!.Trim());
        }
        await phone.Client.Ask(new XElement(Operations + "ItemOperations", FetchOf(id, Preference("1", "150"))));
        await phone.Change(id, C("LastName", "Fetched"), Body(note[..150]));
        Assert.Equal(note.Trim(), (await Note())!.Trim());
        await phone.Change(id, C("LastName", "Shortened"), Body(note[..60]));
        Assert.Equal(note[..60].Trim(), (await Note())!.Trim());
    }

    /// <summary>The phone's edit wins; the beginning of the older note, which it sends back, is none.</summary>
    [Fact]
    public async Task A_note_that_was_changed_meanwhile_is_not_replaced_by_the_older_beginning()
    {
        string Note(string word) => string.Concat(Enumerable.Range(0, 100).Select(i => $"{word}{i:000} "));
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada", null, "N:Lovelace;Ada;;;", "NOTE:" + Note("old")));
        phone.Options = [new XElement(AirSync + "Conflict", "0"), new XElement(Base + "BodyPreference", new XElement(Base + "Type", "1"), new XElement(Base + "TruncationSize", "100"))];
        await phone.Begin();
        await alice.Rest.Patch($"/contacts/{id}").With("If-Match", "*").Body($$$"""{"fields": {"notes": "{{{Note("new")}}}"}}""", "application/merge-patch+json").Expect(200);
        var came = phone.Held[id].Element(Base + "Body")!.Element(Base + "Data")!.Value;
        // Also where the answer gets lost, and it says so again.
        var change = phone.Request(phone.Key, [], Edit.Change(id, C("LastName", "Edited"), Body(came)));
        await phone.Send(change);
        phone.Take((await phone.Send(change))!);
        Assert.StartsWith("new", phone.Held[id].Descendants(Base + "Data").Single().Value, StringComparison.Ordinal);
        async Task<(string?, string?)> Fields() => (await alice.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]! is var fields ? ((string?)fields["lastName"], ((string?)fields["notes"])?.Trim()) : default;
        Assert.Equal(("Edited", Note("new").Trim()), await Fields());
        // Also where it was made short.
        await alice.Rest.Patch($"/contacts/{id}").With("If-Match", "*").Body("""{"fields": {"notes": "Call first."}}""", "application/merge-patch+json").Expect(200);
        await phone.Change(id, C("LastName", "Again"), Body(came));
        Assert.Equal(("Again", "Call first."), await Fields());
        await alice.Rest.Patch($"/contacts/{id}").With("If-Match", "*").Body("""{"fields": {"notes": "Call late."}}""", "application/merge-patch+json").Expect(200);
        await phone.Change(id, C("LastName", "Without the note"));
        Assert.Equal(("Without the note", "Call late."), await Fields());
    }

    /// <summary>300 are sent; the others stay, whatever becomes of those.</summary>
    [Fact]
    public async Task Of_more_categories_than_a_phone_is_sent_those_beyond_survive_its_edit()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada", null, "N:Lovelace;Ada;;;", "CATEGORIES:" + string.Join(',', Enumerable.Range(0, 302).Select(i => $"c{i}"))));
        await phone.Begin();
        var came = phone.Held[id].Element(Contacts + "Categories")!;
        Assert.Equal(300, came.Elements().Count());
        async Task<string[]> Categories() => [.. (await alice.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["categories"]!.AsArray().Select(one => (string)one!)];
        await phone.Change(id, C("LastName", "Byron"), came);
        Assert.Equal(302, (await Categories()).Length);
        await phone.Change(id, C("LastName", "Byron"), new XElement(Contacts + "Categories", new XElement(Contacts + "Category", "new")));
        Assert.Equal(["new", "c300", "c301"], await Categories());
    }

    /// <summary>A contact of megabytes, over and over: what no answer should hold is refused item by item.</summary>
    [Fact]
    public async Task Fetches_that_are_too_much_for_one_answer_are_told_so()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada", null, "NOTE:" + new string('x', 9 << 20)));
        var small = await alice.Add(Cards.Of("Small"));
        var answer = await phone.Client.Ask(new XElement(Operations + "ItemOperations", FetchOf(small), Enumerable.Range(0, 20).Select(_ => FetchOf(id)), FetchOf(small)));
        var statuses = answer.Element(Operations + "Response")!.Elements().Select(one => one.Element(Operations + "Status")!.Value).ToArray();
        Assert.Equal(["1", .. Enumerable.Repeat("1", 4), .. Enumerable.Repeat("11", 17)], statuses);
    }

    /// <summary>MS-ASCMD §2.2.3.125.6: a folder's options are said once.</summary>
    [Fact]
    public async Task Options_hold_until_the_folder_is_given_others_or_begins_anew()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada", null, "N:Lovelace;Ada;;;", "NOTE:A long note of which the phone is sent the first part"));
        XElement Preference(string type, string? limit = null) => new(Base + "BodyPreference", new XElement(Base + "Type", type), limit is null ? null : new XElement(Base + "TruncationSize", limit));
        async Task<string> Note() => (await phone.Sync(Fetch(id)))!.Responses[0].Descendants(Base + "Data").Single().Value;
        phone.Options = [Preference("1", "11")];
        await phone.Begin();
        // Another folder, asked for alone, has others.
        var inbox = (await phone.Send(Inbox("0", null)))!;
        await phone.Client.Send(Inbox(inbox.Key, new XElement(AirSync + "Options", Preference("2"))));
        phone.Options = [];
        Assert.Equal("A long note", await Note());
        await phone.Change(id, C("LastName", "Byron"), Body("A long note"));
        Assert.EndsWith("first part", (string?)(await alice.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["notes"], StringComparison.Ordinal);
        phone.Options = [Preference("2")];
        await phone.Sync();
        phone.Options = [];
        Assert.StartsWith("<html>", await Note(), StringComparison.Ordinal);
        // A beginning without options has none.
        var again = await decoded.PhoneOf(alice).Begin();
        Assert.StartsWith("A long note of", again.Held[id].Descendants(Base + "Data").Single().Value, StringComparison.Ordinal);

        static XElement Inbox(string key, XElement? options) => new(AirSync + "Sync", new XElement(AirSync + "Collections",
            new XElement(AirSync + "Collection", new XElement(AirSync + "SyncKey", key), new XElement(AirSync + "CollectionId", "2"), options)));
    }

    [Fact]
    public async Task HTML_that_is_wrapped_between_words_keeps_them_apart()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var id = await phone.Add(C("LastName", "Ada"), Body("<html>\r\n<body>\r\n<p>one\r\n  two</p>\r\n<p>three<br>\r\nfour</p>\r\n</body></html>", "2"));
        Assert.Equal("one two\nthree\nfour", (string?)(await alice.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["notes"]);
    }

    /// <summary>HTML of which reading would take the square of its length is refused by itself, and never the whole Sync.</summary>
    [Fact]
    public async Task Hostile_HTML_is_the_fault_of_its_item()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        foreach (var hostile in (string[])["<!--", "<style>", "<"])
            Assert.Matches("^Add:[16]$", (await phone.Sync(Add($"h{hostile.Length}", C("LastName", "Hostile"), Body(string.Concat(Enumerable.Repeat(hostile, 100_000)), "2"))))!.Outcomes);
        // Many blanks are no such thing.
        var id = await phone.Add(C("LastName", "Blank"), Body($"<p>one{new string(' ', 200_000)}two</p>", "2"));
        Assert.StartsWith("one ", (string?)(await alice.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["notes"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_answers_the_fields_and_bytes_that_are_asked_for()
    {
        var (_, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var id = await phone.Add(C("FirstName", "Ada"), C("LastName", "Lovelace"), C("JobTitle", "Countess"), Body("0123456789abcdef"));
        async Task<XElement> Properties(params object[] options) => (await phone.Client.Ask(new XElement(Operations + "ItemOperations", FetchOf(id, options)))).Descendants(Operations + "Fetch").Single();
        var some = await Properties(new XElement(Operations + "Schema", C("LastName"), new XElement(Base + "Body")));
        Assert.Equal(["LastName", "Body"], some.Element(Operations + "Properties")!.Elements().Select(element => element.Name.LocalName));
        var range = await Properties(new XElement(Operations + "Range", "4-7"), new XElement(Base + "BodyPreference", new XElement(Base + "Type", "1")));
        Assert.Equal(("4567", "16"), (range.Descendants(Base + "Data").Single().Value, range.Descendants(Base + "EstimatedDataSize").Single().Value));
        foreach (var (to, all) in ((string, string)[])[("0-2147483647", "0123456789abcdef"), ("10-2147483647", "abcdef")])
            Assert.Equal(all, (await Properties(new XElement(Operations + "Range", to))).Descendants(Base + "Data").Single().Value);
        foreach (var wrong in (string[])["7-4", "x", "-", "16-20", "1-2-3"]) Assert.Equal("8", (await Properties(new XElement(Operations + "Range", wrong))).Element(Operations + "Status")!.Value);
        phone.Client.AcceptsMultipart = true;
        var reply = await phone.Client.Send(new XElement(Operations + "ItemOperations", FetchOf(id)));
        Assert.Equal("application/vnd.ms-sync.multipart", reply.Header("Content-Type"));
        Assert.Equal("1", reply.Body!.Descendants(Operations + "Part").Single().Value);
        Assert.Equal("0123456789abcdef", Encoding.UTF8.GetString(reply.Parts[1]));
        phone.Client.AcceptsMultipart = false;
        var answer = await phone.Client.Ask(new XElement(Operations + "ItemOperations", FetchOf(Guid.NewGuid().ToString()), FetchOf("nonsense"),
            new XElement(Operations + "Fetch", new XElement(Operations + "Store", "Mailbox")), new XElement(Operations + "Fetch", new XElement(Operations + "Store", "Attic"), new XElement(AirSync + "CollectionId", "1"), new XElement(AirSync + "ServerId", id)),
            new XElement(Operations + "EmptyFolderContents", new XElement(AirSync + "CollectionId", "1"))));
        Assert.Equal(["5", "6", "6", "2", "9"], answer.Element(Operations + "Response")!.Elements().Select(one => one.Element(Operations + "Status")!.Value));
        Assert.Single((await phone.Client.Ask(phone.Request("0"))).Descendants(AirSync + "Status"));
    }

    [Theory]
    [InlineData("12.1")]
    [InlineData("16.0")]
    public async Task Notes_are_cut_to_the_byte_and_never_within_a_character(string version)
    {
        const string Note = "aä€😀zaä€😀z";
        var (alice, _) = await decoded.NewPhone(server, version);
        var id = await alice.Add(Cards.Of("Ada", null, $"NOTE:{Note}"));
        var client = decoded.PhoneOf(alice, version).Client;
        async Task<XElement> Cut(int size, params object[] more) => (await client.Ask(new XElement(Operations + "ItemOperations",
            FetchOf(id, new XElement(Base + "BodyPreference", new XElement(Base + "Type", "1"), new XElement(Base + "TruncationSize", size), more))))).Descendants(Base + "Body").Single();
        for (var size = 0; size <= 23; size++)
        {
            var whole = "";
            foreach (var rune in Note.EnumerateRunes())
            {
                if (Encoding.UTF8.GetByteCount(whole) + rune.Utf8SequenceLength > size) break;
                whole += rune.ToString();
            }
            var body = await Cut(size);
            Assert.Equal(whole, body.Element(Base + "Data")?.Value ?? "");
            Assert.Equal(("22", size < 22), (body.Element(Base + "EstimatedDataSize")!.Value, body.Element(Base + "Truncated") is { Value: "1" }));
        }
        if (version == "12.1") return;
        Assert.Null((await Cut(21, new XElement(Base + "AllOrNone", "1"))).Element(Base + "Data"));
        Assert.Equal(Note, (await Cut(22, new XElement(Base + "AllOrNone", "1"))).Element(Base + "Data")!.Value);
    }

    [Theory]
    [InlineData("14.1")]
    [InlineData("16.1")]
    public async Task What_a_phone_cannot_show_survives_its_edit(string version)
    {
        var (alice, phone) = await decoded.NewPhone(server, version);
        string[] unseen = ["EMAIL:fourth@example.com", "item1.TEL:+1 555 0199", "item1.X-ABLabel:Boat", "X-SPECIAL;X-P=\"a;b\":kept", "BDAY:1985", "LANG:fr", "ADR;TYPE=home:PO 7;;;;;;"];
        var id = await alice.Add("BEGIN:VCARD\r\nVERSION:4.0\r\nUID:ada\r\nFN:Ada Lovelace\r\nN:Lovelace;Ada;;;\r\nEMAIL:a@example.com\r\nEMAIL:b@example.com\r\nEMAIL:c@example.com\r\n"
            + string.Concat(unseen.Select(line => line + "\r\n")) + "NOTE:A long note of which the phone is sent the first part\r\nEND:VCARD\r\n");
        phone.Options = [new XElement(Base + "BodyPreference", new XElement(Base + "Type", "1"), new XElement(Base + "TruncationSize", "11"))];
        await phone.Begin();
        Assert.Equal("A long note", phone.Held[id].Element(Base + "Body")!.Element(Base + "Data")!.Value);
        Assert.Null(phone.Held[id].Element(Contacts + "Birthday"));
        object[] back = [.. phone.Held[id].Elements().Select(element => element.Name == Base + "Body" ? Body("A long note") : element.Name == Contacts + "FirstName" ? C("FirstName", "Augusta") : element)];
        await phone.Change(id, back);
        var card = (await alice.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text;
        Assert.Contains("N:Lovelace;Augusta;;;", card, StringComparison.Ordinal);
        Assert.Contains("NOTE:A long note of which the phone is sent the first part", card, StringComparison.Ordinal);
        foreach (var line in unseen) Assert.Contains(line, card, StringComparison.Ordinal);
        await phone.Change(id, [C("LastName", "Lovelace"), Body("Another note")]);
        card = (await alice.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text;
        Assert.Contains("NOTE:Another note\r\n", card, StringComparison.Ordinal);
        foreach (var line in unseen[3..]) Assert.Contains(line, card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_in_HTML_are_read_as_text()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var id = await phone.Add(C("LastName", "Html"), Body("<html><head><title>x</title></head><body><p>One &amp; two</p><p>three<br>four</p></body></html>", "2"));
        Assert.Equal("One & two\nthree\nfour", ((string?)(await alice.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["notes"])!.ReplaceLineEndings("\n"));
        phone.Options = [new XElement(Base + "BodyPreference", new XElement(Base + "Type", "2"))];
        var answer = (await phone.Sync(Fetch(id)))!;
        Assert.Equal("<html><body>One &amp; two<br>three<br>four</body></html>", answer.Responses[0].Descendants(Base + "Data").Single().Value);
        // In a form that is not read.
        Assert.Equal("Add:6", (await phone.Sync(Add("rtf", C("LastName", "Rtf"), Body("{\\rtf1}", "3"))))!.Outcomes);
    }

    [Fact]
    public async Task Birthdays_move_for_nobody_and_may_have_no_year()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        foreach (var (sent, kept, shown) in ((string, string, string)[])
        [
            ("1980-03-22T00:00:00.000Z", "1980-03-22", "1980-03-22T11:59:00.000Z"), ("1980-03-22T12:00:00.000Z", "1980-03-22", "1980-03-22T11:59:00.000Z"), ("1980-03-22T23:59:59.999Z", "1980-03-22", "1980-03-22T11:59:00.000Z"),
            ("1604-02-29T00:00:00.000Z", "--02-29", "1604-02-29T11:59:00.000Z"), ("0001-01-01T00:00:00.000Z", "0001-01-01", "0001-01-01T11:59:00.000Z"), ("2100-12-31T11:59:00.000Z", "2100-12-31", "2100-12-31T11:59:00.000Z"),
        ])
        {
            var id = await phone.Add(C("LastName", "Born"), C("Birthday", sent), C("Anniversary", sent));
            var fields = (await alice.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!;
            Assert.Equal((kept, kept), ((string?)fields["birthday"], (string?)fields["anniversary"]));
            var answer = (await phone.Sync(Fetch(id)))!.Responses[0].Element(AirSync + "ApplicationData")!;
            Assert.Equal((shown, shown), (answer.Element(Contacts + "Birthday")!.Value, answer.Element(Contacts + "Anniversary")!.Value));
        }
    }
}
