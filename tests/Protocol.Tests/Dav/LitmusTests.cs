using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>litmus, which tests whether a server keeps to WebDAV.</summary>
public sealed partial class LitmusTests(OneServer server)
{
    /// <summary>What litmus asks of any WebDAV server and what an address book answers otherwise, with the sentence that lets it.</summary>
    private static readonly Dictionary<string, string> Explained = new()
    {
        ["basic options"] = "RFC 6352 §3: a server supports WebDAV class 3; RFC 4918 §18.2: class 2 is locks, which there are none of.",
        ["basic mkcol"] = "RFC 4918 §9.3.1: 403 says that no collection may be made at this place; RFC 6352 §5.2 lets an address book hold other collections and does not ask for any.",
        ["basic mkcol_again"] = "As mkcol, which it needs.",
        ["basic delete_coll"] = "As mkcol, which it needs.",
        ["copymove copy_overwrite"] = "What it looks for is done. The last copy, of a card over a whole book: RFC 4918 §9.8.5 leaves a server to forbid it, RFC 3744 §3.10 to withhold unbind.",
        ["copymove copy_coll"] = "As basic mkcol.",
        ["copymove copy_shallow"] = "As basic mkcol.",
        ["copymove move"] = "What it looks for is done. The last move, of a card over a whole book: RFC 4918 §9.9.4 leaves a server to forbid it, RFC 3744 §3.10 to withhold unbind.",
        ["copymove move_coll"] = "As basic mkcol.",
    };

    [Fact]
    public async Task Litmus_finds_nothing_that_no_specification_explains()
    {
        Installed.Require("litmus");
        var results = new Dictionary<string, string>();
        foreach (var suite in (string[])["basic", "copymove", "props", "http"])
            foreach (var (test, outcome) in await Run(suite)) results[$"{suite} {test}"] = outcome;

        Assert.True(results.Count >= 55, $"litmus ran {results.Count} tests only.");
        var failed = results.Where(result => !result.Value.StartsWith("pass", StringComparison.Ordinal)).Select(result => result.Key).ToList();
        var told = string.Join('\n', results.Select(result => $"{result.Key}: {result.Value}"));
        Assert.True(failed.Except(Explained.Keys).FirstOrDefault() is null, told);
        Assert.True(Explained.Keys.Except(failed).FirstOrDefault() is null, "Passes though it is explained:\n" + told);
    }

    private async Task<Dictionary<string, string>> Run(string suite)
    {
        var person = await server.NewPerson();
        await using var proxy = await LitmusBooks.Between(server, person);
        using var folder = new Folder();
        var start = new ProcessStartInfo("litmus", ["-k", proxy.Address.ToString(), person.UserName, person.Password]) { WorkingDirectory = folder.Path };
        start.Environment["TESTS"] = suite;
        var (_, said) = await Installed.Run(start);
        var results = new Dictionary<string, string>();
        foreach (Match line in Result().Matches(said))
        {
            var name = line.Groups["name"].Value;
            for (var again = 2; !results.TryAdd(name, line.Groups["outcome"].Value); again++) name = $"{line.Groups["name"].Value} {again}";
        }
        if (Environment.GetEnvironmentVariable("CLIENT_REQUESTS") is { Length: > 0 } kept) await File.WriteAllTextAsync(Path.Combine(kept, $"litmus-{suite}.txt"), said);
        return results;
    }

    [GeneratedRegex(@"\r *\d+\. (?<name>\w+?)\.+ (?<outcome>(pass|FAIL|SKIPPED|WARNING)[^\r\n]*)")]
    private static partial Regex Result();
}

/// <summary>
/// Gives litmus what an address book is not: it makes collections of its own and fills them with whatever files. Here they are one's own book and those of
/// groups; a few names are those of a second book, since within a book nothing is copied or moved; and a file is a card with the file in its note. Where litmus
/// makes or deletes one of these collections it is told that this is done; all else is the server's.
/// </summary>
internal static partial class LitmusBooks
{
    private const string Folder = "/litmus/";
    private static readonly string[] Collections = ["frag", "copycoll", "movecoll"];
    private static readonly string[] Elsewhere = ["copydest", "movedest", "prop2"];

    public static async Task<Proxy> Between(OneServer server, Person person)
    {
        var dav = new DavClient(person);
        var places = new List<(string Prefix, string Book)>();
        foreach (var collection in Collections) places.Add(($"{Folder}{collection}/", await NewBook(dav, collection)));
        var second = await NewBook(dav, "second");
        places.AddRange(Elsewhere.Select(name => (Folder + name, second + name)));
        places.Add((Folder, dav.Book));

        var proxy = await Proxy.Start(server.Node.Address);
        proxy.Outgoing = asked => Task.FromResult(Onward(asked, target => places.Where(place => target.StartsWith(place.Prefix, StringComparison.Ordinal)).Select(place => place.Book + target[place.Prefix.Length..]).FirstOrDefault(target)));
        proxy.Incoming = (sent, body) => sent.Method switch
        {
            "GET" => Unwrapped(body),
            "PROPFIND" or "PROPPATCH" => Encoding.UTF8.GetBytes(places.Aggregate(Encoding.UTF8.GetString(body), (so, place) => so.Replace(place.Book, place.Prefix, StringComparison.Ordinal))),
            _ => body,
        };
        return proxy;
    }

    private static async Task<string> NewBook(DavClient dav, string name)
    {
        var group = $"{name} of {dav.Person.UserName}";
        await dav.Person.Rest.Post("/groups").Json(new { name = group, kind = "open" }).Expect(201);
        return dav.Group(group);
    }

    private static (Exchange?, int) Onward(Exchange asked, Func<string, string> place)
    {
        if (asked.Target.StartsWith(Folder, StringComparison.Ordinal) && (asked.Target == Folder || Collections.Contains(asked.Target[Folder.Length..].TrimEnd('/'))))
        {
            if (asked.Method == "MKCOL") return (null, 201);
            if (asked.Method == "DELETE") return (null, 204);
        }
        var sent = asked with { Target = place(asked.Target) };
        if (asked.Header("Destination") is { } destination) sent = sent.With("Destination", place(new Uri(destination).AbsolutePath));
        return asked.Method == "PUT" ? ((sent with { Body = Wrapped(asked.Target, asked.Body) }).With("Content-Type", "text/vcard"), 0) : (sent, 0);
    }

    private static byte[] Wrapped(string target, byte[] file) =>
        Encoding.UTF8.GetBytes(Cards.Of("litmus", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(target))), $"NOTE:{Convert.ToBase64String(file)}"));

    private static byte[] Unwrapped(byte[] card) => Note().Match(Encoding.UTF8.GetString(card)) is { Success: true } note ? Convert.FromBase64String(note.Groups[1].Value) : card;

    [GeneratedRegex(@"^NOTE:(\S*)", RegexOptions.Multiline)]
    private static partial Regex Note();
}
