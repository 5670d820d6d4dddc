using System.Collections.Concurrent;
using ContactOffice.Api.Http;
using ContactOffice.Changes;
using ContactOffice.GrainInterfaces;
using Microsoft.Extensions.Logging;

namespace ContactOffice.Api.Live;

/// <summary>One book that connections of this node watch: each change is read once and sent to all of them.</summary>
internal sealed class LiveBook(BookId book, BookFeeds feeds, IGrainFactory grains, ILogger log)
{
    private const int MaxChanges = 500;

    /// <summary>After an event this long is waited, so that a burst becomes few events. The first is not delayed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, LiveConnection> _connections = new();
    private readonly Lock _opening = new();
    private BookWatch? _watch;
    private Task? _opened;
    private long _reached;
    private long _sent;
    private int _isPumping;
    private bool _isClosed;
    private long _revision = -1;

    public bool IsWatched => !_connections.IsEmpty;

    public IEnumerable<LiveConnection> Connections => _connections.Values;

    /// <summary>When the task completes, each change that the connection does not read itself comes to it as an event. Null where the book was closed.</summary>
    public Task? Join(string id, LiveConnection connection)
    {
        lock (_opening)
        {
            if (_isClosed) return null;
            _connections[id] = connection;
            return _opened is null or { IsCompleted: true, IsCompletedSuccessfully: false } ? _opened = Open(connection.Account) : _opened;
        }
    }

    public void Leave(string id) => _connections.TryRemove(id, out _);

    /// <summary>Nobody watches and nobody can join any more; the caller then calls <see cref="Close"/>. False where somebody watches.</summary>
    public bool TryRetire()
    {
        lock (_opening) return _isClosed |= _connections.IsEmpty;
    }

    /// <summary>Stops watching.</summary>
    public async Task Close()
    {
        if (_opened is { } opened) await opened.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _watch?.Dispose();
    }

    /// <summary>Tells all where the book is, so that whoever missed an event sees the gap.</summary>
    public void Beat()
    {
        var sent = Interlocked.Read(ref _sent);
        Send(sent, new BookChanges([], sent, More: false));
    }

    /// <summary>The book was put back to an earlier state: what comes next is news.</summary>
    public void PutBack(long seq)
    {
        Lower(ref _reached, seq);
        Lower(ref _sent, seq);
    }

    private static void Lower(ref long number, long to)
    {
        for (var seen = Interlocked.Read(ref number); seen > to;)
        {
            var found = Interlocked.CompareExchange(ref number, to, seen);
            if (found == seen) return;
            seen = found;
        }
    }

    private async Task Open(AccountId actor)
    {
        var watch = await feeds.Watch(book, actor, Reach);
        try
        {
            var seq = await grains.AddressBook(book).Sequence(actor);
            Interlocked.Exchange(ref _sent, seq.Value);
            _watch = watch;
        }
        catch
        {
            watch.Dispose();
            throw;
        }
        Pump();
    }

    private void Reach(long seq)
    {
        for (var seen = Interlocked.Read(ref _reached); seq > seen;)
        {
            var found = Interlocked.CompareExchange(ref _reached, seq, seen);
            if (found == seen) break;
            seen = found;
        }
        if (_opened is { IsCompleted: true }) Pump();
    }

    private void Pump()
    {
        if (HasMore && Interlocked.Exchange(ref _isPumping, 1) == 0) _ = Task.Run(SendChanges);
    }

    private bool HasMore => Interlocked.Read(ref _reached) > Interlocked.Read(ref _sent);

    private async Task SendChanges()
    {
        while (HasMore && IsWatched)
        {
            try
            {
                await SendNext();
                await Task.Delay(Pause);
            }
            catch (Exception fault)
            {
                log.LogWarning(fault, "The changes of book {Book} could not be read; trying again.", book);
                await Task.Delay(PauseAfterFault);
            }
        }
        Interlocked.Exchange(ref _isPumping, 0);
        if (IsWatched) Pump(); // a change may have come between the last look and the line above
    }

    private async Task SendNext()
    {
        await LetGoOfOthers();
        var reader = _connections.Values.FirstOrDefault();
        if (reader is null) return;
        var from = Interlocked.Read(ref _sent);
        var changes = await grains.AddressBook(book).ChangesSince(reader.Account, from, MaxChanges);
        // Refused, they cannot be told as a delta: the next beat shows the gap, and each connection asks for itself and learns why.
        var seq = changes.IsOk ? changes.Value.Seq : Interlocked.Read(ref _reached);
        Interlocked.Exchange(ref _sent, seq);
        if (changes.IsOk) Send(from, changes.Value);
        else Beat();
    }

    private void Send(long from, BookChanges changes)
    {
        // Almost always all of them know the book by one name.
        foreach (var named in _connections.Values.GroupBy(connection => connection.Environment))
        {
            var message = RawJson.Of(json =>
            {
                json.WriteStartObject();
                json.WriteString("environment"u8, named.Key);
                json.WriteNumber("from"u8, from);
                json.WriteNumber("seq"u8, changes.Seq);
                json.WriteChanges(changes);
                json.WriteEndObject();
            });
            foreach (var connection in named) connection.Send(message);
        }
    }

    /// <summary>Where the group changed since, each connection is asked anew whether it may still hear of it, before it hears more.</summary>
    private async Task LetGoOfOthers()
    {
        if (book.Group is not { } group) return;
        var revision = await grains.Group(group).Revision();
        if (revision == _revision) return;
        foreach (var (id, connection) in _connections)
        {
            if ((await grains.AddressBook(book).Sequence(connection.Account)).Outcome != Outcome.NotFound) continue;
            if (_connections.TryRemove(id, out _)) connection.Lose();
        }
        _revision = revision;
    }
}
