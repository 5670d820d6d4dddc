using System.Text.RegularExpressions;
using ContactOffice.Browser.Tests.Hosting;
using ImageMagick;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

/// <summary>The picture of one's own, which members of one's groups see.</summary>
public sealed class MemberPictureTests(DemoSite site) : BrowserTest(site)
{
    private const string Saved = "Your picture is saved.";

    /// <summary>Hands the page a picture as the system's clipboard or a dragged file would.</summary>
    private const string Give = """
        (target, [kind, name, base64]) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { type: 'image/png' }));
          const more = { bubbles: true, cancelable: true };
          target.dispatchEvent(kind === 'paste' ? new ClipboardEvent(kind, { ...more, clipboardData: data }) : new DragEvent(kind, { ...more, dataTransfer: data }));
        }
        """;

    private static byte[] Picture(MagickColor color)
    {
        using var image = new MagickImage(color, 900, 600);
        return image.ToByteArray(MagickFormat.Png);
    }

    private static FilePayload File(MagickColor color) => new() { Name = "me.png", MimeType = "image/png", Buffer = Picture(color) };

    private static ILocator Profile(Window window) => window.Page.GetByRole(AriaRole.Form, new() { Name = "You in your groups" });

    private static ILocator Face(Window window) => Profile(window).Locator(".avatar img");

    private static async Task Settings(Window window)
    {
        if (window.Page.ViewportSize!.Width < 1024) await window.Button("Menu").ClickAsync();
        await window.Page.Locator("#navigation .person").ClickAsync();
        await Expect(Profile(window)).ToBeVisibleAsync();
    }

    private static async Task IsShown(ILocator picture, int width) =>
        Assert.Equal(width, await picture.EvaluateAsync<int>("async (picture) => { await picture.decode(); return picture.naturalWidth; }"));

    private static async Task<string?> Hash(Account account) => (await account.Get("/api/v1/me")).TryGetProperty("picture", out var hash) ? hash.GetString() : null;

    [Theory]
    [MemberData(nameof(Looks.Extremes), MemberType = typeof(Looks))]
    public async Task A_picture_of_mine_is_set_seen_by_members_replaced_and_removed(int width, bool dark)
    {
        var (alice, bob) = (await NewAccount(), await NewAccount());
        var group = $"Faces & Co of {alice.UserName}";
        await alice.Post("/api/v1/groups", new { name = group, kind = "open" });
        await bob.Post($"/api/v1/groups/{Uri.EscapeDataString(group)}/members", new { });
        var his = await OpenAs(bob, width, Looks.Height(width), dark);
        // Waited for from here: Playwright takes choosers over a moment after it is told to.
        var choosing = his.Page.WaitForFileChooserAsync();
        await Settings(his);
        await his.Page.GetByLabel("Add a picture").FocusAsync();
        await his.Page.Keyboard.PressAsync("Space");
        var chooser = await choosing;
        await chooser.SetFilesAsync(File(MagickColors.Teal));
        await Expect(Profile(his).GetByText(Saved)).ToBeVisibleAsync();
        await IsShown(Face(his), 192);
        var before = await Hash(bob);
        var outside = await Profile(his).EvaluateAsync<int>("form => { let at = form; while (getComputedStyle(at).overflowY !== 'auto') at = at.parentElement; return at.scrollWidth - at.clientWidth; }");
        Assert.True(outside <= 0, $"{outside} pixels wider than the dialog");
        await Axe.IsContent(his, "profile");
        await his.Picture("profile");

        var hers = await OpenAs(alice, width, Looks.Height(width), dark);
        await hers.Go("/groups/" + Uri.EscapeDataString(group));
        await hers.IsLive();
        if (width < 1024) await hers.Button("Menu").ClickAsync();
        await hers.Button("Group: members and rights").ClickAsync();
        var seen = hers.Page.GetByRole(AriaRole.Dialog).Locator(".avatar img");
        await Expect(seen).ToHaveCountAsync(1);
        await Expect(seen).ToHaveAttributeAsync("src", new Regex($"{bob.UserName}/picture.*{before}$"));
        await IsShown(seen, 96);
        await Axe.IsContent(hers, "members");
        await hers.Picture("members");

        await his.Page.GetByLabel("Another picture").SetInputFilesAsync(File(MagickColors.Maroon));
        await Expect(Face(his)).Not.ToHaveAttributeAsync("src", new Regex($"{before}$"));
        await Expect(Profile(his).GetByText(Saved)).ToBeVisibleAsync();
        Assert.NotEqual(before, await Hash(bob));

        await his.Button("Remove the picture").FocusAsync();
        await his.Page.Keyboard.PressAsync("Enter");
        await Expect(Profile(his).GetByText("Your picture was removed.")).ToBeVisibleAsync();
        await Expect(Face(his)).ToHaveCountAsync(0);
        await Expect(his.Page.GetByLabel("Add a picture")).ToBeFocusedAsync();
        Assert.Null(await Hash(bob));
    }

    [Fact]
    public async Task A_picture_of_mine_is_pasted_or_dropped_and_no_form_below_takes_it()
    {
        var account = await NewAccount();
        var window = await OpenAs(account);
        await window.Go("/contacts/new");
        await window.Field("First name").FillAsync("Ada");
        await Settings(window);
        await window.Page.GetByLabel("Your name").EvaluateAsync(Give, new[] { "paste", "me.png", Convert.ToBase64String(Picture(MagickColors.Teal)) });
        await Expect(Profile(window).GetByText(Saved)).ToBeVisibleAsync();
        await IsShown(Face(window), 192);
        var pasted = await Hash(account);
        await Profile(window).GetByRole(AriaRole.Group, new() { Name = "Your picture" }).EvaluateAsync(Give, new[] { "drop", "me.png", Convert.ToBase64String(Picture(MagickColors.Maroon)) });
        await Expect(Face(window)).Not.ToHaveAttributeAsync("src", new Regex($"{pasted}$"));
        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(Profile(window)).ToHaveCountAsync(0);
        await Expect(window.Form.Locator(".avatar img")).ToHaveCountAsync(0);

        // Without the settings over it the form takes it.
        await window.Field("First name").EvaluateAsync(Give, new[] { "paste", "ada.png", Convert.ToBase64String(Picture(MagickColors.Teal)) });
        await Expect(window.Form.Locator(".avatar img")).ToHaveAttributeAsync("src", new Regex("^data:image/jpeg"));
    }

    [Fact]
    public async Task What_is_no_picture_or_cannot_be_sent_is_told()
    {
        var account = await NewAccount();
        var window = await OpenAs(account);
        await Settings(window);
        await window.Page.GetByLabel("Add a picture").SetInputFilesAsync(new FilePayload { Name = "me.png", MimeType = "image/png", Buffer = "no picture"u8.ToArray() });
        await Expect(Profile(window).GetByText("picture cannot be read")).ToBeVisibleAsync();
        await window.Context.SetOfflineAsync(true);
        await window.Page.GetByLabel("Add a picture").SetInputFilesAsync(File(MagickColors.Teal));
        await Expect(Profile(window).GetByText("There is no connection to the server.")).ToBeVisibleAsync();
        await window.Context.SetOfflineAsync(false);
        await window.Page.GetByLabel("Add a picture").SetInputFilesAsync(File(MagickColors.Teal));
        await Expect(Profile(window).GetByText(Saved)).ToBeVisibleAsync();
        await Expect(Profile(window).GetByText("There is no connection to the server.")).ToHaveCountAsync(0);
    }
}
