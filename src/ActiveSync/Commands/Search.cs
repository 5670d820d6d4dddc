using System.Globalization;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Contacts;
using ContactOffice.ActiveSync.Http;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>MS-ASCMD §2.2.1.16: the address list (the people of one's groups), and one's own contacts.</summary>
internal static class Search
{
    /// <summary>§2.2.3.177.14, of the store.</summary>
    private const int InvalidRequest = 2;
    private const int BadLink = 4;
    private const int AccessDenied = 5;
    private const int TooComplex = 8;
    private const int RangeExceeded = 12;

    private static readonly XNamespace Ns = Names.Search;

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var root = Ns + "Search";
        var store = request.Body!.Element(Ns + "Store");
        if (request.Body.Name != root || store?.Text(Ns + "Name") is not { } name) throw EasFault.Of(root, InvalidRequest);
        XElement answer;
        try
        {
            answer = name.ToUpperInvariant() switch
            {
                "GAL" => await Gal(request, store),
                "MAILBOX" => await Mailbox(request, store),
                "DOCUMENTLIBRARY" => Status(AccessDenied),
                _ => Status(InvalidRequest),
            };
        }
        catch (FormatException)
        {
            answer = Status(InvalidRequest);
        }
        catch (OverflowException)
        {
            answer = Status(RangeExceeded);
        }
        return new XElement(root, new XElement(Ns + "Status", EasStatus.Ok), new XElement(Ns + "Response", answer));
    }

    private static async Task<XElement> Gal(EasRequest request, XElement store)
    {
        if (store.Element(Ns + "Query") is not { HasElements: false, Value.Length: <= People.MaxText } query) return Status(InvalidRequest);
        var options = store.Element(Ns + "Options");
        var range = ResultRange.Read(options?.Text(Ns + "Range"));
        var found = query.Value.Trim().Length == 0 ? [] : await People.InGroups(request, query.Value.Trim());
        var pictures = request.Version >= EasVersion.V141 ? GalPictures.Read(options?.Element(Ns + "Picture"), Names.Gal) : null;
        var results = new List<XElement>();
        foreach (var person in found.Skip(range.First).Take(range.Count))
            results.Add(new XElement(Ns + "Result", new XElement(Ns + "Properties", await People.Gal(request, person, pictures))));
        return Found(results, range, found.Count);
    }

    private static async Task<XElement> Mailbox(EasRequest request, XElement store)
    {
        var query = store.Element(Ns + "Query");
        var options = store.Element(Ns + "Options");
        if (query is null || !query.HasElements) return Status(InvalidRequest);
        // A text stands within the one And, and nothing stands beside that.
        if (query.Element(Ns + "FreeText") is not null || query.Element(Ns + "And") is not null && query.Elements().Skip(1).Any()) return Status(TooComplex);
        var and = query.Element(Ns + "And") ?? query;
        if (and.Elements().Any(part => part.Name != Ns + "FreeText" && part.Name != Names.AirSync + "Class" && part.Name != Names.AirSync + "CollectionId")) return Status(query.Element(Ns + "Or") is not null ? TooComplex : InvalidRequest);
        var texts = and.Elements(Ns + "FreeText").Select(text => text.Value.Trim()).ToArray();
        if (texts.Length != 1 || texts[0].Length is 0 or > People.MaxText) return Status(InvalidRequest);
        var ids = and.Elements(Names.AirSync + "CollectionId").Select(id => Folders.Find(id.Value)).ToArray();
        if (Array.IndexOf(ids, null) >= 0) return Status(BadLink);
        var range = ResultRange.Read(options?.Text(Ns + "Range"));
        var isContacts = and.Text(Names.AirSync + "Class") is null or "Contacts" && (ids.Length == 0 || Array.Exists(ids, folder => folder!.IsContacts));
        if (!isContacts) return Found([], range, 0);
        var notes = BodyPreference.Read(options);
        if (notes.TruncationSize is not null) await request.Device.Remember(new(null, null, Notes: notes.Form));
        var (cards, total) = await People.Contacts(request, texts[0], range.First, range.Count);
        var results = new List<XElement>();
        foreach (var card in cards)
            results.Add(new XElement(Ns + "Result", new XElement(Names.AirSync + "Class", "Contacts"), new XElement(Ns + "LongId", card.Id.ToString()),
                new XElement(Names.AirSync + "CollectionId", Folders.ContactsId), new XElement(Ns + "Properties", await People.Data(request, card, notes))));
        return Found(results, range, total);
    }

    private static XElement Status(int status) => new(Ns + "Store", new XElement(Ns + "Status", status));

    /// <summary>Nothing found is one empty result (MS-ASCMD §2.2.3.155.2).</summary>
    private static XElement Found(List<XElement> results, ResultRange range, int total) => results.Count == 0
        ? new(Ns + "Store", new XElement(Ns + "Status", EasStatus.Ok), new XElement(Ns + "Result"), total > 0 ? new XElement(Ns + "Total", total) : null)
        : new(Ns + "Store", new XElement(Ns + "Status", EasStatus.Ok), results, new XElement(Ns + "Range", range.Of(results.Count)), new XElement(Ns + "Total", total));
}

/// <summary>Which results are wanted: <c>0-99</c> (MS-ASCMD §2.2.3.146.3).</summary>
internal readonly record struct ResultRange(int First, int Count)
{
    private const int Most = 100;
    private const int End = 1000;

    /// <exception cref="FormatException">It is none.</exception>
    /// <exception cref="OverflowException">It is too long. The clients that are known ask for less: iOS for 0-50, Android for 0-19, TbSync for 0-99.</exception>
    public static ResultRange Read(string? text)
    {
        if (text is null) return new(0, Most);
        if (text.Split('-') is not [var from, var to] || !int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first) || !int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var last) || last < first)
            throw new FormatException($"{text} is no range.");
        if ((long)last - first >= Most) throw new OverflowException($"{text} are too many.");
        // No place has more than three digits: there are no results behind those.
        return new(first, Math.Max(Math.Min(last, End - 1) - first + 1, 0));
    }

    public string Of(int count) => $"{First}-{First + count - 1}";
}
