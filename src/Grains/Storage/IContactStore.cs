using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage;

/// <summary>
/// The rows of contacts, books and pictures. Every edit is one transaction that also numbers it in each book that shows the contact; the
/// book's row stays locked until the commit, so that sequence numbers become visible in order. An exception leaves open whether
/// the edit was made: read again.
/// </summary>
public interface IContactStore : IAsyncDisposable
{
    /// <summary>Creates or migrates the tables. Throws <see cref="DatabaseException"/> where the database cannot be used.</summary>
    Task Open(CancellationToken stop);

    /// <summary>Deleted contacts too, as long as they can be restored.</summary>
    Task<ContactRow?> Read(ContactId id);

    Task<EditResult> Create(NewRow row);

    Task<EditResult> Edit(Edit edit);

    /// <summary>The pictures that this contact refers to, by hash.</summary>
    Task<Dictionary<string, byte[]>> Pictures(ContactId id);

    Task<BookPosition> Position(BookId book);

    /// <summary>
    /// Hands every entry changed after <paramref name="since"/>, tombstones included, to <paramref name="each"/> in order of sequence numbers. The answer is
    /// from before the first was read; entries newer than it may be among them.
    /// </summary>
    /// <param name="find">Also read what a search looks through; otherwise null is handed.</param>
    Task<BookPosition> ReadEntries(BookId book, long since, bool find, Action<BookEntry, string?> each);

    /// <summary>Cards of live entries with their pictures put back, in the order asked, until some 16 MiB are together.</summary>
    Task<BookCard[]> ReadCards(BookId book, IReadOnlyList<ContactId> ids);

    /// <summary>Their texts with place holders for pictures, otherwise the same. Who asks knows that the book has them.</summary>
    Task<CardText[]> ReadTexts(IReadOnlyList<ContactId> ids);

    /// <summary>Adds those that the book does not have yet, by UID or, without one, by digest; all in one transaction.</summary>
    Task<AddedRows> Add(NewRows rows);

    /// <summary>What <see cref="Add"/> would answer, without adding. No sequence numbers are given.</summary>
    Task<IReadOnlyList<Addition>> Preview(NewRows rows);

    /// <summary>Does something in one transaction. Where <paramref name="keep"/> says no to its answer, nothing was done. It may be run again where the database asks for that.</summary>
    Task<T> Transact<T>(Func<ISqlSession, T> work, Func<T, bool>? keep = null);

    /// <summary>Reads what one statement reads: several may see different moments.</summary>
    Task<T> Query<T>(Func<ISqlSession, T> read);

    /// <summary>How many live contacts an import added.</summary>
    Task<int> CountImport(BookId book, Guid import);

    /// <summary>
    /// Forgets what was deleted before <paramref name="before"/>, raising its books' horizons, and pictures that nothing has referred to since
    /// <paramref name="unused"/>. Works in small transactions; any number of nodes may do it at once.
    /// </summary>
    Task Purge(DateTimeOffset before, DateTimeOffset unused, CancellationToken stop);
}
