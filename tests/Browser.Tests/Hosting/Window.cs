using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ContactOffice.Browser.Tests.Hosting;

/// <summary>One person's browser window on the site, and how they find their way in it.</summary>
public sealed partial class Window : IAsyncDisposable
{
    private readonly string url;
    private readonly List<string> complaints = [];
    private ICDPSession? uploads;

    private Window(string url, IBrowserContext context, IPage page)
    {
        this.url = url;
        Context = context;
        Page = page;
        page.Console += (_, message) => Hear(message);
        page.PageError += (_, error) => complaints.Add(error);
    }

    /// <summary>The system of who looks prefers dark colours.</summary>
    public bool IsDark { get; private init; }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>What the page wrote on the console as wrong, a violated content security policy too.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>The server goes away meanwhile: that Chromium notes each request without an answer is no complaint of the page.</summary>
    public bool ServerMayDie { get; set; }

    public ILocator Rows => Page.Locator("a[data-contact]");

    public ILocator Search => Page.GetByRole(AriaRole.Searchbox);

    public ILocator CardName => Page.Locator("#card-name");

    public ILocator Form => Page.Locator("form[aria-labelledby=form-title]");

    public ILocator Toast => Page.Locator(".toast").Last;

    public static async Task<Window> Open(DemoSite site, int width = 1440, int height = 900, bool dark = false, string? state = null, string locale = "en-GB", string? url = null, bool touch = false)
    {
        site.RequireBrowser();
        var context = await site.Browser!.NewContextAsync(new()
        {
            BaseURL = url ?? site.Url,
            Locale = locale,
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            HasTouch = touch,
            StorageState = state,
        });
        // The machine that runs the tests may have much else to do; a page that never comes is still found out.
        context.SetDefaultTimeout(60_000);
        return new Window(url ?? site.Url, context, await context.NewPageAsync()) { IsDark = dark };
    }

    /// <summary>Signs in through the page.</summary>
    public async Task SignIn(Account account)
    {
        await Page.GotoAsync("/");
        // By what the fields are for, whatever the language calls them.
        await Page.Locator("[autocomplete=username]").FillAsync(account.UserName);
        await Page.Locator("[autocomplete=current-password]").FillAsync(account.Password);
        await Page.Locator("form .button.primary").ClickAsync();
        await Page.WaitForSelectorAsync("section[aria-busy=false]");
    }

    /// <summary>Waits until the page hears of what others do.</summary>
    public async Task IsLive() => await Page.WaitForSelectorAsync("[data-live=live]", new() { State = WaitForSelectorState.Attached });

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Field(string label) => Form.GetByLabel(label, new() { Exact = true });

    /// <summary>The row that shows this name.</summary>
    public ILocator Row(string name) => Rows.Filter(new() { Has = Page.GetByText(name, new() { Exact = true }) });

    /// <summary>The tick of the row that shows this name.</summary>
    public ILocator Tick(string name) => Page.GetByRole(AriaRole.Checkbox, new() { Name = $"Select {name}", Exact = true });

    /// <summary>The way to the server takes so many bytes a second; -1 for all that there are.</summary>
    public async Task SlowUploads(int bytesPerSecond)
    {
        uploads ??= await Context.NewCDPSessionAsync(Page);
        await uploads.SendAsync("Network.enable");
        await uploads.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = bytesPerSecond });
    }

    /// <summary>Opens the import from the navigation, where the tags come later and move what stands below them.</summary>
    public async Task OpenImport()
    {
        await Assertions.Expect(Page.Locator("section[aria-labelledby=tags-title] > p")).ToBeVisibleAsync();
        await Button("Import").ClickAsync();
    }

    public Task Go(string path) => Page.GotoAsync(url + path);

    /// <summary>Whether the row with the keyboard's focus shows this name.</summary>
    public Task FocusIsOn(string name) => Assertions.Expect(Page.Locator("a[data-contact]:focus")).ToContainTextAsync(name);

    /// <summary>Keeps what the window shows, for people to look at, in the folder that the variable PICTURES names; does nothing without it.</summary>
    public async Task Picture(string name)
    {
        if (Environment.GetEnvironmentVariable("PICTURES") is not { Length: > 0 } folder) return;
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{Page.ViewportSize!.Width}.png") });
    }

    public async ValueTask DisposeAsync() => await Context.CloseAsync();

    private void Hear(IConsoleMessage message)
    {
        if (message.Type is not ("error" or "warning")) return;
        // Chromium notes each answer of 4xx, and each request without a connection; what the page makes of them is tested.
        if (RefusedAnswer().IsMatch(message.Text) || message.Text.Contains("net::ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal)) return;
        // The browser itself ends connections that are still being made when a page is left.
        if (message.Text.Contains("WebSocket is closed before the connection is established", StringComparison.Ordinal)) return;
        if (ServerMayDie && (UnansweredRequest().IsMatch(message.Text) || message.Text.StartsWith("An unknown error occurred when fetching the script", StringComparison.Ordinal))) return;
        complaints.Add($"{message.Type}: {message.Text} ({message.Location})");
    }

    [GeneratedRegex(@"^Failed to load resource: the server responded with a status of 4\d\d|^WebSocket connection to .*(Unexpected response code: 4\d\d|HTTP Authentication failed)")]
    private static partial Regex RefusedAnswer();

    [GeneratedRegex(@"net::ERR_|^WebSocket connection to|status of 50[234]")]
    private static partial Regex UnansweredRequest();
}
