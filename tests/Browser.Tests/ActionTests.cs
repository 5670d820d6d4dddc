using ContactOffice.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

/// <summary>What can be done with contacts, from every place that offers it.</summary>
public sealed class ActionTests(DemoSite site) : BrowserTest(site)
{
    private static ILocator MenuItem(Window window, string name) => window.Page.GetByRole(AriaRole.Menuitem, new() { Name = name, Exact = true });

    /// <summary>By the button above the list, or where there is no room for it by the menu there.</summary>
    private static async Task Act(Window window, string name)
    {
        if (await window.Button(name).IsVisibleAsync())
        {
            await window.Button(name).ClickAsync();
            return;
        }
        await window.Button("More actions").ClickAsync();
        await MenuItem(window, name).ClickAsync();
    }

    [Theory]
    [MemberData(nameof(Looks.Widths), MemberType = typeof(Looks))]
    public async Task The_menu_of_a_row_offers_what_can_be_done_with_it(int width, bool dark)
    {
        var account = await NewAccount();
        await account.AddMany(3);
        var window = await OpenAs(account, width, Looks.Height(width), dark);
        await window.Row("Person 00001").ClickAsync(new() { Button = MouseButton.Right });
        await Expect(window.Page.GetByRole(AriaRole.Menuitem)).ToHaveTextAsync(["Details", "Tags…", "Share with groups…", "Print", "Export vCard", "Delete"]);
        await MenuItem(window, "Delete").ClickAsync();
        await Expect(window.Toast).ToContainTextAsync("Person 00001 was deleted.");
        await Expect(window.Page.GetByText("2 contacts")).ToBeVisibleAsync();
        Assert.Equal(2, await account.Total());
    }

    [Theory]
    [MemberData(nameof(Looks.Widths), MemberType = typeof(Looks))]
    public async Task An_edit_begins_in_three_ways(int width, bool dark)
    {
        var account = await NewAccount();
        await account.Add(new { firstName = "Ada" });
        var window = await OpenAs(account, width, Looks.Height(width), dark);
        await window.Row("Ada").DblClickAsync();
        await Expect(window.Field("First name")).ToHaveValueAsync("Ada");
        await window.Button("Cancel").ClickAsync();
        await window.Link("Edit").ClickAsync();
        await Expect(window.Field("First name")).ToHaveValueAsync("Ada");
        await window.Button("Cancel").ClickAsync();
        await window.Button("Actions").ClickAsync();
        await MenuItem(window, "Details").ClickAsync();
        await Expect(window.Field("First name")).ToHaveValueAsync("Ada");
    }

    [Fact]
    public async Task The_menu_opens_and_chooses_by_keyboard_and_gives_the_focus_back()
    {
        var account = await NewAccount();
        await account.AddMany(3);
        var window = await OpenAs(account);
        var keyboard = window.Page.Keyboard;
        await window.Search.PressAsync("ArrowDown");
        await window.FocusIsOn("Person 00000");
        await keyboard.PressAsync("Shift+F10");
        await Expect(window.Page.GetByRole(AriaRole.Menu)).ToBeVisibleAsync();
        await keyboard.PressAsync("Escape");
        await Expect(window.Page.GetByRole(AriaRole.Menu)).ToHaveCountAsync(0);
        await window.FocusIsOn("Person 00000");
        await keyboard.PressAsync("Shift+F10");
        await Expect(window.Page.GetByRole(AriaRole.Menu)).ToBeVisibleAsync();
        await keyboard.PressAsync("ArrowDown");
        await keyboard.PressAsync("Enter");
        await Expect(window.Field("First name")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task What_needs_a_selection_says_so_where_there_is_none()
    {
        var account = await NewAccount();
        await account.AddMany(3);
        var window = await OpenAs(account);
        await Expect(window.Button("Print")).ToBeDisabledAsync();
        await Expect(window.Button("Print")).ToHaveAttributeAsync("title", "Select a contact first");
        await window.Tick("Person 00000").CheckAsync();
        await Expect(window.Button("Print")).ToBeEnabledAsync();
        await window.Tick("Person 00001").CheckAsync();
        await window.Button("More actions").ClickAsync();
        await Expect(MenuItem(window, "Details")).ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(MenuItem(window, "Details")).ToHaveAttributeAsync("title", "For one contact only");
    }

    [Theory]
    [MemberData(nameof(Looks.Widths), MemberType = typeof(Looks))]
    public async Task A_selection_is_printed_on_a_sheet_of_its_own(int width, bool dark)
    {
        var account = await NewAccount();
        await account.AddMany(3);
        await account.Add(new { firstName = "Ada", lastName = "Lovelace", notes = "One\nTwo", birthday = "1815-12-10" });
        var window = await OpenAs(account, width, Looks.Height(width), dark);
        // The dialog of the system cannot be answered here: what it would print is looked at while it would be open.
        await window.Page.EvaluateAsync("() => { window.print = () => { window.printed = document.querySelector('.sheet').textContent; }; }");
        await window.Tick("Ada Lovelace").CheckAsync();
        await window.Tick("Person 00002").CheckAsync();
        await Act(window, "Print");
        await window.Page.WaitForFunctionAsync("() => window.printed");
        var printed = await window.Page.EvaluateAsync<string>("window.printed");
        Assert.Contains("2 contacts", printed);
        Assert.Contains("Ada Lovelace", printed);
        Assert.Contains("One\nTwo", printed);
        Assert.Contains("10 December 1815", printed);
        Assert.Contains("Person 00002", printed);
        Assert.DoesNotContain("Person 00001", printed);
        await Expect(window.Page.Locator(".sheet")).ToHaveCountAsync(0);
    }

    [Theory]
    [MemberData(nameof(Looks.Widths), MemberType = typeof(Looks))]
    public async Task A_selection_is_exported_as_the_cards_that_are_stored(int width, bool dark)
    {
        const string Card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\nN:;Ada;;;\r\nX-ODD;A=\"b\":kept\r\nUID:exported\r\nEND:VCARD\r\n";
        var account = await NewAccount();
        await account.AddMany(2);
        await account.AddCard(Card);
        var window = await OpenAs(account, width, Looks.Height(width), dark);
        await window.Tick("Ada").CheckAsync();
        var download = await window.Page.RunAndWaitForDownloadAsync(() => Act(window, "Export vCard"));
        Assert.Equal("Ada.vcf", download.SuggestedFilename);
        Assert.Equal(Card, await File.ReadAllTextAsync(await download.PathAsync()));

        await window.Tick("Person 00000").CheckAsync();
        download = await window.Page.RunAndWaitForDownloadAsync(() => Act(window, "Export vCard"));
        Assert.Equal("contacts.vcf", download.SuggestedFilename);
        var file = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.Equal(2, file.Split("BEGIN:VCARD").Length - 1);
        Assert.Contains("FN:Person 00000", file);
    }

    [Fact]
    public async Task Many_are_deleted_with_progress_and_come_back()
    {
        var account = await NewAccount();
        await account.AddMany(1_600);
        var window = await OpenAs(account);
        await window.Page.GetByLabel("Select all").CheckAsync();
        await window.Page.EvaluateAsync("""
            new MutationObserver(() => { const bar = document.querySelector('.toast progress'); if (bar) (window.parts ??= []).push(bar.value); })
              .observe(document.body, { subtree: true, childList: true, attributes: true })
            """);
        await window.Button("Delete").ClickAsync();
        await Expect(window.Page.GetByText("Your address book is empty")).ToBeVisibleAsync();
        Assert.True(await window.Page.EvaluateAsync<bool>("Math.max(...window.parts) > 0.5"));
        await window.Button("Undo").ClickAsync();
        await Expect(window.Page.GetByText("1,600 contacts", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(1_600, await account.Total());
    }
}
