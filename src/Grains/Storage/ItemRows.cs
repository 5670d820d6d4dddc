using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage;

/// <summary>Contacts in their books: deleting, restoring, sharing. Each call belongs to one transaction.</summary>
internal static class ItemRows
{
    /// <summary>Gone from a book where its contact may live on, and restorable from its trash.</summary>
    public const string Deleted = "deleted";

    /// <summary>Taken back by who shared it, or with who left.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Deletes from a book: what is at home there everywhere, of the others their reference there.</summary>
    /// <param name="may">Decides contact by contact.</param>
    /// <param name="version">Only a contact that is still at this version.</param>
    public static ChangedItems Delete(ISqlSession session, BookId book, IReadOnlyList<ContactId> ids, AccountId who, DateTimeOffset at, Func<ItemFacts, bool> may, long? version = null)
    {
        var items = session.All($"""
            SELECT c.id, c.home, c.created_by, e.shared_by, c.version FROM contact c JOIN book_entry e ON e.contact = c.id
            WHERE e.book = @book AND NOT e.deleted AND c.deleted_at IS NULL AND c.id {session.AmongIds("@ids")} ORDER BY c.id{session.ForUpdateOf("c")}
            """,
            static row => (Facts: FactsOf(row), Version: row.GetInt64(4)), ("@book", book.Value), ("@ids", session.Ids(ids)))
            .FindAll(item => may(item.Facts) && (version is null || item.Version == version)).ConvertAll(item => item.Facts);
        var atHome = items.Where(item => item.Home == book).Select(item => item.Id).ToList();
        List<EntryKey> references = [.. items.Where(item => item.Home != book).Select(item => new EntryKey(book, item.Id))];
        LockAll(session, items.Select(item => item.Id), [book]);
        var moved = DeleteAtHome(session, atHome, who, at);
        moved.AddRange(Remove(session, references, Deleted, who, at));
        return new([.. items.Select(item => item.Id)], Latest(moved));
    }

    /// <summary>Takes references away. At home nothing is taken.</summary>
    public static ChangedItems Unshare(ISqlSession session, BookId book, IReadOnlyList<ContactId> ids, AccountId who, DateTimeOffset at, Func<ItemFacts, bool> may)
    {
        var items = session.All($"""
            SELECT c.id, c.home, c.created_by, e.shared_by FROM contact c JOIN book_entry e ON e.contact = c.id
            WHERE e.book = @book AND c.home <> @book AND NOT e.deleted AND c.id {session.AmongIds("@ids")} ORDER BY c.id{session.ForUpdateOf("c")}
            """, FactsOf, ("@book", book.Value), ("@ids", session.Ids(ids))).FindAll(item => may(item));
        LockAll(session, items.Select(item => item.Id), [book]);
        return new([.. items.Select(item => item.Id)], Latest(Remove(session, [.. items.Select(item => new EntryKey(book, item.Id))], Withdrawn, who, at)));
    }

    /// <summary>Withdraws what an account shared with a book, deleted or not: nothing of it can be restored there.</summary>
    public static List<BookMoved> Withdraw(ISqlSession session, BookId book, AccountId sharer, DateTimeOffset at)
    {
        var ids = session.All($"SELECT c.id FROM contact c JOIN book_entry e ON e.contact = c.id WHERE e.book = @book AND e.shared_by = @who ORDER BY c.id{session.ForUpdateOf("c")}",
            static row => row.Id(0), ("@book", book.Value), ("@who", sharer.Value));
        var living = session.All($"SELECT contact FROM book_entry WHERE book = @book AND NOT deleted AND contact {session.AmongIds("@ids")}", static row => row.Id(0), ("@book", book.Value), ("@ids", session.Ids(ids)));
        LockAll(session, living, [book]);
        var moved = Remove(session, living.ConvertAll(id => new EntryKey(book, id)), Withdrawn, sharer, at);
        session.Run($"UPDATE book_entry SET removed = @how, removed_at = @at, removed_by = @who WHERE book = @book AND shared_by = @who",
            ("@how", Withdrawn), ("@at", at.ToUnixTimeMilliseconds()), ("@who", sharer.Value), ("@book", book.Value));
        return moved;
    }

    /// <summary>
    /// Puts contacts of one book into other books. Who is there already stays as it is; passed over is one whose UID another contact has there.
    /// </summary>
    /// <param name="href">The name of a single contact in CardDAV there; null for its id.</param>
    public static ChangedItems Share(ISqlSession session, BookId from, IReadOnlyList<ContactId> ids, IReadOnlyList<BookId> targets, AccountId who, DateTimeOffset at, string? href = null)
    {
        var items = session.All($"""
            SELECT c.id, c.home FROM contact c JOIN book_entry e ON e.contact = c.id
            WHERE e.book = @from AND NOT e.deleted AND c.deleted_at IS NULL AND c.id {session.AmongIds("@ids")} ORDER BY c.id{session.ForUpdateOf("c")}
            """, static row => (Id: row.Id(0), Home: new BookId(row.GetString(1))), ("@from", from.Value), ("@ids", session.Ids(ids)));
        LockAll(session, items.Select(item => item.Id), targets);
        var moved = new List<BookMoved>();
        var shared = new List<EntryKey>();
        var skipped = new List<UnsharedItem>();
        foreach (var target in targets.OrderBy(target => target.Value, StringComparer.Ordinal))
        {
            var here = session.All($"SELECT contact FROM book_entry WHERE book = @book AND NOT deleted AND contact {session.AmongIds("@ids")}",
                static row => row.Id(0), ("@book", target.Value), ("@ids", session.Ids(ids))).ToHashSet();
            var taken = UidTaken(session, target, items.Select(item => item.Id));
            skipped.AddRange(items.Where(item => taken.Contains(item.Id) && !here.Contains(item.Id)).Select(item => new UnsharedItem(item.Id, target)));
            var held = href is null ? null : session.One("SELECT contact FROM book_entry WHERE book = @book AND href = @href AND NOT deleted", static row => (ContactId?)row.Id(0), ("@book", target.Value), ("@href", href));
            if (held is not null)
            {
                skipped.AddRange(items.Where(item => item.Id != held).Select(item => new UnsharedItem(item.Id, target, ByHref: true)));
                continue;
            }
            var fresh = items.Where(item => item.Home != target && !here.Contains(item.Id) && !taken.Contains(item.Id)).Select(item => item.Id).ToList();
            // At home a deleted contact is restored, not shared; a living one is there already.
            if (fresh.Count == 0) continue;
            if (href is not null) FormerNames.Bury(session, target, fresh[0], href, who, at);
            var last = BookRows.Number(session, target, fresh.Count);
            session.Run($"""
                INSERT INTO book_entry (book, contact, seq, card_seq, version, deleted, uid, href, summary, find, comments, shared_by)
                SELECT @target, h.contact, @from + row_number() OVER (ORDER BY h.contact), @from + row_number() OVER (ORDER BY h.contact), h.version, false, h.uid, {(href is null ? session.IdText("h.contact") + " || '.vcf'" : "@href")}, h.summary, h.find, h.comments, @who
                FROM book_entry h JOIN contact c ON c.id = h.contact AND c.home = h.book WHERE h.contact {session.AmongIds("@ids")}
                ON CONFLICT (contact, book) DO UPDATE SET seq = excluded.seq, card_seq = excluded.card_seq, version = excluded.version, deleted = false, uid = excluded.uid, href = {(href is null ? NameBefore(session) : "excluded.href")},
                    summary = excluded.summary, find = excluded.find, comments = excluded.comments, shared_by = excluded.shared_by, removed = NULL, removed_by = NULL, removed_at = NULL
                """, [("@target", target.Value), ("@from", last - fresh.Count), .. href is null ? [] : new (string, object?)[] { ("@href", href) }, ("@who", who.Value), ("@ids", session.Ids(fresh))]);
            moved.Add(new(target, last));
            shared.AddRange(fresh.Select(id => new EntryKey(target, id)));
        }
        moved.AddRange(TouchElsewhere(session, shared));
        return new([.. items.Select(item => item.Id)], Latest(moved)) { Skipped = skipped };
    }

    /// <summary>What comes back comes under the name that clients know it by, where that is free. Of several that had one name, the first gets it.</summary>
    private static string NameBefore(ISqlSession session) => $"""
        CASE WHEN EXISTS (SELECT 1 FROM book_entry o WHERE o.book = excluded.book AND o.href = book_entry.href AND (NOT o.deleted AND o.contact <> excluded.contact OR o.contact < excluded.contact AND o.contact {session.AmongIds("@ids")}))
        THEN excluded.href ELSE book_entry.href END
        """;

    /// <summary>Who put the deleted contacts of a book into which other books: whether they still may is asked before a restoration.</summary>
    public static List<(BookId Book, AccountId Sharer)> Sharers(ISqlSession session, BookId book, IReadOnlyList<ContactId> ids) => session.All($"""
        SELECT DISTINCT e.book, e.shared_by FROM book_entry e JOIN contact c ON c.id = e.contact
        WHERE c.home = @book AND e.shared_by IS NOT NULL AND e.removed IS NULL AND e.contact {session.AmongIds("@ids")}
        """, static row => (new BookId(row.GetString(0)), row.Account(1)), ("@book", book.Value), ("@ids", session.Ids(ids)));

    /// <summary>
    /// Takes deletions from a book back: what is at home there comes back everywhere, of the others their reference there. Passed over is one whose UID or
    /// name in CardDAV another contact of the book has by now; of two that were given, the first comes back.
    /// </summary>
    /// <param name="since">What was deleted before is beyond restoring.</param>
    /// <param name="may">Decides contact by contact.</param>
    /// <param name="withdrawn">The other books into which somebody put contacts and may no longer.</param>
    public static ChangedItems Restore(
        ISqlSession session, BookId book, IReadOnlyList<ContactId> ids, AccountId who, DateTimeOffset at, DateTimeOffset since, Func<ItemFacts, bool> may, IReadOnlySet<(BookId, AccountId)> withdrawn)
    {
        var asked = ids.Distinct().Select((id, index) => (id, index)).ToDictionary(one => one.id, one => one.index);
        var (among, from) = (session.AmongIds("@ids"), since.ToUnixTimeMilliseconds());
        var atHome = session.All($"SELECT c.id, c.home, c.created_by, NULL FROM contact c WHERE c.home = @book AND c.deleted_at >= @since AND NOT c.erased AND c.id {among} ORDER BY c.id{session.ForUpdateOf("c")}",
            FactsOf, ("@book", book.Value), ("@since", from), ("@ids", session.Ids(ids))).FindAll(item => may(item)).Select(item => item.Id).ToHashSet();
        var references = session.All($"""
            SELECT c.id, c.home, c.created_by, e.shared_by FROM contact c JOIN book_entry e ON e.contact = c.id
            WHERE e.book = @book AND c.home <> @book AND e.removed = @how AND e.removed_at >= @since AND c.deleted_at IS NULL AND c.id {among} ORDER BY c.id{session.ForUpdateOf("c")}
            """, FactsOf, ("@book", book.Value), ("@how", Deleted), ("@since", from), ("@ids", session.Ids(ids))).FindAll(item => may(item)).Select(item => item.Id).ToHashSet();
        Refresh(session, book, references);
        var entries = session.All($"SELECT book, contact, uid, href, shared_by FROM book_entry WHERE contact {among} AND deleted AND (removed IS NULL OR book = @book)",
            static row => new DeletedEntry(new(new(row.GetString(0)), row.Id(1)), row.GetString(2), row.GetString(3), row.AccountOrNull(4)), ("@ids", session.Ids(atHome.Concat(references))), ("@book", book.Value));
        LockAll(session, references, entries.Select(entry => entry.Key.Book));
        var free = new FreeNames(TakenBy("uid").Concat(TakenBy("href")));
        var back = Ordered(entries.Where(entry => entry.Key.Book == book)).Where(free.Take).Select(entry => entry.Key.Contact).ToHashSet();
        var others = Ordered(entries.Where(entry => entry.Key.Book != book && back.Contains(entry.Key.Contact)))
            .ToLookup(entry => !(entry.SharedBy is { } sharer && withdrawn.Contains((entry.Key.Book, sharer))) && free.Take(entry), entry => entry.Key);
        foreach (var (elsewhere, contact) in others[false])
            session.Run("UPDATE book_entry SET removed = @how, removed_at = @at WHERE book = @book AND contact = @id", ("@how", Withdrawn), ("@at", at.ToUnixTimeMilliseconds()), ("@book", elsewhere.Value), ("@id", session.Id(contact)));

        var home = back.Where(atHome.Contains).ToList();
        session.Run($"UPDATE contact SET version = version + 1, modified_by = @who, modified_at = @at, deleted_at = NULL WHERE id {among}",
            ("@who", who.Value), ("@at", at.ToUnixTimeMilliseconds()), ("@ids", session.Ids(home)));
        const string Live = "card_seq = n.seq, deleted = false, removed = NULL, removed_by = NULL, removed_at = NULL";
        var moved = BookRows.Change(session, home.Select(id => new EntryKey(book, id)).Concat(others[true]), Live + ", version = version + 1");
        List<EntryKey> again = [.. back.Where(references.Contains).Select(id => new EntryKey(book, id))];
        moved.AddRange(BookRows.Change(session, again, Live));
        moved.AddRange(TouchElsewhere(session, again));
        return new([.. back], Latest(moved));

        IEnumerable<DeletedEntry> Ordered(IEnumerable<DeletedEntry> some) => some.OrderBy(entry => asked[entry.Key.Contact]);

        List<EntryKey> TakenBy(string name) => session.All($"""
            SELECT e.book, e.contact FROM book_entry e JOIN book_entry o ON o.book = e.book AND o.{name} = e.{name} AND NOT o.deleted AND o.contact <> e.contact WHERE e.deleted AND e.contact {among}
            """, static row => new EntryKey(new(row.GetString(0)), row.Id(1)), ("@ids", session.Ids(atHome.Concat(references))));
    }

    /// <summary>Deletes for good what is in a book's trash: nothing of it can be read any more. Who looks at the trash is told.</summary>
    public static ChangedItems Erase(ISqlSession session, BookId book, IReadOnlyList<ContactId> ids, Func<ItemFacts, bool> may)
    {
        var items = session.All($"""
            SELECT c.id, c.home, c.created_by, e.shared_by FROM contact c JOIN book_entry e ON e.contact = c.id
            WHERE e.book = @book AND e.deleted AND (c.home = @book AND NOT c.erased OR c.home <> @book AND e.removed = @how) AND c.id {session.AmongIds("@ids")} ORDER BY c.id{session.ForUpdateOf("c")}
            """, FactsOf, ("@book", book.Value), ("@how", Deleted), ("@ids", session.Ids(ids))).FindAll(item => may(item));
        var atHome = session.Ids(items.Where(item => item.Home == book).Select(item => item.Id));
        session.Run($"UPDATE contact SET erased = true, card = @none, digest = NULL WHERE id {session.AmongIds("@ids")}", ("@none", Array.Empty<byte>()), ("@ids", atHome));
        session.Run($"UPDATE book_entry SET summary = @none, find = '' WHERE contact {session.AmongIds("@ids")}", ("@none", Array.Empty<byte>()), ("@ids", atHome));
        foreach (var table in Dependents) session.Run($"DELETE FROM {table} WHERE contact {session.AmongIds("@ids")}", ("@ids", atHome));
        session.Run($"UPDATE book_entry SET removed = @how WHERE book = @book AND removed IS NOT NULL AND contact {session.AmongIds("@ids")}",
            ("@how", Withdrawn), ("@book", book.Value), ("@ids", session.Ids(items.Where(item => item.Home != book).Select(item => item.Id))));
        return new([.. items.Select(item => item.Id)], BookRows.Touch(session, items.Select(item => new EntryKey(book, item.Id))));
    }

    /// <summary>The books that show a contact, with who put it there.</summary>
    public static List<(BookId Book, AccountId? SharedBy)> Places(ISqlSession session, ContactId contact) => session.All("SELECT book, shared_by FROM book_entry WHERE contact = @id AND NOT deleted",
        static row => (new BookId(row.GetString(0)), row.AccountOrNull(1)), ("@id", session.Id(contact)));

    /// <summary>To whom Edit of a contact was granted.</summary>
    public static List<Principal> Editors(ISqlSession session, ContactId contact) => session.All("SELECT principal FROM contact_grant WHERE contact = @id ORDER BY principal",
        static row => new Principal(row.GetString(0)), ("@id", session.Id(contact)));

    /// <summary>The same of many.</summary>
    public static List<(ContactId Contact, Principal Editor)> Grants(ISqlSession session, IReadOnlyList<ContactId> contacts) => session.All(
        $"SELECT contact, principal FROM contact_grant WHERE contact {session.AmongIds("@ids")}", static row => (row.Id(0), new Principal(row.GetString(1))), ("@ids", session.Ids(contacts)));

    /// <summary>Some hundred of an import's contacts that are as they were imported.</summary>
    public static List<ContactId> Untouched(ISqlSession session, BookId book, Guid import) => session.All(
        "SELECT id FROM contact WHERE import = @import AND home = @book AND version = 1 AND deleted_at IS NULL ORDER BY id LIMIT 500",
        static row => row.Id(0), ("@import", session.Id(new ContactId(import))), ("@book", book.Value));

    /// <summary>Who has the UID or the name of a deleted contact at its home; null where nobody has.</summary>
    public static (ContactId Id, bool ByUid)? Holder(ISqlSession session, BookId home, ContactId contact) => session.One("""
        SELECT o.contact, o.uid = e.uid FROM book_entry e JOIN book_entry o ON o.book = e.book AND (o.uid = e.uid OR o.href = e.href) AND NOT o.deleted AND o.contact <> e.contact
        WHERE e.book = @book AND e.contact = @id ORDER BY 2 DESC
        """, static row => ((ContactId, bool)?)(row.Id(0), row.GetBoolean(1)), ("@book", home.Value), ("@id", session.Id(contact)));

    /// <summary>The tables of what belongs to a contact, besides its entries.</summary>
    public static readonly string[] Dependents = ["contact_blob", "contact_grant", "contact_comment", "tagged", "dav_property", "denied_edit"];

    // A reference was left alone while its contact went on.
    private static void Refresh(ISqlSession session, BookId book, IEnumerable<ContactId> references) => session.Run($"""
        UPDATE book_entry SET uid = h.uid, version = h.version, summary = h.summary, find = h.find, comments = h.comments
        FROM contact c JOIN book_entry h ON h.contact = c.id AND h.book = c.home WHERE c.id = book_entry.contact AND book_entry.book = @book AND book_entry.contact {session.AmongIds("@ids")}
        """, ("@book", book.Value), ("@ids", session.Ids(references)));

    private static List<BookMoved> DeleteAtHome(ISqlSession session, List<ContactId> ids, AccountId who, DateTimeOffset at)
    {
        if (ids.Count == 0) return [];
        session.Run($"UPDATE contact SET version = version + 1, modified_by = @who, modified_at = @at, deleted_at = @at WHERE id {session.AmongIds("@ids")}",
            ("@who", who.Value), ("@at", at.ToUnixTimeMilliseconds()), ("@ids", session.Ids(ids)));
        return BookRows.Change(session, BookRows.Living(session, ids), "card_seq = n.seq, version = version + 1, deleted = true");
    }

    private static List<BookMoved> Remove(ISqlSession session, List<EntryKey> references, string how, AccountId who, DateTimeOffset at) =>
    [
        .. BookRows.Change(session, references, "card_seq = n.seq, deleted = true, removed = @how, removed_by = @who, removed_at = @at",
            ("@how", how), ("@who", who.Value), ("@at", at.ToUnixTimeMilliseconds())),
        .. TouchElsewhere(session, references),
    ];

    /// <summary>Where a contact appears is told wherever it appears.</summary>
    private static List<BookMoved> TouchElsewhere(ISqlSession session, IReadOnlyCollection<EntryKey> changed)
    {
        var told = changed.ToHashSet();
        return BookRows.Touch(session, BookRows.Living(session, changed.Select(entry => entry.Contact).Distinct()).Where(entry => !told.Contains(entry)));
    }

    private static void LockAll(ISqlSession session, IEnumerable<ContactId> contacts, IEnumerable<BookId> books) =>
        BookRows.Lock(session, [.. BookRows.Living(session, contacts).Select(entry => entry.Book).Concat(books).Distinct()]);

    private static HashSet<ContactId> UidTaken(ISqlSession session, BookId book, IEnumerable<ContactId> ids) => [.. session.All($"""
        SELECT h.contact FROM book_entry h JOIN contact c ON c.id = h.contact AND c.home = h.book
        JOIN book_entry o ON o.book = @book AND o.uid = h.uid AND NOT o.deleted AND o.contact <> h.contact WHERE h.contact {session.AmongIds("@ids")}
        """, static row => row.Id(0), ("@book", book.Value), ("@ids", session.Ids(ids)))];

    private static List<BookMoved> Latest(List<BookMoved> moved) => [.. moved.GroupBy(one => one.Book).Select(book => new BookMoved(book.Key, book.Max(one => one.Seq)))];

    private static ItemFacts FactsOf(System.Data.Common.DbDataReader row) => new(row.Id(0), new(row.GetString(1)), row.Account(2), row.AccountOrNull(3));
}

internal sealed record DeletedEntry(EntryKey Key, string Uid, string Href, AccountId? SharedBy);

/// <summary>The UIDs and names that restored entries can still have in their books.</summary>
internal sealed class FreeNames(IEnumerable<EntryKey> taken)
{
    private readonly HashSet<EntryKey> taken = [.. taken];
    private readonly HashSet<(BookId, string)> uids = [];
    private readonly HashSet<(BookId, string)> hrefs = [];

    public bool Take(DeletedEntry entry) => !taken.Contains(entry.Key) && !uids.Contains((entry.Key.Book, entry.Uid)) && hrefs.Add((entry.Key.Book, entry.Href)) && uids.Add((entry.Key.Book, entry.Uid));
}

/// <summary>What rights depend on.</summary>
/// <param name="SharedBy">Who put it into the book that is looked at; null at home.</param>
public readonly record struct ItemFacts(ContactId Id, BookId Home, AccountId CreatedBy, AccountId? SharedBy);

/// <summary>Contacts that changed together, and how far the books are that show them.</summary>
public sealed record ChangedItems(IReadOnlyList<ContactId> Ids, IReadOnlyList<BookMoved> Books)
{
    public static readonly ChangedItems None = new([], []);

    public IReadOnlyList<UnsharedItem> Skipped { get; init; } = [];
}

/// <summary>A contact that could not be shared, since another one in that book has its UID.</summary>
/// <param name="ByHref">Or its name in CardDAV.</param>
public readonly record struct UnsharedItem(ContactId Id, BookId Book, bool ByHref = false);
