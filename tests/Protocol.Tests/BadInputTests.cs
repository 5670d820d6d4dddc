using System.Net.Http.Headers;
using System.Text;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests;

/// <summary>Whatever is sent: the right status, a message that says what and where, nothing half stored.</summary>
public sealed class BadInputTests(OneServer server)
{
    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("VERSION:3.0\r\nFN:No begin\r\n")]
    [InlineData("{\"fields\":{}}")]
    public async Task What_is_no_vCard_is_refused(string text)
    {
        var person = await server.NewPerson();
        var problem = await person.Rest.Post("/books/private/contacts").Card(text).ExpectProblem(422, "invalid");
        Assert.False(string.IsNullOrEmpty((string?)problem["detail"]));
        await HoldsNothing(person);
    }

    [Fact]
    public async Task Binary_is_refused()
    {
        var person = await server.NewPerson();
        var bytes = new byte[4096];
        new Random(7).NextBytes(bytes);
        await person.Rest.Post("/books/private/contacts").Card(bytes).ExpectProblem(422, "invalid");
        await HoldsNothing(person);
    }

    [Fact]
    public async Task A_card_of_more_bytes_than_allowed_is_refused_before_it_is_read()
    {
        var person = await server.NewPerson();
        var card = Cards.Of("Huge", null, "NOTE:" + new string('x', 11 * 1024 * 1024));
        var problem = await person.Rest.Post("/books/private/contacts").Card(card).ExpectProblem(413, "too-large");
        Assert.Contains("10 MiB", (string?)problem["detail"], StringComparison.Ordinal);
        await HoldsNothing(person);
    }

    [Fact]
    public async Task A_card_of_more_bytes_than_allowed_is_refused_when_its_length_was_not_told()
    {
        var person = await server.NewPerson();
        var body = new Unending(12 * 1024 * 1024);
        var reply = await person.Rest.Post("/books/private/contacts").Body(body, "text/vcard").Expect(413);
        Assert.Equal("/problems/too-large", (string?)reply.Json["type"]);
    }

    [Fact]
    public async Task JSON_of_more_bytes_than_allowed_is_refused()
    {
        var person = await server.NewPerson();
        await person.Rest.Post("/books/private/contacts").Fields(new { notes = new string('x', 2 * 1024 * 1024) }).ExpectProblem(413, "too-large");
    }

    [Fact]
    public async Task Two_megabytes_of_one_line_come_back_byte_for_byte()
    {
        var person = await server.NewPerson();
        var card = Cards.Of("Long", null, "NOTE:" + new string('y', 2 * 1024 * 1024));
        var id = await person.Add(card);
        Assert.Equal(card, (await person.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text);
    }

    [Fact]
    public async Task A_truncated_card_is_kept_as_sent_or_refused_with_its_line()
    {
        var person = await server.NewPerson();
        var text = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Trunc\r\nEMAIL:a@exam";
        var reply = await person.Rest.Post("/books/private/contacts").Card(text).Send();
        if (reply.Status == 201) Assert.Equal(text, reply.Text);
        else Assert.Equal(422, reply.Status);
    }

    [Fact]
    public async Task A_deeply_nested_card_is_taken_or_refused_and_the_server_lives()
    {
        var person = await server.NewPerson();
        var nested = string.Concat(Enumerable.Repeat("BEGIN:VCARD\r\nVERSION:2.1\r\nAGENT:\r\n", 10_000));
        var reply = await person.Rest.Post("/books/private/contacts").Card(nested).Send();
        Assert.True(reply.Status is 201 or 422, reply.Text);
        await person.Rest.Get("/me").Expect(200);
    }

    [Fact]
    public async Task A_card_without_UID_and_FN_is_taken_as_it_is()
    {
        var person = await server.NewPerson();
        var card = "BEGIN:VCARD\r\nVERSION:3.0\r\nEMAIL:only@example.org\r\nEND:VCARD\r\n";
        var created = await person.Rest.Post("/books/private/contacts").Card(card).Expect(201);
        Assert.Equal(card, created.Text);
        var list = await person.Rest.Get("/books/private/contacts").Expect(200);
        Assert.Equal("only@example.org", (string?)list.Json["items"]![0]!["name"]);
    }

    [Fact]
    public async Task A_card_in_Windows_1252_comes_back_byte_for_byte_and_reads_right()
    {
        var person = await server.NewPerson();
        var card = Encoding.Latin1.GetBytes("BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=WINDOWS-1252:Müller;Jürgen\r\nFN;CHARSET=WINDOWS-1252:Jürgen Müller\r\nEND:VCARD\r\n");
        var created = await person.Rest.Post("/books/private/contacts").Card(card).Expect(201);
        Assert.Equal(card, created.Bytes);
        var json = await person.Rest.Get(created.Header("Location")!["/api/v1".Length..]).Expect(200);
        Assert.Equal("Jürgen Müller", (string?)json.Json["fields"]!["displayName"]);
    }

    [Fact]
    public async Task The_same_UID_twice_is_a_conflict_that_names_the_other()
    {
        var person = await server.NewPerson();
        var id = await person.Add(Cards.Of("One", "twice"));
        var problem = await person.Rest.Post("/books/private/contacts").Card(Cards.Of("Two", "twice")).ExpectProblem(409, "uid-taken");
        Assert.Contains(id, (string?)problem["detail"], StringComparison.Ordinal);
        var other = await person.Add(Cards.Of("Three"));
        await person.Rest.Put($"/contacts/{other}").Card(Cards.Of("Three", "twice")).ExpectProblem(409, "uid-taken");
        Assert.Equal(2, (int)(await person.Rest.Get("/books/private/contacts").Expect(200)).Json["total"]!);
    }

    [Theory]
    [InlineData("[]", "$")]
    [InlineData("\"text\"", "$")]
    [InlineData("{}", "fields")]
    [InlineData("""{"fields":[]}""", "fields")]
    [InlineData("""{"fields":null}""", "fields")]
    [InlineData("""{"fields":{},"version":3}""", "version")]
    [InlineData("""{"fields":{"firstName":7}}""", "fields.firstName")]
    [InlineData("""{"fields":{"firstName":{"a":1}}}""", "fields.firstName")]
    [InlineData("""{"fields":{"shoeSize":"44"}}""", "fields.shoeSize")]
    [InlineData("""{"fields":{"birthday":"yesterday"}}""", "fields.birthday")]
    [InlineData("""{"fields":{"emails":"a@example.org"}}""", "fields.emails")]
    [InlineData("""{"fields":{"emails":[{"value":5}]}}""", "fields.emails[0].value")]
    [InlineData("""{"fields":{"emails":[{"value":"a@example.org","colour":"red"}]}}""", "fields.emails[0].colour")]
    public async Task JSON_of_the_wrong_shape_is_refused_with_its_place(string body, string path)
    {
        var person = await server.NewPerson();
        var id = await person.Add(Cards.Of("Stays"));
        var created = await person.Rest.Post("/books/private/contacts").Json(body).ExpectProblem(422, "invalid");
        Assert.Equal(path, (string?)created["errors"]![0]!["path"]);
        var patched = await person.Rest.Patch($"/contacts/{id}").Json(body).ExpectProblem(422, "invalid");
        Assert.Equal(path, (string?)patched["errors"]![0]!["path"]);
        var put = await person.Rest.Put($"/contacts/{id}").Json(body).ExpectProblem(422, "invalid");
        Assert.Equal(path, (string?)put["errors"]![0]!["path"]);
        var contact = await person.Rest.Get($"/contacts/{id}").Expect(200);
        Assert.Equal(1, (long)contact.Json["version"]!);
    }

    [Theory]
    [InlineData("{\"fields\":", 400)]
    [InlineData("", 400)]
    [InlineData("{\"fields\":{\"notes\":\"\\ud800\"}}", 0)]
    [InlineData("{\"fields\":{\"notes\":\"a\",\"notes\":\"b\"}}", 422)]
    [InlineData("{\"fields\":{\"notes\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}}", 400)]
    public async Task JSON_that_cannot_be_read_is_refused(string body, int status)
    {
        var person = await server.NewPerson();
        var reply = await person.Rest.Post("/books/private/contacts").Json(body).Send();
        Assert.True(status == 0 ? reply.Status is 400 or 422 : reply.Status == status, $"{reply.Status} {reply.Text}");
        Assert.Equal("application/problem+json", reply.Header("Content-Type"));
        await HoldsNothing(person);
    }

    [Fact]
    public async Task JSON_that_is_not_UTF_8_is_refused()
    {
        var person = await server.NewPerson();
        var body = new ByteArrayContent(Encoding.Latin1.GetBytes("""{"fields":{"notes":"café"}}"""));
        var reply = await person.Rest.Post("/books/private/contacts").Body(body, "application/json").Send();
        Assert.True(reply.Status is 400 or 422, reply.Text);
        await HoldsNothing(person);
    }

    [Theory]
    [InlineData("/contacts/not-an-id", 400)]
    [InlineData("/contacts/0193a0c1", 400)]
    [InlineData("/imports/not-an-id", 404)]
    [InlineData("/books/public/contacts", 404)]
    [InlineData("/books/public/changes", 404)]
    [InlineData("/books/public/export", 404)]
    [InlineData("/nothing/here", 404)]
    [InlineData("/books/private/contacts?limit=0", 422)]
    [InlineData("/books/private/contacts?limit=501", 422)]
    [InlineData("/books/private/contacts?limit=many", 400)]
    [InlineData("/books/private/contacts?offset=-1", 422)]
    [InlineData("/books/private/contacts?order=random", 422)]
    [InlineData("/books/private/contacts?cursor=%00%ff", 422)]
    [InlineData("/books/private/contacts?around=nobody", 400)]
    [InlineData("/books/private/changes?since=-1", 422)]
    [InlineData("/books/private/changes?since=99999999999999999999", 400)]
    [InlineData("/books/private/export?version=9", 422)]
    public async Task Addresses_that_mean_nothing_are_refused(string path, int status)
    {
        var reply = await server.Administrator.Rest.Get(path).Expect(status);
        Assert.Equal("application/problem+json", reply.Header("Content-Type"));
        Assert.StartsWith("/problems/", (string?)reply.Json["type"], StringComparison.Ordinal);
        Assert.DoesNotContain("ContactOffice.", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Methods_that_mean_nothing_are_refused()
    {
        await server.Administrator.Rest.Delete("/books/private/contacts").ExpectProblem(405, "method-not-allowed");
        await server.Administrator.Rest.Send("PROPFIND", "/me").ExpectProblem(405, "method-not-allowed");
    }

    private static async Task HoldsNothing(Person person)
    {
        var changes = await person.Rest.Get("/books/private/changes").Expect(200);
        Assert.Equal(0, (long)changes.Json["seq"]!);
        Assert.Empty(changes.Json["changes"]!.AsArray());
    }

    /// <summary>A body whose length is not told.</summary>
    private sealed class Unending : StreamContent
    {
        public Unending(int length)
            : base(new MemoryStream(Encoding.UTF8.GetBytes("BEGIN:VCARD\r\nNOTE:" + new string('x', length))))
        {
            Headers.ContentType = new MediaTypeHeaderValue("text/vcard");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
