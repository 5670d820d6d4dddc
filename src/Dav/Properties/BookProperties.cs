using System.Globalization;
using ContactOffice.Dav.Cards;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Xml;
using ContactOffice.Formats;

namespace ContactOffice.Dav.Properties;

/// <summary>RFC 6352 §6.2 and §10.4, RFC 6578 §4, and Apple's getctag.</summary>
internal static class BookProperties
{
    public static readonly LiveProperty[] All =
    [
        LiveProperties.Text(Names.Cs + "getctag", resource => (resource as Book)?.CTag),
        LiveProperties.Text(Names.SyncToken, resource => (resource as Book)?.SyncToken),
        LiveProperties.Text(Names.C + "max-resource-size", resource => resource is Book ? VCardLimits.MaxCardBytes.ToString(CultureInfo.InvariantCulture) : null),
        LiveProperties.Text(Names.C + "max-image-size", resource => resource is Book ? CardLimits.MaxImageBytes.ToString(CultureInfo.InvariantCulture) : null),
        new(Names.C + "supported-address-data", SupportedData),
        new(Names.C + "supported-collation-set", SupportedCollations),
        new(Names.AddressData, Data) { NeedsBody = true },
    ];

    private static bool SupportedData(PropertyContext context)
    {
        if (context.Resource is not Book) return false;
        foreach (var version in AddressData.Versions) context.Xml.Raw($"<card:address-data-type content-type=\"text/vcard\" version=\"{version}\"/>");
        return true;
    }

    private static bool SupportedCollations(PropertyContext context)
    {
        if (context.Resource is not Book) return false;
        foreach (var collation in Collation.Names) context.Xml.Element(Names.C + "supported-collation", collation);
        return true;
    }

    private static bool Data(PropertyContext context)
    {
        if ((context.Resource as Card)?.Bytes is not { } card) return false;
        context.Asked.AddressData.Write(context.Xml, card);
        return true;
    }
}
