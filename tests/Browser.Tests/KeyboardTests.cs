using ContactOffice.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

public sealed class KeyboardTests(DemoSite site) : BrowserTest(site)
{
    [Fact]
    public async Task Add_edit_delete_and_undo_need_no_mouse()
    {
        var account = await NewAccount();
        await account.Add(new { firstName = "Ada" });
        var window = await OpenAs(account);
        var keyboard = window.Page.Keyboard;
        await Expect(window.Row("Ada")).ToBeVisibleAsync();

        await keyboard.PressAsync("n");
        await Expect(window.Field("First name")).ToBeFocusedAsync();
        await keyboard.TypeAsync("Grace");
        await keyboard.PressAsync("Tab");
        await keyboard.TypeAsync("Hopper");
        await keyboard.PressAsync("Control+Enter");
        await Expect(window.CardName).ToHaveTextAsync("Grace Hopper");

        await keyboard.PressAsync("e");
        await Expect(window.Field("First name")).ToBeFocusedAsync();
        await keyboard.PressAsync("End");
        await keyboard.TypeAsync(" B.");
        await keyboard.PressAsync("Enter");
        await Expect(window.CardName).ToHaveTextAsync("Grace B. Hopper");

        await keyboard.PressAsync("Escape");
        await window.FocusIsOn("Grace B. Hopper");
        await keyboard.PressAsync("#");
        await Expect(window.Row("Grace B. Hopper")).ToHaveCountAsync(0);
        await keyboard.PressAsync("u");
        await Expect(window.Row("Grace B. Hopper")).ToBeVisibleAsync();
        Assert.Equal(2, await account.Total());
    }

    [Fact]
    public async Task A_selection_is_made_and_deleted_by_keys()
    {
        var account = await NewAccount();
        await account.AddMany(10);
        var window = await OpenAs(account);
        var keyboard = window.Page.Keyboard;
        await window.Search.PressAsync("ArrowDown");
        await window.FocusIsOn("Person 00000");
        await keyboard.PressAsync("x");
        await keyboard.PressAsync("j");
        await window.FocusIsOn("Person 00001");
        await keyboard.PressAsync("Space");
        await Expect(window.Page.GetByText("2 selected")).ToBeVisibleAsync();
        await keyboard.PressAsync("Delete");
        await Expect(window.Toast).ToContainTextAsync("2 contacts were deleted.");
        await window.FocusIsOn("Person 00002");
        Assert.Equal(8, await account.Total());
    }

    [Fact]
    public async Task An_import_and_its_undo_need_no_mouse()
    {
        var account = await NewAccount();
        var window = await OpenAs(account);
        var keyboard = window.Page.Keyboard;
        // Waited for from here: Playwright takes choosers over a moment after it is told to, and a chooser that opens before never comes.
        var choosing = window.Page.WaitForFileChooserAsync();
        await TabTo(window, "Import");
        await keyboard.PressAsync("Enter");
        await Expect(window.Page.Locator("input[type=file]")).ToBeVisibleAsync();
        await TabTo(window, "INPUT");
        await Expect(window.Page.Locator("input[type=file]")).ToBeFocusedAsync();
        await keyboard.PressAsync("Space");
        var chooser = await choosing;
        await chooser.SetFilesAsync(new Microsoft.Playwright.FilePayload
        {
            Name = "ada.vcf", MimeType = "text/vcard", Buffer = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\nEND:VCARD\r\n"u8.ToArray(),
        });
        await Expect(window.Button("Import 1 contact")).ToBeVisibleAsync();
        await TabTo(window, "Import 1 contact");
        await keyboard.PressAsync("Enter");
        await Expect(window.Button("Undo this import")).ToBeVisibleAsync();
        Assert.Equal(1, await account.Total());
        await TabTo(window, "Undo this import");
        await keyboard.PressAsync("Enter");
        await Expect(window.Page.GetByText("1 imported contact was removed again.")).ToBeVisibleAsync();
        Assert.Equal(0, await account.Total());
        await keyboard.PressAsync("Escape");
        await Expect(window.Page.GetByRole(Microsoft.Playwright.AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Help_lists_the_keys_and_a_setting_turns_them_off()
    {
        var account = await NewAccount();
        await account.Add(new { firstName = "Ada" });
        var window = await OpenAs(account);
        var keyboard = window.Page.Keyboard;
        await Expect(window.Row("Ada")).ToBeVisibleAsync();
        await keyboard.PressAsync("?");
        var dialog = window.Page.GetByRole(Microsoft.Playwright.AriaRole.Dialog);
        await Expect(dialog.GetByText("Move in the list")).ToBeVisibleAsync();
        await TabTo(window, "INPUT");
        await keyboard.PressAsync("Space");
        await keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await keyboard.PressAsync("n");
        await keyboard.PressAsync("?");
        await Expect(window.Row("Ada")).ToBeVisibleAsync();
        Assert.Equal("/", new Uri(window.Page.Url).AbsolutePath);
        await Expect(dialog).ToHaveCountAsync(0);
    }

    /// <summary>Presses Tab until the focus is on what has this text, or is such an element.</summary>
    private static async Task TabTo(Window window, string what)
    {
        for (var press = 0; press < 60; press++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            var on = await window.Page.EvaluateAsync<string>("document.activeElement.tagName + '|' + (document.activeElement.textContent ?? '').trim()");
            if (on.Split('|')[0] == what || on.Split('|')[1] == what) return;
        }
        Assert.Fail($"The keyboard never came to {what}.");
    }

    [Fact]
    public async Task Letters_typed_into_a_field_are_no_shortcuts()
    {
        var account = await NewAccount();
        await account.Add(new { firstName = "Ada" });
        var window = await OpenAs(account);
        await window.Page.Keyboard.PressAsync("/");
        await Expect(window.Search).ToBeFocusedAsync();
        await window.Page.Keyboard.TypeAsync("nexj#");
        await Expect(window.Search).ToHaveValueAsync("nexj#");
        Assert.Equal("/", new Uri(window.Page.Url).AbsolutePath);
        Assert.Equal(1, await account.Total());
    }
}
