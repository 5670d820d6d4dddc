using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Books;

/// <summary>
/// All entries of one book in memory, and the ways to look them up. What is asked for rarely is built when it is first asked for,
/// and kept up to date from then on. For one thread at a time.
/// </summary>
internal sealed class BookIndex
{
    private readonly Dictionary<ContactId, Entry> entries = [];
    private readonly ChangeLog log = new(static entry => entry.Seq);
    private ChangeLog? cardLog;
    private readonly DisplayOrders orders = new();
    private Dictionary<string, Entry>? byHref;
    private Dictionary<string, Entry>? byUid;
    private (string Text, long Seq, DisplayOrder Found)? lastFound;

    /// <summary>Everything up to this sequence number is here.</summary>
    public long Seq { get; private set; }

    /// <summary>The number of the last card change, or of what is forgotten.</summary>
    public long CardSeq { get; private set; }

    /// <summary>Deletions up to here are forgotten.</summary>
    public long Horizon { get; private set; }

    public int Count { get; private set; }

    /// <summary>Entries are taken with the text that a search looks through: one is wanted.</summary>
    public bool WantsFind { get; set; }

    /// <summary>Searches are possible: every entry has its text.</summary>
    public bool HasFind { get; private set; }

    /// <summary>Takes an entry as it is now; one that is known at this sequence number or a later one already is left alone.</summary>
    public void Apply(BookEntry told, string? find)
    {
        var isNew = !entries.TryGetValue(told.Id, out var entry);
        entry ??= entries[told.Id] = new Entry(told.Id);
        if (told.Seq <= entry.Seq) return;
        var cardSeq = entry.CardSeq;
        if (!isNew && !entry.Deleted) Leave(entry);
        orders.Change(entry, !isNew && !entry.Deleted, () => entry.Take(told));
        entry.Find = WantsFind && find is not null && !told.Deleted ? FindText.Folded(find) : null;
        if (!entry.Deleted) Enter(entry);
        log.Append(entry, isNew);
        if (isNew || entry.CardSeq > cardSeq) cardLog?.Append(entry, isNew);
        (Seq, CardSeq) = (Math.Max(Seq, told.Seq), Math.Max(CardSeq, told.CardSeq));
    }

    /// <summary>There is nothing more up to this sequence number.</summary>
    public void Reach(long seq) => Seq = Math.Max(Seq, seq);

    public void Forget(long horizon)
    {
        if (horizon <= Horizon) return;
        (Horizon, CardSeq) = (horizon, Math.Max(CardSeq, horizon));
        var gone = entries.Values.Where(entry => entry.Deleted && entry.CardSeq <= horizon).ToHashSet();
        foreach (var entry in gone) entries.Remove(entry.Id);
        log.Drop(gone);
        cardLog?.Drop(gone);
    }

    /// <summary>
    /// Null when it is too long ago. Who begins at 0 has nothing that could have been deleted; nor has he who began so under this horizon and has not come past it yet.
    /// </summary>
    public BookChanges? Since(long since, int limit, bool cards = false, long horizon = 0)
    {
        if (since > 0 && Math.Max(since, horizon) < Horizon) return null;
        if (cards) cardLog ??= ChangeLog.Of(entries.Values, static entry => entry.CardSeq);
        var order = cards ? cardLog! : log;
        var changed = order.After(since).Take(limit + 1).ToList();
        if (changed.Count <= limit) return new([.. changed.Select(entry => entry.Told())], Math.Max(Seq, since), false, CardSeq, Horizon);
        changed.RemoveAt(limit);
        return new([.. changed.Select(entry => entry.Told())], cards ? changed[^1].CardSeq : changed[^1].Seq, true, CardSeq, Horizon);
    }

    public Answer<BookPage> Page(BookQuery query)
    {
        var order = Found(query.Text, Sorting.Of(query.Order, query.Locale));
        if (query.Only?.ToHashSet() is { } only) order = order.Where(entry => only.Contains(entry.Id));
        var limit = Math.Clamp(query.Limit, 1, 500);
        int? start = query.Cursor is not null ? order.After(query.Cursor) : query.Around is { } id ? PageOf(id, order, limit) : Math.Max(query.Offset, 0);
        if (start is not { } first)
        {
            return query.Cursor is not null ? new Refusal(Outcome.Invalid, "The cursor is not one of this list.") : new Refusal(Outcome.NotFound, "The contact is not in this list.");
        }
        var page = new BookEntry[Math.Clamp(order.Count - first, 0, limit)];
        for (var i = 0; i < page.Length; i++) page[i] = order[first + i].Told();
        var next = page.Length > 0 && first + page.Length < order.Count ? order.CursorAt(first + page.Length - 1) : null;
        return new BookPage(page, first, order.Count, Seq, next);
    }

    /// <param name="sorting">An order of names.</param>
    public BookLetters Letters(Sorting sorting, string? text)
    {
        var order = Found(text, sorting);
        return new([.. FirstLetters.Of(order)], order.Count, Seq);
    }

    public ContactId[] Ids(NameOrder order) => [.. Order(Sorting.Of(order, null)).Entries.Select(entry => entry.Id)];

    public BookEntry? ByHref(string href)
    {
        byHref ??= Living.ToDictionary(entry => entry.Href, StringComparer.Ordinal);
        return byHref.GetValueOrDefault(href)?.Told();
    }

    /// <summary>Null where it is deleted, too.</summary>
    public bool Has(ContactId id) => entries.GetValueOrDefault(id) is { Deleted: false };

    public BookEntry? ById(ContactId id) => entries.GetValueOrDefault(id) is { Deleted: false } entry ? entry.Told() : null;

    public BookEntry? ByUid(string uid)
    {
        byUid ??= Living.ToDictionary(entry => entry.Uid, StringComparer.Ordinal);
        return byUid.GetValueOrDefault(uid)?.Told();
    }

    /// <summary>Makes searches possible. Entries that changed since they were wanted brought their text with them.</summary>
    public void TakeFind(Dictionary<ContactId, byte[]> texts)
    {
        foreach (var entry in Living) entry.Find ??= texts.GetValueOrDefault(entry.Id);
        HasFind = true;
    }

    private IEnumerable<Entry> Living => entries.Values.Where(entry => !entry.Deleted);

    private void Leave(Entry entry)
    {
        Count--;
        Leave(byHref, entry.Href, entry);
        Leave(byUid, entry.Uid, entry);
    }

    // A re-read tells only each entry's latest change: its old name may be another's by then.
    private static void Leave(Dictionary<string, Entry>? names, string name, Entry entry)
    {
        if (names is not null && names.TryGetValue(name, out var holder) && ReferenceEquals(holder, entry)) names.Remove(name);
    }

    private void Enter(Entry entry)
    {
        Count++;
        if (byHref is not null) byHref[entry.Href] = entry;
        if (byUid is not null) byUid[entry.Uid] = entry;
    }

    private DisplayOrder Order(Sorting sorting) => orders.Get(sorting, Living);

    private DisplayOrder Found(string? text, Sorting sorting)
    {
        if (FindText.Asking(text) is not { } passes) return Order(sorting);
        if (lastFound is { } last && last.Text == text && last.Seq == Seq && last.Found.Sorting == sorting) return last.Found;
        var found = Order(sorting).Where(entry => entry.Find is not null && passes(entry.Find));
        lastFound = (text!, Seq, found);
        return found;
    }

    private int? PageOf(ContactId id, DisplayOrder order, int limit)
    {
        if (!entries.TryGetValue(id, out var entry)) return null;
        var index = order.IndexOf(entry);
        return index < 0 ? null : index - index % limit;
    }
}
