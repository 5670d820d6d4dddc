using System.Xml.Linq;
using ContactOffice.ActiveSync.Contacts;
using ContactOffice.ActiveSync.Http;
using ContactOffice.Formats;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>MS-ASCMD §2.2.1.15: whom a name that was typed may mean, of the people of one's groups and of one's contacts.</summary>
internal static class ResolveRecipients
{
    /// <summary>§2.2.3.177.13.</summary>
    private const int Ambiguous = 2;
    private const int Nobody = 4;
    private const int ProtocolError = 5;
    private const int MaxNames = 100;
    private const int MaxFound = 19;
    private const int FromGal = 1;
    private const int FromContacts = 2;

    private static readonly XNamespace Ns = Names.ResolveRecipients;

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var (root, body) = (Ns + "ResolveRecipients", request.Body!);
        var names = body.Elements(Ns + "To").Select(to => to.Value).ToArray();
        if (body.Name != root || names.Length is 0 or > MaxNames) throw EasFault.Of(root, ProtocolError);
        var answer = new XElement(root, new XElement(Ns + "Status", EasStatus.Ok));
        foreach (var name in names) answer.Add(await Response(request, name));
        return answer;
    }

    private static async Task<XElement> Response(EasRequest request, string name)
    {
        var found = new List<(int Type, string Name, string Address)>();
        if (name.Trim().Length > 0)
        {
            foreach (var (_, member) in await People.InGroups(request, name.Trim()))
                if (!string.IsNullOrEmpty(member.Email)) found.Add((FromGal, member.DisplayName, member.Email));
            foreach (var card in (await People.Contacts(request, name.Trim(), 0, MaxFound + 1)).Cards)
                if (VCard.TryParse(card.Card, out var parsed, out _) && ActiveSyncCard.Read(parsed).TryGetValue("email1", out var address)) found.Add((FromContacts, parsed.DisplayName, address[0]));
        }
        var status = found.Count switch { 0 => Nobody, 1 => EasStatus.Ok, _ => Ambiguous };
        return new(Ns + "Response", new XElement(Ns + "To", name), new XElement(Ns + "Status", status), new XElement(Ns + "RecipientCount", found.Count),
            found.Take(MaxFound).Select(one => new XElement(Ns + "Recipient", new XElement(Ns + "Type", one.Type), new XElement(Ns + "DisplayName", one.Name), new XElement(Ns + "EmailAddress", one.Address))));
    }
}
