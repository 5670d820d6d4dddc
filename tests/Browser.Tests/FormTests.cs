using System.Text.RegularExpressions;
using ContactOffice.Browser.Tests.Hosting;
using ImageMagick;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

public sealed class FormTests(DemoSite site) : BrowserTest(site)
{
    [Theory]
    [MemberData(nameof(Looks.Widths), MemberType = typeof(Looks))]
    public async Task Values_are_put_into_another_order(int width, bool dark)
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada", emails = new[] { new { value = "one@example.org" }, new { value = "two@example.org" }, new { value = "three@example.org" } } });
        var window = await OpenAs(account, width, Looks.Height(width), dark);
        await window.Go($"/contacts/{id}/edit");
        await window.Button("Move up: E-mail 3").ClickAsync();
        await Expect(window.Field("E-mail 2")).ToHaveValueAsync("three@example.org");
        await Expect(window.Button("Move up: E-mail 2")).ToBeFocusedAsync();
        await window.Field("E-mail 1").PressAsync("Alt+ArrowDown");
        await Expect(window.Field("E-mail 2")).ToHaveValueAsync("one@example.org");
        await Expect(window.Field("E-mail 2")).ToBeFocusedAsync();
        await window.Button("Save").ClickAsync();
        await Expect(window.CardName).ToHaveTextAsync("Ada");
        var emails = (await account.Fields(id)).GetProperty("emails").EnumerateArray().Select(one => one.GetProperty("value").GetString());
        Assert.Equal(["three@example.org", "one@example.org", "two@example.org"], emails);
    }

    [Theory]
    [MemberData(nameof(Looks.Widths), MemberType = typeof(Looks))]
    public async Task A_picture_is_added_seen_and_removed(int width, bool dark)
    {
        var account = await NewAccount();
        var window = await OpenAs(account, width, Looks.Height(width), dark);
        await window.Go("/contacts/new");
        await window.Field("First name").FillAsync("Ada");
        await window.Page.GetByLabel("Add a picture").SetInputFilesAsync(new FilePayload { Name = "ada.png", MimeType = "image/png", Buffer = Picture(900, 600) });
        await Expect(window.Form.Locator(".avatar img")).ToHaveAttributeAsync("src", new Regex("^data:image/jpeg"));
        await window.Button("Save").ClickAsync();
        await Expect(window.CardName).ToHaveTextAsync("Ada");
        var id = window.Page.Url.Split('/')[^1];
        await Expect(window.Page.Locator("article .avatar img")).ToBeVisibleAsync();
        Assert.Equal(192, await window.Page.Locator("article .avatar img").EvaluateAsync<int>("async (picture) => { await picture.decode(); return picture.naturalWidth; }"));
        Assert.Equal("image/jpeg", (await account.Fields(id)).GetProperty("photo").GetProperty("mediaType").GetString());
        await window.Link("Edit").ClickAsync();
        await window.Button("Remove the picture").ClickAsync();
        await window.Button("Save").ClickAsync();
        await Expect(window.Page.Locator("article .avatar img")).ToHaveCountAsync(0);
        Assert.False((await account.Fields(id)).TryGetProperty("photo", out _));
    }

    private static byte[] Picture(uint width, uint height)
    {
        using var image = new MagickImage(MagickColors.Teal, width, height);
        return image.ToByteArray(MagickFormat.Png);
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_told_and_nothing_is_lost()
    {
        var window = await OpenAs(await NewAccount());
        await window.Go("/contacts/new");
        await window.Field("First name").FillAsync("Ada");
        await window.Page.GetByLabel("Add a picture").SetInputFilesAsync(new FilePayload { Name = "ada.png", MimeType = "image/png", Buffer = "no picture"u8.ToArray() });
        await Expect(window.Form.GetByText("picture cannot be read")).ToBeVisibleAsync();
        await Expect(window.Field("First name")).ToHaveValueAsync("Ada");
    }

    [Fact]
    public async Task Every_field_of_the_table_is_there_to_be_filled()
    {
        var account = await NewAccount();
        var window = await OpenAs(account);
        await window.Go("/contacts/new");
        await window.Button("More fields").ClickAsync();
        var table = (await account.Get("/api/v1/fields")).EnumerateArray().Select(field => field.GetProperty("name").GetString()!).ToList();
        Assert.True(table.Count > 40);
        var shown = await window.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('form [data-name]')].map((field) => field.dataset.name)");
        Assert.Equal(table.Order(), shown.Order());
    }
}
