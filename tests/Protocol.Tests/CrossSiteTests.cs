using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests;

public sealed class CrossSiteTests(OneServer server)
{
    [Fact]
    public async Task A_session_changes_nothing_without_the_header_that_only_our_pages_can_set()
    {
        var person = await server.NewPerson();
        var ours = await person.SignIn();
        var foreign = new Rest(server.Node.Address);
        foreign.Cookies.Add(ours.Cookies.GetAllCookies());
        await foreign.Get("/me").Expect(200);
        await foreign.Post("/books/private/contacts").Card(Cards.Of("Mallory")).ExpectProblem(403, "csrf");
        await foreign.Delete("/session").ExpectProblem(403, "csrf");
        Assert.Equal(0, (int)(await person.Rest.Get("/books/private/contacts").Expect(200)).Json["total"]!);
    }

    [Fact]
    public async Task Signing_in_needs_the_header_too()
    {
        var person = await server.NewPerson();
        await new Rest(server.Node.Address).Post("/session").Json(new { userName = person.UserName, password = person.Password }).ExpectProblem(403, "csrf");
    }

    [Fact]
    public async Task Credentials_that_a_browser_remembers_are_not_used_for_another_site()
    {
        var person = await server.NewPerson();
        await person.Rest.Post("/books/private/contacts").Card(Cards.Of("Mallory")).With("Sec-Fetch-Site", "cross-site").ExpectProblem(403, "csrf");
        await person.Rest.Post("/books/private/contacts").Card(Cards.Of("Alice")).With("Sec-Fetch-Site", "same-origin").Expect(201);
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("http://127.0.0.1:1", 403)]
    [InlineData("null", 403)]
    [InlineData(null, 200)]
    [InlineData("own", 200)]
    public async Task The_live_hub_goes_by_Origin(string? origin, int status)
    {
        var request = (await server.NewPerson()).Rest.Post("//live/negotiate?negotiateVersion=1");
        if (origin is not null) request.With("Origin", origin == "own" ? server.Node.Address.GetLeftPart(UriPartial.Authority) : origin);
        await request.Expect(status);
    }

    [Fact]
    public async Task Answers_tell_browsers_what_they_may_never_become()
    {
        var api = await new Rest(server.Node.Address).Get("/setup").Expect(200);
        Assert.Equal("nosniff", api.Header("X-Content-Type-Options"));
        Assert.Contains("default-src 'none'", api.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("no-store", api.Header("Cache-Control"));
        var page = await new Rest(server.Node.Address).Get("//").Send();
        Assert.Contains("default-src 'self'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
        Assert.Null(page.Header("Server"));
    }
}
