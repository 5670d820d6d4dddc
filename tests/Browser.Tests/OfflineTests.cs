using System.Collections.Concurrent;
using ContactOffice.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static ContactOffice.Browser.Tests.Hosting.Keeping;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

/// <summary>What one does without a connection is kept, and done once when it is back; what one saw is there.</summary>
public sealed class OfflineTests(DemoSite site) : BrowserTest(site)
{
    private const string Kept = "Kept. It is sent when the connection is back.";

    [Fact]
    public async Task An_edit_without_a_connection_is_sent_once_when_it_is_back()
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada", lastName = "Lovelace" });
        var window = await OpenAs(account);
        await IsCopied(window);
        var sent = Requests(window, "PATCH");
        await window.Go($"/contacts/{id}/edit");
        await IsReadyToGoOffline(window);
        await window.Field("Last name").FillAsync("King");
        await window.Context.SetOfflineAsync(true);
        await window.Button("Save").ClickAsync();

        await Expect(window.Toast).ToContainTextAsync(Kept);
        await Expect(window.CardName).ToHaveTextAsync("Ada King");
        await Expect(window.Row("Ada King")).ToBeVisibleAsync();
        await Expect(Mark(window)).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("1 change waits to be sent.")).ToBeVisibleAsync();
        await Axe.IsContent(window, "offline");

        await window.Context.SetOfflineAsync(false);
        await Expect(window.Page.GetByText("1 kept change was sent.")).ToBeVisibleAsync();
        await Expect(Mark(window)).ToHaveCountAsync(0);
        await Expect(window.CardName).ToHaveTextAsync("Ada King");
        await Expect(window.Row("Ada King")).ToBeVisibleAsync();
        Assert.Single(sent);
        Assert.Equal("King", (await account.Fields(id)).GetProperty("lastName").GetString());
        Assert.Equal(2, (await account.Get($"/api/v1/contacts/{id}")).GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task An_edit_of_other_fields_than_somebody_else_s_is_joined_with_it()
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada", lastName = "Lovelace" });
        var window = await OpenAs(account);
        await EditOffline(window, id, "Job title", "Countess");
        await account.Change(id, new { company = "Analytical Engines" });
        await window.Context.SetOfflineAsync(false);
        await Expect(window.Page.GetByText("1 kept change was sent.")).ToBeVisibleAsync();
        var fields = await account.Fields(id);
        Assert.Equal("Countess", fields.GetProperty("jobTitle").GetString());
        Assert.Equal("Analytical Engines", fields.GetProperty("company").GetString());
    }

    [Fact]
    public async Task An_edit_that_collides_with_somebody_else_s_is_not_sent_and_both_are_shown()
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada", jobTitle = "Countess" });
        var window = await OpenAs(account);
        await EditOffline(window, id, "Job title", "Countess of L.");
        await account.Change(id, new { jobTitle = "Mathematician" });
        await window.Context.SetOfflineAsync(false);

        await Expect(window.Toast).ToContainTextAsync("Ada was changed by somebody else too");
        Assert.Equal("Mathematician", (await account.Fields(id)).GetProperty("jobTitle").GetString());
        await window.Toast.GetByText("Look at it").ClickAsync();
        await Expect(window.Field("Job title")).ToHaveValueAsync("Countess of L.");
        await window.Button("See both").ClickAsync();
        var dialog = window.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("Countess of L.")).ToBeVisibleAsync();
        await Expect(dialog.GetByText("Mathematician")).ToBeVisibleAsync();
        await window.Button("Continue with this").ClickAsync();
        await window.Button("Save").ClickAsync();
        await Expect(window.Toast).ToContainTextAsync("Saved.");
        Assert.Equal("Countess of L.", (await account.Fields(id)).GetProperty("jobTitle").GetString());
    }

    [Fact]
    public async Task A_contact_made_without_a_connection_survives_a_reload_and_is_made_once()
    {
        var account = await NewAccount();
        await account.Add(new { firstName = "Ada" });
        var window = await OpenAs(account);
        await IsCopied(window);
        await HasItsFiles(window);
        await window.Link("New contact").First.ClickAsync();
        await window.Field("First name").FillAsync("Grace");
        await window.Field("Last name").FillAsync("Hopper");
        await window.Context.SetOfflineAsync(true);
        await window.Button("Save").ClickAsync();
        await Expect(window.CardName).ToHaveTextAsync("Grace Hopper");
        await Expect(window.Row("Grace Hopper")).ToBeVisibleAsync();

        await window.Page.ReloadAsync();
        await Expect(window.CardName).ToHaveTextAsync("Grace Hopper");
        await Expect(Mark(window)).ToBeVisibleAsync();
        await Expect(window.Row("Grace Hopper")).ToBeVisibleAsync();
        await Expect(window.Row("Ada")).ToBeVisibleAsync();
        Assert.Equal(1, await account.Total());

        await window.Context.SetOfflineAsync(false);
        await Expect(window.Page.GetByText("1 kept change was sent.")).ToBeVisibleAsync();
        await Expect(window.CardName).ToHaveTextAsync("Grace Hopper");
        await window.IsLive();
        await Expect(window.Page.GetByText("2 contacts")).ToBeVisibleAsync();
        Assert.Equal(2, await account.Total());
    }

    [Fact]
    public async Task A_deletion_without_a_connection_is_taken_back_by_undo_and_never_sent()
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada" });
        await account.Add(new { firstName = "Zoe" });
        var window = await OpenAs(account);
        await IsCopied(window);
        var sent = Requests(window, "DELETE");
        await window.Row("Ada").ClickAsync();
        await Expect(window.CardName).ToHaveTextAsync("Ada");
        await window.Context.SetOfflineAsync(true);
        await window.Button("Delete").ClickAsync();
        await Expect(window.Toast).ToContainTextAsync($"Ada was deleted. {Kept}");
        await Expect(window.Row("Ada")).ToHaveCountAsync(0);
        await window.Button("Undo").ClickAsync();
        await Expect(window.Row("Ada")).ToBeVisibleAsync();
        await window.Context.SetOfflineAsync(false);
        await account.Add(new { firstName = "Later" });
        await Expect(window.Row("Later")).ToBeVisibleAsync();
        Assert.Empty(sent);
        Assert.Equal("Ada", (await account.Fields(id)).GetProperty("firstName").GetString());
    }

    [Fact]
    public async Task Started_without_the_server_the_page_shows_what_it_kept_read_only_and_becomes_live_later()
    {
        var account = await NewAccount();
        await account.AddMany(150);
        var id = await account.Add(new { firstName = "Ada", lastName = "Lovelace", notes = "Wrote the first program." });
        var window = await OpenAs(account);
        await window.Go($"/contacts/{id}");
        await Expect(window.CardName).ToHaveTextAsync("Ada Lovelace");
        await IsCopied(window, 151);
        await HasItsFiles(window);
        await window.Context.SetOfflineAsync(true);
        await window.Go("/");

        await Expect(window.Page.GetByText("151 contacts")).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("The server cannot be reached.")).ToBeVisibleAsync();
        await window.Search.FillAsync("lov ad");
        await window.Row("Ada Lovelace").ClickAsync();
        await Expect(window.Page.GetByText("Wrote the first program.")).ToBeVisibleAsync();
        foreach (var name in new[] { "New contact", "Edit" })
            await Expect(window.Link(name).First).ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(window.Button("Delete")).ToBeDisabledAsync();
        await Expect(window.Button("Import")).ToHaveAttributeAsync("aria-disabled", "true");
        await window.Link("Edit").ClickAsync(new() { Force = true });
        await Expect(window.Toast).ToContainTextAsync("it can be changed again when the server is back");
        Assert.EndsWith(id, window.Page.Url, StringComparison.Ordinal);
        await Axe.IsContent(window, "offline");

        await account.Change(id, new { jobTitle = "Countess" });
        await window.Context.SetOfflineAsync(false);
        await window.IsLive();
        await Expect(window.Page.GetByText("Countess").First).ToBeVisibleAsync();
        await window.Link("Edit").ClickAsync();
        await window.Field("Job title").FillAsync("Lady");
        await window.Button("Save").ClickAsync();
        await Expect(window.Toast).ToContainTextAsync("Saved.");
        Assert.Equal("Lady", (await account.Fields(id)).GetProperty("jobTitle").GetString());
    }

    [Fact]
    public async Task Signing_out_deletes_the_copy_and_warns_of_what_is_unsent()
    {
        var account = await NewAccount();
        var id = await account.Add(new { firstName = "Ada" });
        var window = await OpenAs(account);
        await EditOffline(window, id, "Job title", "Countess");
        await window.Page.GetByText("Settings").ClickAsync();
        await window.Button("Sign out").ClickAsync();
        await Expect(window.Page.GetByText("Sign out without sending?")).ToBeVisibleAsync();
        await window.Button("Stay signed in").ClickAsync();
        await window.Context.SetOfflineAsync(false);
        await Expect(window.Page.GetByText("1 kept change was sent.")).ToBeVisibleAsync();

        await window.Page.GetByText("Settings").ClickAsync();
        await window.Button("Sign out").ClickAsync();
        await Expect(window.Page.GetByLabel("User name")).ToBeVisibleAsync();
        await Keeping.NothingIsKept(window);
        Assert.Equal(0, await window.Page.EvaluateAsync<int>("Object.keys(localStorage).filter(key => key.startsWith('outbox')).length"));
    }

    [Fact]
    public async Task The_page_can_be_installed()
    {
        var window = await Open();
        await window.Go("/");
        var worker = await window.Context.APIRequest.GetAsync("/sw.js");
        Assert.Equal("no-cache", worker.Headers["cache-control"]);
        Assert.StartsWith("text/javascript", worker.Headers["content-type"], StringComparison.Ordinal);
        var manifest = await window.Context.APIRequest.GetAsync("/manifest.webmanifest");
        Assert.StartsWith("application/manifest+json", manifest.Headers["content-type"], StringComparison.Ordinal);
        foreach (var icon in (await manifest.JsonAsync())!.Value.GetProperty("icons").EnumerateArray())
            Assert.Equal(200, (await window.Context.APIRequest.GetAsync(icon.GetProperty("src").GetString()!)).Status);
    }

    private static ILocator Mark(Window window) => window.Page.GetByText("Not sent yet");

    private static async Task EditOffline(Window window, string id, string field, string value)
    {
        await IsCopied(window);
        await window.Go($"/contacts/{id}/edit");
        await IsReadyToGoOffline(window);
        await window.Field(field).FillAsync(value);
        await window.Context.SetOfflineAsync(true);
        await window.Button("Save").ClickAsync();
        await Expect(window.Toast).ToContainTextAsync(Kept);
    }

    /// <summary>Waits until this page has the code that it needs without the server.</summary>
    private static async Task IsReadyToGoOffline(Window window)
    {
        await window.IsLive();
        await window.Page.WaitForFunctionAsync("() => ['answers', 'sendAll', 'ContactFormPane'].every((part) => performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes(part) && responseEnd > 0))");
        await window.Page.WaitForTimeoutAsync(1000); // and what these bring with them
    }

    /// <summary>Those that the server answers from now on.</summary>
    private static ConcurrentQueue<string> Requests(Window window, string method)
    {
        var heard = new ConcurrentQueue<string>();
        window.Page.Response += (_, response) => { if (response.Request.Method == method) heard.Enqueue(response.Url); };
        return heard;
    }
}
