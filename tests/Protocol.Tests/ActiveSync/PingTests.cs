using System.Xml.Linq;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.ActiveSync.EasClient;
using static ContactOffice.Protocol.Tests.ActiveSync.Edit;

namespace ContactOffice.Protocol.Tests.ActiveSync;

public sealed class PingTests(OneServer server, Decoded decoded) : IClassFixture<Decoded>
{
    private static readonly XNamespace Ns = "Ping";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static XElement Ping(string? seconds, params string[] folders) => new(Ns + "Ping", seconds is null ? null : new XElement(Ns + "HeartbeatInterval", seconds),
        folders.Length == 0 ? null : new XElement(Ns + "Folders", folders.Select(id => new XElement(Ns + "Folder", new XElement(Ns + "Id", id), new XElement(Ns + "Class", "Contacts")))));

    private static string Told(EasReply reply) => string.Join(' ', reply.Body!.Elements().Select(element => element.Value));

    [Theory]
    [InlineData("12.1")]
    [InlineData("14.1")]
    [InlineData("16.1")]
    public async Task It_waits_and_names_the_folder_when_another_client_changes_something(string version)
    {
        var (alice, phone) = await decoded.NewPhone(server, version);
        await phone.Begin();
        await phone.Add(C("LastName", "My own is no news"));
        var waiting = phone.Client.Send(Ping("300", ContactsId, "2"));
        await Task.Delay(200);
        Assert.False(waiting.IsCompleted);
        var id = await alice.Add(Cards.Of("News"));
        var woken = await waiting.WaitAsync(Patience);
        Assert.Equal("2 1", Told(woken));
        Assert.Equal(("16.1", "private", "nosniff"), (woken.Header("MS-Server-ActiveSync"), woken.Header("Cache-Control"), woken.Header("X-Content-Type-Options")));
        // Until it is fetched it is news.
        Assert.Equal("2 1", Told(await phone.Client.Send(Ping("300", ContactsId)).WaitAsync(Patience)));
        Assert.Equal(1, await phone.Fetch());
        // Without a body: as it was asked last.
        waiting = phone.Client.Post("Ping", []);
        await Task.Delay(200);
        Assert.False(waiting.IsCompleted);
        await alice.Rest.Delete($"/contacts/{id}").Expect(204);
        Assert.Equal("2 1", Told(await waiting.WaitAsync(Patience)));
        // Other folders alone: nothing is ever new, but the heartbeat's limits hold.
        Assert.False(await Task.WhenAny(phone.Client.Send(Ping("60", "2")), Task.Delay(200)) is Task<EasReply>);
    }

    [Fact]
    public async Task What_is_wrong_with_it_is_told()
    {
        var (_, phone) = await decoded.NewPhone(server);
        async Task<string> Answer(XElement? ping) => Told(ping is null ? await phone.Client.Post("Ping", []) : await phone.Client.Send(ping));
        Assert.Equal("3", await Answer(null));
        Assert.Equal("3", await Answer(Ping("60")));
        Assert.Equal("3", await Answer(Ping(null, ContactsId)));
        Assert.Equal("5 60", await Answer(Ping("59", ContactsId)));
        Assert.Equal("5 60", await Answer(Ping("0", ContactsId)));
        Assert.Equal("5 3540", await Answer(Ping("3541", ContactsId)));
        Assert.Equal("5 3540", await Answer(Ping("99999999", ContactsId)));
        Assert.Equal("6 300", await Answer(Ping("60", [.. Enumerable.Range(1, 301).Select(i => $"{i}")])));
        Assert.Equal("7", await Answer(Ping("60", ContactsId, "77")));
        Assert.Equal("5 60", await Answer(Ping("-1", ContactsId)));
        Assert.Equal("5 60", await Answer(Ping("-100", ContactsId)));
        Assert.Equal("4", await Answer(Ping("soon", ContactsId)));
        Assert.Equal("4", await Answer(new XElement(Ns + "Ping", new XElement(Ns + "HeartbeatInterval", "60"), new XElement(Ns + "Folders", new XElement(Ns + "Folder", new XElement(Ns + "Class", "Contacts"))))));
    }

    [Fact]
    public async Task A_slash_behind_the_address_changes_nothing()
    {
        var (_, phone) = await decoded.NewPhone(server);
        var address = $"{Address}/?Cmd=Ping&User=x&DeviceId={phone.Client.DeviceId}&DeviceType=Phone";
        var reply = await phone.Client.Send(new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent([]) }, "Ping");
        Assert.Equal(200, reply.Http);
    }

    [Fact]
    public async Task A_device_that_has_not_synchronised_is_told_of_what_changes_from_now_on()
    {
        var (alice, phone) = await decoded.NewPhone(server);
        await alice.Add(Cards.Of("Old"));
        var waiting = phone.Client.Send(Ping("300", ContactsId));
        await Task.Delay(200);
        Assert.False(waiting.IsCompleted);
        // From when on nobody tells: on a busy machine the request may come to wait later.
        await Eventually.Holds(async () =>
        {
            await alice.Add(Cards.Of("New"));
            return waiting.IsCompleted;
        });
        Assert.Equal("2 1", Told(await waiting));
    }
}
