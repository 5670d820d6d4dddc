using ContactOffice.Dav.Paths;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Xml;

namespace ContactOffice.Dav.Properties;

/// <summary>Who somebody is and where his books are: RFC 3744 §4, RFC 5397, RFC 6352 §7.1.</summary>
internal static class PrincipalProperties
{
    public static readonly LiveProperty[] All =
    [
        LiveProperties.Hrefs(Names.D + "current-user-principal", Current),
        LiveProperties.Hrefs(Names.D + "principal-URL", static context => context.Resource is PrincipalResource or GroupPrincipal or FoundPrincipal ? [context.Resource.Href] : null),
        LiveProperties.Hrefs(Names.D + "principal-collection-set", static _ => [Addresses.Principals]),
        LiveProperties.Hrefs(Names.D + "alternate-URI-set", static context => EmailOf(context.Resource) is { } email ? ["mailto:" + email] : context.Resource is PrincipalResource or FoundPrincipal ? [] : null),
        LiveProperties.Hrefs(Names.D + "group-member-set", static context => context.Resource is GroupPrincipal ? [Addresses.Principal(context.Request.Actor)] : context.Resource is PrincipalResource ? [] : null),
        LiveProperties.Hrefs(Names.D + "group-membership", static context => (context.Resource as PrincipalResource)?.Groups.Select(group => Addresses.GroupPrincipal(context.Request.Actor, group))),
        LiveProperties.Hrefs(Names.C + "addressbook-home-set", Home),
        new(Names.Cs + "email-address-set", Emails),
    ];

    /// <summary>Who was given a group's principal as address is that group's principal in all that lies below: its home is what he shall find.</summary>
    private static IEnumerable<string> Current(PropertyContext context) =>
        [context.Resource is GroupPrincipal ? context.Resource.Href : Addresses.Principal(context.Request.Actor)];

    private static IEnumerable<string>? Home(PropertyContext context) => context.Resource switch
    {
        PrincipalResource => [Addresses.Home(context.Request.Actor)],
        GroupPrincipal group => [Addresses.GroupHome(context.Request.Actor, group.Group.Name)],
        _ => null,
    };

    private static bool Emails(PropertyContext context)
    {
        if (EmailOf(context.Resource) is not { } email) return false;
        context.Xml.Element(Names.Cs + "email-address", email);
        return true;
    }

    private static string? EmailOf(Resource resource) => (resource as PrincipalResource)?.Profile?.Email ?? (resource as FoundPrincipal)?.Email;
}
