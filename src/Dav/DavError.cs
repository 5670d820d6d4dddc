using System.Globalization;
using System.Xml.Linq;
using ContactOffice.Dav.Xml;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav;

/// <summary>Why a request was not done: a status and, where a specification names one, the precondition that failed (RFC 4918 §16). Executing it is the one place that turns it into HTTP.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Precondition">The element that names what failed.</param>
internal sealed record DavError(int Status, XName? Precondition = null) : IResult
{
    /// <summary>What stands in the precondition's element.</summary>
    public Action<XmlOut>? Inside { get; init; }

    /// <summary>For people.</summary>
    public string? Text { get; init; }

    /// <summary>Seconds after which a throttled caller may try again.</summary>
    public string? RetryAfter { get; init; }

    public static DavError NotFound => new(StatusCodes.Status404NotFound);

    public static DavError Stale => new(StatusCodes.Status412PreconditionFailed);

    /// <summary>RFC 4918 §9.3.1, §9.7.1, §9.8.5.</summary>
    public static DavError NoParent => new(StatusCodes.Status409Conflict) { Text = "There is no collection to hold it." };

    public static DavError Bad(string text) => new(StatusCodes.Status400BadRequest) { Text = text };

    public static DavError Forbidden(XName precondition, string? text = null) => new(StatusCodes.Status403Forbidden, precondition) { Text = text };

    /// <summary>RFC 3744 §7.1.1.</summary>
    public static DavError NeedsPrivilege(string href, string privilege, string? text = null) => new(StatusCodes.Status403Forbidden, Names.D + "need-privileges")
    {
        Text = text,
        Inside = xml =>
        {
            xml.Start(Names.D + "resource");
            xml.Element(Names.Href, href);
            xml.Start(Names.Privilege);
            xml.Empty(Names.D + privilege);
            xml.End(Names.Privilege);
            xml.End(Names.D + "resource");
        },
    };

    /// <summary>RFC 6352 §6.3.2.1: which resource has the UID, where its book shows it.</summary>
    public static DavError UidConflict(string? href) => new(StatusCodes.Status409Conflict, Names.C + "no-uid-conflict")
    {
        Inside = href is null ? null : xml => xml.Element(Names.Href, href),
    };

    /// <summary>The one translation of what grains refuse.</summary>
    /// <param name="href">What it was refused for.</param>
    /// <param name="privilege">What would be needed.</param>
    public static DavError Of(Refusal refusal, string href, string privilege) => refusal.Outcome switch
    {
        Outcome.NotFound => NotFound,
        Outcome.Forbidden => NeedsPrivilege(href, privilege, refusal.Detail),
        Outcome.Stale => Stale,
        Outcome.UidTaken => UidConflict(null),
        Outcome.Invalid => Forbidden(Names.C + "valid-address-data", refusal.Detail),
        Outcome.NameTaken or Outcome.KeyTaken => new(StatusCodes.Status409Conflict) { Text = refusal.Detail },
        Outcome.QuotaExceeded => new(StatusCodes.Status507InsufficientStorage, Names.D + "quota-not-exceeded") { Text = refusal.Detail },
        Outcome.HorizonPassed => Forbidden(Names.D + "valid-sync-token"),
        Outcome.Throttled => new(StatusCodes.Status429TooManyRequests) { RetryAfter = refusal.Detail },
        _ => throw new InvalidOperationException($"{refusal.Outcome} is no refusal."),
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is not null) response.Headers.RetryAfter = RetryAfter;
        using var xml = new XmlOut();
        xml.Begin(Names.Error);
        WriteInside(xml);
        if (Text is not null) xml.Element(Names.ResponseDescription, Text);
        xml.End(Names.Error);
        response.ContentType = Multistatus.MediaType;
        response.ContentLength = xml.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method)) await response.Body.WriteAsync(xml.Written, httpContext.RequestAborted);
    }

    /// <summary>What stands in an error element, in an answer of its own or within a multistatus.</summary>
    public void WriteInside(XmlOut xml)
    {
        if (Precondition is null) return;
        if (Inside is null)
        {
            xml.Empty(Precondition);
            return;
        }
        xml.Start(Precondition);
        Inside(xml);
        xml.End(Precondition);
    }

    /// <summary>As it stands in a multistatus.</summary>
    public static string Line(int status) => string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status)}");
}
