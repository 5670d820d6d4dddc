using ContactOffice.Dav.Paths;
using ContactOffice.Dav.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ContactOffice.Dav.Verbs;

/// <summary>Address books come with accounts and groups: none is made here (RFC 4918 §9.3).</summary>
internal static class Mkcol
{
    /// <summary>Where there is something, or could be.</summary>
    public static Task<IResult> Answer(DavRequest request) => Task.FromResult(request.Target is not NoCard missing ? Options.NotAllowed(request)
        : HasUnknownBody(request.Http.Request) ? new DavError(StatusCodes.Status415UnsupportedMediaType)
        : DavError.NeedsPrivilege(missing.Book.Href, Privileges.Bind, "A book holds no collections."));

    /// <summary>Where there is nothing.</summary>
    public static async Task<IResult> Refuse(DavRequest request, string[] segments)
    {
        if (segments is [] || (await Finder.Find(request, segments[..^1])).Resource is not { IsCollection: true } parent) return DavError.NoParent;
        if (HasUnknownBody(request.Http.Request)) return new DavError(StatusCodes.Status415UnsupportedMediaType);
        return DavError.NeedsPrivilege(parent.Href, Privileges.Bind, $"A new book is a new group. What there is stands under {Addresses.Home(request.Actor)}.");
    }

    /// <summary>RFC 4918 §9.3: a body that is no XML (RFC 5689 §3) is refused as such.</summary>
    private static bool HasUnknownBody(HttpRequest request) =>
        request.ContentType is { Length: > 0 } type && !(MediaTypeHeaderValue.TryParse(type, out var parsed) && parsed.MediaType.Value is "application/xml" or "text/xml");
}
