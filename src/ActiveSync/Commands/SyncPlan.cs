using System.Xml.Linq;
using ContactOffice.ActiveSync.Contacts;
using ContactOffice.ActiveSync.Http;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>One folder of a Sync request.</summary>
/// <param name="ServerIds">Of the edits, as the device wrote them, which may be none of ours; null of an Add.</param>
/// <param name="Fault">A status that ends this folder, and no other.</param>
internal sealed record FolderPlan(Folder Folder, string Key, string[]? Managed, bool GetChanges, int Window, bool ClientWins, BodyPreference Notes, DeviceEdit[] Edits, string?[] ServerIds, int Fault = 0);

/// <summary>A Sync request, with what it leaves out taken from the last one of its device.</summary>
/// <param name="Wait">How long to wait where there is nothing to tell; null for not at all.</param>
internal sealed record SyncPlan(IReadOnlyList<FolderPlan> Folders, TimeSpan? Wait, int Window)
{
    private const int MaxFolders = 100;
    private const int MaxWindow = 512;
    private const int DefaultWindow = 100;
    private const int MaxEdits = 5000;
    private const int MaxId = 64;

    private static readonly XNamespace Ns = Names.AirSync;
    private static readonly XName Root = Ns + "Sync";

    public static async Task<SyncPlan> Read(EasRequest request)
    {
        try
        {
            var asked = request.Body;
            if (asked is not null && asked.Name != Root) throw EasFault.Of(Root, SyncStatus.ProtocolError);
            if (asked is not null) Check(asked);
            if (asked is null || asked.Element(Ns + "Partial") is not null) asked = Whole(asked, (await request.Device.Remember(null)).Sync);
            var wait = ReadWait(asked);
            if (!CollectionsOf(asked).Any()) throw EasFault.Of(Root, SyncStatus.ProtocolError);
            await AddOptions(request, asked);
            var folders = CollectionsOf(asked).Select(collection => ReadFolder(request, collection)).ToList();
            await request.Device.Remember(new(null, Kept(asked), OptionsOf(asked)));
            return new(folders, wait, Clamp(asked.Number(Ns + "WindowSize")) ?? MaxWindow);
        }
        catch (FormatException)
        {
            throw EasFault.Of(Root, SyncStatus.ProtocolError);
        }
    }

    private static IEnumerable<XElement> CollectionsOf(XElement asked) => asked.Element(Ns + "Collections")?.Elements(Ns + "Collection") ?? [];

    /// <summary>So many folders, and each once, before more is done with any.</summary>
    private static void Check(XElement asked)
    {
        var ids = CollectionsOf(asked).Select(collection => collection.Text(Ns + "CollectionId")).ToArray();
        if (ids.Length > MaxFolders) throw Limited(SyncStatus.TooMany, MaxFolders);
        if (asked.Elements(Ns + "Collections").Count() > 1 || ids.Any(string.IsNullOrEmpty) || ids.Distinct().Count() < ids.Length) throw EasFault.Of(Root, SyncStatus.ProtocolError);
    }

    /// <summary>MS-ASCMD §2.2.3.124: folders and options that a partial request does not name are those of the last one; an empty request is all of it again.</summary>
    private static XElement Whole(XElement? partial, string? kept)
    {
        if (kept is null) throw EasFault.Of(Root, SyncStatus.Incomplete);
        var whole = XElement.Parse(kept);
        if (partial is null) return whole;
        if (!partial.Elements().Any(element => element.Name != Ns + "Partial")) throw EasFault.Of(Root, SyncStatus.ProtocolError);
        foreach (var element in partial.Elements())
        {
            if (element.Name == Ns + "Partial") continue;
            if (element.Name == Ns + "Wait" || element.Name == Ns + "HeartbeatInterval") whole.Elements().Where(old => old.Name == Ns + "Wait" || old.Name == Ns + "HeartbeatInterval").Remove();
            if (element.Name != Ns + "Collections")
            {
                whole.Elements(element.Name).Remove();
                whole.Add(element);
                continue;
            }
            foreach (var collection in element.Elements(Ns + "Collection")) Merge(whole.Element(Ns + "Collections")!, collection);
        }
        return whole;
    }

    private static void Merge(XElement collections, XElement collection)
    {
        var id = collection.Text(Ns + "CollectionId");
        var old = collections.Elements(Ns + "Collection").FirstOrDefault(one => one.Text(Ns + "CollectionId") == id);
        if (old is not null)
        {
            foreach (var option in old.Elements())
                if (collection.Element(option.Name) is null) collection.Add(option);
            old.Remove();
        }
        collections.Add(collection);
    }

    /// <summary>MS-ASCMD §2.2.3.125.6: a folder's options hold until it is given others, or begins anew.</summary>
    private static async Task AddOptions(EasRequest request, XElement asked)
    {
        var without = CollectionsOf(asked).Where(collection => collection.Element(Ns + "Options") is null && collection.Text(Ns + "SyncKey") != "0").ToArray();
        if (without.Length == 0) return;
        var kept = (await request.Device.Remember(null)).Options!;
        foreach (var collection in without)
            if (kept.GetValueOrDefault(collection.Text(Ns + "CollectionId")!) is { Length: > 0 } options) collection.Add(XElement.Parse($"<kept>{options}</kept>").Elements());
    }

    private static Dictionary<string, string> OptionsOf(XElement asked) => CollectionsOf(asked)
        .ToDictionary(collection => collection.Text(Ns + "CollectionId")!, collection => string.Concat(collection.Elements(Ns + "Options").Select(options => options.ToString(SaveOptions.DisableFormatting))));

    /// <summary>The request, with its keys, without what is good for once only.</summary>
    private static string Kept(XElement asked)
    {
        var kept = new XElement(asked);
        foreach (var collection in CollectionsOf(kept))
            collection.Elements().Where(part => part.Name == Ns + "Commands" || part.Name == Ns + "Options" || part.Name == Ns + "Supported" && collection.Text(Ns + "SyncKey") != "0").Remove();
        kept.Elements(Ns + "Partial").Remove();
        return kept.ToString(SaveOptions.DisableFormatting);
    }

    private static TimeSpan? ReadWait(XElement asked)
    {
        var (minutes, seconds) = (asked.Number(Ns + "Wait"), asked.Number(Ns + "HeartbeatInterval"));
        if (minutes is not null && seconds is not null) throw EasFault.Of(Root, SyncStatus.ProtocolError);
        if (minutes is < 1) throw Limited(SyncStatus.WrongWait, 1);
        if (minutes is > 59) throw Limited(SyncStatus.WrongWait, 59);
        if (seconds is { } wanted && wanted != Heartbeat.Nearest(wanted)) throw Limited(SyncStatus.WrongWait, Heartbeat.Nearest(wanted));
        return minutes is not null ? TimeSpan.FromMinutes(minutes.Value) : seconds is not null ? TimeSpan.FromSeconds(seconds.Value) : null;
    }

    private static EasFault Limited(int status, int limit) => new(new XElement(Root, new XElement(Ns + "Status", status), new XElement(Ns + "Limit", limit)));

    private static FolderPlan ReadFolder(EasRequest request, XElement asked)
    {
        var id = asked.Text(Ns + "CollectionId");
        var key = asked.Text(Ns + "SyncKey");
        if (string.IsNullOrEmpty(key)) throw EasFault.Of(Root, SyncStatus.ProtocolError);
        if (ActiveSync.Folders.Find(id) is not { } folder) throw EasFault.Of(Root, SyncStatus.FoldersChanged);
        var isFirst = key == "0";
        var commands = asked.Element(Ns + "Commands");
        var getChanges = asked.Flag(Ns + "GetChanges");
        // MS-ASCMD §2.2.3.84: there are no changes to a beginning.
        if (isFirst && (getChanges == true || commands is not null) || commands is { HasElements: false }) throw EasFault.Of(Root, SyncStatus.ProtocolError);
        if (commands?.Elements().Count() > MaxEdits) throw EasFault.Of(Root, SyncStatus.ProtocolError);
        var options = asked.Elements(Ns + "Options").FirstOrDefault(one => one.Text(Ns + "Class") is null or "Contacts");
        if (options?.Number(Ns + "Conflict") is > 1) throw EasFault.Of(Root, SyncStatus.ProtocolError);
        string[]? managed = null;
        // Versions 16 replace the whole contact and know no ghosts.
        if (isFirst && folder.IsContacts && request.Version < EasVersion.V160 && asked.Element(Ns + "Supported") is { } supported) managed = ContactData.ReadSupported(supported);
        var edits = commands?.Elements().Select(command => ReadEdit(folder, command)).ToArray() ?? [];
        return new(folder, key, managed, !isFirst && (getChanges ?? true), Clamp(asked.Number(Ns + "WindowSize")) ?? DefaultWindow,
            options?.Text(Ns + "Conflict") == "0", BodyPreference.Read(options), edits, commands?.Elements().Select(command => command.Name == Ns + "Add" ? null : command.Text(Ns + "ServerId")).ToArray() ?? [], folder.IsContacts || edits.Length == 0 ? 0 : SyncStatus.ProtocolError);
    }

    /// <summary>0 and what is beyond 512 mean 512 (MS-ASCMD §2.2.3.199).</summary>
    private static int? Clamp(int? window) => window is 0 or > MaxWindow ? MaxWindow : window;

    private static DeviceEdit ReadEdit(Folder folder, XElement command)
    {
        var data = command.Element(Ns + "ApplicationData");
        if (command.Name == Ns + "Add")
        {
            var clientId = command.Text(Ns + "ClientId");
            if (string.IsNullOrEmpty(clientId) || clientId.Length > MaxId || data is null) throw EasFault.Of(Root, SyncStatus.ProtocolError);
            return folder.IsContacts && command.Text(Ns + "Class") is null or "Contacts" && ContactData.Read(data) is { } fields ? new(DeviceEditKind.Add, clientId, null, fields) : new(DeviceEditKind.Add, clientId, null, [], SyncStatus.Conversion);
        }
        var kind = command.Name == Ns + "Change" ? DeviceEditKind.Change : command.Name == Ns + "Delete" ? DeviceEditKind.Delete : command.Name == Ns + "Fetch" ? DeviceEditKind.Fetch : throw EasFault.Of(Root, SyncStatus.ProtocolError);
        if (command.Text(Ns + "ServerId") is not { Length: > 0 and <= MaxId } serverId || kind == DeviceEditKind.Change && data is null) throw EasFault.Of(Root, SyncStatus.ProtocolError);
        ContactId? contact = ContactId.TryParse(serverId, out var id) ? id : null;
        if (kind != DeviceEditKind.Change) return new(kind, null, contact, [], contact is null ? SyncStatus.NotFound : 0);
        return contact is null ? new(kind, null, null, [], SyncStatus.NotFound)
            : ContactData.Read(data!) is { } changed ? new(kind, null, contact, changed) : new(kind, null, contact, [], SyncStatus.Conversion);
    }
}
