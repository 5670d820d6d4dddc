using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>Thunderbird's address book, given nothing but the server's address, a name and a password.</summary>
public sealed class ThunderbirdTests(OneServer server)
{
    [Fact]
    public async Task Thunderbird_finds_the_books_and_carries_changes_both_ways()
    {
        Installed.Require("thunderbird");
        var (dav, _, group) = await server.NewTeam();
        await dav.Put(dav.Book + "ada.vcf", Cards.Of("Ada Lovelace", "ada")).Expect(201);
        await using var proxy = await Proxy.Start(server.Node.Address);
        await using var thunderbird = await Thunderbird.Start();

        var found = await thunderbird.Do("subscribe", proxy.Address.ToString(), dav.Person.UserName, dav.Person.Password);
        Assert.Contains(group, found!.AsArray().Select(name => (string)name!));
        Assert.Equal("Ada Lovelace", (string)(await thunderbird.Do("list"))!.AsArray().Single()!["name"]!);

        // Theirs arrives here.
        await thunderbird.Do("add", "Thea Thunder");
        var id = (string)(await dav.Person.Rest.Get("/books/private/contacts?q=thea").Expect(200)).Json["items"]![0]!["id"]!;
        await thunderbird.Do("company", "Thea Thunder", "Thunder Company");
        Assert.Equal("Thunder Company", await Company(dav, id));

        // Ours arrives there.
        await dav.Person.Rest.Patch($"/contacts/{id}").Fields(new { company = "Server Company" }).Expect(200);
        await dav.Delete(dav.Book + "ada.vcf").Expect(204);
        await Eventually.Holds(async () => (await thunderbird.Do("list"))!.ToJsonString() == """[{"name":"Thea Thunder","company":"Server Company"}]""");

        // An edit after that is made on what the server has, and deleting deletes.
        await thunderbird.Do("company", "Thea Thunder", "Thunder again");
        Assert.Equal("Thunder again", await Company(dav, id));
        await thunderbird.Do("remove", "Thea Thunder");
        await Eventually.Holds(async () => (await dav.Person.Rest.Get($"/contacts/{id}").Send()).Status == 404);
        Assert.Contains(proxy.Asked, exchange => exchange.Header("User-Agent")!.Contains("Thunderbird/", StringComparison.Ordinal) && exchange is { Method: "PUT", Status: 204 });
    }

    private static async Task<string> Company(DavClient dav, string id) => (string)(await dav.Person.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["company"]!;
}
