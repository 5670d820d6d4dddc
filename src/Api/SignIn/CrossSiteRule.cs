using ContactOffice.Api.Http;
using ContactOffice.Api.Live;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Api.SignIn;

/// <summary>
/// Refuses requests that another site may have made a browser send with the credentials that it keeps for us. Changing requests of a
/// session must bear the header that only our own pages can set; the live hub, whose WebSocket bears none, goes by Origin (RFC 6455 §10.2).
/// </summary>
internal static class CrossSiteRule
{
    public static Task Apply(HttpContext context, RequestDelegate next)
    {
        var problem = context.Request.Path.StartsWithSegments(LiveHub.Path, StringComparison.Ordinal) ? OfHub(context.Request) : OfRequest(context);
        return problem is null ? next(context) : problem.ExecuteAsync(context);
    }

    private static Problem? OfRequest(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || Challenge.IsOurs(request)) return null;
        var isSession = context.User.Identity?.AuthenticationType == Schemes.Session;
        // Browsers keep Basic credentials too; they, and only they, say whose page sent a request.
        if (!isSession && !IsFromElsewhere(request) && !context.Request.Path.StartsWithSegments("/api/v1/session", StringComparison.Ordinal)) return null;
        return new(ProblemKind.CrossSite, $"Send the header {Challenge.OwnHeader}: {Challenge.OwnValue} with requests that change something.");
    }

    private static bool IsFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");

    private static Problem? OfHub(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return null; // no browser
        var same = Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && HostString.FromUriComponent(uri) is var from
            && string.Equals(from.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase)
            && PortOf(from, uri.Scheme) == PortOf(request.Host, uri.Scheme)
            && (!request.IsHttps || uri.Scheme == Uri.UriSchemeHttps);
        return same ? null : new(ProblemKind.CrossSite, "Pages of other sites cannot watch.");
    }

    private static int PortOf(HostString host, string scheme) => host.Port ?? (scheme == Uri.UriSchemeHttps ? 443 : 80);
}
