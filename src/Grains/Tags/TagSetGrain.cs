using System.Text.RegularExpressions;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Tags;

/// <summary>
/// One account's tags. What bears them are rows, so that one more costs the same whether there are ten or ten thousand; the account's own sequence moves with each
/// change, and no book's does.
/// </summary>
internal sealed partial class TagSetGrain(IContactStore store) : Grain, ITagSetGrain
{
    private const int MaxTags = 200;
    private const int MaxName = 60;
    private const int MaxAssigned = 500;

    // An entry counts in the books that the account sees now: what went out of sight, or away, is not told.
    private const string Visible = "(e.book = 'private/' || @who OR e.book IN (SELECT 'group/' || m.group_id FROM group_member m WHERE m.account = @who)) AND NOT e.deleted";

    private AccountId Account => new(this.GetPrimaryKeyString());

    public async Task<Tag[]> List()
    {
        var counts = $"SELECT count(DISTINCT t.contact) FROM tagged t JOIN book_entry e ON e.contact = t.contact WHERE t.account = @who AND t.tag = g.id AND {Visible}";
        var tags = await store.Query(session => session.All($"SELECT g.id, g.name, g.color, ({counts}) FROM tag g WHERE g.account = @who",
            static row => new Tag(row.GetString(0), row.GetString(1), row.TextOrNull(2), (int)row.GetInt64(3)), ("@who", Account.Value)));
        return [.. tags.OrderBy(tag => tag.Name, StringComparer.InvariantCultureIgnoreCase)];
    }

    public async Task<Answer<Tag>> Create(string name, string? color)
    {
        name = (name ?? "").Trim();
        if (name.Length is 0 or > MaxName || name.Any(char.IsControl)) return Refusal.Of(new("name", "length", $"1 to {MaxName} characters.", new() { ["min"] = "1", ["max"] = $"{MaxName}" }));
        if (Wrong(color) is { } wrong) return wrong;
        var tag = new Tag(Guid.CreateVersion7().ToString("N"), name, color, 0);
        return await Write(session =>
        {
            if (session.One("SELECT count(*) FROM tag WHERE account = @who", static row => row.GetInt64(0), ("@who", Account.Value)) >= MaxTags) return new Refusal(Outcome.QuotaExceeded, $"An account has at most {MaxTags} tags.");
            if (session.One("SELECT 1 FROM tag WHERE account = @who AND name = @name", static _ => true, ("@who", Account.Value), ("@name", name))) return new Refusal(Outcome.NameTaken, "There is a tag of this name.");
            session.Run("INSERT INTO tag (account, id, name, color) VALUES (@who, @tag, @name, @color)", ("@who", Account.Value), ("@tag", tag.Id), ("@name", name), ("@color", color));
            return tag;
        });
    }

    public async Task<Answer<Tag>> Recolor(string tag, string? color)
    {
        if (Wrong(color) is { } wrong) return wrong;
        return await Write(session => session.Run("UPDATE tag SET color = @color WHERE account = @who AND id = @tag", ("@color", color), ("@who", Account.Value), ("@tag", tag)) > 0 ? Find(session, tag) : NoTag);
    }

    public Task<Answer<Tag>> Delete(string tag) => Write(session =>
    {
        var found = Find(session, tag);
        if (!found.IsOk) return found;
        session.Run("DELETE FROM tagged WHERE account = @who AND tag = @tag", ("@who", Account.Value), ("@tag", tag));
        session.Run("DELETE FROM tag WHERE account = @who AND id = @tag", ("@who", Account.Value), ("@tag", tag));
        return found;
    });

    public async Task<Answer<Tag>> Assign(string tag, ContactId[] add, ContactId[] remove)
    {
        if (add.Length + remove.Length > MaxAssigned) return new Refusal(Outcome.Invalid, $"At most {MaxAssigned} contacts are tagged at once.");
        return await Write(session =>
        {
            var found = Find(session, tag);
            if (!found.IsOk) return found;
            session.Run($"INSERT INTO tagged (account, tag, contact) SELECT DISTINCT @who, @tag, e.contact FROM book_entry e WHERE e.contact {session.AmongIds("@ids")} AND {Visible} ON CONFLICT DO NOTHING",
                ("@who", Account.Value), ("@tag", tag), ("@ids", session.Ids(add)));
            session.Run($"DELETE FROM tagged WHERE account = @who AND tag = @tag AND contact {session.AmongIds("@ids")}", ("@who", Account.Value), ("@tag", tag), ("@ids", session.Ids(remove)));
            return found;
        });
    }

    public async Task<TagBearers[]> Bearers()
    {
        var bearers = await store.Query(session => session.All($"SELECT DISTINCT t.tag, t.contact FROM tagged t JOIN book_entry e ON e.contact = t.contact WHERE t.account = @who AND {Visible}",
            static row => (Tag: row.GetString(0), Contact: row.Id(1)), ("@who", Account.Value)));
        return [.. bearers.GroupBy(one => one.Tag, one => one.Contact).Select(tag => new TagBearers(tag.Key, [.. tag]))];
    }

    public async Task<Answer<ContactId[]>> BearersOf(string tag) => await store.Query<Answer<ContactId[]>>(session =>
    {
        if (Find(session, tag) is { IsOk: false } missing) return missing.Refusal;
        return session.All("SELECT contact FROM tagged WHERE account = @who AND tag = @tag", static row => row.Id(0), ("@who", Account.Value), ("@tag", tag)).ToArray();
    });

    private static Refusal NoTag => new(Outcome.NotFound, "There is no such tag.");

    private static Refusal? Wrong(string? color) => color is null || Color().IsMatch(color) ? null : Refusal.Of(new("color", "color-form", "A colour is written as #rrggbb."));

    private Answer<Tag> Find(ISqlSession session, string tag) => session.One("SELECT id, name, color FROM tag WHERE account = @who AND id = @tag",
        static row => new Tag(row.GetString(0), row.GetString(1), row.TextOrNull(2), 0), ("@who", Account.Value), ("@tag", tag)) is { } found ? found : NoTag;

    private async Task<Answer<Tag>> Write(Func<ISqlSession, Answer<Tag>> change)
    {
        BookMoved moved = default;
        var changed = await store.Transact(session =>
        {
            var answer = change(session);
            if (answer.IsOk) moved = BookRows.Move(session, BookId.PersonOf(Account));
            return answer;
        }, answer => answer.IsOk);
        if (changed.IsOk) await GrainFactory.AddressBook(moved.Book).Moved(Account, moved.Seq);
        return changed;
    }

    [GeneratedRegex(@"\A#[0-9a-fA-F]{6}\z")]
    private static partial Regex Color();
}
