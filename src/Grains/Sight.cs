using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains;

/// <summary>A contact as one account stands to it at one moment.</summary>
/// <param name="Home">What the account is where the contact is at home.</param>
internal sealed record Sight(Place Home, Tie Tie, BookId HomeBook, IReadOnlyList<SeenPlace> Places, IReadOnlyList<Principal> Editors)
{
    /// <param name="ofDeleted">Nothing shows a deleted contact: it is as readable as its home is.</param>
    public Refusal? Refuse(Deed deed, bool ofDeleted = false) => Rights.Refuse(deed, Home, ofDeleted ? Tie with { IsReadable = Home.IsVisible } : Tie);

    /// <summary>In a book that shows it.</summary>
    public Refusal? Refuse(Deed deed, SeenPlace place, AccountId actor) => Rights.Refuse(deed, place.Place, Tie with { IsSharer = place.SharedBy == actor });

    /// <summary>Whether only having created the contact lets the account delete it there.</summary>
    public bool IsCreatorOnly(SeenPlace place) => Tie.IsCreator && Rights.Refuse(Deed.Delete, place.Place, Tie with { IsCreator = false }) is not null;
}

/// <summary>A book that shows a contact, and what an account is in it.</summary>
internal sealed record SeenPlace(BookId Book, AccountId? SharedBy, Place Place);

internal static class Places
{
    /// <summary>What an account is in a book, asked of who knows.</summary>
    public static async ValueTask<Place> PlaceOf(this IGrainFactory grains, AccountId actor, BookId book) =>
        book.Group is { } group ? Place.Of(await grains.Group(group).Standing(actor)) : Place.Of(actor, book);

    /// <summary>The name of an environment for who is something there; null for others.</summary>
    public static async ValueTask<string?> NameOf(this IGrainFactory grains, Place place, BookId book) =>
        place.IsOwner ? "private" : place.IsVisible && book.Group is { } group ? await grains.Group(group).Name() : null;

    /// <summary>Tells books how far they are. One that cannot be told finds it by itself within a second.</summary>
    public static async Task TellMoved(this IGrainFactory grains, AccountId who, IEnumerable<Storage.BookMoved> moved) =>
        await Task.WhenAll(moved.Select(one => grains.AddressBook(one.Book).Moved(who, one.Seq)))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
}
