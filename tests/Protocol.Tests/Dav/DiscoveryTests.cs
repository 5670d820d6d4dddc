using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.Dav.DavClient;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>How a client finds the books, given the server's name, and what it finds.</summary>
public sealed class DiscoveryTests(OneServer server)
{
    [Fact]
    public async Task The_well_known_address_redirects_with_an_absolute_location_to_anybody_and_by_any_method()
    {
        var anonymous = new Rest(server.Node.Address);
        foreach (var method in new[] { "GET", "PROPFIND", "OPTIONS" })
        {
            var reply = await anonymous.Send(method, "//.well-known/carddav").Expect(301);
            Assert.Equal(new Uri(server.Node.Address, "/dav/").ToString(), reply.Header("Location"));
        }
    }

    [Fact]
    public async Task Without_credentials_every_address_asks_for_them()
    {
        var anonymous = new Rest(server.Node.Address);
        foreach (var (method, path) in new[] { ("PROPFIND", "/"), ("PROPFIND", "/principals/"), ("PROPFIND", "/dav/"), ("OPTIONS", "/dav/"), ("GET", "/dav/addressbooks/admin/private/x.vcf"), ("REPORT", "/dav/addressbooks/admin/private/") })
            Assert.StartsWith("Basic ", (await anonymous.Send(method, "/" + path).Expect(401)).Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/principals/")]
    [InlineData("/dav/")]
    [InlineData("/dav")]
    [InlineData("/dav/principals/")]
    [InlineData("/dav/addressbooks/")]
    public async Task Every_beginning_leads_to_the_principal_and_from_there_to_the_books(string beginning)
    {
        var (dav, _, group) = await server.NewTeam();
        var start = (await dav.Propfind(beginning, 0, "d:current-user-principal", "d:principal-URL", "d:resourcetype").Multistatus()).Only();
        Assert.Equal(dav.Principal, start.Text(D + "current-user-principal"));
        var principal = (await dav.Propfind(dav.Principal, 0, "c:addressbook-home-set", "d:principal-URL", "d:displayname", "c:directory-gateway", "d:principal-collection-set").Multistatus()).Only();
        Assert.Equal(dav.Home, principal.Text(C + "addressbook-home-set"));
        Assert.Equal(dav.Principal, principal.Text(D + "principal-URL"));
        Assert.NotNull(principal.Propstat(404)!.Element(D + "prop")!.Element(C + "directory-gateway"));
        var books = await dav.Propfind(dav.Home, 1, "d:resourcetype", "d:displayname", "cs:getctag", "d:sync-token").Multistatus();
        Assert.Equal([dav.Home, dav.Book, dav.Group(group), dav.Home + Uri.EscapeDataString(group) + "%20(members)/"], books.Hrefs);
        Assert.All(books.Responses.Skip(1), book => Assert.NotNull(book.Property(D + "resourcetype")!.Element(C + "addressbook")));
        Assert.Equal(group, books[dav.Group(group)].Text(D + "displayname"));
    }

    [Fact]
    public async Task A_book_tells_its_limits_reports_collations_and_forms_of_cards()
    {
        var dav = await server.NewDav();
        var book = (await dav.Propfind(dav.Book, 0, "c:max-resource-size", "c:max-image-size", "c:supported-address-data", "c:supported-collation-set", "d:supported-report-set", "d:owner", "d:supported-privilege-set", "d:acl", "d:acl-restrictions", "d:supportedlock").Multistatus()).Only();
        Assert.Equal("10485760", book.Text(C + "max-resource-size"));
        Assert.True(int.Parse(book.Text(C + "max-image-size")!, System.Globalization.CultureInfo.InvariantCulture) > 1_000_000);
        Assert.Equal(["3.0", "4.0"], book.Property(C + "supported-address-data")!.Elements().Select(one => (string?)one.Attribute("version")));
        Assert.Contains("i;unicode-casemap", book.Property(C + "supported-collation-set")!.Elements().Select(one => one.Value));
        Assert.NotEmpty(book.Property(D + "supported-report-set")!.Descendants(D + "sync-collection"));
        Assert.Equal(dav.Principal, book.Property(D + "acl")!.Element(D + "ace")!.Element(D + "principal")!.Value);
        Assert.Null(book.Propstat(404));
    }

    [Fact]
    public async Task Others_addresses_are_those_of_nobody()
    {
        var (alice, bob) = (await server.NewDav(), await server.NewDav());
        await bob.Put(bob.Book + "x.vcf", Cards.Of("X")).Expect(201);
        foreach (var path in new[] { bob.Principal, bob.Home, bob.Book, "/dav/addressbooks/nobody-at-all/", "/dav/addressbooks/nobody-at-all/private/", "/dav/nothing/", alice.Home + "nothing/" })
            await alice.Propfind(path, 0, "d:resourcetype").Expect(404);
        await alice.Get(bob.Book + "x.vcf").Expect(404);
        await alice.Put(bob.Book + "x.vcf", Cards.Of("Y")).Expect(409);
        await alice.Delete(bob.Book + "x.vcf").Expect(404);
        await alice.Sync(bob.Book, "").Expect(404);
    }

    [Fact]
    public async Task A_groups_principal_has_a_home_with_that_groups_book_alone()
    {
        var (dav, _, group) = await server.NewTeam();
        var escaped = Uri.EscapeDataString(group);
        var principal = (await dav.Propfind($"{dav.Principal}groups/{escaped}/", 0, "c:addressbook-home-set", "d:current-user-principal", "d:displayname", "d:resourcetype").Multistatus()).Only();
        Assert.Equal(group, principal.Text(D + "displayname"));
        Assert.NotNull(principal.Property(D + "resourcetype")!.Element(D + "principal"));
        var home = principal.Text(C + "addressbook-home-set")!;
        var books = await dav.Propfind(home, 1, "d:resourcetype").Multistatus();
        Assert.Equal([home, $"{home}{escaped}/"], books.Hrefs);
        await dav.Put($"{home}{escaped}/one.vcf", Cards.Of("One")).Expect(201);
        Assert.Equal([$"{home}{escaped}/one.vcf"], (await dav.Sync($"{home}{escaped}/", "").Multistatus()).Hrefs);
        await dav.Get(dav.Group(group) + "one.vcf").Expect(200);
        await dav.Propfind(dav.Home + "groups/", 1, "d:resourcetype").Expect(404);
    }

    [Fact]
    public async Task People_are_found_by_those_who_share_a_group_with_them()
    {
        var (alice, bob, _) = await server.NewTeam();
        var carol = await server.NewDav();
        async Task<string[]> Search(DavClient who, string text) => (await who.Report(who.Principal, "d:principal-property-search",
            $"<d:property-search><d:prop><d:displayname/></d:prop><d:match>{text}</d:match></d:property-search><d:prop><d:displayname/></d:prop>").Multistatus()).Hrefs;
        Assert.Contains(bob.Principal, await Search(alice, bob.Person.UserName));
        Assert.Empty(await Search(carol, bob.Person.UserName));
        Assert.Contains("displayname", (await alice.Report(alice.Principal, "d:principal-search-property-set", "").Expect(200)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_tell_the_classes_and_what_can_be_done_here()
    {
        var dav = await server.NewDav();
        var options = await dav.Send("OPTIONS", dav.Book).Expect(200);
        Assert.Equal("1, 3, access-control, addressbook", options.Header("DAV"));
        Assert.Contains("REPORT", options.Header("Allow"), StringComparison.Ordinal);
        foreach (var method in new[] { "LOCK", "UNLOCK", "POST", "ACL", "MKCALENDAR", "PATCH" }) await dav.Send(method, dav.Book).Expect(405);
        await dav.Get(dav.Book).Expect(405);
        Assert.NotNull(await dav.Send("MKCOL", dav.Home + "new/").ExpectPrecondition(403, D + "need-privileges"));
        await dav.Send("MKCOL", dav.Book).Expect(405);
        await dav.Send("MKCOL", dav.Home + "no/where/").Expect(409);
        await dav.Send("MKCOL", dav.Book + "no/where/").Expect(409);
        await dav.Put(dav.Book + "no/where.vcf", Cards.Of("Ada")).Expect(409);
        await dav.Send("MKCOL", dav.Book + "new/").Body(new ByteArrayContent([1]), "x-some/type").Expect(415);
        await dav.Send("MKCOL", dav.Home + "new/").Body(new ByteArrayContent([1]), "x-some/type").Expect(415);
        await dav.Delete(dav.Book).ExpectPrecondition(403, D + "need-privileges");
    }
}
