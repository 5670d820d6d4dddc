using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ContactOffice.Browser.Tests.Hosting;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

/// <summary>The dialog "Devices and apps" of the settings.</summary>
public sealed class DeviceTests(DemoSite site) : BrowserTest(site)
{
    [Fact]
    public async Task An_app_password_is_made_copied_used_and_revoked_by_keyboard_alone()
    {
        var account = await NewAccount();
        var window = await OpenAs(account);
        await window.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var keyboard = window.Page.Keyboard;
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Settings" }).FocusAsync();
        await keyboard.PressAsync("Enter");
        await window.Button("Devices and apps…").FocusAsync();
        await keyboard.PressAsync("Enter");
        var name = window.Page.GetByLabel("Name of the device or app");
        await Expect(window.Page.GetByText("There are none yet.")).ToBeVisibleAsync();
        await name.FocusAsync();
        await keyboard.TypeAsync("My phone");
        await keyboard.PressAsync("Enter");

        var made = window.Page.GetByRole(AriaRole.Region, new() { Name = "The password of “My phone”" });
        await Expect(made).ToBeFocusedAsync();
        await Expect(made).ToContainTextAsync("It is shown this once.");
        var secret = await made.Locator("code").InnerTextAsync();
        await keyboard.PressAsync("Tab");
        await Expect(window.Button("Copy App password")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await Expect(Dialog(window).GetByRole(AriaRole.Status).Filter(new() { HasText = "App password copied" })).ToBeAttachedAsync();
        Assert.Equal(secret, await window.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Enter");
        await Expect(made).ToHaveCountAsync(0);
        await Expect(name).ToBeFocusedAsync();
        await Expect(window.Page.GetByText("not used yet")).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.OK, await Use(account, secret));

        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Tab");
        await Expect(window.Button("Revoke My phone")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await Expect(window.Page.GetByText("can no longer reach your contacts")).ToBeVisibleAsync();
        await window.Button("Revoke").FocusAsync();
        await keyboard.PressAsync("Enter");
        await Expect(window.Page.GetByText("There are none yet.")).ToBeVisibleAsync();
        await Expect(name).ToBeFocusedAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await Use(account, secret));
    }

    [Fact]
    public async Task The_list_tells_when_an_app_password_was_used()
    {
        var account = await NewAccount();
        var secret = (await account.Post("/api/v1/me/app-passwords", new { name = "Tablet" })).GetProperty("secret").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await Use(account, secret));
        var window = await OpenAs(account);
        await OpenDevices(window);
        await Expect(window.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Tablet" })).ToContainTextAsync("last used");
        await Expect(Dialog(window)).Not.ToContainTextAsync(secret);
    }

    [Fact]
    public async Task The_addresses_of_all_books_are_shown_and_can_be_copied()
    {
        var account = await NewAccount();
        await account.Post("/api/v1/groups", new { name = $"Amis & Co {account.UserName}", kind = "byInvitation" });
        var group = Uri.EscapeDataString($"Amis & Co {account.UserName}");
        var window = await OpenAs(account);
        await window.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await OpenDevices(window);
        await Tab(window, "Addresses").ClickAsync();
        foreach (var path in (string[])
            [$"/dav/principals/{account.UserName}/", $"/dav/addressbooks/{account.UserName}/private/", $"/dav/addressbooks/{account.UserName}/{group}/", $"/dav/principals/{account.UserName}/groups/{group}/"])
            await Expect(window.Page.GetByText(Site.Url + path, new() { Exact = true })).ToBeVisibleAsync();
        await window.Button("Copy Your private address book").ClickAsync();
        Assert.Equal($"{Site.Url}/dav/addressbooks/{account.UserName}/private/", await window.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Link($"Download the profile of Amis & Co {account.UserName}").ClickAsync());
        Assert.Equal("contacts.mobileconfig", download.SuggestedFilename);
        Assert.Contains($"/groups/{group}/</string>", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lines_for_the_domain_are_shown_to_administrators_alone()
    {
        var person = await OpenAs(await NewAccount());
        await OpenDevices(person);
        await Expect(Tab(person, "Set up a device")).ToBeVisibleAsync();
        await Expect(Tab(person, "Domain")).ToHaveCountAsync(0);
        var administrator = await OpenAs(Alice());
        await OpenDevices(administrator);
        await Tab(administrator, "Domain").ClickAsync();
        await administrator.Page.GetByLabel("Domain of your e-mail addresses").FillAsync("example.org");
        await Expect(administrator.Page.GetByText("_tcp.example.org. IN TXT \"path=/dav/\"")).ToBeVisibleAsync();
    }

    [Theory]
    [MemberData(nameof(Looks.Extremes), MemberType = typeof(Looks))]
    public async Task The_dialog_is_accessible_and_fits(int width, bool dark)
    {
        var alice = Alice();
        var group = $"Neighbours & Friends {Guid.NewGuid():N}"[..26];
        await alice.Post("/api/v1/groups", new { name = group, kind = "byInvitation" });
        var window = await OpenAs(alice, width, Looks.Height(width), dark);
        await OpenDevices(window);
        await window.Page.GetByLabel("Name of the device or app").FillAsync("Alice's phone with a name that is rather long");
        await window.Button("Make an app password").ClickAsync();
        await Expect(window.Button("I have it")).ToBeVisibleAsync();
        await Check(window, "made");
        await window.Button("I have it").ClickAsync();
        await Check(window, "passwords");
        await window.Button("Revoke Alice's phone with a name that is rather long").First.ClickAsync();
        await Expect(window.Button("Revoke")).ToBeVisibleAsync();
        await Check(window, "confirmation");
        await window.Button("Revoke").ClickAsync();
        await Tab(window, "Addresses").ClickAsync();
        await Expect(window.Page.GetByText(Uri.EscapeDataString(group)).First).ToBeAttachedAsync();
        await Check(window, "addresses");
        await Tab(window, "Set up a device").ClickAsync();
        await window.Page.GetByText("iPhone, iPad").ClickAsync();
        await Check(window, "guides");
        await Tab(window, "Domain").ClickAsync();
        await Check(window, "domain");
        await alice.Remove("/api/v1/groups/" + Uri.EscapeDataString(group));
    }

    private static ILocator Dialog(Window window) => window.Page.GetByRole(AriaRole.Dialog, new() { Name = "Devices and apps" });

    private static ILocator Tab(Window window, string name) => window.Page.GetByRole(AriaRole.Tab, new() { Name = name, Exact = true });

    private static async Task OpenDevices(Window window)
    {
        if (window.Page.ViewportSize!.Width < 1024) await window.Button("Menu").ClickAsync();
        await window.Page.GetByText("Settings").ClickAsync();
        await window.Button("Devices and apps…").ClickAsync();
        await Expect(Dialog(window)).ToBeVisibleAsync();
    }

    private static async Task Check(Window window, string what)
    {
        await window.Picture($"devices-{what}");
        Assert.False(await window.Page.EvaluateAsync<bool>("[...document.querySelectorAll('dialog .body')].some((body) => body.scrollWidth > body.clientWidth)"), $"{what} is wider than its dialog");
        var result = await window.Page.RunAxe();
        Assert.True(result.Violations.Length == 0, $"{what}: " + string.Join("; ", result.Violations.Select(found =>
            $"{found.Id} ({found.Help}) at {string.Join(", ", found.Nodes.Select(node => node.Html))}")));
    }

    /// <summary>What a device gets that sends this password.</summary>
    private async Task<HttpStatusCode> Use(Account account, string password)
    {
        using var device = new HttpClient { BaseAddress = new Uri(Site.Url) };
        device.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.UserName}:{password}")));
        using var answer = await device.GetAsync("/api/v1/books/private/contacts");
        return answer.StatusCode;
    }
}
