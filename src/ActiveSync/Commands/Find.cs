using System.Xml.Linq;
using ContactOffice.ActiveSync.Contacts;
using ContactOffice.ActiveSync.Http;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>MS-ASCMD §2.2.1.2, version 16.1: what Search does, in other elements. Its results have those of messages and of the address list (§2.2.3.139.1), and none of contacts.</summary>
internal static class Find
{
    /// <summary>§2.2.3.177.2.</summary>
    private const int InvalidRequest = 2;
    private const int FoldersChanged = 3;
    private const int RangeInvalid = 4;
    private const int MaxSearchId = 64;

    private static readonly XNamespace Ns = Names.Find;

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var (root, body) = (Ns + "Find", request.Body!);
        var search = body.Element(Ns + "ExecuteSearch");
        if (body.Name != root || body.Text(Ns + "SearchId") is not { Length: > 0 and <= MaxSearchId } || search is null) throw EasFault.Of(root, InvalidRequest);
        var gal = search.Element(Ns + "GalSearchCriterion");
        var mailbox = search.Element(Ns + "MailBoxSearchCriterion");
        if (gal is null == mailbox is null) throw EasFault.Of(root, InvalidRequest);
        try
        {
            return new XElement(root, new XElement(Ns + "Status", EasStatus.Ok), gal is not null ? await Gal(request, gal) : await Mailbox(request, mailbox!));
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            throw EasFault.Of(root, RangeInvalid);
        }
    }

    private static async Task<XElement> Gal(EasRequest request, XElement asked)
    {
        if (asked.Text(Ns + "Query")?.Trim() is not { Length: > 0 and <= People.MaxText } text) throw EasFault.Of(Ns + "Find", InvalidRequest);
        var options = asked.Element(Ns + "Options");
        var range = ResultRange.Read(options?.Text(Ns + "Range"));
        var found = await People.InGroups(request, text);
        var pictures = GalPictures.Read(options?.Element(Ns + "Picture"), Names.Gal);
        var results = new List<XElement>();
        foreach (var person in found.Skip(range.First).Take(range.Count)) results.Add(new XElement(Ns + "Result", new XElement(Ns + "Properties", await People.Gal(request, person, pictures))));
        return Found("GAL", results, range, found.Count);
    }

    private static async Task<XElement> Mailbox(EasRequest request, XElement asked)
    {
        if (asked.Element(Ns + "Query") is not { } query || query.Text(Ns + "FreeText")?.Trim() is not { Length: > 0 and <= People.MaxText } text) throw EasFault.Of(Ns + "Find", InvalidRequest);
        var range = ResultRange.Read(asked.Element(Ns + "Options")?.Text(Ns + "Range"));
        var folder = query.Text(Names.AirSync + "CollectionId") is { Length: > 0 } id ? Folders.Find(id) ?? throw EasFault.Of(Ns + "Find", FoldersChanged) : null;
        if (folder is { IsContacts: false } || query.Text(Names.AirSync + "Class") is not (null or "Contacts")) return Found("Mailbox", [], range, 0);
        var (cards, total) = await People.Contacts(request, text, range.First, range.Count);
        var results = new List<XElement>();
        foreach (var card in cards)
            results.Add(new XElement(Ns + "Result", new XElement(Names.AirSync + "Class", "Contacts"), new XElement(Names.AirSync + "ServerId", card.Id.ToString()), new XElement(Names.AirSync + "CollectionId", Folders.ContactsId),
                new XElement(Ns + "Properties", People.AsGal(card))));
        return Found("Mailbox", results, range, total);
    }

    private static XElement Found(string store, List<XElement> results, ResultRange range, int total) => new(Ns + "Response",
        new XElement(Names.ItemOperations + "Store", store), new XElement(Ns + "Status", EasStatus.Ok), results,
        results.Count > 0 ? new XElement(Ns + "Range", range.Of(results.Count)) : null, new XElement(Ns + "Total", total));
}
