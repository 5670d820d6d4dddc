using ContactOffice.Dav.Paths;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Dav.Resources;

/// <summary>An address above what belongs to somebody: where discovery begins.</summary>
internal sealed class RootResource(string href) : Resource(href)
{
    public override async IAsyncEnumerable<IReadOnlyList<Resource>> Members(DavRequest request, bool withBodies)
    {
        Resource[] members = Href switch
        {
            Addresses.Root => [new RootResource(Addresses.Principals), new RootResource(Addresses.AddressBooks)],
            Addresses.AddressBooks => [new HomeResource(request.Actor, null)],
            Addresses.Principals => [new PrincipalResource(request.Actor)],
            _ => [],
        };
        foreach (var member in members)
            if (await member.Open(request) is null) yield return [member];
    }
}

/// <summary>An account, <c>/dav/principals/{user}/</c>. Only its own.</summary>
internal sealed class PrincipalResource(AccountId account) : Resource(Addresses.Principal(account))
{
    public override string Key => "principal";

    public override IEnumerable<string> Privileges => [.. base.Privileges, Resources.Privileges.WriteProperties];

    public Account? Profile { get; private set; }

    public IReadOnlyList<string> Groups { get; private set; } = [];

    public override async ValueTask<DavError?> Open(DavRequest request)
    {
        var profile = await request.Grains.Account(request.Actor).Profile();
        if (!profile.IsOk) return DavError.NotFound;
        Profile = profile.Value;
        Groups = [.. (await request.Groups()).Select(group => group.Name)];
        return null;
    }
}

/// <summary>Another account, as a search for principals finds it: a name, and nothing to be opened.</summary>
internal sealed class FoundPrincipal(AccountId account, string displayName, string? email) : Resource(Addresses.Principal(account))
{
    public string DisplayName => displayName;

    public string? Email => email;
}

/// <summary>A group as a principal of its member's, for clients that show one book of an account (Apple Contacts up to macOS 10.10).</summary>
internal sealed class GroupPrincipal(AccountId account, Group group) : Resource(Addresses.GroupPrincipal(account, group.Name))
{
    public Group Group => group;

    public override string Key => $"principal/{group.Id}";
}

/// <summary>The collection of an account's books, or with a group of that group's book alone.</summary>
internal sealed class HomeResource(AccountId account, Group? only) : Resource(only is null ? Addresses.Home(account) : Addresses.GroupHome(account, only.Name))
{
    public override string Key => only is null ? "home" : $"home/{only.Id}";

    public override IEnumerable<string> Privileges => [.. base.Privileges, Resources.Privileges.WriteProperties];

    public override async IAsyncEnumerable<IReadOnlyList<Resource>> Members(DavRequest request, bool withBodies)
    {
        var books = new List<Resource>();
        if (only is null) books.Add(BookResource.PrivateOf(account, Href));
        foreach (var group in only is null ? await request.Groups() : [only])
        {
            books.Add(BookResource.Of(group, Href));
            if (only is null) books.Add(new MembersResource(group, Href));
        }
        foreach (var book in books)
            if (await book.Open(request) is null) yield return [book];
    }
}
