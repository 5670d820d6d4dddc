using ContactOffice.Protocol.Tests.ActiveSync;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Dav;
using ContactOffice.Protocol.Tests.Running;
using Microsoft.Data.Sqlite;

namespace ContactOffice.Protocol.Tests;

/// <summary>A book whose old deletions are forgotten, as an hour of work does it a month later. On a server of its own.</summary>
public sealed class PurgedBookTests(Decoded decoded) : IClassFixture<Decoded>
{
    [Fact]
    public async Task Is_read_from_the_beginning_in_parts_over_every_protocol()
    {
        using var folder = new Folder();
        var port = Node.FreePort();
        var node = await Node.Start(folder.Path, port: port);
        try
        {
            var admin = await OneServer.SetUp(node);
            var kept = new List<string>();
            for (var i = 0; i < 4; i++) kept.Add(await admin.Add(Cards.Of($"Kept {i}")));
            var gone = await admin.Add(Cards.Of("Gone"));
            // One that was here, and is away when its contact is deleted.
            var away = await decoded.PhoneOf(admin).Begin();
            await admin.Rest.Delete($"/contacts/{gone}").Expect(204);
            await node.Stop();
            ForgetDeletions(Path.Combine(folder.Path, "contacts.db"));
            await node.DisposeAsync();
            node = await Node.Start(folder.Path, port: port);
            admin = new Person(node, "admin", OneServer.AdministratorPassword);

            var phone = decoded.PhoneOf(admin, device: "PHONE2");
            phone.Window = 1;
            await phone.Begin();
            Assert.Equal(kept.Order(), phone.Held.Keys.Order());
            // It has what it may not keep, and begins anew.
            Assert.Equal("3", (await away.With(decoded.PhoneOf(admin).Client).Sync())!.Status);

            Assert.Equal(kept, await OverRest(admin));
            Assert.Equal(kept.Count, await OverDav(new DavClient(admin)));
        }
        finally
        {
            await node.DisposeAsync();
        }
    }

    private static async Task<List<string>> OverRest(Person person)
    {
        var (read, since, horizon) = (new List<string>(), 0L, 0L);
        for (var more = true; more;)
        {
            var page = (await person.Rest.Get($"/books/private/changes?since={since}&horizon={horizon}&limit=1").Expect(200)).Json;
            read.AddRange(page["changes"]!.AsArray().Select(change => (string)change!["id"]!));
            (since, horizon, more) = ((long)page["seq"]!, (long)page["horizon"]!, (bool)page["more"]!);
        }
        return read;
    }

    private static async Task<int> OverDav(DavClient dav)
    {
        var (read, token) = (0, "");
        while (true)
        {
            var part = await dav.Sync(dav.Book, token, 1).Multistatus();
            read += part.Responses.Count(response => response.Href != dav.Book);
            token = part.SyncToken!;
            if (part.Responses.All(response => response.Href != dav.Book)) return read;
        }
    }

    private static void ForgetDeletions(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var forget = connection.CreateCommand();
        forget.CommandText = """
            UPDATE book SET horizon = coalesce((SELECT max(card_seq) FROM book_entry WHERE book = book.id AND deleted), 0);
            DELETE FROM contact WHERE id IN (SELECT contact FROM book_entry WHERE deleted);
            DELETE FROM book_entry WHERE deleted;
            """;
        Assert.True(forget.ExecuteNonQuery() > 0);
    }
}
