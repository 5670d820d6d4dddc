using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage;

/// <summary>A contact's row with its entry in its home book. The card is without its pictures.</summary>
public sealed record ContactRow(
    ContactId Id,
    BookId Home,
    string Uid,
    long Version,
    byte[] Card,
    AccountId CreatedBy,
    DateTimeOffset CreatedAt,
    AccountId ModifiedBy,
    DateTimeOffset ModifiedAt,
    DateTimeOffset? DeletedAt,
    string Href,
    long Seq,
    long Comments);

/// <summary>A contact that is to be.</summary>
/// <param name="Uid">Never null: the contact's id where the card has none.</param>
public sealed record NewRow(ContactId Id, BookId Home, string Uid, string Href, PreparedCard Card, AccountId Who, DateTimeOffset At);

/// <summary>One edit of one contact's card.</summary>
/// <param name="Home">The book that the contact lives in.</param>
/// <param name="OldVersion">The version that it changes; the edit makes the next one.</param>
/// <param name="Digest">With <paramref name="Card"/>.</param>
/// <param name="Summary">What its entries show afterwards.</param>
/// <param name="Find">What a search looks through.</param>
/// <param name="Pictures">New or resent ones, to be stored.</param>
/// <param name="Hashes">All pictures that the card refers to afterwards; null where that cannot have changed.</param>
public sealed record Edit(
    ContactId Id,
    BookId Home,
    long OldVersion,
    string Uid,
    byte[] Card,
    byte[]? Digest,
    byte[] Summary,
    string Find,
    AccountId Who,
    DateTimeOffset At,
    Picture[] Pictures,
    string[]? Hashes);

/// <summary>Why an edit was not made.</summary>
public enum EditOutcome
{
    Done,
    /// <summary>The row is not at the version that was to be changed, or is gone.</summary>
    Stale,
    /// <summary>A row with this id exists.</summary>
    Exists,
    UidTaken,
    HrefTaken,
}

/// <param name="Entries">Where it shows: each book with its new sequence number.</param>
/// <param name="Other">Who has the UID or the href.</param>
public sealed record EditResult(EditOutcome Outcome, IReadOnlyList<EntryPosition> Entries, ContactId? Other = null)
{
    public static readonly EditResult Stale = new(EditOutcome.Stale, []);
}

public readonly record struct EntryPosition(BookId Book, long Seq, string Href);

/// <summary>How far a book is, and below which sequence number its deletions are forgotten.</summary>
public readonly record struct BookPosition(long Seq, long Horizon);

/// <summary>An import's cards for one book.</summary>
public sealed record NewRows(BookId Book, Guid Import, AccountId Who, DateTimeOffset At, IReadOnlyList<PreparedCard> Cards)
{
    public static string UidOf(PreparedCard card) => card.Uid ?? card.Id.ToString();

    /// <summary>The last path segment of a contact to which no client gave one.</summary>
    public static string HrefOf(ContactId id) => id + ".vcf";

    /// <summary>Whether a client can call a contact so.</summary>
    public static bool IsHref(string href) => href.Length is > 0 and <= 255 && href is not ("." or "..") && !href.Any(c => c is '/' or '\\' || char.IsControl(c) || char.IsSurrogate(c));
}

/// <summary>What became of an import's cards, in their order; those added took the sequence numbers up to <paramref name="LastSeq"/> in order.</summary>
public sealed record AddedRows(IReadOnlyList<Addition> Additions, long LastSeq);
