using System.Text.Json;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks.Team;

/// <summary>Reads from the server what the model holds, as the model writes it.</summary>
internal sealed class TeamComparison(TeamModel model, Dictionary<string, Session> people, Session administrator)
{
    /// <summary>Every contact, right, book and tag that is not what the model says.</summary>
    public async Task<List<string>> Differences()
    {
        var differences = new List<string>();
        foreach (var group in model.Groups) Compare(group.Name, group.ToString(), await Read(group), differences);
        foreach (var contact in model.Contacts.Values)
            if (Witness(contact) is { } witness) Compare(contact.Id, contact.ToString(), await Read(contact, witness), differences);
        foreach (var (name, session) in people)
        {
            foreach (var book in model.Groups.Where(group => group.Roles.ContainsKey(name)).Select(group => group.Name).Append("private"))
                Compare($"{book} of {name}", Listed(model.Contacts.Values.Where(contact => Shows(book, name, contact)).Select(contact => contact.Id)), await Book(session, book, contact => model.Contacts.ContainsKey(contact)), differences);
            var tagged = (await session.Send(HttpMethod.Get, "/tags/contacts")).Body.EnumerateObject().SelectMany(tag => tag.Value.EnumerateArray()).Select(id => id.GetString()!);
            Compare("tags of " + name, Listed(model.Tagged[name].Keys.Where(id => model.Sees(name, model.Contacts[id]))), Listed(tagged), differences);
        }
        return differences;
    }

    /// <summary>Takes over what the server made of requests that it never answered: each was done, or was not.</summary>
    public async Task Settle(IReadOnlySet<string> open)
    {
        foreach (var group in model.Groups.Where(group => open.Contains(group.Name))) await Adopt(group);
        foreach (var contact in model.Contacts.Values.Where(contact => open.Contains(contact.Id) || open.Overlaps(contact.Shares.Keys)))
            if (Witness(contact) is { } witness) await Adopt(contact, witness);
        foreach (var (name, session) in people.Where(one => open.Contains("tags of " + one.Key)))
        {
            foreach (var tag in (await session.Send(HttpMethod.Get, "/tags/contacts")).Body.EnumerateObject())
            {
                var now = tag.Value.EnumerateArray().Select(id => id.GetString()!).ToHashSet();
                foreach (var id in model.Tagged[name].Keys.Where(id => model.Sees(name, model.Contacts[id]) && !now.Contains(id))) model.Tagged[name].TryRemove(id, out _);
                foreach (var id in now) model.Tagged[name][id] = 0;
            }
        }
    }

    private static bool Shows(string book, string person, ModelContact contact) =>
        !contact.IsDeleted && (book == "private" ? contact.Home == "private" && contact.Creator == person : contact.Home == book || contact.Shares.ContainsKey(book));

    /// <summary>Who sees all of it: its creator, where he still sees it.</summary>
    private Session? Witness(ModelContact contact) => contact.Home == "private" || model.IsMember(contact.Creator, contact.Home) ? people[contact.Creator] : null;

    private static void Compare(string what, string expected, string found, List<string> differences)
    {
        if (expected != found) differences.Add($"{what}:\n    model  {expected}\n    server {found}");
    }

    private async Task Adopt(ModelGroup group)
    {
        await Read(group, (roles, grants) =>
        {
            group.Roles.Clear();
            group.Grants.Clear();
            foreach (var (name, role) in roles) group.Roles[name] = role;
            foreach (var (name, right) in grants) group.Grants[name] = right;
        });
    }

    private static async Task Adopt(ModelContact contact, Session witness)
    {
        var (status, body) = await witness.Send(HttpMethod.Get, "/contacts/" + contact.Id);
        var deleted = status == 404;
        if (deleted != contact.IsDeleted) contact.CountVersion();
        contact.IsDeleted = deleted;
        if (deleted) return;
        contact.SetVersion(body.GetProperty("version").GetInt32());
        contact.Shares.Clear();
        foreach (var (group, sharer) in await Shares(contact, witness)) contact.Shares[group] = sharer;
        contact.Editors.Clear();
        contact.Editors.UnionWith(await Editors(contact, witness));
        contact.Comments.Clear();
        foreach (var comment in (await witness.Send(HttpMethod.Get, $"/contacts/{contact.Id}/comments")).Body.EnumerateArray()) contact.Comments[comment.GetProperty("id").GetString()!] = 0;
    }

    private static async Task<string> Read(ModelContact contact, Session witness)
    {
        var (status, body) = await witness.Send(HttpMethod.Get, "/contacts/" + contact.Id);
        // A deleted one tells no version: it is compared when it comes back.
        if (status == 404) return contact.IsDeleted ? contact.ToString() : "not there";
        var comments = (await witness.Send(HttpMethod.Get, $"/contacts/{contact.Id}/comments")).Body.GetArrayLength();
        return $"version {body.GetProperty("version").GetInt32()}; shared {string.Join(' ', (await Shares(contact, witness)).OrderBy(one => one.Group, StringComparer.Ordinal).Select(one => $"{one.Group}:{one.Sharer}"))}; "
            + $"editors {string.Join(' ', (await Editors(contact, witness)).Order(StringComparer.Ordinal))}; comments {comments}";
    }

    private static async Task<List<(string Group, string Sharer)>> Shares(ModelContact contact, Session witness) =>
        [.. (await witness.Send(HttpMethod.Get, $"/contacts/{contact.Id}/shares")).Body.EnumerateArray().Where(share => !share.GetProperty("isHome").GetBoolean())
            .Select(share => (share.GetProperty("environment").GetString()!, share.GetProperty("sharedBy").GetString()!))];

    private static async Task<List<string>> Editors(ModelContact contact, Session witness) =>
        [.. (await witness.Send(HttpMethod.Get, $"/contacts/{contact.Id}/rights")).Body.GetProperty("editors").EnumerateArray().Select(Name)];

    private async Task<string> Read(ModelGroup group)
    {
        var read = new ModelGroup(group.Name);
        await Read(group, (roles, grants) =>
        {
            foreach (var (name, role) in roles) read.Roles[name] = role;
            foreach (var (name, right) in grants) read.Grants[name] = right;
        });
        return read.ToString();
    }

    private async Task Read(ModelGroup group, Action<List<(string, string)>, List<(string, int)>> take)
    {
        var path = "/groups/" + Uri.EscapeDataString(group.Name);
        var members = (await administrator.Send(HttpMethod.Get, path + "/members?limit=500")).Body.GetProperty("items").EnumerateArray();
        var rights = (await administrator.Send(HttpMethod.Get, path + "/rights")).Body.EnumerateArray();
        take([.. members.Select(one => (one.GetProperty("userName").GetString()!, one.GetProperty("role").GetString()!))],
            [.. rights.Select(one => (Name(one.GetProperty("principal")), one.GetProperty("right").GetString() == "add" ? 1 : 2))]);
    }

    private static string Name(JsonElement principal) => principal.TryGetProperty("group", out var group) && group.ValueKind == JsonValueKind.String ? "all of " + group.GetString() : principal.GetProperty("account").GetString()!;

    private static async Task<string> Book(Session session, string book, Func<string, bool> known)
    {
        var ids = new List<string>();
        for (var offset = 0; ; offset += 500)
        {
            var items = (await session.Send(HttpMethod.Get, $"/books/{Uri.EscapeDataString(book)}/contacts?limit=500&offset={offset}")).Body.GetProperty("items");
            ids.AddRange(items.EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            if (items.GetArrayLength() < 500) return Listed(ids.Where(known));
        }
    }

    private static string Listed(IEnumerable<string> ids) => string.Join(' ', ids.Order(StringComparer.Ordinal));
}
