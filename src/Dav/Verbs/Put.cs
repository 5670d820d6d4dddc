using ContactOffice.Dav.Cards;
using ContactOffice.Dav.Conditions;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Xml;
using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ContactOffice.Dav.Verbs;

/// <summary>Adds or replaces a card, which is kept byte for byte as sent (RFC 6352 §6.3.2).</summary>
internal static class Put
{
    public static async Task<IResult> Answer(DavRequest request)
    {
        if (request.Target.IsCollection) return Options.NotAllowed(request);
        var card = request.Target as Card;
        if (!ETags.Allow(request.Http.Request, card)) return DavError.Stale;
        if ((card?.Book ?? ((NoCard)request.Target).Book) is not BookResource book) return ReadOnly(request);
        if (!IsVCard(request.Http.Request)) return AddressData.Unsupported;
        var (bytes, error) = await RequestBody.Read(request.Http, VCardLimits.MaxCardBytes, TooLarge);
        if (bytes is null) return error!;
        return card is CardResource present ? await Replace(request, book, present, bytes) : await Create(request, book, ((NoCard)request.Target).Name, bytes);
    }

    /// <summary>RFC 6352 §6.3.2.1.</summary>
    public static DavError TooLarge => DavError.Forbidden(Names.C + "max-resource-size", $"A card has at most {VCardLimits.MaxCardBytes} bytes.");

    private static DavError ReadOnly(DavRequest request) => DavError.NeedsPrivilege(request.Target.Href, Privileges.WriteContent, "The members of a group are not changed here.");

    private static async Task<IResult> Create(DavRequest request, BookResource book, string name, byte[] bytes)
    {
        var id = ContactId.New();
        var written = await request.Grains.Contact(id).Create(request.Actor, new NewContact(book.Id, bytes, name));
        if (written.IsOk) return await Written(request, written.Value, bytes, StatusCodes.Status201Created);
        if (written.Outcome is not (Outcome.UidTaken or Outcome.NameTaken)) return DavError.Of(written.Refusal, book.Href, Privileges.Bind);
        // Somebody else, or the same client's request before this one, may have been faster.
        if ((await book.Find(request, [name], withBodies: false))[0] is not CardResource present) return written.Outcome == Outcome.UidTaken ? await UidConflict(request, book, written.Detail) : DavError.Of(written.Refusal, book.Href, Privileges.Bind);
        return request.Http.Request.Headers.IfNoneMatch.Count > 0 ? DavError.Stale : await Replace(request, book, present, bytes);
    }

    private static async Task<IResult> Replace(DavRequest request, BookResource book, CardResource card, byte[] bytes)
    {
        // A card keeps its UID (RFC 6352 §6.3.2.1), except that one without any may get one.
        if (card.Uid != card.Id.ToString() && VCard.TryParse(bytes, out var sent, out _) && sent.Uid is { } uid && uid != card.Uid) return DavError.UidConflict(card.Href);
        var written = await request.Grains.Contact(card.Id).Put(request.Actor, bytes, ETags.Expected(request.Http.Request, card));
        if (written.IsOk) return await Written(request, written.Value, bytes, StatusCodes.Status204NoContent);
        if (written.Outcome == Outcome.UidTaken) return await UidConflict(request, book, written.Detail);
        var error = DavError.Of(written.Refusal, card.Href, Privileges.WriteContent);
        return written.Outcome == Outcome.Forbidden ? await book.Deny(request, card, error) : error;
    }

    private static async Task<IResult> Written(DavRequest request, Written written, byte[] sent, int status)
    {
        // A tag only where GET gives what was sent (RFC 6352 §6.3.2.3).
        if (written.AsSent) request.Http.Response.Headers.ETag = ETags.Of(written.Id, written.Version);
        if (!request.WantsRepresentation || !written.AsSent) return Results.StatusCode(status);
        request.Http.Response.StatusCode = status == StatusCodes.Status204NoContent ? StatusCodes.Status200OK : status;
        request.Http.Response.Headers["Preference-Applied"] = "return=representation";
        await Get.Send(request.Http, sent);
        return Results.Empty;
    }

    /// <summary>Where the book that was written to shows the contact that has the UID: of other books nothing is told.</summary>
    private static async Task<DavError> UidConflict(DavRequest request, BookResource book, string? contact)
    {
        // Who may add to a book that he does not see is not told what is in it.
        if (!ContactId.TryParse(contact, out var id) || await book.Open(request) is not null) return DavError.UidConflict(null);
        await foreach (var cards in book.Read(request, [new BookEntry(id, 0, 0, 0, false, "", "", [])], withBodies: true))
            if (cards is [var holder, ..]) return DavError.UidConflict(holder.Href);
        return DavError.UidConflict(null);
    }

    // A body without a type may be one: whether it is tells the parser.
    private static bool IsVCard(HttpRequest request) =>
        string.IsNullOrEmpty(request.ContentType) || MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && (AddressData.IsVCard(type.MediaType.ToString()) || type.MediaType == "application/octet-stream");
}
