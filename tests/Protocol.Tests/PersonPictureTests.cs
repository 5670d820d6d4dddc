using System.Security.Cryptography;
using System.Text;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using ImageMagick;

namespace ContactOffice.Protocol.Tests;

/// <summary>The pictures of people, which members of the same groups see.</summary>
public sealed class PersonPictureTests(OneServer server)
{
    private static string Group(string name) => $"/groups/{Uri.EscapeDataString(name)}";

    private static ByteArrayContent Face(MagickColor color, MagickFormat format = MagickFormat.Tiff)
    {
        using var image = new MagickImage(color, 1600, 800) { Comment = "a secret of the camera" };
        return new(image.ToByteArray(format));
    }

    private static async Task Set(Person person, MagickColor color) => await person.Rest.Put("/me/picture").Body(Face(color), "image/tiff").Expect(204);

    private static async Task<string?> Mine(Person person) => (string?)(await person.Rest.Get("/me").Expect(200)).Json["picture"];

    private static async Task<string?> Listed(Person reader, string group, Person whom) =>
        (string?)(await reader.Rest.Get($"{Group(group)}/members").Expect(200)).Json["items"]!.AsArray().Single(one => (string?)one!["userName"] == whom.UserName)!["picture"];

    [Fact]
    public async Task A_picture_is_seen_by_members_replaced_and_taken_away()
    {
        var (alice, bob, group) = await Team();
        Assert.Null(await Mine(bob));
        await bob.Rest.Get("/me/picture").ExpectProblem(404, "not-found");
        await alice.Rest.Get($"{Group(group)}/members/{bob.UserName}/picture").ExpectProblem(404, "not-found");

        await Set(bob, MagickColors.Teal);
        var hash = await Mine(bob);
        Assert.Equal(hash, await Listed(alice, group, bob));
        Assert.Null(await Listed(bob, group, alice));
        var path = $"{Group(group)}/members/{bob.UserName}/picture";
        var seen = await alice.Rest.Get($"{path}?size=96&v={hash}").Expect(200);
        Assert.Equal(("image/webp", "private, max-age=31536000, immutable"), (seen.Header("Content-Type"), seen.Header("Cache-Control")));
        using (var small = new MagickImage(seen.Bytes)) Assert.Equal((96u, 48u), (small.Width, small.Height));
        Assert.DoesNotContain("secret", Encoding.Latin1.GetString(seen.Bytes), StringComparison.Ordinal);
        await alice.Rest.Get(path).With("If-None-Match", seen.ETag!).Expect(304);
        Assert.Equal(seen.Bytes, (await bob.Rest.Get($"/me/picture?v={hash}").Expect(200)).Bytes);

        // Another one has another address; the rest of the profile leaves it alone.
        await Set(bob, MagickColors.Maroon);
        Assert.NotEqual(hash, hash = await Mine(bob));
        Assert.Equal(hash, (string?)(await bob.Rest.Patch("/me").Json(new { organisation = "Bob & Co" }).Expect(200)).Json["picture"]);
        Assert.Equal(hash, await Listed(alice, group, bob));
        Assert.Equal("private, no-cache", (await alice.Rest.Get(path).Expect(200)).Header("Cache-Control"));

        await bob.Rest.Delete("/me/picture").Expect(204);
        await bob.Rest.Delete("/me/picture").Expect(204);
        Assert.Null(await Mine(bob));
        Assert.Null(await Listed(alice, group, bob));
        await alice.Rest.Get($"{path}?v={hash}").ExpectProblem(404, "not-found");
    }

    [Fact]
    public async Task What_is_kept_is_a_small_jpeg_of_our_own_making()
    {
        var person = await server.NewPerson();
        var prepared = (await person.Rest.Post("/pictures").Body(Face(MagickColors.Teal), "image/tiff").Expect(200)).Json;
        Assert.Equal((768, 384), ((int)prepared["width"]!, (int)prepared["height"]!));
        await Set(person, MagickColors.Teal);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String((string)prepared["data"]!))), await Mine(person));
    }

    [Fact]
    public async Task Who_is_no_member_of_the_group_sees_no_picture_there()
    {
        var (alice, bob, group) = await Team();
        var stranger = await server.NewPerson();
        await Set(alice, MagickColors.Teal);
        await Set(stranger, MagickColors.Teal);
        var path = $"{Group(group)}/members/{alice.UserName}/picture";
        await bob.Rest.Get(path).Expect(200);
        await stranger.Rest.Get(path).ExpectProblem(404, "not-found");
        await alice.Rest.Get($"{Group(group)}/members/{stranger.UserName}/picture").ExpectProblem(404, "not-found");
        await alice.Rest.Get($"{Group(group)}/members/nobody-at-all/picture").ExpectProblem(404, "not-found");
        await alice.Rest.Get($"{Group(group)}/members/%20/picture").ExpectProblem(404, "not-found");
        await alice.Rest.Get($"/groups/nowhere/members/{alice.UserName}/picture").ExpectProblem(404, "not-found");
        await alice.Rest.Get($"{path}?size=0").ExpectProblem(422, "invalid");
        await new Rest(server.Node.Address).Get(path).ExpectProblem(401, "unauthenticated");
        await bob.Rest.Delete($"{Group(group)}/members/{bob.UserName}").Expect(204);
        await bob.Rest.Get(path).ExpectProblem(404, "not-found");
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>")]
    [InlineData("\u0089PNG\r\n\u001a\nbroken")]
    [InlineData("")]
    public async Task What_is_no_picture_changes_nothing(string content)
    {
        var person = await server.NewPerson();
        await Set(person, MagickColors.Teal);
        var hash = await Mine(person);
        var problem = await person.Rest.Put("/me/picture").Body(new ByteArrayContent(Encoding.Latin1.GetBytes(content)), "image/png").ExpectProblem(422, "invalid");
        Assert.Equal("picture-unreadable", (string?)problem["errors"]![0]!["code"]);
        Assert.Equal(hash, await Mine(person));
    }

    [Fact]
    public async Task More_than_64_MiB_are_not_taken() =>
        await (await server.NewPerson()).Rest.Put("/me/picture").Body(new ByteArrayContent(new byte[(64 << 20) + 1]), "image/png").With("Expect", "100-continue").ExpectProblem(413, "too-large");

    [Fact]
    public async Task A_device_with_an_app_password_sees_pictures_and_sets_none()
    {
        var person = await server.NewPerson();
        await Set(person, MagickColors.Teal);
        var secret = (string)(await person.Rest.Post("/me/app-passwords").Json(new { name = "Phone" }).Expect(201)).Json["secret"]!;
        var device = new Rest(server.Node.Address).Basic(person.UserName, secret);
        await device.Get("/me/picture").Expect(200);
        await device.Put("/me/picture").Body(Face(MagickColors.Maroon), "image/tiff").ExpectProblem(403, "forbidden");
        await device.Delete("/me/picture").ExpectProblem(403, "forbidden");
    }

    /// <summary>A group of Alice's in which Bob is a member.</summary>
    private async Task<(Person Alice, Person Bob, string Name)> Team()
    {
        var (alice, bob, name) = (await server.NewPerson(), await server.NewPerson(), $"Faces & co {Guid.NewGuid():N}");
        await alice.Rest.Post("/groups").Json(new { name, kind = "open" }).Expect(201);
        await bob.Rest.Post($"{Group(name)}/members").Expect(200);
        return (alice, bob, name);
    }
}
