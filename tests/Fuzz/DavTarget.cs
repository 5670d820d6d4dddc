using System.Net.Http.Headers;
using System.Text;

namespace ContactOffice.Fuzz;

/// <summary>
/// Mutated CardDAV requests to a running server: whatever comes, it answers, in time, and never with 500. The server is one that was started with <c>--demo</c>;
/// its books are filled with what it takes for a card.
/// </summary>
internal sealed class DavTarget
{
    private static readonly (string Method, string Body)[] Requests =
    [
        ("PROPFIND", "<d:propfind xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:carddav'><d:prop><d:getetag/><d:resourcetype/><c:address-data/><x:y xmlns:x='urn:x'/></d:prop></d:propfind>"),
        ("PROPFIND", "<propfind xmlns='DAV:'><allprop/><include><acl/></include></propfind>"),
        ("PROPFIND", "<propfind xmlns='DAV:'><propname/></propfind>"),
        ("PROPPATCH", "<d:propertyupdate xmlns:d='DAV:' xmlns:x='urn:x'><d:set><d:prop><x:a xml:lang='en'>1<x:b c='d'/></x:a></d:prop></d:set><d:remove><d:prop><x:a/></d:prop></d:remove></d:propertyupdate>"),
        ("REPORT", "<c:addressbook-multiget xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:carddav'><d:prop><d:getetag/><c:address-data version='4.0'><c:prop name='FN'/></c:address-data></d:prop><d:href>/dav/addressbooks/alice/private/fuzz-1.vcf</d:href></c:addressbook-multiget>"),
        ("REPORT", "<c:addressbook-query xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:carddav'><d:prop><d:getetag/></d:prop><c:filter test='allof'><c:prop-filter name='EMAIL' test='anyof'><c:text-match collation='i;unicode-casemap' negate-condition='no' match-type='contains'>a</c:text-match><c:param-filter name='TYPE'><c:is-not-defined/></c:param-filter></c:prop-filter></c:filter><c:limit><c:nresults>3</c:nresults></c:limit></c:addressbook-query>"),
        ("REPORT", "<d:sync-collection xmlns:d='DAV:'><d:sync-token>urn:x-contactoffice:sync:private/alice:3</d:sync-token><d:sync-level>1</d:sync-level><d:limit><d:nresults>5</d:nresults></d:limit><d:prop><d:getetag/></d:prop></d:sync-collection>"),
        ("REPORT", "<d:principal-property-search xmlns:d='DAV:' test='anyof'><d:property-search><d:prop><d:displayname/></d:prop><d:match>b</d:match></d:property-search><d:prop><d:displayname/></d:prop></d:principal-property-search>"),
        ("PUT", "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:fuzz\r\nFN:Fuzz\r\nTEL;TYPE=WORK:1\r\nEND:VCARD\r\n"),
        ("COPY", ""), ("MOVE", ""), ("DELETE", ""), ("GET", ""), ("MKCOL", ""), ("LOCK", ""),
    ];

    private static readonly string[] Tokens =
    [
        "<", ">", "/>", "</", "&", "&amp;", "&#0;", "&#xD800;", "&x;", "<!DOCTYPE a [<!ENTITY x 'y'>]>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version='1.0'?>", "<?x", "'", "\"", "xmlns='DAV:'", "xmlns:d=''",
        "d:", "c:", "<d:prop>", "</d:prop>", "<d:allprop/>", "<c:filter>", "<c:prop-filter name='FN'>", "<c:is-not-defined/>", "i;octet", "\0", "\uFFFE", "\uD83D\uDE00", "\u0300", "9999999999999999999", "-1", "http://", "//", "%", "%00", "..",
    ];

    private static readonly string[] Paths =
    [
        "/dav/addressbooks/alice/private/", "/dav/addressbooks/alice/private/", "/dav/addressbooks/alice/private/fuzz-{0}.vcf", "/dav/addressbooks/alice/", "/dav/principals/alice/", "/dav/", "/", "/dav/addressbooks/alice/Book%20club/",
        "/dav/addressbooks/alice/Book%20club%20(members)/", "/dav/addressbooks/alice/Book%20club/fuzz-{0}.vcf", "/dav/addressbooks/alice/groups/Book%20club/", "/dav/principals/alice/groups/Book%20club/", "/dav/addressbooks/bob/private/", "/dav/nothing/at/all",
    ];

    private static readonly string[] Conditions = ["*", "\"x\"", "([\"x\"])", "(<urn:x>)", "(Not <DAV:no-lock>)", "</dav/addressbooks/alice/private/> (<urn:x>)", "(", "[", "<", "W/\"1\"", ""];

    private readonly HttpClient http;

    public DavTarget(string server)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server), Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("alice:demo"u8));
    }

    /// <summary>Answers 1 where the request was done; throws where the answer is one that must not be.</summary>
    /// <param name="input">Makes the body, where the request has none of its own.</param>
    public int Check(byte[] input, Random random)
    {
        var (method, seed) = Requests[random.Next(Requests.Length)];
        var body = method == "PUT" && random.Next(2) == 0 ? input : Encoding.UTF8.GetBytes(Mutate(seed, random));
        var path = string.Format(System.Globalization.CultureInfo.InvariantCulture, Paths[random.Next(Paths.Length)], random.Next(50));
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path) { Content = body.Length > 0 ? new ByteArrayContent(body) : null };
        request.Headers.TryAddWithoutValidation("Depth", random.Next(10) switch { 0 => "infinity", 1 => "x", < 6 => "1", _ => "0" });
        if (request.Content is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", method == "PUT" ? "text/vcard" : "application/xml");
        if (method is "COPY" or "MOVE") request.Headers.TryAddWithoutValidation("Destination", string.Format(System.Globalization.CultureInfo.InvariantCulture, Paths[random.Next(Paths.Length)], random.Next(50)));
        if (random.Next(4) == 0) request.Headers.TryAddWithoutValidation(random.Next(3) switch { 0 => "If", 1 => "If-Match", _ => "If-None-Match" }, Conditions[random.Next(Conditions.Length)]);
        if (random.Next(8) == 0) request.Headers.TryAddWithoutValidation("Prefer", random.Next(2) == 0 ? "return=minimal" : "return=representation");
        using var response = http.Send(request);
        using var answer = new StreamReader(response.Content.ReadAsStream());
        var text = answer.ReadToEnd();
        if ((int)response.StatusCode is >= 500 and not 502 and not 507) throw new InvalidOperationException($"{method} {path} was answered with {(int)response.StatusCode}: {text}");
        if (text.Contains("Exception", StringComparison.Ordinal) && !Encoding.UTF8.GetString(body).Contains("Exception", StringComparison.Ordinal)) throw new InvalidOperationException($"{method} {path} tells of the inside: {text}");
        if (response.Content.Headers.ContentType?.MediaType == "application/xml") _ = System.Xml.Linq.XDocument.Parse(text);
        return response.IsSuccessStatusCode ? 1 : 0;
    }

    private static string Mutate(string seed, Random random)
    {
        var text = new StringBuilder(seed);
        for (var times = random.Next(0, 6); times > 0; times--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(20), text.Length - at));
                    break;
                case 1 when text.Length > 0:
                    var length = Math.Min(random.Next(60), text.Length - at);
                    text.Insert(random.Next(text.Length + 1), text.ToString(at, length));
                    break;
                case 2 when random.Next(50) == 0:
                    text.Insert(at, string.Concat(Enumerable.Repeat(Tokens[random.Next(Tokens.Length)], random.Next(3000))));
                    break;
                default:
                    text.Insert(at, Tokens[random.Next(Tokens.Length)]);
                    break;
            }
        }
        return text.ToString();
    }
}
