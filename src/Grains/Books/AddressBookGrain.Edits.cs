using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Groups;
using ContactOffice.Grains.Storage;
using Microsoft.Extensions.Logging;

namespace ContactOffice.Grains.Books;

/// <summary>What is done to many contacts at once, or to where they are shown; a contact's own grain edits it.</summary>
internal partial class AddressBookGrain
{
    private const int MaxTargets = 100;
    private const int Attempts = 5;

    public async Task<Answer<Addition[]>> Import(AccountId actor, Guid import, PreparedCard[] cards, bool preview)
    {
        if (Rights.Refuse(Deed.Add, await PlaceOf(actor)) is { } refusal) return refusal;
        if (cards.Length > MaxBatch) return new Refusal(Outcome.Invalid, $"At most {MaxBatch} cards are added at once.");
        var rows = new NewRows(Book, import, actor, clock.Now, cards);
        if (preview) return (await store.Preview(rows)).ToArray();
        var added = await Add(rows);
        if (added.LastSeq > 0) await Enter(rows, added);
        announcer.Announce(index.Seq, actor);
        // After a fault the second attempt finds what the first one added.
        return added.Additions.Select(addition => addition.Existing == addition.Id ? addition with { Existing = null } : addition).ToArray();
    }

    public async Task<Answer<UndoneImport>> UndoImport(AccountId actor, Guid import)
    {
        var place = await PlaceOf(actor);
        if (Rights.Refuse(Deed.ReadBook, place) is { } refusal) return refusal;
        var removed = 0;
        while (true)
        {
            var undone = await Changed(actor, await Transact(actor, "contacts-deleted", session => ItemRows.Delete(session, Book, ItemRows.Untouched(session, Book, import), actor, clock.Now, May(Deed.Delete, place, actor))));
            if (undone.Length == 0) return new UndoneImport(removed, await store.CountImport(Book, import));
            removed += undone.Length;
        }
    }

    public async Task<Answer<ContactId[]>> Delete(AccountId actor, ContactId[] ids, long? version)
    {
        var place = await PlaceOf(actor);
        if (Refused(place, ids) is { } refusal) return refusal;
        return await Changed(actor, await Transact(actor, "contacts-deleted", session => ItemRows.Delete(session, Book, ids, actor, clock.Now, May(Deed.Delete, place, actor), version)));
    }

    public async Task<Answer<ContactId[]>> Restore(AccountId actor, ContactId[] ids)
    {
        var place = await PlaceOf(actor);
        if (Refused(place, ids) is { } refusal) return refusal;
        var withdrawn = await NoLongerSharing(await store.Query(session => ItemRows.Sharers(session, Book, ids)));
        return await Changed(actor, await Transact(actor, "contacts-restored",
            session => ItemRows.Restore(session, Book, ids, actor, clock.Now, clock.Now - options.Horizon, May(Deed.Delete, place, actor), withdrawn)));
    }

    public async Task<Answer<Sharing>> Share(AccountId actor, ContactId[] ids, GroupId[] groups, string? href)
    {
        if (Refused(await PlaceOf(actor), ids) is { } refusal) return refusal;
        if (groups.Length is 0 or > MaxTargets) return new Refusal(Outcome.Invalid, $"1 to {MaxTargets} groups are shared with at once.");
        if (href is not null && (ids.Length != 1 || !NewRows.IsHref(href))) return new Refusal(Outcome.Invalid, "A name is for one contact, and at most 255 characters without slashes.");
        BookId[] targets = [.. groups.Distinct().Select(BookId.Of)];
        for (var attempt = 1; ; attempt++)
        {
            var revisions = new Dictionary<GroupId, long>();
            foreach (var target in targets)
                if (Rights.Refuse(Deed.Add, await PlaceOf(actor, target, revisions)) is { } refused) return refused;
            // Who is removed meanwhile shares nothing: the groups are as they were asked, or they are asked again.
            var shared = await store.Transact(session => GroupRows.AreAt(session, revisions) ? Noted(session, revisions.Keys, ItemRows.Share(session, Book, ids, targets, actor, clock.Now, href), actor, "contacts-shared") : null, result => result is not null);
            if (shared is null && attempt < Attempts) continue;
            if (shared is null) return new Refusal(Outcome.Stale);
            await Changed(actor, shared);
            if (href is not null && shared.Skipped.Any(one => one.ByHref)) return new Refusal(Outcome.NameTaken);
            return new Sharing([.. shared.Ids], [.. shared.Skipped.Select(one => new SharingConflict(one.Id, one.Book.Group ?? default))]);
        }
    }

    public async Task<Answer<ContactId>> MoveHome(AccountId actor, ContactId id, BookId to, string href)
    {
        if (!NewRows.IsHref(href) || to == Book) return new Refusal(Outcome.Invalid, "It moves into another book, under a name of at most 255 characters without slashes.");
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var revisions = new Dictionary<GroupId, long>();
            var (here, there) = (await PlaceOf(actor, Book, revisions), await PlaceOf(actor, to, revisions));
            if ((Rights.Refuse(Deed.ReadBook, here) ?? Rights.Refuse(Deed.Add, there)) is { } refusal) return refusal;
            // Who may not edit it would have it in his own book.
            bool MayMove(ItemFacts item) => May(Deed.Delete, here, actor)(item) && (to.Group is not null || item.CreatedBy == actor);
            var moved = await store.Transact(session =>
            {
                GroupRows.Lock(session, revisions.Keys);
                return GroupRows.AreAt(session, revisions) ? Noted(session, Audited, HomeRows.Move(session, Book, to, id, href, actor, clock.Now, MayMove), actor, "contacts-deleted") : null;
            }, result => result is { Ids.Count: > 0 });
            if (moved is null) continue;
            await Changed(actor, moved);
            if (moved.Ids.Count > 0) return id;
            if (moved.Skipped is [var obstacle, ..]) return new Refusal(obstacle.ByHref ? Outcome.NameTaken : Outcome.UidTaken, obstacle.Id.ToString());
            return index.ById(id) is null ? Rights.NoContact : new Refusal(Outcome.Forbidden, "You may not move this contact.");
        }
        return new Refusal(Outcome.Stale);
    }

    public async Task<Answer<ContactId[]>> Unshare(AccountId actor, ContactId[] ids)
    {
        var place = await PlaceOf(actor);
        if (ids.Length > MaxBatch) return TooMany;
        // Who shared a contact, or created it, takes it back from where he cannot look, too.
        return await Changed(actor, await Transact(actor, "contacts-unshared", session => ItemRows.Unshare(session, Book, ids, actor, clock.Now, May(Deed.Unshare, place, actor))));
    }

    public async Task<Answer<ContactId[]>> Erase(AccountId actor, ContactId[] ids)
    {
        var place = await PlaceOf(actor);
        if (Refused(place, ids) is { } refusal) return refusal;
        return await Changed(actor, await Transact(actor, "contacts-erased", session => ItemRows.Erase(session, Book, ids, May(Deed.Delete, place, actor))));
    }

    /// <summary>The actor's place in a book, and the revision of its group that says so.</summary>
    private async ValueTask<Place> PlaceOf(AccountId actor, BookId book, Dictionary<GroupId, long> revisions)
    {
        if (book.Group is not { } group) return Place.Of(actor, book);
        var standing = await GrainFactory.Group(group).Standing(actor);
        revisions[group] = standing.Revision;
        return Place.Of(standing);
    }

    /// <summary>The group whose audit tells of what is done here.</summary>
    private GroupId[] Audited => Book.Group is { } group ? [group] : [];

    private static Refusal TooMany => new(Outcome.Invalid, $"At most {MaxBatch} contacts are changed at once.");

    private static Refusal? Refused(Place place, ContactId[] ids) => Rights.Refuse(Deed.ReadBook, place) ?? (ids.Length > MaxBatch ? TooMany : null);

    private static Func<ItemFacts, bool> May(Deed deed, Place place, AccountId actor) =>
        item => Rights.Refuse(deed, place, new(IsReadable: true, item.CreatedBy == actor, item.SharedBy == actor)) is null;

    /// <summary>One transaction, and with it the record in the group's audit of who did it.</summary>
    private Task<ChangedItems> Transact(AccountId who, string what, Func<ISqlSession, ChangedItems> change)
    {
        return store.Transact(session =>
        {
            GroupRows.Lock(session, Audited);
            return Noted(session, Audited, change(session), who, what);
        });
    }

    private ChangedItems Noted(ISqlSession session, IEnumerable<GroupId> groups, ChangedItems changed, AccountId who, string what)
    {
        if (changed.Ids.Count > 0)
            foreach (var group in groups) GroupRows.Note(session, group, clock.Now, who, what, null, $"{changed.Ids.Count}");
        return changed;
    }

    private async Task<HashSet<(BookId, AccountId)>> NoLongerSharing(List<(BookId Book, AccountId Sharer)> sharers)
    {
        var gone = new HashSet<(BookId, AccountId)>();
        foreach (var (book, sharer) in sharers)
            if (Rights.Refuse(Deed.Add, await GrainFactory.PlaceOf(sharer, book)) is not null) gone.Add((book, sharer));
        return gone;
    }

    /// <summary>This book and the others have it before its author hears that it is done.</summary>
    private async Task<ContactId[]> Changed(AccountId who, ChangedItems changed)
    {
        foreach (var (_, seq) in changed.Books.Where(moved => moved.Book == Book)) await Moved(who, seq);
        await GrainFactory.TellMoved(who, changed.Books.Where(moved => moved.Book != Book));
        return [.. changed.Ids];
    }

    private async Task<AddedRows> Add(NewRows rows)
    {
        try
        {
            return await store.Add(rows);
        }
        catch (Exception fault)
        {
            LogAddRepeated(fault, Book);
            verifiedAt = 0; // what the first attempt may have added is found by the next reader
            return await store.Add(rows);
        }
    }

    private async Task Enter(NewRows rows, AddedRows added)
    {
        var cards = rows.Cards.Where((_, i) => added.Additions[i].Existing is null).ToList();
        var seq = added.LastSeq - cards.Count;
        if (seq != index.Seq)
        {
            await ReadUpTo(added.LastSeq);
            return;
        }
        foreach (var card in cards)
        {
            seq++;
            index.Apply(new BookEntry(card.Id, seq, seq, 1, false, NewRows.UidOf(card), NewRows.HrefOf(card.Id), card.Summary), card.Find);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Adding to book {Book} failed; trying once more")]
    private partial void LogAddRepeated(Exception fault, BookId book);
}
