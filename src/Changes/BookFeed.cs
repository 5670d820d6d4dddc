using ContactOffice.GrainInterfaces;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace ContactOffice.Changes;

/// <summary>One watched book: its stream subscription, its watchers, and the highest sequence number that this node knows of.</summary>
internal sealed class BookFeed(BookId book, IGrainFactory grains, BookStreams streams, FeedMeter meter, BookFeedOptions options, ILogger log)
{
    private readonly Lock _lock = new();
    private readonly List<BookWatch> _watches = [];
    private StreamSubscriptionHandle<BookChanged>? _subscription;
    private Task _turn = Task.CompletedTask;
    private Task? _ready;
    private bool _closed;
    private long _announced;
    private long _known;
    private long _heardAt = Environment.TickCount64;
    private long _leftAt = Environment.TickCount64;

    /// <summary>Completes when the stream delivers to this node, or when that failed and silence will be the only clock.</summary>
    public Task Ready
    {
        get
        {
            lock (_lock) return _ready ??= InTurn(SubscribeAnew);
        }
    }

    public long Known => Interlocked.Read(ref _known);

    /// <summary>Null where the feed was closed.</summary>
    public BookWatch? Join(AccountId actor, Action<long> reached)
    {
        lock (_lock)
        {
            if (_closed) return null;
            var watch = new BookWatch(this, actor, reached);
            _watches.Add(watch);
            meter.Watchers.Add(1);
            return watch;
        }
    }

    public void Leave(BookWatch watch)
    {
        lock (_lock)
        {
            if (!_watches.Remove(watch)) return;
            meter.Watchers.Add(-1);
            _leftAt = Environment.TickCount64;
        }
    }

    /// <summary>Closes the door when nobody has watched for the time of lingering; the caller then calls <see cref="Close"/>.</summary>
    public bool TryRetire()
    {
        lock (_lock)
        {
            if (_watches.Count > 0 || Since(_leftAt) < options.Linger) return false;
            return _closed = true;
        }
    }

    public Task Close()
    {
        lock (_lock) _closed = true;
        return InTurn(Unsubscribe);
    }

    /// <summary>Reads the sequence number where nothing was heard for long; a change that nobody announced means that the subscription is deaf.</summary>
    public async Task LookIfSilent()
    {
        AccountId actor;
        long before;
        lock (_lock)
        {
            if (_watches.Count == 0 || Since(_heardAt) < options.Silence) return;
            (_heardAt, before) = (Environment.TickCount64, Known);
            actor = _watches[Random.Shared.Next(_watches.Count)].Actor;
        }
        try
        {
            var read = await grains.AddressBook(book).Sequence(actor);
            if (!read.IsOk) return; // this watcher may no longer read it: its own next read tells it so
            // It was put back to an earlier state: what comes next would be taken for known.
            if (read.Value < before) Interlocked.CompareExchange(ref _known, read.Value, before);
            Raise(read.Value);
            if (before != 0 && read.Value > before) _ = ExpectAnnouncement(read.Value);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "The silent book {Book} could not be read; it is tried again.", book);
        }
    }

    private async Task ExpectAnnouncement(long seq)
    {
        await Task.Delay(options.Grace);
        if (Interlocked.Read(ref _announced) >= seq) return;
        meter.Unannounced.Add(1);
        log.LogWarning("Change {Seq} of book {Book} was not announced to this node; subscribing anew.", seq, book);
        await InTurn(SubscribeAnew);
    }

    private async Task SubscribeAnew()
    {
        await Unsubscribe();
        if (_closed) return;
        try
        {
            _subscription = await streams.Join(book, Announce);
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "The stream of book {Book} could not be joined; its sequence number is read every {Silence} instead.", book, options.Silence);
        }
    }

    private async Task Unsubscribe()
    {
        if (_subscription is { } old) await streams.Leave(old);
        _subscription = null;
    }

    /// <summary>Joining and leaving the stream follow each other.</summary>
    private Task InTurn(Func<Task> step)
    {
        lock (_lock) return _turn = _turn.ContinueWith(_ => step(), TaskScheduler.Default).Unwrap();
    }

    private Task Announce(BookChanged change)
    {
        meter.Announcements.Add(1);
        InterlockedMax(ref _announced, change.Seq);
        Hear(change.Seq);
        return Task.CompletedTask;
    }

    public void Hear(long seq)
    {
        lock (_lock) _heardAt = Environment.TickCount64;
        Raise(seq);
    }

    private void Raise(long seq)
    {
        if (!InterlockedMax(ref _known, seq)) return;
        BookWatch[] watches;
        lock (_lock) watches = [.. _watches];
        foreach (var watch in watches) watch.Reached(seq);
    }

    private static bool InterlockedMax(ref long target, long value)
    {
        for (var seen = Interlocked.Read(ref target); value > seen;)
        {
            var found = Interlocked.CompareExchange(ref target, value, seen);
            if (found == seen) return true;
            seen = found;
        }
        return false;
    }

    private static TimeSpan Since(long tick) => TimeSpan.FromMilliseconds(Environment.TickCount64 - tick);
}
