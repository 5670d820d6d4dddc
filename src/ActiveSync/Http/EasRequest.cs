using System.Xml.Linq;
using ContactOffice.ActiveSync.Commands;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ContactOffice.ActiveSync.Http;

/// <summary>One command: who asks with which device, in which version, for what.</summary>
internal sealed class EasRequest(LongPoll poll, AccountId actor, RequestLine line, EasVersion version, XElement? body)
{
    public HttpContext Http => poll.Http;

    public RequestLine Line => line;

    public EasVersion Version => version;

    public long ArrivedAt => poll.ArrivedAt;

    /// <summary>Null where the request had none.</summary>
    public XElement? Body { get; private set; } = body;

    public AccountId Actor => actor;

    public IGrainFactory Grains => Service<IGrainFactory>();

    public IDeviceGrain Device => Grains.Device(new DeviceId(Actor, line.DeviceId));

    /// <summary>What the device was found to be.</summary>
    public DeviceStanding Standing { get; set; }

    /// <summary>The device hung up.</summary>
    public CancellationToken Aborted => poll.Http.RequestAborted;

    /// <summary>The node stops.</summary>
    public CancellationToken Stopping => Service<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>Byte parts of a multipart answer; null where the client wants one document.</summary>
    public List<ReadOnlyMemory<byte>>? Parts { get; } = line.AcceptsMultipart || poll.Http.Request.Headers["MS-ASAcceptMultiPart"] == "T" ? [] : null;

    /// <summary>What the answer waits for; null where it does not.</summary>
    public Waiting? Waiting { get; private set; }

    public bool IsParked => poll.Parked is not null;

    public TService Service<TService>() where TService : notnull => poll.Services.GetRequiredService<TService>();

    /// <summary>Puts the answer off until nothing of the pipeline and of the body is held any more: what the command returns does not count.</summary>
    public XElement? Park(Waiting waiting)
    {
        (Waiting, Body, poll.Parked) = (waiting, null, this);
        return null;
    }
}
