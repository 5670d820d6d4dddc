using System.Globalization;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Http;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>
/// MS-ASPROV §3.2.5.1: a device asks for the policy, and acknowledges it. The policy asks for nothing; that there is one lets a lost phone be told to delete its data.
/// </summary>
internal static class Provision
{
    /// <summary>MS-ASPROV §2.2.2.54.</summary>
    private const int ProtocolError = 2;
    private const int WrongKey = 5;
    private const int UnknownType = 3;
    private const string Wbxml = "MS-EAS-Provisioning-WBXML";

    private static readonly XNamespace Ns = Names.Provision;
    private static readonly XName Root = Ns + "Provision";

    public static async Task<XElement?> Answer(EasRequest request)
    {
        var body = request.Body!;
        if (body.Name != Root) throw EasFault.Of(Root, ProtocolError);
        var answer = new XElement(Root);
        if (request.Version >= EasVersion.V141 && body.Element(Names.Settings + "DeviceInformation") is { } information)
        {
            await Settings.Inform(request, information);
            answer.Add(new XElement(Names.Settings + "DeviceInformation", new XElement(Names.Settings + "Status", EasStatus.Ok)));
        }
        if (body.Element(Ns + "RemoteWipe") is not null || body.Element(Ns + "AccountOnlyRemoteWipe") is not null)
        {
            await request.Device.Wiped();
            return Ended(answer);
        }
        if (request.Standing == DeviceStanding.ToBeWiped)
        {
            Ended(answer);
            // From 16.1 on a device deletes this account's data and no other's.
            answer.Add(new XElement(Ns + (request.Version >= EasVersion.V161 ? "AccountOnlyRemoteWipe" : "RemoteWipe")));
            return answer;
        }
        var policies = body.Element(Ns + "Policies")?.Elements(Ns + "Policy").ToArray() ?? [];
        if (policies.Length != 1) throw EasFault.Of(Root, ProtocolError);
        answer.AddFirst(new XElement(Ns + "Status", EasStatus.Ok));
        answer.Add(new XElement(Ns + "Policies", await Policy(request, policies[0])));
        return Ordered(answer);
    }

    private static async Task<XElement> Policy(EasRequest request, XElement asked)
    {
        if (asked.Text(Ns + "PolicyType") is not { } type) throw EasFault.Of(Root, ProtocolError);
        if (type != Wbxml) return new(Ns + "Policy", new XElement(Ns + "PolicyType", type), new XElement(Ns + "Status", UnknownType));
        if (asked.Text(Ns + "Status") is null)
        {
            var offered = await request.Device.OfferPolicy();
            return new(Ns + "Policy", new XElement(Ns + "PolicyType", Wbxml), new XElement(Ns + "Status", EasStatus.Ok), new XElement(Ns + "PolicyKey", offered), new XElement(Ns + "Data", Document(request.Version)));
        }
        var shown = uint.TryParse(asked.Text(Ns + "PolicyKey"), NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : 0;
        return await request.Device.TakePolicy(shown) is { } taken
            ? new(Ns + "Policy", new XElement(Ns + "PolicyType", Wbxml), new XElement(Ns + "Status", EasStatus.Ok), new XElement(Ns + "PolicyKey", taken))
            : new(Ns + "Policy", new XElement(Ns + "PolicyType", Wbxml), new XElement(Ns + "Status", WrongKey));
    }

    /// <summary>MS-ASPROV §2.2.2.28: all that a device may do without being asked for it.</summary>
    private static XElement Document(EasVersion _) => new(Ns + "EASProvisionDoc", new XElement(Ns + "DevicePasswordEnabled", 0));

    private static XElement Ended(XElement answer)
    {
        answer.AddFirst(new XElement(Ns + "Status", EasStatus.Ok));
        return Ordered(answer);
    }

    /// <summary>The information's answer stands before the status (MS-ASPROV §2.2.2.43).</summary>
    private static XElement Ordered(XElement answer)
    {
        if (answer.Element(Names.Settings + "DeviceInformation") is { } information)
        {
            information.Remove();
            answer.AddFirst(information);
        }
        return answer;
    }
}
