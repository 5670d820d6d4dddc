using ContactOffice.Dav.Paths;
using ContactOffice.Dav.Resources;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav.Verbs;

/// <summary>What MOVE and COPY have in common: from which card to which name of which book (RFC 4918 §9.8, §9.9).</summary>
/// <param name="Card">With its body.</param>
/// <param name="Book">Where it goes.</param>
/// <param name="Name">What it is called there.</param>
/// <param name="Overwritten">What has this name there now; null where nothing has.</param>
internal sealed record Transfer(CardResource Card, BookResource Book, string Name, CardResource? Overwritten)
{
    private ContactId copy;

    public int Status => Overwritten is null ? StatusCodes.Status201Created : StatusCodes.Status204NoContent;

    public static async Task<(Transfer? Transfer, IResult? Error)> Read(DavRequest request)
    {
        if (request.Target is NoCard) return (null, DavError.NotFound);
        if (request.Target is not Card source) return (null, DavError.NeedsPrivilege(request.Target.Href, Privileges.Unbind, "Address books are neither moved nor copied."));
        if (!Conditions.ETags.Allow(request.Http.Request, source)) return (null, DavError.Stale);
        var (target, error) = await Destination(request);
        if (error is not null) return (null, error);
        if (source is not CardResource) return (null, DavError.NeedsPrivilege(source.Book.Href, Privileges.Unbind, "The members of a group are neither moved nor copied."));
        if ((await source.Book.Find(request, [source.Name], withBodies: true))[0] is not CardResource card) return (null, DavError.NotFound);
        var (book, name) = target switch { Card present => (present.Book, present.Name), NoCard free => (free.Book, free.Name), _ => (null, "") };
        if (book is not BookResource into) return (null, DavError.NeedsPrivilege(target!.Href, Privileges.Bind, "Cards are moved and copied into address books, under a name."));
        if (into.Id == card.InBook.Id) return (null, new DavError(StatusCodes.Status403Forbidden) { Text = "Within a book a card has one name, and keeps it." });
        if (target is Card && request.Http.Request.Headers["Overwrite"] == "F") return (null, DavError.Stale);
        return (new(card, into, name, target as CardResource), null);
    }

    private static async Task<(Resource? Target, IResult? Error)> Destination(DavRequest request)
    {
        var destination = request.Http.Request.Headers["Destination"].ToString();
        if (destination.Length == 0) return (null, DavError.Bad("The Destination is missing."));
        var authority = DavPath.AuthorityOf(destination);
        if (authority is not null && !HostOf(authority).Equals(request.Http.Request.Host.Host, StringComparison.OrdinalIgnoreCase)) return (null, new DavError(StatusCodes.Status502BadGateway));
        if (!DavPath.TrySplit(destination, out var segments)) return (null, DavError.Bad("The Destination is none."));
        var found = await Finder.Find(request, segments);
        return found.Resource is { } target ? (target, null) : (null, DavError.NoParent);
    }

    // A proxy may listen on another port than we do.
    private static string HostOf(string authority) => authority.StartsWith('[') ? authority[..(authority.IndexOf(']') + 1)] : authority.Split(':')[0];

    /// <summary>Puts the card there, as a reference or as a contact of its own. Null where that is done.</summary>
    public async Task<IResult?> Place(DavRequest request, bool asReference)
    {
        if (Overwritten?.Id == Card.Id) return null; // it is there already
        if (Overwritten is not null && await Delete.Of(request, Overwritten, null) is { } kept) return kept;
        var error = asReference ? await Share(request, Book.Id.Group!.Value) : await Create(request);
        if (error is not null && Overwritten is not null) await Book.Grain(request).Restore(request.Actor, [Overwritten.Id]);
        return error;
    }

    /// <summary>Undoes <see cref="Place"/> where that made a contact.</summary>
    public async Task TakeCopyBack(DavRequest request)
    {
        if (copy == default) return;
        await Book.Grain(request).Delete(request.Actor, [copy]);
        if (Overwritten is not null) await Book.Grain(request).Restore(request.Actor, [Overwritten.Id]);
    }

    /// <summary>The contact itself goes there. Null where that is done.</summary>
    public async Task<IResult?> MoveHome(DavRequest request)
    {
        var replaced = Overwritten is not null && Overwritten.Id != Card.Id ? Overwritten : null;
        if (replaced is not null && await Delete.Of(request, replaced, null) is { } kept) return kept;
        var moved = await Card.InBook.Grain(request).MoveHome(request.Actor, Card.Id, Book.Id, Name);
        if (moved.IsOk) return null;
        if (replaced is not null) await Book.Grain(request).Restore(request.Actor, [replaced.Id]);
        return moved.Outcome == Outcome.UidTaken ? await Conflict(request) : DavError.Of(moved.Refusal, Book.Href, Privileges.Bind);
    }

    private async Task<IResult?> Create(DavRequest request)
    {
        var id = ContactId.New();
        var written = await request.Grains.Contact(id).Create(request.Actor, new NewContact(Book.Id, Card.Bytes!, Name));
        if (written.IsOk) await CopyKept(request, copy = id);
        return written.IsOk ? null : written.Outcome == Outcome.UidTaken ? await Conflict(request) : DavError.Of(written.Refusal, Book.Href, Privileges.Bind);
    }

    private async Task<IResult?> Share(DavRequest request, GroupId group)
    {
        var shared = await Card.InBook.Grain(request).Share(request.Actor, [Card.Id], [group], Name);
        if (!shared.IsOk) return shared.Outcome == Outcome.NotFound ? DavError.NotFound : DavError.Of(shared.Refusal, Book.Href, Privileges.Bind);
        if (shared.Value.Conflicts.Length > 0) return await Conflict(request);
        // Who may add to a book that he does not see has done so, and sees no more of it.
        if (await Book.Open(request) is not null) return null;
        // Who is there already stays as it is, under the name that it has.
        var there = (await Book.Find(request, [Name], withBodies: false))[0];
        return there is CardResource { } card && card.Id == Card.Id ? null : await Conflict(request);
    }

    /// <summary>RFC 4918 §9.8.2: dead properties go with it, as far as there is room for them.</summary>
    private async Task CopyKept(DavRequest request, ContactId to)
    {
        await request.ReadKept();
        if (request.Kept(Card) is not { Count: > 0 } kept) return;
        await request.Grains.DavProperties(request.Actor).Change(CardResource.KeyOf(to), to, [.. kept.Select(one => new DavPropertyChange(one.Key.ToString(), one.Value))]);
    }

    private async Task<IResult> Conflict(DavRequest request) => DavError.UidConflict((await Book.FindUid(request, Card.Uid)).Card?.Href);
}
