using System.Xml.Linq;
using ContactOffice.Protocol.Tests.Clients;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>The one CardDAV client of these tests: it says what a request is and reads multistatus answers.</summary>
public sealed class DavClient(Person person)
{
    public static readonly XNamespace D = "DAV:";
    public static readonly XNamespace C = "urn:ietf:params:xml:ns:carddav";
    public static readonly XNamespace Cs = "http://calendarserver.org/ns/";

    private const string Spaces = "xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:carddav' xmlns:cs='http://calendarserver.org/ns/' xmlns:x='urn:x'";

    public Person Person => person;

    public string Principal => $"/dav/principals/{person.UserName}/";

    public string Home => $"/dav/addressbooks/{person.UserName}/";

    public string Book => Home + "private/";

    public string Group(string name) => $"{Home}{Uri.EscapeDataString(name)}/";

    public DavRequest Send(string method, string path) => new(person.Rest.Send(method, "/" + path));

    public DavRequest Get(string path) => Send("GET", path);

    public DavRequest Delete(string path) => Send("DELETE", path);

    public DavRequest Put(string path, string card) => Put(path, System.Text.Encoding.UTF8.GetBytes(card));

    public DavRequest Put(string path, byte[] card) => Send("PUT", path).Body(new ByteArrayContent(card), "text/vcard; charset=utf-8");

    /// <param name="properties">With the prefixes d, c, cs and x.</param>
    public DavRequest Propfind(string path, int depth, params string[] properties) =>
        Send("PROPFIND", path).Depth($"{depth}").Xml($"<d:propfind {Spaces}>{Prop(properties)}</d:propfind>");

    public DavRequest Proppatch(string path, string set, string remove = "") => Send("PROPPATCH", path).Xml(
        $"<d:propertyupdate {Spaces}>{(set.Length > 0 ? $"<d:set><d:prop>{set}</d:prop></d:set>" : "")}{(remove.Length > 0 ? $"<d:remove><d:prop>{remove}</d:prop></d:remove>" : "")}</d:propertyupdate>");

    /// <param name="report">With its prefix: <c>c:addressbook-query</c>.</param>
    public DavRequest Report(string path, string report, string inside) => Send("REPORT", path).Depth("1").Xml($"<{report} {Spaces}>{inside}</{report}>");

    public DavRequest Sync(string path, string token, int? limit = null, params string[] properties) => Report(path, "d:sync-collection",
        $"<d:sync-token>{token}</d:sync-token><d:sync-level>1</d:sync-level>{(limit is null ? "" : $"<d:limit><d:nresults>{limit}</d:nresults></d:limit>")}{Prop(properties is [] ? ["d:getetag"] : properties)}");

    public DavRequest Multiget(string path, IEnumerable<string> hrefs, string data = "<c:address-data/>") =>
        Report(path, "c:addressbook-multiget", $"<d:prop><d:getetag/>{data}</d:prop>{string.Concat(hrefs.Select(href => $"<d:href>{href}</d:href>"))}");

    public DavRequest Query(string path, string filter, string rest = "", string data = "") =>
        Report(path, "c:addressbook-query", $"<d:prop><d:getetag/>{data}</d:prop>{filter}{rest}");

    public async Task<string> Token(string path) => (await Propfind(path, 0, "d:sync-token").Multistatus()).Only().Text(D + "sync-token")!;

    public async Task<string> CTag(string path) => (await Propfind(path, 0, "cs:getctag").Multistatus()).Only().Text(Cs + "getctag")!;

    private static string Prop(IEnumerable<string> properties) => $"<d:prop>{string.Concat(properties.Select(name => $"<{name}/>"))}</d:prop>";
}

/// <summary>One request.</summary>
public sealed class DavRequest(Rest.Request request)
{
    public DavRequest Depth(string depth) => With("Depth", depth);

    public DavRequest Xml(string body) => Body(new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)), "application/xml; charset=utf-8");

    public DavRequest Body(HttpContent content, string? type)
    {
        request.Body(content, type);
        return this;
    }

    public DavRequest With(string name, string value)
    {
        request.With(name, value);
        return this;
    }

    public Task<Reply> Send() => request.Send();

    public Task<Reply> Expect(int status) => request.Expect(status);

    public async Task<Multistatus> Multistatus() => new(await request.Expect(207));

    /// <summary>Fails where the answer is not refused with this precondition; answers the precondition's element.</summary>
    public async Task<XElement> ExpectPrecondition(int status, XName precondition)
    {
        var error = XElement.Parse((await request.Expect(status)).Text);
        Assert.Equal(DavClient.D + "error", error.Name);
        return error.Element(precondition) ?? throw new Xunit.Sdk.XunitException($"No {precondition} in {error}");
    }
}

/// <summary>A 207 answer.</summary>
public sealed class Multistatus(Reply reply)
{
    public XElement Root { get; } = XElement.Parse(reply.Text, LoadOptions.PreserveWhitespace);

    public Reply Reply => reply;

    public IReadOnlyList<DavResponse> Responses => [.. Root.Elements(DavClient.D + "response").Select(one => new DavResponse(one))];

    public string[] Hrefs => [.. Responses.Select(response => response.Href)];

    public string? SyncToken => (string?)Root.Element(DavClient.D + "sync-token");

    public DavResponse this[string href] => Responses.Single(response => response.Href == href);

    public DavResponse Only() => Assert.Single(Responses);
}

public sealed class DavResponse(XElement element)
{
    public string Href => (string)element.Element(DavClient.D + "href")!;

    /// <summary>Of the whole resource; 0 where each property has its own.</summary>
    public int Status => Code(element.Element(DavClient.D + "status"));

    public XElement Element => element;

    /// <summary>A property that was found.</summary>
    public XElement? Property(XName name) => Propstat(200)?.Element(DavClient.D + "prop")?.Element(name);

    public string? Text(XName name) => Property(name)?.Value;

    public XElement? Propstat(int status) => element.Elements(DavClient.D + "propstat").SingleOrDefault(one => Code(one.Element(DavClient.D + "status")) == status);

    public string? Card => Text(DavClient.C + "address-data");

    public string? ETag => Text(DavClient.D + "getetag");

    public string[] Privileges => [.. Property(DavClient.D + "current-user-privilege-set")!.Elements().Select(one => one.Elements().Single().Name.LocalName)];

    private static int Code(XElement? status) => status is null ? 0 : int.Parse(status.Value.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
}
