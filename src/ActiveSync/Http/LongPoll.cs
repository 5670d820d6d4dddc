using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ContactOffice.ActiveSync.Http;

/// <summary>
/// One request, which may wait for an hour. Sign-in, routing and the services of the request run in a context of their own, which is gone when the wait begins: what waits
/// holds its connection and little else (decision 0025).
/// </summary>
/// <param name="http">The connection's context, which stays.</param>
/// <param name="services">The program's; what waits uses none of the request's.</param>
internal sealed class LongPoll(HttpContext http, IServiceProvider services)
{
    public HttpContext Http => http;

    /// <summary>In ticks of UTC (100 ns): its headers have come, its body may take its time.</summary>
    public long ArrivedAt { get; } = DateTimeOffset.UtcNow.UtcTicks;

    public IServiceProvider Services => services;

    /// <summary>What is to be answered when the pipeline is done; null where nothing is.</summary>
    public EasRequest? Parked { get; set; }

    public EasRequest? Resume()
    {
        var parked = Parked;
        Parked = null;
        return parked;
    }

    public async Task Run(RequestDelegate pipeline)
    {
        await using var scope = services.CreateAsyncScope();
        var context = new DefaultHttpContext(new FeatureCollection(http.Features)) { RequestServices = scope.ServiceProvider };
        context.Features.Set(this);
        await pipeline(context);
    }
}
