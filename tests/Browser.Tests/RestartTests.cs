using System.Text.Json;
using ContactOffice.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

/// <summary>The server is killed under an open page, and comes back.</summary>
public sealed class RestartTests(DemoSite site) : BrowserTest(site)
{
    /// <summary>Notes how the page's connection stands and when it says so to people.</summary>
    private const string WatchConnection = """
        () => {
          window.seen = [];
          const look = () => {
            const status = document.querySelector('[data-live]')?.dataset.live;
            const told = Boolean(document.querySelector('.told'));
            const last = window.seen.at(-1);
            if (!last || last.status !== status || last.told !== told) window.seen.push({ at: performance.now(), status, told });
          };
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
          look();
        }
        """;

    private const string ConnectionIsBack = """
        () => new Promise((done) => {
          const look = () => (window.seen.some((one) => one.status === 'reconnecting') && window.seen.at(-1).status === 'live' ? done() : setTimeout(look, 50));
          look();
        })
        """;

    /// <summary>The page's own patience with a server that restarts, less what timers may be early.</summary>
    private const double Patience = 3900;

    private const string WhereTheCursorIs = "() => [document.activeElement.name || document.activeElement.closest('[data-name]')?.dataset.name || '', document.activeElement.value, document.activeElement.selectionStart].join('|')";

    [Fact]
    public async Task Typing_goes_on_while_the_server_is_dead_and_is_saved_when_it_is_back()
    {
        await using var server = await MortalServer.Start();
        using var account = await Account.Create(server.Url, "ada");
        var id = await account.Add(new { firstName = "Ada", lastName = "Lovelace" });
        var window = await OpenAt(server, account);
        await window.Go($"/contacts/{id}/edit");
        await window.IsLive();
        var field = window.Field("First name");
        await field.FillAsync("Ada Augusta");
        await field.PressAsync("Home");

        await server.Kill();
        await window.Page.Keyboard.TypeAsync("Dear ");
        await Expect(window.Page.GetByText("Connecting to the server again")).ToBeVisibleAsync();
        var before = await window.Page.EvaluateAsync<string>(WhereTheCursorIs);
        Assert.EndsWith("|Dear Ada Augusta|5", before);

        await server.StartAgain();
        await account.Change(id, new { jobTitle = "Countess" });
        await account.Add(new { firstName = "Zoe" });
        await Expect(window.Row("Zoe")).ToBeVisibleAsync();
        await Expect(window.Form.GetByText("while you are editing")).ToBeVisibleAsync();
        Assert.Equal(before, await window.Page.EvaluateAsync<string>(WhereTheCursorIs));
        await window.Page.Keyboard.TypeAsync("old ");
        await window.Button("Save").ClickAsync();

        await Expect(window.CardName).ToHaveTextAsync("Dear old Ada Augusta Lovelace");
        var fields = await account.Fields(id);
        Assert.Equal("Dear old Ada Augusta", fields.GetProperty("firstName").GetString());
        Assert.Equal("Countess", fields.GetProperty("jobTitle").GetString());
    }

    [Fact]
    public async Task What_is_saved_while_the_server_is_dead_is_sent_when_it_is_back()
    {
        await using var server = await MortalServer.Start();
        using var account = await Account.Create(server.Url, "ada");
        var id = await account.Add(new { firstName = "Ada", lastName = "Lovelace" });
        var window = await OpenAt(server, account);
        await window.Go($"/contacts/{id}/edit");
        await window.IsLive();
        await server.Kill();
        await window.Field("First name").FillAsync("Augusta");
        await window.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(window.CardName).ToHaveTextAsync("Augusta Lovelace");
        await Expect(window.Page.GetByText("Not sent yet")).ToBeVisibleAsync();

        await server.StartAgain();
        await account.Change(id, new { jobTitle = "Countess" });
        await Expect(window.Page.GetByText("Not sent yet")).ToHaveCountAsync(0);
        await Expect(window.Page.GetByText("Countess").First).ToBeVisibleAsync();
        var fields = await account.Fields(id);
        Assert.Equal("Augusta", fields.GetProperty("firstName").GetString());
        Assert.Equal("Countess", fields.GetProperty("jobTitle").GetString());
    }

    [Fact]
    public async Task A_quick_restart_is_not_noticed()
    {
        await using var server = await MortalServer.Start();
        using var account = await Account.Create(server.Url, "ada");
        await account.AddMany(300);
        var window = await OpenAt(server, account);
        await window.IsLive();
        await window.Row("Person 00003").ClickAsync();
        await Expect(window.CardName).ToHaveTextAsync("Person 00003");
        await window.Page.EvaluateAsync(WatchConnection);

        await server.Kill();
        await server.StartAgain();
        await window.Page.EvaluateAsync(ConnectionIsBack);
        await account.Add(new { firstName = "Aaron" });
        await Expect(window.Row("Aaron")).ToBeVisibleAsync();
        await Expect(window.CardName).ToHaveTextAsync("Person 00003");
        await window.Row("Person 00005").ClickAsync();
        await Expect(window.CardName).ToHaveTextAsync("Person 00005");

        // A machine with much else to do needs longer than people are left in the dark; then they are told, and no earlier.
        var seen = (await window.Page.EvaluateAsync<JsonElement>("window.seen")).EnumerateArray().ToList();
        var cut = seen.First(one => one.GetProperty("status").GetString() == "reconnecting").GetProperty("at").GetDouble();
        Assert.DoesNotContain(seen, one => one.GetProperty("told").GetBoolean() && one.GetProperty("at").GetDouble() < cut + Patience);
        await Expect(window.Page.Locator(".told")).ToHaveCountAsync(0);
    }

    private async Task<Window> OpenAt(MortalServer server, Account account)
    {
        var window = await Open(url: server.Url);
        window.ServerMayDie = true;
        await window.SignIn(account);
        return window;
    }
}
