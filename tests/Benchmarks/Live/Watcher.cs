using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using ContactOffice.Benchmarks.Running;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace ContactOffice.Benchmarks.Live;

/// <summary>
/// A live client as the web client is one: it watches a book, applies what it is told, asks again from its last sequence number
/// when it sees a gap, and goes to another node when its own is gone.
/// </summary>
internal sealed class Watcher(Session account, IReadOnlyList<Uri> nodes, int first) : IAsyncDisposable
{
    private const string Environment = "private";
    private readonly SemaphoreSlim turn = new(1);
    private readonly ConcurrentDictionary<string, (long Version, bool Deleted)> contacts = [];
    private readonly CancellationTokenSource closing = new();
    private Task running = Task.CompletedTask;
    private long known;
    private TimeSpan? lastMove;

    public Session Account { get; } = account;

    public long Known => Interlocked.Read(ref known);

    /// <summary>How often it saw a gap and asked again.</summary>
    public int CaughtUp { get; private set; }

    /// <summary>When each change arrived, by contact and version (a <see cref="Stopwatch"/> timestamp).</summary>
    public ConcurrentDictionary<(string Id, long Version), long> Arrivals { get; } = [];

    /// <summary>Waits for a version of a contact; when it came, or null where it does not come within 30 s.</summary>
    public async Task<long?> Arrived(string id, long version)
    {
        var began = Stopwatch.GetTimestamp();
        long arrived;
        while (!Arrivals.TryGetValue((id, version), out arrived))
        {
            if (Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(30)) return null;
            await Task.Delay(1);
        }
        return arrived;
    }

    /// <summary>Connects, and stays so until disposed; done when it has caught up for the first time.</summary>
    public async Task Connect()
    {
        var caughtUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        running = Run(caughtUp);
        await await Task.WhenAny(caughtUp.Task, running);
    }

    /// <summary>How long its last change of node took, told once: from the loss of one to having caught up at another.</summary>
    public TimeSpan? TakeMove()
    {
        var move = lastMove;
        lastMove = null;
        return move;
    }

    /// <summary>Whether it knows exactly what a replay of the whole log tells.</summary>
    public bool Agrees(IReadOnlyCollection<ListedChange> all, long seq) =>
        Known == seq && contacts.Count == all.Count && all.All(change => contacts.TryGetValue(change.Id, out var mine) && mine == (change.Version, change.Deleted));

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await running;
        closing.Dispose();
        turn.Dispose();
    }

    private async Task Run(TaskCompletionSource caughtUp)
    {
        var (node, lost) = (first, 0L);
        while (!closing.IsCancellationRequested)
        {
            await using var hub = Build(nodes[node % nodes.Count]);
            var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            hub.Closed += _ => { closed.TrySetResult(); return Task.CompletedTask; };
            try
            {
                await hub.StartAsync(closing.Token);
                await Watch(hub);
                if (lost != 0) lastMove = Stopwatch.GetElapsedTime(lost);
                caughtUp.TrySetResult();
                await closed.Task.WaitAsync(closing.Token);
                lost = Stopwatch.GetTimestamp();
            }
            catch (Exception e) when (e is HttpRequestException or HubException or InvalidOperationException or OperationCanceledException or IOException or WebSocketException)
            {
                if (!closing.IsCancellationRequested) await Task.Delay(50);
            }
            node++;
        }
    }

    private HubConnection Build(Uri address)
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(address, "/live"), options => options.Headers["Authorization"] = Account.Authorization["Authorization: ".Length..])
            .Build();
        hub.On<JsonElement>("changed", told => Changed(hub, told));
        return hub;
    }

    private async Task Changed(HubConnection hub, JsonElement told)
    {
        var arrived = Stopwatch.GetTimestamp();
        await turn.WaitAsync();
        try
        {
            if (told.GetProperty("seq").GetInt64() <= known) return;
            if (told.GetProperty("from").GetInt64() <= known)
            {
                Apply(told, arrived);
                return;
            }
        }
        finally
        {
            turn.Release();
        }
        CaughtUp++;
        await Watch(hub);
    }

    /// <summary>Watches from what is known on, page by page.</summary>
    private async Task Watch(HubConnection hub)
    {
        await turn.WaitAsync();
        try
        {
            while (true)
            {
                var page = await hub.InvokeAsync<JsonElement>("Watch", Environment, known);
                if (page.TryGetProperty("horizonPassed", out var passed) && passed.ValueKind == JsonValueKind.True) throw new InvalidOperationException("The server does not remember this far back.");
                Apply(page, Stopwatch.GetTimestamp());
                if (!page.GetProperty("more").GetBoolean()) return;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private void Apply(JsonElement told, long arrived)
    {
        foreach (var change in told.GetProperty("changes").EnumerateArray().Select(ListedChange.Read))
        {
            contacts[change.Id] = (change.Version, change.Deleted);
            Arrivals.TryAdd((change.Id, change.Version), arrived);
        }
        Interlocked.Exchange(ref known, told.GetProperty("seq").GetInt64());
    }
}
