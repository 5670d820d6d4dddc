using System.Collections.Concurrent;
using ContactOffice.Api.SignIn;
using ContactOffice.Changes;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContactOffice.Api.Live;

/// <summary>The books that this node's live connections watch.</summary>
public sealed class LiveBooks(BookFeeds feeds, IGrainFactory grains, Sessions sessions, IHubContext<LiveHub> hub, ILogger<LiveBooks> log) : BackgroundService
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<BookId, LiveBook> _books = new();

    internal async Task Join(HubCallerContext connection, BookId book, string environment)
    {
        var watcher = new LiveConnection(connection, hub.Clients.Client(connection.ConnectionId), environment);
        while (true)
        {
            var live = _books.GetOrAdd(book, id => new LiveBook(id, feeds, grains, log));
            if (live.Join(connection.ConnectionId, watcher) is { } opened)
            {
                await opened;
                return;
            }
            _books.TryRemove(new(book, live)); // its last watcher left in this moment
        }
    }

    internal void PutBack(BookId book, long seq)
    {
        if (_books.TryGetValue(book, out var live)) live.PutBack(seq);
    }

    internal void Leave(string connection, BookId book)
    {
        if (!_books.TryGetValue(book, out var live)) return;
        live.Leave(connection);
        CloseIfUnwatched(book, live);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var clock = new PeriodicTimer(Heartbeat);
        try
        {
            while (await clock.WaitForNextTickAsync(stoppingToken))
                foreach (var live in _books.Values) await Beat(live);
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    private async Task Beat(LiveBook live)
    {
        try
        {
            live.Beat();
            foreach (var connection in live.Connections) await connection.EndWithSession(sessions);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "The sessions of live connections could not be checked; they are checked again.");
        }
    }

    private void CloseIfUnwatched(BookId book, LiveBook live)
    {
        if (!live.TryRetire()) return;
        _books.TryRemove(new(book, live));
        _ = live.Close();
    }
}
