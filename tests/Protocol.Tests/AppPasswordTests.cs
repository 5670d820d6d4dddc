using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests;

public sealed class AppPasswordTests(OneServer server)
{
    private Rest Anonymous => new(server.Node.Address);

    [Fact]
    public async Task A_device_reads_and_writes_contacts_with_its_app_password_until_it_is_revoked()
    {
        var person = await server.NewPerson();
        var (id, secret) = await Issue(person.Rest, "Phone");
        var device = Anonymous.Basic(person.UserName, secret);
        await device.Post("/books/private/contacts").Fields(new { firstName = "Ada" }).Expect(201);
        await Anonymous.Basic(person.UserName, secret.ToUpperInvariant().Replace('-', ' ')).Get("/books/private/contacts").Expect(200);

        var listed = Assert.Single((await person.Rest.Get("/me/app-passwords").Expect(200)).Json.AsArray())!;
        Assert.Equal(("Phone", id), ((string?)listed["name"], (string?)listed["id"]));
        Assert.NotNull(listed["lastUsedAt"]);
        Assert.Null(listed["secret"]);

        await person.Rest.Delete($"/me/app-passwords/{id}").Expect(204);
        await device.Get("/books/private/contacts").ExpectProblem(401, "wrong-credentials");
        await person.Rest.Delete($"/me/app-passwords/{id}").ExpectProblem(404, "not-found");
    }

    [Fact]
    public async Task An_app_password_opens_no_session()
    {
        var person = await server.NewPerson();
        var (_, secret) = await Issue(await person.SignIn(), "Phone");
        await Anonymous.Ours().Post("/session").Json(new { userName = person.UserName, password = secret }).ExpectProblem(401, "wrong-credentials");
    }

    [Fact]
    public async Task An_app_password_gives_nothing_of_the_account_away()
    {
        var person = await server.NewPerson();
        var (id, secret) = await Issue(person.Rest, "Phone");
        var token = (string)(await person.Rest.Post("/me/tokens").Json(new { name = "backup" }).Expect(201)).Json["id"]!;
        var device = Anonymous.Basic(person.UserName, secret);
        await device.Get("/me").Expect(200);
        await device.Get("/me/app-passwords").ExpectProblem(403, "forbidden");
        await device.Post("/me/app-passwords").Json(new { name = "another" }).ExpectProblem(403, "forbidden");
        await device.Delete($"/me/app-passwords/{id}").ExpectProblem(403, "forbidden");
        await device.Get("/me/tokens").ExpectProblem(403, "forbidden");
        await device.Post("/me/tokens").Json(new { name = "another" }).ExpectProblem(403, "forbidden");
        await device.Delete($"/me/tokens/{token}").ExpectProblem(403, "forbidden");
        await device.Post("/me/password").Json(new { current = person.Password, changed = "an entirely new passphrase" }).ExpectProblem(403, "forbidden");
        await device.Patch("/me").Json(new { displayName = "Somebody else" }).ExpectProblem(403, "forbidden");
        await person.Rest.Get("/me").Expect(200);
    }

    [Fact]
    public async Task An_app_password_reads_groups_and_administers_none()
    {
        var (person, group) = (await server.NewPerson(), $"Crew {Guid.NewGuid():N}"[..12]);
        await person.Rest.Post("/groups").Json(new { name = group, kind = "open" }).Expect(201);
        var path = "/groups/" + Uri.EscapeDataString(group);
        var (_, secret) = await Issue(person.Rest, "Phone");
        var device = Anonymous.Basic(person.UserName, secret);
        await device.Get(path).Expect(200);
        await device.Get(path + "/members").Expect(200);
        await device.Post($"/books/{Uri.EscapeDataString(group)}/contacts").Fields(new { firstName = "Ada" }).Expect(201);
        await device.Post("/groups").Json(new { name = "Another", kind = "open" }).ExpectProblem(403, "forbidden");
        await device.Patch(path).Json(new { kind = "byInvitation" }).ExpectProblem(403, "forbidden");
        await device.Post(path + "/requests").Json(new { userName = "admin" }).ExpectProblem(403, "forbidden");
        await device.Delete($"{path}/members/{person.UserName}").ExpectProblem(403, "forbidden");
        await device.Delete(path).ExpectProblem(403, "forbidden");
    }

    [Fact]
    public async Task An_administrators_app_password_administers_nothing()
    {
        var (id, secret) = await Issue(server.Administrator.Rest, "Phone");
        var device = Anonymous.Basic(server.Administrator.UserName, secret);
        await device.Post("/accounts").Json(new { userName = "made-by-a-phone", password = "a long passphrase", displayName = "X" }).ExpectProblem(403, "forbidden");
        await device.Get("//dashboard/").Expect(403);
        await device.Get("/books/private/contacts").Expect(200);
        await server.Administrator.Rest.Delete($"/me/app-passwords/{id}").Expect(204);
    }

    [Fact]
    public async Task A_new_password_leaves_the_devices_signed_in()
    {
        var person = await server.NewPerson();
        var (_, secret) = await Issue(person.Rest, "Phone");
        await person.Rest.Post("/me/password").Json(new { current = person.Password, changed = "an entirely new passphrase" }).Expect(204);
        await Anonymous.Basic(person.UserName, secret).Get("/books/private/contacts").Expect(200);
    }

    [Fact]
    public async Task An_app_password_needs_a_name()
    {
        var person = await server.NewPerson();
        foreach (var body in (object[])[new { }, new { name = " " }, new { name = new string('x', 101) }])
        {
            var problem = await person.Rest.Post("/me/app-passwords").Json(body).ExpectProblem(422, "invalid");
            Assert.Equal("name", (string?)problem["errors"]![0]!["path"]);
        }
    }

    [Fact]
    public async Task Nobody_sees_or_revokes_the_app_passwords_of_others()
    {
        var (person, other) = (await server.NewPerson(), await server.NewPerson());
        var (id, secret) = await Issue(person.Rest, "Phone");
        await other.Rest.Delete($"/me/app-passwords/{id}").ExpectProblem(404, "not-found");
        Assert.Empty((await other.Rest.Get("/me/app-passwords").Expect(200)).Json.AsArray());
        await Anonymous.Basic(other.UserName, secret).Get("/me").ExpectProblem(401, "wrong-credentials");
        await Anonymous.Get("/me/app-passwords").Expect(401);
    }

    private static async Task<(string Id, string Secret)> Issue(Rest holder, string name)
    {
        var issued = await holder.Post("/me/app-passwords").Json(new { name }).Expect(201);
        Assert.Equal("no-store", issued.Header("Cache-Control"));
        return ((string)issued.Json["id"]!, (string)issued.Json["secret"]!);
    }
}
