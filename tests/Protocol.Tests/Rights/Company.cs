using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests.Rights;

/// <summary>
/// Three groups that grant their own members nothing, Add, and Add and delete; in each the same people of every role with every grant of their own or through
/// another group; and contacts of every kind with every grant of Edit.
/// </summary>
internal sealed class Company
{
    private static readonly string[] Roles = ["none", "member", "coAdministrator", "administrator"];
    private static readonly string[] Grants = ["none", "add", "addAndDelete", "through adders", "through deleters"];
    private readonly string _mark = Guid.NewGuid().ToString("N")[..8];

    private Company() { }

    public Person Owner { get; private set; } = null!;

    public List<Actor> Actors { get; } = [];

    public List<GroupOf> Groups { get; } = [];

    /// <summary>Takes contacts from everybody here.</summary>
    public string Target => $"target {_mark}";

    private string Adders => $"adders {_mark}";

    private string Deleters => $"deleters {_mark}";

    public static async Task<Company> Found(OneServer server)
    {
        var company = new Company { Owner = await server.NewPerson() };
        var owner = company.Owner.Rest;
        foreach (var name in new[] { company.Adders, company.Deleters, company.Target }) await owner.Post("/groups").Json(new { name, kind = "byInvitation" }).Expect(201);
        foreach (var role in Roles)
            foreach (var grant in Grants) company.Actors.Add(new(await server.NewPerson(), role, grant));
        foreach (var actor in company.Actors)
        {
            if (actor.Grant == "through adders") await company.Enter(company.Adders, actor.Person);
            if (actor.Grant == "through deleters") await company.Enter(company.Deleters, actor.Person);
        }
        await company.Grant(company.Target, "add", company.Actors.Select(actor => new { account = actor.Person.UserName }));
        foreach (var own in new[] { "none", "add", "addAndDelete" }) company.Groups.Add(await company.MakeGroup(own));
        return company;
    }

    public static async Task<string> AddTo(Person who, string environment, string name)
    {
        var reply = await who.Rest.Post($"/books/{Uri.EscapeDataString(environment)}/contacts").Card(Cards.Of(name)).Accept("application/json").Expect(201);
        return reply.Header("Location")!.Split('/')[^1];
    }

    public static async Task Share(Person who, string contact, string group) => await who.Rest.Post($"/contacts/{contact}/shares").Json(new { groups = new[] { group } }).Expect(200);

    private async Task<GroupOf> MakeGroup(string own)
    {
        var group = new GroupOf($"{own} {_mark}", own);
        await Owner.Rest.Post("/groups").Json(new { name = group.Name, kind = "byInvitation" }).Expect(201);
        foreach (var actor in Actors.Where(actor => actor.Role != "none"))
        {
            await Enter(group.Name, actor.Person);
            if (actor.Role != "member") await Owner.Rest.Patch($"/groups/{group.Path}/members/{actor.Person.UserName}").Json(new { role = actor.Role }).Expect(200);
        }
        if (own != "none") await Grant(group.Name, own, [new { group = group.Name }]);
        foreach (var right in new[] { "add", "addAndDelete" }) await Grant(group.Name, right, Actors.Where(actor => actor.Grant == right).Select(actor => new { account = actor.Person.UserName }));
        await Grant(group.Name, "add", [new { group = Adders }]);
        await Grant(group.Name, "addAndDelete", [new { group = Deleters }]);
        foreach (var editors in new[] { "nobody", "each", "group", "adders" })
        {
            foreach (var home in new[] { group.Name, "private" })
            {
                var id = await AddTo(Owner, home, $"{home} edited by {editors}");
                if (home == "private") await Share(Owner, id, group.Name);
                await Owner.Rest.Put($"/contacts/{id}/rights").Json(new { principals = Editors(editors, group.Name) }).Expect(200);
                group.Items.Add(new(id, home == "private", editors, null));
            }
        }
        foreach (var actor in Actors.Where(actor => actor.Role != "none" && group.Facts(actor).Contains("adder")))
        {
            var shared = await AddTo(actor.Person, "private", $"shared by {actor.Person.UserName}");
            await Share(actor.Person, shared, group.Name);
            group.Items.Add(new(await AddTo(actor.Person, group.Name, $"of {actor.Person.UserName}"), false, "nobody", actor));
            group.Items.Add(new(shared, true, "nobody", actor));
        }
        return group;
    }

    private object[] Editors(string editors, string group) => editors switch
    {
        "each" => [.. Actors.Select(actor => new { account = actor.Person.UserName })],
        "group" => [new { group }],
        "adders" => [new { group = Adders }],
        _ => [],
    };

    private async Task Enter(string group, Person person)
    {
        await Owner.Rest.Post($"/groups/{Uri.EscapeDataString(group)}/requests").Json(new { userName = person.UserName }).Expect(200);
        await person.Rest.Post($"/groups/{Uri.EscapeDataString(group)}/members").Expect(200);
    }

    private Task<Reply> Grant(string group, string right, IEnumerable<object> principals) =>
        Owner.Rest.Post($"/groups/{Uri.EscapeDataString(group)}/rights").Json(new { principals = principals.ToArray(), right }).Expect(200);
}

/// <param name="Role">In each of the three groups.</param>
/// <param name="Grant">Of content, its own or through a group that it belongs to.</param>
internal sealed record Actor(Person Person, string Role, string Grant);

/// <param name="Maker">Null: the company's owner.</param>
internal sealed record Item(string Id, bool IsReference, string Editors, Actor? Maker);

/// <param name="Own">What the group grants to all of its members.</param>
internal sealed record GroupOf(string Name, string Own)
{
    public string Path => Uri.EscapeDataString(Name);

    public List<Item> Items { get; } = [];

    /// <summary>What an actor is here.</summary>
    public HashSet<string> Facts(Actor actor)
    {
        var facts = new HashSet<string>();
        if (actor.Role != "none") facts.Add("member");
        if (actor.Role is "coAdministrator" or "administrator") facts.Add("manager");
        var granted = new[] { actor.Grant, actor.Role == "none" ? "none" : Own };
        if (granted.Any(right => right != "none") || facts.Contains("manager")) facts.Add("adder");
        if (granted.Any(right => right is "addAndDelete" or "through deleters")) facts.Add("deleter");
        return facts;
    }

    /// <summary>What an actor is to a contact here.</summary>
    public HashSet<string> Facts(Actor actor, Item item)
    {
        var facts = Facts(actor);
        if (facts.Contains("member") || item is { IsReference: true } && item.Maker == actor) facts.Add("reader");
        if (item.Maker == actor) facts.UnionWith(item.IsReference ? ["creator", "sharer"] : ["creator"]);
        if (item.Editors == "each" || item.Editors == "group" && facts.Contains("member") || item.Editors == "adders" && actor.Grant == "through adders") facts.Add("editor");
        return facts;
    }
}
