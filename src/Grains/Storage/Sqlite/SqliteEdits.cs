using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage.Sqlite;

/// <summary>The writes of single contacts. They run on the writer's thread, alone, so a check made here holds until the commit.</summary>
internal static class SqliteEdits
{
    public static EditResult Create(SqliteSession session, NewRow row)
    {
        var id = row.Id.Bytes();
        if (session.Number("SELECT count(*) FROM contact WHERE id = @id", ("@id", id)) > 0) return new(EditOutcome.Exists, []);
        if (Taken(session, row.Home.Value, row.Uid, row.Href, id) is { } taken) return taken;
        InsertContact(session, row.Home, row.Card, row.Uid, row.Who, row.At, null);
        KeepPictures(session, row.Id, row.Card.Pictures, [.. row.Card.Pictures.Select(picture => picture.Hash)], row.At);
        var seq = Number(session, row.Home.Value, 1);
        InsertEntry(session, row.Home, row.Card, row.Uid, row.Href, seq);
        return new(EditOutcome.Done, [new(row.Home, seq, row.Href)]);
    }

    public static EditResult Apply(SqliteSession session, Edit edit)
    {
        var id = edit.Id.Bytes();
        var changed = session.Run("""
            UPDATE contact SET version = version + 1, uid = @uid, card = @card, digest = @digest,
                modified_by = @who, modified_at = @at
            WHERE id = @id AND version = @old AND deleted_at IS NULL
            """,
            ("@uid", edit.Uid), ("@card", edit.Card), ("@digest", edit.Digest), ("@who", edit.Who.Value), ("@at", edit.At.ToUnixTimeMilliseconds()),
            ("@id", id), ("@old", edit.OldVersion));
        if (changed == 0) return EditResult.Stale;
        if (edit.Hashes is not null) KeepPictures(session, edit.Id, edit.Pictures, edit.Hashes, edit.At);

        var entries = new List<EntryPosition>(1);
        foreach (var (book, href, uid) in session.All("SELECT book, href, uid FROM book_entry WHERE contact = @id AND NOT deleted ORDER BY book",
            static row => (row.GetString(0), row.GetString(1), row.GetString(2)), ("@id", id)))
        {
            // An entry that keeps its names keeps its right to them.
            if (uid != edit.Uid && Taken(session, book, edit.Uid, href, id) is { } taken) return taken;
            var seq = Number(session, book, 1);
            session.Run("UPDATE book_entry SET seq = @seq, card_seq = @seq, version = @version, uid = @uid, summary = @summary, find = @find WHERE contact = @id AND book = @book",
                ("@seq", seq), ("@version", edit.OldVersion + 1), ("@uid", edit.Uid), ("@summary", edit.Summary), ("@find", edit.Find), ("@id", id), ("@book", book));
            entries.Add(new(new BookId(book), seq, href));
        }
        return new(EditOutcome.Done, entries);
    }

    /// <summary>Takes the next <paramref name="count"/> sequence numbers of a book; answers the last.</summary>
    public static long Number(SqliteSession session, string book, int count) =>
        session.Number("INSERT INTO book (id, seq) VALUES (@book, @count) ON CONFLICT (id) DO UPDATE SET seq = seq + @count RETURNING seq", ("@book", book), ("@count", count));

    public static void InsertContact(SqliteSession session, BookId home, PreparedCard card, string uid, AccountId who, DateTimeOffset at, Guid? import) =>
        session.Run("""
            INSERT INTO contact (id, home, uid, version, card, digest, created_by, created_at, modified_by, modified_at, import)
            VALUES (@id, @home, @uid, 1, @card, @digest, @who, @at, @who, @at, @import)
            """,
            ("@id", card.Id.Bytes()), ("@home", home.Value), ("@uid", uid), ("@card", card.Card), ("@digest", card.Digest),
            ("@who", who.Value), ("@at", at.ToUnixTimeMilliseconds()), ("@import", import?.Bytes()));

    public static void InsertEntry(SqliteSession session, BookId book, PreparedCard card, string uid, string href, long seq) =>
        session.Run("INSERT INTO book_entry (book, contact, seq, card_seq, version, deleted, uid, href, summary, find) VALUES (@book, @id, @seq, @seq, 1, false, @uid, @href, @summary, @find)",
            ("@book", book.Value), ("@id", card.Id.Bytes()), ("@seq", seq), ("@uid", uid), ("@href", href), ("@summary", card.Summary), ("@find", card.Find));

    public static void KeepPictures(SqliteSession session, ContactId contact, Picture[] pictures, string[] hashes, DateTimeOffset at)
    {
        var (id, now) = (contact.Bytes(), at.ToUnixTimeMilliseconds());
        foreach (var picture in pictures)
        {
            session.Run("INSERT INTO blob (hash, media_type, bytes, touched_at) VALUES (@hash, @type, @bytes, @at) ON CONFLICT (hash) DO UPDATE SET touched_at = @at",
                ("@hash", picture.Hash), ("@type", picture.MediaType), ("@bytes", picture.Bytes), ("@at", now));
        }
        foreach (var old in session.All("SELECT hash FROM contact_blob WHERE contact = @id", static row => row.GetString(0), ("@id", id)))
        {
            if (hashes.Contains(old)) continue;
            // It may still be read through the version before this one: its time without a reference begins now.
            session.Run("UPDATE blob SET touched_at = @at WHERE hash = @hash", ("@hash", old), ("@at", now));
            session.Run("DELETE FROM contact_blob WHERE contact = @id AND hash = @hash", ("@id", id), ("@hash", old));
        }
        foreach (var hash in hashes) session.Run("INSERT INTO contact_blob (contact, hash) VALUES (@id, @hash) ON CONFLICT DO NOTHING", ("@id", id), ("@hash", hash));
    }

    /// <summary>Who else in the book has this UID or href; null where nobody has.</summary>
    public static EditResult? Taken(SqliteSession session, string book, string uid, string href, byte[] id)
    {
        var other = session.One("SELECT contact FROM book_entry WHERE book = @book AND uid = @uid AND NOT deleted AND contact <> @id", static row => (ContactId?)row.Id(0), ("@book", book), ("@uid", uid), ("@id", id));
        if (other is not null) return new(EditOutcome.UidTaken, [], other);
        other = session.One("SELECT contact FROM book_entry WHERE book = @book AND href = @href AND NOT deleted AND contact <> @id", static row => (ContactId?)row.Id(0), ("@book", book), ("@href", href), ("@id", id));
        return other is null ? null : new(EditOutcome.HrefTaken, [], other);
    }
}
