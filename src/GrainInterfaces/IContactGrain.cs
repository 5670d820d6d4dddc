namespace ContactOffice.GrainInterfaces;

/// <summary>
/// One contact. It decides who may do what to it and issues each edit as one database transaction; when a call answers
/// <see cref="Outcome.Ok"/> the edit is durable, the address book grains of the books that show it have it, and they are telling their streams.
/// Versions start at 1 and grow with every card change.
/// </summary>
[Alias("Contact")]
public interface IContactGrain : IGrainWithGuidKey
{
    /// <summary>The contact with its card, photos put back where they were cut out. NotFound for a deleted contact.</summary>
    [Alias("Read")]
    Task<Answer<Contact>> Read(AccountId actor);

    /// <summary>
    /// Creates the contact in its home book. Invalid where the bytes are no vCard, UidTaken, QuotaExceeded. Repeated with the same card it
    /// answers as before; for more see <see cref="NewContact.Repeated"/>.
    /// </summary>
    [Alias("Create")]
    Task<Answer<Written>> Create(AccountId actor, NewContact contact);

    /// <summary>Replaces the card, byte for byte as sent. Stale when <paramref name="expectedVersion"/> is given and not the current one.</summary>
    [Alias("Put")]
    Task<Answer<Written>> Put(AccountId actor, byte[] card, long? expectedVersion);

    /// <summary>
    /// Changes the named fields only: a JSON merge patch (RFC 7396) over the names of the contact field table, UTF-8.
    /// All content lines that it does not name stay byte for byte. Invalid names the field and the reason.
    /// </summary>
    [Alias("Patch")]
    Task<Answer<Written>> Patch(AccountId actor, byte[] fields, long? expectedVersion);

    /// <summary>Deletes the contact; it can be restored for 30 days.</summary>
    [Alias("Delete")]
    Task<Answer<Written>> Delete(AccountId actor, long? expectedVersion);

    /// <summary>Takes a deletion back. NotFound where there is nothing to restore; Ok where the contact is not deleted at all.</summary>
    [Alias("Restore")]
    Task<Answer<Written>> Restore(AccountId actor);

    /// <summary>The books that show it, home first, of those that the actor can see; for its creator all.</summary>
    [Alias("Places")]
    Task<Answer<ContactPlace[]>> Places(AccountId actor);

    /// <summary>What the actor may do with it, and to whom its creator granted Edit.</summary>
    [Alias("Rights")]
    Task<Answer<ContactRights>> Rights(AccountId actor);

    /// <summary>Grants Edit to these and to no others. Only the creator does; Invalid for an unknown principal, or a group of which the creator is no member. At most 100.</summary>
    [Alias("Grant")]
    Task<Answer<ContactRights>> Grant(AccountId actor, Principal[] principals);

    /// <summary>The oldest first.</summary>
    [Alias("Comments")]
    Task<Answer<Comment[]>> Comments(AccountId actor);

    /// <summary>Invalid for a text that is empty or longer than 10,000 characters; QuotaExceeded beyond 1,000 comments.</summary>
    [Alias("AddComment")]
    Task<Answer<Comment>> AddComment(AccountId actor, string text);

    /// <summary>By its author, or by who may delete the contact in a book that shows it to both.</summary>
    [Alias("DeleteComment")]
    Task<Answer<Comment>> DeleteComment(AccountId actor, string comment);
}

/// <summary>A contact as it is now.</summary>
/// <param name="Card">The vCard as it was sent, UTF-8 or whatever its sender used, patched by later edits.</param>
/// <param name="Uid">The card's UID, or the contact's id where the card has none.</param>
/// <param name="Environment">The home's name for the actor: <c>private</c>, a group's name; null where the actor does not see it.</param>
[GenerateSerializer, Immutable, Alias("ContactState")]
public sealed record Contact(
    [property: Id(0)] ContactId Id,
    [property: Id(1)] BookId Home,
    [property: Id(2)] string Uid,
    [property: Id(3)] long Version,
    [property: Id(4)] byte[] Card,
    [property: Id(5)] AccountId CreatedBy,
    [property: Id(6)] DateTimeOffset CreatedAt,
    [property: Id(7)] AccountId ModifiedBy,
    [property: Id(8)] DateTimeOffset ModifiedAt,
    [property: Id(9)] bool MayEdit,
    [property: Id(10)] string? Environment = null);

/// <summary>What it takes to create a contact.</summary>
/// <param name="Href">The last path segment under which a CardDAV client stored it; null for the contact's id with <c>.vcf</c>.</param>
/// <param name="Repeated">
/// The caller made the contact's id so that it can ask again: where the same account created this contact in the same book, the answer is that
/// contact as it is now, whatever became of it. KeyTaken where the id is another's, or that of a deleted contact.
/// </param>
[GenerateSerializer, Immutable, Alias("NewContact")]
public sealed record NewContact(
    [property: Id(0)] BookId Book,
    [property: Id(1)] byte[] Card,
    [property: Id(2)] string? Href = null,
    [property: Id(3)] bool Repeated = false);

/// <summary>An edit that is durable.</summary>
/// <param name="Seq">The home book's sequence number of this edit.</param>
/// <param name="AsSent">The stored card equals the sent one byte for byte, so that a strong ETag may be given.</param>
/// <param name="Warnings">What the lenient reader noticed, as <c>code, line, message</c>.</param>
[GenerateSerializer, Immutable, Alias("Written")]
public sealed record Written(
    [property: Id(0)] ContactId Id,
    [property: Id(1)] long Version,
    [property: Id(2)] long Seq,
    [property: Id(3)] string Uid,
    [property: Id(4)] bool AsSent,
    [property: Id(5)] Notice[] Warnings);

/// <summary>A warning of a format reader that crossed a grain boundary. Line counts from 1; 0 where there is none.</summary>
[GenerateSerializer, Immutable, Alias("Notice")]
public sealed record Notice([property: Id(0)] string Code, [property: Id(1)] int Line, [property: Id(2)] string Message);

/// <summary>One book that shows a contact.</summary>
/// <param name="IsHome">Where it was created. The others refer to it.</param>
/// <param name="SharedBy">Who put it there; null at home.</param>
/// <param name="MayRemove">Whether the actor may take it out of there.</param>
[GenerateSerializer, Immutable, Alias("ContactPlace")]
public sealed record ContactPlace([property: Id(0)] BookId Book, [property: Id(1)] bool IsHome, [property: Id(2)] AccountId? SharedBy, [property: Id(3)] bool MayRemove);

/// <param name="MayDelete">At home, and so everywhere.</param>
/// <param name="MayGrant">The creator.</param>
/// <param name="Editors">To whom Edit was granted.</param>
[GenerateSerializer, Immutable, Alias("ContactRights")]
public sealed record ContactRights([property: Id(0)] bool MayEdit, [property: Id(1)] bool MayDelete, [property: Id(2)] bool MayGrant, [property: Id(3)] Principal[] Editors);

/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="MayDelete">Whether the actor may.</param>
[GenerateSerializer, Immutable, Alias("Comment")]
public sealed record Comment(
    [property: Id(0)] string Id,
    [property: Id(1)] AccountId Author,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string Text,
    [property: Id(4)] bool MayDelete);
