using ContactOffice.GrainInterfaces;

namespace ContactOffice.Changes;

/// <summary>One watcher of a book on this node. Dispose it to stop watching.</summary>
public sealed class BookWatch : IDisposable
{
    private readonly BookFeed _feed;
    private readonly Action<long> _reached;

    internal BookWatch(BookFeed feed, AccountId actor, Action<long> reached)
    {
        _feed = feed;
        Actor = actor;
        _reached = reached;
    }

    /// <summary>In whose name the book is read while it is silent.</summary>
    public AccountId Actor { get; }

    /// <summary>The highest sequence number that this node knows the book to have reached; 0 before it knows any.</summary>
    public long Known => _feed.Known;

    public void Dispose() => _feed.Leave(this);

    internal void Reached(long seq) => _reached(seq);
}
