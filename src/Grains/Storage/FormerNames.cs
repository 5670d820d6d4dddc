using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage;

/// <summary>The names in CardDAV that contacts had in a book before they came back into it under others.</summary>
internal static class FormerNames
{
    /// <summary>
    /// Call before a deleted contact comes back into a locked book. Clients that know it by another name hear that this is gone: its tombstone is that of a
    /// contact which never lived, and is forgotten as any other. Where something else has the name by now they hear of that.
    /// </summary>
    /// <param name="href">Its name from now on.</param>
    public static void Bury(ISqlSession session, BookId book, ContactId contact, string href, AccountId who, DateTimeOffset at)
    {
        var former = session.One("""
            SELECT e.href FROM book_entry e WHERE e.book = @book AND e.contact = @id AND e.deleted AND e.href <> @href
                AND NOT EXISTS (SELECT 1 FROM book_entry o WHERE o.book = @book AND o.href = e.href AND NOT o.deleted)
            """, static row => row.GetString(0), ("@book", book.Value), ("@id", session.Id(contact)), ("@href", href));
        if (former is null) return;
        var id = ContactId.New();
        session.Run("""
            INSERT INTO contact (id, home, uid, version, card, created_by, created_at, modified_by, modified_at, deleted_at, erased)
            VALUES (@id, @book, @uid, 1, @none, @who, @at, @who, @at, @at, true)
            """, ("@id", session.Id(id)), ("@book", book.Value), ("@uid", id.ToString()), ("@none", Array.Empty<byte>()), ("@who", who.Value), ("@at", at.ToUnixTimeMilliseconds()));
        session.Run("""
            INSERT INTO book_entry (book, contact, seq, card_seq, version, deleted, uid, href, summary, find)
            VALUES (@book, @id, @seq, @seq, 1, true, @uid, @href, @none, '')
            """, ("@book", book.Value), ("@id", session.Id(id)), ("@seq", BookRows.Number(session, book, 1)), ("@uid", id.ToString()), ("@href", former), ("@none", Array.Empty<byte>()));
    }
}
