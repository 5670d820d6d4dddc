using System.Text.Json.Nodes;
using System.Xml.Linq;
using ContactOffice.Protocol.Tests.ActiveSync;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests;

/// <summary>What an account's holder and administrators see of devices that synchronise over ActiveSync, and do with them.</summary>
public sealed class DeviceTests(OneServer server)
{
    private const string Phone = "ApplABC123";
    private const int DeviceBlocked = 129;
    private const int RemoteWipeRequested = 140;
    private static readonly XNamespace Folders = "FolderHierarchy";
    private static readonly XNamespace Settings = "Settings";
    private static readonly XNamespace Provisioning = "Provision";

    private static readonly XElement FolderSync = new(Folders + "FolderSync", new XElement(Folders + "SyncKey", "0"));

    [Fact]
    public async Task A_device_appears_as_it_describes_itself_and_without_its_numbers()
    {
        var person = await server.NewPerson();
        Assert.Empty(await Listed(person.Rest, "/me/devices"));
        await Say(person.Rest, "FolderSync", FolderSync);
        await Say(person.Rest, "Settings", new(Settings + "Settings", new XElement(Settings + "DeviceInformation", new XElement(Settings + "Set",
            new XElement(Settings + "Model", "iPhone14C5"), new XElement(Settings + "IMEI", "490154203237518"), new XElement(Settings + "FriendlyName", "Ada’s phone"),
            new XElement(Settings + "OS", "iOS 17.4"), new XElement(Settings + "PhoneNumber", "+3225550100")))));

        var reply = await person.Rest.Get("/me/devices").Expect(200);
        Assert.Equal(1, (int)reply.Json["total"]!);
        var device = Assert.Single(reply.Json["items"]!.AsArray())!;
        Assert.Equal((Phone, "iPhone", "Ada’s phone", "iPhone14C5", "iOS 17.4"), (Text(device, "id"), Text(device, "type"), Text(device, "name"), Text(device, "model"), Text(device, "system")));
        Assert.Equal((person.UserName, "Apple-iPhone14C5/2104.1", "14.1", "allowed"), (Text(device, "userName"), Text(device, "agent"), Text(device, "version"), Text(device, "state")));
        Assert.NotNull(device["lastSeen"]);
        Assert.Null(device["lastSync"]);
        Assert.DoesNotContain("490154203237518", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("3225550100", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blocked_device_is_refused_until_it_is_allowed()
    {
        var person = await server.NewPerson();
        await Say(person.Rest, "FolderSync", FolderSync);
        Assert.Equal("blocked", await Order(person.Rest, $"/me/devices/{Phone}", "blocked"));
        Assert.Equal(DeviceBlocked, await Status(person.Rest));
        Assert.Equal("blocked", await State(person));
        Assert.Equal("allowed", await Order(person.Rest, $"/me/devices/{Phone}", "allowed"));
        Assert.Equal(1, await Status(person.Rest));
    }

    [Fact]
    public async Task A_device_is_told_to_delete_its_data_and_says_that_it_does()
    {
        var person = await server.NewPerson();
        await Say(person.Rest, "FolderSync", FolderSync);
        Assert.Equal("wiping", await Order(person.Rest, $"/me/devices/{Phone}", "wiping"));
        Assert.Equal(RemoteWipeRequested, await Status(person.Rest));
        var told = await Say(person.Rest, "Provision", new(Provisioning + "Provision"));
        Assert.NotNull(told.Element(Provisioning + "RemoteWipe"));
        Assert.Equal("wiping", await State(person));
        await Say(person.Rest, "Provision", new(Provisioning + "Provision", new XElement(Provisioning + "RemoteWipe", new XElement(Provisioning + "Status", 1))));
        Assert.Equal("wiped", await State(person));
        // Found again with a password that is good, it stays away until somebody allows it.
        Assert.Equal(DeviceBlocked, await Status(person.Rest));
        await Order(person.Rest, $"/me/devices/{Phone}", "allowed");
        Assert.Equal(1, await Status(person.Rest));
    }

    [Fact]
    public async Task A_device_that_could_not_delete_its_data_is_told_again()
    {
        var person = await server.NewPerson();
        await Say(person.Rest, "FolderSync", FolderSync);
        await Order(person.Rest, $"/me/devices/{Phone}", "wiping");
        var told = await Say(person.Rest, "Provision", new(Provisioning + "Provision", new XElement(Provisioning + "RemoteWipe", new XElement(Provisioning + "Status", 2))));
        Assert.Equal("2", told.Element(Provisioning + "Status")!.Value);
        Assert.NotNull(told.Element(Provisioning + "RemoteWipe"));
        Assert.Equal("wiping", await State(person));
    }

    [Fact]
    public async Task A_wipe_that_the_device_has_not_heard_of_can_be_taken_back()
    {
        var person = await server.NewPerson();
        await Say(person.Rest, "FolderSync", FolderSync);
        await Order(person.Rest, $"/me/devices/{Phone}", "wiping");
        await Order(person.Rest, $"/me/devices/{Phone}", "allowed");
        Assert.Equal(1, await Status(person.Rest));
    }

    [Fact]
    public async Task A_removed_device_is_gone_and_comes_back_as_a_new_one()
    {
        var person = await server.NewPerson();
        await Say(person.Rest, "FolderSync", FolderSync);
        await Order(person.Rest, $"/me/devices/{Phone}", "blocked");
        await person.Rest.Delete($"/me/devices/{Phone}").Expect(204);
        Assert.Empty(await Listed(person.Rest, "/me/devices"));
        await person.Rest.Delete($"/me/devices/{Phone}").ExpectProblem(404, "not-found");
        await person.Rest.Patch($"/me/devices/{Phone}").Json(new { state = "allowed" }).ExpectProblem(404, "not-found");
        Assert.Equal(1, await Status(person.Rest));
        Assert.Equal("allowed", await State(person));
    }

    [Fact]
    public async Task An_order_is_one_of_three()
    {
        var person = await server.NewPerson();
        await Say(person.Rest, "FolderSync", FolderSync);
        foreach (var body in (object[])[new { }, new { state = "wiped" }, new { state = "lost" }, new { state = 1 }])
        {
            var problem = await person.Rest.Patch($"/me/devices/{Phone}").Json(body).ExpectProblem(422, "invalid");
            Assert.Equal("state", (string?)problem["errors"]![0]!["path"]);
        }
        Assert.Equal("allowed", await State(person));
        foreach (var id in (string[])["%01", "a%2Fb", "é", new string('x', 65)])
            await person.Rest.Patch($"/me/devices/{id}").Json(new { state = "blocked" }).ExpectProblem(404, "not-found");
    }

    [Fact]
    public async Task Nobody_sees_or_orders_the_devices_of_others()
    {
        var (person, other) = (await server.NewPerson(), await server.NewPerson());
        await Say(person.Rest, "FolderSync", FolderSync);
        Assert.Empty(await Listed(other.Rest, "/me/devices"));
        await other.Rest.Patch($"/me/devices/{Phone}").Json(new { state = "wiping" }).ExpectProblem(404, "not-found");
        await other.Rest.Delete($"/me/devices/{Phone}").ExpectProblem(404, "not-found");
        await other.Rest.Get("/devices").ExpectProblem(403, "forbidden");
        await other.Rest.Patch($"/accounts/{person.UserName}/devices/{Phone}").Json(new { state = "wiping" }).ExpectProblem(403, "forbidden");
        await other.Rest.Delete($"/accounts/{person.UserName}/devices/{Phone}").ExpectProblem(403, "forbidden");
        await new Rest(server.Node.Address).Get("/me/devices").Expect(401);
        await new Rest(server.Node.Address).Get("/devices").Expect(401);
        Assert.Equal("allowed", await State(person));
        // The same name is another device in another account.
        await Say(other.Rest, "FolderSync", FolderSync);
        await Order(other.Rest, $"/me/devices/{Phone}", "blocked");
        Assert.Equal("allowed", await State(person));
    }

    [Fact]
    public async Task An_administrator_sees_and_orders_the_devices_of_all()
    {
        var (person, administrator) = (await server.NewPerson(), server.Administrator.Rest);
        await Say(person.Rest, "FolderSync", FolderSync);
        Assert.Contains(await Listed(administrator, "/devices?limit=500"), device => Text(device!, "userName") == person.UserName && Text(device!, "id") == Phone);
        var path = $"/accounts/{person.UserName}/devices/{Phone}";
        Assert.Equal("blocked", await Order(administrator, path, "blocked"));
        Assert.Equal(DeviceBlocked, await Status(person.Rest));
        await administrator.Delete(path).Expect(204);
        await administrator.Delete(path).ExpectProblem(404, "not-found");
        await administrator.Patch(path).Json(new { state = "allowed" }).ExpectProblem(404, "not-found");
        await administrator.Delete($"/accounts/no-such-account/devices/{Phone}").ExpectProblem(404, "not-found");
        Assert.Empty(await Listed(person.Rest, "/me/devices"));
    }

    [Fact]
    public async Task Devices_are_read_in_pages_and_found_by_their_names_and_their_owners()
    {
        var person = await server.NewPerson();
        var ids = Enumerable.Range(1, 5).Select(n => $"{person.UserName.ToUpperInvariant()}{n}").ToArray();
        foreach (var id in ids) await Say(person.Rest, "FolderSync", FolderSync, id);
        await Say(person.Rest, "Settings", new(Settings + "Settings", new XElement(Settings + "DeviceInformation", new XElement(Settings + "Set",
            new XElement(Settings + "Model", "Fairphone 5"), new XElement(Settings + "IMEI", "490154203237518"), new XElement(Settings + "FriendlyName", "Zoë’s other phone")))), ids[2]);

        foreach (var (rest, path) in ((Rest, string)[])[(person.Rest, "/me/devices?q="), (server.Administrator.Rest, $"/devices?q={person.UserName}+")])
        {
            var seen = new List<string?>();
            for (var offset = 0; offset < 5; offset += 2)
            {
                var page = (await rest.Get($"{path}&offset={offset}&limit=2").Expect(200)).Json;
                Assert.Equal(5, (int)page["total"]!);
                seen.AddRange(page["items"]!.AsArray().Select(device => Text(device!, "id")));
            }
            Assert.Equal(ids, seen.Order(StringComparer.Ordinal));
            foreach (var words in (string[])["zoe", "fairp+5", ids[2].ToLowerInvariant()])
                Assert.Equal(ids[2], Text(Assert.Single(await Listed(rest, path + words))!, "id"));
            Assert.Empty(await Listed(rest, $"{path}490154203237518"));
            Assert.Empty(await Listed(rest, $"{path}&offset=2147483647"));
            foreach (var (wrong, where) in ((string, string)[])[("limit=0", "limit"), ("limit=501", "limit"), ("offset=-1", "offset")])
                Assert.Equal(where, (string?)(await rest.Get($"{path}&{wrong}").ExpectProblem(422, "invalid"))["errors"]![0]!["path"]);
        }
        Assert.Empty(await Listed((await server.NewPerson()).Rest, $"/me/devices?q={person.UserName}"));
        // An owner is found by the name that people use.
        await person.Rest.Patch("/me").Json(new { displayName = $"Owner{person.UserName} Quux" }).Expect(200);
        Assert.Equal(5, (await Listed(server.Administrator.Rest, $"/devices?q=quux+Owner{person.UserName}")).Count);
    }

    [Fact]
    public async Task An_app_password_synchronises_and_has_no_say_over_devices()
    {
        var person = await server.NewPerson();
        var device = await Device(person);
        Assert.Equal(1, await Status(device));
        await device.Get("/me/devices").ExpectProblem(403, "forbidden");
        await device.Patch($"/me/devices/{Phone}").Json(new { state = "allowed" }).ExpectProblem(403, "forbidden");
        await device.Delete($"/me/devices/{Phone}").ExpectProblem(403, "forbidden");
        var administrators = await Device(server.Administrator);
        await administrators.Get("/devices").ExpectProblem(403, "forbidden");
        await administrators.Patch($"/accounts/{person.UserName}/devices/{Phone}").Json(new { state = "wiping" }).ExpectProblem(403, "forbidden");
        await administrators.Delete($"/accounts/{person.UserName}/devices/{Phone}").ExpectProblem(403, "forbidden");
        Assert.Equal("allowed", await State(person));
    }

    private async Task<Rest> Device(Person person)
    {
        var issued = await person.Rest.Post("/me/app-passwords").Json(new { name = "Phone" }).Expect(201);
        return new Rest(server.Node.Address).Basic(person.UserName, (string)issued.Json["secret"]!);
    }

    private static async Task<JsonArray> Listed(Rest rest, string path) => (await rest.Get(path).Expect(200)).Json["items"]!.AsArray();

    private static string? Text(JsonNode device, string member) => (string?)device[member];

    private static async Task<string?> State(Person person) => Text(Assert.Single(await Listed(person.Rest, "/me/devices"))!, "state");

    private static async Task<string?> Order(Rest rest, string path, string state) => Text((await rest.Patch(path).Json(new { state }).Expect(200)).Json, "state");

    /// <summary>What the phone hears when it asks for its folders.</summary>
    private static async Task<int> Status(Rest rest) => (int)(await Say(rest, "FolderSync", FolderSync)).Element(Folders + "Status")!;

    private static async Task<XElement> Say(Rest rest, string command, XElement message, string device = Phone)
    {
        var body = new ByteArrayContent(Wbxml.Write(message));
        var reply = await rest.Post($"//Microsoft-Server-ActiveSync?Cmd={command}&User=me&DeviceId={device}&DeviceType=iPhone").Body(body, "application/vnd.ms-sync.wbxml")
            .With("MS-ASProtocolVersion", "14.1").With("User-Agent", "Apple-iPhone14C5/2104.1").Expect(200);
        return Wbxml.Read(reply.Bytes);
    }
}
