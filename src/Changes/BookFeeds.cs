using System.Collections.Concurrent;
using ContactOffice.GrainInterfaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ContactOffice.Changes;

/// <summary>
/// The node's ear: one stream subscription for each watched book, fanned out in process to whoever waits; books of this node are heard directly. An announcement is a hint
/// and may be lost; the book's sequence number is the truth and is read again whenever a watched book was silent for a while.
/// </summary>
public sealed class BookFeeds(IGrainFactory grains, NodeChanges node, BookStreams streams, FeedMeter meter, IOptions<BookFeedOptions> options, ILogger<BookFeeds> log) : BackgroundService
{
    /// <summary>Silent books that are read at the same time: enough for thousands, few enough not to be felt.</summary>
    private const int ReadsAtOnce = 8;

    private readonly ConcurrentDictionary<BookId, BookFeed> _feeds = new();
    private readonly BookFeedOptions _options = options.Value;

    /// <summary>
    /// Watches a book: <paramref name="reached"/> is told each sequence number that the book is known to have reached. It must not block,
    /// and a number may come twice, late, or stand for several changes. When the task completes the subscription stands,
    /// so that a sequence number read afterwards misses nothing.
    /// </summary>
    /// <param name="actor">In whose name the book is read while it is silent.</param>
    public async Task<BookWatch> Watch(BookId book, AccountId actor, Action<long> reached)
    {
        while (true)
        {
            var feed = _feeds.GetOrAdd(book, id => new BookFeed(id, grains, streams, meter, _options, log));
            if (feed.Join(actor, reached) is not { } watch) // closed a moment ago
            {
                _feeds.TryRemove(new(book, feed));
                continue;
            }
            await feed.Ready;
            return watch;
        }
    }

    /// <summary>Begins a long poll's wait; a sequence number read afterwards misses nothing.</summary>
    /// <param name="actor">In whose name the book is read while it is silent.</param>
    public async Task<BookWait> Wait(BookId book, AccountId actor)
    {
        var wait = new BookWait();
        wait.Begin(await Watch(book, actor, wait.Reach));
        return wait;
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        node.Changed += Hear;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var clock = new PeriodicTimer(Min(TimeSpan.FromSeconds(1), _options.Silence / 2));
        try
        {
            while (await clock.WaitForNextTickAsync(stoppingToken))
                await Parallel.ForEachAsync(_feeds, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = stoppingToken }, Look);
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    /// <summary>Leaves the streams while the silo still runs, so that nobody keeps delivering to this node.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        node.Changed -= Hear;
        await base.StopAsync(cancellationToken);
        await Parallel.ForEachAsync(_feeds.Values, CancellationToken.None, async (feed, _) => await feed.Close());
        _feeds.Clear();
    }

    private void Hear(BookChanged change)
    {
        if (_feeds.TryGetValue(change.Book, out var feed)) feed.Hear(change.Seq);
    }

    private async ValueTask Look(KeyValuePair<BookId, BookFeed> entry, CancellationToken stop)
    {
        if (entry.Value.TryRetire())
        {
            _feeds.TryRemove(entry);
            await entry.Value.Close();
        }
        else
        {
            await entry.Value.LookIfSilent();
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
