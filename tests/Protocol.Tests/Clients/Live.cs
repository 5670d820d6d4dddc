using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR.Client;

namespace ContactOffice.Protocol.Tests.Clients;

/// <summary>A live client as the interface asks it to be: it applies what follows from what it knows, and watches anew where it sees a gap.</summary>
public sealed class Live : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HubConnection _hub;
    private readonly Channel<JsonNode> _events = Channel.CreateUnbounded<JsonNode>();
    private readonly Dictionary<string, JsonNode> _contacts = [];

    private Live(HubConnection hub, long known)
    {
        _hub = hub;
        Known = known;
        hub.On<JsonElement>("changed", changed => _events.Writer.TryWrite(JsonNode.Parse(changed.GetRawText())!));
    }

    /// <summary>The sequence number up to which it knows the book.</summary>
    public long Known { get; private set; }

    /// <summary>How often it had to watch anew because an event did not follow what it knew.</summary>
    public int Gaps { get; private set; }

    /// <summary>The last change of each contact, by id.</summary>
    public IReadOnlyDictionary<string, JsonNode> Contacts => _contacts;

    public HubConnection Hub => _hub;

    public static HubConnection Connect(Uri server, Action<HttpConnectionOptions> options) =>
        new HubConnectionBuilder().WithUrl(new Uri(server, "/live"), options).Build();

    public static async Task<Live> Start(Uri server, string userName, string password, long since)
    {
        var credentials = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{userName}:{password}"));
        var live = new Live(Connect(server, options => options.Headers["Authorization"] = "Basic " + credentials), since);
        await live._hub.StartAsync();
        await live.CatchUp();
        return live;
    }

    /// <summary>Applies events until the book has reached a sequence number.</summary>
    public async Task Reach(long seq)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (Known < seq) await Apply(await _events.Reader.ReadAsync(timeout.Token));
    }

    /// <summary>The next event that is no heartbeat, unapplied.</summary>
    public async Task<JsonNode> Next()
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (true)
        {
            var told = await _events.Reader.ReadAsync(timeout.Token);
            if ((long)told["from"]! != (long)told["seq"]!) return told;
        }
    }

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    private async Task Apply(JsonNode changed)
    {
        if ((long)changed["seq"]! <= Known) return;
        if ((long)changed["from"]! > Known)
        {
            Gaps++;
            await CatchUp();
            return;
        }
        Take(changed);
    }

    private async Task CatchUp()
    {
        JsonNode answer;
        do
        {
            answer = JsonNode.Parse((await _hub.InvokeAsync<JsonElement>("Watch", "private", Known)).GetRawText())!;
            Take(answer);
        }
        while ((bool)answer["more"]!);
    }

    private void Take(JsonNode changes)
    {
        foreach (var change in changes["changes"]!.AsArray()) _contacts[(string)change!["id"]!] = change.DeepClone();
        Known = (long)changes["seq"]!;
    }
}
