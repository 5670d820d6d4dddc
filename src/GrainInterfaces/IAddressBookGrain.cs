namespace ContactOffice.GrainInterfaces;

/// <summary>
/// The cache and notifier of one environment's book. It answers lists, pages, deltas and look-ups from memory, reads bodies
/// in batches from the store, and never wakes a grain per contact. Its sequence number grows by one with every change of any
/// entry; numbers become visible in order.
/// </summary>
[Alias("AddressBook")]
public interface IAddressBookGrain : IGrainWithStringKey
{
    /// <summary>A page of the book in display order.</summary>
    [Alias("List")]
    Task<Answer<BookPage>> List(AccountId actor, BookQuery query);

    /// <summary>
    /// The letters to jump by in an order of names: where in the list each begins, at most 60 in the list's order. Letters have the accents that
    /// the language sorts as letters of their own, and no others; <c>#</c> stands for digits and signs, a kana for its row, <c>漢</c> for all
    /// Chinese characters, <c>…</c> for contacts without a name. Invalid for <see cref="NameOrder.Recent"/>, which has no letters.
    /// </summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="order">FirstLast or LastFirst.</param>
    /// <param name="locale">Whose alphabet, as in <see cref="BookQuery"/>.</param>
    /// <param name="text">Only of the entries that this finds, as in <see cref="BookQuery"/>.</param>
    [Alias("Letters")]
    Task<Answer<BookLetters>> Letters(AccountId actor, NameOrder order, string? locale, string? text);

    /// <summary>What changed after <paramref name="since"/>, in order, at most <paramref name="limit"/> entries, each contact once. HorizonPassed when that is too long ago.</summary>
    /// <param name="cards">Only what a sync client can see: no comments and grants.</param>
    /// <param name="horizon">As the last answer told it, so that who reads a book in parts is not taken for one who was away; 0 for none.</param>
    [Alias("ChangesSince")]
    Task<Answer<BookChanges>> ChangesSince(AccountId actor, long since, int limit, bool cards = false, long horizon = 0);

    /// <summary>The book's current sequence number: the cheapest poll there is.</summary>
    [Alias("Sequence")]
    Task<Answer<long>> Sequence(AccountId actor);

    /// <summary>How far the book is, for who syncs it, and what the actor may do in it.</summary>
    [Alias("State")]
    Task<Answer<BookState>> State(AccountId actor);

    /// <summary>
    /// Cards in batches, for export, multiget and programs that read many contacts: those of <paramref name="ids"/> that the book has, in that order. At most 500, and no more
    /// once 16 MiB are together: a caller whose last id is not the last one answered asks again for those after it, until nothing comes.
    /// </summary>
    [Alias("ReadCards")]
    Task<Answer<BookCard[]>> ReadCards(AccountId actor, ContactId[] ids);

    /// <summary>The cards' texts alone, with place holders for their pictures, for who looks through many: as <see cref="ReadCards"/> otherwise.</summary>
    [Alias("ReadTexts")]
    Task<Answer<CardText[]>> ReadTexts(AccountId actor, ContactId[] ids);

    /// <summary>Every id of the book in display order: an export reads the cards by these, some hundred at a time.</summary>
    [Alias("Ids")]
    Task<Answer<ContactId[]>> Ids(AccountId actor, NameOrder order);

    /// <summary>The entries that CardDAV knows by these last path segments; null where there is none.</summary>
    [Alias("ByHref")]
    Task<Answer<BookEntry?[]>> ByHref(AccountId actor, string[] hrefs);

    /// <summary>The entry whose contact has this UID. NotFound where there is none.</summary>
    [Alias("ByUid")]
    Task<Answer<BookEntry>> ByUid(AccountId actor, string uid);

    /// <summary>
    /// Remembers that the actor's client changed or deleted this card for itself and may not: for the actor alone its <see cref="BookEntry.Denied"/> changes, and with
    /// it its entity tag. Kept for the latest 200 cards.
    /// </summary>
    [Alias("Deny")]
    Task Deny(AccountId actor, ContactId id);

    /// <summary>The entries whose edit was denied to the actor after that number, in order, and that are as they were then.</summary>
    [Alias("DeniedSince")]
    Task<Answer<BookEntry[]>> DeniedSince(AccountId actor, long since);

    /// <summary>
    /// Adds a few hundred cards in one transaction; the import grain read them. One that the book has already never stops the others.
    /// Answers for each card, in order, what became of it.
    /// </summary>
    /// <param name="actor">Who imports.</param>
    /// <param name="import">The import that they belong to, for its undo.</param>
    /// <param name="cards">At most 500 cards, none twice.</param>
    /// <param name="preview">Tell what would happen, and do nothing.</param>
    [Alias("Import")]
    Task<Answer<Addition[]>> Import(AccountId actor, Guid import, PreparedCard[] cards, bool preview);

    /// <summary>Deletes what <paramref name="import"/> added and nobody changed since. Repeating it does nothing more.</summary>
    [Alias("UndoImport")]
    Task<Answer<UndoneImport>> UndoImport(AccountId actor, Guid import);

    /// <summary>
    /// Deletes those of <paramref name="ids"/> that are in the book, in one transaction, and answers them. At most 500; others are passed over.
    /// They can be restored for 30 days.
    /// </summary>
    /// <param name="version">Only contacts that are still at this version.</param>
    [Alias("Delete")]
    Task<Answer<ContactId[]>> Delete(AccountId actor, ContactId[] ids, long? version = null);

    /// <summary>
    /// Takes deletions back, in one transaction, and answers those that are in the book again. At most 500; passed over are those that are
    /// not deleted, those deleted too long ago, and those whose UID or name in CardDAV another contact took meanwhile.
    /// </summary>
    [Alias("Restore")]
    Task<Answer<ContactId[]>> Restore(AccountId actor, ContactId[] ids);

    /// <summary>
    /// Puts contacts of this book into books of groups, in one transaction. Forbidden where one of them takes nothing from the actor; passed over are contacts
    /// that are there already, and those whose UID another contact has there. At most 500 contacts and 100 groups.
    /// </summary>
    /// <param name="href">The last path segment under which a CardDAV client put one contact there; NameTaken where another contact has it. Null for the contact's id.</param>
    [Alias("Share")]
    Task<Answer<Sharing>> Share(AccountId actor, ContactId[] ids, GroupId[] groups, string? href = null);

    /// <summary>
    /// Makes another book the home of a contact that is at home here: the same contact, with all that belongs to it and wherever else it is shown. Forbidden where the
    /// actor may not take it out of here or put it there, or it would be somebody else's in his private book; UidTaken with the contact that has the UID there,
    /// which is itself where that book refers to it by another name; NameTaken.
    /// </summary>
    /// <param name="href">The last path segment under which CardDAV clients find it there.</param>
    [Alias("MoveHome")]
    Task<Answer<ContactId>> MoveHome(AccountId actor, ContactId id, BookId to, string href);

    /// <summary>Takes contacts that are at home elsewhere out of this book, those that the actor may; answers them.</summary>
    [Alias("Unshare")]
    Task<Answer<ContactId[]>> Unshare(AccountId actor, ContactId[] ids);

    /// <summary>What was deleted here and can be restored, the latest first: all of it for who may delete here, for others their own.</summary>
    /// <param name="limit">1 to 500.</param>
    [Alias("Trash")]
    Task<Answer<TrashPage>> Trash(AccountId actor, int offset, int limit);

    /// <summary>Deletes for good, of those that are in the trash and that the actor could restore; answers them.</summary>
    [Alias("Erase")]
    Task<Answer<ContactId[]>> Erase(AccountId actor, ContactId[] ids);

    /// <summary>The book came this far by a transaction of others: it reads what it lacks and tells its stream.</summary>
    [Alias("Moved")]
    Task Moved(AccountId who, long seq);

    /// <summary>Contact grains tell of a committed edit: applied when it is the next one, or when those before it have been told too; otherwise the book re-reads what it lacks.</summary>
    [Alias("Committed")]
    Task Committed(AccountId who, BookEntry entry, string find);
}

/// <summary>How a book is listed.</summary>
public enum NameOrder
{
    FirstLast,
    LastFirst,
    /// <summary>What changed last comes first, whatever its name.</summary>
    Recent,
}

/// <summary>Which page of a book.</summary>
/// <param name="Limit">1 to 500 entries.</param>
/// <param name="Cursor">Where the previous page ended, as that page told; stable while others edit. Takes precedence over <paramref name="Offset"/>.</param>
/// <param name="Offset">Index of the first entry in display order: for a window of a virtual list.</param>
/// <param name="Around">The page on which this contact stands; NotFound when it is not in the list.</param>
/// <param name="Text">Only entries of which every word here begins a word (case and accents ignored); phone digits are found however written.</param>
/// <param name="Only">Only these.</param>
/// <param name="Locale">Whose alphabet: a BCP 47 tag such as <c>sv</c>. One that is not known, or null, means the root collation.</param>
[GenerateSerializer, Immutable, Alias("BookQuery")]
public sealed record BookQuery(
    [property: Id(0)] NameOrder Order = NameOrder.FirstLast,
    [property: Id(1)] int Limit = 100,
    [property: Id(2)] string? Cursor = null,
    [property: Id(3)] int Offset = 0,
    [property: Id(4)] ContactId? Around = null,
    [property: Id(5)] string? Text = null,
    [property: Id(6)] string? Locale = null,
    [property: Id(7)] ContactId[]? Only = null);

/// <summary>One contact as one book shows it.</summary>
/// <param name="Seq">The sequence number of its last change of any kind.</param>
/// <param name="CardSeq">That of its last card change: all that a sync client can see.</param>
/// <param name="Version">The contact's version.</param>
/// <param name="Deleted">A tombstone.</param>
/// <param name="Href">Its last path segment in CardDAV.</param>
/// <param name="Summary">What lists show, a JSON object in UTF-8 made by the contact field table; empty for a tombstone.</param>
/// <param name="Comments">How many comments it has.</param>
/// <param name="Denied">Which of the actor's edits of it was denied last, where a client may still show that edit: told by look-ups and changes of cards. 0 for none.</param>
[GenerateSerializer, Immutable, Alias("BookEntry")]
public sealed record BookEntry(
    [property: Id(0)] ContactId Id,
    [property: Id(1)] long Seq,
    [property: Id(2)] long CardSeq,
    [property: Id(3)] long Version,
    [property: Id(4)] bool Deleted,
    [property: Id(5)] string Uid,
    [property: Id(6)] string Href,
    [property: Id(7)] byte[] Summary,
    [property: Id(8)] long Comments = 0,
    [property: Id(9)] long Denied = 0);

/// <summary>A page: its entries, where it starts, how many entries match in all, at which sequence number, and the next page's cursor (null on the last).</summary>
[GenerateSerializer, Immutable, Alias("BookPage")]
public sealed record BookPage(
    [property: Id(0)] BookEntry[] Entries,
    [property: Id(1)] int Offset,
    [property: Id(2)] int Total,
    [property: Id(3)] long Seq,
    [property: Id(4)] string? Next);

/// <summary>The letters of a list, how many entries it has, and at which sequence number.</summary>
[GenerateSerializer, Immutable, Alias("BookLetters")]
public sealed record BookLetters([property: Id(0)] BookLetter[] Letters, [property: Id(1)] int Total, [property: Id(2)] long Seq);

/// <summary>A letter, and the index of the first entry of a list that begins with it.</summary>
[GenerateSerializer, Immutable, Alias("BookLetter")]
public readonly record struct BookLetter([property: Id(0)] string Letter, [property: Id(1)] int Offset);

/// <summary>A delta: after applying it the reader is at <paramref name="Seq"/>; <paramref name="More"/> when the limit cut it off there.</summary>
/// <param name="CardSeq">The number of the book's last card change, whatever the limit.</param>
/// <param name="Horizon">Of what was deleted up to here the reader has nothing any more.</param>
[GenerateSerializer, Immutable, Alias("BookChanges")]
public sealed record BookChanges(
    [property: Id(0)] BookEntry[] Entries,
    [property: Id(1)] long Seq,
    [property: Id(2)] bool More,
    [property: Id(3)] long CardSeq = 0,
    [property: Id(4)] long Horizon = 0);

/// <summary>A book as a whole.</summary>
/// <param name="Seq">The number of its last change of any kind.</param>
/// <param name="CardSeq">That of its last card change: what a sync client has to know of.</param>
/// <param name="Count">How many contacts it shows.</param>
/// <param name="MayAdd">Whether the actor may add contacts.</param>
/// <param name="MayDelete">Whether the actor may delete any of them, not only his own.</param>
/// <param name="Denied">The number of the actor's edit that was denied last; 0 for none.</param>
[GenerateSerializer, Immutable, Alias("BookState")]
public sealed record BookState(
    [property: Id(0)] long Seq,
    [property: Id(1)] long CardSeq,
    [property: Id(2)] int Count,
    [property: Id(3)] bool MayAdd,
    [property: Id(4)] bool MayDelete,
    [property: Id(5)] long Denied = 0);

/// <summary>A card read through its book, with what its contact's own grain would tell of it.</summary>
/// <param name="Href">The book's last path segment of it in CardDAV.</param>
/// <param name="Card">As it was sent, pictures put back.</param>
/// <param name="MayEdit">Whether who asked may change it.</param>
/// <param name="Denied">As <see cref="BookEntry.Denied"/>.</param>
[GenerateSerializer, Immutable, Alias("BookCard")]
public sealed record BookCard(
    [property: Id(0)] ContactId Id,
    [property: Id(1)] long Version,
    [property: Id(2)] string Href,
    [property: Id(3)] byte[] Card,
    [property: Id(4)] BookId Home,
    [property: Id(5)] string Uid,
    [property: Id(6)] AccountId CreatedBy,
    [property: Id(7)] DateTimeOffset CreatedAt,
    [property: Id(8)] AccountId ModifiedBy,
    [property: Id(9)] DateTimeOffset ModifiedAt,
    [property: Id(10)] bool MayEdit,
    [property: Id(11)] string? Environment = null,
    [property: Id(12)] long Denied = 0)
{
    public Contact Contact => new(Id, Home, Uid, Version, Card, CreatedBy, CreatedAt, ModifiedBy, ModifiedAt, MayEdit, Environment);
}

/// <summary>A card's text, its pictures cut out.</summary>
[GenerateSerializer, Immutable, Alias("CardText")]
public readonly record struct CardText([property: Id(0)] ContactId Id, [property: Id(1)] byte[] Card);

/// <summary>A card that was read once and is ready to be stored: pictures cut out, summary made.</summary>
/// <param name="Card">The card without its pictures, byte for byte otherwise.</param>
/// <param name="Uid">Its UID; null where it has none.</param>
/// <param name="Digest">Tells identical cards apart that have no UID; null where there is one.</param>
/// <param name="Name">Its display name, for people; empty where it has none.</param>
/// <param name="Find">What a search as one types looks through.</param>
/// <param name="Pictures">What was cut out of it.</param>
[GenerateSerializer, Immutable, Alias("PreparedCard")]
public sealed record PreparedCard(
    [property: Id(0)] ContactId Id,
    [property: Id(1)] byte[] Card,
    [property: Id(2)] string? Uid,
    [property: Id(3)] byte[]? Digest,
    [property: Id(4)] byte[] Summary,
    [property: Id(5)] string Name,
    [property: Id(6)] Picture[] Pictures,
    [property: Id(7)] Notice[] Warnings,
    [property: Id(8)] string Find);

/// <summary>A picture cut out of a card. Hash: lower-case hexadecimal SHA-256 of its bytes.</summary>
[GenerateSerializer, Immutable, Alias("Picture")]
public sealed record Picture([property: Id(0)] string Hash, [property: Id(1)] string? MediaType, [property: Id(2)] byte[] Bytes);

/// <summary>What became of a card given to a book.</summary>
/// <param name="Existing">The contact that has this UID, or is the same card, already; null where the card was added.</param>
[GenerateSerializer, Immutable, Alias("Addition")]
public readonly record struct Addition([property: Id(0)] ContactId Id, [property: Id(1)] ContactId? Existing, [property: Id(2)] bool SameUid);

/// <summary>How many contacts an undo removed, and how many it left because they were edited since.</summary>
[GenerateSerializer, Immutable, Alias("UndoneImport")]
public sealed record UndoneImport([property: Id(0)] int Removed, [property: Id(1)] int Kept);

/// <summary>The stream event of a book: a hint that it reached <paramref name="Seq"/>. The sequence is the truth: re-read "since N".</summary>
[GenerateSerializer, Immutable, Alias("BookChanged")]
public sealed record BookChanged([property: Id(0)] BookId Book, [property: Id(1)] long Seq, [property: Id(2)] AccountId Who)
{
    /// <summary>The stream provider's name.</summary>
    public const string Provider = "changes";

    /// <summary>The namespace of the streams; the stream's key is the book's id.</summary>
    public const string Namespace = "book";
}

/// <summary>What came of sharing.</summary>
/// <param name="Shared">The contacts that were in the book.</param>
/// <param name="Conflicts">Those that a group did not take, since another contact of it has the UID.</param>
[GenerateSerializer, Immutable, Alias("Sharing")]
public sealed record Sharing([property: Id(0)] ContactId[] Shared, [property: Id(1)] SharingConflict[] Conflicts);

[GenerateSerializer, Immutable, Alias("SharingConflict")]
public readonly record struct SharingConflict([property: Id(0)] ContactId Contact, [property: Id(1)] GroupId Group);

/// <summary>Something in the trash of a book.</summary>
/// <param name="IsReference">The contact itself lives on in another book.</param>
/// <param name="Summary">As its entry showed it.</param>
[GenerateSerializer, Immutable, Alias("TrashItem")]
public sealed record TrashItem(
    [property: Id(0)] ContactId Id,
    [property: Id(1)] AccountId DeletedBy,
    [property: Id(2)] DateTimeOffset DeletedAt,
    [property: Id(3)] bool IsReference,
    [property: Id(4)] byte[] Summary);

/// <param name="Bursts">Deletions of the last day that took more than half of the book within a minute.</param>
[GenerateSerializer, Immutable, Alias("TrashPage")]
public sealed record TrashPage([property: Id(0)] TrashItem[] Items, [property: Id(1)] int Total, [property: Id(2)] TrashBurst[] Bursts);

/// <summary>Much that one account deleted at once.</summary>
[GenerateSerializer, Immutable, Alias("TrashBurst")]
public sealed record TrashBurst([property: Id(0)] AccountId DeletedBy, [property: Id(1)] DateTimeOffset From, [property: Id(2)] DateTimeOffset To, [property: Id(3)] int Count);
