using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using ContactOffice.Protocol.Tests.Clients;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>
/// The one ActiveSync client of these tests: commands as XML in a version, in either form of the query. Every answer must be one that the version's schema allows, and
/// goes to other people's decoders too.
/// </summary>
internal sealed class EasClient(Uri server, string userName, string password, OutsideDecoders? decoders = null)
{
    public static readonly XNamespace AirSync = "AirSync", Base = "AirSyncBase", Contacts = "Contacts", Contacts2 = "Contacts2", FolderHierarchy = "FolderHierarchy";

    public const string Address = "/Microsoft-Server-ActiveSync";
    public const string ContactsId = "1";

    private static readonly string[] Codes =
    [
        "Sync", "SendMail", "SmartForward", "SmartReply", "GetAttachment", "", "", "", "", "FolderSync", "FolderCreate", "FolderDelete", "FolderUpdate", "MoveItems",
        "GetItemEstimate", "MeetingResponse", "Search", "Settings", "Ping", "ItemOperations", "Provision", "ResolveRecipients", "ValidateCert", "Find",
    ];

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server };

    public string Version { get; init; } = "14.1";

    /// <summary>The query in base64 (MS-ASHTTP §2.2.1.1.1.1).</summary>
    public bool IsShort { get; init; }

    public string DeviceId { get; init; } = "PHONE1";

    public string DeviceType { get; init; } = "TestPhone";

    public string Agent { get; init; } = "TestPhone/1.0";

    public string UserName => userName;

    public string PolicyKey { get; set; } = "";

    public bool AcceptsMultipart { get; set; }

    /// <summary>What the client shows as credentials; its user name and password where nothing else is said.</summary>
    public string? Authorization { get; init; }

    /// <summary>Another client of the same account.</summary>
    public static EasClient Of(Person person, OutsideDecoders? decoders = null, string version = "14.1", string device = "PHONE1", bool isShort = false) =>
        new(person.Rest.Server, person.UserName, person.Password, decoders) { Version = version, DeviceId = device, IsShort = isShort };

    public Task<EasReply> Options() => Send(new HttpRequestMessage(HttpMethod.Options, Address), null);

    /// <summary>Sends a command whose name is that of its root.</summary>
    public Task<EasReply> Send(XElement request) => Post(request.Name.LocalName, Wbxml.Write(request));

    /// <summary>Sends it, and fails where the answer is no document.</summary>
    public async Task<XElement> Ask(XElement request)
    {
        var reply = await Send(request);
        Assert.True(reply is { Http: 200, Body: not null }, $"{request.Name.LocalName}: {reply.Http} {reply.Text}");
        return reply.Body!;
    }

    public async Task<EasReply> Post(string command, byte[] body, string? query = null)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, $"{Address}?{query ?? (IsShort ? Short(command) : $"Cmd={command}&User={Uri.EscapeDataString(userName)}&DeviceId={DeviceId}&DeviceType={DeviceType}")}");
        if (query is not null || !IsShort)
        {
            if (Version.Length > 0) message.Headers.TryAddWithoutValidation("MS-ASProtocolVersion", Version);
            if (PolicyKey.Length > 0) message.Headers.TryAddWithoutValidation("X-MS-PolicyKey", PolicyKey);
            if (AcceptsMultipart) message.Headers.TryAddWithoutValidation("MS-ASAcceptMultiPart", "T");
        }
        message.Content = new ByteArrayContent(body);
        if (body.Length > 0) message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.ms-sync.wbxml");
        return await Send(message, command);
    }

    public async Task<EasReply> Send(HttpRequestMessage message, string? command)
    {
        message.Headers.TryAddWithoutValidation("Authorization", Authorization ?? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}")));
        message.Headers.TryAddWithoutValidation("User-Agent", Agent);
        using var response = await http.SendAsync(message);
        var reply = new EasReply(response, await response.Content.ReadAsByteArrayAsync());
        Assert.True(reply.Http < 500 || reply.Http is 501 or 505, $"{command}: {reply.Http} {reply.Text}");
        if (reply.Body is not { } body) return reply;
        SchemaCheck.Validate(body, command!, Version is "" ? "12.1" : Version);
        decoders?.Add($"{command} {Version}", reply.Document!, body);
        return reply;
    }

    private string Short(string command)
    {
        var bytes = new List<byte> { (byte)((Version[0] - '0') * 100 + (Version[1] - '0') * 10 + Version[3] - '0'), (byte)Array.IndexOf(Codes, command), 0x09, 0x04 };
        Put(Encoding.ASCII.GetBytes(DeviceId));
        var key = new byte[PolicyKey.Length > 0 ? 4 : 0];
        if (key.Length > 0) BinaryPrimitives.WriteUInt32LittleEndian(key, uint.Parse(PolicyKey, System.Globalization.CultureInfo.InvariantCulture));
        Put(key);
        Put(Encoding.ASCII.GetBytes(DeviceType));
        if (AcceptsMultipart)
        {
            bytes.Add(7);
            Put([2]);
        }
        return Convert.ToBase64String([.. bytes]);

        void Put(byte[] value)
        {
            bytes.Add((byte)value.Length);
            bytes.AddRange(value);
        }
    }
}

/// <summary>An answer.</summary>
internal sealed class EasReply
{
    private readonly Dictionary<string, string> headers;

    public EasReply(HttpResponseMessage response, byte[] bytes)
    {
        (Http, Text) = ((int)response.StatusCode, Encoding.UTF8.GetString(bytes));
        headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Length = bytes.Length;
        var type = Header("Content-Type");
        if (type == "application/vnd.ms-sync.wbxml") Document = bytes;
        else if (type == "application/vnd.ms-sync.multipart")
        {
            Parts = Split(bytes);
            Document = Parts[0];
        }
        if (Document is not null) Body = Wbxml.Read(Document);
    }

    /// <summary>The HTTP status.</summary>
    public int Http { get; }

    public string Text { get; }

    public int Length { get; }

    public byte[]? Document { get; }

    public XElement? Body { get; }

    /// <summary>Of a multipart answer; the document is the first.</summary>
    public byte[][] Parts { get; } = [];

    /// <summary>That of the root's Status.</summary>
    public string? Status => Body?.Element(Body.Name.Namespace + "Status")?.Value;

    public string? Header(string name) => headers.GetValueOrDefault(name);

    /// <summary>MS-ASCMD §2.2.1.10.1: how many, then where each begins and how long it is.</summary>
    private static byte[][] Split(byte[] bytes)
    {
        int At(int place) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(place));
        return [.. Enumerable.Range(0, At(0)).Select(i => bytes.AsSpan(At(4 + 8 * i), At(8 + 8 * i)).ToArray())];
    }
}
