using System.Collections.Concurrent;
using ContactOffice.Protocol.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>A request on its way to the server, to be read or changed, and what came back.</summary>
internal sealed record Exchange(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public int Status { get; init; }

    public string? Header(string name) => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public Exchange With(string name, string value) => this with { Headers = [.. Headers.Where(header => !header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)), (name, value)] };

    /// <summary>As fixtures are written, without credentials.</summary>
    public override string ToString() =>
        $"{Method} {Target}\n{string.Concat(Headers.Where(header => !header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).Select(header => $"{header.Name}: {header.Value}\n"))}\n{System.Text.Encoding.UTF8.GetString(Body)}\n=== {Status}\n";
}

/// <summary>Stands between a client and the server: keeps what the client asks and can change it on the way, either way.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private static readonly string[] OfTheConnection = ["Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Content-Length", "Expect"];
    private readonly WebApplication listener;
    private readonly HttpClient onward = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly ConcurrentQueue<Exchange> asked = new();
    private readonly Uri server;

    private Proxy(Uri server, Uri address, WebApplication listener) => (this.server, Address, this.listener) = (server, address, listener);

    public Uri Address { get; }

    /// <summary>What the client asked, in order of the answers.</summary>
    public IEnumerable<Exchange> Asked => asked;

    /// <summary>A request as it goes on; null where it was answered on the way, with the status that stands in the second.</summary>
    public Func<Exchange, Task<(Exchange? Onward, int Status)>> Outgoing { get; set; } = exchange => Task.FromResult<(Exchange?, int)>((exchange, 0));

    /// <summary>The body of an answer as it comes back.</summary>
    public Func<Exchange, byte[], byte[]> Incoming { get; set; } = (_, body) => body;

    public static async Task<Proxy> Start(Uri server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var address = new Uri($"http://127.0.0.1:{Node.FreePort()}");
        builder.WebHost.UseUrls(address.ToString());
        var proxy = new Proxy(server, address, builder.Build());
        proxy.listener.Run(proxy.Pass);
        await proxy.listener.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        // CLIENT_REQUESTS=folder keeps what real clients ask, for fixtures.
        if (Environment.GetEnvironmentVariable("CLIENT_REQUESTS") is { Length: > 0 } folder)
            await File.WriteAllTextAsync(Path.Combine(folder, $"{Address.Port}.http"), string.Concat(asked.Select(exchange => exchange + "\n")));
        await listener.DisposeAsync();
        onward.Dispose();
    }

    private async Task Pass(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var came = new Exchange(http.Request.Method, http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            [.. http.Request.Headers.SelectMany(header => header.Value.Select(value => (header.Key, value ?? "")))], body.ToArray());
        var (sent, status) = await Outgoing(came);
        if (sent is null) http.Response.StatusCode = status;
        else await Forward(http, sent);
        asked.Enqueue(came with { Status = http.Response.StatusCode });
    }

    private async Task Forward(HttpContext http, Exchange sent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(sent.Method), new Uri($"{server.Scheme}://{server.Authority}{sent.Target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (sent.Body.Length > 0 || sent.Header("Content-Type") is not null) request.Content = new ByteArrayContent(sent.Body);
        foreach (var (name, value) in sent.Headers.Where(header => !OfTheConnection.Contains(header.Name, StringComparer.OrdinalIgnoreCase)))
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
        using var response = await onward.SendAsync(request);
        http.Response.StatusCode = (int)response.StatusCode;
        foreach (var header in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).Where(header => !OfTheConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
            http.Response.Headers[header.Key] = header.Value.ToArray();
        var body = Incoming(sent, await response.Content.ReadAsByteArrayAsync());
        if (body.Length > 0 && sent.Method != "HEAD") await http.Response.Body.WriteAsync(body);
    }
}
