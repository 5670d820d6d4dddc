using System.Text;
using System.Xml.Linq;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.ActiveSync.EasClient;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>
/// Conversations like those that clients have, composed and not captured: <c>Fixtures/activesync/{client}</c>. <c>device.txt</c> is a comment with the source, and how the client shows itself;
/// each further file a request (a document whose prefixes are those of <see cref="Spaces"/>, or OPTIONS), <c>===</c>, the status, and lines that must stand in the answer (with a <c>!</c>
/// must not; with a <c>=</c> a contact, a field and what it holds then, by REST).
/// </summary>
public sealed class ClientConversationTests(OneServer server, Decoded decoded) : IClassFixture<Decoded>
{
    private static readonly Dictionary<string, string> Spaces = new()
    {
        ["a"] = "AirSync", ["b"] = "AirSyncBase", ["c"] = "Contacts", ["d"] = "Contacts2", ["f"] = "FolderHierarchy", ["g"] = "GetItemEstimate", ["p"] = "Provision", ["s"] = "Settings", ["r"] = "ResolveRecipients",
    };

    public static TheoryData<string, int> Clients { get; } = new() { { "ios-12", 11 }, { "ios-17", 11 }, { "samsung", 13 }, { "outlook-2016", 13 }, { "windows-mail", 12 }, { "em-client", 12 } };

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Gets_the_answers_that_it_works_with(string client, int count) => await Replay(await server.NewPerson(), client, count);

    [Fact]
    public async Task All_of_them_on_PostgreSQL()
    {
        await using var postgres = await Postgres.Start();
        using var folder = new Folder();
        await using var node = await Node.Start(folder.Path, postgres.ConnectionString);
        var admin = await OneServer.SetUp(node);
        foreach (var (client, count) in Clients.Select(row => row.Data))
        {
            await admin.Rest.Post("/accounts").Json(new { userName = client, password = OneServer.AdministratorPassword, displayName = client }).Expect(201);
            await Replay(new Person(node, client, OneServer.AdministratorPassword), client, count);
        }
    }

    private async Task Replay(Person person, string name, int count)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "activesync", name);
        var device = (await File.ReadAllLinesAsync(Path.Combine(folder, "device.txt"))).Where(line => !line.StartsWith('#')).Select(line => line.Split(": ", 2)).ToDictionary(line => line[0], line => line[1]);
        var encoding = Encoding.GetEncoding(device.GetValueOrDefault("Encoding", "utf-8"));
        var client = new EasClient(person.Rest.Server, person.UserName, person.Password, decoded.Decoders)
        {
            Version = device["Version"],
            IsShort = device["Query"] == "base64",
            DeviceId = device["DeviceId"],
            DeviceType = device["DeviceType"],
            Agent = device["User-Agent"],
            Authorization = "Basic " + Convert.ToBase64String(encoding.GetBytes($"{person.UserName}:{person.Password}")),
        };
        var values = new Dictionary<string, string>
        {
            ["{ada}"] = await person.Add(Cards.Of("Ada Lovelace", null, "N:Lovelace;Ada;;;", "BDAY:1980-03-22", "NOTE:A note")),
        };
        var files = Directory.GetFiles(folder, "??-*.txt").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(count, files.Count);
        foreach (var file in files)
        {
            var text = values.Aggregate(await File.ReadAllTextAsync(file), (so, value) => so.Replace(value.Key, value.Value, StringComparison.Ordinal)).Replace("\r\n", "\n", StringComparison.Ordinal);
            var (asked, expected) = (text[..text.IndexOf("\n=== ", StringComparison.Ordinal)], text[(text.IndexOf("\n=== ", StringComparison.Ordinal) + 5)..].TrimEnd().Split('\n'));
            var reply = asked.StartsWith("OPTIONS", StringComparison.Ordinal) ? await client.Send(new HttpRequestMessage(HttpMethod.Options, EasClient.Address + asked[7..].Trim()), null) : await client.Send(Parse(asked));
            var answer = reply.Body is null ? "" : Render(reply.Body);
            Assert.True($"{reply.Http}" == expected[0], $"{file}: {reply.Http} {answer}");
            Learn(reply.Body, client, values);
            foreach (var line in expected.Skip(1))
            {
                var wanted = values.Aggregate(line, (so, value) => so.Replace(value.Key, value.Value, StringComparison.Ordinal));
                if (wanted.StartsWith("= ", StringComparison.Ordinal)) await Holds(person, wanted[2..].Split(' ', 3), file);
                else if (wanted.Split(": ") is [var header, var value] && !wanted.Contains('<', StringComparison.Ordinal)) Assert.Equal(value, reply.Header(header));
                else Assert.True(answer.Contains(wanted.TrimStart('!'), StringComparison.Ordinal) != wanted.StartsWith('!'), $"{file}: {wanted} in {answer}");
            }
        }
    }

    private static async Task Holds(Person person, string[] wanted, string file)
    {
        var field = (await person.Rest.Get($"/contacts/{wanted[0]}").Expect(200)).Json["fields"]![wanted[1]]?.ToJsonString() ?? "";
        Assert.True(field.Contains(wanted[2], StringComparison.Ordinal), $"{file}: {wanted[1]} is {field}");
    }

    /// <summary>What the next request says again.</summary>
    private static void Learn(XElement? body, EasClient client, Dictionary<string, string> values)
    {
        if (body?.Descendants(AirSync + "SyncKey").FirstOrDefault() is { } key) values["{key}"] = key.Value;
        if (body?.Descendants(AirSync + "Responses").FirstOrDefault()?.Element(AirSync + "Add")?.Element(AirSync + "ServerId") is { } made) values["{new}"] = made.Value;
        if (body?.Descendants(XName.Get("PolicyKey", "Provision")).FirstOrDefault() is { } policy) client.PolicyKey = values["{policy}"] = policy.Value;
    }

    private static XElement Parse(string document)
    {
        var root = XElement.Parse($"<x {string.Join(' ', Spaces.Select(space => $"xmlns:{space.Key}='{space.Value}'"))}>{document}</x>").Elements().Single();
        root.Remove();
        return root;
    }

    private static string Render(XElement element)
    {
        var name = $"{Spaces.FirstOrDefault(space => space.Value == element.Name.NamespaceName).Key}:{element.Name.LocalName}";
        return $"<{name}>{(element.HasElements ? string.Concat(element.Elements().Select(Render)) : element.Value)}</{name}>";
    }
}
