using System.Collections.Frozen;
using System.Xml.Linq;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Xml;

namespace ContactOffice.Dav.Properties;

/// <summary>What a property is told of, by whom it is asked, and where to.</summary>
internal readonly record struct PropertyContext(Resource Resource, DavRequest Request, PropRequest Asked, XmlOut Xml);

/// <summary>A property whose value the server knows (RFC 4918 §4.2).</summary>
/// <param name="Write">Writes what stands in its element; false where the resource has no such property.</param>
internal sealed record LiveProperty(XName Name, Func<PropertyContext, bool> Write)
{
    /// <summary>RFC 4918 §14.2: allprop means those of that document.</summary>
    public bool IsOfAllprop { get; init; }

    /// <summary>Only the card itself tells.</summary>
    public bool NeedsBody { get; init; }

    /// <summary>Where a client may set it the value is kept as a dead property's is.</summary>
    public bool IsSettable { get; init; }
}

/// <summary>All live properties by name.</summary>
internal static class LiveProperties
{
    private static readonly FrozenDictionary<XName, LiveProperty> ByName = new[] { CoreProperties.All, PrincipalProperties.All, AclProperties.All, BookProperties.All }
        .SelectMany(group => group).ToFrozenDictionary(property => property.Name);

    public static IEnumerable<XName> All => ByName.Keys;

    public static IEnumerable<XName> OfAllprop => ByName.Values.Where(property => property.IsOfAllprop).Select(property => property.Name);

    public static LiveProperty? Find(XName name) => ByName.GetValueOrDefault(name);

    /// <summary>A property with one text.</summary>
    public static LiveProperty Text(XName name, Func<Resource, string?> value) => new(name, context =>
    {
        if (value(context.Resource) is not { } text) return false;
        context.Xml.Text(text);
        return true;
    });

    /// <summary>A property with hrefs; none where the answer is null.</summary>
    public static LiveProperty Hrefs(XName name, Func<PropertyContext, IEnumerable<string>?> hrefs) => new(name, context =>
    {
        if (hrefs(context) is not { } all) return false;
        foreach (var href in all) context.Xml.Element(Names.Href, href);
        return true;
    });
}
