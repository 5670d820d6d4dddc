using System.Xml.Linq;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.ActiveSync.Edit;
using static ContactOffice.Protocol.Tests.ActiveSync.EasClient;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>What becomes of that which a Change leaves out (MS-ASCMD §2.2.3.179): notes and pictures are an exception (§2.2.3.24).</summary>
public sealed class GhostTests(OneServer server, Decoded decoded) : IClassFixture<Decoded>
{
    [Theory]
    [InlineData("12.1", null, "LastName Picture Body")]
    [InlineData("14.1", null, "LastName Picture Body")]
    [InlineData("14.1", "", "LastName FirstName JobTitle CompanyName Picture Body")]
    [InlineData("14.1", "FirstName JobTitle", "LastName CompanyName Picture Body")]
    [InlineData("14.1", "FirstName Body", "LastName JobTitle CompanyName Picture Body")]
    [InlineData("14.0", "Picture", "LastName FirstName JobTitle CompanyName Picture Body")]
    [InlineData("16.0", null, "LastName Picture Body")]
    [InlineData("16.1", "", "LastName Picture Body")]
    public async Task What_a_Change_leaves_out_is_cleared_where_the_device_manages_it(string version, string? supported, string left)
    {
        var (alice, phone) = await decoded.NewPhone(server, version);
        await phone.Begin(supported is null ? null : new XElement(AirSync + "Supported", supported.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => C(name))));
        var id = await phone.Add(C("LastName", "Lovelace"), C("FirstName", "Ada"), C("JobTitle", "Countess"), C("CompanyName", "Engines"), C("Picture", Pictures.Jpeg()), Body("A note"));
        await phone.Change(id, C("LastName", "Byron"));
        var other = await decoded.PhoneOf(alice, "14.1", "PHONE2").Begin();
        Assert.Equal("Byron", other.Text(id, Contacts + "LastName"));
        Assert.Equal(left.Split(' ').Order(), other.Held[id].Elements().Select(element => element.Name.LocalName).Where(name => name != "FileAs").Order());
        // An empty element clears, whoever manages it.
        await phone.Change(id, C("LastName", "Byron"), C("Picture"), C("CompanyName"), Body(""));
        await other.Fetch();
        Assert.Null(other.Held[id].Element(Base + "Body"));
        Assert.Null(other.Held[id].Element(Contacts + "Picture"));
        Assert.Null(other.Held[id].Element(Contacts + "CompanyName"));
    }

    [Fact]
    public async Task A_big_picture_comes_small_and_sent_back_leaves_the_original()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        var png = Pictures.Noise(420);
        Assert.True(png.Length > 300_000);
        var id = await alice.Add(Cards.Of("Ada", null, "PHOTO;ENCODING=b;TYPE=PNG:" + Convert.ToBase64String(png)));
        await phone.Begin();
        var small = phone.Text(id, Contacts + "Picture")!;
        Assert.True(small.Length <= 48 * 1024, $"{small.Length}");
        Assert.Equal([0xFF, 0xD8, 0xFF], Convert.FromBase64String(small)[..3]);
        async Task<string?> Hash() => (string?)(await alice.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["photo"]?["hash"];
        var original = await Hash();
        await phone.Change(id, C("LastName", "Edited"), C("Picture", small));
        Assert.Equal(original, await Hash());
        await phone.Change(id, C("LastName", "Edited"), C("Picture", Pictures.Jpeg()));
        Assert.NotEqual(original, await Hash());
        await phone.Change(id, C("LastName", "Edited"), C("Picture"));
        Assert.Null(await Hash());
        // Copied to a new contact, what came small is its picture.
        var copy = await phone.Add(C("LastName", "Copy"), C("Picture", small));
        Assert.Equal(small, (await phone.Sync(Fetch(copy)))!.Responses[0].Descendants(Contacts + "Picture").Single().Value);
        // So it is put on a contact that has none, or another one.
        foreach (var photo in (string[])["NOTE:None", "PHOTO;ENCODING=b;TYPE=PNG:" + Convert.ToBase64String(Pictures.Noise(300))])
        {
            var there = await alice.Add(Cards.Of("Grace", null, photo));
            Assert.Equal(1, await phone.Fetch());
            await phone.Change(there, C("LastName", "Grace"), C("Picture", small));
            Assert.Equal(small, (await phone.Sync(Fetch(there)))!.Responses[0].Descendants(Contacts + "Picture").Single().Value);
        }
    }

    /// <summary>The phone's edit wins over one that it has not seen; what it sends back of an older picture is none of it.</summary>
    [Fact]
    public async Task A_picture_that_was_changed_meanwhile_is_not_replaced_by_the_older_one_made_small()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        string Photo(uint side) => "PHOTO;ENCODING=b;TYPE=PNG:" + Convert.ToBase64String(Pictures.Noise(side));
        var id = await alice.Add(Cards.Of("Ada", "ada", Photo(420)));
        phone.Options = [new XElement(AirSync + "Conflict", "0")];
        await phone.Begin();
        await alice.Rest.Put($"/contacts/{id}").With("If-Match", "*").Card(System.Text.Encoding.UTF8.GetBytes(Cards.Of("Ada", "ada", Photo(300)))).Expect(200);
        async Task<(string?, string?)> Fields() => (await alice.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]! is var fields ? ((string?)fields["lastName"], (string?)fields["photo"]!["hash"]) : default;
        var (_, hash) = await Fields();
        await phone.Change(id, C("LastName", "Edited"), C("Picture", phone.Text(id, Contacts + "Picture")!));
        Assert.Equal(("Edited", hash), await Fields());
    }

    [Theory]
    [InlineData("12.1", "PHOTO;VALUE=uri:https://example.org/ada.jpg")]
    [InlineData("14.1", "PHOTO;ENCODING=b;TYPE=BMP:Qk1GAAAAAAAAADYAAAAoAAAAAQAAAAEAAAABABgAAAAAABAAAAATCwAAEwsAAAAAAAAAAAAA////AA==")]
    [InlineData("16.1", "PHOTO;VALUE=uri:https://example.org/ada.jpg")]
    [InlineData("14.1", "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAf")]
    public async Task A_picture_that_phones_cannot_show_survives_their_edits(string version, string photo)
    {
        var (alice, phone) = await decoded.NewPhone(server, version);
        var id = await alice.Add(Cards.Of("Ada", null, "N:Lovelace;Ada;;;", photo));
        await phone.Begin();
        Assert.Null(phone.Held[id].Element(Contacts + "Picture"));
        await phone.Change(id, C("LastName", "Byron"));
        await phone.Change(id, C("LastName", "King"), C("Picture"));
        var card = (await alice.Rest.Get($"/contacts/{id}").With("Accept", "text/vcard").Expect(200)).Text.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains(photo, card, StringComparison.Ordinal);
        Assert.Contains("N:King", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_is_none_or_too_big_is_refused_and_the_others_taken()
    {
        var (_, phone) = await decoded.NewPhone(server);
        await phone.Begin();
        var id = await phone.Add(C("LastName", "There"));
        var answer = (await phone.Sync(Add("1", C("LastName", "A"), C("Picture", "no base64!")), Add("2", C("LastName", "B"), C("Picture", Convert.ToBase64String("no picture"u8))),
            Add("3", C("LastName", "C"), C("Picture", Convert.ToBase64String(Pictures.Noise(420)))), Change(id, C("LastName", "D"), C("Picture", "AAAA")), Add("4", C("LastName", "E"), C("Picture", Pictures.Jpeg()))))!;
        Assert.Equal("Change:6 Add:6 Add:6 Add:6 Add:1", answer.Outcomes);
    }
}
