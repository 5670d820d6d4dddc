using System.Diagnostics;
using System.Text.Json.Nodes;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>Evolution's data server, which reads and writes books for GNOME's programs.</summary>
public sealed class EvolutionTests(OneServer server)
{
    private const string Script = "Dav/evolution/book.py";

    [Fact]
    public async Task Evolution_opens_a_book_and_carries_changes_both_ways()
    {
        Installed.Require("dbus-run-session", "/usr/libexec/evolution-addressbook-factory", "/usr/lib/python3/dist-packages/gi/__init__.py");
        var dav = await server.NewDav();
        await dav.Put(dav.Book + "ada.vcf", Cards.Of("Ada Lovelace", "ada")).Expect(201);
        await using var proxy = await Proxy.Start(server.Node.Address);
        using var folder = new Folder();
        using var evolution = Evolution.Open(folder, proxy.Address, dav);

        // The book is open before what is in it has come.
        await evolution.Until(list => list is [{ } only] && (string?)only["name"] == "Ada Lovelace");

        // Theirs arrives here.
        var uid = (string)(await evolution.Do("add", "Eve Evolution"))!;
        var id = (string)(await dav.Person.Rest.Get("/books/private/contacts?q=eve").Expect(200)).Json["items"]![0]!["id"]!;
        await evolution.Do("company", uid, "Evolved Company");
        Assert.Equal("Evolved Company", await Company(dav, id));

        // Ours arrives there.
        await dav.Person.Rest.Patch($"/contacts/{id}").Fields(new { company = "Server Company" }).Expect(200);
        await evolution.Until(list => list.Any(one => (string?)one!["uid"] == uid && (string?)one["company"] == "Server Company"));
        await dav.Delete(dav.Book + "ada.vcf").Expect(204);
        await evolution.Until(list => list.Count == 1);

        // An edit after that is made on what the server has, and deleting deletes.
        await evolution.Do("company", uid, "Evolved again");
        Assert.Equal("Evolved again", await Company(dav, id));
        await evolution.Do("delete", uid);
        await dav.Person.Rest.Get($"/contacts/{id}").Expect(404);
        Assert.Empty((await evolution.Do("list")).AsArray());
        Assert.Contains(proxy.Asked, exchange => exchange.Header("User-Agent")!.StartsWith("Evolution/", StringComparison.Ordinal) && exchange is { Method: "PUT", Status: 204 });
    }

    private static async Task<string> Company(DavClient dav, string id) => (string)(await dav.Person.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["company"]!;

    /// <summary>A session bus of its own, with nothing on it but the data server and a program that asks it.</summary>
    private sealed class Evolution(Process process) : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
        private readonly System.Text.StringBuilder said = new();

        public static Evolution Open(Folder folder, Uri address, DavClient dav)
        {
            File.WriteAllText(Path.Combine(folder.Sub("config/evolution/sources"), "server-book.source"), $"""
                [Data Source]
                DisplayName=Server
                Enabled=true

                [Authentication]
                Host={address.Host}
                Port={address.Port}
                User={dav.Person.UserName}
                Method=plain/password
                RememberPassword=false

                [Security]
                Method=none

                [WebDAV Backend]
                ResourcePath={dav.Book}

                [Address Book]
                BackendName=carddav

                """);
            var start = new ProcessStartInfo("dbus-run-session", ["--", "/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, Script), dav.Person.UserName, dav.Person.Password]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (name, place) in (ValueTuple<string, string>[])[("HOME", "home"), ("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache"), ("XDG_RUNTIME_DIR", "run")])
                start.Environment[name] = folder.Sub(place);
            var evolution = new Evolution(Process.Start(start)!);
            evolution.Listen();
            return evolution;
        }

        /// <summary>One command and its answer.</summary>
        public async Task<JsonNode> Do(params string[] words)
        {
            await process.StandardInput.WriteLineAsync(string.Join('\t', words));
            await process.StandardInput.FlushAsync();
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            Assert.True(line is not null, $"{string.Join(' ', words)}: {said}");
            return JsonNode.Parse(line)!;
        }

        public async Task Until(Predicate<JsonArray> holds)
        {
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience;)
            {
                await Do("refresh");
                if (holds((await Do("list")).AsArray())) return;
                await Task.Delay(100);
            }
            Assert.Fail((await Do("list")).ToJsonString());
        }

        public void Dispose()
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(10))) process.Kill(entireProcessTree: true);
            process.Dispose();
        }

        private void Listen()
        {
            process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
            process.BeginErrorReadLine();
        }
    }
}
