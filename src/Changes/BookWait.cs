namespace ContactOffice.Changes;

/// <summary>One long poll's wait for a book; a node holds thousands. Dispose it to stop watching.</summary>
public sealed class BookWait : IDisposable
{
    private BookWatch? _watch;
    private Passing? _next;
    private bool _isOver;

    /// <summary>
    /// Completes when this node knows the book to have passed that sequence number, or the wait was given up. A number that was read after
    /// the wait began misses nothing. One wait at a time.
    /// </summary>
    public Task Passes(long seq)
    {
        var next = new Passing(seq);
        Interlocked.Exchange(ref _next, next); // before Known is read: Reach follows a new Known
        if (Volatile.Read(ref _isOver) || _watch!.Known > seq) next.TrySetResult();
        return next.Task;
    }

    /// <summary>Nobody waits any more: the task of <see cref="Passes"/> completes, and every later one at once.</summary>
    public void GiveUp()
    {
        Interlocked.Exchange(ref _isOver, true);
        Volatile.Read(ref _next)?.TrySetResult();
    }

    public void Dispose() => _watch?.Dispose();

    internal void Begin(BookWatch watch) => _watch = watch;

    internal void Reach(long seq)
    {
        if (Volatile.Read(ref _next) is { } next && seq > next.Seq) next.TrySetResult();
    }

    private sealed class Passing(long seq) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Seq => seq;
    }
}
