using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Groups;

/// <summary>The rows of groups. Each call belongs to one transaction.</summary>
internal static class GroupRows
{
    /// <summary>Null where the group was never there, or is deleted. Nobody changes it until the transaction ends.</summary>
    public static GroupSnapshot? Load(ISqlSession session, GroupId group)
    {
        var id = ("@group", (object?)group.ToString());
        var row = session.One($"SELECT name, kind, revision FROM groups WHERE id = @group AND deleted_at IS NULL{session.ForUpdateOf("groups")}",
            static row => ((string Name, GroupKind Kind, long Revision)?)(row.GetString(0), (GroupKind)row.GetInt64(1), row.GetInt64(2)), id);
        if (row is not { } found) return null;
        return new(group, found.Name, found.Kind, found.Revision,
            session.All("SELECT account, role, joined_at FROM group_member WHERE group_id = @group", static row => (row.Account(0), new Membership((GroupRole)row.GetInt64(1), row.Time(2))), id).ToDictionary(one => one.Item1, one => one.Item2),
            session.All("SELECT account, invited_by, asked_at FROM group_request WHERE group_id = @group", static row => (row.Account(0), new GroupRequestRow(row.AccountOrNull(1), row.Time(2))), id).ToDictionary(one => one.Item1, one => one.Item2),
            session.All("SELECT principal, content FROM group_grant WHERE group_id = @group", static row => (new Principal(row.GetString(0)), (ContentRight)row.GetInt64(1)), id).ToDictionary(one => one.Item1, one => one.Item2));
    }

    /// <summary>False where another one changed the group meanwhile.</summary>
    public static bool Advance(ISqlSession session, GroupSnapshot now) =>
        session.Run("UPDATE groups SET revision = revision + 1 WHERE id = @group AND revision = @old AND deleted_at IS NULL", ("@group", now.Id.ToString()), ("@old", now.Revision)) > 0;

    /// <summary>Whether nothing changed in these groups since; nothing does until the transaction ends.</summary>
    public static bool AreAt(ISqlSession session, IReadOnlyDictionary<GroupId, long> revisions) => session.All(
        $"SELECT id, revision FROM groups WHERE deleted_at IS NULL AND id {session.AmongTexts("@groups")} ORDER BY id{session.ForUpdateOf("groups")}",
        static row => (Id: GroupId.TryParse(row.GetString(0), out var id) ? id : default, Revision: row.GetInt64(1)), ("@groups", session.Texts(revisions.Keys.Select(group => group.ToString()))))
        .Count(row => revisions[row.Id] == row.Revision) == revisions.Count;

    public static void Insert(ISqlSession session, GroupId group, string name, GroupKind kind, AccountId founder, DateTimeOffset at)
    {
        session.Run("INSERT INTO groups (id, name, kind, revision, created_by, created_at) VALUES (@group, @name, @kind, 1, @who, @at)",
            ("@group", group.ToString()), ("@name", name), ("@kind", (long)kind), ("@who", founder.Value), ("@at", at.ToUnixTimeMilliseconds()));
        SetMember(session, group, founder, GroupRole.Administrator, at);
    }

    /// <summary>Whose present name it is.</summary>
    public static bool IsTaken(ISqlSession session, string name, GroupId by) =>
        session.One("SELECT 1 FROM groups WHERE name = @name AND id <> @group AND deleted_at IS NULL", static _ => true, ("@name", name), ("@group", by.ToString()));

    public static void SetName(ISqlSession session, GroupId group, string name)
    {
        session.Run("UPDATE groups SET name = @name WHERE id = @group", ("@name", name), ("@group", group.ToString()));
        session.Run("INSERT INTO group_name (name, group_id) VALUES (@name, @group) ON CONFLICT (name) DO UPDATE SET group_id = excluded.group_id", ("@name", name), ("@group", group.ToString()));
    }

    public static void SetKind(ISqlSession session, GroupId group, GroupKind kind) =>
        session.Run("UPDATE groups SET kind = @kind WHERE id = @group", ("@kind", (long)kind), ("@group", group.ToString()));

    public static void SetMember(ISqlSession session, GroupId group, AccountId account, GroupRole role, DateTimeOffset at)
    {
        ClearRequest(session, group, account);
        session.Run("INSERT INTO group_member (group_id, account, role, joined_at) VALUES (@group, @account, @role, @at) ON CONFLICT (group_id, account) DO UPDATE SET role = excluded.role",
            ("@group", group.ToString()), ("@account", account.Value), ("@role", (long)role), ("@at", at.ToUnixTimeMilliseconds()));
    }

    /// <summary>Ends a membership and what was granted to that account alone.</summary>
    public static void RemoveMember(ISqlSession session, GroupId group, AccountId account)
    {
        session.Run("DELETE FROM group_member WHERE group_id = @group AND account = @account", ("@group", group.ToString()), ("@account", account.Value));
        SetGrant(session, group, Principal.Of(account), ContentRight.None);
    }

    public static void SetRequest(ISqlSession session, GroupId group, AccountId account, AccountId? invitedBy, DateTimeOffset at) =>
        session.Run("INSERT INTO group_request (group_id, account, invited_by, asked_at) VALUES (@group, @account, @by, @at) ON CONFLICT (group_id, account) DO UPDATE SET invited_by = excluded.invited_by",
            ("@group", group.ToString()), ("@account", account.Value), ("@by", invitedBy?.Value), ("@at", at.ToUnixTimeMilliseconds()));

    public static void ClearRequest(ISqlSession session, GroupId group, AccountId account) =>
        session.Run("DELETE FROM group_request WHERE group_id = @group AND account = @account", ("@group", group.ToString()), ("@account", account.Value));

    public static void SetGrant(ISqlSession session, GroupId group, Principal principal, ContentRight right)
    {
        if (right == ContentRight.None) session.Run("DELETE FROM group_grant WHERE group_id = @group AND principal = @principal", ("@group", group.ToString()), ("@principal", principal.Value));
        else session.Run("INSERT INTO group_grant (group_id, principal, content) VALUES (@group, @principal, @content) ON CONFLICT (group_id, principal) DO UPDATE SET content = excluded.content",
            ("@group", group.ToString()), ("@principal", principal.Value), ("@content", (long)right));
    }

    /// <summary>Ends all that the group is; its book is emptied afterwards.</summary>
    public static void Delete(ISqlSession session, GroupId group, DateTimeOffset at)
    {
        session.Run("UPDATE groups SET deleted_at = @at WHERE id = @group", ("@at", at.ToUnixTimeMilliseconds()), ("@group", group.ToString()));
        foreach (var table in new[] { "group_name", "group_member", "group_request", "group_grant" }) session.Run($"DELETE FROM {table} WHERE group_id = @group", ("@group", group.ToString()));
    }

    /// <summary>Deleted groups whose books still show something.</summary>
    public static List<GroupId> Unemptied(ISqlSession session) => [.. session.All(
        "SELECT g.id FROM groups g WHERE g.deleted_at IS NOT NULL AND EXISTS (SELECT 1 FROM book_entry e WHERE e.book = 'group/' || g.id AND NOT e.deleted)",
        static row => GroupId.TryParse(row.GetString(0), out var id) ? id : default)];

    /// <summary>Takes some hundred contacts out of a deleted group's book; what is at home there is deleted. Null when nothing is left.</summary>
    public static ChangedItems? Empty(ISqlSession session, BookId book, AccountId who, DateTimeOffset at)
    {
        var ids = session.All("SELECT contact FROM book_entry WHERE book = @book AND NOT deleted ORDER BY contact LIMIT 500", static row => row.Id(0), ("@book", book.Value));
        return ids.Count == 0 ? null : ItemRows.Delete(session, book, ids, who, at, _ => true);
    }

    /// <summary>Keeps everybody else from changing these groups until the transaction ends. Before contacts and books, as everywhere.</summary>
    public static void Lock(ISqlSession session, IEnumerable<GroupId> groups) => session.All(
        $"SELECT id FROM groups WHERE id {session.AmongTexts("@groups")} ORDER BY id{session.ForUpdateOf("groups")}", static row => row.GetString(0), ("@groups", session.Texts(groups.Select(group => group.ToString()))));

    /// <summary>Adds to the audit of a locked group.</summary>
    public static void Note(ISqlSession session, GroupId group, DateTimeOffset at, AccountId who, string what, string? whom, string? detail) => session.Run("""
        INSERT INTO group_audit (group_id, n, at, who, what, whom, detail)
        SELECT @group, (SELECT coalesce(max(n), 0) + 1 FROM group_audit WHERE group_id = @group), @at, @who, @what, @whom, @detail
        """, ("@group", group.ToString()), ("@at", at.ToUnixTimeMilliseconds()), ("@who", who.Value), ("@what", what), ("@whom", whom ?? ""), ("@detail", detail ?? ""));

    public static AuditRecord[] Audit(ISqlSession session, GroupId group, long before, int limit) => [.. session.All(
        "SELECT n, at, who, what, whom, detail FROM group_audit WHERE group_id = @group AND n < @before ORDER BY n DESC LIMIT @limit",
        static row => new AuditRecord(row.GetInt64(0), row.Time(1), row.Account(2), row.GetString(3), Filled(row.GetString(4)), Filled(row.GetString(5))),
        ("@group", group.ToString()), ("@before", before > 0 ? before : long.MaxValue), ("@limit", (long)limit))];

    /// <summary>Of those accounts, the ones that are on this server.</summary>
    public static HashSet<string> Known(ISqlSession session, IEnumerable<AccountId> accounts) => [.. session.All(
        $"SELECT account FROM person WHERE account {session.AmongTexts("@accounts")}", static row => row.GetString(0), ("@accounts", session.Texts(accounts.Select(account => account.Value))))];

    /// <summary>Of those groups, the ones that are there, with their names.</summary>
    public static List<GroupName> Names(ISqlSession session, IEnumerable<GroupId> groups) => session.All(
        $"SELECT id, name FROM groups WHERE deleted_at IS NULL AND id {session.AmongTexts("@groups")}", Named, ("@groups", session.Texts(groups.Select(group => group.ToString()))));

    public static GroupName? Find(ISqlSession session, string name) => session.One(
        "SELECT g.id, g.name FROM group_name n JOIN groups g ON g.id = n.group_id WHERE n.name = @name AND g.deleted_at IS NULL", Named, ("@name", name));

    private static GroupName Named(System.Data.Common.DbDataReader row) => new(GroupId.TryParse(row.GetString(0), out var id) ? id : default, row.GetString(1));

    private static string? Filled(string text) => text.Length == 0 ? null : text;
}
