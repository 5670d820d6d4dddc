using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Groups;

/// <summary>What members of groups see of each other, beside the accounts, whose secrets stay where they are.</summary>
internal static class PersonRows
{
    /// <summary>Leaves the picture as it is, and answers its hash.</summary>
    public static string? Set(ISqlSession session, Account account) => session.One("""
        INSERT INTO person (account, display_name, organisation, email) VALUES (@account, @name, @organisation, @email)
        ON CONFLICT (account) DO UPDATE SET display_name = excluded.display_name, organisation = excluded.organisation, email = excluded.email
        RETURNING picture_hash
        """, static row => row.TextOrNull(0), ("@account", account.Id.Value), ("@name", account.DisplayName), ("@organisation", account.Organisation ?? ""), ("@email", account.Email ?? ""));

    public static int SetPicture(ISqlSession session, AccountId account, PersonPicture? picture) => session.Run(
        "UPDATE person SET picture_hash = @hash, picture = @picture WHERE account = @account", ("@hash", picture?.Hash), ("@picture", picture?.Jpeg), ("@account", account.Value));

    public static PersonPicture? Picture(ISqlSession session, AccountId account) => session.One(
        "SELECT picture_hash, picture FROM person WHERE account = @account AND picture_hash IS NOT NULL", static row => new PersonPicture(row.GetString(0), row.Blob(1)), ("@account", account.Value));

    public static List<GroupMember> Members(ISqlSession session, GroupId group) => session.All("""
        SELECT m.account, p.display_name, m.role, m.joined_at, p.organisation, p.email, p.picture_hash FROM group_member m LEFT JOIN person p ON p.account = m.account WHERE m.group_id = @group
        """,
        static row => new GroupMember(row.Account(0), row.TextOrNull(1) ?? row.GetString(0), (GroupRole)row.GetInt64(2), row.Time(3), Filled(row.TextOrNull(4)), Filled(row.TextOrNull(5)), row.TextOrNull(6)), ("@group", group.ToString()));

    public static Dictionary<string, string> DisplayNames(ISqlSession session, IEnumerable<AccountId> accounts) => session.All(
        $"SELECT account, display_name FROM person WHERE account {session.AmongTexts("@accounts")}", static row => (row.GetString(0), row.GetString(1)), ("@accounts", session.Texts(accounts.Select(account => account.Value))))
        .ToDictionary(one => one.Item1, one => one.Item2);

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
