using System.Xml.Linq;
using ContactOffice.Dav.Cards;
using ContactOffice.Dav.Xml;

namespace ContactOffice.Dav.Properties;

/// <summary>Which properties a PROPFIND or a REPORT asks for (RFC 4918 §14.20).</summary>
internal sealed class PropRequest
{
    private const int MaxNames = 500;
    private readonly List<XName> names;
    private readonly bool isNamesOnly;
    private readonly bool wantsKept;

    private PropRequest(IEnumerable<XName> names, bool isNamesOnly = false, bool wantsKept = false)
    {
        this.names = [.. names.Distinct().Take(MaxNames)];
        (this.isNamesOnly, this.wantsKept) = (isNamesOnly, wantsKept);
        NeedsBodies = !isNamesOnly && this.names.Exists(name => LiveProperties.Find(name) is { NeedsBody: true });
        NeedsKept = wantsKept || this.names.Exists(name => LiveProperties.Find(name) is not { IsSettable: false });
    }

    public static PropRequest Nothing { get; } = new([]);

    public static PropRequest Allprop { get; } = new(LiveProperties.OfAllprop, wantsKept: true);

    /// <summary>A property is asked for that only the card itself tells.</summary>
    public bool NeedsBodies { get; }

    /// <summary>A property is asked for that may be a dead one.</summary>
    public bool NeedsKept { get; }

    /// <summary>In which form cards are wanted.</summary>
    public AddressData AddressData { get; private init; } = AddressData.AsStored;

    /// <summary>From an element that holds <c>prop</c>, <c>allprop</c> or <c>propname</c>.</summary>
    public static (PropRequest? Asked, DavError? Error) Parse(XElement element)
    {
        if (element.Element(Names.D + "propname") is not null) return (new(LiveProperties.All, isNamesOnly: true, wantsKept: true), null);
        if (element.Element(Names.Prop) is not { } prop)
        {
            if (element.Element(Names.D + "allprop") is null) return (null, DavError.Bad("It does not say which properties are wanted."));
            var included = element.Element(Names.D + "include")?.Elements().Select(one => one.Name) ?? [];
            return (new(LiveProperties.OfAllprop.Concat(included), wantsKept: true), null);
        }
        var data = AddressData.AsStored;
        if (prop.Element(Names.AddressData) is { } wanted)
        {
            (var parsed, var error) = AddressData.Parse(wanted);
            if (parsed is null) return (null, error);
            data = parsed;
        }
        return (new(prop.Elements().Select(one => one.Name)) { AddressData = data }, null);
    }

    /// <summary>Writes those that the resource has and collects the others. False where it has none of them.</summary>
    public bool Write(PropertyContext context, List<XName> missing)
    {
        var kept = NeedsKept ? context.Request.Kept(context.Resource) : null;
        var any = false;
        foreach (var name in names)
        {
            if (WriteOne(context, name, kept)) any = true;
            else if (!isNamesOnly && !(wantsKept && LiveProperties.Find(name) is not null)) missing.Add(name);
        }
        if (!wantsKept || kept is null) return any;
        foreach (var (name, value) in kept.Where(one => !names.Contains(one.Key)))
        {
            if (isNamesOnly) context.Xml.Empty(name);
            else context.Xml.Raw(value);
            any = true;
        }
        return any;
    }

    private bool WriteOne(PropertyContext context, XName name, IReadOnlyDictionary<XName, string>? kept)
    {
        var live = LiveProperties.Find(name);
        if (live is null or { IsSettable: true } && kept?.GetValueOrDefault(name) is { } value)
        {
            if (isNamesOnly) context.Xml.Empty(name);
            else context.Xml.Raw(value);
            return true;
        }
        if (live is null) return false;
        var mark = context.Xml.Length;
        context.Xml.Start(name);
        if (live.Write(context))
        {
            context.Xml.End(name);
            if (!isNamesOnly) return true;
            context.Xml.Rewind(mark);
            context.Xml.Empty(name);
            return true;
        }
        context.Xml.Rewind(mark);
        return false;
    }
}
