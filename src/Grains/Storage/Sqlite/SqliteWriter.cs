using System.Threading.Channels;

namespace ContactOffice.Grains.Storage.Sqlite;

/// <summary>
/// The one thread that writes. It drains a channel: BEGIN IMMEDIATE, a savepoint for each item, up to 256 items, COMMIT. So one flush
/// of the disk serves many edits, and an item that fails leaves the others alone.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int GroupSize = 256;
    private readonly Channel<Item> queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly List<Item> group = new(GroupSize);
    private readonly SqliteSession session;
    private readonly Thread thread;

    public SqliteWriter(SqliteSession session)
    {
        this.session = session;
        thread = new Thread(Drain) { IsBackground = true, Name = "SQLite writer" };
        thread.Start();
    }

    /// <summary>Answers when what <paramref name="work"/> did is on the disk. Where it answers null, what it did is taken back.</summary>
    public async Task<T> Write<T>(Func<SqliteSession, T> work, Func<T, bool> keep)
    {
        var item = new Item<T>(work, keep);
        await queue.Writer.WriteAsync(item);
        return await item.Done.Task;
    }

    public void Dispose()
    {
        queue.Writer.TryComplete();
        thread.Join();
        session.Dispose();
    }

    private void Drain()
    {
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < GroupSize && queue.Reader.TryRead(out var item)) group.Add(item);
            if (group.Count > 0) Commit();
        }
    }

    private void Commit()
    {
        try
        {
            session.Run("BEGIN IMMEDIATE");
            foreach (var item in group) item.Work(session);
            session.Run("COMMIT");
        }
        catch (Exception fault)
        {
            TakeBack();
            foreach (var item in group) item.Fail(fault);
            return;
        }
        foreach (var item in group) item.Finish();
    }

    private void TakeBack()
    {
        try
        {
            session.Run("ROLLBACK");
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // SQLite has ended the transaction by itself, as it does on a full disk.
        }
    }

    private abstract class Item
    {
        public abstract void Work(SqliteSession session);
        public abstract void Finish();
        public abstract void Fail(Exception fault);
    }

    private sealed class Item<T>(Func<SqliteSession, T> work, Func<T, bool> keep) : Item
    {
        private T answer = default!;
        private Exception? failure;

        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Work(SqliteSession session)
        {
            session.Run("SAVEPOINT item");
            try
            {
                answer = work(session);
                if (!keep(answer)) session.Run("ROLLBACK TO item");
            }
            catch (Exception fault)
            {
                failure = fault;
                session.Run("ROLLBACK TO item");
            }
            session.Run("RELEASE item");
        }

        public override void Finish()
        {
            if (failure is null) Done.SetResult(answer);
            else Done.SetException(failure);
        }

        public override void Fail(Exception fault) => Done.SetException(failure ?? fault);
    }
}
