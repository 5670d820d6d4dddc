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
        XElement? informed = null;
        if (request.Version >= EasVersion.V141 && body.Element(Names.Settings + "DeviceInformation") is { } information)
        {
            await Settings.Inform(request, information);
            informed = new XElement(Names.Settings + "DeviceInformation", new XElement(Names.Settings + "Status", EasStatus.Ok));
        }
        var wiped = body.Element(Ns + "RemoteWipe") ?? body.Element(Ns + "AccountOnlyRemoteWipe");
        if (wiped is not null) return await Wiped(request, wiped);
        return new XElement(Root, informed, new XElement(Ns + "Status", EasStatus.Ok), await Order(request, body));
    }

    /// <summary>The device says what became of its data; where it failed, it is told again (MS-ASPROV §3.2.5.1.2.2).</summary>
    private static async Task<XElement> Wiped(EasRequest request, XElement wiped)
    {
        if (wiped.Text(Ns + "Status") is not (null or "1") && request.Standing == DeviceStanding.ToBeWiped) return new(Root, new XElement(Ns + "Status", ProtocolError), new XElement(wiped.Name));
        await request.Device.Wiped();
        return new(Root, new XElement(Ns + "Status", EasStatus.Ok));
    }

    /// <summary>The policy, or that the device is to delete its data.</summary>
    private static async Task<XElement> Order(EasRequest request, XElement body)
    {
        // From 16.1 on a device deletes this account's data and no other's.
        if (request.Standing == DeviceStanding.ToBeWiped) return new XElement(Ns + (request.Version >= EasVersion.V161 ? "AccountOnlyRemoteWipe" : "RemoteWipe"));
        var policies = body.Element(Ns + "Policies")?.Elements(Ns + "Policy").ToArray() ?? [];
        if (policies.Length != 1) throw EasFault.Of(Root, ProtocolError);
        return new XElement(Ns + "Policies", await Policy(request, policies[0]));
    }

    private static async Task<XElement> Policy(EasRequest request, XElement asked)
    {
        if (asked.Text(Ns + "PolicyType") is not { } type) throw EasFault.Of(Root, ProtocolError);
        if (type != Wbxml) return new(Ns + "Policy", new XElement(Ns + "PolicyType", type), new XElement(Ns + "Status", UnknownType));
        if (asked.Text(Ns + "Status") is null)
        {
            // From 14.1 on it says with its first request what it is (MS-ASPROV §2.2.2.53).
            if (request.Version >= EasVersion.V141 && request.Body!.Element(Names.Settings + "DeviceInformation") is null) throw EasFault.Of(Root, EasStatus.DeviceInformationRequired);
            var offered = await request.Device.OfferPolicy();
            return new(Ns + "Policy", new XElement(Ns + "PolicyType", Wbxml), new XElement(Ns + "Status", EasStatus.Ok), new XElement(Ns + "PolicyKey", offered), new XElement(Ns + "Data", Document));
        }
        var shown = uint.TryParse(asked.Text(Ns + "PolicyKey"), NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : 0;
        return await request.Device.TakePolicy(shown) is { } taken
            ? new(Ns + "Policy", new XElement(Ns + "PolicyType", Wbxml), new XElement(Ns + "Status", EasStatus.Ok), new XElement(Ns + "PolicyKey", taken))
            : new(Ns + "Policy", new XElement(Ns + "PolicyType", Wbxml), new XElement(Ns + "Status", WrongKey));
    }

    /// <summary>MS-ASPROV §2.2.2.28: all that a device may do without being asked for it.</summary>
    private static XElement Document => new(Ns + "EASProvisionDoc", new XElement(Ns + "DevicePasswordEnabled", 0));
}
