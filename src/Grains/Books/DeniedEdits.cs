using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Books;

/// <summary>
/// Cards of one book that somebody's client changed or deleted for itself and was not allowed to here. Until it fetches them again it shows what nobody else sees: each
/// has, for that account alone, a number that makes its entity tag another one. For one thread at a time.
/// </summary>
internal sealed class DeniedEdits
{
    /// <summary>For each account and book: a client that is denied more than so many cards keeps its own copies of the others.</summary>
    private const int Most = 200;

    private readonly Dictionary<AccountId, Dictionary<ContactId, Denied>> accounts = [];

    private readonly record struct Denied(long Version, long Number);

    public static async Task<DeniedEdits> Load(IContactStore store, BookId book)
    {
        var edits = new DeniedEdits();
        // In a private book nothing is denied.
        if (book.Group is null) return edits;
        var rows = await store.Query(session => session.All("SELECT account, contact, version, number FROM denied_edit WHERE book = @book",
            static row => (Who: row.Account(0), Contact: row.Id(1), Denied: new Denied(row.GetInt64(2), row.GetInt64(3))), ("@book", book.Value)));
        foreach (var row in rows) edits.Of(row.Who)[row.Contact] = row.Denied;
        return edits;
    }

    /// <summary>The number of the account's last denied edit; 0 where there is none.</summary>
    public long Latest(AccountId who) => accounts.TryGetValue(who, out var own) ? own.Values.Select(denied => denied.Number).DefaultIfEmpty().Max() : 0;

    /// <summary>The number of an account's denied edit of a contact as it is now; 0 where there is none.</summary>
    public long NumberOf(AccountId who, ContactId contact, long version) =>
        accounts.TryGetValue(who, out var own) && own.TryGetValue(contact, out var denied) && denied.Version == version ? denied.Number : 0;

    /// <summary>Those that were denied after a number, in order.</summary>
    public IEnumerable<ContactId> After(AccountId who, long number) =>
        accounts.TryGetValue(who, out var own) ? own.Where(one => one.Value.Number > number).OrderBy(one => one.Value.Number).Select(one => one.Key) : [];

    /// <param name="at">Numbers follow the clock, so that they go on growing when all that is known of them is gone.</param>
    public async Task Note(IContactStore store, BookId book, AccountId who, ContactId contact, long version, DateTimeOffset at)
    {
        var own = Of(who);
        var number = Math.Max(Latest(who) + 1, at.ToUnixTimeMilliseconds());
        own[contact] = new(version, number);
        var dropped = own.Count > Most ? own.MinBy(one => one.Value.Number).Key : (ContactId?)null;
        if (dropped is { } oldest) own.Remove(oldest);
        await store.Transact(session =>
        {
            foreach (var gone in new[] { contact, dropped ?? contact })
                session.Run("DELETE FROM denied_edit WHERE book = @book AND account = @who AND contact = @id", ("@book", book.Value), ("@who", who.Value), ("@id", session.Id(gone)));
            return session.Run("INSERT INTO denied_edit (book, account, contact, version, number) VALUES (@book, @who, @id, @version, @number)",
                ("@book", book.Value), ("@who", who.Value), ("@id", session.Id(contact)), ("@version", version), ("@number", number));
        });
    }

    private Dictionary<ContactId, Denied> Of(AccountId who) => accounts.TryGetValue(who, out var own) ? own : accounts[who] = [];
}
