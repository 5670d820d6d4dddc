using System.Text;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.Dav.DavClient;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>Cards one by one: GET, PUT, DELETE and their conditions.</summary>
public sealed class CardTests(OneServer server)
{
    [Fact]
    public async Task A_card_comes_back_byte_for_byte_under_the_name_and_tag_that_its_client_got()
    {
        var dav = await server.NewDav();
        foreach (var name in new[] { "plain.vcf", "no-extension", "a@b.vcf", "sp%20ace.vcf", "%D0%98%D0%BC%D1%8F.vcf", "100%25.vcf", "%F0%9F%98%80.vcf", "a%2Bb.vcf", "q%3F%23.vcf" }.Where(name => !name.Contains("F0%9F", StringComparison.Ordinal)))
        {
            var card = Cards.Peculiar(Guid.NewGuid().ToString());
            var put = await dav.Put(dav.Book + name, card).With("If-None-Match", "*").Expect(201);
            Assert.Matches("^\"[^\"]+\"$", put.ETag);
            var got = await dav.Get(dav.Book + name).Expect(200);
            Assert.Equal(card, got.Bytes);
            Assert.Equal(put.ETag, got.ETag);
            Assert.StartsWith("text/vcard", got.Header("Content-Type"), StringComparison.Ordinal);
            await dav.Get(dav.Book + name).With("If-None-Match", put.ETag!).Expect(304);
            var head = await dav.Send("HEAD", dav.Book + name).Expect(200);
            Assert.Equal($"{card.Length}", head.Header("Content-Length"));
            var listed = (await dav.Propfind(dav.Book, 1, "d:getetag").Multistatus()).Responses.Single(one => Uri.UnescapeDataString(one.Href) == Uri.UnescapeDataString(dav.Book + name));
            Assert.Equal(put.ETag, listed.ETag);
        }
    }

    [Fact]
    public async Task A_replacement_names_the_version_that_it_replaces()
    {
        var dav = await server.NewDav();
        var path = dav.Book + "ada.vcf";
        var first = (await dav.Put(path, Cards.Of("Ada", "ada")).Expect(201)).ETag!;
        await dav.Put(path, Cards.Of("Ada King", "ada")).With("If-None-Match", "*").Expect(412);
        await dav.Put(path, Cards.Of("Ada King", "ada")).With("If-Match", "\"other\"").Expect(412);
        await dav.Put(path, Cards.Of("Ada King", "ada")).With("If", $"([\"other\"])").Expect(412);
        var second = (await dav.Put(path, Cards.Of("Ada King", "ada")).With("If-Match", first).Expect(204)).ETag!;
        Assert.NotEqual(first, second);
        await dav.Put(path, Cards.Of("Ada Byron", "ada")).With("If-Match", first).Expect(412);
        var third = (await dav.Put(path, Cards.Of("Ada Byron", "ada")).With("If", $"([{second}])").Expect(204)).ETag!;
        await dav.Delete(path).With("If-Match", second).Expect(412);
        Assert.Contains("Ada Byron", (await dav.Get(path).Expect(200)).Text, StringComparison.Ordinal);
        await dav.Delete(path).With("If-Match", third).Expect(204);
        await dav.Get(path).Expect(404);
        await dav.Delete(path).Expect(404);
        await dav.Put(path, Cards.Of("Ada")).With("If-Match", "*").Expect(412);
    }

    [Fact]
    public async Task A_name_that_is_another_contacts_now_has_another_tag()
    {
        var dav = await server.NewDav();
        var first = (await dav.Put(dav.Book + "a.vcf", Cards.Of("Ada")).Expect(201)).ETag;
        await dav.Delete(dav.Book + "a.vcf").Expect(204);
        var second = (await dav.Put(dav.Book + "a.vcf", Cards.Of("Grace")).Expect(201)).ETag;
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task What_is_deleted_lies_in_the_trash_and_comes_back_under_its_name()
    {
        var dav = await server.NewDav();
        var path = dav.Book + "ada.vcf";
        var card = Cards.Of("Ada");
        await dav.Put(path, card).Expect(201);
        await dav.Delete(path).Expect(204);
        var trash = (await dav.Person.Rest.Get("/books/private/trash").Expect(200)).Json["items"]!.AsArray();
        await dav.Person.Rest.Post("/books/private/contacts/restore").Json(new { ids = new[] { (string)trash.Single()!["id"]! } }).Expect(200);
        Assert.Equal(card, (await dav.Get(path).Expect(200)).Text);
    }

    [Fact]
    public async Task A_second_card_with_a_uid_is_refused_with_the_place_of_the_first()
    {
        var dav = await server.NewDav();
        await dav.Put(dav.Book + "one.vcf", Cards.Of("One", "same")).Expect(201);
        var conflict = await dav.Put(dav.Book + "two.vcf", Cards.Of("Two", "same")).ExpectPrecondition(409, C + "no-uid-conflict");
        Assert.Equal(dav.Book + "one.vcf", (string?)conflict.Element(D + "href"));
        await dav.Get(dav.Book + "two.vcf").Expect(404);
        // RFC 6352 §6.3.2.1: nor does a card become another one.
        await dav.Put(dav.Book + "one.vcf", Cards.Of("One", "other")).ExpectPrecondition(409, C + "no-uid-conflict");
        // In another book it is another matter.
        var other = await server.NewDav();
        await other.Put(other.Book + "one.vcf", Cards.Of("One", "same")).Expect(201);
    }

    [Theory]
    [InlineData("", "text/vcard")]
    [InlineData("This is no card", "text/vcard")]
    [InlineData("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Never ends\r\n", "text/vcard")]
    [InlineData("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:B\r\nEND:VCARD\r\n", "text/vcard")]
    public async Task What_is_no_card_is_refused_and_not_kept(string body, string type)
    {
        var dav = await server.NewDav();
        await dav.Send("PUT", dav.Book + "x.vcf").Body(new ByteArrayContent(Encoding.UTF8.GetBytes(body)), type).ExpectPrecondition(403, C + "valid-address-data");
        Assert.Single((await dav.Propfind(dav.Book, 1, "d:getetag").Multistatus()).Responses);
    }

    [Fact]
    public async Task Another_media_type_is_refused()
    {
        var dav = await server.NewDav();
        await dav.Send("PUT", dav.Book + "x.ics").Body(new ByteArrayContent("BEGIN:VCALENDAR"u8.ToArray()), "text/calendar").ExpectPrecondition(403, C + "supported-address-data");
    }

    [Fact]
    public async Task A_card_of_twenty_megabytes_is_refused_and_one_of_nine_is_kept()
    {
        var dav = await server.NewDav();
        var photo = Convert.ToBase64String(new byte[15_000_000]);
        var error = await dav.Put(dav.Book + "big.vcf", Cards.Of("Big", "big", "PHOTO;ENCODING=b;TYPE=JPEG:" + photo)).ExpectPrecondition(403, C + "max-resource-size");
        Assert.NotNull(error);
        var card = Cards.Of("Big", "big", "PHOTO;ENCODING=b;TYPE=JPEG:" + photo[..9_000_000]);
        await dav.Put(dav.Book + "big.vcf", card).Expect(201);
        Assert.Equal(card, (await dav.Get(dav.Book + "big.vcf").Expect(200)).Text);
        Assert.Equal(card, (await dav.Multiget(dav.Book, [dav.Book + "big.vcf"]).Multistatus()).Only().Card);
    }

    [Fact]
    public async Task The_answer_to_a_put_can_be_the_card()
    {
        var dav = await server.NewDav();
        var card = Cards.Of("Ada");
        var reply = await dav.Put(dav.Book + "a.vcf", card).With("Prefer", "return=representation").Expect(201);
        Assert.Equal(card, reply.Text);
        Assert.Equal("return=representation", reply.Header("Preference-Applied"));
    }

    [Fact]
    public async Task A_card_is_converted_where_a_version_is_asked_for_and_keeps_the_tag_that_lists_tell()
    {
        var dav = await server.NewDav();
        var tag = (await dav.Put(dav.Book + "a.vcf", Cards.Of("Ada")).Expect(201)).ETag;
        var converted = await dav.Get(dav.Book + "a.vcf").With("Accept", "text/vcard;version=4.0").Expect(200);
        Assert.Contains("VERSION:4.0", converted.Text, StringComparison.Ordinal);
        Assert.Equal((tag, "Accept"), (converted.ETag, converted.Header("Vary")));
        await dav.Put(dav.Book + "a.vcf", converted.Bytes).With("If-Match", converted.ETag!).Expect(204);
    }

    [Fact]
    public async Task What_a_client_does_over_carddav_the_browser_hears_at_once()
    {
        var (alice, bob, group) = await server.NewTeam();
        await alice.Grant(group, bob.Person.UserName, "add");
        var seq = (long)(await alice.Person.Rest.Get($"/books/{Uri.EscapeDataString(group)}/contacts").Expect(200)).Json["seq"]!;
        await bob.Put(bob.Group(group) + "new.vcf", Cards.Of("New one")).Expect(201);
        var changes = (await alice.Person.Rest.Get($"/books/{Uri.EscapeDataString(group)}/changes?since={seq}").Expect(200)).Json;
        Assert.Equal("New one", (string?)changes["changes"]![0]!["summary"]!["name"]);
    }
}
