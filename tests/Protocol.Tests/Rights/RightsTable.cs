namespace ContactOffice.Protocol.Tests.Rights;

/// <summary>Who may do what, as the mission says it. Whatever makes an account one of these lets it do the action; who sees the contact or book and is none of them is forbidden, who does not see it is told that there is none.</summary>
internal static class RightsTable
{
    public static readonly IReadOnlyDictionary<string, string[]> Rows = new Dictionary<string, string[]>
    {
        // A book.
        ["read book"] = ["owner", "member"],
        ["watch book"] = ["owner", "member"],
        ["add"] = ["owner", "manager", "adder"],
        ["grant content"] = ["manager"],
        // A contact in a book.
        ["read"] = ["reader"],
        ["comment"] = ["reader"],
        ["edit"] = ["creator", "editor"],
        ["grant edit"] = ["creator"],
        ["delete"] = ["owner", "manager", "deleter", "creator"],
        ["unshare"] = ["manager", "deleter", "creator", "sharer"],
        ["share"] = ["reader"],
    };

    /// <summary>Actions of a book; the others are done to a contact.</summary>
    public static readonly string[] OfBooks = ["read book", "watch book", "add", "grant content"];

    public static int Expected(string action, IReadOnlySet<string> actor)
    {
        var sees = OfBooks.Contains(action) ? actor.Contains("owner") || actor.Contains("member") : actor.Contains("reader");
        var may = Rows[action].Any(actor.Contains) && (sees || action == "add");
        return may ? 200 : sees ? 403 : 404;
    }
}
