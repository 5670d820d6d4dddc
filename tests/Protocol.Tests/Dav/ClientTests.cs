using System.Text;
using System.Text.RegularExpressions;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>
/// Requests of clients in their order, with what the answer must hold: <c>Fixtures/{client}/*.http</c>; those of Thunderbird and Evolution captured, the others composed after public logs and sources. A file is a comment with its source, the
/// request, <c>===</c>, the status, and lines that must stand in the answer (with a <c>!</c> must not).
/// </summary>
public sealed partial class ClientTests(OneServer server)
{
    [Theory]
    [InlineData("ios", 13)]
    [InlineData("macos", 8)]
    [InlineData("thunderbird", 13)]
    [InlineData("davx5", 10)]
    [InlineData("evolution", 10)]
    public async Task Gets_the_answers_that_it_works_with(string client, int count)
    {
        var dav = await server.NewDav();
        await dav.Put(dav.Book + "ada.vcf", Cards.Of("Ada Lovelace", "ada")).Expect(201);
        var values = new Dictionary<string, string>
        {
            ["{server}"] = new Uri(server.Node.Address, "/").ToString(),
            ["{principal}"] = dav.Principal,
            ["{home}"] = dav.Home,
            ["{book}"] = dav.Book,
        };
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures", client), "*.http").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(count, files.Count);
        foreach (var file in files) await Replay(dav, file, values);
    }

    private static async Task Replay(DavClient dav, string file, Dictionary<string, string> values)
    {
        var text = values.Aggregate((await File.ReadAllTextAsync(file)).Replace("\r\n", "\n", StringComparison.Ordinal), (so, value) => so.Replace(value.Key, value.Value, StringComparison.Ordinal));
        var (exchange, expected) = Split(text, "\n=== ");
        var (head, body) = Split(exchange, "\n\n");
        var lines = head.Split('\n').Where(line => !line.StartsWith('#')).ToArray();
        var request = dav.Send(lines[0].Split(' ')[0], lines[0].Split(' ')[1]);
        var type = lines.Select(line => line.StartsWith("Content-Type: ", StringComparison.Ordinal) ? line[14..] : null).FirstOrDefault(one => one is not null);
        // Cards have CRLF on the wire.
        if (body.Length > 0) request.Body(new ByteArrayContent(Encoding.UTF8.GetBytes(type!.StartsWith("text/vcard", StringComparison.Ordinal) ? body.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n" : body)), type);
        foreach (var (name, value) in lines.Skip(1).Select(line => Split(line, ": ")).Where(header => header.Item1 != "Content-Type")) request.With(name, value);
        var reply = await request.Send();
        var outcome = expected.TrimEnd().Split('\n');
        Assert.True($"{reply.Status}" == outcome[0], $"{file}: {reply.Status} {reply.Text}");
        foreach (var line in outcome.Skip(1))
        {
            var (name, value) = Split(line, ": ");
            if (reply.Header(name) is { } header && !line.StartsWith('!')) Assert.StartsWith(value, header, StringComparison.Ordinal);
            else Assert.True(reply.Text.Contains(line.TrimStart('!'), StringComparison.Ordinal) != line.StartsWith('!'), $"{file}: {line} in {reply.Text}");
        }
        if (Token().Match(reply.Text) is { Success: true } token) values["{token}"] = token.Groups[1].Value;
        if (Tag().Match(reply.Text) is { Success: true } tag) values["{etag}"] = tag.Groups[1].Value;
    }

    private static (string, string) Split(string text, string at) => text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var index ? (text[..index], text[(index + at.Length)..]) : (text, "");

    [GeneratedRegex("<d:sync-token>([^<]+)</d:sync-token>")]
    private static partial Regex Token();

    [GeneratedRegex("<d:getetag>([^<]+)</d:getetag>")]
    private static partial Regex Tag();
}
