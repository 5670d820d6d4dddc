using System.Text.Json.Nodes;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests;

/// <summary>The same over PostgreSQL, and what only several nodes can show.</summary>
public sealed class PostgresTests
{
    [Fact]
    public async Task Two_nodes_on_PostgreSQL_are_one_server_and_outlive_each_other()
    {
        await using var postgres = await Postgres.Start();
        using var folder = new Folder();
        await using var one = await Node.Start(folder.Sub("one"), postgres.ConnectionString);
        var admin = await OneServer.SetUp(one);
        var two = await Node.Start(folder.Sub("two"), postgres.ConnectionString);
        await using var _ = two;

        await MainFlow(one, two, admin);
        await A_session_of_one_node_holds_at_the_other(one, two);
        await The_dashboard_counts_at_each_node_since_it_was_opened_at_one(admin);
        await A_change_at_one_node_is_live_at_the_other_and_survives_its_death(one, two);
    }

    private static async Task MainFlow(Node one, Node two, Person admin)
    {
        await admin.Rest.Post("/accounts").Json(new { userName = "ada", password = "ada's passphrase", displayName = "Ada" }).Expect(201);
        var (here, there) = (new Person(one, "ada", "ada's passphrase"), new Person(two, "ada", "ada's passphrase"));
        var card = Cards.Peculiar("both");
        var created = await here.Rest.Post("/books/private/contacts").Card(card).Expect(201);
        var path = created.Header("Location")!["/api/v1".Length..];
        Assert.Equal(card, (await there.Rest.Get(path).Accept("text/vcard").Expect(200)).Bytes);
        await there.Rest.Patch(path).Fields(new { jobTitle = "Admiral" }).IfMatch(created.ETag).Expect(200);
        await here.Rest.Put(path).Card(card).IfMatch(created.ETag).ExpectProblem(412, "stale");

        var report = (await there.Rest.Post("/books/private/import").Card(Cards.Of("A") + "junk\r\n" + Cards.Of("B")).Expect(200)).Json;
        Assert.Equal((2, 1), ((int)report["imported"]!, (int)report["broken"]!));
        Assert.Equal(3, (int)(await here.Rest.Get("/books/private/contacts").Expect(200)).Json["total"]!);
        Assert.Equal(2, (int)(await here.Rest.Post($"/imports/{report["id"]}/undo").Expect(200)).Json["removed"]!);
        await here.Rest.Delete(path).Expect(204);
        await there.Rest.Post(path + "/restore").Expect(200);
        var changes = (await here.Rest.Get("/books/private/changes").Expect(200)).Json;
        Assert.Equal(3, changes["changes"]!.AsArray().Count);
    }

    private static async Task A_session_of_one_node_holds_at_the_other(Node one, Node two)
    {
        var browser = await new Person(one, "ada", "ada's passphrase").SignIn();
        var elsewhere = new Rest(two.Address).Ours();
        elsewhere.Cookies.Add(browser.Cookies.GetAllCookies());
        await elsewhere.Get("/me").Expect(200);
    }

    private static async Task The_dashboard_counts_at_each_node_since_it_was_opened_at_one(Person admin)
    {
        List<string> nodes = [];
        await Eventually.Holds(async () => (nodes = [.. (await Dashboard("DashboardCounters"))["hosts"]!.AsArray().Select(host => (string)host!["siloAddress"]!)]).Count == 2);
        foreach (var node in nodes) Assert.Empty((await Dashboard($"SiloCounters/{node}")).AsArray());
        await admin.Rest.Get("//dashboard/").Expect(200);
        foreach (var node in nodes) await Eventually.Holds(async () => (await Dashboard($"SiloCounters/{node}")).AsArray().Count > 0);

        async Task<JsonNode> Dashboard(string page) => (await admin.Rest.Get("//dashboard/" + page).Expect(200)).Json;
    }

    private static async Task A_change_at_one_node_is_live_at_the_other_and_survives_its_death(Node one, Node two)
    {
        var (here, there) = (new Person(one, "ada", "ada's passphrase"), new Person(two, "ada", "ada's passphrase"));
        var seq = (long)(await here.Rest.Get("/books/private/changes").Expect(200)).Json["seq"]!;
        await using var surviving = await here.Watch(seq);
        var lost = await there.Watch(seq);
        for (var i = 0; i < 10; i++) await (i % 2 == 0 ? here : there).Add(Cards.Of($"Live {i}"));
        await surviving.Reach(seq + 10);
        await lost.Reach(seq + 10);
        var known = lost.Known;
        await lost.DisposeAsync();

        two.Kill();
        var written = 0;
        for (var attempt = 0; written < 5 && attempt < 60; attempt++)
        {
            var reply = await here.Rest.Post("/books/private/contacts").Card(Cards.Of($"After {written}")).Send();
            if (reply.Status == 201) written++;
            else await Task.Delay(500); // what the dead node held is being taken over
        }
        Assert.Equal(5, written);
        var now = (long)(await here.Rest.Get("/books/private/changes").Expect(200)).Json["seq"]!;
        await surviving.Reach(now);
        await using var reconnected = await here.Watch(known);
        Assert.Equal(surviving.Contacts.Keys.Order().ToList(), reconnected.Contacts.Keys.Union(lost.Contacts.Keys).Order().ToList());
        Assert.Equal(now, reconnected.Known);
    }
}
