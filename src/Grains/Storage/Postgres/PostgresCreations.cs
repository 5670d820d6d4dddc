using System.Collections.Concurrent;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage.Postgres;

/// <summary>
/// New contacts of one book, several to a transaction. A book's row is locked until the disk has what was written, so one at a time they would wait for the
/// disk as often as there are contacts: those that come meanwhile go together, once. None waits for others that are yet to come.
/// </summary>
/// <param name="together">Makes all of them or none, and answers in their order; throws where one of them cannot be made.</param>
internal sealed class PostgresCreations(Func<NewRow[], Task<EditResult[]>> together, Func<NewRow, Task<EditResult>> alone)
{
    private const int Most = 64;
    private readonly ConcurrentDictionary<BookId, Queue<Item>> waiting = new();

    public Task<EditResult> Create(NewRow row)
    {
        var item = new Item(row, new(TaskCreationOptions.RunContinuationsAsynchronously));
        while (true)
        {
            var queue = waiting.GetOrAdd(row.Home, static _ => new());
            lock (queue)
            {
                if (!waiting.TryGetValue(row.Home, out var now) || now != queue) continue; // its last one was made just now
                queue.Enqueue(item);
                if (queue.Count == 1) _ = Drain(row.Home, queue);
                return item.Done.Task;
            }
        }
    }

    /// <summary>What is being made stays in the queue until it is, so that others know that somebody drains it.</summary>
    private async Task Drain(BookId book, Queue<Item> queue)
    {
        await Task.Yield();
        while (true)
        {
            Item[] some;
            lock (queue) some = [.. queue.Take(Most)];
            await Make(some);
            lock (queue)
            {
                for (var i = 0; i < some.Length; i++) queue.Dequeue();
                if (queue.Count > 0) continue;
                waiting.TryRemove(book, out _);
                return;
            }
        }
    }

    private async Task Make(Item[] items)
    {
        if (items.Length > 1)
        {
            try
            {
                var made = await together(Array.ConvertAll(items, item => item.Row));
                for (var i = 0; i < items.Length; i++) items[i].Done.SetResult(made[i]);
                return;
            }
            catch (Npgsql.PostgresException)
            {
                // Nothing was done. One of them is at fault: alone, each gets its own answer.
            }
            catch (Exception fault)
            {
                foreach (var item in items) item.Done.SetException(fault);
                return;
            }
        }
        foreach (var item in items)
        {
            try
            {
                item.Done.SetResult(await alone(item.Row));
            }
            catch (Exception fault)
            {
                item.Done.SetException(fault);
            }
        }
    }

    private sealed record Item(NewRow Row, TaskCompletionSource<EditResult> Done);
}
