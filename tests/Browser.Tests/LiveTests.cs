using ContactOffice.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

public sealed class LiveTests(DemoSite site) : BrowserTest(site)
{
    [Fact]
    public async Task An_edit_in_one_window_shows_in_the_other()
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada", lastName = "Lovelace" });
        var editing = await OpenAs(account);
        var watching = await OpenAs(account);
        await watching.Row("Ada Lovelace").ClickAsync();
        await Expect(watching.CardName).ToHaveTextAsync("Ada Lovelace");
        await watching.IsLive();

        await editing.Go($"/contacts/{id}/edit");
        await editing.Field("Last name").FillAsync("King");
        await editing.Button("Save").ClickAsync();
        await Expect(watching.Row("Ada King")).ToBeVisibleAsync();
        await Expect(watching.CardName).ToHaveTextAsync("Ada King");
    }

    [Fact]
    public async Task Rows_come_and_go_as_others_work()
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada" });
        var window = await OpenAs(account);
        await window.IsLive();
        await account.Add(new { firstName = "Zoe" });
        await Expect(window.Row("Zoe")).ToBeVisibleAsync();
        await account.Delete(id);
        await Expect(window.Row("Ada")).ToHaveCountAsync(0);
        await Expect(window.Page.GetByText("1 contact", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_one_looks_at_stays_in_its_place_when_rows_come_and_go_above()
    {
        var account = await NewAccount();
        await account.AddMany(400);
        var window = await OpenAs(account);
        await window.IsLive();
        await window.Page.EvaluateAsync("document.querySelector('.viewport').scrollTop = 11200");
        var row = window.Row("Person 00205");
        await Expect(row).ToBeInViewportAsync();
        var before = await row.BoundingBoxAsync();
        await row.FocusAsync();

        await account.Add(new { firstName = "Aaron" });
        await Expect(window.Page.GetByText("401 contacts")).ToBeVisibleAsync();
        await Expect(row).ToBeInViewportAsync();
        await Expect(window.Page.Locator("li:has(:focus)")).ToHaveAttributeAsync("aria-posinset", "207");
        var first = (await account.Get("/api/v1/books/private/contacts?limit=5")).GetProperty("items");
        foreach (var one in first.EnumerateArray()) await account.Delete(one.GetProperty("id").GetString()!);
        await Expect(window.Page.GetByText("396 contacts")).ToBeVisibleAsync();
        await Expect(window.Page.Locator("li:has(:focus)")).ToHaveAttributeAsync("aria-posinset", "202");

        await window.FocusIsOn("Person 00205");
        Assert.Equal(before!.Y, (await row.BoundingBoxAsync())!.Y, 1.0);
    }

    [Fact]
    public async Task Typing_while_somebody_else_saves_loses_nothing_of_either()
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada", lastName = "Lovelace" });
        var window = await OpenAs(account);
        await window.Go($"/contacts/{id}/edit");
        await window.IsLive();
        await window.Field("First name").PressSequentiallyAsync(" Augusta");
        await account.Change(id, new { jobTitle = "Countess" });
        await Expect(window.Form.GetByText("while you are editing")).ToBeVisibleAsync();
        await Expect(window.Field("First name")).ToBeFocusedAsync();
        await window.Page.Keyboard.TypeAsync("!");
        await Expect(window.Field("First name")).ToHaveValueAsync("Ada Augusta!");
        await window.Button("Save").ClickAsync();

        await Expect(window.CardName).ToHaveTextAsync("Ada Augusta! Lovelace");
        var fields = await account.Fields(id);
        Assert.Equal("Countess", fields.GetProperty("jobTitle").GetString());
        Assert.Equal("Ada Augusta!", fields.GetProperty("firstName").GetString());
    }

    [Theory]
    [InlineData("Yours", "Countess of L.")]
    [InlineData("other", "Mathematician")]
    public async Task Two_edits_of_one_field_are_both_shown_and_one_is_chosen(string choice, string kept)
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada", jobTitle = "Countess" });
        var window = await OpenAs(account);
        await window.Go($"/contacts/{id}/edit");
        await window.IsLive();
        await window.Field("Job title").FillAsync("Countess of L.");
        await account.Change(id, new { jobTitle = "Mathematician", company = "Analytical Engines" });
        await window.Button("Save").ClickAsync();

        var dialog = window.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("Countess of L.")).ToBeVisibleAsync();
        await Expect(dialog.GetByText("Mathematician")).ToBeVisibleAsync();
        await Expect(dialog.GetByText("Analytical Engines")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Radio).Nth(choice == "Yours" ? 0 : 1).CheckAsync();
        await window.Button("Continue with this").ClickAsync();
        await Expect(window.Field("Job title")).ToHaveValueAsync(kept);
        await window.Button("Save").ClickAsync();
        await Expect(window.CardName).ToHaveTextAsync("Ada");
        var fields = await account.Fields(id);
        Assert.Equal(kept, fields.GetProperty("jobTitle").GetString());
        Assert.Equal("Analytical Engines", fields.GetProperty("company").GetString());
    }

    [Fact]
    public async Task A_contact_that_is_deleted_while_it_is_open_says_so_and_can_be_restored()
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada" });
        var window = await OpenAs(account);
        await window.Go($"/contacts/{id}");
        await Expect(window.CardName).ToHaveTextAsync("Ada");
        await window.IsLive();
        await account.Delete(id);
        await Expect(window.Page.GetByText("This contact was deleted.")).ToBeVisibleAsync();
        await window.Button("Restore").ClickAsync();
        await Expect(window.Row("Ada")).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("This contact was deleted.")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_listens_hears_what_others_changed_once()
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada", lastName = "Lovelace" });
        var window = await OpenAs(account);
        await window.IsLive();
        await window.Page.EvaluateAsync("""
            window.heard = [];
            for (const region of document.querySelectorAll('[role=status]'))
              new MutationObserver(() => region.textContent.trim() && window.heard.push(region.textContent.trim())).observe(region, { subtree: true, childList: true, characterData: true });
            """);
        for (var i = 0; i < 3; i++) await account.Change(id, new { company = $"Company {i}" });
        await Expect(window.Page.GetByText("Ada Lovelace was changed.")).ToBeAttachedAsync();
        await window.Row("Ada Lovelace").DblClickAsync();
        await window.Field("Job title").FillAsync("Countess");
        await window.Button("Save").ClickAsync();
        await Expect(window.Toast).ToContainTextAsync("Saved.");
        await window.Page.WaitForTimeoutAsync(2_500);
        var heard = await window.Page.EvaluateAsync<string[]>("window.heard");
        Assert.Single(heard, text => text.Contains("was changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_window_that_was_cut_off_catches_up()
    {
        var account = await NewAccount();
        await account.Add(new { firstName = "Ada" });
        var window = await OpenAs(account);
        await window.IsLive();
        await window.Context.SetOfflineAsync(true);
        await Expect(window.Page.GetByText("You are offline.")).ToBeVisibleAsync();
        await account.Add(new { firstName = "Zoe" });
        await window.Context.SetOfflineAsync(false);
        await Expect(window.Row("Zoe")).ToBeVisibleAsync();
    }
}
