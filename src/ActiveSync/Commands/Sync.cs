using System.Xml.Linq;
using ContactOffice.ActiveSync.Contacts;
using ContactOffice.ActiveSync.Http;
using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>
/// MS-ASCMD §2.2.1.21: a device's edits and what it lacks, folder by folder. Where there is nothing to tell, the answer has no body; with a heartbeat it comes when there is something.
/// </summary>
internal static class Sync
{
    private static readonly XNamespace Ns = Names.AirSync;

    /// <summary>That of the answer's schema (MS-ASCMD §6).</summary>
    private static readonly DeviceEditKind[] Order = [DeviceEditKind.Change, DeviceEditKind.Add, DeviceEditKind.Delete, DeviceEditKind.Fetch];

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var credentials = await request.Grains.Account(request.Actor).CredentialsRevision();
        var plan = await SyncPlan.Read(request);
        var answers = await All(request, plan, plan.Folders);
        if (plan.Wait is not { } most || answers.Exists(answer => !answer.IsEmpty)) return Whole(answers);
        return request.Park(new([.. plan.Folders.Select(folder => folder.Folder)], most, news => News(request, plan, news, credentials), plan.Folders.FirstOrDefault(folder => folder.Folder.IsContacts)?.Key));
    }

    /// <summary>Nothing where a password of the account was taken back while the device waited: it asks again, and is asked who it is.</summary>
    private static async Task<XElement?> News(EasRequest request, SyncPlan plan, Folder[] news, long credentials) =>
        await request.Grains.Account(request.Actor).CredentialsRevision() == credentials
            ? Whole(await All(request, plan, [.. plan.Folders.Where(folder => news.Contains(folder.Folder))], hasWaited: true))
            : null;

    private static XElement? Whole(List<(XElement Element, bool IsEmpty)> answers)
    {
        if (answers.TrueForAll(answer => answer.IsEmpty)) return null;
        return new XElement(Ns + "Sync", new XElement(Ns + "Collections", answers.Where(answer => !answer.IsEmpty).Select(answer => answer.Element)));
    }

    private static async Task<List<(XElement Element, bool IsEmpty)>> All(EasRequest request, SyncPlan plan, IReadOnlyList<FolderPlan> folders, bool hasWaited = false)
    {
        var answers = new List<(XElement, bool)>();
        var left = plan.Window;
        foreach (var folder in folders)
        {
            var (element, isEmpty, told) = await One(request, folder, Math.Min(folder.Window, left), hasWaited);
            left -= told;
            answers.Add((element, isEmpty));
        }
        return answers;
    }

    private static async Task<(XElement Element, bool IsEmpty, int Told)> One(EasRequest request, FolderPlan plan, int window, bool hasWaited)
    {
        if (plan.Fault != 0) return (Collection(request, plan, plan.Key, plan.Fault), false, 0);
        var synced = await request.Device.Sync(new(plan.Folder.Id, Folders.BookOf(plan.Folder, request.Actor), plan.Key, plan.Managed, plan.Edits, plan.GetChanges ? window : 0, plan.ClientWins,
            request.Version >= EasVersion.V160, plan.Notes.Form, hasWaited, request.ArrivedAt));
        if (synced.Outcome == SyncOutcome.UnknownKey) return (Collection(request, plan, "0", SyncStatus.InvalidKey), false, 0);
        if (synced.Outcome == SyncOutcome.Failed) return (Collection(request, plan, plan.Key, SyncStatus.ServerError), false, 0);
        var element = Collection(request, plan, synced.Key, EasStatus.Ok);
        if (synced.More) element.Add(new XElement(Ns + "MoreAvailable"));
        var commands = new XElement(Ns + "Commands");
        foreach (var change in synced.Changes) commands.Add(await Command(request, plan, change));
        var responses = new XElement(Ns + "Responses");
        foreach (var (result, serverId) in synced.Results.Zip(plan.ServerIds).OrderBy(one => Array.IndexOf(Order, one.First.Kind)))
            if (await Response(request, plan, result, serverId) is { } response) responses.Add(response);
        if (commands.HasElements) element.Add(commands);
        if (responses.HasElements) element.Add(responses);
        // Who sent edits hears that they are done, also where nothing came of them; only then it forgets them.
        return (element, plan.Edits.Length == 0 && plan.Key == synced.Key && !commands.HasElements && !responses.HasElements && !synced.More, synced.Changes.Length);
    }

    private static XElement Collection(EasRequest request, FolderPlan plan, string key, int status) => new(Ns + "Collection",
        request.Version < EasVersion.V140 ? new XElement(Ns + "Class", plan.Folder.Class) : null,
        new XElement(Ns + "SyncKey", key), new XElement(Ns + "CollectionId", plan.Folder.Id), new XElement(Ns + "Status", status));

    private static async Task<XElement> Command(EasRequest request, FolderPlan plan, DeviceChange change)
    {
        var id = new XElement(Ns + "ServerId", change.Contact.ToString());
        return change.Card is null ? new(Ns + "Delete", id) : new(Ns + (change.IsNew ? "Add" : "Change"), id, await Data(request, plan, change.Card));
    }

    /// <summary>A Change or Delete that was done is not mentioned (MS-ASCMD §2.2.3.154).</summary>
    private static async Task<XElement?> Response(EasRequest request, FolderPlan plan, DeviceEditResult result, string? serverId)
    {
        var status = SyncStatus.Of(result);
        if (result.Kind is DeviceEditKind.Change or DeviceEditKind.Delete && status == EasStatus.Ok) return null;
        var response = new XElement(Ns + result.Kind.ToString());
        if (result.ClientId is not null) response.Add(new XElement(Ns + "ClientId", result.ClientId));
        if ((serverId ?? result.Contact?.ToString()) is { } id) response.Add(new XElement(Ns + "ServerId", id));
        response.Add(new XElement(Ns + "Status", status));
        if (result.Card is { } card) response.Add(await Data(request, plan, card));
        return response;
    }

    private static async Task<XElement> Data(EasRequest request, FolderPlan plan, byte[] bytes) => new(Ns + "ApplicationData",
        VCard.TryParse(bytes, out var card, out _) ? await ContactData.Write(card, plan.Notes, request.Service<PhonePictures>(), null, request.Aborted) : null);
}
