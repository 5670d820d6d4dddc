using System.Collections.Concurrent;

namespace ContactOffice.Benchmarks.Team;

/// <summary>What the server should hold, in the simplest form that can be: kept by those who act, from what they were answered.</summary>
internal sealed class TeamModel
{
    public List<ModelGroup> Groups { get; } = [];

    public ConcurrentDictionary<string, ModelContact> Contacts { get; } = new();

    /// <summary>Tags by person, and what bears them.</summary>
    public ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> Tagged { get; } = new();

    /// <summary>Who is where changes alone; all else shares this.</summary>
    public SharedLock Membership { get; } = new();

    public bool Sees(string person, ModelContact contact) =>
        !contact.IsDeleted && (contact.Home == "private" ? contact.Creator == person : IsMember(person, contact.Home)) || !contact.IsDeleted && contact.Shares.Keys.Any(group => IsMember(person, group));

    public bool IsMember(string person, string group) => Group(group).Roles.ContainsKey(person);

    public bool MayAdd(string person, string group) => Manages(person, group) || Right(person, group) >= 1;

    public bool MayDelete(string person, string group) => IsMember(person, group) && (Manages(person, group) || Right(person, group) == 2);

    public bool MayEdit(string person, ModelContact contact) => Sees(person, contact) && (contact.Creator == person || contact.Editors.Contains(person) || Groups.Exists(group => contact.Editors.Contains("all of " + group.Name) && IsMember(person, group.Name)));

    public bool Manages(string person, string group) => Group(group).Roles.GetValueOrDefault(person) is "administrator" or "coAdministrator";

    public ModelGroup Group(string name) => Groups.Find(group => group.Name == name)!;

    private int Right(string person, string group)
    {
        var grants = Group(group).Grants;
        return Math.Max(grants.GetValueOrDefault(person), Groups.Where(one => IsMember(person, one.Name)).Max(one => (int?)grants.GetValueOrDefault("all of " + one.Name)) ?? 0);
    }
}

internal sealed class ModelGroup(string name)
{
    public string Name { get; } = name;

    public Dictionary<string, string> Roles { get; } = [];

    /// <summary>1: add; 2: add and delete. By person, or "all of" a group.</summary>
    public Dictionary<string, int> Grants { get; } = [];

    public override string ToString() =>
        $"members {string.Join(' ', Roles.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}:{one.Value}"))}; rights {string.Join(' ', Grants.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}:{one.Value}"))}";
}

internal sealed class ModelContact(string id, string home, string creator)
{
    private int version = 1;

    public string Id { get; } = id;

    public string Home { get; } = home;

    public string Creator { get; } = creator;

    public Dictionary<string, string> Shares { get; } = [];

    public HashSet<string> Editors { get; } = [];

    public bool IsDeleted { get; set; }

    /// <summary>Edits and comments are counted, whoever makes them at the same time.</summary>
    public int Version => version;

    public ConcurrentDictionary<string, byte> Comments { get; } = new();

    /// <summary>What changes where it is shown, and who may edit, changes alone; edits and comments share it.</summary>
    public SharedLock Lock { get; } = new();

    public void CountVersion() => Interlocked.Increment(ref version);

    public void SetVersion(int now) => version = now;

    public override string ToString() => IsDeleted ? $"deleted at {version}" :
        $"version {version}; shared {string.Join(' ', Shares.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}:{one.Value}"))}; editors {string.Join(' ', Editors.Order(StringComparer.Ordinal))}; comments {Comments.Count}";
}
