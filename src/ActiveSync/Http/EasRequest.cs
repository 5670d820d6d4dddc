using System.Xml.Linq;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ContactOffice.ActiveSync.Http;

/// <summary>One command: who asks with which device, in which version, for what.</summary>
internal sealed class EasRequest(HttpContext http, RequestLine line, EasVersion version, XElement? body)
{
    public HttpContext Http => http;

    public RequestLine Line => line;

    public EasVersion Version => version;

    /// <summary>Null where the request had none.</summary>
    public XElement? Body => body;

    /// <summary>The endpoint requires authorization: somebody is signed in.</summary>
    public AccountId Actor { get; } = new(http.User.Identity?.Name ?? throw new InvalidOperationException("Nobody is signed in: the endpoint lacks RequireAuthorization."));

    public IGrainFactory Grains { get; } = http.RequestServices.GetRequiredService<IGrainFactory>();

    public IDeviceGrain Device => Grains.Device(new DeviceId(Actor, line.DeviceId));

    /// <summary>What the device was found to be.</summary>
    public DeviceStanding Standing { get; set; }

    public TService Service<TService>() where TService : notnull => http.RequestServices.GetRequiredService<TService>();

    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>Byte parts of a multipart answer; null where the client wants one document.</summary>
    public List<ReadOnlyMemory<byte>>? Parts { get; } = line.AcceptsMultipart || http.Request.Headers["MS-ASAcceptMultiPart"] == "T" ? [] : null;
}
