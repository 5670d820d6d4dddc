using System.Net.Sockets;
using System.Text;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.Dav.DavClient;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>Input that is wrong or hostile.</summary>
public sealed class BadDavTests(OneServer server)
{
    public static TheoryData<string> Hostile => new(
        "<!DOCTYPE x [<!ENTITY a 'b'>]><propfind xmlns='DAV:'><prop><displayname>&a;</displayname></prop></propfind>",
        "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><propfind xmlns='DAV:'><allprop/></propfind>",
        "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY l0 'l'><!ENTITY l1 '&l0;&l0;&l0;'>]><propfind xmlns='DAV:'>&l1;</propfind>",
        "<propfind xmlns='DAV:'><prop>",
        "<propfind xmlns='DAV:'><prop></propfind>",
        "<propfind xmlns='DAV:'/>",
        "<propfind><prop><displayname/></prop></propfind>",
        "<propfind xmlns='urn:other'><prop/></propfind>",
        "<d:propfind><d:prop/></d:propfind>",
        "no xml",
        "\0\0\0",
        "<a/><b/>",
        "<?xml version='1.0' encoding='nonsense'?><propfind xmlns='DAV:'><allprop/></propfind>",
        "<propfind xmlns='DAV:'><prop>" + string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000)) + "</prop></propfind>");

    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public async Task Xml_that_is_none_or_hostile_is_refused_and_tells_nothing(string body)
    {
        var dav = await server.NewDav();
        foreach (var (method, path) in new[] { ("PROPFIND", dav.Book), ("PROPPATCH", dav.Book), ("REPORT", dav.Book) })
        {
            var reply = await dav.Send(method, path).Depth("0").Xml(body).Send();
            Assert.True(reply.Status is 400 or 403, $"{method}: {reply.Status}");
            Assert.DoesNotContain("Exception", reply.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("root:", reply.Text, StringComparison.Ordinal);
        }
        Assert.False(server.Node.Log.Contains("unhandled", StringComparison.Ordinal), server.Node.Log);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var dav = await server.NewDav();
        var hrefs = string.Concat(Enumerable.Repeat($"<d:href>{dav.Book}some-card-that-is-not-there.vcf</d:href>", 80_000));
        await dav.Report(dav.Book, "c:addressbook-multiget", $"<d:prop><d:getetag/></d:prop>{hrefs}").Expect(413);
    }

    [Fact]
    public async Task Unknown_reports_and_reports_in_the_wrong_place_are_refused_by_their_precondition()
    {
        var dav = await server.NewDav();
        await dav.Report(dav.Book, "d:version-tree", "").ExpectPrecondition(403, D + "supported-report");
        await dav.Report(dav.Book, "x:sync-collection", "").ExpectPrecondition(403, D + "supported-report");
        await dav.Sync(dav.Home, "").ExpectPrecondition(403, D + "supported-report");
        await dav.Send("REPORT", dav.Book).Expect(400);
        await dav.Sync(dav.Book, "", 0).Expect(400);
        await dav.Propfind(dav.Book, 0, "d:getetag").Depth("5").Expect(400);
    }

    [Fact]
    public async Task Infinity_is_refused_with_its_precondition()
    {
        var dav = await server.NewDav();
        await dav.Send("PROPFIND", dav.Book).Depth("infinity").ExpectPrecondition(403, D + "propfind-finite-depth");
        await dav.Send("PROPFIND", dav.Home).ExpectPrecondition(403, D + "propfind-finite-depth");
        await dav.Put(dav.Book + "a.vcf", Cards.Of("Ada")).Expect(201);
        await dav.Send("PROPFIND", dav.Book + "a.vcf").Depth("infinity").Multistatus();
    }

    [Theory]
    [InlineData("/dav/addressbooks/{0}/private/%zz.vcf", 400)]
    [InlineData("/dav/addressbooks/{0}/private/%ff.vcf", 400)]
    [InlineData("/dav/addressbooks/{0}/private/%00.vcf", 400)]
    [InlineData("/dav/addressbooks/{0}/private/a%2Fb.vcf", 400)]
    [InlineData("/dav/addressbooks/{0}//x.vcf", 400)]
    [InlineData("/dav/addressbooks/{0}/private/../../admin/private/x.vcf", 400)]
    [InlineData("/dav/addressbooks/{0}/private/%2e%2e/x.vcf", 400)]
    [InlineData("/dav/addressbooks/{0}/private/x/y.vcf", 409)]
    [InlineData("/dav/addressbooks/{0}/private/a%5Cb.vcf", 403)]
    public async Task Addresses_that_are_none_are_refused(string path, int status)
    {
        var dav = await server.NewDav();
        Assert.Equal(status, await Raw(dav.Person, "PUT", string.Format(System.Globalization.CultureInfo.InvariantCulture, path, dav.Person.UserName), Cards.Of("X")));
    }

    [Fact]
    public async Task Conditions_that_cannot_be_read_are_refused()
    {
        var dav = await server.NewDav();
        await dav.Put(dav.Book + "a.vcf", Cards.Of("Ada", "ada")).Expect(201);
        foreach (var condition in new[] { "(", "([\"x\"", "()", "nonsense", "(Not)", "<http://x" })
            await dav.Put(dav.Book + "a.vcf", Cards.Of("Ada", "ada")).With("If", condition).Expect(400);
        await dav.Put(dav.Book + "a.vcf", Cards.Of("Ada", "ada")).With("If", "(<DAV:no-lock>)").Expect(412);
        await dav.Put(dav.Book + "a.vcf", Cards.Of("Ada", "ada")).With("If", "(Not <DAV:no-lock>)").Expect(204);
        await dav.Put(dav.Book + "b.vcf", Cards.Of("Bob")).With("If", $"<{dav.Book}> (<{await dav.Token(dav.Book)}>)").Expect(201);
        await dav.Put(dav.Book + "c.vcf", Cards.Of("Carol")).With("If", $"<{dav.Book}> (<urn:x>)").Expect(412);
    }

    /// <summary>As it is typed: HttpClient puts addresses right.</summary>
    private static async Task<int> Raw(Person person, string method, string path, string body)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(person.Rest.Server.Host, person.Rest.Server.Port);
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{person.UserName}:{person.Password}"));
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: {person.Rest.Server.Authority}\r\nAuthorization: Basic {credentials}\r\nContent-Type: text/vcard\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        var line = await new StreamReader(client.GetStream()).ReadLineAsync();
        return int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
