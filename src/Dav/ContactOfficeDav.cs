using ContactOffice.Dav.Paths;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Verbs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Dav;

/// <summary>CardDAV, as the composing program maps it: <c>/dav/</c>, and what clients ask before they know of it.</summary>
public static class ContactOfficeDav
{
    /// <summary>RFC 4918 §10.1: class 2 is locks, which there are none of.</summary>
    private const string Classes = "1, 3, access-control, addressbook";

    private static readonly Dictionary<string, Func<DavRequest, Task<IResult>>> Verbs = new()
    {
        ["OPTIONS"] = Options.Answer,
        ["GET"] = Get.Answer,
        ["HEAD"] = Get.Answer,
        ["PUT"] = Put.Answer,
        ["DELETE"] = Delete.Answer,
        ["PROPFIND"] = Propfind.Answer,
        ["PROPPATCH"] = Proppatch.Answer,
        ["REPORT"] = Report.Answer,
        ["MOVE"] = Move.Answer,
        ["COPY"] = Copy.Answer,
        ["MKCOL"] = Mkcol.Answer,
    };

    /// <summary>Sign-in is the composing program's: all but the redirect requires authorization.</summary>
    /// <param name="publicUrl">The address that people type where a proxy stands in front; null where it is the request's.</param>
    public static IEndpointRouteBuilder MapContactOfficeDav(this IEndpointRouteBuilder endpoints, string? publicUrl = null)
    {
        endpoints.Map("/dav/{**path}", Serve).RequireAuthorization();
        // iOS and macOS begin here when they were given nothing but the server's name.
        string[] discovery = ["PROPFIND", "OPTIONS"];
        endpoints.MapMethods("/", discovery, Serve).RequireAuthorization();
        endpoints.MapMethods("/principals/{**path}", discovery, Serve).RequireAuthorization();
        endpoints.Map("/.well-known/carddav", http => WellKnown(http, publicUrl)).AllowAnonymous();
        return endpoints;
    }

    private static async Task Serve(HttpContext http)
    {
        var response = http.Response;
        response.Headers["DAV"] = Classes;
        IResult result;
        try
        {
            result = await Answer(new DavRequest(http));
        }
        catch (BadHttpRequestException fault) when (!response.HasStarted)
        {
            result = new DavError(fault.StatusCode);
        }
        await result.ExecuteAsync(http);
    }

    private static async Task<IResult> Answer(DavRequest request)
    {
        var http = request.Http;
        if (!Verbs.TryGetValue(http.Request.Method, out var verb)) return Options.NotAllowed(request);
        if (!DavPath.TrySplit(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, out var segments)) return DavError.Bad("The address is none.");
        var found = await Finder.Find(request, segments);
        // 308: a PUT stays one (RFC 9110 §15.4.9).
        if (found.MovedTo is { } now) return Results.LocalRedirect(now, permanent: true, preserveMethod: true);
        if (found.Resource is null) return http.Request.Method switch
        {
            "MKCOL" => await Mkcol.Refuse(request, segments),
            "PUT" => DavError.NoParent,
            _ => DavError.NotFound,
        };
        request.Target = found.Resource;
        if (http.Request.Headers["If"].ToString() is { Length: > 0 } condition)
        {
            if (Conditions.IfHeader.Parse(condition) is not { } parsed) return DavError.Bad("The If header is none.");
            if (!await parsed.Holds(request, request.Target)) return DavError.Stale;
        }
        return await verb(request);
    }

    /// <summary>RFC 6764 §5. Absolute, since some clients resolve no relative one.</summary>
    private static Task WellKnown(HttpContext http, string? publicUrl)
    {
        http.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        http.Response.Headers.Location = BaseUrl(http, publicUrl) + Addresses.Root;
        http.Response.Headers.CacheControl = "no-cache"; // so that a server that moves is found again
        return Task.CompletedTask;
    }

    /// <summary>Where the server is for its clients, without a slash at the end.</summary>
    private static string BaseUrl(HttpContext http, string? publicUrl) =>
        string.IsNullOrEmpty(publicUrl) ? $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}" : publicUrl.TrimEnd('/');
}
