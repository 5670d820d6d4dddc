using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.ActiveSync.EasClient;
using static ContactOffice.Protocol.Tests.ActiveSync.Edit;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>What other programs list contacts by, and which label stands at which value, after a phone's edits.</summary>
public sealed class NameTests(OneServer server, Decoded decoded) : IClassFixture<Decoded>
{
    /// <summary>What every program lists contacts by: a new one has it, and one that had nothing else is renamed by it.</summary>
    [Theory]
    [InlineData("14.1")]
    [InlineData("16.1")]
    public async Task The_formatted_name_is_made_and_follows(string version)
    {
        var (alice, phone) = await decoded.NewPhone(server, version);
        var bakery = await alice.Add(Cards.Of("Bakery", null, "ORG:Mills"));
        await phone.Begin();
        async Task<string[]> Lines(string id) => (await alice.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text.Split("\r\n");
        var id = await phone.Add(C("FirstName", "Grace"), C("LastName", "Hopper"), C("FileAs", "Hopper, Grace"));
        Assert.Contains("FN:Grace Hopper", await Lines(id));
        await phone.Change(id, C("FirstName", "Grace"), C("LastName", "Murray"), C("FileAs", "Murray, Grace"));
        Assert.Contains("FN:Grace Murray", await Lines(id));
        // A rename elsewhere is one also of how phones file it.
        await alice.Rest.Patch($"/contacts/{id}").With("If-Match", "*").Body("""{"fields": {"lastName": "King"}}""", "application/merge-patch+json").Expect(200);
        await phone.Fetch();
        Assert.Equal("King, Grace", phone.Text(id, Contacts + "FileAs"));

        Assert.Equal(("Bakery", "Mills"), (phone.Text(bakery, Contacts + "LastName"), phone.Text(bakery, Contacts + "CompanyName")));
        await phone.Change(bakery, C("LastName", "Bakery Two"), C("CompanyName", "Mills"));
        Assert.Contains("FN:Bakery Two", await Lines(bakery));
        Assert.Equal(0, await phone.Fetch());
    }

    /// <summary>Phones close the gap when the first of several goes; each keeps its label.</summary>
    [Fact]
    public async Task The_second_address_keeps_its_label_when_the_first_is_deleted()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var id = await alice.Add(Cards.Of("Ada", null, "N:Lovelace;Ada;;;", "EMAIL;TYPE=HOME:a@example.org", "EMAIL;TYPE=WORK:b@example.org", "TEL:+32 2 555"));
        await phone.Begin();
        Assert.Equal("+32 2 555", phone.Text(id, Contacts + "HomePhoneNumber"));
        await phone.Change(id, C("LastName", "Lovelace"), C("FirstName", "Ada"), C("Email1Address", "b@example.org"), C("HomePhoneNumber", "+32 2 555"));
        var card = (await alice.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text;
        Assert.Contains("EMAIL;TYPE=WORK:b@example.org", card, StringComparison.Ordinal);
        Assert.DoesNotContain("HOME", card, StringComparison.Ordinal);
        Assert.Contains("TEL:+32 2 555", card, StringComparison.Ordinal);
    }
}
