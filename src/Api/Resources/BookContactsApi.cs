using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>The contacts of a book: <c>/api/v1/books/{environment}/contacts</c>.</summary>
internal static class BookContactsApi
{
    private const int MaxLimit = 500;

    public static void MapBookContactsApi(this IEndpointRouteBuilder api)
    {
        var contacts = api.MapGroup("/books/{environment}/contacts").WithTags("Books").RequireAuthorization();
        contacts.MapGet("/", List).WithName("ListContacts");
        contacts.MapPost("/", Create).WithName("CreateContact");
        contacts.MapPost("/read", Read).WithName("ReadContacts");
        contacts.MapPost("/delete", Delete).WithName("DeleteContacts");
        contacts.MapPost("/restore", Restore).WithName("RestoreContacts");
        contacts.MapPost("/share", Share).WithName("ShareContacts");
        contacts.MapPost("/unshare", Unshare).WithName("UnshareContacts");
    }

    /// <summary>List a book.</summary>
    /// <remarks>
    /// A page in display order. Follow <c>next</c> as <c>cursor</c> to read on while others edit; <c>offset</c> and <c>around</c> open a window anywhere.
    /// With <c>Accept: text/vcard</c> the page's cards come one after the other.
    /// </remarks>
    /// <param name="environment">Where: <c>private</c>, or a group's name.</param>
    /// <param name="limit">Entries of the page, 1 to 500; 100 by default.</param>
    /// <param name="cursor">Where the previous page ended, as it told in <c>next</c>.</param>
    /// <param name="offset">Index of the first entry.</param>
    /// <param name="around">The page on which this contact stands.</param>
    /// <param name="order"><c>firstLast</c> (default), <c>lastFirst</c>, or <c>recent</c>: what changed last comes first.</param>
    /// <param name="q">Only entries of which every word here begins a word; case and accents are ignored.</param>
    /// <param name="locale">In whose alphabet names are sorted: a BCP 47 language tag such as <c>sv</c>. One that is not known sorts as most languages do.</param>
    /// <param name="tag">Only what bears this tag of yours, by its id.</param>
    public static async Task<IResult> List(
        string environment, Where where, HttpContext http, ClaimsPrincipal user, IGrainFactory grains,
        int limit = 100, string? cursor = null, int offset = 0, ContactId? around = null, string? order = null, string? q = null, string? locale = null, string? tag = null)
    {
        if (Negotiation.Wanted(http.Request, Representation.Json) is not { } wanted) return Negotiation.NotAcceptable(Negotiation.JsonType, Negotiation.VCardType);
        if (PageBounds.Wrong(limit, MaxLimit, offset) is { } outside) return outside;
        if (ListParameters.Read(order, locale, q, out var sorted) is { } problem) return problem;

        var only = tag is null ? new Answer<ContactId[]>(Outcome.Ok, null) : await grains.TagSet(user.Account()).BearersOf(tag);
        if (only.Outcome != Outcome.Ok) return Problem.Of(only.Refusal);
        var query = new BookQuery(sorted, limit, cursor, offset, around, q, locale, only.Value);
        var grain = grains.AddressBook(where.Book);
        var page = await grain.List(user.Account(), query);
        if (!page.IsOk) return Problem.Of(page.Refusal);
        http.Response.Headers.Vary = "Accept";
        return wanted == Representation.Json
            ? Page(page.Value)
            : new CardsAnswer(grain, user.Account(), [.. page.Value.Entries.Select(entry => entry.Id)]);
    }

    /// <summary>Add a contact.</summary>
    /// <remarks>
    /// From JSON fields, or from one vCard, which is stored byte for byte as sent. The answer has the type that was sent unless <c>Accept</c> asks for another.
    /// With an <c>Idempotency-Key</c> the request can be repeated until it is answered: only one contact is made, whose id the key becomes.
    /// </remarks>
    public static async Task<IResult> Create(string environment, Where where, HttpContext http, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (Negotiation.Sent(http.Request) is not { } sent) return Negotiation.Unsupported(http, Negotiation.JsonType, Negotiation.VCardType);
        if (Negotiation.Wanted(http.Request, sent) is not { } wanted) return Negotiation.NotAcceptable(Negotiation.JsonType, Negotiation.VCardType);
        if (!IdempotencyKey.TryRead(http.Request, out var key)) return IdempotencyKey.Malformed;
        var id = key ?? ContactId.New();
        var (card, problem) = sent == Representation.VCard ? await RawBody.Read(http, VCardLimits.MaxCardBytes) : await MakeCard(http, id);
        if (card is null) return problem!;

        var contact = grains.Contact(id);
        var written = await contact.Create(user.Account(), new NewContact(where.Book, card, Repeated: key is not null));
        return await WrittenAnswer.Of(http, user.Account(), contact, written, wanted, sent == Representation.VCard ? card : null, StatusCodes.Status201Created);
    }

    /// <summary>Read many contacts.</summary>
    /// <remarks>
    /// Those that the book has, in the order asked: as JSON, or with <c>Accept: text/vcard</c> as cards one after the other, to be saved as a file.
    /// </remarks>
    /// <param name="environment">Where: <c>private</c>, or a group's name.</param>
    /// <param name="version">Converts the cards to this version of vCard: 2.1, 3.0 or 4.0.</param>
    public static async Task<IResult> Read(string environment, Where where, ContactSet contacts, HttpContext http, ClaimsPrincipal user, IGrainFactory grains, string? version = null)
    {
        if (Wrong(contacts, "read") is { } wrong) return wrong;
        if (Negotiation.Wanted(http.Request, version is null ? Representation.Json : Representation.VCard) is not { } wanted) return Negotiation.NotAcceptable(Negotiation.JsonType, Negotiation.VCardType);
        if (!Negotiation.TryVersion(version, out var converted)) return Negotiation.UnknownVersion(version);
        var grain = grains.AddressBook(where.Book);
        var seq = await grain.Sequence(user.Account());
        if (!seq.IsOk) return Problem.Of(seq.Refusal);
        http.Response.Headers.Vary = "Accept";
        ContactId[] ids = [.. contacts.Ids.Distinct()];
        return wanted == Representation.Json
            ? new ContactsAnswer(grain, user.Account(), ids)
            : new CardsAnswer(grain, user.Account(), ids) { Converted = converted, FileName = $"contacts-{environment}.vcf" };
    }

    /// <summary>Delete many contacts.</summary>
    /// <remarks>In one step. Answers those that it deleted; one that the book does not have is passed over. They can be restored for 30 days.</remarks>
    public static Task<Results<Ok<ContactSet>, Problem>> Delete(string environment, Where where, ContactSet contacts, ClaimsPrincipal user, IGrainFactory grains) =>
        Change(where, contacts, user, grains, static (book, actor, ids) => book.Delete(actor, ids));

    /// <summary>Restore many deleted contacts.</summary>
    /// <remarks>In one step. Answers those that are in the book again; passed over is one that was not deleted, or whose UID another contact has taken meanwhile.</remarks>
    public static Task<Results<Ok<ContactSet>, Problem>> Restore(string environment, Where where, ContactSet contacts, ClaimsPrincipal user, IGrainFactory grains) =>
        Change(where, contacts, user, grains, static (book, actor, ids) => book.Restore(actor, ids));

    /// <summary>Share contacts with groups.</summary>
    /// <remarks>
    /// In one step; a contact stays one, wherever it is shown. What a group has already stays as it is. <c>conflicts</c> tells which contact which group did not
    /// take, since another one of it has the same UID.
    /// </remarks>
    public static async Task<Results<Ok<SharingResult>, Problem>> Share(string environment, Where where, ContactSharing sharing, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (Wrong(new(sharing.Ids), "shared") is { } wrong) return wrong;
        if (sharing.Groups is not { Count: > 0 and <= 100 }) return Problem.At("groups", "out-of-range", "1 to 100 groups.", ("min", 1), ("max", 100));
        return await Sharing.With(grains, user.Account(), where.Book, [.. sharing.Ids.Distinct()], sharing.Groups);
    }

    /// <summary>Take contacts out of a group that refers to them.</summary>
    /// <remarks>Answers those that it took out: what is at home in the group, and what one may not take out, is passed over.</remarks>
    public static Task<Results<Ok<ContactSet>, Problem>> Unshare(string environment, Where where, ContactSet contacts, ClaimsPrincipal user, IGrainFactory grains) =>
        Change(where, contacts, user, grains, static (book, actor, ids) => book.Unshare(actor, ids));

    private static async Task<Results<Ok<ContactSet>, Problem>> Change(
        Where where, ContactSet contacts, ClaimsPrincipal user, IGrainFactory grains, Func<IAddressBookGrain, AccountId, ContactId[], Task<Answer<ContactId[]>>> change)
    {
        if (Wrong(contacts, "changed") is { } wrong) return wrong;
        var changed = await change(grains.AddressBook(where.Book), user.Account(), [.. contacts.Ids.Distinct()]);
        return changed.IsOk ? TypedResults.Ok(new ContactSet(changed.Value)) : Problem.Of(changed.Refusal);
    }

    internal static Problem? Wrong(ContactSet contacts, string done) =>
        contacts.Ids is null ? Problem.At("ids", "missing", "This member is missing.")
        : contacts.Ids.Count > MaxLimit ? Problem.At("ids", "too-many", $"At most {MaxLimit} contacts are {done} at once.", ("max", MaxLimit))
        : null;

    private static async Task<(byte[]? Card, Problem? Problem)> MakeCard(HttpContext http, ContactId id)
    {
        var (fields, problem) = await JsonBody.ReadFields(http);
        if (problem is not null) return (null, problem);
        return CardFields.TryCreate(fields, id.Value, out var card, out var wrong)
            ? (card.ToBytes(), null)
            : (null, Problem.OfFields(wrong!));
    }

    private static JsonAnswer Page(BookPage page) => new(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        foreach (var entry in page.Entries) json.WriteSummary(entry);
        json.WriteEndArray();
        json.WriteNumber("total"u8, page.Total);
        json.WriteNumber("offset"u8, page.Offset);
        json.WriteNumber("seq"u8, page.Seq);
        json.WriteString("next"u8, page.Next);
        json.WriteEndObject();
    });
}

/// <summary>Some contacts of a book.</summary>
/// <param name="Ids">At most 500.</param>
public sealed record ContactSet(IReadOnlyList<ContactId> Ids);

/// <param name="Ids">At most 500.</param>
/// <param name="Groups">The names of at most 100 groups.</param>
public sealed record ContactSharing(IReadOnlyList<ContactId> Ids, IReadOnlyList<string> Groups);
