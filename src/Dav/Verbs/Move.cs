using ContactOffice.Dav.Resources;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav.Verbs;

/// <summary>
/// Out of one book and into another (RFC 4918 §9.9). A reference moves on, and what is at home in the book gets another home: it stays the contact that it is.
/// </summary>
internal static class Move
{
    public static async Task<IResult> Answer(DavRequest request)
    {
        var (transfer, error) = await Transfer.Read(request);
        if (transfer is null) return error!;
        var card = transfer.Card;
        var isAtHome = card.Read!.Home == card.InBook.Id;
        if (!await MayTakeOut(request, card, isAtHome)) return await card.InBook.Deny(request, card, DavError.NeedsPrivilege(card.InBook.Href, Privileges.Unbind));
        // Somebody else's contact in one's private book could not be edited there: one gets a contact of one's own.
        if (isAtHome && (transfer.Book.Id.Group is not null || card.Read.CreatedBy == request.Actor)) return await transfer.MoveHome(request) ?? Results.StatusCode(transfer.Status);
        if (await transfer.Place(request, asReference: transfer.Book.Id.Group is not null) is { } refused) return refused;
        // What is at home goes as it was copied, or not at all.
        if (await Delete.Of(request, card, isAtHome ? card.Version : null) is not { } kept) return Results.StatusCode(transfer.Status);
        await transfer.TakeCopyBack(request);
        return kept;
    }

    /// <summary>Asked before anything is done.</summary>
    private static async Task<bool> MayTakeOut(DavRequest request, CardResource card, bool isAtHome)
    {
        if (isAtHome) return (await request.Grains.Contact(card.Id).Rights(request.Actor)).Value?.MayDelete == true;
        return card.Read!.CreatedBy == request.Actor || (await card.InBook.Open(request) is null && card.InBook.Privileges.Contains(Privileges.Unbind));
    }
}
