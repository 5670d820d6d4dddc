using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage;

/// <summary>What was deleted from a book and can be restored.</summary>
internal static class TrashRows
{
    private const long Minute = 60_000;
    private const int LeastBurst = 10;
    private static readonly TimeSpan BurstsWithin = TimeSpan.FromDays(1);

    private const string Rows = """
        SELECT c.id, coalesce(e.removed_by, c.modified_by) AS who, coalesce(e.removed_at, c.deleted_at) AS at, c.home <> e.book AS reference, e.summary AS summary
        FROM book_entry e JOIN contact c ON c.id = e.contact
        WHERE e.book = @book AND e.deleted AND (c.home = e.book AND c.deleted_at >= @since AND NOT c.erased OR c.home <> e.book AND c.deleted_at IS NULL AND e.removed = 'deleted' AND e.removed_at >= @since)
        """;

    /// <param name="own">Only what this account deleted.</param>
    /// <param name="living">How many contacts the book has now.</param>
    public static TrashPage Page(ISqlSession session, BookId book, DateTimeOffset since, DateTimeOffset now, AccountId? own, int offset, int limit, int living)
    {
        var (inBook, from, by) = (("@book", (object?)book.Value), ("@since", (object?)since.ToUnixTimeMilliseconds()), ("@who", (object?)(own?.Value ?? "")));
        var items = session.All($"SELECT id, who, at, reference, summary FROM ({Rows}) t WHERE @who IN ('', who) ORDER BY at DESC, id LIMIT @limit OFFSET @offset",
            static row => new TrashItem(row.Id(0), row.Account(1), row.Time(2), row.GetBoolean(3), row.Blob(4)), inBook, from, by, ("@limit", (long)limit), ("@offset", (long)offset));
        var total = session.One($"SELECT count(*) FROM ({Rows}) t WHERE @who IN ('', who)", static row => row.GetInt64(0), inBook, from, by);
        var minutes = session.All($"SELECT who, at / {Minute} AS minute, min(at), max(at), count(*) FROM ({Rows}) t WHERE @who IN ('', who) AND at >= @recent GROUP BY who, at / {Minute} ORDER BY who, minute",
            static row => new TrashBurst(row.Account(0), row.Time(2), row.Time(3), (int)row.GetInt64(4)), inBook, from, by, ("@recent", (now - BurstsWithin).ToUnixTimeMilliseconds()));
        return new([.. items], (int)total, Bursts(minutes, living));
    }

    /// <summary>
    /// Forgets some hundred references that were taken out of books before then while their contacts live on, raising those books' horizons; false when
    /// none is left. A deleted contact's go with it.
    /// </summary>
    public static bool ForgetReferences(ISqlSession session, DateTimeOffset before)
    {
        var old = ("@before", (object?)before.ToUnixTimeMilliseconds());
        var gone = session.All("""
            SELECT e.book, e.contact, e.card_seq FROM book_entry e JOIN contact c ON c.id = e.contact
            WHERE e.deleted AND e.removed_at < @before AND c.deleted_at IS NULL ORDER BY e.book, e.contact LIMIT 500
            """, static row => (Book: new BookId(row.GetString(0)), Contact: row.Id(1), Seq: row.GetInt64(2)), old);
        BookRows.Lock(session, [.. gone.Select(entry => entry.Book).Distinct()]);
        foreach (var book in gone.GroupBy(entry => entry.Book))
        {
            session.Run("UPDATE book SET horizon = @seq WHERE id = @book AND horizon < @seq", ("@seq", book.Max(entry => entry.Seq)), ("@book", book.Key.Value));
            session.Run($"DELETE FROM book_entry WHERE book = @book AND deleted AND removed_at < @before AND contact {session.AmongIds("@ids")}",
                ("@book", book.Key.Value), old, ("@ids", session.Ids(book.Select(entry => entry.Contact))));
        }
        return gone.Count > 0;
    }

    // A minute begins wherever a deletion begins: what two clock minutes share counts as one.
    private static TrashBurst[] Bursts(List<TrashBurst> minutes, int living)
    {
        var joined = new List<TrashBurst>();
        foreach (var minute in minutes)
        {
            if (joined is [.., var last] && last.DeletedBy == minute.DeletedBy && minute.To - last.From <= TimeSpan.FromMilliseconds(2 * Minute)) joined[^1] = last with { To = minute.To, Count = last.Count + minute.Count };
            else joined.Add(minute);
        }
        return [.. joined.Where(burst => burst.Count >= LeastBurst && burst.Count > living).OrderByDescending(burst => burst.To)];
    }
}
