using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks.Load;

/// <summary>A device that fetches an account's private book over CardDAV, and keeps nothing of it but how many cards came.</summary>
internal sealed class DavDevice : IDisposable
{
    private const int AtOnce = 100;
    private const string Spaces = "xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:carddav\"";
    private static readonly byte[] Card = "BEGIN:VCARD"u8.ToArray();
    private readonly HttpClient http;
    private readonly string book;

    public DavDevice(Uri server, Session account)
    {
        http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromMinutes(30) };
        http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(account.Authorization["Authorization: ".Length..]);
        book = $"/dav/addressbooks/{account.UserName}/private/";
    }

    /// <summary>One initial sync that brings the cards.</summary>
    public Task<int> FetchBySync() => Ask("REPORT",
        $"<d:sync-collection {Spaces}><d:sync-token/><d:sync-level>1</d:sync-level><d:prop><d:getetag/><c:address-data/></d:prop></d:sync-collection>", CountCards);

    /// <summary>The names first, and then some cards at a time, as most clients do.</summary>
    public async Task<int> FetchByMultiget()
    {
        var hrefs = await Ask("PROPFIND", $"<d:propfind {Spaces}><d:prop><d:getetag/></d:prop></d:propfind>", ReadHrefs);
        var cards = 0;
        foreach (var part in hrefs.Where(href => href != book).Chunk(AtOnce))
        {
            cards += await Ask("REPORT",
                $"<c:addressbook-multiget {Spaces}><d:prop><d:getetag/><c:address-data/></d:prop>{string.Concat(part.Select(href => $"<d:href>{href}</d:href>"))}</c:addressbook-multiget>", CountCards);
        }
        return cards;
    }

    public void Dispose() => http.Dispose();

    private async Task<T> Ask<T>(string method, string body, Func<Stream, Task<T>> read)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(book, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/xml") };
        request.Headers.Add("Depth", "1");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if ((int)answer.StatusCode != 207) throw new InvalidOperationException($"{method} {book}: {(int)answer.StatusCode}");
        await using var stream = await answer.Content.ReadAsStreamAsync();
        return await read(stream);
    }

    private static async Task<int> CountCards(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        var (held, cards) = (0, 0);
        while (await stream.ReadAsync(buffer.AsMemory(held)) is > 0 and var read)
        {
            var rest = buffer.AsMemory(0, held + read);
            while (rest.Span.IndexOf(Card) is >= 0 and var at)
            {
                cards++;
                rest = rest[(at + Card.Length)..];
            }
            // The beginning of one may stand at the end.
            held = Math.Min(rest.Length, Card.Length - 1);
            rest[^held..].CopyTo(buffer);
        }
        return cards;
    }

    private static async Task<List<string>> ReadHrefs(Stream stream)
    {
        using var xml = XmlReader.Create(stream, new XmlReaderSettings { Async = true });
        var hrefs = new List<string>();
        while (await xml.ReadAsync())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "href") hrefs.Add(await xml.ReadElementContentAsStringAsync());
        }
        return hrefs;
    }
}
