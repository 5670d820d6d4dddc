using System.Xml.Linq;
using ContactOffice.ActiveSync.Http;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>MS-ASCMD §2.2.1.18: what the device tells of itself, who its user is. There is no mail here, so nobody is out of office.</summary>
internal static class Settings
{
    /// <summary>§2.2.3.177.15.</summary>
    private const int ProtocolError = 2;
    private const int AccessDenied = 3;
    private const int InvalidArguments = 5;
    private const int ConflictingArguments = 6;

    private static readonly XNamespace Ns = Names.Settings;
    private static readonly XName Root = Ns + "Settings";

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var body = request.Body!;
        // Each property stands once.
        if (body.Name != Root || !body.HasElements || body.Elements().GroupBy(asked => asked.Name).Any(same => same.Skip(1).Any())) throw EasFault.Of(Root, ProtocolError);
        var answer = new XElement(Root, new XElement(Ns + "Status", EasStatus.Ok));
        foreach (var asked in body.Elements())
        {
            if (asked.Name == Ns + "Oof") answer.Add(Oof(asked));
            else if (asked.Name == Ns + "DeviceInformation") answer.Add(await Information(request, asked));
            else if (asked.Name == Ns + "UserInformation") answer.Add(await User(request));
            else if (asked.Name == Ns + "DevicePassword" && asked.Element(Ns + "Set")?.Element(Ns + "Password") is not null) answer.Add(new XElement(asked.Name, new XElement(Ns + "Status", AccessDenied)));
            else if (asked.Name == Ns + "RightsManagementInformation" && request.Version >= EasVersion.V141 && asked.Element(Ns + "Get") is not null) answer.Add(NoRights(asked));
            else throw EasFault.Of(Root, ProtocolError);
        }
        return answer;
    }

    /// <summary>Also within Provision, as iOS does it.</summary>
    public static Task Inform(EasRequest request, XElement information) =>
        request.Device.Inform((information.Element(Ns + "Set")?.Elements() ?? []).GroupBy(told => told.Name.LocalName).ToDictionary(told => told.Key, told => told.First().Value));

    private static XElement Oof(XElement asked) => asked.Element(Ns + "Get") is not null
        ? new(asked.Name, new XElement(Ns + "Status", EasStatus.Ok), new XElement(Ns + "Get", new XElement(Ns + "OofState", 0)))
        : new(asked.Name, new XElement(Ns + "Status", asked.Element(Ns + "Set") is { } set ? Refusal(set) : ProtocolError));

    /// <summary>What is wrong with it is told rather than that it is not offered.</summary>
    private static int Refusal(XElement set)
    {
        if (set.Element(Ns + "StartTime") is null != set.Element(Ns + "EndTime") is null) return ProtocolError;
        if (set.Descendants(Ns + "BodyType").Any(type => !type.Value.Equals("Text", StringComparison.OrdinalIgnoreCase) && !type.Value.Equals("HTML", StringComparison.OrdinalIgnoreCase))) return InvalidArguments;
        // One text for everybody outside.
        var outside = set.Elements(Ns + "OofMessage").Where(message => message.Element(Ns + "AppliesToExternalKnown") is not null || message.Element(Ns + "AppliesToExternalUnknown") is not null);
        return outside.Select(message => message.Text(Ns + "ReplyMessage")).OfType<string>().Distinct().Skip(1).Any() ? ConflictingArguments : AccessDenied;
    }

    /// <summary>MS-ASRM: there is no rights management here.</summary>
    private static XElement NoRights(XElement asked) =>
        new(asked.Name, new XElement(Ns + "Status", EasStatus.IrmDisabled), new XElement(Ns + "Get", new XElement(Names.RightsManagement + "RightsManagementTemplates")));

    private static async Task<XElement> Information(EasRequest request, XElement asked)
    {
        if (asked.Element(Ns + "Set") is null) return new(asked.Name, new XElement(Ns + "Status", ProtocolError));
        await Inform(request, asked);
        return new(asked.Name, new XElement(Ns + "Status", EasStatus.Ok));
    }

    private static async Task<XElement> User(EasRequest request)
    {
        var profile = await request.Grains.Account(request.Actor).Profile();
        var address = profile.Value?.Email is { Length: > 0 } email ? email : request.Actor.Value.Contains('@', StringComparison.Ordinal) ? request.Actor.Value : null;
        XElement? addresses = null;
        if (address is not null)
            addresses = new(Ns + "EmailAddresses", new XElement(Ns + "SMTPAddress", address), request.Version >= EasVersion.V141 ? new XElement(Ns + "PrimarySmtpAddress", address) : null);
        var got = request.Version < EasVersion.V141
            ? new XElement(Ns + "Get", addresses)
            : new XElement(Ns + "Get", new XElement(Ns + "Accounts", new XElement(Ns + "Account", new XElement(Ns + "UserDisplayName", profile.Value?.DisplayName ?? request.Actor.Value), addresses)));
        return new(Ns + "UserInformation", new XElement(Ns + "Status", EasStatus.Ok), got);
    }
}
