using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains;

/// <summary>What somebody wants to do.</summary>
public enum Deed
{
    /// <summary>See a book, its list and its changes.</summary>
    ReadBook,
    /// <summary>Add contacts to a book: new ones, or a reference to one that one can read.</summary>
    Add,
    /// <summary>Grant Add, or Add and delete, in a group.</summary>
    GrantContent,
    /// <summary>See a contact and its comments; comment on it.</summary>
    Read,
    /// <summary>Change a contact's card.</summary>
    Edit,
    /// <summary>Grant Edit of a contact.</summary>
    GrantEdit,
    /// <summary>Delete a contact from a book, or take that back.</summary>
    Delete,
    /// <summary>Take a contact out of a book that refers to it.</summary>
    Unshare,
}

/// <summary>What an account is in a book.</summary>
/// <param name="IsOwner">Of a private environment.</param>
public readonly record struct Place(bool IsOwner, GroupRole Role, ContentRight Content)
{
    public static Place Of(AccountId actor, BookId book) => new(book == BookId.PrivateOf(actor) || book == BookId.PersonOf(actor), GroupRole.None, ContentRight.None);

    public static Place Of(Standing standing) => new(false, standing.Role, standing.Content);

    public bool IsVisible => IsOwner || Role != GroupRole.None;
}

/// <summary>What an account is to a contact.</summary>
/// <param name="IsReadable">Some book that the account sees shows the contact.</param>
/// <param name="IsSharer">The account put it into the book that is looked at.</param>
/// <param name="IsEditor">Edit was granted to the account, or to all members of a group that it belongs to.</param>
public readonly record struct Tie(bool IsReadable, bool IsCreator = false, bool IsSharer = false, bool IsEditor = false);

/// <summary>Who may do what: one answer for every protocol. A pure function of what it is told.</summary>
public static class Rights
{
    /// <summary>Null where it may be done. Who may not even know of an item is told that there is none.</summary>
    /// <param name="place">The book that it is done in; at home for <see cref="Deed.Edit"/>.</param>
    /// <param name="tie">To the contact that it is done to; of no account for what concerns a book.</param>
    public static Refusal? Refuse(Deed deed, Place place, Tie tie = default)
    {
        var manages = place.IsOwner || place.Role >= GroupRole.CoAdministrator;
        return deed switch
        {
            Deed.ReadBook => place.IsVisible ? null : NoBook,
            Deed.Add when manages || place.Content >= ContentRight.Add => null,
            Deed.Add => place.IsVisible ? new(Outcome.Forbidden, "You may not add to this group. Its administrators can grant it.") : NoBook,
            Deed.GrantContent when place.Role >= GroupRole.CoAdministrator => null,
            Deed.GrantContent => place.IsVisible ? new(Outcome.Forbidden, "Only administrators and co-administrators of the group grant rights in it.") : NoBook,
            _ when !tie.IsReadable => NoContact,
            Deed.Read => null,
            Deed.Edit => tie.IsCreator || tie.IsEditor ? null : new(Outcome.Forbidden, "You may not edit this contact. Who created it can grant it."),
            Deed.GrantEdit => tie.IsCreator ? null : new(Outcome.Forbidden, "Only who created the contact grants others to edit it."),
            Deed.Delete or Deed.Unshare when tie.IsCreator || manages || place.IsVisible && place.Content >= ContentRight.AddAndDelete => null,
            Deed.Delete => new(Outcome.Forbidden, "You may not delete this contact here."),
            Deed.Unshare => tie.IsSharer ? null : new(Outcome.Forbidden, "You may not take this contact out of the group."),
            _ => throw new ArgumentOutOfRangeException(nameof(deed), deed, null),
        };
    }

    public static Refusal NoBook => new(Outcome.NotFound, "There is no such address book.");

    public static Refusal NoContact => new(Outcome.NotFound, "There is no such contact.");
}
