using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ContactOffice.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

/// <summary>The server is killed in the middle of an import: the window ends in what is true.</summary>
public sealed partial class RestartedImportTests(DemoSite site) : BrowserTest(site)
{
    private const int Many = 20_000;

    /// <summary>Bytes a second by which the file takes some to arrive, however fast the machine is.</summary>
    private const int SomeSeconds = 300_000;

    [Fact]
    public async Task An_import_under_which_the_server_dies_tells_how_much_was_imported_and_undo_removes_exactly_that()
    {
        await using var server = await MortalServer.Start();
        using var account = await Account.Create(server.Url, "ada");
        await account.Add(new { firstName = "Zoe" });
        var (window, imported) = await ImportAndKill(server, account);

        Assert.Equal(imported + 1, await account.Total());
        await window.Button("Undo this import").ClickAsync();
        await Expect(Dialog(window).GetByText("removed again.")).ToContainTextAsync(imported.ToString("N0", CultureInfo.InvariantCulture));
        Assert.Equal(1, await account.Total());
        await Expect(window.Row("Zoe")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_file_is_imported_again_and_what_is_there_already_is_skipped()
    {
        await using var server = await MortalServer.Start();
        using var account = await Account.Create(server.Url, "ada");
        var (window, imported) = await ImportAndKill(server, account);

        await window.Button("Import the file again").ClickAsync();
        await Expect(Dialog(window).GetByText((Many - imported).ToString("N0", CultureInfo.InvariantCulture) + " contacts were imported.")).ToBeVisibleAsync();
        Assert.Equal(Many, await account.Total());
    }

    [Fact]
    public async Task A_preview_that_is_cut_off_and_an_import_that_never_began_are_tried_again()
    {
        await using var server = await MortalServer.Start();
        using var account = await Account.Create(server.Url, "ada");
        var window = await OpenAt(server, account);
        await window.OpenImport();
        await Expect(window.Page.Locator("input[type=file]")).ToBeVisibleAsync(); // the dialog's code came from the server too
        await server.Kill();
        await Choose(window, 10);
        await Expect(Dialog(window).GetByText("There is no connection to the server.")).ToBeVisibleAsync();
        await server.StartAgain();
        await window.Button("Try again").ClickAsync();
        await Expect(window.Button("Import 10 contacts")).ToBeVisibleAsync();

        await server.Kill();
        await window.Button("Import 10 contacts").ClickAsync();
        await Expect(Dialog(window).GetByText("Waiting for the server")).ToBeVisibleAsync();
        await server.StartAgain();
        await Expect(Dialog(window).GetByText("Nothing was imported.")).ToBeVisibleAsync();
        await window.Button("Try again").ClickAsync();
        await Expect(Dialog(window).GetByText("10 contacts were imported.")).ToBeVisibleAsync();
        Assert.Equal(10, await account.Total());
    }

    /// <returns>The window with the report in it, and how many contacts it says were imported.</returns>
    private async Task<(Window Window, int Imported)> ImportAndKill(MortalServer server, Account account)
    {
        var window = await OpenAt(server, account);
        await window.OpenImport();
        await Choose(window, Many);
        await Expect(window.Button($"Import {Many:N0} contacts")).ToBeVisibleAsync();
        await window.SlowUploads(SomeSeconds);
        await window.Button($"Import {Many:N0} contacts").ClickAsync();
        await Expect(Dialog(window).GetByText(SomeRecords())).ToBeVisibleAsync();
        await server.Kill();
        await window.SlowUploads(-1);
        await Expect(Dialog(window).GetByText("Waiting for the server")).ToBeVisibleAsync();
        await Expect(Dialog(window).GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await server.StartAgain();

        var told = Dialog(window).GetByText("The import broke off.");
        await Expect(told).ToBeVisibleAsync();
        var imported = int.Parse(Number().Match(await told.InnerTextAsync()).Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        Assert.InRange(imported, 1, Many - 1);
        return (window, imported);
    }

    private static ILocator Dialog(Window window) => window.Page.GetByRole(AriaRole.Dialog);

    private static async Task Choose(Window window, int count)
    {
        var file = new StringBuilder();
        for (var i = 0; i < count; i++)
            file.Append(CultureInfo.InvariantCulture, $"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Person {i:D5}\r\nN:{i:D5};Person;;;\r\nUID:restart-{i}\r\nEND:VCARD\r\n");
        await window.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "people.vcf", MimeType = "text/vcard", Buffer = Encoding.UTF8.GetBytes(file.ToString()),
        });
    }

    private async Task<Window> OpenAt(MortalServer server, Account account)
    {
        var window = await Open(url: server.Url);
        window.ServerMayDie = true;
        await window.SignIn(account);
        return window;
    }

    [GeneratedRegex("^[1-9][0-9,]* records? so far$")]
    private static partial Regex SomeRecords();

    [GeneratedRegex("[0-9][0-9,]*")]
    private static partial Regex Number();
}
