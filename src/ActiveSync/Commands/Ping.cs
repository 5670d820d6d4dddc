using System.Globalization;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Http;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>MS-ASCMD §2.2.1.13: waits until a folder changes, or the heartbeat is over.</summary>
internal static class Ping
{
    /// <summary>§2.2.3.177.11.</summary>
    private const int Over = 1;
    private const int Changed = 2;
    private const int Incomplete = 3;
    private const int Malformed = 4;
    private const int WrongHeartbeat = 5;
    private const int TooMany = 6;
    private const int NoFolder = 7;

    private const int MaxFolders = 300;

    private static readonly XNamespace Ns = Names.Ping;
    private static readonly XName Root = Ns + "Ping";

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var (seconds, ids) = await Wanted(request);
        if (seconds < Heartbeat.Least || seconds > Heartbeat.Most) return Status(WrongHeartbeat, new XElement(Ns + "HeartbeatInterval", Heartbeat.Nearest(seconds)));
        if (ids.Length > MaxFolders) return Status(TooMany, new XElement(Ns + "MaxFolders", MaxFolders));
        var folders = Array.ConvertAll(ids, Folders.Find);
        if (Array.IndexOf(folders, null) >= 0) return Status(NoFolder);
        return request.Park(new(folders!, TimeSpan.FromSeconds(seconds), Answer));
    }

    private static Task<XElement?> Answer(Folder[] changed) => Task.FromResult<XElement?>(
        changed.Length == 0 ? Status(Over) : Status(Changed, new XElement(Ns + "Folders", changed.Select(folder => new XElement(Ns + "Folder", folder.Id)))));

    private static XElement Status(int status, XElement? detail = null) => new(Root, new XElement(Ns + "Status", status), detail);

    /// <summary>What the request leaves out, it means as the last one said it.</summary>
    private static async Task<(int Seconds, string[] Folders)> Wanted(EasRequest request)
    {
        var body = request.Body;
        if (body is not null && body.Name != Root) throw EasFault.Of(Root, Malformed);
        var kept = (await request.Device.Remember(null)).Ping?.Split(' ');
        var heartbeat = body?.Element(Ns + "HeartbeatInterval")?.Value ?? kept?[0];
        var folders = body?.Element(Ns + "Folders") is { } named ? Read(named) : kept?[1..];
        if (heartbeat is null || folders is null || folders.Length == 0) throw EasFault.Of(Root, Incomplete);
        if (!int.TryParse(heartbeat, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)) throw EasFault.Of(Root, Malformed);
        if (seconds >= Heartbeat.Least && seconds <= Heartbeat.Most && folders.Length <= MaxFolders) await request.Device.Remember(new($"{seconds} {string.Join(' ', folders)}", null));
        return (seconds, folders);
    }

    private static string[] Read(XElement folders) =>
        [.. folders.Elements(Ns + "Folder").Select(folder => folder.Text(Ns + "Id") is { Length: > 0 } id && folder.Element(Ns + "Class") is not null && !id.Contains(' ', StringComparison.Ordinal) ? id : throw EasFault.Of(Root, Malformed)).Distinct()];
}
