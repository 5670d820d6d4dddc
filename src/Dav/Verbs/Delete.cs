using ContactOffice.Dav.Conditions;
using ContactOffice.Dav.Resources;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav.Verbs;

/// <summary>Deletes a card into the trash; in a book that only refers to it the reference goes, as in every protocol.</summary>
internal static class Delete
{
    public static async Task<IResult> Answer(DavRequest request)
    {
        if (request.Target is NoCard) return DavError.NotFound;
        if (request.Target is not Card target) return DavError.NeedsPrivilege(request.Target.Href, Privileges.Unbind, "Address books are not deleted here.");
        if (!ETags.Allow(request.Http.Request, target)) return DavError.Stale;
        if (target is not CardResource card) return DavError.NeedsPrivilege(target.Book.Href, Privileges.Unbind);
        return await Of(request, card, ETags.Expected(request.Http.Request, card)) ?? Results.NoContent();
    }

    /// <summary>Null where it is done.</summary>
    public static async Task<IResult?> Of(DavRequest request, CardResource card, long? version)
    {
        var deleted = await card.InBook.Grain(request).Delete(request.Actor, [card.Id], version);
        if (!deleted.IsOk) return DavError.Of(deleted.Refusal, card.InBook.Href, Privileges.Unbind);
        if (deleted.Value.Length > 0) return null;
        var now = (await card.InBook.Find(request, [card.Name], withBodies: false))[0] as CardResource;
        if (now?.Id != card.Id) return DavError.NotFound;
        return version is not null && now.Version != version ? DavError.Stale : await card.InBook.Deny(request, card, DavError.NeedsPrivilege(card.InBook.Href, Privileges.Unbind));
    }
}
