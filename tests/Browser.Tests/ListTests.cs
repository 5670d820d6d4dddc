using System.Collections.Concurrent;
using System.Text.Json;
using ContactOffice.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

public sealed class ListTests(DemoSite site) : BrowserTest(site)
{
    /// <summary>Looks at each frame whether every place of the list in sight has a row with a name on it.</summary>
    private const string WatchForBlanks = """
        () => {
          const viewport = document.querySelector('.viewport');
          window.seen = { frames: 0, blank: 0 };
          const look = () => {
            const box = viewport.getBoundingClientRect();
            const rows = [...viewport.querySelectorAll('li')].filter((row) => row.innerText.trim()).map((row) => row.getBoundingClientRect());
            window.seen.frames++;
            const end = Math.min(box.bottom, viewport.querySelector('ul').getBoundingClientRect().bottom);
            for (let y = box.top + 8; y < end; y += 28)
              if (!rows.some((row) => row.top <= y && row.bottom >= y - 1)) { window.seen.blank++; break; }
            requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }
        """;

    [Fact]
    public async Task Ten_thousand_contacts_scroll_without_blank_rows()
    {
        const int Many = 10_000;
        var account = await NewAccount();
        await account.AddMany(Many);
        var window = await OpenAs(account);
        await Expect(window.Page.GetByText("10,000 contacts")).ToBeVisibleAsync();
        await window.Page.EvaluateAsync(WatchForBlanks);
        await window.Page.Mouse.MoveAsync(400, 500);
        // Flung with the wheel, then thrown about with the scroll bar.
        for (var turn = 0; turn < 200; turn++) await window.Page.Mouse.WheelAsync(0, 2_500);
        foreach (var part in (double[])[0.1, 0.9, 0.5, 0, 0.33, 1])
        {
            await window.Page.EvaluateAsync("part => { const v = document.querySelector('.viewport'); v.scrollTop = part * v.scrollHeight; }", part);
            await window.Page.WaitForTimeoutAsync(150);
        }
        await Expect(window.Row("Person 09999")).ToBeInViewportAsync();

        var seen = await window.Page.EvaluateAsync<JsonElement>("window.seen");
        Assert.True(seen.GetProperty("frames").GetInt32() > 20);
        Assert.Equal(0, seen.GetProperty("blank").GetInt32());
        Assert.True(await window.Rows.CountAsync() < 100, "only what is in sight is in the page");
    }

    [Fact]
    public async Task A_large_book_is_never_fetched_whole()
    {
        var account = await NewAccount();
        await account.AddMany(5_000);
        var window = await Open();
        var asked = new ConcurrentQueue<string>();
        window.Page.Request += (_, request) => { if (request.Url.Contains("/contacts?", StringComparison.Ordinal)) asked.Enqueue(request.Url); };
        await window.SignIn(account);
        await window.IsLive();
        await window.Page.Keyboard.PressAsync("j");
        await window.Page.Keyboard.PressAsync("End");
        await Expect(window.Row("Person 04999")).ToBeInViewportAsync();
        Assert.InRange(asked.Count, 2, 15);
        Assert.All(asked, url => Assert.Contains("limit=60", url));
    }

    [Fact]
    public async Task Rows_tell_their_place_and_the_keyboard_moves_between_them()
    {
        var account = await NewAccount();
        await account.AddMany(300);
        var window = await OpenAs(account);
        await window.Search.PressAsync("ArrowDown");
        await window.FocusIsOn("Person 00000");
        foreach (var (key, place) in ((string, int)[])[("ArrowDown", 2), ("j", 3), ("k", 2), ("ArrowUp", 1), ("End", 300), ("Home", 1)])
        {
            await window.Page.Keyboard.PressAsync(key);
            await Expect(window.Page.Locator("li:has(:focus)")).ToHaveAttributeAsync("aria-posinset", $"{place}");
        }
        await Expect(window.Page.Locator("li:has(:focus)")).ToHaveAttributeAsync("aria-setsize", "300");
        await window.Page.Keyboard.PressAsync("PageDown");
        await Expect(window.Page.Locator("li:has(:focus)")).Not.ToHaveAttributeAsync("aria-posinset", "1");
    }

    [Fact]
    public async Task Going_to_the_search_has_the_server_read_what_a_search_looks_through_before_the_first_letter()
    {
        var window = await OpenAs(await NewAccount());
        await window.Page.RunAndWaitForResponseAsync(() => window.Page.Keyboard.PressAsync("/"), answer => answer.Url.Contains("&q=", StringComparison.Ordinal) && answer.Ok);
    }
}
