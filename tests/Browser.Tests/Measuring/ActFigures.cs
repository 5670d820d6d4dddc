using ContactOffice.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests.Measuring;

/// <summary>From what somebody does, here or in another window, to what is seen of it.</summary>
internal sealed class ActFigures(Window window, Figures figures, string book, int runs)
{
    private const double Aim = 50;
    private const string FirstRow = "document.querySelector('li[aria-posinset=\"1\"] .name')?.textContent === expected";

    /// <summary>Both windows are on one machine and so on one clock.</summary>
    private const string Patch = """
        async ([id, company]) => {
          const began = performance.timeOrigin + performance.now();
          const answer = await fetch('/api/v1/contacts/' + id, {
            method: 'PATCH', headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'ContactOffice' }, body: JSON.stringify({ fields: { company } }) });
          if (!answer.ok) throw new Error(answer.status);
          return began;
        }
        """;

    public async Task ClickToCard()
    {
        var taken = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            var row = window.Page.Locator($"li[aria-posinset='{run % 10 + 1}'] a[data-contact]");
            var name = await row.Locator(".name").InnerTextAsync();
            taken.Add(await PageClock.From(window, "click", "document.querySelector('#card-name')?.textContent.trim() === expected", name, () => row.ClickAsync()));
        }
        figures.Add($"{book}: click on a row to its card", taken, "ms", Aim);
    }

    /// <summary>Wants a card that is open.</summary>
    public async Task EditToForm()
    {
        var taken = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            taken.Add(await PageClock.From(window, "click", "document.activeElement?.matches('form[aria-labelledby=form-title] input')", "", () => window.Link("Edit").ClickAsync()));
            await window.Button("Cancel").ClickAsync();
            await Expect(window.CardName).ToBeVisibleAsync();
        }
        figures.Add($"{book}: edit pressed to the form with the focus in it", taken, "ms", Aim);
    }

    /// <summary>Wants the names "Person 00000" and so on: each second digit leads to another list.</summary>
    public async Task LetterToList()
    {
        var taken = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            await window.Search.FillAsync("0");
            await Expect(window.Rows.First).ToContainTextAsync("Person 00000");
            var digit = $"{run % 4 + 1}";
            await window.Search.PressAsync("End");
            taken.Add(await PageClock.From(window, "keydown", FirstRow, $"Person 0{digit}000", () => window.Page.Keyboard.PressAsync(digit)));
        }
        await window.Search.FillAsync("");
        await Expect(window.Rows.First).ToContainTextAsync("Person 00000");
        figures.Add($"{book}: letter typed in the search to the list", taken, "ms", Aim);
    }

    public async Task ElsewhereToRow(Window other)
    {
        await window.IsLive();
        var taken = new List<double>();
        var id = (await window.Rows.First.GetAttributeAsync("data-contact"))!;
        for (var run = 0; run < runs; run++)
        {
            var company = $"Company of {run}";
            await window.Page.EvaluateAsync("""
                (expected) => {
                  const about = () => document.querySelector('li[aria-posinset="1"] .about')?.textContent === expected;
                  window.taken = clock.shown(about).then((at) => performance.timeOrigin + at);
                }
                """, company);
            var began = await other.Page.EvaluateAsync<double>(Patch, new[] { id, company });
            taken.Add(await window.Page.EvaluateAsync<double>("window.taken") - began);
        }
        figures.Add($"{book}: edit sent in another window to the row", taken, "ms", Aim);
    }
}
