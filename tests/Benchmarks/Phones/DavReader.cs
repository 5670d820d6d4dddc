using System.Text;
using System.Xml.Linq;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks.Phones;

/// <summary>A CardDAV client that asks what is new in its book (RFC 6578).</summary>
internal sealed class DavReader(Session account, WireConnection connection)
{
    private static readonly XNamespace Dav = "DAV:";
    private string token = "";

    /// <returns>The names of the resources that are new, changed or gone.</returns>
    public async Task<List<string>> News()
    {
        var body = new XElement(Dav + "sync-collection", new XElement(Dav + "sync-token", token), new XElement(Dav + "sync-level", 1), new XElement(Dav + "prop", new XElement(Dav + "getetag")));
        var answer = await connection.Send(WireRequest.Build("REPORT", $"/dav/addressbooks/{account.UserName}/private/",
            [account.Authorization, "Depth: 0", "Content-Type: application/xml"], Encoding.UTF8.GetBytes(body.ToString(SaveOptions.DisableFormatting))));
        if (answer.Status != 207) throw new InvalidOperationException($"A sync-collection was answered with {answer.Status} {Encoding.UTF8.GetString(answer.Body)}");
        var document = XElement.Parse(Encoding.UTF8.GetString(answer.Body));
        token = document.Element(Dav + "sync-token")!.Value;
        return [.. document.Elements(Dav + "response").Select(response => Uri.UnescapeDataString(response.Element(Dav + "href")!.Value).Split('/')[^1])];
    }
}
