namespace ContactOffice.Browser.Tests.Hosting;

/// <summary>Opens windows, closes them, and fails where a page complained on its console.</summary>
public abstract class BrowserTest(DemoSite site) : IAsyncLifetime
{
    private readonly List<Window> windows = [];
    private readonly List<Account> accounts = [];

    protected DemoSite Site { get; } = site;

    public ValueTask InitializeAsync()
    {
        Site.RequireBrowser();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var window in windows) await window.DisposeAsync();
        foreach (var account in accounts) account.Dispose();
        Assert.Empty(windows.SelectMany(window => window.Complaints));
    }

    protected async Task<Window> Open(int width = 1440, int height = 900, bool dark = false, string? state = null, string locale = "en-GB", string? url = null, bool touch = false)
    {
        var window = await Window.Open(Site, width, height, dark, state, locale, url, touch);
        windows.Add(window);
        return window;
    }

    protected async Task<Window> OpenAs(Account account, int width = 1440, int height = 900, bool dark = false, bool touch = false)
    {
        var window = await Open(width, height, dark, touch: touch);
        await window.SignIn(account);
        return window;
    }

    protected async Task<Account> NewAccount()
    {
        var account = await Site.CreateAccount();
        accounts.Add(account);
        return account;
    }

    protected Account Alice()
    {
        var alice = Account.At(Site.Url, "alice", "demo");
        accounts.Add(alice);
        return alice;
    }
}
