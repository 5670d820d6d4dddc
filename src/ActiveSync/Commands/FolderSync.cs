using System.Xml.Linq;
using ContactOffice.ActiveSync.Http;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>MS-ASCMD §2.2.1.5: the folders, once; they never change.</summary>
internal static class FolderSync
{
    /// <summary>§2.2.3.177.5.</summary>
    public const int InvalidKey = 9;
    public const int Malformed = 10;

    private static readonly XNamespace Ns = Names.FolderHierarchy;

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var root = Ns + "FolderSync";
        if (request.Body!.Name != root || request.Body.Text(Ns + "SyncKey") is not { Length: > 0 } key) throw EasFault.Of(root, Malformed);
        if (await request.Device.SyncFolders(key) is not { } present) throw EasFault.Of(root, InvalidKey);
        var news = key == "0" ? Folders.All : [];
        return new XElement(root, new XElement(Ns + "Status", EasStatus.Ok), new XElement(Ns + "SyncKey", present),
            new XElement(Ns + "Changes", new XElement(Ns + "Count", news.Length), news.Select(Add)));
    }

    private static XElement Add(Folder folder) => new(Ns + "Add", new XElement(Ns + "ServerId", folder.Id), new XElement(Ns + "ParentId", 0),
        new XElement(Ns + "DisplayName", folder.Name), new XElement(Ns + "Type", folder.Type));
}
