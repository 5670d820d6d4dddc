using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests;

public sealed class ConditionTests(OneServer server)
{
    [Fact]
    public async Task Put_with_stale_etag_returns_412_and_changes_nothing()
    {
        var (person, id) = await Version2();
        var problem = await person.Rest.Put($"/contacts/{id}").Card(Cards.Of("Lost", "u")).IfMatch("\"1\"").ExpectProblem(412, "stale");
        Assert.Contains("2", (string?)problem["detail"], StringComparison.Ordinal);
        await person.Rest.Put($"/contacts/{id}").Fields(new { displayName = "Lost" }).IfMatch("\"1.json\"").ExpectProblem(412, "stale");
        await person.Rest.Patch($"/contacts/{id}").Fields(new { displayName = "Lost" }).IfMatch("\"1\"").ExpectProblem(412, "stale");
        await person.Rest.Delete($"/contacts/{id}").IfMatch("\"1\"").ExpectProblem(412, "stale");
        Assert.Equal("Second", (string?)(await person.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["displayName"]);
    }

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("\"2.json\"")]
    [InlineData("*")]
    [InlineData("\"7\", \"2\"")]
    [InlineData("W/\"2\"")] // as a compressing proxy makes it
    public async Task Put_with_the_current_etag_in_any_form_is_done(string tag)
    {
        var (person, id) = await Version2();
        var put = await person.Rest.Put($"/contacts/{id}").Card(Cards.Of("Third", "u")).IfMatch(tag).Expect(200);
        Assert.Equal("\"3\"", put.ETag);
    }

    [Theory]
    [InlineData("\"1\", \"3\"")]
    [InlineData("\"no version\"")]
    [InlineData("not a tag")]
    public async Task Put_with_a_condition_that_cannot_hold_returns_412(string tag)
    {
        var (person, id) = await Version2();
        await person.Rest.Put($"/contacts/{id}").Card(Cards.Of("Lost", "u")).IfMatch(tag).ExpectProblem(412, "stale");
    }

    [Fact]
    public async Task Get_answers_304_to_who_has_this_very_representation()
    {
        var (person, id) = await Version2();
        var json = await person.Rest.Get($"/contacts/{id}").Expect(200);
        var unchanged = await person.Rest.Get($"/contacts/{id}").With("If-None-Match", json.ETag!).Expect(304);
        Assert.Equal(json.ETag, unchanged.ETag);
        Assert.Empty(unchanged.Bytes);
        await person.Rest.Get($"/contacts/{id}").Accept("text/vcard").With("If-None-Match", json.ETag!).Expect(200);
        await person.Rest.Get($"/contacts/{id}").Accept("text/vcard").With("If-None-Match", "\"1\", \"2\"").Expect(304);
        await person.Rest.Get($"/contacts/{id}").With("If-None-Match", "\"1.json\"").Expect(200);
    }

    [Fact]
    public async Task Minimal_answers_leave_the_body_out()
    {
        var (person, id) = await Version2();
        var put = await person.Rest.Put($"/contacts/{id}").Card(Cards.Of("Third", "u")).With("Prefer", "return=minimal").Expect(204);
        Assert.Equal("\"3\"", put.ETag);
        Assert.Equal("return=minimal", put.Header("Preference-Applied"));
        // What is stored differs from the fields that were put, so that their tag would name something else (RFC 9110 §9.3.4).
        var fields = await person.Rest.Put($"/contacts/{id}").Fields(new { displayName = "Fourth" }).With("Prefer", "return=minimal").Expect(204);
        Assert.Null(fields.ETag);
    }

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/vcard", "text/vcard")]
    [InlineData("text/vcard, application/json;q=0.5", "text/vcard")]
    [InlineData("text/vcard;q=0.1, application/*", "application/json")]
    [InlineData("text/*", "text/vcard")]
    [InlineData("text/x-vcard", "text/vcard")]
    [InlineData("text/html, text/vcard;q=0", null)]
    [InlineData("text/html", null)]
    public async Task Get_speaks_what_is_accepted(string? accept, string? type)
    {
        var (person, id) = await Version2();
        var request = person.Rest.Get($"/contacts/{id}");
        if (accept is not null) request.Accept(accept);
        if (type is null) await request.ExpectProblem(406, "not-acceptable");
        else Assert.StartsWith(type, (await request.Expect(200)).Header("Content-Type"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_answers_in_the_type_that_was_sent_unless_another_is_asked_for()
    {
        var (person, id) = await Version2();
        Assert.Equal("text/vcard", (await person.Rest.Put($"/contacts/{id}").Card(Cards.Of("A", "u")).Expect(200)).Header("Content-Type"));
        Assert.StartsWith("application/json", (await person.Rest.Put($"/contacts/{id}").Fields(new { displayName = "B" }).Expect(200)).Header("Content-Type"), StringComparison.Ordinal);
        var json = await person.Rest.Put($"/contacts/{id}").Card(Cards.Of("C", "u")).Accept("application/json").Expect(200);
        Assert.Equal("C", (string?)json.Json["fields"]!["displayName"]);
        Assert.Equal("\"5.json\"", json.ETag);
        await person.Rest.Put($"/contacts/{id}").Card(Cards.Of("D", "u")).Accept("text/html").ExpectProblem(406, "not-acceptable");
        Assert.Equal(5, (long)(await person.Rest.Get($"/contacts/{id}").Expect(200)).Json["version"]!);
    }

    [Fact]
    public async Task Unknown_content_types_are_refused_with_those_that_are_known()
    {
        var (person, id) = await Version2();
        var put = await person.Rest.Put($"/contacts/{id}").Body("<vcard/>", "application/xml").Expect(415);
        Assert.Contains("text/vcard", put.Header("Accept"), StringComparison.Ordinal);
        await person.Rest.Put($"/contacts/{id}").Body("x", null).ExpectProblem(415, "unsupported-media-type");
        var patch = await person.Rest.Patch($"/contacts/{id}").Body(Cards.Of("X"), "text/vcard").Expect(415);
        Assert.Equal("application/merge-patch+json", patch.Header("Accept-Patch"));
        await person.Rest.Post("/books/private/contacts").Body("a,b", "text/csv").ExpectProblem(415, "unsupported-media-type");
    }

    private async Task<(Person Person, string Id)> Version2()
    {
        var person = await server.NewPerson();
        var id = await person.Add(Cards.Of("First", "u"));
        await person.Rest.Put($"/contacts/{id}").Card(Cards.Of("Second", "u")).Expect(200);
        return (person, id);
    }
}
