using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests;

public sealed class SecrecyTests
{
    [Fact]
    public async Task Nothing_secret_reaches_the_log_even_when_everything_is_logged()
    {
        using var folder = new Folder();
        await using var node = await Node.Start(folder.Path, settings: ["--Logging:LogLevel:Default", "Trace", "--Logging:LogLevel:ContactOffice", "Trace"]);
        var admin = await OneServer.SetUp(node);
        var setup = node.SetupSecret!;
        await admin.Rest.Post("/accounts").Json(new { userName = "erin", password = "erin's very own passphrase", displayName = "Erin" }).Expect(201);
        var erin = new Person(node, "erin", "erin's very own passphrase");
        var browser = await erin.SignIn();
        var bearer = (string)(await erin.Rest.Post("/me/tokens").Json(new { name = "phone" }).Expect(201)).Json["bearer"]!;
        await new Rest(node.Address).Bearer(bearer).Get("/me").Expect(200);
        var app = (string)(await erin.Rest.Post("/me/app-passwords").Json(new { name = "tablet" }).Expect(201)).Json["secret"]!;
        await new Rest(node.Address).Basic("erin", app).Get("/me").Expect(200);
        await new Rest(node.Address).Basic("erin", "a wrong passphrase").Get("/me").Expect(401);
        await erin.Add(Cards.Of("Private Person", null, "NOTE:what nobody else may read"));
        await browser.Post("/me/password").Json(new { current = erin.Password, changed = "erin's next passphrase" }).Expect(204);
        await Task.Delay(500);

        // The console shows the link once, on purpose.
        var (log, link) = (node.Log, "/setup#" + setup);
        log = log.Remove(log.IndexOf(link, StringComparison.Ordinal), link.Length);
        var cookie = browser.Cookies.GetAllCookies()["contactoffice"]!.Value;
        string[] secrets =
        [
            setup, OneServer.AdministratorPassword, erin.Password, "a wrong passphrase", "erin's next passphrase", bearer, bearer.Split('_', 3)[2], cookie,
            app, app.Replace("-", "", StringComparison.Ordinal), Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("erin:" + app)),
            Convert.ToBase64String("erin:erin's very own passphrase"u8), "what nobody else may read",
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
    }
}
