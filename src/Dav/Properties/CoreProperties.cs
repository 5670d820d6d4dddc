using System.Globalization;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Xml;

namespace ContactOffice.Dav.Properties;

/// <summary>RFC 4918 §15 and RFC 3253 §3.1.5.</summary>
internal static class CoreProperties
{
    /// <summary>The registered type's parameter tells nothing of the bytes: cards come in whatever their sender used, usually UTF-8.</summary>
    public const string CardType = "text/vcard; charset=utf-8";

    private const string MembersReports = "addressbook-multiget addressbook-query";

    public static readonly LiveProperty[] All =
    [
        new(Names.D + "resourcetype", ResourceType) { IsOfAllprop = true },
        LiveProperties.Text(Names.DisplayName, DisplayName) with { IsOfAllprop = true, IsSettable = true },
        LiveProperties.Text(Names.D + "getetag", resource => (resource as Card)?.ETag) with { IsOfAllprop = true },
        LiveProperties.Text(Names.D + "getcontenttype", resource => resource is Card ? CardType : null) with { IsOfAllprop = true },
        LiveProperties.Text(Names.D + "getcontentlength", resource => (resource as Card)?.Bytes?.Length.ToString(CultureInfo.InvariantCulture)) with { NeedsBody = true },
        LiveProperties.Text(Names.D + "getlastmodified", resource => (resource as Card)?.Modified?.ToString("R", CultureInfo.InvariantCulture)) with { NeedsBody = true },
        LiveProperties.Text(Names.D + "creationdate", resource => (resource as CardResource)?.Read?.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)) with { NeedsBody = true },
        // Class 2 is not offered: there are no locks and none can be made.
        new(Names.D + "supportedlock", static _ => true) { IsOfAllprop = true },
        new(Names.D + "lockdiscovery", static _ => true) { IsOfAllprop = true },
        new(Names.D + "supported-report-set", SupportedReports),
    ];

    private static bool ResourceType(PropertyContext context)
    {
        if (context.Resource.IsCollection) context.Xml.Empty(Names.Collection);
        if (context.Resource is PrincipalResource or GroupPrincipal or FoundPrincipal) context.Xml.Empty(Names.D + "principal");
        if (context.Resource is Book) context.Xml.Empty(Names.C + "addressbook");
        return true;
    }

    private static string? DisplayName(Resource resource) => resource switch
    {
        PrincipalResource principal => principal.Profile?.DisplayName,
        FoundPrincipal found => found.DisplayName,
        GroupPrincipal group => group.Group.Name,
        Book book => book.Name,
        _ => null,
    };

    private static bool SupportedReports(PropertyContext context)
    {
        foreach (var report in context.Resource is Book ? MembersReports.Split(' ') : []) Supported(context.Xml, Names.C + report);
        if (context.Resource is BookResource) Supported(context.Xml, Names.D + "sync-collection");
        if (context.Resource is Card) return true;
        Supported(context.Xml, Names.D + "principal-property-search");
        Supported(context.Xml, Names.D + "principal-search-property-set");
        return true;
    }

    private static void Supported(XmlOut xml, System.Xml.Linq.XName report)
    {
        xml.Start(Names.D + "supported-report");
        xml.Start(Names.Report);
        xml.Empty(report);
        xml.End(Names.Report);
        xml.End(Names.D + "supported-report");
    }
}
