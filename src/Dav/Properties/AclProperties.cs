using ContactOffice.Dav.Paths;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Xml;

namespace ContactOffice.Dav.Properties;

/// <summary>RFC 3744 §5: what one may, as the rights of the group and of the contact say it. Nothing of it is set over WebDAV.</summary>
internal static class AclProperties
{
    public static readonly LiveProperty[] All =
    [
        LiveProperties.Hrefs(Names.D + "owner", static context => context.Resource is RootResource ? null : [Addresses.Principal(context.Request.Actor)]),
        new(Names.D + "supported-privilege-set", SupportedPrivileges),
        new(Names.D + "current-user-privilege-set", static context => Write(context, context.Resource.Privileges)) { NeedsBody = true },
        new(Names.D + "acl", Acl) { NeedsBody = true },
        new(Names.D + "acl-restrictions", static context => Empty(context, Names.D + "grant-only", Names.D + "no-invert")),
        LiveProperties.Hrefs(Names.D + "inherited-acl-set", static _ => []),
    ];

    private static bool Write(PropertyContext context, IEnumerable<string> privileges)
    {
        foreach (var privilege in privileges)
        {
            context.Xml.Start(Names.Privilege);
            context.Xml.Empty(Names.D + privilege);
            context.Xml.End(Names.Privilege);
        }
        return true;
    }

    private static bool Acl(PropertyContext context)
    {
        var xml = context.Xml;
        xml.Start(Names.D + "ace");
        xml.HrefIn(Names.D + "principal", Addresses.Principal(context.Request.Actor));
        xml.Start(Names.D + "grant");
        Write(context, context.Resource.Privileges);
        xml.End(Names.D + "grant");
        xml.Empty(Names.D + "protected");
        xml.End(Names.D + "ace");
        return true;
    }

    private static bool Empty(PropertyContext context, params System.Xml.Linq.XName[] elements)
    {
        foreach (var element in elements) context.Xml.Empty(element);
        return true;
    }

    private static bool SupportedPrivileges(PropertyContext context)
    {
        Supported(context.Xml, "all", "Everything", () =>
        {
            Supported(context.Xml, Privileges.Read, "Read", () => Supported(context.Xml, Privileges.ReadPrivileges, "Know what one may"));
            Supported(context.Xml, Privileges.Write, "Change", () =>
            {
                Supported(context.Xml, Privileges.WriteProperties, "Change properties");
                Supported(context.Xml, Privileges.WriteContent, "Change cards");
                Supported(context.Xml, Privileges.Bind, "Add cards");
                Supported(context.Xml, Privileges.Unbind, "Delete cards");
            });
        });
        return true;
    }

    private static void Supported(XmlOut xml, string privilege, string description, Action? within = null)
    {
        xml.Start(Names.D + "supported-privilege");
        xml.Start(Names.Privilege);
        xml.Empty(Names.D + privilege);
        xml.End(Names.Privilege);
        xml.Element(Names.D + "description", description);
        within?.Invoke();
        xml.End(Names.D + "supported-privilege");
    }
}
