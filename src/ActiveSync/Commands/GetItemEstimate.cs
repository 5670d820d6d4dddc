using System.Xml.Linq;
using ContactOffice.ActiveSync.Http;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>MS-ASCMD §2.2.1.9: how many changes a Sync would bring.</summary>
internal static class GetItemEstimate
{
    /// <summary>§2.2.3.177.7.</summary>
    private const int NoFolder = 2;
    private const int NotPrimed = 3;
    private const int InvalidKey = 4;
    private const int MaxFolders = 300;

    private static readonly XNamespace Ns = Names.GetItemEstimate;

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var asked = request.Body!.Element(Ns + "Collections")?.Elements(Ns + "Collection").ToArray() ?? [];
        if (asked.Length == 0) throw EasFault.Of(Ns + "GetItemEstimate", request.Version >= EasVersion.V140 ? EasStatus.InvalidXml : NoFolder);
        if (asked.Length > MaxFolders) throw EasFault.Of(Ns + "GetItemEstimate", EasStatus.InvalidXml); // §3.1.5.10
        var answer = new XElement(Ns + "GetItemEstimate");
        foreach (var collection in asked) answer.Add(await Response(request, collection));
        return answer;
    }

    private static async Task<XElement> Response(EasRequest request, XElement asked)
    {
        var (id, key) = (asked.Text(Ns + "CollectionId"), asked.Text(Names.AirSync + "SyncKey"));
        if (Folders.Find(id) is not { } folder) return Failed(NoFolder, id);
        if (key is null or "" or "0") return Failed(NotPrimed, id);
        if (await request.Device.Estimate(folder.Id, key) is not { } estimate) return Failed(InvalidKey, id);
        return new XElement(Ns + "Response", new XElement(Ns + "Status", EasStatus.Ok),
            new XElement(Ns + "Collection", new XElement(Ns + "CollectionId", folder.Id), new XElement(Ns + "Estimate", estimate)));
    }

    private static XElement Failed(int status, string? id) => new(Ns + "Response", new XElement(Ns + "Status", status),
        string.IsNullOrEmpty(id) ? null : new XElement(Ns + "Collection", new XElement(Ns + "CollectionId", id), new XElement(Ns + "Estimate", 0)));
}
