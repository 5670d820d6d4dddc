using System.Xml.Linq;
using ContactOffice.ActiveSync.Http;
using ContactOffice.ActiveSync.Wbxml;
using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.ActiveSync.Contacts;

/// <summary>Finds the people of one's groups, who are the global address list here, and one's own contacts.</summary>
internal static class People
{
    private const int Most = 500;

    /// <summary>Of a text that is searched for (MS-ASCMD §2.2.3.183), in characters.</summary>
    public const int MaxText = 256;

    /// <summary>The rows of the table that the address list shows, in the order of its code page.</summary>
    private static readonly ContactField[] GalFields =
        [.. ActiveSyncCard.Fields.Where(field => field.Gal is not null).OrderBy(field => CodePages.TryFind(Names.Gal + field.Gal!, out var place) ? place.Token : byte.MaxValue)];

    /// <summary>In order of their names.</summary>
    public static async Task<List<(GroupId Group, GroupMember Member)>> InGroups(EasRequest request, string text)
    {
        var found = new Dictionary<AccountId, (GroupId, GroupMember)>();
        foreach (var group in await request.Grains.GroupDirectory().Of(request.Actor))
        {
            if (group.Mine.Role == GroupRole.None) continue;
            var members = await request.Grains.Group(group.Id).Members(request.Actor, text, 0, Most);
            foreach (var member in members.Value?.Members ?? []) found.TryAdd(member.Account, (group.Id, member));
        }
        return [.. found.Values.OrderBy(one => one.Item2.DisplayName, StringComparer.InvariantCultureIgnoreCase)];
    }

    /// <summary>Own contacts of which each word begins a word, in order of their names, and how many there are.</summary>
    public static async Task<(BookCard[] Cards, int Total)> Contacts(EasRequest request, string text, int offset, int limit)
    {
        var book = request.Grains.AddressBook(BookId.PrivateOf(request.Actor));
        var page = await book.List(request.Actor, new BookQuery(Limit: limit, Offset: offset, Text: text));
        if (!page.IsOk || limit == 0 || page.Value.Entries.Length == 0) return ([], page.Value?.Total ?? 0);
        var cards = await book.ReadCards(request.Actor, [.. page.Value.Entries.Select(entry => entry.Id)]);
        return (cards.Value ?? [], page.Value.Total);
    }

    /// <summary>MS-ASCMD §2.2.3.139.3: a person of the address list, in the GAL page's elements.</summary>
    public static async Task<XElement[]> Gal(EasRequest request, (GroupId Group, GroupMember Member) person, GalPictures? pictures)
    {
        var (group, member) = person;
        var ns = Names.Gal;
        var (first, last) = Split(member.DisplayName);
        var elements = new List<XElement> { new(ns + "DisplayName", member.DisplayName) };
        Add("Company", member.Organisation);
        elements.Add(new XElement(ns + "Alias", member.Account.Value));
        Add("FirstName", first);
        Add("LastName", last);
        Add("EmailAddress", member.Email);
        if (pictures is not null) elements.Add(await pictures.Of(request, group, member));
        return [.. elements];

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) elements.Add(new XElement(ns + name, value));
        }
    }

    /// <summary>A contact in the elements of the address list.</summary>
    public static XElement[] AsGal(BookCard card)
    {
        if (!VCard.TryParse(card.Card, out var parsed, out _)) return [];
        var shown = ActiveSyncCard.Read(parsed);
        var elements = new List<XElement> { new(Names.Gal + "DisplayName", parsed.DisplayName) };
        foreach (var field in GalFields)
            if (shown.TryGetValue(field.Name, out var values)) elements.Add(new XElement(Names.Gal + field.Gal!, values[0]));
        return [.. elements];
    }

    private static (string First, string Last) Split(string name) => name.Trim().LastIndexOf(' ') is > 0 and var space ? (name.Trim()[..space], name.Trim()[(space + 1)..]) : ("", name.Trim());

    /// <summary>The contact, for answers that hold its elements.</summary>
    public static Task<List<XElement>> Data(EasRequest request, BookCard card, BodyPreference notes, Func<XName, bool>? wanted = null) =>
        VCard.TryParse(card.Card, out var parsed, out _) ? ContactData.Write(parsed, notes, request.Service<PhonePictures>(), wanted, request.Aborted) : Task.FromResult<List<XElement>>([]);
}

/// <summary>How many pictures an answer holds, and how large each is (MS-ASCMD §2.2.3.129.2 and §2.2.3.135.2).</summary>
/// <param name="ns">Of the elements.</param>
internal sealed class GalPictures(XNamespace ns, int maxBytes, int maxCount)
{
    private const int MostBytes = 100 * 1024;
    private const int LeastCost = 16 * 1024;
    private long room = 8 * 1024 * 1024;
    private int given;

    /// <summary>Null where the request does not ask for pictures.</summary>
    /// <param name="ns">Of the answer's elements.</param>
    /// <exception cref="FormatException">A limit that is no number.</exception>
    public static GalPictures? Read(XElement? asked, XNamespace ns) =>
        asked is null ? null : new(ns, asked.Number(asked.Name.Namespace + "MaxSize") ?? int.MaxValue, asked.Number(asked.Name.Namespace + "MaxPictures") ?? int.MaxValue);

    public Task<XElement> Of(EasRequest request, GroupId group, GroupMember member) =>
        Of(request, member.Picture is not null, async () => (await request.Grains.Group(group).Picture(request.Actor, member.Account)).Value?.Jpeg);

    /// <summary>A contact's.</summary>
    public Task<XElement> Of(EasRequest request, ContactId contact, bool hasPicture) => Of(request, hasPicture, async () =>
        (await request.Grains.AddressBook(BookId.PrivateOf(request.Actor)).ReadCards(request.Actor, [contact])).Value is [var card] && VCard.TryParse(card.Card, out var parsed, out _) ? ActiveSyncCard.Picture(parsed) : null);

    private async Task<XElement> Of(EasRequest request, bool hasPicture, Func<Task<byte[]?>> read)
    {
        if (!hasPicture) return Status(EasStatus.NoPicture);
        if (given >= maxCount || room <= 0) return Status(EasStatus.PictureLimitReached);
        if (await read() is not { } picture) return Status(EasStatus.NoPicture);
        var small = await request.Service<PhonePictures>().Smaller(picture, Math.Min(maxBytes, MostBytes), request.Aborted);
        room -= Math.Max(small?.Length ?? 0, LeastCost);
        if (small is null) return Status(EasStatus.PictureTooLarge);
        given++;
        var data = new XElement(ns + "Data");
        data.AddAnnotation(new Wbxml.Opaque(small));
        return new(ns + "Picture", new XElement(ns + "Status", EasStatus.Ok), data);

        XElement Status(int status) => new(ns + "Picture", new XElement(ns + "Status", status));
    }
}
