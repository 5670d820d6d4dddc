using System.Xml;
using System.Xml.Linq;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests;

public sealed class AppleProfileTests(OneServer server)
{
    [Fact]
    public async Task A_profile_adds_the_account_without_its_password()
    {
        var person = await server.NewPerson();
        var reply = await person.Rest.Get("/me/carddav.mobileconfig").Expect(200);
        Assert.Equal("application/x-apple-aspen-config", reply.Header("Content-Type"));
        Assert.Contains(".mobileconfig", reply.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.DoesNotContain(person.Password, reply.Text, StringComparison.Ordinal);
        var (profile, account) = Read(reply);
        Assert.Equal(("Configuration", "com.apple.carddav.account"), (profile["PayloadType"].Value, account["PayloadType"].Value));
        Assert.Equal((server.Node.Address.Host, $"{server.Node.Address.Port}", "false"), (account["CardDAVHostName"].Value, account["CardDAVPort"].Value, account["CardDAVUseSSL"].Name));
        Assert.Equal((person.UserName, $"/dav/principals/{person.UserName}/"), (account["CardDAVUsername"].Value, account["CardDAVPrincipalURL"].Value));
        Assert.NotEmpty(account["CardDAVAccountDescription"].Value);
        Assert.False(account.ContainsKey("CardDAVPassword"));
    }

    [Fact]
    public async Task A_profile_is_the_same_each_time_and_another_for_another_account_host_or_group()
    {
        var (person, other) = (await server.NewPerson(), await server.NewPerson());
        var group = await NewGroup(person);
        var first = await Ids(person.Rest.Get("/me/carddav.mobileconfig"));
        Assert.Equal(first, await Ids(person.Rest.Get("/me/carddav.mobileconfig")));
        var all = first
            .Concat(await Ids(other.Rest.Get("/me/carddav.mobileconfig")))
            .Concat(await Ids(person.Rest.Get("/me/carddav.mobileconfig").With("Host", "contacts.example.org")))
            .Concat(await Ids(person.Rest.Get("/me/carddav.mobileconfig?group=" + Uri.EscapeDataString(group)))).ToList();
        Assert.Equal(16, all.Count);
        Assert.Equal(16, all.Distinct().Count());
    }

    [Fact]
    public async Task A_groups_profile_names_the_groups_principal_and_is_well_formed_whatever_the_group_is_called()
    {
        var person = await server.NewPerson();
        var group = await NewGroup(person, "Amis & «Été» 'n");
        var (_, account) = Read(await person.Rest.Get("/me/carddav.mobileconfig?group=" + Uri.EscapeDataString(group)).Expect(200));
        Assert.Equal($"/dav/principals/{person.UserName}/groups/{Uri.EscapeDataString(group)}/", account["CardDAVPrincipalURL"].Value);
        Assert.StartsWith(group, account["CardDAVAccountDescription"].Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_of_others_has_no_profile()
    {
        var group = await NewGroup(await server.NewPerson());
        var stranger = await server.NewPerson();
        await stranger.Rest.Get("/me/carddav.mobileconfig?group=" + Uri.EscapeDataString(group)).ExpectProblem(404, "not-found");
        await stranger.Rest.Get("/me/carddav.mobileconfig?group=nowhere").ExpectProblem(404, "not-found");
        await new Rest(server.Node.Address).Get("/me/carddav.mobileconfig").Expect(401);
    }

    private static async Task<string> NewGroup(Person person, string name = "Crew")
    {
        var unique = $"{name} {Guid.NewGuid():N}"[..(name.Length + 8)];
        await person.Rest.Post("/groups").Json(new { name = unique, kind = "open" }).Expect(201);
        return unique;
    }

    private static async Task<string[]> Ids(Rest.Request request)
    {
        var (profile, account) = Read(await request.Expect(200));
        return [profile["PayloadUUID"].Value, profile["PayloadIdentifier"].Value, account["PayloadUUID"].Value, account["PayloadIdentifier"].Value];
    }

    private static (Dictionary<string, (string Name, string Value)> Profile, Dictionary<string, (string Name, string Value)> Account) Read(Reply reply)
    {
        using var reader = XmlReader.Create(new MemoryStream(reply.Bytes), new() { DtdProcessing = DtdProcessing.Ignore });
        var profile = XDocument.Load(reader).Root!.Element("dict")!;
        return (Entries(profile), Entries(profile.Element("array")!.Element("dict")!));
    }

    private static Dictionary<string, (string Name, string Value)> Entries(XElement dictionary) =>
        dictionary.Elements("key").ToDictionary(key => key.Value, key => (key.ElementsAfterSelf().First().Name.LocalName, key.ElementsAfterSelf().First().Value));
}
