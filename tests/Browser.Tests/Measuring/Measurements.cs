using ContactOffice.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests.Measuring;

/// <summary>
/// Figures, and no test: <c>dotnet run -c Release --project tests/Browser.Tests -- -explicit only -showLiveOutput</c> prints them, and writes them
/// to the file that the environment variable FIGURES names.
/// </summary>
public sealed class Measurements(DemoSite site) : BrowserTest(site)
{
    private const int Runs = 20;

    [Fact(Explicit = true)]
    public async Task What_people_wait_for()
    {
        var figures = new Figures($"In the browser, SQLite, {Runs} runs of each");
        await Measure(figures, 10_000);
        await Measure(figures, 50_000);
        // Past the runner, which would write the test's name before each line.
        Console.WriteLine(figures);
        if (Environment.GetEnvironmentVariable("FIGURES") is { Length: > 0 } file) await File.WriteAllTextAsync(file, figures.ToString());
    }

    private async Task Measure(Figures figures, int contacts)
    {
        var book = $"{contacts:N0} contacts";
        var account = await NewAccount();
        await account.AddMany(contacts);
        var other = await OpenAs(account);
        var state = await other.Context.StorageStateAsync();
        await new StartFigures(Site, figures, Runs).Measure(book, state);

        var window = await Open(state: state);
        await PageClock.Wind(window);
        await window.Go("/");
        await Expect(window.Rows.First).ToBeVisibleAsync();
        await window.IsLive();
        await window.Page.WaitForTimeoutAsync(8_000); // what comes later has come
        var acts = new ActFigures(window, figures, book, Runs);
        await acts.ClickToCard();
        await acts.EditToForm();
        await acts.LetterToList();
        await acts.ElsewhereToRow(other);
        await ScrollFigures.Measure(window, figures, book, Runs);
    }
}
