using System.Text;
using ContactOffice.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

public sealed class ImportTests(DemoSite site) : BrowserTest(site)
{
    private const string Broken = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cut Off\r\n";

    private static string Card(string name) => $"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nN:;{name};;;\r\nUID:import-{name}\r\nEND:VCARD\r\n";

    private static async Task Choose(Window window, string text)
    {
        await window.OpenImport();
        await window.Page.Locator("input[type=file]").SetInputFilesAsync(new Microsoft.Playwright.FilePayload
        {
            Name = "people.vcf", MimeType = "text/vcard", Buffer = Encoding.UTF8.GetBytes(text),
        });
    }

    [Fact]
    public async Task A_preview_tells_what_is_broken_and_where_and_stores_nothing()
    {
        var account = await NewAccount();
        await account.AddCard(Card("Known"));
        var window = await OpenAs(account);
        await Choose(window, Card("First") + Card("Known") + Broken + Card("Last"));
        await Expect(window.Button("Import 2 contacts")).ToBeVisibleAsync();
        var dialog = window.Page.GetByRole(Microsoft.Playwright.AriaRole.Dialog);
        var broken = dialog.Locator("tr.broken");
        await Expect(broken).ToHaveCountAsync(1);
        await Expect(broken.Locator("td").First).ToHaveTextAsync("13");
        Assert.NotEmpty((await broken.Locator("td").Last.InnerTextAsync()).Trim());
        await Expect(dialog.Locator("tr.skipped")).ToContainTextAsync("Known");
        Assert.Equal(1, await account.Total());
    }

    [Fact]
    public async Task An_import_reports_and_can_be_undone()
    {
        var account = await NewAccount();
        var window = await OpenAs(account);
        await Choose(window, Card("First") + Broken + Card("Last"));
        await window.Button("Import 2 contacts").ClickAsync();
        await Expect(window.Page.GetByText("2 contacts were imported.")).ToBeVisibleAsync();
        await Expect(window.Row("First")).ToBeVisibleAsync();
        Assert.Equal(2, await account.Total());
        await window.Button("Undo this import").ClickAsync();
        await Expect(window.Page.GetByText("2 imported contacts were removed again.")).ToBeVisibleAsync();
        await Expect(window.Row("First")).ToHaveCountAsync(0);
        Assert.Equal(0, await account.Total());
    }

    [Fact]
    public async Task A_large_import_shows_how_far_it_is_and_goes_on_behind_a_closed_window()
    {
        const int Many = 20_000;
        var account = await NewAccount();
        var window = await OpenAs(account);
        var file = new StringBuilder();
        for (var i = 0; i < Many; i++) file.Append(Card($"Nr {i:D5}"));
        await Choose(window, file.ToString());
        await Expect(window.Button("Import 20,000 contacts")).ToBeVisibleAsync();
        await window.SlowUploads(300_000); // for some seconds, however fast the machine is
        await window.Button("Import 20,000 contacts").ClickAsync();
        await Expect(window.Page.GetByRole(Microsoft.Playwright.AriaRole.Progressbar)).ToBeVisibleAsync();
        await window.Button("Go on in the background").ClickAsync();
        await window.SlowUploads(-1);
        await Expect(window.Toast).ToContainTextAsync("20,000 contacts were imported.");
        await Expect(window.Page.GetByText("20,000 contacts", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(Many, await account.Total());
    }

    [Fact]
    public async Task A_file_without_contacts_is_told_as_such()
    {
        var window = await OpenAs(await NewAccount());
        await Choose(window, "this is no vCard\r\n");
        await Expect(window.Page.GetByText("Cannot be read").First).ToBeVisibleAsync();
        await Expect(window.Button("Import 0 contacts")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task An_export_is_saved_and_one_after_the_session_has_ended_is_not()
    {
        var account = await NewAccount();
        await account.AddCard(Card("First"));
        var window = await OpenAs(account);
        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Link("Export").ClickAsync());
        Assert.Contains("FN:First", await File.ReadAllTextAsync(await download.PathAsync()));

        var saved = 0;
        window.Page.Download += (_, _) => saved++;
        await window.Context.ClearCookiesAsync();
        await window.Link("Export").ClickAsync();
        await Expect(window.Page.GetByLabel("User name")).ToBeVisibleAsync();
        Assert.Equal(0, saved);
    }
}
