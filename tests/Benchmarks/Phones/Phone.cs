using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Wbxml;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks.Phones;

/// <summary>A device of an account on a connection of its own: the least of ActiveSync 14.1 that keeps it in step. One thing at a time.</summary>
internal sealed class Phone : IDisposable
{
    private const string Contacts = "1";
    private static readonly XNamespace Sync = "AirSync", Page = "Contacts", Pinging = "Ping";

    private readonly Session account;
    private readonly string device;
    private readonly byte[] ping;
    private WireConnection connection;

    private Phone(Session account, string device, WireConnection connection)
    {
        (this.account, this.device, this.connection) = (account, device, connection);
        ping = Build("Ping", new XElement(Pinging + "Ping", new XElement(Pinging + "HeartbeatInterval", 600),
            new XElement(Pinging + "Folders", new XElement(Pinging + "Folder", new XElement(Pinging + "Id", Contacts), new XElement(Pinging + "Class", "Contacts")))));
    }

    public string Key { get; private set; } = "0";

    public static async Task<Phone> Connect(Session account, string device, int port) => new(account, device, await WireConnection.Open(port));

    /// <summary>Hangs up and connects anew; what it knows stays.</summary>
    public async Task Reconnect(int port)
    {
        connection.Dispose();
        connection = await WireConnection.Open(port);
    }

    public void HangUp() => connection.Dispose();

    /// <summary>From nothing to all that there is.</summary>
    /// <returns>How many contacts came, in how many requests, in which time.</returns>
    public async Task<(int Contacts, int Requests, double Milliseconds)> FirstSync(int window)
    {
        var began = Stopwatch.GetTimestamp();
        Key = "0";
        await Turn(window);
        var (contacts, requests) = (0, 1);
        for (var more = true; more; requests++)
        {
            var answer = await Turn(window);
            contacts += answer?.Element(Sync + "Commands")?.Elements().Count() ?? 0;
            more = answer?.Element(Sync + "MoreAvailable") is not null;
        }
        return (contacts, requests, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    /// <summary>What is new.</summary>
    /// <returns>What the device is told to do to its contacts.</returns>
    public async Task<List<XElement>> Fetch(params XElement[] edits)
    {
        var news = new List<XElement>();
        Responses = [];
        for (var more = true; more; edits = [])
        {
            var answer = await Turn(512, edits);
            news.AddRange(answer?.Element(Sync + "Commands")?.Elements() ?? []);
            Responses.AddRange(answer?.Element(Sync + "Responses")?.Elements() ?? []);
            more = answer?.Element(Sync + "MoreAvailable") is not null;
        }
        return news;
    }

    /// <summary>What the last request's edits were answered with.</summary>
    public List<XElement> Responses { get; private set; } = [];

    /// <summary>Adds a contact, and takes what is new.</summary>
    public async Task<(string Id, List<XElement> News)> Add(string clientId)
    {
        var news = await Fetch(new XElement(Sync + "Add", new XElement(Sync + "ClientId", clientId),
            new XElement(Sync + "ApplicationData", new XElement(Page + "FirstName", "Phone"), new XElement(Page + "LastName", clientId), new XElement(Page + "MobilePhoneNumber", "+32 470 000000"))));
        return (IdOf(Responses.Single()), news);
    }

    public static string IdOf(XElement command) => command.Element(Sync + "ServerId")!.Value;

    /// <summary>Asks to be told of changes.</summary>
    /// <returns>Whether there are some.</returns>
    public async Task<bool> Ping()
    {
        var answer = await connection.Send(ping);
        return Document("Ping", answer)?.Element(Pinging + "Status")?.Value == "2";
    }

    public void Dispose() => HangUp();

    private async Task<XElement?> Turn(int window, params XElement[] edits)
    {
        var collection = new XElement(Sync + "Collection", new XElement(Sync + "SyncKey", Key), new XElement(Sync + "CollectionId", Contacts));
        if (Key != "0") collection.Add(new XElement(Sync + "GetChanges", 1), new XElement(Sync + "WindowSize", window));
        if (edits.Length > 0) collection.Add(new XElement(Sync + "Commands", edits));
        var answer = Document("Sync", await connection.Send(Build("Sync", new XElement(Sync + "Sync", new XElement(Sync + "Collections", collection)))));
        if (answer is null) return null;
        var got = answer.Element(Sync + "Collections")?.Element(Sync + "Collection");
        if (got?.Element(Sync + "Status")?.Value != "1") throw new InvalidOperationException($"A Sync of {device} was answered with {answer}");
        Key = got.Element(Sync + "SyncKey")!.Value;
        return got;
    }

    private byte[] Build(string command, XElement request)
    {
        var body = new ArrayBufferWriter<byte>();
        WbxmlWriter.Write(request, body);
        return WireRequest.Build("POST", string.Create(CultureInfo.InvariantCulture, $"/Microsoft-Server-ActiveSync?Cmd={command}&User={account.UserName}&DeviceId={device}&DeviceType=Benchmark"),
            [account.Authorization, "MS-ASProtocolVersion: 14.1", "Content-Type: application/vnd.ms-sync.wbxml", "User-Agent: Benchmark/1"], body.WrittenSpan);
    }

    private static XElement? Document(string command, WireAnswer answer) => !answer.Succeeded
        ? throw new InvalidOperationException($"{command} was answered with {answer.Status}.")
        : answer.Body.Length == 0 ? null : WbxmlReader.Read(answer.Body);
}
