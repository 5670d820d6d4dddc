using System.Text;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using ImageMagick;

namespace ContactOffice.Protocol.Tests;

public sealed class PictureTests(OneServer server)
{
    // This build of ImageMagick reads HEIC and does not write it: the same picture, from libheif.
    private static readonly string TealHeic = Path.Combine(AppContext.BaseDirectory, "Fixtures", "teal-400x200.heic");

    [Theory]
    [InlineData(MagickFormat.Jpeg, "JPEG")]
    [InlineData(MagickFormat.Png, "PNG")]
    [InlineData(MagickFormat.Gif, "GIF")]
    [InlineData(MagickFormat.Bmp, "BMP")]
    [InlineData(MagickFormat.Tiff, "TIFF")]
    [InlineData(MagickFormat.WebP, "WEBP")]
    [InlineData(MagickFormat.Heic, "HEIC")]
    public async Task A_picture_of_any_format_is_given_small_upright_and_anew(MagickFormat format, string type)
    {
        var original = format == MagickFormat.Heic ? await File.ReadAllBytesAsync(TealHeic) : TealWithComment(format);
        var person = await server.NewPerson();
        var id = await person.Add(WithPhoto(original, type));
        var picture = await person.Rest.Get($"/contacts/{id}/picture?size=96").Expect(200);
        Assert.Equal("image/webp", picture.Header("Content-Type"));
        Assert.Equal("nosniff", picture.Header("X-Content-Type-Options"));
        using var small = new MagickImage(picture.Bytes);
        Assert.Equal(MagickFormat.WebP, small.Format);
        Assert.Equal((96u, 48u), (small.Width, small.Height));
        Assert.DoesNotContain("secret", Encoding.Latin1.GetString(picture.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_named_by_its_hash_may_be_kept_for_good()
    {
        using var image = new MagickImage(MagickColors.Teal, 100, 100);
        var person = await server.NewPerson();
        var card = WithPhoto(image.ToByteArray(MagickFormat.Png), "PNG");
        var id = await person.Add(card);
        var hash = (string)(await person.Rest.Get("/books/private/contacts").Expect(200)).Json["items"]![0]!["picture"]!;
        Assert.Equal(hash, (string?)(await person.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!["photo"]!["hash"]);
        var picture = await person.Rest.Get($"/contacts/{id}/picture?v={hash}").Expect(200);
        Assert.Equal("private, max-age=31536000, immutable", picture.Header("Cache-Control"));
        await person.Rest.Get($"/contacts/{id}/picture").With("If-None-Match", picture.ETag!).Expect(304);
        Assert.Equal("private, no-cache", (await person.Rest.Get($"/contacts/{id}/picture?v=other").Expect(200)).Header("Cache-Control"));
        Assert.Equal(card, (await person.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text);
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>")]
    [InlineData("push graphic-context\nviewbox 0 0 640 480\nimage over 0,0 0,0 'https://example.org/x'\npop graphic-context")]
    [InlineData("%PDF-1.4")]
    [InlineData("label:@/etc/passwd")]
    [InlineData("\u0089PNG\r\n\u001a\nbroken")]
    [InlineData("GIF89a")]
    [InlineData("")]
    public async Task What_is_no_picture_is_not_found_and_not_run(string content)
    {
        var person = await server.NewPerson();
        var id = await person.Add(WithPhoto(Encoding.Latin1.GetBytes(content), "JPEG"));
        await person.Rest.Get($"/contacts/{id}/picture").ExpectProblem(404, "not-found");
    }

    [Fact]
    public async Task A_picture_that_claims_enormous_sides_is_not_found()
    {
        // A GIF of a few bytes whose header says 65535 by 65535.
        byte[] bomb = [.. "GIF89a"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2C, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 2, 2, 0x44, 1, 0, 0x3B];
        var person = await server.NewPerson();
        var id = await person.Add(WithPhoto(bomb, "GIF"));
        await person.Rest.Get($"/contacts/{id}/picture").ExpectProblem(404, "not-found");
        await person.Rest.Get("/me").Expect(200);
    }

    [Fact]
    public async Task A_contact_without_a_picture_has_none()
    {
        var person = await server.NewPerson();
        var id = await person.Add(Cards.Of("Faceless"));
        await person.Rest.Get($"/contacts/{id}/picture").ExpectProblem(404, "not-found");
        await person.Rest.Get($"/contacts/{id}/picture?size=0").ExpectProblem(422, "invalid");
    }

    [Theory]
    [InlineData(MagickFormat.Jpeg)]
    [InlineData(MagickFormat.Png)]
    [InlineData(MagickFormat.Gif)]
    [InlineData(MagickFormat.Bmp)]
    [InlineData(MagickFormat.Tiff)]
    [InlineData(MagickFormat.WebP)]
    [InlineData(MagickFormat.Heic)]
    public async Task A_picture_is_prepared_for_a_contact_and_set(MagickFormat format)
    {
        var person = await server.NewPerson();
        var original = format == MagickFormat.Heic ? await File.ReadAllBytesAsync(TealHeic) : TealWithComment(format);
        var prepared = (await person.Rest.Post("/pictures").Body(new ByteArrayContent(original), "application/octet-stream").Expect(200)).Json;
        Assert.Equal(("image/jpeg", 400, 200), ((string?)prepared["mediaType"], (int)prepared["width"]!, (int)prepared["height"]!));
        var jpeg = Convert.FromBase64String((string)prepared["data"]!);
        using var image = new MagickImage(jpeg);
        Assert.Equal((MagickFormat.Jpeg, 400u, 200u), (image.Format, image.Width, image.Height));
        Assert.DoesNotContain("secret", Encoding.Latin1.GetString(jpeg), StringComparison.Ordinal);

        var photo = new { data = (string)prepared["data"]!, mediaType = (string)prepared["mediaType"]! };
        var created = (await person.Rest.Post("/books/private/contacts").Fields(new { firstName = "Ada", photo }).Expect(201)).Json;
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(jpeg));
        Assert.Equal(hash, (string?)created["fields"]!["photo"]!["hash"]);
        Assert.Equal(hash, (string?)(await person.Rest.Get("/books/private/contacts").Expect(200)).Json["items"]![0]!["picture"]);
        using var shown = new MagickImage((await person.Rest.Get($"/contacts/{created["id"]}/picture?size=48").Expect(200)).Bytes);
        Assert.Equal((48u, 24u), (shown.Width, shown.Height));
    }

    [Fact]
    public async Task A_large_picture_on_its_side_is_prepared_upright_small_and_opaque()
    {
        using var image = new MagickImage(MagickColors.Transparent, 2000, 1000);
        image.Orientation = Orientation.RightTop;
        var prepared = (await server.Administrator.Rest.Post("/pictures").Body(new ByteArrayContent(image.ToByteArray(MagickFormat.Tiff)), "image/tiff").Expect(200)).Json;
        Assert.Equal((384, 768), ((int)prepared["width"]!, (int)prepared["height"]!));
        using var jpeg = new MagickImage(Convert.FromBase64String((string)prepared["data"]!));
        Assert.True(jpeg.GetPixels().GetPixel(0, 0).ToColor()!.R > 250);
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>")]
    [InlineData("%PDF-1.4")]
    [InlineData("\u0089PNG\r\n\u001a\nbroken")]
    [InlineData("")]
    public async Task What_is_no_picture_is_not_prepared(string content)
    {
        var problem = await server.Administrator.Rest.Post("/pictures").Body(new ByteArrayContent(Encoding.Latin1.GetBytes(content)), "image/png").ExpectProblem(422, "invalid");
        Assert.Equal("picture-unreadable", (string?)problem["errors"]![0]!["code"]);
    }

    [Fact]
    public async Task More_than_64_MiB_are_not_taken_and_strangers_not_served()
    {
        await server.Administrator.Rest.Post("/pictures").Body(new ByteArrayContent(new byte[(64 << 20) + 1]), "image/png").With("Expect", "100-continue").ExpectProblem(413, "too-large");
        await new Rest(server.Node.Address).Post("/pictures").Body(new ByteArrayContent([1]), "image/png").ExpectProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task A_picture_is_kept_by_a_put_of_what_was_read_replaced_by_a_patch_and_removed_by_null()
    {
        var person = await server.NewPerson();
        var id = await person.Add(WithPhoto(TealWithComment(MagickFormat.Png), "PNG"));
        var before = (await person.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text;
        var fields = (await person.Rest.Get($"/contacts/{id}").Expect(200)).Json["fields"]!;
        await person.Rest.Put($"/contacts/{id}").Fields(fields).Expect(200);
        Assert.Equal(before, (await person.Rest.Get($"/contacts/{id}").Accept("text/vcard").Expect(200)).Text);

        var gif = TealWithComment(MagickFormat.Gif);
        var patched = (await person.Rest.Patch($"/contacts/{id}").Fields(new { photo = new { data = gif, mediaType = "image/gif" } }).Expect(200)).Json;
        Assert.Equal("image/gif", (string?)patched["fields"]!["photo"]!["mediaType"]);
        var problem = await person.Rest.Patch($"/contacts/{id}").Fields(new { photo = new { data = gif, mediaType = "image/png" } }).ExpectProblem(422, "invalid");
        Assert.Equal("""{"path":"fields.photo.mediaType","code":"photo-type-differs","message":"The picture's bytes are image/gif.","values":{"mediaType":"image/gif"}}""", Plain(problem["errors"]![0]!));
        Assert.Null((await person.Rest.Patch($"/contacts/{id}").Json("""{"fields":{"photo":null}}""").Expect(200)).Json["fields"]!["photo"]);
        await person.Rest.Get($"/contacts/{id}/picture").ExpectProblem(404, "not-found");
    }

    private static string Plain(System.Text.Json.Nodes.JsonNode json) =>
        json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static string WithPhoto(byte[] photo, string type) => Cards.Of("Face", null, $"PHOTO;ENCODING=b;TYPE={type}:{Convert.ToBase64String(photo)}");

    private static byte[] TealWithComment(MagickFormat format)
    {
        using var image = new MagickImage(MagickColors.Teal, 400, 200);
        image.SetAttribute("comment", "a secret of the camera");
        image.Comment = "a secret of the camera";
        return image.ToByteArray(format);
    }
}
