using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage.Sqlite;

/// <summary>Many contacts at once: adding, forgetting.</summary>
internal static class SqliteImports
{
    public static List<Addition> Preview(SqliteSession session, NewRows rows) => [.. rows.Cards.Select(card =>
    {
        var existing = card.Uid is null
            ? session.One("SELECT id FROM contact WHERE home = @book AND digest = @digest AND deleted_at IS NULL", static row => (ContactId?)row.Id(0), ("@book", rows.Book.Value), ("@digest", card.Digest))
            : session.One("SELECT contact FROM book_entry WHERE book = @book AND uid = @uid AND NOT deleted", static row => (ContactId?)row.Id(0), ("@book", rows.Book.Value), ("@uid", card.Uid));
        return new Addition(card.Id, existing, card.Uid is not null);
    })];

    public static AddedRows Add(SqliteSession session, NewRows rows)
    {
        var additions = Preview(session, rows);
        var added = additions.Count(addition => addition.Existing is null);
        if (added == 0) return new(additions, 0);
        var last = SqliteEdits.Number(session, rows.Book.Value, added);
        var seq = last - added;
        for (var i = 0; i < additions.Count; i++)
        {
            if (additions[i].Existing is not null) continue;
            var card = rows.Cards[i];
            var uid = NewRows.UidOf(card);
            SqliteEdits.InsertContact(session, rows.Book, card, uid, rows.Who, rows.At, rows.Import);
            if (card.Pictures.Length > 0) SqliteEdits.KeepPictures(session, card.Id, card.Pictures, [.. card.Pictures.Select(picture => picture.Hash)], rows.At);
            SqliteEdits.InsertEntry(session, rows.Book, card, uid, NewRows.HrefOf(card.Id), ++seq);
        }
        return new(additions, last);
    }

    /// <summary>Forgets some hundred contacts deleted before then; false when none is left.</summary>
    public static bool Forget(SqliteSession session, DateTimeOffset before)
    {
        var ids = session.All("SELECT id FROM contact WHERE deleted_at < @before ORDER BY id LIMIT 200", static row => row.Id(0), ("@before", before.ToUnixTimeMilliseconds()));
        foreach (var id in ids.Select(id => id.Bytes()))
        {
            session.Run("UPDATE book SET horizon = max(horizon, (SELECT card_seq FROM book_entry WHERE contact = @id AND book = book.id)) WHERE id IN (SELECT book FROM book_entry WHERE contact = @id)", ("@id", id));
            session.Run("DELETE FROM book_entry WHERE contact = @id", ("@id", id));
            foreach (var table in ItemRows.Dependents) session.Run($"DELETE FROM {table} WHERE contact = @id", ("@id", id));
            session.Run("DELETE FROM contact WHERE id = @id", ("@id", id));
        }
        return ids.Count > 0;
    }

    public static bool ForgetPictures(SqliteSession session, DateTimeOffset unused) => session.Run("""
        DELETE FROM blob WHERE hash IN (
            SELECT hash FROM blob WHERE touched_at < @unused AND NOT EXISTS (SELECT 1 FROM contact_blob WHERE contact_blob.hash = blob.hash) LIMIT 50)
        """, ("@unused", unused.ToUnixTimeMilliseconds())) > 0;
}
