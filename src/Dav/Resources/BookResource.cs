using ContactOffice.Dav.Conditions;
using ContactOffice.Dav.Paths;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Dav.Resources;

/// <summary>The book of an environment: an account's own, or a group's.</summary>
internal sealed class BookResource : Book
{
    private const int Page = 2000;
    private const int Bodies = 100;
    private const int Looked = 500; // as many as a book reads at once
    private BookState? state;

    private BookResource(BookId id, string name, string href) : base(href, name) => Id = id;

    public BookId Id { get; }

    public override string Key => Id.Value;

    public override bool IsRenamable => Id.Group is null;

    public override string CTag => SyncToken!;

    public override string SyncToken => new SyncToken(State.CardSeq, State.Denied).Of(Id);

    /// <summary>The number of the edit that was denied to the actor last; 0 for none.</summary>
    public long Denied => State.Denied;

    public override IEnumerable<string> Privileges => (State.MayAdd, State.MayDelete) switch
    {
        (true, true) => [.. base.Privileges, Resources.Privileges.Write, Resources.Privileges.WriteProperties, Resources.Privileges.WriteContent, Resources.Privileges.Bind, Resources.Privileges.Unbind],
        (true, false) => [.. base.Privileges, Resources.Privileges.WriteProperties, Resources.Privileges.WriteContent, Resources.Privileges.Bind],
        (false, true) => [.. base.Privileges, Resources.Privileges.Unbind],
        _ => base.Privileges,
    };

    private BookState State => state ?? throw new InvalidOperationException("The book was not opened.");

    public static BookResource PrivateOf(AccountId account, string home) => new(BookId.PrivateOf(account), "Private", Addresses.CollectionIn(home, Addresses.Private));

    public static BookResource Of(Group group, string home) => Of(group.Id, group.Name, home);

    public static BookResource Of(GroupId group, string name, string home) => new(BookId.Of(group), name, Addresses.CollectionIn(home, name));

    public override async ValueTask<DavError?> Open(DavRequest request)
    {
        if (state is not null) return null;
        var read = await Grain(request).State(request.Actor);
        if (!read.IsOk) return DavError.Of(read.Refusal, Href, Resources.Privileges.Read);
        state = read.Value;
        return null;
    }

    public override async IAsyncEnumerable<IReadOnlyList<Resource>> Members(DavRequest request, bool withBodies)
    {
        await foreach (var entries in Living(request))
            await foreach (var cards in Read(request, entries, withBodies)) yield return cards;
    }

    public override async IAsyncEnumerable<IReadOnlyList<Resource>> Candidates(DavRequest request, Func<byte[], bool> mayPass)
    {
        var passing = new List<BookEntry>();
        await foreach (var (entries, texts) in Texts(request))
        {
            // What the answer had no room for may pass.
            var last = texts is [.., var end] ? Array.FindIndex(entries, entry => entry.Id == end.Id) : -1;
            var may = texts.Where(text => mayPass(text.Card)).Select(text => text.Id).ToHashSet();
            passing.AddRange(entries.Where((entry, i) => i > last || may.Contains(entry.Id)));
            if (passing.Count < Bodies) continue;
            await foreach (var cards in Read(request, passing, withBodies: true)) yield return cards;
            passing.Clear();
        }
        await foreach (var cards in Read(request, passing, withBodies: true)) yield return cards;
    }

    /// <summary>The book's texts in batches. While one is looked through the next one is read.</summary>
    private async IAsyncEnumerable<(BookEntry[] Entries, CardText[] Texts)> Texts(DavRequest request)
    {
        (BookEntry[] Entries, Task<Answer<CardText[]>> Reading)? ahead = null;
        await foreach (var entries in Batches(request))
        {
            var next = entries is null ? null : Grain(request).ReadTexts(request.Actor, Array.ConvertAll(entries, entry => entry.Id));
            if (ahead is { } before)
            {
                var texts = await before.Reading;
                if (!texts.IsOk) request.Http.Abort();
                if (!texts.IsOk) yield break;
                yield return (before.Entries, texts.Value);
            }
            ahead = next is null ? null : (entries!, next);
        }
    }

    /// <summary>Null is the end.</summary>
    private async IAsyncEnumerable<BookEntry[]?> Batches(DavRequest request)
    {
        await foreach (var entries in Living(request))
            foreach (var batch in entries.Chunk(Looked)) yield return batch;
        yield return null;
    }

    /// <summary>
    /// What changed after a number, in order, page by page, up to where the book was when the first was read: what changes meanwhile is told the next
    /// time, once. Where the first page is refused the enumeration says so by being empty: open the book before.
    /// </summary>
    public async IAsyncEnumerable<BookChanges> Changes(DavRequest request, long since, long horizon = 0)
    {
        var until = long.MaxValue;
        await foreach (var page in Pages(request, since, horizon))
        {
            until = Math.Min(until, page.CardSeq);
            yield return page with { Entries = Array.FindAll(page.Entries, entry => entry.CardSeq <= until), Seq = Math.Min(page.Seq, until), CardSeq = until };
            if (page.Seq >= until) yield break;
        }
    }

    /// <summary>All that is in the book, each once, page by page: also what changes while it is read, which is further on then.</summary>
    private async IAsyncEnumerable<BookEntry[]> Living(DavRequest request)
    {
        var told = new HashSet<ContactId>();
        await foreach (var page in Pages(request, 0, 0)) yield return Array.FindAll(page.Entries, entry => !entry.Deleted && told.Add(entry.Id));
    }

    private async IAsyncEnumerable<BookChanges> Pages(DavRequest request, long since, long horizon)
    {
        while (true)
        {
            var changes = await Grain(request).ChangesSince(request.Actor, since, Page, cards: true, horizon);
            if (!changes.IsOk)
            {
                // The status is sent: cutting the connection is the only way left to say that this is not all.
                request.Http.Abort();
                yield break;
            }
            yield return changes.Value;
            if (!changes.Value.More) yield break;
            (since, horizon) = (changes.Value.Seq, changes.Value.Horizon);
        }
    }

    /// <summary>Entries as cards, in batches; with their bodies those that the book still has.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Card>> Read(DavRequest request, IEnumerable<BookEntry> entries, bool withBodies)
    {
        if (!withBodies)
        {
            yield return [.. entries.Select(entry => new CardResource(this, entry))];
            yield break;
        }
        foreach (var batch in entries.Chunk(Bodies))
        {
            for (var next = 0; next < batch.Length;)
            {
                var wanted = batch[next..];
                var cards = await Grain(request).ReadCards(request.Actor, Array.ConvertAll(wanted, entry => entry.Id));
                if (!cards.IsOk) request.Http.Abort();
                if (!cards.IsOk) yield break;
                yield return [.. cards.Value.Select(card => new CardResource(this, card))];
                // A book answers less than asked when the cards are large; an answer without any ends the batch: those are gone by now.
                next += cards.Value is [.., var last] ? Array.FindIndex(wanted, entry => entry.Id == last.Id) + 1 : wanted.Length;
            }
        }
    }

    public override async Task<IReadOnlyList<Card?>> Find(DavRequest request, IReadOnlyList<string> names, bool withBodies)
    {
        var entries = await Grain(request).ByHref(request.Actor, [.. names]);
        if (!entries.IsOk) return new Card?[names.Count];
        if (!withBodies) return Array.ConvertAll(entries.Value, entry => entry is null ? null : (Card)new CardResource(this, entry));
        var read = new Dictionary<ContactId, Card>();
        await foreach (var cards in Read(request, entries.Value.OfType<BookEntry>().DistinctBy(entry => entry.Id), withBodies: true))
            foreach (var card in cards) read[card.Contact!.Value] = card;
        return Array.ConvertAll(entries.Value, entry => entry is null ? null : read.GetValueOrDefault(entry.Id));
    }

    public override async Task<(bool IsKnown, Card? Card)> FindUid(DavRequest request, string uid)
    {
        var entry = await Grain(request).ByUid(request.Actor, uid);
        if (!entry.IsOk) return (true, null);
        await foreach (var cards in Read(request, [entry.Value], withBodies: true)) return (true, cards.Count > 0 ? cards[0] : null);
        return (true, null);
    }

    /// <summary>The client shows its edit of a card all the same: its next sync is to bring ours.</summary>
    public async Task<DavError> Deny(DavRequest request, CardResource card, DavError error)
    {
        await Grain(request).Deny(request.Actor, card.Id);
        return error;
    }

    public IAddressBookGrain Grain(DavRequest request) => request.Grains.AddressBook(Id);
}

/// <summary>A contact as a book shows it.</summary>
internal sealed class CardResource : Card
{
    private readonly BookCard? read;

    public CardResource(BookResource book, BookEntry entry) : base(book, entry.Href) => (InBook, Id, Version, Uid, Denied) = (book, entry.Id, entry.Version, entry.Uid, entry.Denied);

    public CardResource(BookResource book, BookCard card) : base(book, card.Href) => (InBook, Id, Version, Uid, Denied, read) = (book, card.Id, card.Version, card.Uid, card.Denied, card);

    public BookResource InBook { get; }

    public ContactId Id { get; }

    public long Version { get; }

    public string Uid { get; }

    /// <summary>Which of the actor's edits of this version was denied last; 0 for none.</summary>
    public long Denied { get; }

    /// <summary>With where it is at home; null where it was not read.</summary>
    public BookCard? Read => read;

    public override string ETag => ETags.Of(Id, Version, Denied);

    // Whichever edits were denied, the version is the same one.
    public override bool Is(string tag) => tag == ETag || ETags.IsOf(tag, Id, Version);

    public override byte[]? Bytes => read?.Card;

    public override DateTimeOffset? Modified => read?.ModifiedAt;

    public override string Key => KeyOf(Id);

    public override ContactId? Contact => Id;

    public static string KeyOf(ContactId contact) => $"contact/{contact}";

    public override IEnumerable<string> Privileges => read is { MayEdit: true }
        ? [.. base.Privileges, Resources.Privileges.Write, Resources.Privileges.WriteContent, Resources.Privileges.WriteProperties]
        : base.Privileges;
}
