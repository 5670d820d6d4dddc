using System.Data;
using ContactOffice.GrainInterfaces;
using Npgsql;
using static ContactOffice.Grains.Storage.Postgres.PostgresValues;

namespace ContactOffice.Grains.Storage.Postgres;

/// <summary>The rows in a PostgreSQL database that any number of nodes share.</summary>
public sealed class PostgresContactStore(NpgsqlDataSource source) : IContactStore
{
    private const int Attempts = 4;
    private readonly SemaphoreSlim blocking = new(8);
    private readonly PostgresWriter writer = new(source);

    public Task Open(CancellationToken stop) => PostgresDatabase.Migrate(source, Schema.VersionTable, async (connection, stop) =>
    {
        await using var read = new NpgsqlCommand(Schema.ReadVersion, connection);
        foreach (var (version, sql) in Schema.Missing(Convert.ToInt64(await read.ExecuteScalarAsync(stop), null)))
        {
            await PostgresDatabase.Run(connection, sql, stop);
            await PostgresDatabase.Run(connection, $"INSERT INTO schema_version (version, applied_at) VALUES ({version}, {DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()})", stop);
        }
    }, stop);

    public Task<ContactRow?> Read(ContactId id) => One("""
        SELECT c.home, c.uid, c.version, c.card, c.created_by, c.created_at, c.modified_by, c.modified_at, c.deleted_at, e.href, e.seq, e.comments
        FROM contact c JOIN book_entry e ON e.contact = c.id AND e.book = c.home WHERE c.id = $1
        """,
        row => new ContactRow(id, new BookId(row.GetString(0)), row.GetString(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3), new AccountId(row.GetString(4)), row.Time(5),
            new AccountId(row.GetString(6)), row.Time(7), row.IsDBNull(8) ? null : row.Time(8), row.GetString(9), row.GetInt64(10), row.GetInt64(11)),
        Id(id));

    public async Task<EditResult> Create(NewRow row)
    {
        var result = await Write(
            () => row.Card.Pictures.Length > 0 ? writer.WriteAlone(PostgresEdits.Create(row)) : writer.Write(row.Home, null, () => PostgresEdits.Create(row)),
            row.Home, row.Uid, row.Href);
        return result.Other == row.Id ? new(EditOutcome.Exists, []) : result;
    }

    public Task<EditResult> Edit(Edit edit) => Write(
        () => edit.Hashes is not null ? writer.WriteAlone(PostgresEdits.Apply(edit)) : writer.Write(edit.Home, edit.Id, () => PostgresEdits.Apply(edit)),
        null, edit.Uid, null, edit.Id);

    public async Task<Dictionary<string, byte[]>> Pictures(ContactId id)
    {
        var pictures = new Dictionary<string, byte[]>();
        await Each(row => pictures[row.GetString(0)] = row.GetFieldValue<byte[]>(1), Statement("SELECT b.hash, b.bytes FROM contact_blob r JOIN blob b ON b.hash = r.hash WHERE r.contact = $1", Id(id)));
        return pictures;
    }

    public Task<BookPosition> Position(BookId book) => One(PositionSql, static row => new BookPosition(row.GetInt64(0), row.GetInt64(1)), Text(book.Value));

    public async Task<BookPosition> ReadEntries(BookId book, long since, bool find, Action<BookEntry, string?> each)
    {
        var position = default(BookPosition);
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Statement(PositionSql, Text(book.Value)));
        batch.BatchCommands.Add(Statement($"SELECT contact, seq, card_seq, version, deleted, uid, href, CASE WHEN deleted THEN ''::bytea ELSE summary END, comments{(find ? ", CASE WHEN deleted THEN '' ELSE find END" : "")} FROM book_entry WHERE book = $1 AND seq > $2 ORDER BY seq", Text(book.Value), Number(since)));
        await using var reader = await batch.ExecuteReaderAsync();
        if (await reader.ReadAsync()) position = new(reader.GetInt64(0), reader.GetInt64(1));
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            each(new BookEntry(reader.Id(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetBoolean(4), reader.GetString(5), reader.GetString(6), reader.GetFieldValue<byte[]>(7), reader.GetInt64(8)), find ? reader.GetString(9) : null);
        }
        return position;
    }

    public async Task<BookCard[]> ReadCards(BookId book, IReadOnlyList<ContactId> ids)
    {
        var cards = new Dictionary<ContactId, BookCard>(ids.Count);
        var kept = new Dictionary<ContactId, Dictionary<string, byte[]>>();
        await Transaction(IsolationLevel.RepeatableRead, async connection =>
        {
            await Each(connection, row => cards[row.Id(0)] = CardOf(row), Statement("""
                SELECT c.id, c.version, e.href, c.card, c.home, c.uid, c.created_by, c.created_at, c.modified_by, c.modified_at
                FROM book_entry e JOIN contact c ON c.id = e.contact WHERE e.book = $1 AND e.contact = ANY ($2) AND NOT e.deleted
                """, Text(book.Value), Ids(ids)));
            // Pictures are fetched for as many contacts as fill an answer, not for all: five hundred may weigh gigabytes.
            await Each(connection, row =>
            {
                if (!kept.TryGetValue(row.Id(0), out var own)) kept[row.Id(0)] = own = [];
                own[row.GetString(1)] = row.GetFieldValue<byte[]>(2);
            }, Statement("""
                SELECT r.contact, b.hash, b.bytes FROM blob b JOIN (
                    SELECT r.contact, r.hash, u.n, coalesce(sum(octet_length(b.bytes)) OVER (ORDER BY u.n RANGE UNBOUNDED PRECEDING EXCLUDE GROUP), 0) AS before
                    FROM unnest($1) WITH ORDINALITY AS u (id, n) JOIN contact_blob r ON r.contact = u.id JOIN blob b ON b.hash = r.hash) r
                ON b.hash = r.hash WHERE r.before < 16777216
                """, Ids(ids.Where(id => cards.TryGetValue(id, out var card) && Formats.CardBlobs.Hashes(card.Card).Count > 0))));
            return true;
        });
        return CardBatch.WithPictures(InOrder(ids, cards), id => kept.GetValueOrDefault(id) ?? []);
    }

    public async Task<CardText[]> ReadTexts(IReadOnlyList<ContactId> ids)
    {
        var texts = new Dictionary<ContactId, CardText>(ids.Count);
        await Each(row => texts[row.Id(0)] = new(row.Id(0), row.GetFieldValue<byte[]>(1)),
            Statement("SELECT id, card FROM contact WHERE id = ANY ($1)", Ids(ids)));
        return CardBatch.Texts(InOrder(ids, texts));
    }

    public Task<AddedRows> Add(NewRows rows) => Transaction(IsolationLevel.ReadCommitted, connection => PostgresImports.Add(connection, rows));

    public async Task<IReadOnlyList<Addition>> Preview(NewRows rows)
    {
        await using var connection = await source.OpenConnectionAsync();
        return await PostgresImports.Preview(connection, rows);
    }

    // Blocking calls, so on threads of their own, and few of them: what must be fast does not come this way.
    public Task<T> Transact<T>(Func<ISqlSession, T> work, Func<T, bool>? keep = null) => Blocking(connection =>
    {
        using var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        var answer = work(new PostgresSession(connection));
        if (keep?.Invoke(answer) ?? true) transaction.Commit();
        return answer;
    });

    public Task<T> Query<T>(Func<ISqlSession, T> read) => Blocking(connection => read(new PostgresSession(connection)));

    public async Task<int> CountImport(BookId book, Guid import) => (int)await One(
        "SELECT count(*) FROM contact WHERE import = $1 AND home = $2 AND deleted_at IS NULL", static row => row.GetInt64(0), Id(import), Text(book.Value));

    public async Task Purge(DateTimeOffset before, DateTimeOffset unused, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && await Transaction(IsolationLevel.ReadCommitted, connection => PostgresImports.Forget(connection, before))) { }
        while (!stop.IsCancellationRequested && await Transaction(IsolationLevel.ReadCommitted, connection => PostgresImports.ForgetPictures(connection, unused))) { }
    }

    public ValueTask DisposeAsync()
    {
        blocking.Dispose();
        return source.DisposeAsync();
    }

    private static IEnumerable<T> InOrder<T>(IEnumerable<ContactId> ids, Dictionary<ContactId, T> found) => ids.Where(found.ContainsKey).Select(id => found[id]);

    private static BookCard CardOf(NpgsqlDataReader row) => new(
        row.Id(0), row.GetInt64(1), row.GetString(2), row.GetFieldValue<byte[]>(3), new BookId(row.GetString(4)), row.GetString(5), new AccountId(row.GetString(6)), row.Time(7),
        new AccountId(row.GetString(8)), row.Time(9), false);

    private const string PositionSql = "SELECT seq, horizon FROM book WHERE id = $1";

    private async Task<EditResult> Write(Func<Task<List<EntryPosition>>> write, BookId? book, string uid, string? href, ContactId? id = null)
    {
        try
        {
            return await Retried(async () =>
            {
                var entries = await write();
                return entries.Count == 0 ? EditResult.Stale : new EditResult(EditOutcome.Done, entries);
            });
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return fault.ConstraintName switch
            {
                "contact_pkey" or "contact_blob_pkey" => new(EditOutcome.Exists, []),
                "book_entry_uid" => new(EditOutcome.UidTaken, [], await Holder("uid", uid, book, id)),
                "book_entry_href" => new(EditOutcome.HrefTaken, [], await Holder("href", href, book, id)),
                _ => throw new InvalidOperationException($"Unexpected conflict on {fault.ConstraintName}.", fault),
            };
        }
    }

    // For an edit, the book is whichever of those that show the contact has another with this UID.
    private Task<ContactId?> Holder(string column, string? value, BookId? book, ContactId? id) => One(
        $"SELECT contact FROM book_entry WHERE {column} = $1 AND NOT deleted AND (book = $2 OR $2 IS NULL AND book IN (SELECT book FROM book_entry WHERE contact = $3)) AND contact IS DISTINCT FROM $3",
        static row => (ContactId?)row.Id(0), Text(value), Text(book?.Value), Id(id?.Value));

    private async Task<T?> One<T>(string sql, Func<NpgsqlDataReader, T> map, params NpgsqlParameter[] values)
    {
        T? answer = default;
        await Each(row => answer = map(row), Statement(sql, values));
        return answer;
    }

    private async Task Each(Action<NpgsqlDataReader> each, params NpgsqlBatchCommand[] commands)
    {
        await using var connection = await source.OpenConnectionAsync();
        await Each(connection, each, commands);
    }

    private static async Task Each(NpgsqlConnection connection, Action<NpgsqlDataReader> each, params NpgsqlBatchCommand[] commands)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands) batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync()) each(reader);
        }
        while (await reader.NextResultAsync());
    }

    private Task<T> Blocking<T>(Func<NpgsqlConnection, T> work) => Retried(async () =>
    {
        await blocking.WaitAsync();
        try
        {
            return await Task.Factory.StartNew(() =>
            {
                using var connection = source.OpenConnection();
                return work(connection);
            }, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        }
        finally
        {
            blocking.Release();
        }
    });

    private Task<T> Transaction<T>(IsolationLevel level, Func<NpgsqlConnection, Task<T>> work) => Retried(async () =>
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(level);
        var answer = await work(connection);
        await transaction.CommitAsync();
        return answer;
    });

    // PostgreSQL says of these that nothing was done. A lost connection is another matter: the commit may have happened.
    private static async Task<T> Retried<T>(Func<Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (PostgresException fault) when (attempt < Attempts && fault.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                await Task.Delay(Random.Shared.Next(5, 20 * attempt));
            }
        }
    }
}
