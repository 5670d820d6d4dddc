using System.Text.Json;
using ContactOffice.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests.Measuring;

/// <summary>From an address to the first click that works, as somebody who is signed in opens it.</summary>
internal sealed class StartFigures(DemoSite site, Figures figures, int runs)
{
    /// <summary>Clicks the first row as soon as there is one, and notes when its card is there. A click that nobody heard would load the page again.</summary>
    private const string ClickTheFirstRow = """
        sessionStorage.loads = 1 + Number(sessionStorage.loads ?? 0);
        window.started = (async () => {
          const row = () => document.querySelector('a[data-contact]');
          await new Promise((found) => {
            const look = () => row() && (observer.disconnect(), found());
            const observer = new MutationObserver(look);
            observer.observe(document, { subtree: true, childList: true });
          });
          const rows = performance.now();
          const name = row().querySelector('.name').textContent;
          row().click();
          return { rows, card: await clock.shown(() => document.querySelector('#card-name')?.textContent.trim() === name), loads: sessionStorage.loads };
        })();
        """;

    public async Task Measure(string book, string state)
    {
        await Bytes(book, state);
        var (rows, cards) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            await using var window = await Window.Open(site, state: state);
            await Prepare(window);
            await Take(window, rows, cards);
        }
        figures.Add($"{book}: cold start to the first rows", rows, "ms");
        figures.Add($"{book}: cold start to the first click's card", cards, "ms", 600);

        await using var warm = await Window.Open(site, state: state);
        await warm.Go("/");
        await warm.IsLive();
        await Prepare(warm);
        cards.Clear();
        for (var run = 0; run < runs; run++) await Take(warm, rows, cards);
        figures.Add($"{book}: warm start to the first click's card", cards, "ms", 400);
    }

    private async Task Bytes(string book, string state)
    {
        await using var window = await Window.Open(site, state: state);
        var traffic = await Traffic.Count(window.Page);
        await window.Go("/");
        await Expect(window.Rows.First).ToBeVisibleAsync();
        await window.IsLive();
        var first = traffic.Total;
        figures.Add($"{book}: first load over the wire, until it is live", first / 1000.0, "kB", 100);
        // When there is nothing else to do, the code of form and dialogs comes, and the copy for times without a connection.
        await window.Page.WaitForTimeoutAsync(8_000);
        figures.Add($"{book}: what comes later, at rest: code, copy of the book", (traffic.Total - first) / 1000.0, "kB");
    }

    private static async Task Prepare(Window window)
    {
        await PageClock.Wind(window);
        await window.Page.AddInitScriptAsync(ClickTheFirstRow);
    }

    private static async Task Take(Window window, List<double> rows, List<double> cards)
    {
        await window.Go("/");
        var taken = await window.Page.EvaluateAsync<JsonElement>("window.started");
        Assert.Equal("1", taken.GetProperty("loads").GetString());
        rows.Add(taken.GetProperty("rows").GetDouble());
        cards.Add(taken.GetProperty("card").GetDouble());
        await window.Page.EvaluateAsync("sessionStorage.clear()");
    }
}
