using ContactOffice.Dav.Paths;

namespace ContactOffice.Dav.Resources;

/// <summary>An address book (RFC 6352 §5.2): a collection of cards.</summary>
internal abstract class Book(string href, string name) : Resource(href)
{
    /// <summary>What people call it.</summary>
    public string Name => name;

    /// <summary>Whether people may call it otherwise.</summary>
    public virtual bool IsRenamable => false;

    /// <summary>Moves with every change of a card, and with nothing else.</summary>
    public abstract string CTag { get; }

    /// <summary>Null where changes cannot be asked for.</summary>
    public virtual string? SyncToken => null;

    /// <summary>The cards of these names, in their order; null where there is none.</summary>
    public abstract Task<IReadOnlyList<Card?>> Find(DavRequest request, IReadOnlyList<string> names, bool withBodies);

    /// <summary>The cards with their bodies, but for those that a look at their text, without the pictures, rules out.</summary>
    public virtual async IAsyncEnumerable<IReadOnlyList<Resource>> Candidates(DavRequest request, Func<byte[], bool> mayPass)
    {
        await foreach (var members in Members(request, withBodies: true)) yield return members;
    }

    /// <summary>The one card that has a UID, where that can be told without reading all; false where it cannot.</summary>
    public virtual Task<(bool IsKnown, Card? Card)> FindUid(DavRequest request, string uid) => Task.FromResult((false, (Card?)null));

    public string HrefOf(string card) => Addresses.In(Href, card);
}

/// <summary>A card in a book.</summary>
internal abstract class Card(Book book, string name) : Resource(book.HrefOf(name))
{
    public override bool IsCollection => false;

    public Book Book => book;

    /// <summary>The last segment of its address.</summary>
    public string Name => name;

    /// <summary>Its strong entity tag, with its quotes.</summary>
    public abstract string ETag { get; }

    /// <summary>Whether a client that holds what has this tag, with its quotes, may change it.</summary>
    public virtual bool Is(string tag) => tag == ETag;

    /// <summary>As it was sent; null where it was not read.</summary>
    public abstract byte[]? Bytes { get; }

    public abstract DateTimeOffset? Modified { get; }
}

/// <summary>An address in a book where there is no card.</summary>
internal sealed class NoCard(Book book, string name) : Resource(book.HrefOf(name))
{
    public override bool IsCollection => false;

    public Book Book => book;

    public string Name => name;
}
