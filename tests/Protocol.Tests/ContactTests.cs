using System.Text;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests;

public sealed class ContactTests(OneServer server)
{
    [Fact]
    public async Task A_card_comes_back_byte_for_byte()
    {
        var person = await server.NewPerson();
        var card = Cards.Peculiar("peculiar");
        var created = await person.Rest.Post("/books/private/contacts").Card(card).Expect(201);
        Assert.Equal("text/vcard", created.Header("Content-Type"));
        Assert.Equal(card, created.Bytes);
        Assert.Equal("\"1\"", created.ETag);

        var read = await person.Rest.Get(created.Header("Location")!["/api/v1".Length..]).Accept("text/vcard").Expect(200);
        Assert.Equal(card, read.Bytes);
        Assert.Equal("\"1\"", read.ETag);
        Assert.Equal("text/vcard", read.Header("Content-Type"));
    }

    [Fact]
    public async Task A_card_that_is_put_replaces_the_card_and_comes_back_byte_for_byte()
    {
        var person = await server.NewPerson();
        var id = await person.Add(Cards.Of("Before", "same-uid"));
        var card = Cards.Peculiar("same-uid");
        var put = await person.Rest.Put($"/contacts/{id}").Card(card).Expect(200);
        Assert.Equal("\"2\"", put.ETag);
        Assert.Equal(card, put.Bytes);
        Assert.Equal(card, (await person.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Bytes);
    }

    /// <summary>Such text is kept in another form beside the place holders of pictures; a card without a picture came back in that form.</summary>
    [Fact]
    public async Task A_card_with_text_like_a_place_holder_comes_back_byte_for_byte()
    {
        var person = await server.NewPerson();
        var card = Encoding.UTF8.GetBytes(Cards.Of("Ada", null, "NOTE:x-blob:0123 and x-blob-text:4567"));
        var id = await person.Add(Encoding.UTF8.GetString(card));
        Assert.Equal(card, (await person.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Bytes);
    }

    [Fact]
    public async Task A_contact_made_from_fields_has_them_in_JSON_and_as_vCard()
    {
        var person = await server.NewPerson();
        var created = await person.Rest.Post("/books/private/contacts")
            .Fields(new { firstName = "Ada", lastName = "Lovelace", birthday = "--12-10", emails = new[] { new { value = "ada@example.org", types = new[] { "work" } } } })
            .Expect(201);
        var json = created.Json;
        Assert.Equal("private", (string?)json["environment"]);
        Assert.Equal(1, (long)json["version"]!);
        Assert.Equal(person.UserName, (string?)json["createdBy"]);
        Assert.True((bool)json["mayEdit"]!);
        Assert.Equal("Ada Lovelace", (string?)json["fields"]!["displayName"]);
        Assert.Equal("--12-10", (string?)json["fields"]!["birthday"]);
        Assert.Equal("ada@example.org", (string?)json["fields"]!["emails"]![0]!["value"]);
        Assert.Equal("/api/v1/contacts/" + json["id"], created.Header("Location"));
        Assert.Equal("\"1.json\"", created.ETag);

        var card = (await person.Rest.Get($"/contacts/{json["id"]}").Accept("text/vcard").Expect(200)).Text;
        Assert.Contains("FN:Ada Lovelace\r\n", card, StringComparison.Ordinal);
        Assert.Contains("ada@example.org", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_creation_that_is_repeated_with_its_key_makes_no_second_contact()
    {
        var (person, key) = (await server.NewPerson(), Guid.NewGuid());
        var first = await person.Rest.Post("/books/private/contacts").With("Idempotency-Key", key.ToString()).Fields(new { firstName = "Ada" }).Expect(201);
        Assert.Equal("/api/v1/contacts/" + key.ToString("N"), first.Header("Location"));
        var again = await person.Rest.Post("/books/private/contacts").With("Idempotency-Key", $"\"{key}\"").Fields(new { firstName = "Ada" }).Expect(201);
        Assert.Equal((first.Text, first.ETag), (again.Text, again.ETag));
        await person.Rest.Patch($"/contacts/{key:N}").Fields(new { lastName = "Lovelace" }).Expect(200);
        var edited = await person.Rest.Post("/books/private/contacts").With("Idempotency-Key", key.ToString()).Fields(new { firstName = "Ada" }).Expect(201);
        Assert.Equal(("Ada Lovelace", "\"2.json\""), ((string?)edited.Json["fields"]!["displayName"], edited.ETag));
        Assert.Equal(1, (int)(await person.Rest.Get("/books/private/contacts").Expect(200)).Json["total"]!);

        await (await server.NewPerson()).Rest.Post("/books/private/contacts").With("Idempotency-Key", key.ToString()).Fields(new { firstName = "Eve" }).ExpectProblem(409, "key-taken");
        await person.Rest.Delete($"/contacts/{key:N}").Expect(204);
        await person.Rest.Post("/books/private/contacts").With("Idempotency-Key", key.ToString()).Fields(new { firstName = "Ada" }).ExpectProblem(409, "key-taken");
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("8e03978e-40d5-43dd-bc93-6894a57f9324, 8e03978e-40d5-43dd-bc93-6894a57f9325")]
    public async Task A_key_that_is_no_UUID_is_refused(string key)
    {
        var person = await server.NewPerson();
        var problem = await person.Rest.Post("/books/private/contacts").With("Idempotency-Key", key).Fields(new { firstName = "Ada" }).ExpectProblem(422, "invalid");
        Assert.Equal("Idempotency-Key", (string?)problem["errors"]![0]!["path"]);
        Assert.Equal(0, (int)(await person.Rest.Get("/books/private/contacts").Expect(200)).Json["total"]!);
    }

    [Fact]
    public async Task A_card_that_is_repeated_with_its_key_comes_back_as_it_is_stored()
    {
        var (person, key, card) = (await server.NewPerson(), Guid.NewGuid().ToString(), Cards.Peculiar("keyed"));
        for (var i = 0; i < 2; i++) Assert.Equal(card, (await person.Rest.Post("/books/private/contacts").With("Idempotency-Key", key).Card(card).Expect(201)).Bytes);
        await person.Rest.Put($"/contacts/{key}").Card(Cards.Of("Changed", "keyed")).Expect(200);
        Assert.Equal(Cards.Of("Changed", "keyed"), (await person.Rest.Post("/books/private/contacts").With("Idempotency-Key", key).Card(card).Expect(201)).Text);
    }

    [Fact]
    public async Task A_patch_changes_only_the_lines_that_it_names()
    {
        var person = await server.NewPerson();
        var before = Encoding.UTF8.GetString(Cards.Peculiar("patched")).Replace("END:vcard", "TITLE:Rear admiral\r\nEND:vcard", StringComparison.Ordinal);
        var id = await person.Add(before);
        var patched = await person.Rest.Patch($"/contacts/{id}").Body("""{"fields":{"jobTitle":"Computer scientist"}}""", "application/merge-patch+json").Expect(200);
        Assert.Equal("Computer scientist", (string?)patched.Json["fields"]!["jobTitle"]);
        Assert.Equal("\"2.json\"", patched.ETag);

        var after = (await person.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text;
        Assert.Equal(before.Replace("TITLE:Rear admiral", "TITLE:Computer scientist", StringComparison.Ordinal), after);
    }

    [Fact]
    public async Task A_patch_of_one_list_item_keeps_the_others_line_byte_for_byte()
    {
        var person = await server.NewPerson();
        var id = await person.Add(Cards.Of("Two", null, "EMAIL;TYPE=home;X-KEEP=1:one@example.org", "EMAIL;TYPE=work:two@example.org"));
        var emails = (await person.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["emails"]!.AsArray();
        emails[1]!["value"] = "changed@example.org";
        await person.Rest.Patch($"/contacts/{id}").Fields(new { emails }).Expect(200);
        var after = (await person.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text;
        Assert.Contains("EMAIL;TYPE=home;X-KEEP=1:one@example.org\r\n", after, StringComparison.Ordinal);
        Assert.Contains("EMAIL;TYPE=work:changed@example.org\r\n", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Null_in_a_patch_clears_the_field()
    {
        var person = await server.NewPerson();
        var id = await person.Add(Cards.Of("Clear", null, "NICKNAME:Gone"));
        var patched = await person.Rest.Patch($"/contacts/{id}").Json("""{"fields":{"nickname":null}}""").Expect(200);
        Assert.Null(patched.Json["fields"]!["nickname"]);
    }

    [Fact]
    public async Task Fields_that_are_put_replace_all_fields_and_keep_what_is_no_field()
    {
        var person = await server.NewPerson();
        var id = await person.Add(Cards.Of("Old", null, "NICKNAME:Gone", "X-NOBODYS;A=b:stays"));
        var put = await person.Rest.Put($"/contacts/{id}").Fields(new { displayName = "New" }).Expect(200);
        Assert.Equal("New", (string?)put.Json["fields"]!["displayName"]);
        Assert.Null(put.Json["fields"]!["nickname"]);
        Assert.Contains("X-NOBODYS;A=b:stays\r\n", (await person.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_contact_is_gone_until_it_is_restored()
    {
        var person = await server.NewPerson();
        var card = Cards.Of("Phoenix");
        var id = await person.Add(card);
        await person.Rest.Delete($"/contacts/{id}").Expect(204);
        await person.Rest.Get($"/contacts/{id}").ExpectProblem(404, "not-found");
        await person.Rest.Delete($"/contacts/{id}").ExpectProblem(404, "not-found");
        var restored = await person.Rest.Post($"/contacts/{id}/restore").Expect(200);
        Assert.Equal("Phoenix", (string?)restored.Json["fields"]!["displayName"]);
        Assert.Equal(card, (await person.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text);
    }

    [Fact]
    public async Task What_belongs_to_others_cannot_be_told_from_what_is_not_there()
    {
        var (owner, stranger) = (await server.NewPerson(), await server.NewPerson());
        var card = Cards.Of("Secret");
        var id = await owner.Add(card);
        var (theirs, nothing) = ($"/contacts/{id}", $"/contacts/{Guid.NewGuid():N}");
        foreach (var path in new[] { theirs, nothing })
        {
            await stranger.Rest.Get(path).ExpectProblem(404, "not-found");
            await stranger.Rest.Get(path + "/picture").ExpectProblem(404, "not-found");
            await stranger.Rest.Put(path).Card(Cards.Of("Mine now")).ExpectProblem(404, "not-found");
            await stranger.Rest.Put(path).Fields(new { displayName = "Mine now" }).ExpectProblem(404, "not-found");
            await stranger.Rest.Put(path).Card(Cards.Of("Mine now")).IfMatch("\"99\"").ExpectProblem(404, "not-found");
            await stranger.Rest.Patch(path).Fields(new { displayName = "Mine now" }).ExpectProblem(404, "not-found");
            await stranger.Rest.Delete(path).ExpectProblem(404, "not-found");
            await stranger.Rest.Post(path + "/restore").ExpectProblem(404, "not-found");
        }
        Assert.Equal(card, (await owner.Rest.Get(theirs).Accept("text/vcard").Expect(200)).Text);
    }

    [Fact]
    public async Task Converts_to_the_version_that_is_asked_for_and_keeps_the_stored_one()
    {
        var person = await server.NewPerson();
        var card = Cards.Of("Convert", null, "TEL;TYPE=CELL:+1 555 0100");
        var id = await person.Add(card);
        foreach (var version in new[] { "2.1", "4.0" })
        {
            var converted = await person.Rest.Get($"/contacts/{id}?version={version}").Expect(200);
            Assert.Equal("text/vcard", converted.Header("Content-Type"));
            Assert.Contains($"VERSION:{version}\r\n", converted.Text, StringComparison.Ordinal);
            Assert.NotEqual("\"1\"", converted.ETag);
        }
        var problem = await person.Rest.Get($"/contacts/{id}?version=5.0").ExpectProblem(422, "invalid");
        Assert.Equal("version", (string?)problem["errors"]![0]!["path"]);
        Assert.Equal(card, (await person.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text);
    }

    [Fact]
    public async Task Fields_describes_the_table()
    {
        var table = (await server.Administrator.Rest.Get("/fields").Expect(200)).Json.AsArray();
        Assert.Contains(table, field => (string?)field!["name"] == "firstName" && (string?)field["kind"] == "text");
        Assert.Contains(table, field => (string?)field!["name"] == "emails" && field["types"] is not null);
    }
}
