using ContactOffice.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

public sealed class SelectionTests(DemoSite site) : BrowserTest(site)
{
    private async Task<Window> Thirty(int width = Looks.Desktop, bool dark = false)
    {
        var account = await NewAccount();
        await account.AddMany(30);
        return await OpenAs(account, width, Looks.Height(width), dark);
    }

    private static ILocator Selected(Window window, int count) => window.Page.GetByText($"{count} selected");

    [Theory]
    [MemberData(nameof(Looks.Widths), MemberType = typeof(Looks))]
    public async Task By_clicks_with_control_and_shift(int width, bool dark)
    {
        var window = await Thirty(width, dark);
        await window.Row("Person 00002").ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await Expect(Selected(window, 1)).ToBeVisibleAsync();
        await window.Row("Person 00005").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(Selected(window, 4)).ToBeVisibleAsync();
        await window.Row("Person 00003").ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await Expect(Selected(window, 3)).ToBeVisibleAsync();
        await Expect(window.Tick("Person 00003")).Not.ToBeCheckedAsync();
        await Expect(window.Tick("Person 00004")).ToBeCheckedAsync();
        Assert.Equal("/", new Uri(window.Page.Url).AbsolutePath);
        await window.Button("Clear").ClickAsync();
        await Expect(window.Page.GetByText("30 contacts")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task By_keyboard_row_by_row_and_all_at_once()
    {
        var window = await Thirty();
        var keyboard = window.Page.Keyboard;
        await window.Search.PressAsync("ArrowDown");
        await window.FocusIsOn("Person 00000");
        await keyboard.PressAsync("Shift+ArrowDown");
        await keyboard.PressAsync("Shift+ArrowDown");
        await Expect(Selected(window, 3)).ToBeVisibleAsync();
        await window.FocusIsOn("Person 00002");
        await keyboard.PressAsync("Control+a");
        await Expect(Selected(window, 30)).ToBeVisibleAsync();
        await keyboard.PressAsync("x");
        await Expect(Selected(window, 29)).ToBeVisibleAsync();
        await keyboard.PressAsync("Escape");
        await Expect(window.Page.GetByText("30 contacts")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_dragged_row_takes_the_selection_that_it_is_part_of_with_it()
    {
        const string Drag = """
            (row) => {
              const data = new DataTransfer();
              row.dispatchEvent(new DragEvent('dragstart', { dataTransfer: data, bubbles: true }));
              const said = [...data.types].join() + '|' + data.getData('application/x-contactoffice-contacts');
              row.dispatchEvent(new DragEvent('dragend', { bubbles: true }));
              return said;
            }
            """;
        var window = await Thirty();
        var alone = await window.Row("Person 00004").EvaluateAsync<string>(Drag);
        Assert.Matches("^application/x-contactoffice-contacts\\|[0-9a-f]{32}$", alone);
        await window.Tick("Person 00001").CheckAsync();
        await window.Tick("Person 00002").CheckAsync();
        Assert.Equal("application/x-contactoffice-contacts|", await window.Row("Person 00002").EvaluateAsync<string>(Drag));
        Assert.NotEqual("application/x-contactoffice-contacts|", await window.Row("Person 00004").EvaluateAsync<string>(Drag));
    }
}
