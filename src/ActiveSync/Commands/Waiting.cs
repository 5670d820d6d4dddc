using System.Xml.Linq;
using ContactOffice.ActiveSync.Http;
using ContactOffice.Changes;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>A request that is answered when a folder has what the device lacks. Thousands wait at a time, and what this holds is held for each.</summary>
/// <param name="Answer">To the folders that have news: none when the time is over, the device hung up, or the node stops, so that the device asks again, of another node.</param>
/// <param name="Key">Where the device is in its contacts: a sync key, or null for the last that it was given.</param>
internal sealed record Waiting(Folder[] Folders, TimeSpan Most, Func<Folder[], Task<XElement?>> Answer, string? Key = null)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public async Task<XElement?> ForNews(EasRequest request)
    {
        if (Array.Find(Folders, folder => folder.IsContacts) is not { } contacts)
        {
            await Silence(request);
            return await Answer([]);
        }
        var end = DateTime.UtcNow + Most;
        using var wait = await request.Service<BookFeeds>().Wait(ActiveSync.Folders.BookOf(contacts, request.Actor)!.Value, request.Actor);
        using var hangUp = request.Aborted.UnsafeRegister(static wait => ((BookWait)wait!).GiveUp(), wait);
        // A device that has no key yet is told of what changes from now on.
        long? fresh = null;
        var last = -1L;
        while (!request.Aborted.IsCancellationRequested)
        {
            if (await Look(request, contacts) is not var (seq, cardSeq, known)) break;
            if (cardSeq > (known ?? (fresh ??= cardSeq))) return await Answer([contacts]);
            var left = end - DateTime.UtcNow;
            if (left <= TimeSpan.Zero || request.Stopping.IsCancellationRequested) break;
            if (seq <= last) await Task.Delay(Pause); // this node believes the book to be further than it is
            last = seq;
            await wait.Passes(seq).WaitAsync(left, request.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return await Answer([]);
    }

    /// <summary>How far the book is, its cards are, and the device is with them. Null where the account may not read the book.</summary>
    private async Task<(long Seq, long CardSeq, long? Known)?> Look(EasRequest request, Folder contacts)
    {
        var now = await request.Grains.AddressBook(ActiveSync.Folders.BookOf(contacts, request.Actor)!.Value).State(request.Actor);
        return now.IsOk ? (now.Value.Seq, now.Value.CardSeq, await request.Device.Known(contacts.Id, Key)) : null;
    }

    private async Task Silence(EasRequest request)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, request.Stopping);
        await Task.Delay(Most, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
