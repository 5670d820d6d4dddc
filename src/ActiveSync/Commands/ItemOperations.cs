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
    private const int TooLarge = 11;
    private const int ConversionFailed = 14;
    private const int ActionNotSupported = 156;
    private const int MaxOperations = 500;

    /// <summary>Of contacts that are read, and of what is answered of them.</summary>
    private const long MaxBytes = 32 * 1024 * 1024;

    private static readonly XNamespace Ns = Names.ItemOperations;
    private static readonly XName ConversationId = Ns + "ConversationId";

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var (root, body) = (Ns + "ItemOperations", request.Body!);
        if (body.Name != root || !body.HasElements) throw EasFault.Of(root, ProtocolError);
        if (body.Elements().Count() > MaxOperations) throw EasFault.Of(root, TooLarge); // §3.1.5.10
        var results = new List<XElement>();
        var room = MaxBytes;
        foreach (var asked in body.Elements())
        {
            if (asked.Name == Ns + "Fetch")
            {
                var (result, bytes) = room > 0 ? await Fetch(request, asked) : (Failed(TooLarge, asked), 0);
                results.Add(result);
                room -= bytes;
            }
            else if (asked.Name == Ns + "EmptyFolderContents") results.Add(Empty(asked));
            else if (asked.Name == Ns + "Move" && request.Version >= EasVersion.V140 && asked.Element(ConversationId) is { } conversation) results.Add(Move(asked, conversation));
            else throw EasFault.Of(root, ProtocolError);
        }
        // By the schema (MS-ASCMD §6.22) one kind after the other.
        string[] kinds = ["Move", "EmptyFolderContents", "Fetch"];
        return new XElement(root, new XElement(Ns + "Status", EasStatus.Ok), new XElement(Ns + "Response", results.OrderBy(result => Array.IndexOf(kinds, result.Name.LocalName))));
    }

    private static async Task<(XElement Result, long Bytes)> Fetch(EasRequest request, XElement asked)
    {
        try
        {
            var (wrong, id, range) = Read(asked);
            if (wrong != 0) return (Failed(wrong, asked), 0);
            var cards = await request.Grains.AddressBook(BookId.PrivateOf(request.Actor)).ReadCards(request.Actor, [id]);
            if (cards.Value is not [var found]) return (Failed(NotFound, asked), 0);
            var data = await Properties(request, found, asked.Element(Ns + "Options"), range);
            return data.Status != EasStatus.Ok ? (Failed(data.Status, asked), found.Card.Length)
                : (new(Ns + "Fetch", new XElement(Ns + "Status", EasStatus.Ok), Place(asked), new XElement(Names.AirSync + "Class", "Contacts"), new XElement(Ns + "Properties", data.Elements)), Math.Max(data.Bytes, found.Card.Length));
        }
        catch (FormatException)
        {
            return (Failed(ProtocolError, asked), 0);
        }
    }

    /// <summary>What is wrong with it, as a status; 0 for nothing.</summary>
    private static (int Wrong, ContactId Id, (int From, int To)? Range) Read(XElement asked)
    {
        var store = asked.Text(Ns + "Store");
        if (store is null) return (ProtocolError, default, null);
        if (!store.Equals("Mailbox", StringComparison.OrdinalIgnoreCase)) return (store.Equals("DocumentLibrary", StringComparison.OrdinalIgnoreCase) ? AccessDenied : StoreUnknown, default, null);
        var longId = asked.Text(Names.Search + "LongId");
        var (folder, serverId) = (asked.Text(Names.AirSync + "CollectionId"), asked.Text(Names.AirSync + "ServerId"));
        if (asked.Element(Names.AirSyncBase + "FileReference") is not null) return (NotFound, default, null);
        if (longId is null == (folder is null || serverId is null)) return (ProtocolError, default, null);
        if (longId is null && Folders.Find(folder) is not { IsContacts: true } || !ContactId.TryParse(longId ?? serverId, out var id)) return (NotFound, default, null);
        if (asked.Element(Ns + "Options")?.Text(Ns + "Range") is not { } text) return (0, id, null);
        return ReadRange(text) is { } range ? (0, id, range) : (RangeInvalid, default, null);
    }

    private static async Task<(int Status, List<XElement> Elements, long Bytes)> Properties(EasRequest request, BookCard found, XElement? options, (int From, int To)? range)
    {
        if (!VCard.TryParse(found.Card, out var card, out _)) return (ConversionFailed, [], 0);
        var notes = BodyPreference.Read(options);
        if (notes.TruncationSize is not null) await request.Device.Remember(new(null, null, Notes: notes.Form));
        var schema = options?.Element(Ns + "Schema")?.Elements().Select(element => element.Name).ToHashSet();
        var data = await ContactData.Write(card, notes, request.Service<PhonePictures>(), schema is null ? null : schema.Contains, request.Aborted);
        var given = request.Parts?.Count ?? 0;
        if (!Cut(data, card, notes, range, request.Parts)) return (RangeInvalid, [], 0);
        var bytes = data.Sum(element => element.DescendantNodes().OfType<XText>().Sum(text => (long)text.Value.Length)) + (request.Parts?.Skip(given).Sum(part => (long)part.Length) ?? 0);
        return (EasStatus.Ok, data, bytes);
    }

    /// <summary>The notes by their bytes, as a range or as a part of their own.</summary>
    private static bool Cut(List<XElement> data, VCard card, BodyPreference notes, (int From, int To)? range, List<ReadOnlyMemory<byte>>? parts)
    {
        var at = data.FindIndex(element => element.Name == Names.AirSyncBase + "Body");
        if (at < 0 || range is null && parts is null) return true;
        var note = ActiveSyncCard.Read(card)["notes"][0];
        if (range is { } bytes && bytes.From >= int.Parse(data[at].Text(Names.AirSyncBase + "EstimatedDataSize")!, CultureInfo.InvariantCulture)) return false;
        data[at] = notes.Write(note, range?.From ?? 0, range is { } some ? (long)some.To - some.From + 1 : null, parts);
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
