using System.Net.Http.Headers;

namespace ContactOffice.Benchmarks.Load;

/// <summary>One of the concurrent senders of a load: it sends the PUTs that were prepared, one after the other.</summary>
internal interface ILane : IDisposable
{
    ValueTask<(int Status, byte[] Body)> Put(PreparedPut put);
}

/// <summary>A PUT of a card whose revision is set anew before each sending.</summary>
/// <param name="Request">As it goes over the wire.</param>
internal sealed record PreparedPut(byte[] Request, string Path, AuthenticationHeaderValue Authorization, int BodyAt)
{
    private readonly int revisionAt = SampleCards.RevisionOffset(Request);

    public static PreparedPut Of(string path, string authorization, byte[] card)
    {
        var request = WireRequest.Build("PUT", path, [authorization, "Content-Type: text/vcard; charset=utf-8", "Prefer: return=minimal"], card);
        return new PreparedPut(request, path, AuthenticationHeaderValue.Parse(authorization["Authorization: ".Length..]), request.Length - card.Length);
    }

    public void SetRevision(long revision) => SampleCards.SetRevision(Request, revisionAt, revision);
}

/// <summary>The lightest sender: what it does not use of the two cores is the servers'. It shows a server at its fastest, and a floor even more so.</summary>
internal sealed class WireLane(WireConnection connection) : ILane
{
    public async ValueTask<(int Status, byte[] Body)> Put(PreparedPut put)
    {
        var answer = await connection.Send(put.Request);
        return (answer.Status, answer.Body);
    }

    public void Dispose() => connection.Dispose();
}

/// <summary>A sender such as programs are: .NET's own client. All lanes share one, which keeps a connection for each.</summary>
internal sealed class HttpClientLane(HttpClient client) : ILane
{
    public async ValueTask<(int Status, byte[] Body)> Put(PreparedPut put)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(put.Path, UriKind.Relative)) { Content = new ByteArrayContent(put.Request, put.BodyAt, put.Request.Length - put.BodyAt) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/vcard", "utf-8");
        request.Headers.Authorization = put.Authorization;
        request.Headers.Add("Prefer", "return=minimal");
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
    }

    /// <summary>The client is closed by who made it.</summary>
    public void Dispose() { }
}
