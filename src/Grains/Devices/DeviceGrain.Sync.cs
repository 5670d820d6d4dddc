using ContactOffice.GrainInterfaces;
using Microsoft.Extensions.Logging;

namespace ContactOffice.Grains.Devices;

/// <summary>
/// Sync of a folder. What the device holds is known by contact and version, so that it is told of each change once: of an edit of its own never, of one that came in the
/// same instant by the next request, of one whose answer got lost again. The book's sequence number only says where to look.
/// </summary>
internal partial class DeviceGrain
{
    private const int MaxWindow = 512;
    private const int CardsAtOnce = 128;
    private const long MaxAnswerBytes = 8 * 1024 * 1024;

    /// <summary>What comes later than that comes from a node whose clock is wrong.</summary>
    private const long MostHeldUp = 5 * TimeSpan.TicksPerMinute;

    /// <summary>So often an edit may fail and everything with it; after that it fails alone.</summary>
    private const int MostFaults = 3;

    /// <summary>How far a device is that has to begin anew: whatever there is, is news.</summary>
    private const long Anew = -1;

    public async Task<FolderSynced> Sync(FolderTurn request)
    {
        var known = Known();
        if (request.Key == "0") return await Begin(known, request);
        var folder = known.Folders.GetValueOrDefault(request.Folder);
        if (request.HasWaited && (folder?.KeyText != request.Key || known.State != DeviceState.Allowed)) return new(SyncOutcome.Ok, request.Key, [], [], false);
        if (folder?.At(request.Key) is not { } at) return FolderSynced.UnknownKey;
        // It was held up on its way, and the device has given it up: a later one with the same key was answered.
        if (at.Key != folder.Key && folder.ArrivedAt - request.ArrivedAt is >= 0 and < MostHeldUp) return new(SyncOutcome.Failed, request.Key, [], [], false);
        isBehind |= Keep(known, request.Notes);
        try
        {
            if (request.Book is not { } book)
            {
                if (isBehind) await Save(known);
                return new(SyncOutcome.Ok, folder.KeyText, [], [], false);
            }
            var sync = new SyncTurn(Id, request, folder, at, book);
            try
            {
                return await Sync(known, sync);
            }
            catch (Exception fault) when (request.Edits.Length > 0 && fault is not OperationCanceledException)
            {
                // As if the answer had got lost: what is done by now is known as the device's own when it comes again.
                LogSyncFailed(fault, Id, request.Folder);
                sync.BringsNothing();
                await Conclude(known, sync, at.Seq);
                folder.IsPastOwnEdits = false;
                return new(SyncOutcome.Failed, request.Key, [], [], false);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogSyncFailed(fault, Id, request.Folder);
            Forget();
            return new(SyncOutcome.Failed, request.Key, [], [], false);
        }
    }

    private async Task<FolderSynced> Sync(DeviceRecord known, SyncTurn sync)
    {
        var (request, folder) = (sync.Request, sync.Folder);
        var results = await Apply(sync, known.NoteForms);
        var (changes, reached, more) = request.Window == 0 ? ([], sync.At.Seq, false) : await Collect(sync, Math.Min(request.Window, MaxWindow));
        // Its edits are done all the same: not every device that begins anew sends them again.
        if (changes is null) return FolderSynced.UnknownKey;
        folder.Faults = 0;
        await Conclude(known, sync, reached);
        folder.IsPastOwnEdits = request.Window > 0 && !more;
        return new(SyncOutcome.Ok, folder.KeyText, results, [.. changes], more);
    }

    public async Task<int?> Estimate(string folder, string key)
    {
        if (!Known().Folders.TryGetValue(folder, out var present) || present.At(key) is not { } at) return null;
        if (present.Book is not { } book) return 0;
        var sync = new SyncTurn(Id, new(folder, new BookId(book), key, null, [], 0, false, false, default), present, at, new(book));
        var count = 0;
        for (var since = at.Seq; ;)
        {
            if (await Log(sync, since, 5000) is not var (entries, reached, more)) return null;
            count += (await News(sync, entries)).Count;
            if (!more) return count;
            since = reached;
        }
    }

    async Task<long?> IDeviceGrain.Known(string folder, string? key)
    {
        if (!Known().Folders.TryGetValue(folder, out var present) || present.Book is not { } book) return null;
        if (present.At(key ?? present.KeyText) is not { } at) return Anew;
        var sync = new SyncTurn(Id, new(folder, new BookId(book), present.KeyText, null, [], 0, false, false, default), present, at, new(book));
        var isLast = at.Key == present.Key;
        // Up to the first change that the device does not have; its own edits are none.
        for (var since = at.Seq; ;)
        {
            if (await Log(sync, since, 100) is not var (entries, reached, more)) return Anew;
            if (isLast && present.IsPastOwnEdits && Array.Find(entries, entry => !entry.Deleted) is { } certain) return certain.CardSeq - 1; // without a look at the rows
            if (await News(sync, entries) is [var first, ..]) return first.Entry.CardSeq - 1;
            if (isLast) Pass(present, reached);
            if (isLast) present.IsPastOwnEdits = !more;
            if (!more) return reached;
            since = reached;
        }
    }

    /// <summary>The device holds the same there.</summary>
    private void Pass(FolderState folder, long reached)
    {
        if (reached <= folder.Seq) return;
        folder.Seq = reached;
        isBehind = true;
    }

    private async Task<FolderSynced> Begin(DeviceRecord known, FolderTurn request)
    {
        var id = Id;
        var folder = new FolderState { Series = $"{Guid.NewGuid():N}", Key = 1, Book = request.Book?.Value, Managed = request.Managed };
        known.Folders[request.Folder] = folder;
        if (request.Book is not null) known.NoteForms.Clear(); // it holds none any more
        await Save(known, session => DeviceRows.Empty(session, id, request.Folder));
        return new(SyncOutcome.Ok, folder.KeyText, [], [], false);
    }

    private async Task<DeviceEditResult[]> Apply(SyncTurn sync, IReadOnlyList<NotesForm> forms)
    {
        var edits = sync.Request.Edits;
        if (edits.Length == 0) return [];
        await sync.Look(store, edits.Select(edit => edit.Contact).OfType<ContactId>());
        var editor = new DeviceEditor(GrainFactory, pictures, forms, sync);
        var results = new DeviceEditResult[edits.Length];
        for (var i = 0; i < edits.Length; i++) results[i] = edits[i].Kind == DeviceEditKind.Fetch ? new(DeviceEditKind.Fetch, DeviceEditOutcome.NotFound, null, edits[i].Contact, null, edits[i].Fault) : await Apply(sync, editor, edits[i]);
        await Fetch(sync, results);
        return results;
    }

    private async Task<DeviceEditResult> Apply(SyncTurn sync, DeviceEditor editor, DeviceEdit edit)
    {
        try
        {
            return await editor.Apply(edit);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            if (sync.Folder.Faults++ < MostFaults) throw;
            LogSyncFailed(fault, Id, sync.Request.Folder);
            return DeviceEditor.Result(edit, DeviceEditOutcome.Failed, edit.Contact);
        }
    }

    /// <summary>As many as an answer has room for; the device may ask for the others again.</summary>
    private async Task Fetch(SyncTurn sync, DeviceEditResult[] results)
    {
        var edits = sync.Request.Edits;
        var asked = Enumerable.Range(0, edits.Length).Where(i => edits[i] is { Kind: DeviceEditKind.Fetch, Fault: 0, Contact: not null }).ToLookup(i => edits[i].Contact!.Value);
        var (cards, unread) = await Read(sync, [.. asked.Select(one => one.Key)], MaxAnswerBytes);
        var (left, room) = (unread.ToHashSet(), MaxAnswerBytes);
        foreach (var one in asked)
            foreach (var i in one)
            {
                var card = cards.GetValueOrDefault(one.Key)?.Card;
                if (left.Contains(one.Key) || card is not null && room <= 0) results[i] = results[i] with { Outcome = DeviceEditOutcome.Failed };
                else if (card is not null) results[i] = results[i] with { Outcome = DeviceEditOutcome.Done, Card = card };
                room -= card?.Length ?? 0;
            }
    }

    /// <summary>What the device does not have, as far as the window and the size of an answer go. Null where the log no longer reaches back so far.</summary>
    private async Task<(List<DeviceChange>? Changes, long Reached, bool More)> Collect(SyncTurn sync, int window)
    {
        var changes = new List<DeviceChange>();
        var room = MaxAnswerBytes;
        var since = sync.At.Seq;
        while (true)
        {
            var isFull = changes.Count == window || room <= 0;
            if (await Log(sync, since, isFull ? CardsAtOnce : Math.Min(window - changes.Count, CardsAtOnce)) is not var (entries, reached, more)) return (null, since, false);
            var news = await News(sync, entries);
            if (isFull && news.Count > 0) return (changes, since, true);
            var (cards, unread) = await Read(sync, [.. news.Where(one => !one.Entry.Deleted).Select(one => one.Entry.Id)], room);
            foreach (var (entry, held) in news)
            {
                if (unread.Contains(entry.Id)) return (changes, since, true);
                since = entry.CardSeq;
                if (entry.Deleted)
                {
                    changes.Add(new(entry.Id, false, null));
                    sync.Brings(entry.Id, 0);
                }
                // One that went meanwhile is found by its tombstone, later in the log.
                else if (cards.TryGetValue(entry.Id, out var card))
                {
                    room -= card.Card.Length;
                    changes.Add(new(entry.Id, held == 0, card.Card));
                    sync.Brings(entry.Id, card.Version);
                }
            }
            since = reached;
            if (!more) return (changes, since, false);
        }
    }

    /// <summary>The next entries of the log. Null where it no longer reaches back so far.</summary>
    private async Task<(BookEntry[] Entries, long Reached, bool More)?> Log(SyncTurn sync, long since, int limit)
    {
        var answer = await GrainFactory.AddressBook(sync.Book).ChangesSince(sync.Device.Account, since, limit, cards: true, sync.Folder.Horizon);
        if (!answer.IsOk) return answer.Outcome == Outcome.HorizonPassed ? null : throw new InvalidOperationException($"The book {sync.Book} refuses its owner: {answer.Detail}");
        // Who is not past it got there from the beginning. Of what is read further on, nobody knows yet whether the device gets it.
        if (since == sync.At.Seq && since < answer.Value.Horizon) sync.Folder.Horizon = answer.Value.Horizon;
        return (answer.Value.Entries, answer.Value.Seq, answer.Value.More);
    }

    /// <summary>Of these entries those that the device does not have as they are.</summary>
    private async Task<List<(BookEntry Entry, long Held)>> News(SyncTurn sync, BookEntry[] entries)
    {
        await sync.Look(store, entries.Select(entry => entry.Id));
        return [.. entries.Select(entry => (Entry: entry, Held: sync.Held(entry.Id))).Where(one => one.Entry.Deleted ? one.Held != 0 : one.Held != one.Entry.Version)];
    }

    /// <summary>Cards in this order until they fill the room, by id, and those that were not read.</summary>
    private async Task<(Dictionary<ContactId, BookCard> Cards, ContactId[] Unread)> Read(SyncTurn sync, ContactId[] ids, long room)
    {
        var cards = new Dictionary<ContactId, BookCard>();
        while (ids.Length > 0 && room > 0)
        {
            var some = ids[..Math.Min(ids.Length, CardsAtOnce)];
            var answer = await GrainFactory.AddressBook(sync.Book).ReadCards(sync.Device.Account, some);
            if (!answer.IsOk) throw new InvalidOperationException($"The book {sync.Book} refuses its owner: {answer.Detail}");
            foreach (var card in answer.Value)
            {
                cards[card.Id] = card;
                room -= card.Card.Length;
            }
            // A book answers less than asked where the cards are large; none where all of them are gone by now.
            ids = ids[(answer.Value is [.., var last] ? Array.IndexOf(ids, last.Id) + 1 : some.Length)..];
        }
        return (cards, ids);
    }

    /// <summary>The one write. Where the device gets nothing new and sent nothing, its key stays, and nothing is written but what it asked for by another request.</summary>
    private async Task Conclude(DeviceRecord known, SyncTurn sync, long reached)
    {
        var (folder, at) = (sync.Folder, sync.At);
        if (!sync.BringsAnything && at.Key == folder.Key && !Array.Exists(sync.Request.Edits, edit => edit.Kind != DeviceEditKind.Fetch))
        {
            Pass(folder, reached);
            if (isBehind) await Save(known);
            return;
        }
        var key = folder.Key + 1;
        (folder.KeyBefore, folder.SeqBefore) = (at.Key, at.Seq);
        (folder.Key, folder.Seq, folder.Own, folder.ArrivedAt) = (key, reached, sync.AllOwn(), sync.Request.ArrivedAt);
        known.LastSync = known.LastSeen = clock.Now;
        await Save(known, session =>
        {
            DeviceRows.Settle(session, sync.Device, sync.Request.Folder, at.Key);
            DeviceRows.Bring(session, sync.Device, sync.Request.Folder, key, sync.Brought);
        });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sync of folder {Folder} of device {Device} failed")]
    private partial void LogSyncFailed(Exception fault, DeviceId device, string folder);
}
