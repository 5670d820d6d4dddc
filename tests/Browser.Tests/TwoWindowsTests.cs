using ContactOffice.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

/// <summary>Two windows edit one contact at random. Nothing that somebody typed may vanish without the one who let it go having seen it.</summary>
public sealed class TwoWindowsTests(DemoSite site, ITestOutputHelper output) : BrowserTest(site)
{
    private const int Edits = 10;

    /// <summary>Label in the form, name in the table.</summary>
    private static readonly (string Label, string Name)[] Fields =
        [("First name", "firstName"), ("Last name", "lastName"), ("Company", "company"), ("Job title", "jobTitle"), ("Notes", "notes")];

    [Theory]
    [InlineData(18160973)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(null)]
    public async Task No_value_that_was_typed_vanishes_unseen(int? seed)
    {
        var chosen = seed ?? Random.Shared.Next();
        output.WriteLine($"seed {chosen}");
        var random = new Random(chosen);
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada", notes = "first" });
        var windows = new[] { await OpenAs(account), await OpenAs(account) };
        var typed = new List<TypedValue>();
        foreach (var window in windows) await Edit(window, id);
        for (var turn = 0; turn < Edits * windows.Length; turn++)
        {
            var window = windows[turn % windows.Length];
            await Type(window, typed, Fields[random.Next(Fields.Length)], $"{(window == windows[0] ? "one" : "two")}{turn}");
            if (random.Next(3) > 0) continue;
            await Save(window, typed, random);
            await Edit(window, id);
        }
        foreach (var window in windows) await Save(window, typed, random);

        var kept = await account.Fields(id);
        var lost = typed.Where(one => !one.IsLetGo && (!kept.TryGetProperty(one.Name, out var value) || value.GetString() != one.Text));
        Assert.Empty(lost.Select(one => $"{one.Name}: {one.Text}"));
    }

    /// <summary>In one step: what the other window saved may come into the field at any time.</summary>
    private const string TypeOver = """
        (field, text) => {
          const before = field.value;
          field.value = text;
          field.dispatchEvent(new Event('input', { bubbles: true }));
          return before;
        }
        """;

    private static async Task Edit(Window window, string id)
    {
        await window.Go($"/contacts/{id}/edit");
        await Expect(window.Field("First name")).ToBeVisibleAsync();
    }

    private static async Task Type(Window window, List<TypedValue> typed, (string Label, string Name) field, string text)
    {
        if (!await window.Field(field.Label).IsVisibleAsync()) await window.Button("More fields").ClickAsync();
        // Who types over a value has it before their eyes.
        LetGo(typed, field.Name, await window.Field(field.Label).EvaluateAsync<string>(TypeOver, text));
        typed.Add(new TypedValue(field.Name, text));
    }

    /// <summary>Saves, and as often as both have changed something chooses at random.</summary>
    private static async Task Save(Window window, List<TypedValue> typed, Random random)
    {
        var dialog = window.Page.GetByRole(AriaRole.Dialog);
        while (true)
        {
            await window.Button("Save").ClickAsync();
            await Expect(dialog.Or(window.CardName)).ToBeVisibleAsync();
            if (!await dialog.IsVisibleAsync()) return;
            foreach (var conflict in await dialog.Locator("fieldset").AllAsync()) await Choose(conflict, typed, random);
            await window.Button("Continue with this").ClickAsync();
            await Expect(dialog).ToHaveCountAsync(0);
        }
    }

    private static async Task Choose(ILocator conflict, List<TypedValue> typed, Random random)
    {
        var label = await conflict.Locator("legend").InnerTextAsync();
        var name = Fields.Single(field => field.Label == label).Name;
        var options = await conflict.Locator("label").AllAsync();
        Assert.Equal(2, options.Count);
        var choice = random.Next(options.Count);
        for (var at = 0; at < options.Count; at++)
            if (at != choice) LetGo(typed, name, await options[at].Locator(".text").InnerTextAsync());
        await options[choice].ClickAsync();
    }

    private static void LetGo(List<TypedValue> typed, string name, string text)
    {
        foreach (var one in typed.Where(one => one.Name == name && one.Text == text)) one.IsLetGo = true;
    }

    private sealed record TypedValue(string Name, string Text)
    {
        /// <summary>By somebody who had it before their eyes: typed over it, or chose another value than this one.</summary>
        public bool IsLetGo { get; set; }
    }
}
