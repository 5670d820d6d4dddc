using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.Dav.DavClient;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>What PROPFIND and PROPPATCH say.</summary>
public sealed class PropertyTests(OneServer server)
{
    [Fact]
    public async Task Dead_properties_are_kept_with_collections_and_cards_and_are_ones_own()
    {
        var (alice, bob, group) = await server.NewTeam();
        await alice.Grant(group, bob.Person.UserName, "add");
        await alice.Put(alice.Group(group) + "a.vcf", Cards.Of("Ada")).Expect(201);
        foreach (var path in new[] { alice.Principal, alice.Home, alice.Book, alice.Group(group), alice.Group(group) + "a.vcf" })
        {
            await alice.Proppatch(path, "<x:color xml:lang='en'>#ff0000 &amp; <x:b a='1'>bold</x:b></x:color><y xmlns=''>none</y>").Multistatus();
            var kept = (await alice.Propfind(path, 0, "x:color", "x:other").Multistatus()).Only();
            Assert.Equal("#ff0000 & bold", kept.Text("{urn:x}color"));
            Assert.Equal("1", (string?)kept.Property("{urn:x}color")!.Element("{urn:x}b")!.Attribute("a"));
            Assert.NotNull(kept.Propstat(404)!.Element(D + "prop")!.Element("{urn:x}other"));
        }
        Assert.Null((await bob.Propfind(bob.Group(group), 0, "x:color").Multistatus()).Only().Property("{urn:x}color"));
        var all = (await alice.Send("PROPFIND", alice.Book).Depth("0").Multistatus()).Only();
        Assert.NotNull(all.Property("{urn:x}color"));
        Assert.NotNull(all.Property("y"));
        var names = (await alice.Send("PROPFIND", alice.Book).Depth("0").Xml("<propfind xmlns='DAV:'><propname/></propfind>").Multistatus()).Only();
        Assert.Equal("", names.Text("{urn:x}color"));
        Assert.Equal("", names.Text(D + "sync-token"));
        await alice.Proppatch(alice.Book, "", "<x:color/>").Multistatus();
        Assert.Null((await alice.Propfind(alice.Book, 0, "x:color").Multistatus()).Only().Property("{urn:x}color"));
    }

    [Fact]
    public async Task Ones_own_book_can_be_called_otherwise_and_a_groups_book_cannot()
    {
        var (alice, _, group) = await server.NewTeam();
        await alice.Proppatch(alice.Book, "<d:displayname>Meine Kontakte</d:displayname><c:addressbook-description>All of them</c:addressbook-description>").Multistatus();
        var named = (await alice.Propfind(alice.Book, 0, "d:displayname", "c:addressbook-description").Multistatus()).Only();
        Assert.Equal(("Meine Kontakte", "All of them"), (named.Text(D + "displayname"), named.Text(C + "addressbook-description")));
        var refused = (await alice.Proppatch(alice.Group(group), "<d:displayname>Other</d:displayname><x:color>red</x:color>").Multistatus()).Only();
        Assert.NotNull(refused.Propstat(403)!.Element(D + "error")!.Element(D + "cannot-modify-protected-property"));
        Assert.NotNull(refused.Propstat(424)!.Element(D + "prop")!.Element("{urn:x}color"));
        var after = (await alice.Propfind(alice.Group(group), 0, "d:displayname", "x:color").Multistatus()).Only();
        Assert.Equal((group, null), (after.Text(D + "displayname"), after.Text("{urn:x}color")));
        Assert.NotNull((await alice.Proppatch(alice.Book, "<d:getetag>x</d:getetag>").Multistatus()).Only().Propstat(403));
    }

    [Fact]
    public async Task Where_one_may_only_read_nothing_is_kept()
    {
        var (_, bob, group) = await server.NewTeam();
        await bob.Proppatch(bob.Group(group), "<x:color>red</x:color>").ExpectPrecondition(403, D + "need-privileges");
        await bob.Proppatch(bob.Home + Uri.EscapeDataString(group) + "%20(members)/", "<x:color>red</x:color>").ExpectPrecondition(403, D + "need-privileges");
        await bob.Proppatch("/dav/", "<x:color>red</x:color>").ExpectPrecondition(403, D + "need-privileges");
    }

    [Fact]
    public async Task Apples_me_card_is_kept_with_the_home()
    {
        var dav = await server.NewDav();
        await dav.Proppatch(dav.Home, $"<cs:me-card><d:href>{dav.Book}me.vcf</d:href></cs:me-card>").With("Brief", "t").Expect(200);
        Assert.Equal(dav.Book + "me.vcf", (await dav.Propfind(dav.Home, 0, "cs:me-card").Multistatus()).Only().Text(Cs + "me-card"));
    }

    [Fact]
    public async Task Who_prefers_the_minimum_is_not_told_what_is_missing()
    {
        var dav = await server.NewDav();
        foreach (var (name, value) in new[] { ("Prefer", "return=minimal"), ("Brief", "t"), ("Prefer", "wait=10, return=minimal") })
        {
            var found = (await dav.Propfind(dav.Book, 0, "d:displayname", "x:nothing").With(name, value).Multistatus()).Only();
            Assert.NotNull(found.Property(D + "displayname"));
            Assert.Null(found.Propstat(404));
            Assert.NotNull((await dav.Propfind(dav.Book, 0, "x:nothing").With(name, value).Multistatus()).Only().Propstat(200));
        }
        await dav.Proppatch(dav.Book, "<x:a>1</x:a>").With("Prefer", "return=minimal").Expect(200);
    }

    [Fact]
    public async Task More_than_fits_is_refused_as_a_whole()
    {
        var dav = await server.NewDav();
        for (var i = 0; i < 3; i++) await dav.Proppatch(dav.Book, $"<x:p{i}>{new string('x', 60_000)}</x:p{i}>").Multistatus();
        await dav.Proppatch(dav.Book, $"<x:small>1</x:small><x:large>{new string('x', 60_000)}</x:large>").Expect(507);
        Assert.Null((await dav.Propfind(dav.Book, 0, "x:small").Multistatus()).Only().Property("{urn:x}small"));
    }

    [Fact]
    public async Task A_card_tells_its_length_times_and_who_may_change_it()
    {
        var (alice, bob, group) = await server.NewTeam();
        var card = Cards.Of("Ada");
        await alice.Put(alice.Group(group) + "a.vcf", card).Expect(201);
        var mine = (await alice.Propfind(alice.Group(group) + "a.vcf", 0, "d:getcontentlength", "d:getlastmodified", "d:current-user-privilege-set", "d:getcontenttype").Multistatus()).Only();
        Assert.Equal($"{card.Length}", mine.Text(D + "getcontentlength"));
        Assert.Contains("write-content", mine.Privileges);
        Assert.True(DateTimeOffset.TryParse(mine.Text(D + "getlastmodified"), out _));
        Assert.DoesNotContain("write-content", (await bob.Propfind(bob.Group(group), 1, "d:current-user-privilege-set").Multistatus())[bob.Group(group) + "a.vcf"].Privileges);
    }
}
