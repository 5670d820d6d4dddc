using ContactOffice.GrainInterfaces;

namespace ContactOffice.ActiveSync;

/// <param name="Type">MS-ASCMD §2.2.3.186.3.</param>
internal sealed record Folder(string Id, string Name, int Type)
{
    public bool IsContacts => Id == Folders.ContactsId;

    /// <summary>MS-ASCMD §2.2.3.27.</summary>
    public string Class => Type switch { 9 => "Contacts", 8 => "Calendar", 7 => "Tasks", 10 => "Notes", _ => "Email" };
}

/// <summary>
/// What every device sees: the contacts, and beside them, empty, the folders without which mail programs take no account (Outlook among them). It never changes.
/// </summary>
internal static class Folders
{
    public const string ContactsId = "1";

    public static readonly Folder[] All =
    [
        new(ContactsId, "Contacts", 9), new("2", "Inbox", 2), new("3", "Drafts", 3), new("4", "Deleted Items", 4), new("5", "Sent Items", 5), new("6", "Outbox", 6),
        new("7", "Tasks", 7), new("8", "Calendar", 8), new("10", "Notes", 10),
    ];

    public static Folder? Find(string? id) => Array.Find(All, folder => folder.Id == id);

    public static BookId? BookOf(Folder folder, AccountId account) => folder.IsContacts ? BookId.PrivateOf(account) : null;
}
