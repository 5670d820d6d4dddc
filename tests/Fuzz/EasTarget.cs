using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Wbxml;

namespace ContactOffice.Fuzz;

/// <summary>
/// Mutated requests of all commands of ActiveSync to a running server, by devices that are in step with it: whatever comes, it answers, in time, never with 500 and never with what is no WBXML. The
/// server is one that was started with <c>--demo</c>.
/// </summary>
internal sealed class EasTarget
{
    private const int Devices = 8;
    private const string Folder = "1";
    private static readonly TimeSpan Waiting = TimeSpan.FromMilliseconds(300);
    private static readonly string[] Versions = ["12.1", "14.0", "14.1", "16.0", "16.1"];
    private static readonly XNamespace Sync = "AirSync", Body = "AirSyncBase", Contacts = "Contacts", Operations = "ItemOperations", Searching = "Search", Finding = "Find", Folders = "FolderHierarchy", Provision = "Provision", Page = "Settings", Pinging = "Ping",
        Move = "Move", Estimate = "GetItemEstimate", Resolve = "ResolveRecipients", Certificates = "ValidateCert";

    private readonly HttpClient http;
    private readonly ConcurrentDictionary<int, string> keys = [];
    private readonly Lock[] syncing = [.. Enumerable.Range(0, Devices).Select(_ => new Lock())];

    public EasTarget(string server)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server), Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("alice:demo"u8));
    }

    /// <summary>Answers 1 where the command was done; throws where the answer is one that must not be.</summary>
    public int Check(byte[] _, Random random)
    {
        var (device, version) = (random.Next(Devices), Versions[random.Next(Versions.Length)]);
        var requests = Requests(keys.GetValueOrDefault(device, "0"), random.Next(1000));
        var request = requests[random.Next(requests.Length)];
        var body = WbxmlTarget.Mutate(random, [WbxmlTarget.Write(request)]);
        // The command of another document now and then.
        var command = random.Next(30) == 0 ? requests[random.Next(requests.Length)].Name.LocalName : request.Name.LocalName;
        using var message = new HttpRequestMessage(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"/Microsoft-Server-ActiveSync?Cmd={command}&User=alice&DeviceId=FUZZ{device}&DeviceType=Fuzz")) { Content = new ByteArrayContent(body) };
        message.Headers.TryAddWithoutValidation("MS-ASProtocolVersion", version);
        if (random.Next(10) == 0) message.Headers.TryAddWithoutValidation("MS-ASAcceptMultiPart", "T");
        message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/vnd.ms-sync.wbxml");
        // A device sends no Sync while it waits for the answer to another, unless it has hung up on that.
        using var turn = command == "Sync" ? syncing[device].EnterScope() : default;
        // What waits for news is no hang: it is hung up on. Were it one, the device's next command would hang too.
        using var patience = new CancellationTokenSource(command is "Ping" or "Sync" ? Waiting : Timeout.InfiniteTimeSpan);
        try
        {
            return Answered(message, device, command, patience.Token);
        }
        catch (Exception fault) when (patience.IsCancellationRequested && fault is (OperationCanceledException or ObjectDisposedException or IOException or HttpRequestException))
        {
            return 1;
        }
        catch (Exception fault) when (fault is InvalidOperationException or OperationCanceledException)
        {
            throw new InvalidOperationException($"{command} of FUZZ{device}: {fault.Message}\n{version} {Convert.ToHexString(body)}");
        }
    }

    private int Answered(HttpRequestMessage message, int device, string command, CancellationToken patience)
    {
        using var response = http.Send(message, patience);
        using var answer = new MemoryStream();
        response.Content.ReadAsStream(patience).CopyTo(answer);
        // 501: a command that the version does not know.
        if ((int)response.StatusCode is >= 500 and not 501) throw new InvalidOperationException($"{command} was answered with {(int)response.StatusCode}.");
        if (response.Content.Headers.ContentType?.MediaType != "application/vnd.ms-sync.wbxml") return 0;
        var document = WbxmlReader.Read(answer.GetBuffer().AsSpan(0, (int)answer.Length));
        var status = document.Element(document.Name.Namespace + "Status")?.Value;
        if (status == "110") throw new InvalidOperationException($"{command} failed inside: {document}");
        if (document.Name != Sync + "Sync") return status is null or "1" ? 1 : 0;
        foreach (var collection in document.Descendants(Sync + "Collection"))
        {
            if (collection.Element(Sync + "Status")?.Value == "5") throw new InvalidOperationException($"{command} failed inside: {document}");
            if (collection.Element(Sync + "CollectionId")?.Value == Folder && collection.Element(Sync + "SyncKey") is { } key) keys[device] = key.Value;
        }
        return status is null ? 1 : 0;
    }

    /// <summary>What devices say, in step with the server.</summary>
    private static XElement[] Requests(string key, int number)
    {
        XElement Collection(XElement? commands = null, params object[] options) => new(Sync + "Sync", new XElement(Sync + "Collections",
            new XElement(Sync + "Collection", new XElement(Sync + "SyncKey", key), new XElement(Sync + "CollectionId", Folder), key == "0" ? null : options, key == "0" ? null : commands)));
        var contact = new XElement(Sync + "ApplicationData", new XElement(Contacts + "LastName", $"Fuzz {number}"), new XElement(Contacts + "Birthday", "1980-03-22T00:00:00.000Z"),
            new XElement(Contacts + "Email1Address", "\"Fuzz\" <fuzz@example.org>"), new XElement(Contacts + "Picture", "/9j/4AAQ"), new XElement(Contacts + "Categories", new XElement(Contacts + "Category", "One")),
            new XElement(Body + "Body", new XElement(Body + "Type", "2"), new XElement(Body + "Data", "<p>A &amp; B<br>")));
        var id = "00000000-0000-8000-8000-000000000001";
        XElement Hierarchy(string name, params object[] more) => new(Folders + name, new XElement(Folders + "SyncKey", "0"), more);
        return
        [
            Collection(), Collection(), Collection(null, new XElement(Sync + "WindowSize", 5)),
            Collection(new XElement(Sync + "Commands", new XElement(Sync + "Add", new XElement(Sync + "ClientId", number), contact))),
            Collection(new XElement(Sync + "Commands", new XElement(Sync + "Change", new XElement(Sync + "ServerId", id), new XElement(contact)), new XElement(Sync + "Delete", new XElement(Sync + "ServerId", id)), new XElement(Sync + "Fetch", new XElement(Sync + "ServerId", id))),
                new XElement(Sync + "GetChanges", 0), new XElement(Sync + "Options", new XElement(Sync + "Conflict", 1), new XElement(Body + "BodyPreference", new XElement(Body + "Type", 1), new XElement(Body + "TruncationSize", 100)))),
            new(Sync + "Sync", Collection().Elements(), new XElement(Sync + "Wait", 1)), new(Sync + "Sync", new XElement(Sync + "Partial"), new XElement(Sync + "WindowSize", 9)),
            Hierarchy("FolderSync"), Hierarchy("FolderCreate", new XElement(Folders + "ParentId", 0), new XElement(Folders + "DisplayName", "Mine"), new XElement(Folders + "Type", 14)),
            Hierarchy("FolderUpdate", new XElement(Folders + "ServerId", 1), new XElement(Folders + "ParentId", 0), new XElement(Folders + "DisplayName", "Mine")), Hierarchy("FolderDelete", new XElement(Folders + "ServerId", 1)),
            new(Pinging + "Ping", new XElement(Pinging + "HeartbeatInterval", 60), new XElement(Pinging + "Folders", new XElement(Pinging + "Folder", new XElement(Pinging + "Id", Folder), new XElement(Pinging + "Class", "Contacts")))),
            new(Estimate + "GetItemEstimate", new XElement(Estimate + "Collections", new XElement(Estimate + "Collection", new XElement(Sync + "SyncKey", key), new XElement(Estimate + "CollectionId", Folder)))),
            new(Operations + "ItemOperations", new XElement(Operations + "Fetch", new XElement(Operations + "Store", "Mailbox"), new XElement(Sync + "CollectionId", Folder), new XElement(Sync + "ServerId", id),
                new XElement(Operations + "Options", new XElement(Operations + "Range", "0-9"), new XElement(Operations + "Schema", new XElement(Contacts + "LastName"))))),
            new(Searching + "Search", new XElement(Searching + "Store", new XElement(Searching + "Name", "GAL"), new XElement(Searching + "Query", "b"), new XElement(Searching + "Options", new XElement(Searching + "Range", "0-9")))),
            new(Searching + "Search", new XElement(Searching + "Store", new XElement(Searching + "Name", "Mailbox"), new XElement(Searching + "Query", new XElement(Searching + "And", new XElement(Sync + "CollectionId", Folder), new XElement(Searching + "FreeText", "a"))))),
            new(Finding + "Find", new XElement(Finding + "SearchId", "x"), new XElement(Finding + "ExecuteSearch", new XElement(Finding + "GalSearchCriterion", new XElement(Finding + "Query", "b")))),
            new(Page + "Settings", new XElement(Page + "Oof", new XElement(Page + "Get", new XElement(Page + "BodyType", "Text"))), new XElement(Page + "UserInformation", new XElement(Page + "Get")), new XElement(Page + "DeviceInformation", new XElement(Page + "Set", new XElement(Page + "Model", "Fuzz")))),
            new(Provision + "Provision", new XElement(Provision + "Policies", new XElement(Provision + "Policy", new XElement(Provision + "PolicyType", "MS-EAS-Provisioning-WBXML")))),
            new(Resolve + "ResolveRecipients", new XElement(Resolve + "To", "bob")), new(Certificates + "ValidateCert", new XElement(Certificates + "Certificates", new XElement(Certificates + "Certificate", "AAAA"))),
            new(Move + "MoveItems", new XElement(Move + "Move", new XElement(Move + "SrcMsgId", id), new XElement(Move + "SrcFldId", Folder), new XElement(Move + "DstFldId", 2))),
        ];
    }
}
