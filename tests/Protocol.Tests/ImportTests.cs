using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests;

public sealed class ImportTests(OneServer server)
{
    private const string Mixed =
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:Good\r\nEND:VCARD\r\n"
        + "this is no card\r\n"
        + "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:Same UID\r\nEND:VCARD\r\n"
        + "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Without UID\r\nEND:VCARD\r\n"
        + "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cut off\r\n";

    [Fact]
    public async Task An_import_tells_of_each_record_that_was_not_simply_imported()
    {
        var person = await server.NewPerson();
        var report = (await person.Rest.Post("/books/private/import").Card(Mixed).Expect(200)).Json;
        Assert.Equal("finished", (string?)report["state"]);
        Assert.Equal("private", (string?)report["environment"]);
        Assert.Equal((2, 1, 2), ((int)report["imported"]!, (int)report["skipped"]!, (int)report["broken"]!));
        Assert.Equal(Encoding.UTF8.GetByteCount(Mixed), (long)report["bytesRead"]!);
        Assert.Equal(Encoding.UTF8.GetByteCount(Mixed), (long)report["totalBytes"]!);
        var records = report["records"]!.AsArray();
        Assert.Contains(records, record => Is(record, 6, "broken"));
        Assert.Contains(records, record => Is(record, 7, "skipped"));
        Assert.Contains(records, record => Is(record, 16, "broken"));
        Assert.All(records.Where(record => (string?)record!["result"] != "imported"), record => Assert.False(string.IsNullOrEmpty((string?)record!["reason"])));
        Assert.All(records.Where(record => (string?)record!["result"] != "imported"), record => Assert.False(string.IsNullOrEmpty((string?)record!["reasonCode"])));
        Assert.Equal(2, (int)(await person.Rest.Get("/books/private/contacts").Expect(200)).Json["total"]!);
    }

    [Fact]
    public async Task A_preview_tells_of_every_record_and_does_nothing()
    {
        var person = await server.NewPerson();
        var report = (await person.Rest.Post("/books/private/import?preview=true").Card(Mixed).Expect(200)).Json;
        Assert.True((bool)report["preview"]!);
        Assert.Equal((2, 1, 2), ((int)report["imported"]!, (int)report["skipped"]!, (int)report["broken"]!));
        Assert.Equal(5, report["records"]!.AsArray().Count);
        Assert.Equal(0, (int)(await person.Rest.Get("/books/private/contacts").Expect(200)).Json["total"]!);
    }

    [Fact]
    public async Task An_import_again_skips_what_is_there()
    {
        var person = await server.NewPerson();
        await person.Rest.Post("/books/private/import").Card(Mixed).Expect(200);
        var again = (await person.Rest.Post("/books/private/import").Card(Mixed).Expect(200)).Json;
        Assert.Equal((0, 3), ((int)again["imported"]!, (int)again["skipped"]!));
    }

    [Fact]
    public async Task An_import_is_undone_but_for_what_was_edited_since()
    {
        var person = await server.NewPerson();
        var id = Guid.NewGuid();
        await person.Rest.Post($"/books/private/import?import={id}").Card(Cards.Of("Plain") + Cards.Of("Edited", "edited")).Expect(200);
        var items = (await person.Rest.Get("/books/private/contacts?q=edited").Expect(200)).Json["items"]!.AsArray();
        await person.Rest.Put($"/contacts/{items[0]!["id"]}").Card(Cards.Of("Edited since", "edited")).Expect(200);
        var undone = (await person.Rest.Post($"/imports/{id}/undo").Expect(200)).Json;
        Assert.Equal((1, 1), ((int)undone["removed"]!, (int)undone["kept"]!));
        Assert.Equal("undone", (string?)(await person.Rest.Get($"/imports/{id}").Expect(200)).Json["state"]);
        var left = (await person.Rest.Get("/books/private/contacts").Expect(200)).Json["items"]!.AsArray();
        Assert.Equal("Edited since", (string?)Assert.Single(left)!["name"]);
    }

    [Fact]
    public async Task An_import_is_its_makers_alone()
    {
        var (person, stranger) = (await server.NewPerson(), await server.NewPerson());
        var id = Guid.NewGuid();
        await person.Rest.Post($"/books/private/import?import={id}").Card(Cards.Of("Mine")).Expect(200);
        await stranger.Rest.Get($"/imports/{id}").ExpectProblem(404, "not-found");
        await stranger.Rest.Post($"/imports/{id}/undo").ExpectProblem(404, "not-found");
        await stranger.Rest.Post($"/books/private/import?import={id}").Card(Cards.Of("Theirs")).ExpectProblem(409, "name-taken");
        await person.Rest.Post($"/books/private/import?import={id}").Card(Cards.Of("Twice")).ExpectProblem(409, "name-taken");
    }

    [Fact]
    public async Task An_import_takes_vCards_only()
    {
        var person = await server.NewPerson();
        await person.Rest.Post("/books/private/import").Body("a,b", "text/csv").ExpectProblem(415, "unsupported-media-type");
        await person.Rest.Post("/books/private/import?import=7").Card(Cards.Of("X")).ExpectProblem(400, "malformed");
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_by_its_announced_length()
    {
        var person = await server.NewPerson();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Node.Address.Port);
        await Send(socket, person, $"Content-Length: {300L * 1024 * 1024}", "");
        var answer = await new StreamReader(socket.GetStream()).ReadLineAsync();
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_told_while_an_import_runs_and_a_broken_upload_ends_in_a_true_report()
    {
        var person = await server.NewPerson();
        var id = Guid.NewGuid();
        var cards = string.Concat(Enumerable.Range(0, 1200).Select(i => Cards.Of($"Person {i:0000}")));
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, server.Node.Address.Port);
            await Send(socket, person, "Content-Length: 1000000", cards, $"?import={id}");
            var running = await Poll(person, id, report => (int)report["imported"]! == 1200); // whole batches, so that nothing of it is under way any more
            Assert.Equal("running", (string?)running["state"]);
            Assert.Equal(1_000_000, (long)running["totalBytes"]!);
            socket.Client.LingerState = new LingerOption(true, 0); // a reset, as when a phone leaves its network
        }
        var report = await Poll(person, id, report => (string?)report["state"] != "running");
        Assert.Equal("failed", (string?)report["state"]);
        Assert.Contains("broke off", (string?)report["failure"], StringComparison.Ordinal);
        Assert.Equal(1200, (int)report["imported"]!);
        Assert.Equal(1200, (int)(await person.Rest.Get("/books/private/contacts?limit=1").Expect(200)).Json["total"]!);
    }

    private static async Task<JsonNode> Poll(Person person, Guid id, Func<JsonNode, bool> until)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            var reply = await person.Rest.Get($"/imports/{id}").Send();
            if (reply.Status == 200 && until(reply.Json)) return reply.Json;
            await Task.Delay(100);
        }
        throw new TimeoutException("The import did not come so far.");
    }

    /// <summary>An upload by hand, which can end where no HTTP client would end it.</summary>
    private static async Task Send(TcpClient socket, Person person, string length, string body, string query = "")
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{person.UserName}:{person.Password}"));
        var head = $"POST /api/v1/books/private/import{query} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {credentials}\r\nContent-Type: text/vcard\r\n{length}\r\n\r\n";
        await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes(head + body));
    }

    private static bool Is(JsonNode? record, int line, string result) => (int)record!["line"]! == line && (string?)record["result"] == result;
}
