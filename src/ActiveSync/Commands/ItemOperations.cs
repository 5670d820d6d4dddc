using System.Globalization;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Contacts;
using ContactOffice.ActiveSync.Http;
using ContactOffice.ActiveSync.Wbxml;
using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>MS-ASCMD §2.2.1.10: single contacts, whole or by the fields and bytes asked for.</summary>
internal static class ItemOperations
{
    /// <summary>§2.2.3.177.8.</summary>
    private const int ProtocolError = 2;
    private const int AccessDenied = 5;
    private const int NotFound = 6;
    private const int RangeInvalid = 8;
    private const int StoreUnknown = 9;
    private const int ConversionFailed = 14;
    private const int ActionNotSupported = 156;
    private const int MaxOperations = 500;

    private static readonly XNamespace Ns = Names.ItemOperations;
    private static readonly XName Properties = Ns + "Properties";
    private static readonly XName ConversationId = Ns + "ConversationId";

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var (root, body) = (Ns + "ItemOperations", request.Body!);
        if (body.Name != root || !body.HasElements || body.Elements().Count() > MaxOperations) throw EasFault.Of(root, ProtocolError);
        var results = new List<XElement>();
        foreach (var asked in body.Elements())
        {
            if (asked.Name == Ns + "Fetch") results.Add(await Fetch(request, asked));
            else if (asked.Name == Ns + "EmptyFolderContents") results.Add(Empty(asked));
            else if (asked.Name == Ns + "Move" && request.Version >= EasVersion.V140 && asked.Element(ConversationId) is { } conversation) results.Add(Move(asked, conversation));
            else throw EasFault.Of(root, ProtocolError);
        }
        // By the schema (MS-ASCMD §6.22) one kind after the other.
        string[] kinds = ["Move", "EmptyFolderContents", "Fetch"];
        return new XElement(root, new XElement(Ns + "Status", EasStatus.Ok), new XElement(Ns + "Response", results.OrderBy(result => Array.IndexOf(kinds, result.Name.LocalName))));
    }

    private static async Task<XElement> Fetch(EasRequest request, XElement asked)
    {
        try
        {
            return await Fetched(request, asked);
        }
        catch (FormatException)
        {
            return Failed(ProtocolError, asked);
        }
    }

    private static async Task<XElement> Fetched(EasRequest request, XElement asked)
    {
        var store = asked.Text(Ns + "Store");
        if (store is null) return Failed(ProtocolError, asked);
        if (!store.Equals("Mailbox", StringComparison.OrdinalIgnoreCase)) return Failed(store.Equals("DocumentLibrary", StringComparison.OrdinalIgnoreCase) ? AccessDenied : StoreUnknown, asked);
        var longId = asked.Text(Names.Search + "LongId");
        var (folder, serverId) = (asked.Text(Names.AirSync + "CollectionId"), asked.Text(Names.AirSync + "ServerId"));
        if (asked.Element(Names.AirSyncBase + "FileReference") is not null) return Failed(NotFound, asked);
        if (longId is null == (folder is null || serverId is null)) return Failed(ProtocolError, asked);
        if (longId is null && Folders.Find(folder) is not { IsContacts: true } || !ContactId.TryParse(longId ?? serverId, out var id)) return Failed(NotFound, asked);
        var options = asked.Element(Ns + "Options");
        var range = options?.Text(Ns + "Range") is { } text ? ReadRange(text) : null;
        if (options?.Element(Ns + "Range") is not null && range is null) return Failed(RangeInvalid, asked);
        var cards = await request.Grains.AddressBook(BookId.PrivateOf(request.Actor)).ReadCards(request.Actor, [id]);
        if (cards.Value is not [var found]) return Failed(NotFound, asked);
        if (!VCard.TryParse(found.Card, out var card, out _)) return Failed(ConversionFailed, asked);
        var notes = BodyPreference.Read(options);
        var schema = options?.Element(Ns + "Schema")?.Elements().Select(element => element.Name).ToHashSet();
        var data = await ContactData.Write(card, notes, request.Service<PhonePictures>(), schema is null ? null : schema.Contains, request.Aborted);
        if (!Cut(data, card, notes, range, request.Parts)) return Failed(RangeInvalid, asked);
        return new(Ns + "Fetch", new XElement(Ns + "Status", EasStatus.Ok), Place(asked), new XElement(Names.AirSync + "Class", "Contacts"), new XElement(Properties, data));
    }

    /// <summary>The notes by their bytes, as a range or as a part of their own.</summary>
    private static bool Cut(List<XElement> data, VCard card, BodyPreference notes, (int From, int To)? range, List<ReadOnlyMemory<byte>>? parts)
    {
        var at = data.FindIndex(element => element.Name == Names.AirSyncBase + "Body");
        if (at < 0 || range is null && parts is null) return true;
        var note = ActiveSyncCard.Read(card)["notes"][0];
        if (range is { } bytes && bytes.From >= int.Parse(data[at].Text(Names.AirSyncBase + "EstimatedDataSize")!, CultureInfo.InvariantCulture)) return false;
        data[at] = notes.Write(note, range?.From ?? 0, range is { } some ? some.To - some.From + 1 : null, parts);
        return true;
    }

    private static (int From, int To)? ReadRange(string text) =>
        text.Split('-') is [var from, var to] && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var last) && last >= first ? (first, last) : null;

    private static XElement Failed(int status, XElement asked) => new(Ns + "Fetch", new XElement(Ns + "Status", status), Place(asked));

    /// <summary>Which item the answer is about: as it was asked for, but never with what a hostile client puts into a name.</summary>
    private static IEnumerable<XElement> Place(XElement asked) =>
        new[] { Names.Search + "LongId", Names.AirSync + "CollectionId", Names.AirSync + "ServerId" }.Select(asked.Element).OfType<XElement>().Where(element => element.Value.Length > 0).Select(element => new XElement(element.Name, element.Value));

    /// <summary>The folders beside the contacts are empty; that of the contacts is not emptied at one stroke.</summary>
    private static XElement Empty(XElement asked)
    {
        var folder = Folders.Find(asked.Text(Names.AirSync + "CollectionId"));
        var status = folder is null ? NotFound : folder.IsContacts ? AccessDenied : EasStatus.Ok;
        return new(asked.Name, new XElement(Ns + "Status", status), asked.Element(Names.AirSync + "CollectionId") is { } id ? new XElement(id.Name, id.Value) : null);
    }

    /// <summary>MS-ASCON §2.2.2.10. Conversations are of mail: they move between its folders, and there are none here.</summary>
    private static XElement Move(XElement asked, XElement conversation)
    {
        var status = Folders.Find(asked.Text(Ns + "DstFldId")) is { Class: not "Email" } ? ActionNotSupported : NotFound;
        var id = new XElement(ConversationId, conversation.Value);
        if (conversation.Annotation<Opaque>() is { } bytes) id.AddAnnotation(bytes);
        return new(asked.Name, new XElement(Ns + "Status", status), id);
    }
}
