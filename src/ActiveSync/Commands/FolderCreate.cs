using System.Xml.Linq;
using ContactOffice.ActiveSync.Http;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>MS-ASCMD §2.2.1.3. There are no folders but those that are there: it is refused by the status that fits (§2.2.3.177.3).</summary>
internal static class FolderCreate
{
    private const int NameTaken = 2;
    private const int Special = 3;
    private const int NoParent = 5;

    private static readonly XNamespace Ns = Names.FolderHierarchy;

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var (root, body) = (Ns + "FolderCreate", request.Body!);
        if (body.Name != root || body.Text(Ns + "SyncKey") is not { Length: > 0 } key || body.Text(Ns + "ParentId") is not { } parent
            || body.Text(Ns + "DisplayName") is not { Length: > 0 } name || body.Text(Ns + "Type") is not { } type || !int.TryParse(type, out _)) throw EasFault.Of(root, FolderSync.Malformed);
        if (key == "0" || await request.Device.SyncFolders(key) is null) throw EasFault.Of(root, FolderSync.InvalidKey);
        if (parent != "0" && Folders.Find(parent) is null) throw EasFault.Of(root, NoParent);
        throw EasFault.Of(root, Array.Exists(Folders.All, folder => folder.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ? NameTaken : Special);
    }
}
