using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests;

public sealed class RestartTests
{
    [Fact]
    public async Task Sessions_tokens_contacts_and_live_changes_outlive_a_restart_and_a_kill()
    {
        using var folder = new Folder();
        var port = Node.FreePort();
        string bearer, id;
        Rest browser;
        await using (var first = await Node.Start(folder.Path, port: port))
        {
            var admin = await OneServer.SetUp(first);
            browser = await admin.SignIn();
            bearer = (string)(await admin.Rest.Post("/me/tokens").Json(new { name = "t" }).Expect(201)).Json["bearer"]!;
            id = await admin.Add(Cards.Of("Lasting"));
            await using var live = await admin.Watch(0);
            await first.Stop();
        }
        await using (var second = await Node.Start(folder.Path, port: port))
        {
            await browser.Get("/me").Expect(200);
            await using var live = await new Person(second, "admin", OneServer.AdministratorPassword).Watch(1);
            second.Kill();
        }
        await using var third = await Node.Start(folder.Path, port: port);
        var after = new Person(third, "admin", OneServer.AdministratorPassword);
        await browser.Get("/me").Expect(200);
        await new Rest(third.Address).Bearer(bearer).Get($"/contacts/{id}").Expect(200);
        await using var watching = await after.Watch(1);
        await after.Add(Cards.Of("Newer"));
        Assert.Equal(2, (long)(await watching.Next())["seq"]!);
    }
}
