using System.Xml.Linq;
using ContactOffice.ActiveSync.Http;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>MS-ASCMD §2.2.1.6. All folders are default folders, which keep name and place (§2.2.3.177.6).</summary>
internal static class FolderUpdate
{
    private const int Special = 2;
    private const int NoFolder = 4;
    private const int NoParent = 5;

    private static readonly XNamespace Ns = Names.FolderHierarchy;

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var (root, body) = (Ns + "FolderUpdate", request.Body!);
        if (body.Name != root || body.Text(Ns + "SyncKey") is not { Length: > 0 } key || body.Text(Ns + "ServerId") is not { } id || body.Text(Ns + "ParentId") is not { } parent
            || body.Text(Ns + "DisplayName") is not { Length: > 0 }) throw EasFault.Of(root, FolderSync.Malformed);
        if (key == "0" || await request.Device.SyncFolders(key) is null) throw EasFault.Of(root, FolderSync.InvalidKey);
        if (Folders.Find(id) is null) throw EasFault.Of(root, NoFolder);
        throw EasFault.Of(root, parent != "0" && Folders.Find(parent) is null ? NoParent : Special);
    }
}
