using System.Xml.Linq;
using ContactOffice.ActiveSync.Http;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>MS-ASCMD §2.2.1.4. All folders are default folders, which stay (§2.2.3.177.4).</summary>
internal static class FolderDelete
{
    private const int Special = 3;
    private const int NoFolder = 4;

    private static readonly XNamespace Ns = Names.FolderHierarchy;

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var (root, body) = (Ns + "FolderDelete", request.Body!);
        if (body.Name != root || body.Text(Ns + "SyncKey") is not { Length: > 0 } key || body.Text(Ns + "ServerId") is not { } id) throw EasFault.Of(root, FolderSync.Malformed);
        if (key == "0" || await request.Device.SyncFolders(key) is null) throw EasFault.Of(root, FolderSync.InvalidKey);
        throw EasFault.Of(root, Folders.Find(id) is null ? NoFolder : Special);
    }
}
