using System.Globalization;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Contacts;
using ContactOffice.ActiveSync.Http;
using ContactOffice.Formats;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>
/// MS-ASCMD §2.2.1.15: whom a name that was typed may mean, of the people of one's groups and of one's contacts. Nobody has certificates or a calendar here, and is said to have none.
/// </summary>
internal static class ResolveRecipients
{
    /// <summary>§2.2.3.177.12.</summary>
    private const int Ambiguous = 2;
    private const int AmbiguousInPart = 3;
    private const int Nobody = 4;
    private const int ProtocolError = 5;
    private const int NoCertificate = 7;
    private const int MaxNames = 100;
    private const int MaxFound = 100;
    private const int DefaultFound = 19;
    private const int MaxLimit = 9999;
    private const int LeastMinutes = 30;
    private const int FromGal = 1;
    private const int FromContacts = 2;

    private static readonly XNamespace Ns = Names.ResolveRecipients;
    private static readonly XName Root = Ns + "ResolveRecipients";

    /// <summary>One that a name may mean.</summary>
    /// <param name="Picture">Makes the element; called where pictures are asked for.</param>
    private sealed record Recipient(int Type, string Name, string Address, Func<GalPictures, Task<XElement>> Picture);

    /// <summary>§2.2.3.125.4.</summary>
    private sealed record Wishes(int MostFound, bool Certificates, bool Availability, GalPictures? Pictures);

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var body = request.Body!;
        var names = body.Elements(Ns + "To").Select(to => to.Value).ToArray();
        if (body.Name != Root || names.Length is 0 or > MaxNames || Array.Exists(names, name => name.Length > People.MaxText)) throw EasFault.Of(Root, ProtocolError);
        var wishes = Read(body.Element(Ns + "Options"), request.Version);
        var answer = new XElement(Root, new XElement(Ns + "Status", EasStatus.Ok));
        var known = new Dictionary<string, List<Recipient>>();
        foreach (var name in names)
        {
            if (!known.TryGetValue(name.Trim(), out var found)) known[name.Trim()] = found = await Find(request, name.Trim());
            answer.Add(await Response(request, name, found, wishes));
        }
        return answer;
    }

    private static Wishes Read(XElement? options, EasVersion version)
    {
        if (options is null) return new(DefaultFound, false, false, null);
        try
        {
            int? Limit(string name) => options.Number(Ns + name) is var limit && limit > MaxLimit ? throw new FormatException($"{name} is at most {MaxLimit}.") : limit;
            var most = Limit("MaxAmbiguousRecipients") ?? DefaultFound;
            _ = Limit("MaxCertificates");
            var certificates = options.Number(Ns + "CertificateRetrieval") ?? 1;
            if (certificates is < 1 or > 3) throw new FormatException($"There is no CertificateRetrieval {certificates}.");
            var availability = version >= EasVersion.V140 ? options.Element(Ns + "Availability") : null;
            if (availability is not null) Check(availability);
            var pictures = version >= EasVersion.V141 ? GalPictures.Read(options.Element(Ns + "Picture"), Ns) : null;
            return new(Math.Min(most, MaxFound), certificates > 1, availability is not null, pictures);
        }
        catch (FormatException)
        {
            throw EasFault.Of(Root, ProtocolError);
        }
    }

    /// <summary>§2.2.3.61.1 and §2.2.3.176.1.</summary>
    private static void Check(XElement availability)
    {
        var start = Time(availability, "StartTime");
        if (availability.Element(Ns + "EndTime") is not null && Time(availability, "EndTime") - start < TimeSpan.FromMinutes(LeastMinutes)) throw new FormatException("It ends too soon.");
    }

    private static DateTimeOffset Time(XElement availability, string name) =>
        DateTimeOffset.TryParse(availability.Text(Ns + name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw new FormatException($"{name} is no time.");

    private static async Task<XElement> Response(EasRequest request, string name, List<Recipient> found, Wishes wishes)
    {
        // What nobody can choose from has neither certificates nor times.
        var isPart = found.Count > 1 && found.Count > wishes.MostFound;
        var status = found.Count switch { 0 => Nobody, 1 => EasStatus.Ok, _ => isPart ? AmbiguousInPart : Ambiguous };
        var response = new XElement(Ns + "Response", new XElement(Ns + "To", name), new XElement(Ns + "Status", status), new XElement(Ns + "RecipientCount", found.Count));
        foreach (var recipient in isPart ? found.Take(wishes.MostFound) : found)
        {
            response.Add(new XElement(Ns + "Recipient", new XElement(Ns + "Type", recipient.Type), new XElement(Ns + "DisplayName", recipient.Name), new XElement(Ns + "EmailAddress", recipient.Address),
                wishes.Availability && status == EasStatus.Ok ? new XElement(Ns + "Availability", new XElement(Ns + "Status", EasStatus.NoAvailability)) : null,
                wishes.Certificates && status == EasStatus.Ok ? new XElement(Ns + "Certificates", new XElement(Ns + "Status", NoCertificate), new XElement(Ns + "CertificateCount", 0)) : null,
                wishes.Pictures is { } pictures ? await recipient.Picture(pictures) : null));
        }
        return response;
    }

    private static async Task<List<Recipient>> Find(EasRequest request, string name)
    {
        var found = new List<Recipient>();
        if (name.Length == 0) return found;
        foreach (var (group, member) in await People.InGroups(request, name))
            if (!string.IsNullOrEmpty(member.Email)) found.Add(new(FromGal, member.DisplayName, member.Email, pictures => pictures.Of(request, group, member)));
        foreach (var card in (await People.Contacts(request, name, 0, MaxFound)).Cards)
        {
            if (!VCard.TryParse(card.Card, out var parsed, out _) || !ActiveSyncCard.Read(parsed).TryGetValue("email1", out var address)) continue;
            var (id, hasPicture) = (card.Id, ActiveSyncCard.Picture(parsed) is not null); // all that is kept of it
            found.Add(new(FromContacts, parsed.DisplayName, address[0], pictures => pictures.Of(request, id, hasPicture)));
        }
        return found;
    }
}
