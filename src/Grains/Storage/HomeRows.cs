using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage;

/// <summary>Contacts that move to another home. Each call belongs to one transaction.</summary>
internal static class HomeRows
{
    /// <summary>
    /// Makes another book a contact's home: it goes on being the same contact, with all that belongs to it, wherever else it is shown. Where that book refers to it already the
    /// reference becomes the contact. It counts as an edit, so that a grain that knows of its former home writes nothing.
    /// </summary>
    /// <param name="href">The contact's name in CardDAV there.</param>
    /// <param name="may">Whether it may be taken out of its home.</param>
    public static ChangedItems Move(ISqlSession session, BookId from, BookId to, ContactId id, string href, AccountId who, DateTimeOffset at, Func<ItemFacts, bool> may)
    {
        var item = session.One($"SELECT home, created_by FROM contact WHERE id = @id AND home = @from AND deleted_at IS NULL{session.ForUpdateOf("contact")}",
            row => (ItemFacts?)new ItemFacts(id, new(row.GetString(0)), row.Account(1), null), ("@id", session.Id(id)), ("@from", from.Value));
        if (item is not { } facts || !may(facts)) return ChangedItems.None;
        BookRows.Lock(session, [.. BookRows.Living(session, [id]).Select(entry => entry.Book).Append(to).Distinct()]);
        if (Obstacle(session, from, to, id, href) is { } obstacle) return ChangedItems.None with { Skipped = [obstacle] };

        FormerNames.Bury(session, to, id, href, who, at);
        session.Run("""
            INSERT INTO book_entry (book, contact, seq, card_seq, version, deleted, uid, href, summary, find, comments)
            SELECT @to, contact, @seq, @seq, version, false, uid, @href, summary, find, comments FROM book_entry WHERE book = @from AND contact = @id
            ON CONFLICT (contact, book) DO UPDATE SET seq = excluded.seq, card_seq = excluded.card_seq, version = excluded.version, deleted = false, uid = excluded.uid, href = excluded.href,
                summary = excluded.summary, find = excluded.find, comments = excluded.comments, shared_by = NULL, removed = NULL, removed_by = NULL, removed_at = NULL
            """, ("@to", to.Value), ("@seq", BookRows.Number(session, to, 1)), ("@href", href), ("@from", from.Value), ("@id", session.Id(id)));
        session.Run("UPDATE contact SET home = @to, version = version + 1 WHERE id = @id", ("@to", to.Value), ("@id", session.Id(id)));
        // Not to be restored there: it is somewhere else.
        var moved = BookRows.Change(session, [new(from, id)], "card_seq = n.seq, deleted = true, removed = @how, removed_by = @who, removed_at = @at",
            ("@how", ItemRows.Withdrawn), ("@who", who.Value), ("@at", at.ToUnixTimeMilliseconds()));
        moved.AddRange(BookRows.Change(session, BookRows.Living(session, [id]), "card_seq = n.seq, version = version + 1"));
        return new([id], moved);
    }

    /// <summary>What keeps it from having its UID and this name there; null where nothing does.</summary>
    private static UnsharedItem? Obstacle(ISqlSession session, BookId from, BookId to, ContactId id, string href) => session.One("""
        SELECT o.contact, o.contact = e.contact OR o.uid = e.uid FROM book_entry e JOIN book_entry o ON o.book = @to AND NOT o.deleted
        WHERE e.book = @from AND e.contact = @id AND (o.contact <> e.contact AND (o.uid = e.uid OR o.href = @href) OR o.contact = e.contact AND o.href <> @href) ORDER BY 2 DESC
        """, row => (UnsharedItem?)new UnsharedItem(row.Id(0), to, ByHref: !row.GetBoolean(1)), ("@to", to.Value), ("@from", from.Value), ("@id", session.Id(id)), ("@href", href));
}
