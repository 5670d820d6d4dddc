using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace ContactOffice.Grains.Books;

/// <summary>
/// Reentrant: while it waits for the database others are answered. What it knows changes only between awaits, and always to a later state.
/// </summary>
[Reentrant]
internal sealed partial class AddressBookGrain(IContactStore store, DatabaseOptions options, Clock clock, NodeChanges changes, ILogger<AddressBookGrain> logger) : Grain, IAddressBookGrain
{
    private const int MaxBatch = 500;
    private const int VerifyEveryMs = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);
    private readonly Dictionary<long, (BookEntry Entry, string Find, TaskCompletionSource Known)> ahead = [];
    private BookIndex index = new();
    private DeniedEdits denied = new();
    private Task? reading;
    private Task? verifying;
    private Task? searching;
    private long verifiedAt;
    private BookAnnouncer announcer = null!;

    private BookId Book => new(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        index = await LoadAll();
        denied = await DeniedEdits.Load(store, Book);
        verifiedAt = Environment.TickCount64;
        var stream = this.GetStreamProvider(BookChanged.Provider).GetStream<BookChanged>(StreamId.Create(BookChanged.Namespace, Book.Value));
        announcer = new BookAnnouncer(Book, changes, stream, index.Seq, logger);
    }

    public async Task<Answer<BookPage>> List(AccountId actor, BookQuery query)
    {
        if (Rights.Refuse(Deed.ReadBook, await PlaceOf(actor)) is { } refusal) return refusal;
        await ReadyFor(query.Text);
        return index.Page(query);
    }

    public async Task<Answer<BookLetters>> Letters(AccountId actor, NameOrder order, string? locale, string? text)
    {
        if (Rights.Refuse(Deed.ReadBook, await PlaceOf(actor)) is { } refusal) return refusal;
        if (order == NameOrder.Recent) return new Refusal(Outcome.Invalid, "Only orders of names have letters.");
        await ReadyFor(text);
        return index.Letters(Sorting.Of(order, locale), text);
    }

    public async Task<Answer<BookChanges>> ChangesSince(AccountId actor, long since, int limit, bool cards, long horizon)
    {
        if (Rights.Refuse(Deed.ReadBook, await PlaceOf(actor)) is { } refusal) return refusal;
        await Verified();
        if (since < 0 || horizon < 0 || limit < 1) return new Refusal(Outcome.Invalid, "since and horizon are not negative and limit is at least 1.");
        if (since > index.Seq) await Verify(); // its author knows of an edit before the book was told
        if (since > index.Seq) return new Refusal(Outcome.HorizonPassed, "The book has not come that far; it was put back to an earlier state. Read the whole book.");
        return index.Since(since, Math.Min(limit, 5000), cards, horizon) is { } changes ? changes with { Entries = cards ? Told(actor, changes.Entries) : changes.Entries } : new Refusal(Outcome.HorizonPassed, "Deletions of that time are forgotten: read the whole book.");
    }

    public async Task<Answer<long>> Sequence(AccountId actor)
    {
        if (Rights.Refuse(Deed.ReadBook, await PlaceOf(actor)) is { } refusal) return refusal;
        await Verified();
        return index.Seq;
    }

    public async Task<Answer<BookState>> State(AccountId actor)
    {
        var place = await PlaceOf(actor);
        if (Rights.Refuse(Deed.ReadBook, place) is { } refusal) return refusal;
        await Verified();
        return new BookState(index.Seq, index.CardSeq, index.Count, Rights.Refuse(Deed.Add, place) is null, Rights.Refuse(Deed.Delete, place, new(IsReadable: true)) is null, denied.Latest(actor));
    }

    public async Task<Answer<BookCard[]>> ReadCards(AccountId actor, ContactId[] ids)
    {
        var place = await PlaceOf(actor);
        if (Rights.Refuse(Deed.ReadBook, place) is { } refusal) return refusal;
        if (ids.Length > MaxBatch) return TooManyRead;
        var name = await GrainFactory.NameOf(place, Book);
        var cards = await store.ReadCards(Book, ids);
        var editable = Book.Group is null ? null : await Granted(actor, cards);
        return Array.ConvertAll(cards, card => card with { Denied = denied.NumberOf(actor, card.Id, card.Version), MayEdit = Rights.Refuse(Deed.Edit, default, new(true, card.CreatedBy == actor, IsEditor: editable?.Contains(card.Id) ?? false)) is null, Environment = card.Home == Book ? name : card.Home == BookId.PrivateOf(actor) ? "private" : null });
    }

    public async Task<Answer<CardText[]>> ReadTexts(AccountId actor, ContactId[] ids)
    {
        if (Rights.Refuse(Deed.ReadBook, await PlaceOf(actor)) is { } refusal) return refusal;
        if (ids.Length > MaxBatch) return TooManyRead;
        await Verified();
        return await store.ReadTexts(Array.FindAll(ids, index.Has));
    }

    public async Task<Answer<ContactId[]>> Ids(AccountId actor, NameOrder order)
    {
        if (Rights.Refuse(Deed.ReadBook, await PlaceOf(actor)) is { } refusal) return refusal;
        await Verified();
        return index.Ids(order);
    }

    public async Task<Answer<BookEntry?[]>> ByHref(AccountId actor, string[] hrefs)
    {
        if (Rights.Refuse(Deed.ReadBook, await PlaceOf(actor)) is { } refusal) return refusal;
        await Verified();
        return hrefs.Select(href => Told(actor, index.ByHref(href))).ToArray();
    }

    public async Task<Answer<BookEntry>> ByUid(AccountId actor, string uid)
    {
        if (Rights.Refuse(Deed.ReadBook, await PlaceOf(actor)) is { } refusal) return refusal;
        await Verified();
        return Told(actor, index.ByUid(uid)) is { } entry ? entry : new Refusal(Outcome.NotFound, "No contact has this UID.");
    }

    public async Task Deny(AccountId actor, ContactId id)
    {
        if (Rights.Refuse(Deed.ReadBook, await PlaceOf(actor)) is null && index.ById(id) is { } entry) await denied.Note(store, Book, actor, id, entry.Version, clock.Now);
    }

    public async Task<Answer<BookEntry[]>> DeniedSince(AccountId actor, long since)
    {
        if (Rights.Refuse(Deed.ReadBook, await PlaceOf(actor)) is { } refusal) return refusal;
        return denied.After(actor, since).Select(index.ById).OfType<BookEntry>().Select(entry => Told(actor, entry)!).Where(entry => entry.Denied > since).ToArray();
    }

    public async Task<Answer<TrashPage>> Trash(AccountId actor, int offset, int limit)
    {
        var place = await PlaceOf(actor);
        if (Rights.Refuse(Deed.ReadBook, place) is { } refusal) return refusal;
        var own = Rights.Refuse(Deed.Delete, place, new(IsReadable: true)) is null ? (AccountId?)null : actor;
        await Verified();
        return await store.Query(session => TrashRows.Page(session, Book, clock.Now - options.Horizon, clock.Now, own, Math.Max(0, offset), Math.Clamp(limit, 1, 500), index.Count));
    }

    public async Task Moved(AccountId who, long seq)
    {
        await ReadUpTo(seq);
        announcer.Announce(index.Seq, who);
    }

    public async Task Committed(AccountId who, BookEntry entry, string find)
    {
        if (entry.Seq > index.Seq)
        {
            var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            ahead[entry.Seq] = (entry, find, known);
            TakeAhead();
            // Writers of one moment tell of themselves in any order: those before this one are about to. One who died, or could not tell, is read.
            await known.Task.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            ahead.Remove(entry.Seq);
            await ReadUpTo(entry.Seq);
            TakeAhead();
        }
        announcer.Announce(index.Seq, who);
    }

    /// <summary>A private book needs to ask nobody.</summary>
    private ValueTask<Place> PlaceOf(AccountId actor) => GrainFactory.PlaceOf(actor, Book);

    private BookEntry? Told(AccountId actor, BookEntry? entry) =>
        entry is not null && denied.NumberOf(actor, entry.Id, entry.Version) is > 0 and var number ? entry with { Denied = number } : entry;

    private BookEntry[] Told(AccountId actor, BookEntry[] entries) => denied.Latest(actor) == 0 ? entries : Array.ConvertAll(entries, entry => Told(actor, entry)!);

    private static Refusal TooManyRead => new(Outcome.Invalid, $"At most {MaxBatch} cards are read at once.");

    private async Task<HashSet<ContactId>> Granted(AccountId actor, BookCard[] cards)
    {
        var grants = await store.Query(session => ItemRows.Grants(session, [.. cards.Select(card => card.Id)]));
        var mine = new Dictionary<Principal, bool> { [Principal.Of(actor)] = true };
        foreach (var (_, principal) in grants)
            if (!mine.ContainsKey(principal)) mine[principal] = principal.Group is { } group && await GrainFactory.Group(group).HasMember(actor);
        return [.. grants.Where(grant => mine[grant.Editor]).Select(grant => grant.Contact)];
    }

    /// <summary>
    /// Once a second the database is asked how far the book is, so that a notice that got lost, or another activation's edits, are missed
    /// for no longer than that.
    /// </summary>
    private Task Verified()
    {
        if (Environment.TickCount64 - verifiedAt < VerifyEveryMs) return Task.CompletedTask;
        return verifying is { IsCompleted: false } ? verifying : verifying = Verify();
    }

    private async Task Verify()
    {
        var position = await store.Position(Book);
        if (position.Seq < index.Seq)
        {
            // Edits that were noticed are gone: the database was put back to an earlier state. Or they came while it was asked.
            if ((await store.Position(Book)).Seq < index.Seq) announcer.PutBack((index = await LoadAll()).Seq);
        }
        else if (position.Seq > index.Seq)
        {
            await ReadUpTo(position.Seq);
            if (announcer.Announce(index.Seq, new AccountId(""))) BookMetrics.Repairs.Add(1);
        }
        index.Forget(position.Horizon);
        verifiedAt = Environment.TickCount64;
    }

    private void TakeAhead()
    {
        if (ahead.Count == 0) return;
        while (ahead.Remove(index.Seq + 1, out var next))
        {
            index.Apply(next.Entry, next.Find);
            next.Known.SetResult();
        }
        foreach (var read in ahead.Keys.Where(seq => seq <= index.Seq).ToList())
            if (ahead.Remove(read, out var known)) known.Known.SetResult();
    }

    /// <summary>
    /// Writers finish out of order. All that wait share one reading; who came while one was under way, which may have missed his edit, waits
    /// for one more, again with all others.
    /// </summary>
    private async Task ReadUpTo(long seq)
    {
        for (var round = 0; index.Seq < seq && round < 2; round++)
        {
            await (reading is { IsCompleted: false } ? reading : reading = ReadNewer());
        }
    }

    private async Task ReadNewer()
    {
        BookMetrics.Readings.Add(1);
        var target = index;
        var newer = new List<(BookEntry Entry, string? Find)>();
        // The callback runs elsewhere: it only collects.
        var position = await store.ReadEntries(Book, target.Seq, target.WantsFind, (entry, find) => newer.Add((entry, find)));
        foreach (var (entry, find) in newer) target.Apply(entry, find);
        target.Reach(position.Seq);
    }

    private async Task<BookIndex> LoadAll()
    {
        var loaded = new BookIndex();
        var position = await store.ReadEntries(Book, 0, false, (entry, _) => loaded.Apply(entry, null));
        loaded.Reach(position.Seq);
        loaded.Forget((await store.Position(Book)).Horizon); // what was purged while it was read is not among the entries
        return loaded;
    }

    private async Task ReadyFor(string? text)
    {
        await Verified();
        if (!string.IsNullOrWhiteSpace(text) && !index.HasFind) await (searching is { IsCompleted: false } ? searching : searching = LoadFind());
    }

    private async Task LoadFind()
    {
        var target = index;
        target.WantsFind = true;
        var texts = new Dictionary<ContactId, byte[]>();
        await store.ReadEntries(Book, 0, true, (entry, find) => texts[entry.Id] = FindText.Folded(find!));
        target.TakeFind(texts);
    }
}
