using System.Xml.Linq;
using ContactOffice.Dav.Xml;
using ContactOffice.Formats;

namespace ContactOffice.Dav.Cards;

/// <summary>The filter of an addressbook-query (RFC 6352 §10.5).</summary>
internal sealed class Filter
{
    /// <summary>Tests of one filter, all together: each is done on every card.</summary>
    private const int MaxTests = 100;

    private const int MaxText = 1000;
    private readonly List<PropFilter> props = [];
    private bool isAll;
    private int tests;
    private DavError? error;

    private delegate bool Test(string value);

    private sealed record PropFilter(string? Group, string Name, bool IsAll, bool IsNotDefined, List<Test> Texts, List<ParamFilter> Params)
    {
        /// <summary>Texts of which a card must hold one, or all; empty where it can pass without any.</summary>
        public List<PlainCard.Wanted> Wanted { get; } = [];
    }

    private sealed record ParamFilter(string Name, bool IsNotDefined, Test? Text);

    private Filter() { }

    /// <summary>A look at a card's text tells some that cannot pass.</summary>
    public bool CanTell => props.Exists(prop => prop.Wanted.Count > 0);

    /// <summary>Every card passes.</summary>
    public bool IsEmpty => props.Count == 0;

    /// <summary>The UID, where the filter asks for the card that has it and for nothing else.</summary>
    public string? Uid { get; private set; }

    /// <param name="element">Null where the query has none: every card passes.</param>
    public static (Filter? Filter, DavError? Error) Parse(XElement? element)
    {
        var filter = new Filter();
        if (element is null) return (filter, null);
        filter.isAll = filter.IsAllOf(element);
        foreach (var child in element.Elements())
        {
            if (child.Name == Names.C + "prop-filter") filter.props.Add(filter.Prop(child));
            else filter.error ??= Unsupported(child);
            if (filter.error is not null) return (null, filter.error);
        }
        if (element.Elements().ToList() is [var only]) filter.Uid = UidOf(only);
        return (filter, null);
    }

    public bool Passes(byte[] bytes) => IsEmpty || (VCard.TryParse(bytes, out var card, out _) && Passes(card));

    /// <summary>Whether a card could pass, by a look at its text. Its pictures need not be in it.</summary>
    public bool MayPass(byte[] bytes) => isAll ? props.TrueForAll(prop => MayPass(prop, bytes)) : props.Count == 0 || props.Exists(prop => MayPass(prop, bytes));

    private static bool MayPass(PropFilter prop, byte[] bytes) => prop.Wanted.Count == 0 || prop.Name.Equals("PHOTO", StringComparison.OrdinalIgnoreCase) || PlainCard.MayHold(bytes, prop.Name, prop.Wanted, prop.IsAll);

    private bool Passes(VCard card) => isAll ? props.TrueForAll(prop => Passes(prop, card)) : props.Exists(prop => Passes(prop, card));

    private static bool Passes(PropFilter filter, VCard card)
    {
        var any = false;
        foreach (var line in card.Lines)
        {
            if (!line.Name.Equals(filter.Name, StringComparison.OrdinalIgnoreCase) || filter.Group is not null && !filter.Group.Equals(line.Group, StringComparison.OrdinalIgnoreCase)) continue;
            if (filter.IsNotDefined) return false;
            any = true;
            if (filter.Texts.Count + filter.Params.Count == 0 || Passes(filter, line)) return true;
        }
        return filter.IsNotDefined && !any;
    }

    private static bool Passes(PropFilter filter, ContentLine line)
    {
        var value = filter.Texts.Count > 0 ? line.PlainValue : "";
        return filter.IsAll
            ? filter.Texts.TrueForAll(test => test(value)) && filter.Params.TrueForAll(param => Passes(param, line))
            : filter.Texts.Exists(test => test(value)) || filter.Params.Exists(param => Passes(param, line));
    }

    private static bool Passes(ParamFilter filter, ContentLine line)
    {
        var values = line.Parameters.Where(parameter => parameter.Name.Equals(filter.Name, StringComparison.OrdinalIgnoreCase)).SelectMany(parameter => parameter.Values).ToList();
        if (filter.IsNotDefined) return values.Count == 0;
        return values.Count > 0 && (filter.Text is null || values.Exists(value => filter.Text(value)));
    }

    private PropFilter Prop(XElement element)
    {
        var name = (string?)element.Attribute("name") ?? "";
        if (name.Length == 0) error ??= DavError.Bad("A prop-filter has no name.");
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var filter = new PropFilter(dot > 0 ? name[..dot] : null, dot > 0 ? name[(dot + 1)..] : name, IsAllOf(element), element.Element(Names.C + "is-not-defined") is not null, [], []);
        Count();
        foreach (var child in element.Elements())
        {
            if (child.Name == Names.C + "text-match") filter.Texts.Add(Text(child));
            else if (child.Name == Names.C + "param-filter") filter.Params.Add(Param(child));
            else if (child.Name != Names.C + "is-not-defined" && child.Name != Names.C + "is-defined") error ??= Unsupported(child);
        }
        if (!filter.IsNotDefined && filter.Params.Count == 0 && element.Elements().All(child => (string?)child.Attribute("negate-condition") != "yes"))
        {
            foreach (var text in element.Elements(Names.C + "text-match"))
                if (FoldOf(text) is { } fold) filter.Wanted.Add(new(fold(text.Value), fold));
        }
        return filter;
    }

    private ParamFilter Param(XElement element)
    {
        Count();
        if ((string?)element.Attribute("name") is not { Length: > 0 } name) error ??= DavError.Bad("A param-filter has no name.");
        else
        {
            foreach (var child in element.Elements())
                if (child.Name != Names.C + "text-match" && child.Name != Names.C + "is-not-defined") error ??= Unsupported(child);
            return new(name, element.Element(Names.C + "is-not-defined") is not null, element.Element(Names.C + "text-match") is { } text ? Text(text) : null);
        }
        return new("", false, null);
    }

    private Test Text(XElement element)
    {
        Count();
        if (FoldOf(element) is not { } fold)
        {
            error ??= DavError.Forbidden(Names.C + "supported-collation");
            return static _ => false;
        }
        if (element.Value.Length > MaxText) error ??= Unsupported(element);
        var wanted = fold(element.Value);
        var negated = (string?)element.Attribute("negate-condition") == "yes";
        Test? test = ((string?)element.Attribute("match-type") ?? "contains") switch
        {
            "equals" => value => fold(value) == wanted,
            "contains" => value => fold(value).Contains(wanted, StringComparison.Ordinal),
            "starts-with" => value => fold(value).StartsWith(wanted, StringComparison.Ordinal),
            "ends-with" => value => fold(value).EndsWith(wanted, StringComparison.Ordinal),
            _ => null,
        };
        if (test is null) error ??= Unsupported(element);
        return negated ? value => !test!(value) : test ?? (static _ => false);
    }

    private static Func<string, string>? FoldOf(XElement text) => Collation.Find((string?)text.Attribute("collation") ?? Collation.Default);

    /// <summary>vdirsyncer, khard and others look whether a UID is there: the book knows that.</summary>
    private static string? UidOf(XElement prop) =>
        "UID".Equals((string?)prop.Attribute("name"), StringComparison.OrdinalIgnoreCase) && prop.Elements().ToList() is [var text] && text.Name == Names.C + "text-match"
            && (string?)text.Attribute("match-type") == "equals" && (string?)text.Attribute("collation") == "i;octet" && (string?)text.Attribute("negate-condition") != "yes" ? text.Value : null;

    private bool IsAllOf(XElement element)
    {
        var test = (string?)element.Attribute("test") ?? "anyof";
        if (test is not ("anyof" or "allof")) error ??= DavError.Bad("A filter's test is anyof or allof.");
        return test == "allof";
    }

    private void Count()
    {
        if (++tests > MaxTests) error ??= Unsupported(null);
    }

    /// <summary>RFC 6352 §8.6: names what is not understood.</summary>
    private static DavError Unsupported(XElement? what) => DavError.Forbidden(Names.C + "supported-filter", what is null ? $"At most {MaxTests} tests." : null) with
    {
        Inside = what is null || what.Name.Namespace != Names.C ? null : xml => xml.Empty(what.Name),
    };
}
