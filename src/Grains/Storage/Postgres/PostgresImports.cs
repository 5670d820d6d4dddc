using ContactOffice.GrainInterfaces;
using Npgsql;
using static ContactOffice.Grains.Storage.Postgres.PostgresValues;

namespace ContactOffice.Grains.Storage.Postgres;

/// <summary>Many contacts at once: adding, forgetting. Each runs in a transaction that its caller opened.</summary>
internal static class PostgresImports
{
    public static async Task<AddedRows> Add(NpgsqlConnection connection, NewRows rows)
    {
        // Nobody can enter or leave the book without its row: what is looked up from here on stays so until the commit.
        await Run(connection, Statement("INSERT INTO book (id, seq) VALUES ($1, 0) ON CONFLICT (id) DO UPDATE SET seq = book.seq", Text(rows.Book.Value)));
        var additions = await Preview(connection, rows);
        var added = rows.Cards.Where((_, index) => additions[index].Existing is null).ToList();
        if (added.Count == 0) return new(additions, 0);

        var last = (long)(await One(connection, Statement("UPDATE book SET seq = seq + $2 WHERE id = $1 RETURNING seq", Text(rows.Book.Value), Number(added.Count))))!;
        var commands = PostgresEdits.StorePictures(added.SelectMany(card => card.Pictures), rows.At).ToList();
        var references = added.SelectMany(card => card.Pictures.Select(picture => (card.Id, picture.Hash)).Distinct()).ToList();
        if (references.Count > 0)
        {
            commands.Add(Statement("INSERT INTO contact_blob (contact, hash) SELECT * FROM unnest($1, $2)", Ids(references.Select(r => r.Id)), Texts(references.Select(r => r.Hash))));
        }
        commands.Add(Statement("""
            INSERT INTO contact (id, home, uid, version, card, digest, created_by, created_at, modified_by, modified_at, import)
            SELECT u.id, $1, u.uid, 1, u.card, u.digest, $2, $3, $2, $3, $4 FROM unnest($5, $6, $7, $8) AS u (id, uid, card, digest)
            """,
            Text(rows.Book.Value), Text(rows.Who.Value), Time(rows.At), Id(rows.Import),
            Ids(added.Select(card => card.Id)), Texts(added.Select(NewRows.UidOf)), Blobs(added.Select(card => card.Card)), Blobs(added.Select(card => card.Digest))));
        commands.Add(Statement("""
            INSERT INTO book_entry (book, contact, seq, card_seq, version, deleted, uid, href, summary, find)
            SELECT $1, u.id, $2 + u.n, $2 + u.n, 1, false, u.uid, u.href, u.summary, u.find FROM unnest($3, $4, $5, $6, $7) WITH ORDINALITY AS u (id, uid, href, summary, find, n)
            """,
            Text(rows.Book.Value), Number(last - added.Count),
            Ids(added.Select(card => card.Id)), Texts(added.Select(NewRows.UidOf)), Texts(added.Select(card => NewRows.HrefOf(card.Id))), Blobs(added.Select(card => card.Summary)), Texts(added.Select(card => card.Find))));
        await Run(connection, [.. commands]);
        return new(additions, last);
    }

    public static async Task<List<Addition>> Preview(NpgsqlConnection connection, NewRows rows)
    {
        var uids = rows.Cards.Where(card => card.Uid is not null).Select(card => card.Uid);
        var digests = rows.Cards.Where(card => card.Uid is null).Select(card => card.Digest);
        var known = new Dictionary<string, ContactId>();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Statement("SELECT uid, contact FROM book_entry WHERE book = $1 AND uid = ANY ($2) AND NOT deleted", Text(rows.Book.Value), Texts(uids)));
        batch.BatchCommands.Add(Statement("SELECT encode(digest, 'hex'), id FROM contact WHERE home = $1 AND digest = ANY ($2) AND deleted_at IS NULL", Text(rows.Book.Value), Blobs(digests)));
        await using var reader = await batch.ExecuteReaderAsync();
        // A UID may look like a digest in hexadecimal: the prefix keeps the two apart.
        while (await reader.ReadAsync()) known["uid " + reader.GetString(0)] = reader.Id(1);
        await reader.NextResultAsync();
        while (await reader.ReadAsync()) known["digest " + reader.GetString(0)] = reader.Id(1);
        return [.. rows.Cards.Select(card =>
        {
            var found = known.TryGetValue(card.Uid is null ? "digest " + Convert.ToHexStringLower(card.Digest!) : "uid " + card.Uid, out var existing);
            return new Addition(card.Id, found ? existing : null, card.Uid is not null);
        })];
    }

    /// <summary>Forgets some hundred contacts deleted before then; false when none is left that another node does not hold.</summary>
    public static async Task<bool> Forget(NpgsqlConnection connection, DateTimeOffset before)
    {
        var ids = await IdsOf(connection, Statement("SELECT id FROM contact WHERE deleted_at < $1 ORDER BY id LIMIT 200 FOR UPDATE SKIP LOCKED", Time(before)));
        if (ids.Count == 0) return false;
        await Run(connection,
            Statement("""
                UPDATE book SET horizon = greatest(book.horizon, gone.seq)
                FROM (SELECT b.id, (SELECT max(e.card_seq) FROM book_entry e WHERE e.book = b.id AND e.contact = ANY ($1)) AS seq FROM book b
                    WHERE b.id IN (SELECT e.book FROM book_entry e WHERE e.contact = ANY ($1)) ORDER BY b.id FOR UPDATE) gone
                WHERE book.id = gone.id
                """, Ids(ids)),
            Statement("DELETE FROM book_entry WHERE contact = ANY ($1)", Ids(ids)),
            Statement("DELETE FROM contact WHERE id = ANY ($1)", Ids(ids)));
        await Run(connection, [.. ItemRows.Dependents.Select(table => Statement($"DELETE FROM {table} WHERE contact = ANY ($1)", Ids(ids)))]);
        return true;
    }

    /// <summary>
    /// A writer who stores a picture touches its row first. So either this waits for him, sees the row touched and leaves it, or he
    /// waits for this, finds the row gone and stores it anew.
    /// </summary>
    public static async Task<bool> ForgetPictures(NpgsqlConnection connection, DateTimeOffset unused) => await Run(connection, Statement("""
        DELETE FROM blob WHERE touched_at < $1 AND hash IN (
            SELECT b.hash FROM blob b WHERE b.touched_at < $1 AND NOT EXISTS (SELECT 1 FROM contact_blob r WHERE r.hash = b.hash) ORDER BY b.hash LIMIT 50)
        """, Time(unused))) > 0;

    private static async Task<int> Run(NpgsqlConnection connection, params NpgsqlBatchCommand[] commands)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands) batch.BatchCommands.Add(command);
        return await batch.ExecuteNonQueryAsync();
    }

    private static async Task<List<ContactId>> IdsOf(NpgsqlConnection connection, NpgsqlBatchCommand command)
    {
        var ids = new List<ContactId>();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync()) ids.Add(reader.Id(0));
        return ids;
    }

    private static async Task<object?> One(NpgsqlConnection connection, NpgsqlBatchCommand command)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(command);
        return await batch.ExecuteScalarAsync();
    }
}
