using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.Dav.DavClient;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>What has statements of its own, on the other database and over a restart.</summary>
public sealed class PostgresDavTests
{
    [Fact]
    public async Task Cards_names_shares_deletions_and_properties_are_kept_on_PostgreSQL()
    {
        await using var postgres = await Postgres.Start();
        using var folder = new Folder();
        string token, bobs, tag;
        await using (var node = await Node.Start(folder.Sub("one"), postgres.ConnectionString))
        {
            await OneServer.SetUp(node);
            var dav = new DavClient(new Person(node, "admin", OneServer.AdministratorPassword));
            await dav.Person.Rest.Post("/groups").Json(new { name = "Sales", kind = "open" }).Expect(201);
            tag = (await dav.Put(dav.Book + "ada.vcf", Cards.Of("Ada", "ada")).Expect(201)).ETag!;
            await dav.Put(dav.Book + "bob.vcf", Cards.Of("Bob", "ada")).ExpectPrecondition(409, C + "no-uid-conflict");
            await dav.Put(dav.Book + "gone.vcf", Cards.Of("Gone")).Expect(201);
            token = await dav.Token(dav.Book);
            await dav.Delete(dav.Book + "gone.vcf").With("If-Match", tag).Expect(412);
            await dav.Delete(dav.Book + "gone.vcf").Expect(204);
            await dav.Send("COPY", dav.Book + "ada.vcf").With("Destination", dav.Group("Sales") + "our-ada.vcf").Expect(201);
            await dav.Proppatch(dav.Book, "<x:color>red</x:color><x:old>1</x:old>").Multistatus();
            await dav.Proppatch(dav.Book, "<x:color>blue</x:color>", "<x:old/>").Multistatus();
            await dav.Proppatch(dav.Book + "ada.vcf", "<x:color>green</x:color>").Multistatus();
            await dav.Person.Rest.Post("/groups").Json(new { name = "Staff", kind = "open" }).Expect(201);
            await dav.Put(dav.Book + "mover.vcf", Cards.Of("Mover", "mover")).Expect(201);
            await dav.Send("MOVE", dav.Book + "mover.vcf").With("Destination", dav.Group("Staff") + "moved.vcf").Expect(201);
            await dav.Send("MOVE", dav.Book + "ada.vcf").With("Destination", dav.Group("Sales") + "other-ada.vcf").Expect(409);
            await dav.Person.Rest.Post("/accounts").Json(new { userName = "bob", password = OneServer.AdministratorPassword, displayName = "Bob" }).Expect(201);
            var bob = new DavClient(new Person(node, "bob", OneServer.AdministratorPassword));
            await bob.Person.Rest.Post("/groups/Staff/members").Expect(200);
            (bobs, tag) = (await bob.Token(bob.Group("Staff")), (await bob.Get(bob.Group("Staff") + "moved.vcf").Expect(200)).ETag!);
            foreach (var _ in new int[2]) await bob.Delete(bob.Group("Staff") + "moved.vcf").Expect(403);
        }
        await using (var node = await Node.Start(folder.Sub("two"), postgres.ConnectionString))
        {
            var dav = new DavClient(new Person(node, "admin", OneServer.AdministratorPassword));
            var bob = new DavClient(new Person(node, "bob", OneServer.AdministratorPassword));
            Assert.NotEqual(tag, (await bob.Sync(bob.Group("Staff"), bobs).Multistatus()).Only().ETag);
            Assert.Equal(404, (await dav.Sync(dav.Book, token).Multistatus())[dav.Book + "gone.vcf"].Status);
            Assert.Equal(404, (await dav.Sync(dav.Book, token).Multistatus())[dav.Book + "mover.vcf"].Status);
            Assert.Equal(dav.Group("Sales") + "our-ada.vcf", (await dav.Sync(dav.Group("Sales"), "").Multistatus()).Only().Href);
            var book = (await dav.Propfind(dav.Book, 0, "x:color", "x:old").Multistatus()).Only();
            Assert.Equal(("blue", null), (book.Text("{urn:x}color"), book.Text("{urn:x}old")));
            Assert.Equal("green", (await dav.Propfind(dav.Book + "ada.vcf", 0, "x:color").Multistatus()).Only().Text("{urn:x}color"));
        }
    }
}
