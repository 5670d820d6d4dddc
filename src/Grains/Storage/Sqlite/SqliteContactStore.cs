using System.Collections.Concurrent;
using ContactOffice.GrainInterfaces;
using Microsoft.Data.Sqlite;

namespace ContactOffice.Grains.Storage.Sqlite;

/// <summary>The rows in one file, <c>contacts.db</c>: one writer, and readers that never wait for it (write-ahead log).</summary>
public sealed class SqliteContactStore(string folder) : IContactStore
{
    // FULL: a commit that was answered survives a power cut. Without it the log may lose its tail.
    private const string WriterPragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -32000; PRAGMA journal_size_limit = 67108864";
    private const string ReaderPragmas = "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA cache_size = -8000";
    private readonly string connectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "contacts.db"), Pooling = false }.ToString();
    private readonly ConcurrentBag<SqliteSession> readers = [];
    private readonly SemaphoreSlim reading = new(Math.Max(4, Environment.ProcessorCount * 2));
    private SqliteWriter? writer;

    public Task Open(CancellationToken stop) => Task.Run(() =>
    {
        var session = SqliteFiles.Open(connectionString, WriterPragmas, Schema.VersionTable, Migrate);
        writer = new SqliteWriter(session);
    }, stop);

    public Task<ContactRow?> Read(ContactId id) => Reading(session => session.One("""
        SELECT c.home, c.uid, c.version, c.card, c.created_by, c.created_at, c.modified_by, c.modified_at, c.deleted_at, e.href, e.seq, e.comments
        FROM contact c JOIN book_entry e ON e.contact = c.id AND e.book = c.home WHERE c.id = @id
        """,
        row => new ContactRow(id, new BookId(row.GetString(0)), row.GetString(1), row.GetInt64(2), row.Blob(3), new AccountId(row.GetString(4)), row.Time(5),
            new AccountId(row.GetString(6)), row.Time(7), row.IsDBNull(8) ? null : row.Time(8), row.GetString(9), row.GetInt64(10), row.GetInt64(11)),
        ("@id", id.Bytes())));

    public Task<EditResult> Create(NewRow row) => Writer.Write(session => SqliteEdits.Create(session, row), Made);

    public Task<EditResult> Edit(Edit edit) => Writer.Write(session => SqliteEdits.Apply(session, edit), Made);

    public Task<Dictionary<string, byte[]>> Pictures(ContactId id) => Reading(session => PicturesOf(session, id));

    public Task<BookPosition> Position(BookId book) => Reading(session => PositionOf(session, book));

    public Task<BookPosition> ReadEntries(BookId book, long since, bool find, Action<BookEntry, string?> each) => Reading(session =>
    {
        var position = PositionOf(session, book);
        session.One($"SELECT contact, seq, card_seq, version, deleted, uid, href, CASE WHEN deleted THEN x'' ELSE summary END, comments{(find ? ", CASE WHEN deleted THEN '' ELSE find END" : "")} FROM book_entry WHERE book = @book AND seq > @since ORDER BY seq", row =>
        {
            do each(new BookEntry(row.Id(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetBoolean(4), row.GetString(5), row.GetString(6), row.Blob(7), row.GetInt64(8)), find ? row.GetString(9) : null);
            while (row.Read());
            return true;
        }, ("@book", book.Value), ("@since", since));
        return position;
    });

    // A statement for each card would cost several times what the rows do. CROSS JOIN is SQLite's word for nesting the loops as they are written
    // (https://sqlite.org/optoverview.html#manual_control_of_query_plans_using_cross_join): rows come in the order of the ids.
    private const string AskedFor = "FROM json_each(@ids) j CROSS JOIN book_entry e ON e.contact = unhex(j.value) AND e.book = @book CROSS JOIN contact c ON c.id = e.contact WHERE NOT e.deleted";

    public Task<BookCard[]> ReadCards(BookId book, IReadOnlyList<ContactId> ids) => Reading(session => CardBatch.WithPictures(
        session.Each($"SELECT c.id, c.version, e.href, c.card, c.home, c.uid, c.created_by, c.created_at, c.modified_by, c.modified_at {AskedFor}",
            static row => new BookCard(row.Id(0), row.GetInt64(1), row.GetString(2), row.Blob(3), new BookId(row.GetString(4)), row.GetString(5), row.Account(6), row.Time(7), row.Account(8), row.Time(9), false),
            ("@ids", session.Ids(ids)), ("@book", book.Value)),
        id => PicturesOf(session, id)));

    public Task<CardText[]> ReadTexts(IReadOnlyList<ContactId> ids) => Reading(session => CardBatch.Texts(
        session.Each("SELECT c.id, c.card FROM json_each(@ids) j CROSS JOIN contact c ON c.id = unhex(j.value)", static row => new CardText(row.Id(0), row.Blob(1)), ("@ids", session.Ids(ids)))));

    public Task<AddedRows> Add(NewRows rows) => Writer.Write(session => SqliteImports.Add(session, rows), _ => true);

    public Task<IReadOnlyList<Addition>> Preview(NewRows rows) => Reading<IReadOnlyList<Addition>>(session => SqliteImports.Preview(session, rows));

    public Task<T> Transact<T>(Func<ISqlSession, T> work, Func<T, bool>? keep = null) => Writer.Write(work, keep ?? (_ => true));

    public Task<T> Query<T>(Func<ISqlSession, T> read) => Reading(read);

    public Task<int> CountImport(BookId book, Guid import) => Reading(session => (int)session.Number(
        "SELECT count(*) FROM contact WHERE import = @import AND home = @book AND deleted_at IS NULL", ("@import", import.Bytes()), ("@book", book.Value)));

    public async Task Purge(DateTimeOffset before, DateTimeOffset unused, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && await Writer.Write(session => SqliteImports.Forget(session, before), _ => true)) { }
        while (!stop.IsCancellationRequested && await Writer.Write(session => SqliteImports.ForgetPictures(session, unused), _ => true)) { }
    }

    public ValueTask DisposeAsync()
    {
        writer?.Dispose();
        foreach (var reader in readers) reader.Dispose();
        readers.Clear();
        reading.Dispose();
        return ValueTask.CompletedTask;
    }

    private SqliteWriter Writer => writer ?? throw new InvalidOperationException("The database was not opened.");

    private static bool Made(EditResult result) => result.Outcome == EditOutcome.Done;

    private static void Migrate(SqliteSession session)
    {
        foreach (var (version, sql) in Schema.Missing(session.Number(Schema.ReadVersion)))
        {
            session.Script(sql);
            session.Run("INSERT INTO schema_version (version, applied_at) VALUES (@version, @at)", ("@version", version), ("@at", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        }
    }

    private static BookPosition PositionOf(SqliteSession session, BookId book) =>
        session.One("SELECT seq, horizon FROM book WHERE id = @book", static row => new BookPosition(row.GetInt64(0), row.GetInt64(1)), ("@book", book.Value));

    private static Dictionary<string, byte[]> PicturesOf(SqliteSession session, ContactId id) => session.All(
        "SELECT b.hash, b.bytes FROM contact_blob r JOIN blob b ON b.hash = r.hash WHERE r.contact = @id", static row => (row.GetString(0), row.Blob(1)), ("@id", id.Bytes()))
        .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    // SQLite's calls block: they must not hold a thread that runs grains.
    private async Task<T> Reading<T>(Func<SqliteSession, T> read)
    {
        await reading.WaitAsync();
        try
        {
            return await Task.Run(() =>
            {
                if (!readers.TryTake(out var session)) session = new SqliteSession(connectionString, ReaderPragmas);
                try
                {
                    return read(session);
                }
                finally
                {
                    readers.Add(session);
                }
            });
        }
        finally
        {
            reading.Release();
        }
    }
}
