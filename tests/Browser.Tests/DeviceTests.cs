using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ContactOffice.Browser.Tests.Hosting;
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
    public async Task Who_does_not_let_the_browser_copy_is_told_so()
    {
        var window = await OpenAs(await NewAccount());
        await window.Page.EvaluateAsync("() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError')); }");
        await OpenDevices(window);
        await Tab(window, "Addresses").ClickAsync();
        await window.Button("Copy Your private address book").ClickAsync();
        await Expect(Dialog(window).GetByRole(AriaRole.Alert).Filter(new() { HasText = "Select the text and copy it yourself." })).ToBeVisibleAsync();
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

    [Fact]
    public async Task A_phone_appears_while_it_is_waited_for_is_blocked_wiped_and_removed()
    {
        var account = await NewAccount();
        var window = await OpenAs(account);
        await OpenDevices(window);
        await Tab(window, "Exchange devices").ClickAsync();
        await Expect(window.Page.GetByText("No device has connected yet.")).ToBeVisibleAsync();
        await Expect(window.Page.GetByText(new Uri(Site.Url).Authority, new() { Exact = true })).ToBeVisibleAsync();
        await Expect(window.Page.GetByLabel("Show the devices of all accounts")).ToHaveCountAsync(0);
        Assert.Equal(HttpStatusCode.OK, await Synchronise(account));
        var phone = window.Page.GetByRole(AriaRole.Listitem, new() { Name = "iPhone", Exact = true });
        await Expect(phone).ToContainTextAsync("Allowed", new() { Timeout = 60_000 });

        await phone.GetByRole(AriaRole.Button, new() { Name = "Block", Exact = true }).ClickAsync();
        await Answer(window, "Block “iPhone”?", "Block");
        await Expect(phone).ToContainTextAsync("Blocked");
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Your devices" })).ToBeFocusedAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await Synchronise(account));
        await phone.GetByRole(AriaRole.Button, new() { Name = "Allow", Exact = true }).ClickAsync();
        await Expect(phone).ToContainTextAsync("Allowed");

        await phone.GetByRole(AriaRole.Button, new() { Name = "Wipe…", Exact = true }).ClickAsync();
        await Expect(window.Page.GetByText("Many phones then delete everything that is on them")).ToBeVisibleAsync();
        await Answer(window, "Wipe “iPhone”?", "Wipe the device");
        await Expect(phone).ToContainTextAsync("Wipe ordered");
        Assert.Equal((HttpStatusCode)449, await Synchronise(account));

        await window.Button("Remove iPhone").ClickAsync();
        await Expect(window.Page.GetByText("it is not wiped")).ToBeVisibleAsync();
        await Answer(window, "Remove “iPhone”?", "Remove");
        await Expect(window.Page.GetByText("No device has connected yet.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_administrator_blocks_somebodys_phone()
    {
        var account = await NewAccount();
        await Synchronise(account);
        var window = await OpenAs(Alice());
        await OpenDevices(window);
        await Tab(window, "Exchange devices").ClickAsync();
        await window.Page.GetByLabel("Show the devices of all accounts").CheckAsync();
        var phone = window.Page.GetByRole(AriaRole.Listitem).Filter(new() { Has = window.Page.GetByText(account.UserName, new() { Exact = true }) });
        await phone.GetByRole(AriaRole.Button, new() { Name = "Block", Exact = true }).ClickAsync();
        await Expect(window.Page.GetByText($"It is a device of the account {account.UserName}.")).ToBeVisibleAsync();
        await Answer(window, "Block “iPhone”?", "Block");
        await Expect(phone).ToContainTextAsync("Blocked");
        Assert.Equal(HttpStatusCode.Forbidden, await Synchronise(account));
    }

    [Fact]
    public async Task An_administrator_finds_a_phone_among_many_and_turns_pages()
    {
        var account = await NewAccount();
        for (var i = 1; i <= 50; i++) await Synchronise(account, $"Phone{i:00}", $"P{i}");
        var other = await NewAccount();
        foreach (var type in (string[])["Tablet", "Watch"]) await Synchronise(other, type, type);
        var window = await OpenAs(Alice());
        await OpenDevices(window);
        await Tab(window, "Exchange devices").ClickAsync();
        await window.Page.GetByLabel("Show the devices of all accounts").CheckAsync();
        // Seen last, shown first; further pages hold the others.
        await Expect(Phones(window).First).ToContainTextAsync("Watch");
        await Expect(Phones(window)).ToHaveCountAsync(50);
        await window.Button("Next").ClickAsync();
        await Expect(window.Page.GetByText("51 to ")).ToBeVisibleAsync();
        await Expect(Phones(window).Filter(new() { HasText = "Phone01" })).ToHaveCountAsync(1);
        await Expect(Phones(window).Filter(new() { HasText = "Watch" })).ToHaveCountAsync(0);

        var find = window.Page.GetByLabel("Find by device or owner");
        await find.FillAsync($"{other.UserName} tab");
        await Expect(Phones(window)).ToHaveCountAsync(1);
        await Expect(Phones(window).First).ToContainTextAsync("Tablet");
        await find.FillAsync("no such phone");
        await Expect(window.Page.GetByText("No device has “no such phone” in its name or its owner’s.")).ToBeVisibleAsync();
        await find.FillAsync("");
        await Expect(Phones(window)).ToHaveCountAsync(50);
    }

    [Theory]
    [InlineData(Looks.Desktop, false)]
    [InlineData(Looks.Desktop, true)]
    [InlineData(Looks.Phone, false)]
    [InlineData(Looks.Phone, true)]
    public async Task The_list_of_phones_is_accessible_and_fits(int width, bool dark)
    {
        var (alice, account) = (Alice(), await NewAccount());
        var window = await OpenAs(account, width, Looks.Height(width), dark);
        var look = dark ? "dark" : "light";
        await OpenDevices(window);
        await Tab(window, "Exchange devices").ClickAsync();
        await Expect(window.Page.GetByText("No device has connected yet.")).ToBeVisibleAsync();
        await Check(window, $"exchange-none-{look}");
        foreach (var (type, state) in ((string, string)[])[("iPhone", "wiping"), ("SamsungDevice", "blocked"), ("Outlook", "allowed")])
        {
            await Synchronise(account, type, account.UserName + type);
            await account.Patch($"/api/v1/me/devices/{account.UserName}{type}", new { state });
        }
        var administrator = await OpenAs(alice, width, Looks.Height(width), dark);
        await OpenDevices(administrator);
        await Tab(administrator, "Exchange devices").ClickAsync();
        await administrator.Page.GetByLabel("Show the devices of all accounts").CheckAsync();
        await Expect(administrator.Page.GetByText(account.UserName, new() { Exact = true }).First).ToBeVisibleAsync();
        await Check(administrator, $"exchange-{look}");
        await administrator.Page.GetByRole(AriaRole.Listitem, new() { Name = "Outlook", Exact = true }).GetByText("Wipe…").First.ClickAsync();
        await Expect(administrator.Button("Wipe the device")).ToBeVisibleAsync();
        await Check(administrator, $"exchange-wipe-{look}");
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

    private static ILocator Phones(Window window) => window.Page.GetByRole(AriaRole.List, new() { Name = "The devices of all accounts" }).GetByRole(AriaRole.Listitem);

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
        await Axe.IsContent(window, what);
    }

    private static async Task Answer(Window window, string question, string with)
    {
        await window.Page.GetByRole(AriaRole.Dialog, new() { Name = question }).GetByRole(AriaRole.Button, new() { Name = with, Exact = true }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Dialog, new() { Name = question })).ToHaveCountAsync(0);
    }

    /// <summary>What a phone gets that asks for its folders in version 12.1: FolderSync with the key 0.</summary>
    private async Task<HttpStatusCode> Synchronise(Account account, string type = "iPhone", string id = "ApplABC123")
    {
        using var device = new HttpClient { BaseAddress = new Uri(Site.Url) };
        device.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.UserName}:{account.Password}")));
        device.DefaultRequestHeaders.UserAgent.ParseAdd($"{type}/2104.1");
        using var body = new ByteArrayContent([0x03, 0x01, 0x6A, 0x00, 0x00, 0x07, 0x56, 0x52, 0x03, 0x30, 0x00, 0x01, 0x01]);
        body.Headers.ContentType = new("application/vnd.ms-sync.wbxml");
        using var answer = await device.PostAsync($"/Microsoft-Server-ActiveSync?Cmd=FolderSync&DeviceId={id}&DeviceType={type}", body);
        return answer.StatusCode;
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
