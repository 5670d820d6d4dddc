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
        Assert.Equal("Change:7 Change:7", (await phone.Send(request))!.Outcomes);
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

        // That answer got lost, too, and somebody else has edited since: the server's wins, and comes to the phone.
        await alice.Rest.Patch($"/contacts/{Ids(again)[0]}").With("If-Match", "*").Body("""{"fields": {"lastName": "By another"}}""", "application/merge-patch+json").Expect(200);
        again = (await phone.Send(phone.Request(phone.Key, [], Add("1", C("LastName", "Typed on")), Add("2", C("LastName", "Second")))))!;
        Assert.Equal(("Add:1 Add:1", "Change"), (again.Outcomes, again.Commands.Single().Name.LocalName));
        Assert.Equal(Ids(lost), Ids(again));
        foreach (var (id, added) in Ids(again).Zip([more, Add("2")])) phone.Keep(id, added.Element(AirSync + "ApplicationData")!);
        phone.Take(again);
        Assert.Equal("By another", phone.Text(Ids(again)[0], Contacts + "LastName"));

        // With the next key these names are free.
        Assert.Equal("Add:1", (await phone.Sync(Add("1", C("LastName", "Third"))))!.Outcomes);
        Assert.Equal(3, (await alice.Rest.Get("/books/private/contacts").Expect(200)).Json["items"]!.AsArray().Count);
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

    private static string[] Ids(Synced answer) => [.. answer.Responses.Select(response => response.Element(AirSync + "ServerId")!.Value)];

    private static async Task<System.Text.Json.Nodes.JsonNode> Fields(Person person, string id) => (await person.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!;
}
