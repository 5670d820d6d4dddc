using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage;

/// <summary>A book's sequence numbers. Locks are taken in one order everywhere: groups, contacts by id, books by id.</summary>
internal static class BookRows
{
    /// <summary>Makes the books' rows where they are missing and keeps everybody else from numbering in them.</summary>
    public static void Lock(ISqlSession session, IReadOnlyCollection<BookId> books)
    {
        foreach (var book in books) session.Run("INSERT INTO book (id, seq) VALUES (@book, 0) ON CONFLICT (id) DO NOTHING", ("@book", book.Value));
        session.All($"SELECT id FROM book WHERE id {session.AmongTexts("@books")} ORDER BY id{session.ForUpdateOf("book")}", static row => row.GetString(0), ("@books", session.Texts(books.Select(book => book.Value))));
    }

    /// <summary>Takes the next <paramref name="count"/> numbers of a locked book; answers the last.</summary>
    public static long Number(ISqlSession session, BookId book, long count) =>
        session.One("UPDATE book SET seq = seq + @count WHERE id = @book RETURNING seq", static row => row.GetInt64(0), ("@count", count), ("@book", book.Value));

    /// <summary>Something changed in it that is no entry: who watches looks again.</summary>
    public static BookMoved Move(ISqlSession session, BookId book)
    {
        Lock(session, [book]);
        return new(book, Number(session, book, 1));
    }

    /// <summary>
    /// Changes entries and gives each the next number of its book. The books are locked here.
    /// </summary>
    /// <param name="set">What changes in them, after <c>seq</c>; the new number is <c>n.seq</c>.</param>
    public static List<BookMoved> Change(ISqlSession session, IEnumerable<EntryKey> entries, string set, params (string Name, object? Value)[] values)
    {
        var books = entries.GroupBy(entry => entry.Book).OrderBy(group => group.Key.Value, StringComparer.Ordinal).ToList();
        if (books.Count == 0) return [];
        Lock(session, [.. books.Select(group => group.Key)]);
        var moved = new List<BookMoved>(books.Count);
        foreach (var book in books)
        {
            var ids = book.Select(entry => entry.Contact).ToList();
            var last = Number(session, book.Key, ids.Count);
            session.Run($"""
                UPDATE book_entry SET seq = n.seq, {set}
                FROM (SELECT contact, @from + row_number() OVER (ORDER BY contact) AS seq FROM book_entry WHERE book = @book AND contact {session.AmongIds("@ids")}) n
                WHERE book_entry.contact = n.contact AND book_entry.book = @book
                """,
                [.. values, ("@from", last - ids.Count), ("@book", book.Key.Value), ("@ids", session.Ids(ids))]);
            moved.Add(new(book.Key, last));
        }
        return moved;
    }

    /// <summary>
    /// Something about entries changed that is no card: who watches their books looks again, and no sync client fetches anything.
    /// </summary>
    public static List<BookMoved> Touch(ISqlSession session, IEnumerable<EntryKey> entries) => Change(session, entries, "comments = comments");

    /// <summary>The live entries of contacts, wherever they are.</summary>
    public static List<EntryKey> Living(ISqlSession session, IEnumerable<ContactId> contacts) => session.All(
        $"SELECT book, contact FROM book_entry WHERE contact {session.AmongIds("@ids")} AND NOT deleted ORDER BY book, contact",
        static row => new EntryKey(new(row.GetString(0)), row.Id(1)), ("@ids", session.Ids(contacts)));
}

internal readonly record struct EntryKey(BookId Book, ContactId Contact);

/// <summary>How far a book is after a transaction.</summary>
public readonly record struct BookMoved(BookId Book, long Seq);
