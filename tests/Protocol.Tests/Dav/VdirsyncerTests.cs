using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>vdirsyncer, which keeps folders of vCards and CardDAV the same, and khard, which shows and edits such folders.</summary>
public sealed class VdirsyncerTests(OneServer server)
{
    [Fact]
    public async Task Vdirsyncer_finds_the_books_and_carries_what_khard_and_others_do_both_ways()
    {
        Installed.Require("vdirsyncer", "khard");
        var person = await server.NewPerson();
        var group = $"Sync {person.UserName}";
        await person.Rest.Post("/groups").Json(new { name = group, kind = "open" }).Expect(201);
        await person.Rest.Post("/books/private/contacts").Card(Cards.Of("Ada at the server")).Expect(201);
        await person.Rest.Post($"/books/{Uri.EscapeDataString(group)}/contacts").Card(Cards.Of("Grace of the group")).Expect(201);
        using var folder = new Folder();
        var sync = new Vdirsyncer(folder.Path, server.Node.Address, person);

        var found = await sync.Run("discover", input: "y\ny\ny\ny\n");
        Assert.Contains($"\"{group}\"", found, StringComparison.Ordinal);
        await sync.Run("sync");
        Assert.Contains("Ada at the server", sync.Card("private", "Ada"), StringComparison.Ordinal);
        Assert.Contains("Grace of the group", sync.Card(group, "Grace"), StringComparison.Ordinal);

        // khard adds one; it is in the book, and found by its words.
        await sync.Khard("First name : Kay\nLast name : Khard\nEmail :\n    work : kay@example.com\n", "new", "-a", "private");
        await sync.Run("sync");
        var kay = (string)(await person.Rest.Get("/books/private/contacts?q=khard").Expect(200)).Json["items"]![0]!["id"]!;
        Assert.Contains("Kay Khard", await sync.Khard("", "list"), StringComparison.Ordinal);

        // An edit at the server arrives, and one in the folder.
        await person.Rest.Patch($"/contacts/{kay}").Fields(new { company = "Server Company" }).Expect(200);
        await sync.Run("sync");
        Assert.Contains("ORG:Server Company", sync.Card("private", "Khard"), StringComparison.Ordinal);
        sync.Change("private", "Khard", "ORG:Server Company", "ORG:Folder Company");
        await sync.Run("sync");
        Assert.Equal("Folder Company", await Company(person, kay));

        // Both at once: vdirsyncer is told that the folder wins, and nobody else's edit is lost silently before it says so.
        await person.Rest.Patch($"/contacts/{kay}").Fields(new { company = "Server again" }).Expect(200);
        sync.Change("private", "Khard", "ORG:Folder Company", "ORG:Folder again");
        Assert.Contains("conflict", await sync.Run("sync"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Folder again", await Company(person, kay));

        // Gone here, gone there, and in the trash.
        sync.Delete("private", "Khard");
        await sync.Run("sync");
        await person.Rest.Get($"/contacts/{kay}").Expect(404);
        Assert.Equal(kay, (string)(await person.Rest.Get("/books/private/trash").Expect(200)).Json["items"]![0]!["id"]!);
        await person.Rest.Post($"/contacts/{kay}/restore").Expect(200);
        await sync.Run("sync");
        Assert.Contains("Folder again", sync.Card("private", "Khard"), StringComparison.Ordinal);
    }

    private static async Task<string> Company(Person person, string id) => (string)(await person.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["company"]!;
}

/// <summary>A folder of books that vdirsyncer keeps like the server's.</summary>
internal sealed class Vdirsyncer
{
    private readonly string folder;

    public Vdirsyncer(string folder, Uri address, Person person)
    {
        this.folder = folder;
        File.WriteAllText(Path.Combine(folder, "vdirsyncer"), $"""
            [general]
            status_path = "{folder}/status/"
            [pair contacts]
            a = "local"
            b = "server"
            collections = ["from a", "from b"]
            conflict_resolution = "a wins"
            [storage local]
            type = "filesystem"
            path = "{folder}/books/"
            fileext = ".vcf"
            [storage server]
            type = "carddav"
            url = "{address}"
            username = "{person.UserName}"
            password = "{person.Password}"

            """);
        File.WriteAllText(Path.Combine(folder, "khard"), $"""
            [addressbooks]
            [[private]]
            path = {folder}/books/private/
            [general]
            editor = /bin/true
            merge_editor = /bin/true
            default_action = list

            """);
    }

    public Task<string> Run(string command, string input = "") => Installed.Run("vdirsyncer", input, "-c", Path.Combine(folder, "vdirsyncer"), command);

    public Task<string> Khard(string input, params string[] arguments) => Installed.Run("khard", input, ["-c", Path.Combine(folder, "khard"), .. arguments]);

    public string Card(string book, string text) => File.ReadAllText(FileOf(book, text));

    public void Change(string book, string text, string from, string to)
    {
        var file = FileOf(book, text);
        var card = File.ReadAllText(file);
        Assert.Contains(from, card, StringComparison.Ordinal);
        File.WriteAllText(file, card.Replace(from, to, StringComparison.Ordinal));
    }

    public void Delete(string book, string text) => File.Delete(FileOf(book, text));

    private string FileOf(string book, string text) =>
        Directory.GetFiles(Path.Combine(folder, "books", book), "*.vcf").Single(file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal));
}
