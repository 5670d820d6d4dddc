using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks.Team;

/// <summary>One of those who act: it picks something to do, knows from the model whether it may, and holds the server to it.</summary>
internal sealed class TeamActor(TeamModel model, Session session, IReadOnlyList<string> people, Random random, TeamTally tally)
{
    private const int Hot = 20;
    private readonly string me = session.UserName;
    private string? tag;

    /// <summary>Acts until it is stopped or the server dies.</summary>
    public async Task Act(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await One();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
            {
                return; // killed: what it was about is marked as open
            }
        }
    }

    public async Task MakeTag()
    {
        tag = (await session.Send(HttpMethod.Post, "/tags", new { name = "tag of " + me })).Body.GetProperty("id").GetString();
        model.Tagged[me] = new();
    }

    private Task One() => random.Next(100) switch
    {
        < 12 => Create(),
        < 40 => Edit(),
        < 52 => Comment(),
        < 62 => Share(),
        < 68 => Unshare(),
        < 76 => Tag(),
        < 82 => GrantEdit(),
        < 90 => Delete(),
        < 94 => Restore(),
        < 97 => Membership(),
        _ => GrantContent(),
    };

    /// <summary>Every second time one of a few, so that much is done to the same contact.</summary>
    private ModelContact? Pick()
    {
        var all = model.Contacts.Values.OrderBy(contact => contact.Id, StringComparer.Ordinal).ToArray();
        return all.Length == 0 ? null : all[random.Next(random.Next(2) == 0 ? Math.Min(Hot, all.Length) : all.Length)];
    }

    private string PickGroup() => model.Groups[random.Next(model.Groups.Count)].Name;

    private async Task Create()
    {
        using var held = await model.Membership.Share();
        var home = random.Next(2) == 0 ? "private" : PickGroup();
        var allowed = home == "private" || model.MayAdd(me, home);
        var id = Guid.CreateVersion7().ToString("N");
        var (status, body) = await Open($"new {home}", () => session.Send(HttpMethod.Post, $"/books/{Uri.EscapeDataString(home)}/contacts", Card(id)));
        if (!Judge("create", allowed, status)) return;
        // Who does not see the group is told nothing of it: then the model does not know its id, and leaves it alone.
        if (body.ValueKind == System.Text.Json.JsonValueKind.Object) model.Contacts[body.GetProperty("id").GetString()!] = new(body.GetProperty("id").GetString()!, home, me);
    }

    private async Task Edit()
    {
        using var held = await model.Membership.Share();
        if (Pick() is not { } contact) return;
        using var shared = await contact.Lock.Share();
        var (status, _) = await Open(contact.Id, () => session.Send(HttpMethod.Patch, $"/contacts/{contact.Id}", new { fields = new { notes = $"{me} {random.Next()}" } }));
        if (Judge("edit", model.MayEdit(me, contact), status)) contact.CountVersion();
    }

    private async Task Comment()
    {
        using var held = await model.Membership.Share();
        if (Pick() is not { } contact) return;
        using var shared = await contact.Lock.Share();
        var (status, body) = await Open(contact.Id, () => session.Send(HttpMethod.Post, $"/contacts/{contact.Id}/comments", new { text = $"by {me}" }));
        if (Judge("comment", model.Sees(me, contact), status)) contact.Comments[body.GetProperty("id").GetString()!] = 0;
    }

    private async Task Share()
    {
        using var held = await model.Membership.Share();
        if (Pick() is not { } contact) return;
        using var alone = await contact.Lock.Take();
        var group = PickGroup();
        var (status, _) = await Open(contact.Id, () => session.Send(HttpMethod.Post, $"/contacts/{contact.Id}/shares", new { groups = new[] { group } }));
        if (Judge("share", model.Sees(me, contact) && model.MayAdd(me, group), status) && contact.Home != group) contact.Shares.TryAdd(group, me);
    }

    private async Task Unshare()
    {
        using var held = await model.Membership.Share();
        if (Pick() is not { } contact) return;
        using var alone = await contact.Lock.Take();
        var group = PickGroup();
        var allowed = model.Sees(me, contact) && contact.Shares.TryGetValue(group, out var sharer) && (sharer == me || contact.Creator == me || model.MayDelete(me, group));
        var (status, _) = await Open(contact.Id, () => session.Send(HttpMethod.Delete, $"/contacts/{contact.Id}/shares/{Uri.EscapeDataString(group)}"));
        if (Judge("unshare", allowed, status)) contact.Shares.Remove(group);
    }

    private async Task GrantEdit()
    {
        using var held = await model.Membership.Share();
        if (Pick() is not { } contact) return;
        using var alone = await contact.Lock.Take();
        var group = model.Groups.Find(one => one.Roles.ContainsKey(me));
        var editors = new HashSet<string>(random.Next(3) switch { 0 => [], 1 => [people[random.Next(people.Count)]], _ => group is null ? [] : ["all of " + group.Name] });
        var (status, _) = await Open(contact.Id, () => session.Send(HttpMethod.Put, $"/contacts/{contact.Id}/rights", new { principals = editors.Select(Principal).ToArray() }));
        if (!Judge("grant edit", model.Sees(me, contact) && contact.Creator == me, status)) return;
        contact.Editors.Clear();
        contact.Editors.UnionWith(editors);
    }

    private async Task Delete()
    {
        using var held = await model.Membership.Share();
        if (Pick() is not { } contact) return;
        using var alone = await contact.Lock.Take();
        var allowed = model.Sees(me, contact) && (contact.Creator == me || contact.Home != "private" && model.MayDelete(me, contact.Home));
        var (status, _) = await Open(contact.Id, () => session.Send(HttpMethod.Delete, $"/contacts/{contact.Id}"));
        if (!Judge("delete", allowed, status)) return;
        contact.IsDeleted = true;
        contact.CountVersion();
    }

    private async Task Restore()
    {
        using var held = await model.Membership.Share();
        if (model.Contacts.Values.FirstOrDefault(one => one.IsDeleted && one.Creator == me) is not { } contact) return;
        using var alone = await contact.Lock.Take();
        if (!contact.IsDeleted) return;
        var allowed = contact.Home == "private" || model.IsMember(me, contact.Home);
        var (status, _) = await Open(contact.Id, () => session.Send(HttpMethod.Post, $"/contacts/{contact.Id}/restore"));
        if (!Judge("restore", allowed, status)) return;
        contact.IsDeleted = false;
        contact.CountVersion();
        // Only where their sharers may still add.
        foreach (var (group, sharer) in contact.Shares.ToArray())
            if (!model.MayAdd(sharer, group)) contact.Shares.Remove(group);
    }

    private async Task Tag()
    {
        using var held = await model.Membership.Share();
        if (Pick() is not { } contact) return;
        using var shared = await contact.Lock.Share();
        var (off, mine) = (random.Next(3) == 0, model.Tagged[me]);
        string[] ids = [contact.Id];
        var (status, _) = await Open("tags of " + me, () => session.Send(HttpMethod.Post, $"/tags/{tag}/contacts", off ? new { add = Array.Empty<string>(), remove = ids } : new { add = ids, remove = Array.Empty<string>() }));
        if (!Judge("tag", true, status)) return;
        if (off) mine.TryRemove(contact.Id, out _);
        else if (model.Sees(me, contact)) mine[contact.Id] = 0;
    }

    private async Task Membership()
    {
        using var held = await model.Membership.Take();
        var group = model.Group(PickGroup());
        var other = people[random.Next(people.Count)];
        // The first person administers for good, so that a group never lacks one.
        if (other == people[0]) return;
        if (group.Roles.TryGetValue(other, out var role))
        {
            var allowed = group.Roles.TryGetValue(me, out var mine) && (me == other || mine == "administrator" || model.Manages(me, group.Name) && role == "member");
            var (status, _) = await Open(group.Name, () => session.Send(HttpMethod.Delete, $"/groups/{Uri.EscapeDataString(group.Name)}/members/{other}"));
            if (!Judge("remove", allowed, status)) return;
            group.Roles.Remove(other);
            group.Grants.Remove(other);
            foreach (var contact in model.Contacts.Values)
                if (contact.Shares.GetValueOrDefault(group.Name) == other) contact.Shares.Remove(group.Name);
        }
        else
        {
            var (status, _) = await Open(group.Name, () => session.Send(HttpMethod.Post, $"/groups/{Uri.EscapeDataString(group.Name)}/members"));
            if (Judge("join", true, status)) group.Roles.TryAdd(me, "member");
        }
    }

    private async Task GrantContent()
    {
        using var held = await model.Membership.Take();
        var group = model.Group(PickGroup());
        var whom = random.Next(3) == 0 ? "all of " + PickGroup() : people[random.Next(people.Count)];
        var right = random.Next(3);
        var (status, _) = await Open(group.Name, () => session.Send(HttpMethod.Post, $"/groups/{Uri.EscapeDataString(group.Name)}/rights",
            new { principals = new[] { Principal(whom) }, right = right switch { 0 => "none", 1 => "add", _ => "addAndDelete" } }));
        if (!Judge("grant content", model.Manages(me, group.Name), status)) return;
        if (right == 0) group.Grants.Remove(whom);
        else group.Grants[whom] = right;
    }

    private static object Principal(string name) => name.StartsWith("all of ", StringComparison.Ordinal) ? new { group = name[7..] } : new { account = name };

    private static string Card(string uid) => $"BEGIN:VCARD\r\nVERSION:4.0\r\nUID:{uid}\r\nFN:{uid}\r\nEND:VCARD\r\n";

    /// <summary>Marks what it is about while nobody knows whether it was done.</summary>
    private async Task<(int Status, System.Text.Json.JsonElement Body)> Open(string entity, Func<Task<(int, System.Text.Json.JsonElement)>> request)
    {
        var answer = tally.Begin(entity);
        var told = await request();
        tally.End(answer);
        return told;
    }

    private bool Judge(string what, bool allowed, int status)
    {
        tally.Count(what, allowed, status);
        return status is >= 200 and < 300;
    }
}
