using ContactOffice.Dav.Paths;
using ContactOffice.Dav.Resources;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav.Verbs;

/// <summary>Address books come with accounts and groups: none is made here (RFC 4918 §9.3).</summary>
internal static class Mkcol
{
    /// <summary>Where there is something.</summary>
    public static Task<IResult> Answer(DavRequest request) => Task.FromResult(request.Target is NoCard missing
        ? DavError.NeedsPrivilege(missing.Book.Href, Privileges.Bind, "A book holds no collections.")
        : Options.NotAllowed(request));

    /// <summary>Where there is nothing.</summary>
    public static async Task<IResult> Refuse(DavRequest request, string[] segments)
    {
        if (segments is [] || (await Finder.Find(request, segments[..^1])).Resource is not { } parent) return new DavError(StatusCodes.Status409Conflict) { Text = "There is no collection to hold it." };
        return DavError.NeedsPrivilege(parent.Href, Privileges.Bind, $"A new book is a new group. What there is stands under {Addresses.Home(request.Actor)}.");
    }
}
