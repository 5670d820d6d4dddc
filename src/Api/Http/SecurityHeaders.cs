using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ContactOffice.Api.Http;

/// <summary>Tells browsers what our answers may never become.</summary>
internal static class SecurityHeaders
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues NoStore = "no-store";

    /// <summary>Answers of the interface are data, never pages.</summary>
    private static readonly StringValues DataOnly = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>The web client: everything from here, nothing inline. Pictures may be made in the browser.</summary>
    private static readonly StringValues Pages =
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>No browser asks for it, and what is set before it waits is held for an hour: it sets its own.</summary>
    private const string ActiveSync = "/Microsoft-Server-ActiveSync";

    /// <summary>Pages of packages that we ship but did not write; they style, and some script, inline.</summary>
    private static readonly StringValues ForeignPages =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static Task Apply(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments(ActiveSync)) Set(context);
        return next(context);
    }

    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        var path = context.Request.Path;
        headers.XContentTypeOptions = NoSniff;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        if (path.StartsWithSegments("/api", StringComparison.Ordinal) || path.StartsWithSegments("/dav", StringComparison.Ordinal))
        {
            headers.ContentSecurityPolicy = DataOnly;
            headers.CacheControl = NoStore; // what may be kept says so itself
        }
        else
        {
            var isForeign = path.StartsWithSegments("/openapi", StringComparison.Ordinal) || path.StartsWithSegments("/dashboard", StringComparison.OrdinalIgnoreCase);
            headers.ContentSecurityPolicy = isForeign ? ForeignPages : Pages;
            headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        }
    }
}
