using System.Xml.Linq;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.ActiveSync.EasClient;
using static ContactOffice.Protocol.Tests.ActiveSync.Edit;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>
/// The answer to a phone's edits got lost, and its user went on before it sent them again with the old key. Nobody else has edited: there is no conflict, whatever wins one.
/// </summary>
public sealed class LostAnswerTests(OneServer server, Decoded decoded) : IClassFixture<Decoded>
{
    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("1")]
    public async Task What_is_typed_afterwards_is_stored(string? conflict)
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada", null, "N:Lovelace;Ada;;;", "NOTE:" + new string('x', 500)));
        var note = new XElement(Base + "BodyPreference", new XElement(Base + "Type", "1"), new XElement(Base + "TruncationSize", "100"));
        phone.Options = conflict is null ? [note] : [new XElement(AirSync + "Conflict", conflict), note];
        await phone.Begin();
        var came = phone.Held[id].Element(Base + "Body")!.Element(Base + "Data")!.Value;
        await phone.Send(phone.Request(phone.Key, [], Change(id, C("LastName", "Byron"), Body(came))));
        var typed = new string('y', 95);
        await phone.Change(id, C("LastName", "King"), Body(typed));
        var fields = await Fields(alice, id);
        Assert.Equal(("King", typed), ((string?)fields["lastName"], (string?)fields["notes"]));
        Assert.Equal(0, await phone.Fetch());
    }

    [Fact]
    public async Task What_is_deleted_afterwards_is_gone()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada"));
        await phone.Begin();
        await phone.Send(phone.Request(phone.Key, [], Change(id, C("LastName", "Byron"))));
        var answer = await phone.Sync(Delete(id));
        Assert.Equal((0, 0), (answer!.Responses.Count, answer.Commands.Count));
        await alice.Rest.Get($"/contacts/{id}").Expect(404);
    }

    [Fact]
    public async Task Several_edits_of_one_contact_come_again_as_a_whole()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada"));
        await phone.Begin();
        var request = phone.Request(phone.Key, [], Change(id, C("LastName", "Byron")), Change(id, C("LastName", "King")));
        await phone.Send(request);
        var again = await phone.Send(request);
        Assert.Equal(("", 0), (again!.Outcomes, again.Commands.Count));
        Assert.Equal("King", (string?)(await Fields(alice, id))["lastName"]);
        // Somebody else's edit in between is a conflict, which the server wins.
        await alice.Rest.Patch($"/contacts/{id}").With("If-Match", "*").Body("""{"fields": {"lastName": "By another"}}""", "application/merge-patch+json").Expect(200);
        Assert.Equal("Change:7", (await phone.Send(request))!.Outcomes); // the second one is what it made then
        Assert.Equal("By another", (string?)(await Fields(alice, id))["lastName"]);
    }

    [Theory]
    [InlineData("12.1")]
    [InlineData("14.1")]
    [InlineData("16.1")]
    public async Task What_was_added_and_typed_on_is_one_contact(string version)
    {
        var (alice, phone) = await decoded.NewPhone(server, version);
        await phone.Begin();
        var lost = (await phone.Send(phone.Request(phone.Key, [], Add("1", C("LastName", "Lovelace"), C("JobTitle", "Poet")), Add("2", C("LastName", "Second")))))!;
        var more = Add("1", C("LastName", "Lovelace"), C("FirstName", "Ada"));
        var again = (await phone.Send(phone.Request(phone.Key, [], more, Add("2", C("LastName", "Second")))))!;
        Assert.Equal("Add:1 Add:1", again.Outcomes);
        Assert.Equal(Ids(lost), Ids(again));
        Assert.Empty(again.Commands);
        var fields = await Fields(alice, Ids(again)[0]);
        Assert.Equal(("Lovelace", "Ada", null), ((string?)fields["lastName"], (string?)fields["firstName"], (string?)fields["jobTitle"]));
        Assert.Equal(2, (await alice.Rest.Get("/books/private/contacts").Expect(200)).Json["items"]!.AsArray().Count);

        // That answer got lost, too, and somebody else has edited since: what is the same is that contact, and what is not is another one, so that nothing is lost.
        await alice.Rest.Patch($"/contacts/{Ids(again)[0]}").With("If-Match", "*").Body("""{"fields": {"lastName": "By another"}}""", "application/merge-patch+json").Expect(200);
        again = (await phone.Send(phone.Request(phone.Key, [], more, Add("2", C("LastName", "Second")))))!;
        Assert.Equal(("Add:1 Add:1", "Change"), (again.Outcomes, again.Commands.Single().Name.LocalName));
        Assert.Equal(Ids(lost), Ids(again));
        var typed = Add("1", C("LastName", "Typed on"));
        again = (await phone.Send(phone.Request(phone.Key, [], typed, Add("2", C("LastName", "Second")))))!;
        Assert.Equal(("Add:1 Add:1", "Add"), (again.Outcomes, again.Commands.Single().Name.LocalName));
        foreach (var (id, added) in Ids(again).Zip([typed, Add("2")])) phone.Keep(id, added.Element(AirSync + "ApplicationData")!);
        phone.Take(again);
        Assert.Equal("By another", phone.Text(Ids(lost)[0], Contacts + "LastName"));

        // With the next key these names are free.
        Assert.Equal("Add:1", (await phone.Sync(Add("1", C("LastName", "Third"))))!.Outcomes);
        Assert.Equal(4, (await alice.Rest.Get("/books/private/contacts").Expect(200)).Json["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_was_added_and_deleted_by_others_since_is_added_again()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var lost = (await phone.Send(phone.Request(phone.Key, [], Add("1", C("LastName", "Lovelace")))))!;
        await alice.Rest.Delete($"/contacts/{Ids(lost)[0]}").Expect(204);
        var again = (await phone.Sync(Add("1", C("LastName", "Byron"))))!;
        Assert.Equal("Add:1", again.Outcomes);
        Assert.Equal("Byron", (string?)(await Fields(alice, Ids(again)[0]))["lastName"]);
        Assert.Single((await alice.Rest.Get("/books/private/contacts").Expect(200)).Json["items"]!.AsArray());
    }

    /// <summary>What is sent as a new contact is all of it, whatever the device manages or could not have cleared.</summary>
    [Theory]
    [InlineData("14.1")]
    [InlineData("16.1")]
    public async Task What_was_added_is_wholly_as_it_is_sent_again(string version)
    {
        var (alice, phone) = await decoded.NewPhone(server, version);
        phone.Options = [new XElement(Base + "BodyPreference", new XElement(Base + "Type", "1"), new XElement(Base + "TruncationSize", "100"))];
        await phone.Begin(new XElement(AirSync + "Supported"));
        await phone.Send(phone.Request(phone.Key, [], Add("1", C("LastName", "Alice"), C("JobTitle", "Poet"), C("Picture", Pictures.Jpeg()), Body(new string('x', 500)))));
        var again = (await phone.Send(phone.Request(phone.Key, [], Add("1", C("LastName", "Bob")))))!;
        var fields = await Fields(alice, Ids(again)[0]);
        Assert.Equal("Bob", (string?)fields["lastName"]);
        foreach (var name in (string[])["jobTitle", "photo", "notes"]) Assert.Null(fields[name]);
        Assert.Single((await alice.Rest.Get("/books/private/contacts").Expect(200)).Json["items"]!.AsArray());
    }

    /// <summary>Android names what it adds anew each time that it sends it.</summary>
    [Fact]
    public async Task What_was_added_is_one_contact_also_under_another_name_and_twins_are_two()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var lost = (await phone.Send(phone.Request(phone.Key, [], Add("a", C("LastName", "Hopper")), Add("b", C("LastName", "Twin")))))!;
        var again = (await phone.Send(phone.Request(phone.Key, [], Add("c", C("LastName", "Hopper")), Add("d", C("LastName", "Twin")), Add("e", C("LastName", "Twin")))))!;
        Assert.Equal(Ids(lost), Ids(again)[..2]);
        Assert.Equal(3, Ids(again).Distinct().Count());
        Assert.Empty(again.Commands);
        // Lost once more, and taken back.
        var third = (await phone.Send(phone.Request(phone.Key, [], Add("c", C("LastName", "Murray")))))!;
        Assert.Equal([Ids(lost)[0]], Ids(third));
        var fourth = (await phone.Send(phone.Request(phone.Key, [], Add("c", C("LastName", "Hopper")))))!;
        Assert.Equal([Ids(lost)[0]], Ids(fourth));
        Assert.DoesNotContain(fourth.Commands, command => command.Element(AirSync + "ServerId")!.Value == Ids(lost)[0]);
        Assert.Equal("Hopper", (string?)(await Fields(alice, Ids(lost)[0]))["lastName"]);
        Assert.Equal(3, (await alice.Rest.Get("/books/private/contacts").Expect(200)).Json["items"]!.AsArray().Count);
    }

    /// <summary>A second request with the old key said something else, and its answer got lost, too.</summary>
    [Fact]
    public async Task What_was_edited_two_lost_answers_ago_is_no_conflict()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada"));
        await phone.Begin();
        await phone.Send(phone.Request(phone.Key, [], Change(id, C("LastName", "Byron")), Add("1", C("LastName", "New"))));
        await phone.Send(phone.Request(phone.Key, []));
        await phone.Send(phone.Request(phone.Key, [], Add("other", C("LastName", "Second"))));
        var again = (await phone.Send(phone.Request(phone.Key, [], Change(id, C("LastName", "King")), Add("1", C("LastName", "Newer")))))!;
        Assert.Equal("Add:1", again.Outcomes);
        Assert.Equal("King", (string?)(await Fields(alice, id))["lastName"]);
        Assert.Equal(3, (await alice.Rest.Get("/books/private/contacts").Expect(200)).Json["items"]!.AsArray().Count);
    }

    /// <summary>A second mobile number stands behind the one that the phone shows: deleting that does not delete both, however often the phone says so.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    public async Task What_comes_to_the_fore_when_something_is_cleared_is_told_and_not_cleared_too(string? conflict)
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada", null, "N:Lovelace;Ada;;;", "TEL;TYPE=CELL:111", "TEL;TYPE=CELL:222", "CATEGORIES:" + string.Join(',', Enumerable.Range(0, 302).Select(i => $"c{i}"))));
        if (conflict is not null) phone.Options = [new XElement(AirSync + "Conflict", conflict)];
        await phone.Begin();
        Assert.Equal("111", phone.Text(id, Contacts + "MobilePhoneNumber"));
        async Task<string> Numbers() => string.Join(' ', (await Fields(alice, id))["phones"]?.AsArray().Select(one => (string)one!["value"]!) ?? []);
        var fewer = new XElement(phone.Held[id].Element(Contacts + "Categories")!);
        fewer.Elements().First().Remove();
        // Typed on after a lost answer, twice in one request, and while nothing is told: none of it clears what the phone has not seen.
        XElement Edited(string name, XElement categories) => Change(id, C("LastName", name), categories);
        var twice = phone.Request(phone.Key, [], Edited("Lord", fewer), Edited("Byron", fewer));
        Assert.Equal("", (await phone.Send(twice))!.Outcomes);
        Assert.Equal("222", await Numbers());
        await phone.Send(phone.Request(phone.Key, [], Edited("King", fewer)));
        Assert.Equal("222", await Numbers());
        if (conflict == "0")
        {
            // Nor where somebody else has edited in between, and the phone wins.
            await alice.Rest.Patch($"/contacts/{id}").With("If-Match", "*").Body("""{"fields": {"jobTitle": "Poet"}}""", "application/merge-patch+json").Expect(200);
            await phone.Send(phone.Request(phone.Key, [], Edited("Gordon", fewer)));
            Assert.Equal(("222", "Gordon"), (await Numbers(), (string?)(await Fields(alice, id))["lastName"]));
            // What it says again later is said anew.
            await phone.Send(phone.Request(phone.Key, [], Edited("King", fewer)));
            Assert.Equal("King", (string?)(await Fields(alice, id))["lastName"]);
        }
        phone.Key = (await phone.Send(phone.Request(phone.Key, [new XElement(AirSync + "GetChanges", "0")], Edited("Noel", fewer))))!.Key;
        Assert.Equal("", (await phone.Send(phone.Request(phone.Key, [new XElement(AirSync + "GetChanges", "0")], Edited("Milbanke", fewer))))!.Outcomes);
        Assert.Equal(("222", "Milbanke"), (await Numbers(), (string?)(await Fields(alice, id))["lastName"]));
        var cleared = phone.Request(phone.Key, [], Change(id, C("LastName", "Byron"), fewer));
        await phone.Send(cleared);
        Assert.Equal("222", await Numbers());
        phone.Take((await phone.Send(cleared))!);
        Assert.Equal("222", await Numbers());
        Assert.Equal("222", phone.Text(id, Contacts + "MobilePhoneNumber"));
        Assert.Equal("c300", phone.Held[id].Element(Contacts + "Categories")!.Elements().Last().Value);
        Assert.Equal(301, (await Fields(alice, id))["categories"]!.AsArray().Count);
        Assert.Equal(0, await phone.Fetch());
    }

    /// <summary>Of four e-mail addresses a phone shows three. Its user deletes the first, and then the next, without hearing of the fourth.</summary>
    [Fact]
    public async Task What_moves_up_a_second_time_is_there_once()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada", null, "N:Lovelace;Ada;;;", "EMAIL;TYPE=HOME:a@example.org", "EMAIL;TYPE=WORK:b@example.org", "item1.EMAIL:c@example.org", "item1.X-ABLabel:Club", "EMAIL:d@example.org"));
        await phone.Begin();
        await phone.Send(phone.Request(phone.Key, [], Change(id, C("LastName", "Lovelace"), C("FirstName", "Ada"), C("Email1Address", "b@example.org"), C("Email2Address", "c@example.org"))));
        phone.Take((await phone.Send(phone.Request(phone.Key, [], Change(id, C("LastName", "Lovelace"), C("FirstName", "Ada"), C("Email1Address", "c@example.org")))))!);
        var emails = (await Fields(alice, id))["emails"]!.AsArray();
        Assert.Equal(["c@example.org", "d@example.org"], emails.Select(one => (string)one!["value"]!));
        Assert.Equal("Club", (string?)emails[0]!["label"]);
        Assert.Equal("d@example.org", phone.Text(id, Contacts + "Email2Address"));
        Assert.Equal(0, await phone.Fetch());
    }

    private static string[] Ids(Synced answer) => [.. answer.Responses.Select(response => response.Element(AirSync + "ServerId")!.Value)];

    private static async Task<System.Text.Json.Nodes.JsonNode> Fields(Person person, string id) => (await person.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!;
}
