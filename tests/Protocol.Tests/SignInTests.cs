using System.Net;
using System.Text;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests;

public sealed class SignInTests(OneServer server)
{
    private Rest Anonymous => new(server.Node.Address);

    [Fact]
    public async Task Setup_is_no_longer_needed_and_its_secret_is_spent()
    {
        var setup = await Anonymous.Get("/setup").Expect(200);
        Assert.False((bool)setup.Json["needed"]!);
        await Anonymous.Post("/setup").Json(new { secret = server.Node.SetupSecret, userName = "second", password = "a long passphrase", displayName = "Second" }).ExpectProblem(403, "forbidden");
    }

    [Fact]
    public async Task Sign_in_opens_a_session_that_scripts_cannot_read_and_other_sites_cannot_use()
    {
        var person = await server.NewPerson();
        var reply = await Anonymous.Ours().Post("/session").Json(new { userName = person.UserName.ToUpperInvariant(), password = person.Password }).Expect(200);
        Assert.Equal(person.UserName, (string?)reply.Json["userName"]);
        Assert.False((bool)reply.Json["isAdministrator"]!);
        var cookie = reply.Header("Set-Cookie")!;
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Sign_in_with_a_wrong_password_or_an_unknown_name_is_refused_alike()
    {
        var person = await server.NewPerson();
        var wrong = await Anonymous.Ours().Post("/session").Json(new { userName = person.UserName, password = "wrong" }).ExpectProblem(401, "wrong-credentials");
        var unknown = await Anonymous.Ours().Post("/session").Json(new { userName = "nobody", password = "wrong" }).ExpectProblem(401, "wrong-credentials");
        Assert.Equal(wrong.ToJsonString(), unknown.ToJsonString());
    }

    [Fact]
    public async Task Sign_in_without_a_password_names_what_is_missing()
    {
        var problem = await Anonymous.Ours().Post("/session").Json(new { userName = "alice" }).ExpectProblem(422, "invalid");
        Assert.Equal("password", (string?)problem["errors"]![0]!["path"]);
    }

    [Fact]
    public async Task Sign_in_with_an_unknown_member_names_it()
    {
        var problem = await Anonymous.Ours().Post("/session").Json("""{"userName":"alice","password":"x","remember":true}""").ExpectProblem(422, "invalid");
        Assert.Equal("remember", (string?)problem["errors"]![0]!["path"]);
        Assert.DoesNotContain("ContactOffice.", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_in_with_a_member_of_the_wrong_type_names_it()
    {
        var problem = await Anonymous.Ours().Post("/session").Json("""{"userName":"alice","password":["x"]}""").ExpectProblem(422, "invalid");
        Assert.Equal("password", (string?)problem["errors"]![0]!["path"]);
    }

    [Fact]
    public async Task Sign_in_with_broken_JSON_says_where_it_breaks()
    {
        var problem = await Anonymous.Ours().Post("/session").Json("{\"userName\":\n \"alice\",,}").ExpectProblem(400, "malformed");
        Assert.Contains("line 2", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_in_as_a_form_is_no_way_in()
    {
        await Anonymous.Ours().Post("/session").Body("userName=alice&password=x", "application/x-www-form-urlencoded").ExpectProblem(415, "unsupported-media-type");
    }

    [Fact]
    public async Task Sign_out_ends_the_session_in_the_browser()
    {
        var browser = await (await server.NewPerson()).SignIn();
        await browser.Get("/me").Expect(200);
        await browser.Delete("/session").Expect(204);
        await browser.Get("/me").ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task Without_credentials_programs_are_asked_for_Basic_ones_and_our_own_pages_are_spared_the_browsers_dialog()
    {
        var asked = await Anonymous.Get("/me").Expect(401);
        Assert.StartsWith("Basic realm=\"ContactOffice\"", asked.Header("WWW-Authenticate"), StringComparison.Ordinal);
        var spared = await Anonymous.Ours().Get("/me").Expect(401);
        Assert.Null(spared.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task Basic_credentials_are_read_as_UTF_8_and_as_ISO_8859_1()
    {
        await server.Administrator.Rest.Post("/accounts").Json(new { userName = "zoe", password = "pâté café 8", displayName = "Zoë" }).Expect(201);
        var me = await Anonymous.Basic("zoe", "pâté café 8").Get("/me").Expect(200);
        Assert.Equal("Zoë", (string?)me.Json["displayName"]);
        await Anonymous.Basic("zoe", "pâté café 8", Encoding.Latin1).Get("/me").Expect(200);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic YWxpY2U=")] // no colon
    [InlineData("Basic OnNlY3JldA==")] // no user name
    [InlineData("Bearer")]
    [InlineData("Bearer cot.YWxpY2U.wrong")]
    [InlineData("Bearer x")]
    [InlineData("Digest username=alice")]
    public async Task Credentials_that_say_nothing_are_refused(string authorization)
    {
        var reply = await Anonymous.With("Authorization", authorization).Get("/me").Expect(401);
        Assert.Equal("application/problem+json", reply.Header("Content-Type"));
    }

    [Fact]
    public async Task Repeated_wrong_passwords_are_throttled_and_say_when_to_try_again()
    {
        var person = await server.NewPerson();
        Reply reply;
        var attempts = 0;
        do
        {
            reply = await Anonymous.Ours().Post("/session").Json(new { userName = person.UserName, password = $"guess {attempts}" }).Send();
        }
        while (reply.Status == 401 && ++attempts < 50);
        Assert.Equal(429, reply.Status);
        Assert.Equal("/problems/throttled", (string?)reply.Json["type"]);
        Assert.InRange(int.Parse(reply.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 3600);
        Reply basic;
        // Each miss of the time that is to be waited doubles it.
        do basic = await Anonymous.Basic(person.UserName, $"another guess {attempts}").Get("/me").Send();
        while (basic.Status == 401 && ++attempts < 50);
        Assert.Equal(429, basic.Status);
        Assert.NotNull(basic.Header("Retry-After"));
    }

    [Fact]
    public async Task A_token_acts_for_its_account_until_it_is_revoked()
    {
        var person = await server.NewPerson();
        var issued = await person.Rest.Post("/me/tokens").Json(new { name = "phone" }).Expect(201);
        var bearer = Anonymous.Bearer((string)issued.Json["bearer"]!);
        Assert.Equal(person.UserName, (string?)(await bearer.Get("/me").Expect(200)).Json["userName"]);

        var listed = (await person.Rest.Get("/me/tokens").Expect(200)).Json.AsArray();
        Assert.Equal("phone", (string?)Assert.Single(listed)!["name"]);
        Assert.Null(listed[0]!["bearer"]);

        await person.Rest.Delete($"/me/tokens/{issued.Json["id"]}").Expect(204);
        await bearer.Get("/me").ExpectProblem(401, "wrong-credentials");
        await person.Rest.Delete($"/me/tokens/{issued.Json["id"]}").ExpectProblem(404, "not-found");
    }

    [Fact]
    public async Task A_token_that_would_be_expired_already_is_refused()
    {
        var person = await server.NewPerson();
        var problem = await person.Rest.Post("/me/tokens").Json(new { name = "old", expiresAt = "2020-01-01T00:00:00Z" }).ExpectProblem(422, "invalid");
        Assert.Equal("expiresAt", (string?)problem["errors"]![0]!["path"]);
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions_at_once_and_keeps_this_one()
    {
        var person = await server.NewPerson();
        var (here, elsewhere) = (await person.SignIn(), await person.SignIn());
        await elsewhere.Get("/me").Expect(200);
        await here.Post("/me/password").Json(new { current = person.Password, changed = "an entirely new passphrase" }).Expect(204);
        await here.Get("/me").Expect(200);
        await elsewhere.Get("/me").ExpectProblem(401, "unauthenticated");
        await person.Rest.Get("/me").Expect(401);
        await Anonymous.Basic(person.UserName, "an entirely new passphrase").Get("/me").Expect(200);
    }

    [Fact]
    public async Task A_new_password_needs_the_current_one_and_some_length()
    {
        var person = await server.NewPerson();
        var wrong = await person.Rest.Post("/me/password").Json(new { current = "wrong", changed = "an entirely new passphrase" }).ExpectProblem(422, "invalid");
        Assert.Equal("current", (string?)wrong["errors"]![0]!["path"]);
        await person.Rest.Post("/me/password").Json(new { current = person.Password, changed = "short" }).ExpectProblem(422, "invalid");
    }

    [Fact]
    public async Task Only_administrators_create_accounts()
    {
        var person = await server.NewPerson();
        await person.Rest.Post("/accounts").Json(new { userName = "other", password = "a long passphrase", displayName = "Other" }).ExpectProblem(403, "forbidden");
        await server.Administrator.Rest.Post("/accounts").Json(new { userName = person.UserName, password = "a long passphrase", displayName = "Twin" }).ExpectProblem(409, "name-taken");
        await server.Administrator.Rest.Post("/accounts").Json(new { userName = "has space", password = "a long passphrase", displayName = "X" }).ExpectProblem(422, "invalid");
        var problem = await server.Administrator.Rest.Post("/accounts").Json(new { userName = "weak", password = "short", displayName = "X" }).ExpectProblem(422, "invalid");
        Assert.Equal("password", (string?)problem["errors"]![0]!["path"]);
    }

    [Fact]
    public async Task The_dashboard_is_for_administrators()
    {
        await Anonymous.Get("//dashboard/").Expect(401);
        await (await server.NewPerson()).Rest.Get("//dashboard/").Expect(403);
        await server.Administrator.Rest.Get("//dashboard/").Expect(200);
    }

    [Fact]
    public async Task A_forged_cookie_is_no_session()
    {
        var browser = Anonymous;
        browser.Cookies.Add(server.Node.Address, new Cookie("contactoffice", "CfDJ8forged"));
        await browser.Get("/me").ExpectProblem(401, "unauthenticated");
    }
}
