using System.Text;
using ContactOffice.Dav.Paths;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Dav.Resources;

/// <summary>What a path leads to. Others' paths lead nowhere, whether there is anybody or not.</summary>
internal static class Finder
{
    /// <summary>Either the resource, or where it is now, or nothing.</summary>
    public readonly record struct Found(Resource? Resource, string? MovedTo = null);

    /// <param name="segments">Decoded, as <see cref="DavPath.TrySplit"/> gives them.</param>
    public static async ValueTask<Found> Find(DavRequest request, string[] segments)
    {
        // iOS asks these before anything else when it was given nothing but the server's name.
        if (segments is [] or ["principals"]) return new(new RootResource(segments is [] ? "/" : "/principals/"));
        if (segments is not ["dav", .. var rest]) return default;
        if (rest is []) return new(new RootResource(Addresses.Root));
        if (rest is ["principals" or "addressbooks"]) return new(new RootResource($"{Addresses.Root}{rest[0]}/"));
        if (rest.Length < 2 || !AccountId.TryParse(rest[1], out var account) || account != request.Actor) return default;
        return rest[0] switch
        {
            "principals" => await Principal(request, rest[2..]),
            "addressbooks" => await InHome(request, rest[2..]),
            _ => default,
        };
    }

    private static async ValueTask<Found> Principal(DavRequest request, string[] rest)
    {
        if (rest is []) return new(new PrincipalResource(request.Actor));
        if (rest is not [Addresses.Groups, var name]) return default;
        var (group, moved) = await Group(request, name, now => Addresses.GroupPrincipal(request.Actor, now));
        return group is null ? new(null, moved) : new(new GroupPrincipal(request.Actor, group));
    }

    private static async ValueTask<Found> InHome(DavRequest request, string[] rest)
    {
        if (rest is []) return new(new HomeResource(request.Actor, null));
        var home = Addresses.Home(request.Actor);
        if (rest is [Addresses.Groups, var only, .. var inside])
        {
            var (group, moved) = await Group(request, only, now => Addresses.GroupHome(request.Actor, now) + Encoded(inside is [var first, ..] && first == only ? [now, .. inside[1..]] : inside));
            if (group is null) return new(null, moved);
            if (inside is []) return new(new HomeResource(request.Actor, group));
            return inside[0] == group.Name ? await InBook(request, BookResource.Of(group, Addresses.GroupHome(request.Actor, group.Name)), inside[1..]) : default;
        }
        if (rest[0] == Addresses.Private) return await InBook(request, BookResource.PrivateOf(request.Actor, home), rest[1..]);
        return await InGroup(request, home, rest[0].Normalize(NormalizationForm.FormC), rest[1..]);
    }

    private static async ValueTask<Found> InGroup(DavRequest request, string home, string name, string[] rest)
    {
        // A group can be called "Sales (members)" itself: who sees it means it.
        if (await request.Grains.GroupDirectory().Find(name) is { } found)
        {
            if (found.Name == name) return await InBook(request, BookResource.Of(found.Id, name, home), rest);
            if ((await request.Grains.Group(found.Id).Read(request.Actor)).IsOk) return new(null, Addresses.CollectionIn(home, found.Name) + Encoded(rest));
        }
        if (!name.EndsWith(Addresses.MembersSuffix, StringComparison.Ordinal)) return default;
        var (group, moved) = await Group(request, name[..^Addresses.MembersSuffix.Length], now => Addresses.CollectionIn(home, now + Addresses.MembersSuffix) + Encoded(rest));
        return group is null ? new(null, moved) : await InBook(request, new MembersResource(group, home), rest);
    }

    private static async ValueTask<Found> InBook(DavRequest request, Book book, string[] rest)
    {
        if (rest is []) return new(book);
        if (rest is not [var name]) return default;
        return new((await book.Find(request, [name], withBodies: false))[0] ?? (Resource)new NoCard(book, name));
    }

    /// <summary>A group that the actor is a member of, by its present name; by a former one where it is now.</summary>
    private static async ValueTask<(Group? Group, string? MovedTo)> Group(DavRequest request, string name, Func<string, string> address)
    {
        name = name.Normalize(NormalizationForm.FormC);
        if (await request.Grains.GroupDirectory().Find(name) is not { } found) return default;
        var group = await request.Grains.Group(found.Id).Read(request.Actor);
        if (!group.IsOk || group.Value.Mine.Role == GroupRole.None) return default;
        return group.Value.Name == name ? (group.Value, null) : (null, address(group.Value.Name));
    }

    private static string Encoded(string[] segments) => string.Join('/', segments.Select(DavPath.Encode));
}
