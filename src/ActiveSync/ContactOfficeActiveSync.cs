using System.Xml.Linq;
using ContactOffice.ActiveSync.Commands;
using ContactOffice.ActiveSync.Contacts;
using ContactOffice.ActiveSync.Http;
using ContactOffice.ActiveSync.Wbxml;
using ContactOffice.Changes;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContactOffice.ActiveSync;

/// <summary>Exchange ActiveSync, as the composing program maps it.</summary>
public static partial class ContactOfficeActiveSync
{
    public const string Path = "/Microsoft-Server-ActiveSync";

    private const string ContentType = "application/vnd.ms-sync.wbxml";
    private const int MaxBody = 12 * 1024 * 1024;

    private sealed record Command(XNamespace Space, Func<EasRequest, Task<XElement?>> Answer, bool NeedsBody = true, EasVersion Since = default);

    /// <summary>Each with the namespace of its elements, in which a fault is told too.</summary>
    private static readonly Dictionary<string, Command> Commands = new()
    {
        ["Sync"] = new(Names.AirSync, Sync.Answer, NeedsBody: false),
        ["Ping"] = new(Names.Ping, Ping.Answer, NeedsBody: false),
        ["FolderSync"] = new(Names.FolderHierarchy, FolderSync.Answer),
        ["FolderCreate"] = new(Names.FolderHierarchy, FolderCreate.Answer),
        ["FolderUpdate"] = new(Names.FolderHierarchy, FolderUpdate.Answer),
        ["FolderDelete"] = new(Names.FolderHierarchy, FolderDelete.Answer),
        ["GetItemEstimate"] = new(Names.GetItemEstimate, GetItemEstimate.Answer),
        ["ItemOperations"] = new(Names.ItemOperations, ItemOperations.Answer),
        ["MoveItems"] = new(Names.Move, MoveItems.Answer),
        ["Provision"] = new(Names.Provision, Provision.Answer),
        ["ResolveRecipients"] = new(Names.ResolveRecipients, ResolveRecipients.Answer),
        ["Search"] = new(Names.Search, Search.Answer),
        ["Find"] = new(Names.Find, Find.Answer, Since: EasVersion.V161),
        ["Settings"] = new(Names.Settings, Settings.Answer),
        ["ValidateCert"] = new(Names.ValidateCert, ValidateCert.Answer),
    };

    public static IServiceCollection AddContactOfficeActiveSync(this IServiceCollection services)
    {
        services.AddBookFeeds();
        services.AddSingleton<PhonePictures>();
        services.AddSingleton<IPhonePictures>(static services => services.GetRequiredService<PhonePictures>());
        return services;
    }

    /// <summary>Requests that wait leave what is called after this before they do. Call it before sign-in, and after what changes the bodies of answers.</summary>
    public static IApplicationBuilder UseContactOfficeActiveSync(this IApplicationBuilder app) =>
        app.Use(pipeline => http => http.Request.Path.StartsWithSegments(Path) ? Serve(new(http, app.ApplicationServices), pipeline) : pipeline(http));

    /// <summary>Sign-in is the composing program's.</summary>
    /// <param name="publicUrl">The address that people type where a proxy stands in front; null where it is the request's.</param>
    public static IEndpointRouteBuilder MapContactOfficeActiveSync(this IEndpointRouteBuilder endpoints, string? publicUrl = null)
    {
        endpoints.Map(Path, Serve).RequireAuthorization();
        Autodiscover.Map(endpoints, publicUrl);
        return endpoints;
    }

    private static async Task Serve(LongPoll poll, RequestDelegate pipeline)
    {
        await poll.Run(pipeline);
        if (poll.Resume() is not { Waiting: { } waiting } request) return;
        try
        {
            await Answer(request, waiting.ForNews);
        }
        catch (OperationCanceledException) when (request.Aborted.IsCancellationRequested)
        {
            // The device hung up.
        }
    }

    private static Task Serve(HttpContext http)
    {
        if (HttpMethods.IsOptions(http.Request.Method)) Introduce(http);
        else if (!HttpMethods.IsPost(http.Request.Method)) NotAllowed(http);
        else if (RequestLine.Parse(http.Request) is { } line) return Serve(http, line);
        else Begin(http, StatusCodes.Status400BadRequest);
        return Task.CompletedTask;
    }

    /// <summary>Begins the answer, and not before: what is set is held while the request waits.</summary>
    private static IHeaderDictionary Begin(HttpContext http, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        var headers = http.Response.Headers;
        headers["MS-Server-ActiveSync"] = "16.1";
        headers.CacheControl = "private";
        headers.XContentTypeOptions = "nosniff";
        return headers;
    }

    /// <summary>MS-ASHTTP §2.2.4.</summary>
    private static void Introduce(HttpContext http)
    {
        var headers = Begin(http);
        headers["MS-ASProtocolVersions"] = EasVersion.All;
        headers["MS-ASProtocolCommands"] = string.Join(',', Commands.Keys);
        headers["Public"] = "OPTIONS,POST";
        headers.Allow = "OPTIONS,POST";
    }

    private static void NotAllowed(HttpContext http) => Begin(http, StatusCodes.Status405MethodNotAllowed).Allow = "OPTIONS,POST";

    private static async Task Serve(HttpContext http, RequestLine line)
    {
        // A device that names no version speaks the oldest.
        if (!EasVersion.TryParse(line.Version.Length == 0 ? "12.1" : line.Version, out var version))
        {
            Begin(http, EasStatus.HttpOf(EasStatus.VersionNotSupported));
            return;
        }
        var known = Commands.TryGetValue(line.Command, out var command) && version >= command.Since;
        var space = known ? command!.Space : null;
        int fault;
        if (!known) fault = EasStatus.CommandNotSupported;
        else if (!line.HasDevice) fault = EasStatus.DeviceIdInvalid;
        else if (!line.HasDeviceType) fault = EasStatus.DeviceTypeInvalid;
        else fault = 0;
        var (body, wrong) = fault == 0 ? await ReadBody(http, command!) : (null, 0);
        if (wrong == StatusCodes.Status413PayloadTooLarge)
        {
            Begin(http, wrong);
            return;
        }
        if (fault == 0) fault = wrong;
        var actor = http.User.Identity?.Name ?? throw new InvalidOperationException("Nobody is signed in: the endpoint lacks RequireAuthorization.");
        var request = new EasRequest(http.Features.GetRequiredFeature<LongPoll>(), new AccountId(actor), line, version, body);
        if (fault == 0) fault = await Arrive(request);
        if (fault != 0) await Refuse(http, line.Command, space, version, fault);
        else await Answer(request, command!.Answer);
    }

    private static async Task<(XElement? Body, int Fault)> ReadBody(HttpContext http, Command command)
    {
        if (http.Request.ContentLength > MaxBody) return (null, StatusCodes.Status413PayloadTooLarge);
        var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        if (bytes.Length == 0) return (null, command.NeedsBody ? EasStatus.InvalidContent : 0);
        try
        {
            var root = WbxmlReader.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            return root.Name.Namespace == command.Space ? (root, 0) : (null, EasStatus.InvalidXml);
        }
        catch (WbxmlException fault)
        {
            LogUnreadable(Log(http), fault.Message);
            return (null, EasStatus.InvalidWbxml);
        }
    }

    private static async Task<int> Arrive(EasRequest request)
    {
        var line = request.Line;
        Answer<DeviceStanding> standing;
        try
        {
            standing = await request.Device.Arrive(new(line.DeviceType, request.Http.Request.Headers.UserAgent.ToString(), request.Version.ToString(), line.PolicyKey));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFailed(Log(request.Http), fault, line.Command);
            return EasStatus.ServerError;
        }
        if (!standing.IsOk) return EasStatus.MaximumDevicesReached;
        request.Standing = standing.Value;
        return standing.Value switch
        {
            DeviceStanding.Blocked => EasStatus.DeviceBlocked,
            DeviceStanding.ToBeWiped when line.Command != "Provision" => EasStatus.RemoteWipeRequested,
            DeviceStanding.WrongPolicyKey when line.Command != "Provision" => EasStatus.InvalidPolicyKey,
            _ => 0,
        };
    }

    private static async Task Answer(EasRequest request, Func<EasRequest, Task<XElement?>> command)
    {
        XElement? answer;
        try
        {
            answer = await command(request);
        }
        catch (EasFault fault) when (fault.Common is { } status)
        {
            await Refuse(request.Http, request.Line.Command, Commands[request.Line.Command].Space, request.Version, status);
            return;
        }
        catch (EasFault fault)
        {
            answer = fault.Answer;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFailed(Log(request.Http), fault, request.Line.Command);
            await Refuse(request.Http, request.Line.Command, Commands[request.Line.Command].Space, request.Version, EasStatus.ServerError);
            return;
        }
        if (!request.IsParked) await Send(request, answer);
    }

    private static Task Refuse(HttpContext http, string command, XNamespace? space, EasVersion version, int status)
    {
        if (version < EasVersion.V140 || space is null)
        {
            Begin(http, EasStatus.HttpOf(status));
            return Task.CompletedTask;
        }
        return Write(http, new XElement(space + command, new XElement(space + "Status", status)));
    }

    private static async Task Send(EasRequest request, XElement? answer)
    {
        var http = request.Http;
        if (answer is not null && request.Parts is { } parts && request.Line.Command == "ItemOperations") await WriteMultipart(http, answer, parts);
        else if (answer is not null) await Write(http, answer);
        // Nothing to tell: an answer without a body (MS-ASCMD §2.2.1.21).
        else Begin(http).ContentLength = 0;
    }

    private static async Task Write(HttpContext http, XElement answer)
    {
        Begin(http).ContentType = ContentType;
        WbxmlWriter.Write(answer, http.Response.BodyWriter);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private static async Task WriteMultipart(HttpContext http, XElement answer, List<ReadOnlyMemory<byte>> parts)
    {
        var document = new System.Buffers.ArrayBufferWriter<byte>();
        WbxmlWriter.Write(answer, document);
        Begin(http).ContentType = Multipart.ContentType;
        Multipart.Write([document.WrittenMemory, .. parts], http.Response.BodyWriter);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private static ILogger Log(HttpContext http) => http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ContactOfficeActiveSync));

    [LoggerMessage(Level = LogLevel.Information, Message = "A body that is no WBXML: {Fault}")]
    private static partial void LogUnreadable(ILogger log, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Command} failed")]
    private static partial void LogFailed(ILogger log, Exception fault, string command);
}
