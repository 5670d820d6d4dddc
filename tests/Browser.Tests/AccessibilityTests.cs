using ContactOffice.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

/// <summary>axe finds nothing to complain of on any page and dialog, wide and narrow, light and dark.</summary>
public sealed class AccessibilityTests(DemoSite site) : BrowserTest(site)
{
    [Theory]
    [MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task Pages_before_signing_in(int width, bool dark)
    {
        var window = await Open(width, dark: dark);
        await window.Go("/");
        await Expect(window.Button("Sign in")).ToBeVisibleAsync();
        await Axe.IsContent(window, "sign-in", coloursOnly: window.IsDark);
        await window.Go("/setup#secret");
        await Expect(window.Button("Create the account")).ToBeVisibleAsync();
        await Axe.IsContent(window, "set-up", coloursOnly: window.IsDark);
    }

    [Theory]
    [MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task The_book_its_cards_and_forms(int width, bool dark)
    {
        var account = await NewAccount();
        var window = await OpenAs(account, width, dark: dark);
        await Expect(window.Page.GetByText("Your address book is empty")).ToBeVisibleAsync();
        await Axe.IsContent(window, "empty book", coloursOnly: window.IsDark);
        await account.AddMany(40);
        var id = await account.Add(new
        {
            firstName = "Ada",
            lastName = "Lovelace",
            nickname = "Countess",
            company = "Analytical Engines",
            birthday = "1815-12-10",
            notes = "one\ntwo",
            emails = new[] { new { value = "ada@example.org", types = new[] { "work" } } },
            phones = new[] { new { value = "+44 20 7946 0001", types = new[] { "cell" } } },
            addresses = new[] { new { types = new[] { "home" }, street = "12 St James's Square", locality = "London", country = "UK" } },
            categories = new[] { "VIP" },
            customFields = new[] { new { label = "Badge", value = "7" } },
        });
        await window.Page.ReloadAsync();
        await Expect(window.Rows.First).ToBeVisibleAsync();
        await Axe.IsContent(window, "list", coloursOnly: window.IsDark);
        await window.Tick("Ada Lovelace").CheckAsync();
        await Axe.IsContent(window, "selection", coloursOnly: window.IsDark);
        await window.Go($"/contacts/{id}");
        await Expect(window.CardName).ToBeVisibleAsync();
        await Axe.IsContent(window, "card", coloursOnly: window.IsDark);
        await window.Go($"/contacts/{id}/edit");
        await window.Button("More fields").ClickAsync();
        await Axe.IsContent(window, "form", coloursOnly: window.IsDark);
        await window.IsLive();
        await window.Field("First name").FillAsync("Augusta");
        await account.Change(id, new { firstName = "Annabella", company = "None" });
        await window.Button("See both").ClickAsync();
        await Axe.IsContent(window, "versions", coloursOnly: window.IsDark);
        await window.Button("Later").ClickAsync();
        await window.Button("Cancel").ClickAsync();
        await Expect(window.Page.GetByText("Leave without saving?")).ToBeVisibleAsync();
        await Axe.IsContent(window, "leave", coloursOnly: window.IsDark);
    }

    [Theory]
    [MemberData(nameof(Looks.All), MemberType = typeof(Looks))]
    public async Task The_dialogs(int width, bool dark)
    {
        var window = await OpenAs(await NewAccount(), width, dark: dark);
        await Menu(window);
        await Axe.IsContent(window, "menu", coloursOnly: window.IsDark);
        await window.Button("Import").ClickAsync();
        await Expect(window.Page.Locator("input[type=file]")).ToBeVisibleAsync();
        await Axe.IsContent(window, "import", coloursOnly: window.IsDark);
        await window.Page.Locator("input[type=file]").SetInputFilesAsync(new Microsoft.Playwright.FilePayload
        {
            Name = "people.vcf", MimeType = "text/vcard", Buffer = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Cut"u8.ToArray(),
        });
        await Expect(window.Button("Import 1 contact")).ToBeVisibleAsync();
        await Axe.IsContent(window, "preview", coloursOnly: window.IsDark);
        await window.Button("Import 1 contact").ClickAsync();
        await Expect(window.Page.GetByText("1 contact was imported.")).ToBeVisibleAsync();
        await Axe.IsContent(window, "report", coloursOnly: window.IsDark);
        await window.Button("Close").Last.ClickAsync();
        await Menu(window);
        await window.Page.GetByText("Settings").ClickAsync();
        await Expect(window.Page.GetByLabel("Appearance")).ToBeVisibleAsync();
        await Axe.IsContent(window, "settings", coloursOnly: window.IsDark);
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Keyboard.PressAsync("?");
        await Expect(window.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "Keyboard shortcuts" })).ToBeVisibleAsync();
        await Axe.IsContent(window, "shortcuts", coloursOnly: window.IsDark);
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Button("More actions").ClickAsync();
        await Expect(window.Page.GetByRole(Microsoft.Playwright.AriaRole.Menu)).ToBeVisibleAsync();
        await Axe.IsContent(window, "actions", coloursOnly: window.IsDark);
    }

    private static async Task Menu(Window window)
    {
        if (window.Page.ViewportSize!.Width < 1024) await window.Button("Menu").ClickAsync();
    }
}
