using ContactOffice.Api.Http;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Api.SignIn;

/// <summary>The one answer to requests without, or with wrong, credentials.</summary>
internal static class Challenge
{
    /// <summary>The web client sends this header with every request. Other sites cannot, without the server's consent by CORS.</summary>
    public const string OwnHeader = "X-Requested-With";
    public const string OwnValue = "ContactOffice";

    private const string Basic = "Basic realm=\"ContactOffice\", charset=\"UTF-8\"";

    /// <summary>A failure other than wrong credentials, such as being throttled, that the answer must tell.</summary>
    private static readonly object ReasonKey = new();

    public static void Because(HttpContext context, Problem reason) => context.Items[ReasonKey] = reason;

    /// <summary>A browser that meets WWW-Authenticate opens a dialog of its own: the web client's requests are spared it.</summary>
    public static Task Answer(HttpContext context)
    {
        if (!IsOurs(context.Request)) context.Response.Headers.WWWAuthenticate = Basic;
        return ReasonOf(context).ExecuteAsync(context);
    }

    public static Task Forbid(HttpContext context) => new Problem(ProblemKind.Forbidden).ExecuteAsync(context);

    public static bool IsOurs(HttpRequest request) => request.Headers[OwnHeader] == OwnValue;

    private static Problem ReasonOf(HttpContext context)
    {
        if (context.Items.TryGetValue(ReasonKey, out var reason) && reason is Problem problem) return problem;
        return new(context.Request.Headers.Authorization.Count > 0 ? ProblemKind.WrongCredentials : ProblemKind.Unauthenticated);
    }
}
