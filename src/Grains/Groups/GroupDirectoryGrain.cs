using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;
using Orleans.Concurrency;

namespace ContactOffice.Grains.Groups;

/// <summary>Reads the rows: what a group is decides the group.</summary>
[StatelessWorker]
internal sealed class GroupDirectoryGrain(IContactStore store, GroupNames names, Clock clock) : Grain, IGroupDirectoryGrain
{
    private const int MaxGroups = 100;
    private const int MaxFound = 100;

    public Task<GroupName?> Find(string name) => names.Find(name);

    public Task<GroupName[]> Names(GroupId[] groups) => store.Query(session => GroupRows.Names(session, groups).ToArray());

    public async Task<Answer<Group>> Create(AccountId actor, string name, GroupKind kind)
    {
        var read = GroupNameRules.Read(name);
        if (!read.IsOk) return read.Refusal;
        if (!Enum.IsDefined(kind)) return Refusal.Of(new("kind", "unknown-value", "It is open, onApplication or byInvitation."));
        var id = new GroupId(Guid.CreateVersion7());
        BookMoved moved = default;
        var refusal = await store.Transact(session =>
        {
            var held = session.One("SELECT count(*) FROM group_member WHERE account = @who AND role = 3", static row => row.GetInt64(0), ("@who", actor.Value));
            if (held >= MaxGroups) return new Refusal(Outcome.QuotaExceeded, $"An account administers at most {MaxGroups} groups.");
            if (GroupRows.IsTaken(session, read.Value, id)) return new Refusal(Outcome.NameTaken, "There is a group of this name.");
            GroupRows.Insert(session, id, read.Value, kind, actor, clock.Now);
            GroupRows.SetName(session, id, read.Value);
            GroupRows.Note(session, id, clock.Now, actor, "group-created", read.Value, kind.ToString());
            BookRows.Move(session, BookId.Of(id));
            moved = BookRows.Move(session, BookId.PersonOf(actor));
            return (Refusal?)null;
        }, refusal => refusal is null);
        if (refusal is { } refused) return refused;
        names.Forget();
        await GrainFactory.AddressBook(moved.Book).Moved(actor, moved.Seq);
        return await GrainFactory.Group(id).Read(actor);
    }

    public async Task<Group[]> Of(AccountId actor)
    {
        var ids = await store.Query(session => session.All("""
            SELECT group_id FROM group_member WHERE account = @who
            UNION SELECT group_id FROM group_request WHERE account = @who
            UNION SELECT group_id FROM group_grant WHERE principal = 'account/' || @who OR principal IN (SELECT 'group/' || m.group_id FROM group_member m WHERE m.account = @who)
            """, static row => row.GetString(0), ("@who", actor.Value)));
        return await Seen(actor, ids);
    }

    public async Task<Group[]> Search(AccountId actor, string text)
    {
        var names = await store.Query(session => session.All("SELECT id, name FROM groups WHERE deleted_at IS NULL AND kind < 2 ORDER BY name", static row => (Id: row.GetString(0), Name: row.GetString(1))));
        return await Seen(actor, [.. names.Where(one => one.Name.Contains(text.Trim(), StringComparison.InvariantCultureIgnoreCase)).Take(MaxFound).Select(one => one.Id)]);
    }

    private async Task<Group[]> Seen(AccountId actor, List<string> ids)
    {
        var groups = await Task.WhenAll(ids.Select(id => GroupId.TryParse(id, out var group) ? GrainFactory.Group(group).Read(actor) : throw new InvalidOperationException($"{id} is no group's id.")));
        return [.. groups.Where(group => group.IsOk).Select(group => group.Value!).OrderBy(group => group.Name, StringComparer.InvariantCultureIgnoreCase)];
    }
}
