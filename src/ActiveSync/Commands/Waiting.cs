using ContactOffice.ActiveSync.Http;
using ContactOffice.Changes;
using ContactOffice.GrainInterfaces;
using Microsoft.Extensions.Hosting;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>Parks a request until a folder has what the device lacks.</summary>
internal static class Waiting
{
    /// <summary>The folders that have news; none when the time is over or the node stops, so that the device asks again, of another node.</summary>
    public static async Task<Folder[]> ForNews(EasRequest request, Folder[] folders, TimeSpan most)
    {
        if (Array.Find(folders, folder => folder.IsContacts) is not { } contacts)
        {
            await Silence(request, most);
            return [];
        }
        var book = Folders.BookOf(contacts, request.Actor)!.Value;
        var (feeds, grains) = (request.Service<BookFeeds>(), request.Grains);
        var end = DateTime.UtcNow + most;
        using var ending = Ending(request);
        // A device that has no key yet is told of what changes from now on.
        long? fresh = null;
        while (true)
        {
            var now = await grains.AddressBook(book).State(request.Actor);
            if (!now.IsOk) return [];
            var known = await request.Device.Known(contacts.Id) ?? (fresh ??= now.Value.CardSeq);
            if (now.Value.CardSeq > known) return [contacts];
            var left = end - DateTime.UtcNow;
            if (left <= TimeSpan.Zero) return [];
            try
            {
                await feeds.WaitForChange(book, request.Actor, now.Value.Seq, left, ending.Token);
            }
            catch (OperationCanceledException) when (!request.Aborted.IsCancellationRequested)
            {
                return [];
            }
        }
    }

    private static async Task Silence(EasRequest request, TimeSpan most)
    {
        using var ending = Ending(request);
        try
        {
            await Task.Delay(most, ending.Token);
        }
        catch (OperationCanceledException) when (!request.Aborted.IsCancellationRequested)
        {
            // The node stops.
        }
    }

    private static CancellationTokenSource Ending(EasRequest request) =>
        CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, request.Service<IHostApplicationLifetime>().ApplicationStopping);
}
