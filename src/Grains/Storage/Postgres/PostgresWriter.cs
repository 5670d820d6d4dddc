using ContactOffice.GrainInterfaces;
using Npgsql;
using static ContactOffice.Grains.Storage.Postgres.PostgresValues;

namespace ContactOffice.Grains.Storage.Postgres;

/// <summary>
/// The writes of this node to single contacts, those of one book several to a transaction. A book's row is locked until the disk has what was written, so
/// one at a time they would wait for the disk as often as there are writes: those that come while one is under way go together, next. None waits for others
/// that are yet to come, and where one of them cannot be done each is tried alone and gets its own answer.
/// </summary>
internal sealed class PostgresWriter(NpgsqlDataSource source)
{
    private const int GroupSize = 64;

    // Locks are taken in one order everywhere: contacts, then books, each by id. Two groups that touch the same ones do not wait for each other.
    private const string LockContacts = "SELECT id FROM contact WHERE id = ANY ($1) ORDER BY id FOR UPDATE";
    private const string LockBooks = """
        SELECT id FROM book WHERE id = ANY (ARRAY (SELECT book FROM book_entry WHERE contact = ANY ($1) AND NOT deleted) || $2) ORDER BY id FOR UPDATE
        """;

    private readonly Dictionary<BookId, List<Item>> waiting = [];

    /// <summary>Answers with the entries written, once they are on the disk.</summary>
    /// <param name="home">The book that the contact lives in.</param>
    /// <param name="edited">The contact; null for a new one.</param>
    /// <param name="statement">Answers a row for each entry that it wrote: book, sequence number, href.</param>
    public Task<List<EntryPosition>> Write(BookId home, ContactId? edited, Func<IEnumerable<NpgsqlBatchCommand>> statement)
    {
        var item = new Item(edited, statement, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (waiting)
        {
            if (waiting.TryGetValue(home, out var others)) others.Add(item);
            else
            {
                waiting[home] = [];
                // Not as a turn of the grain that happened to come first.
                Task.Run(() => Drain(home, [item]));
            }
        }
        return item.Done.Task;
    }

    /// <summary>For what takes other locks before those of the contact, as pictures do. Only the last of the statements answers rows.</summary>
    public async Task<List<EntryPosition>> WriteAlone(IEnumerable<NpgsqlBatchCommand> statements) => (await Run([], statements, 1))[0];

    private async Task Drain(BookId home, List<Item> group)
    {
        while (group.Count > 0)
        {
            await (group.Count == 1 ? Alone(group[0]) : Together(home, group));
            lock (waiting)
            {
                var others = waiting[home];
                group = others.GetRange(0, Math.Min(others.Count, GroupSize));
                others.RemoveRange(0, group.Count);
                if (group.Count == 0) waiting.Remove(home);
            }
        }
    }

    private async Task Together(BookId home, List<Item> group)
    {
        try
        {
            var edited = group.Where(item => item.Edited is not null).Select(item => item.Edited!.Value).ToList();
            NpgsqlBatchCommand[] locks = edited.Count == 0 ? [] : [Statement(LockContacts, Ids(edited)), Statement(LockBooks, Ids(edited), Text(home.Value))];
            var written = await Run(locks, group.SelectMany(item => item.Statement()), group.Count);
            for (var i = 0; i < written.Length; i++) group[i].Done.SetResult(written[i]);
        }
        catch (PostgresException fault) when (fault.InvariantSeverity == "ERROR")
        {
            // Nothing was done. After an error that ends the connection that is not known.
            foreach (var item in group) await Alone(item);
        }
        catch (Exception fault)
        {
            foreach (var item in group) item.Done.SetException(fault);
        }
    }

    private async Task Alone(Item item)
    {
        try
        {
            item.Done.SetResult(await WriteAlone(item.Statement()));
        }
        catch (Exception fault)
        {
            item.Done.SetException(fault);
        }
    }

    private async Task<List<EntryPosition>[]> Run(NpgsqlBatchCommand[] locks, IEnumerable<NpgsqlBatchCommand> statements, int answers)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in locks.Concat(statements)) batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync();
        foreach (var _ in locks) await reader.NextResultAsync();
        var written = new List<EntryPosition>[answers];
        for (var i = 0; i < written.Length; i++)
        {
            written[i] = new(1);
            while (await reader.ReadAsync()) written[i].Add(new(new BookId(reader.GetString(0)), reader.GetInt64(1), reader.GetString(2)));
            await reader.NextResultAsync();
        }
        return written;
    }

    private sealed record Item(ContactId? Edited, Func<IEnumerable<NpgsqlBatchCommand>> Statement, TaskCompletionSource<List<EntryPosition>> Done);
}
