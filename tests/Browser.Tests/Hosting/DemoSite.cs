using ContactOffice.Browser.Tests.Hosting;
using ContactOffice.Protocol.Tests.Startup;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(DemoSite))]

namespace ContactOffice.Browser.Tests.Hosting;

/// <summary>The real server with the demo in it, and a browser to look at it: one of each for all tests.</summary>
public sealed class DemoSite : IAsyncLifetime
{
    private readonly WorkingFolder folder = new();
    private RunningProgram? program;
    private IPlaywright? playwright;
    private int accounts;

    public string Url { get; } = RunningProgram.FreeUrl();

    public IBrowser? Browser { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var chromium = Chromium.Find();
        if (chromium is null) return;
        // The machine that runs the tests may have much else to do; what never comes is still found out.
        Assertions.SetDefaultExpectTimeout(60_000);
        playwright = await Playwright.CreateAsync();
        Browser = await Chromium.Launch(playwright, chromium);
        program = await RunningProgram.Start(folder.Path, "--urls", Url, "--data", folder.In("data"), "--demo");
    }

    /// <summary>Skips the test where there is no browser; under CI it fails instead.</summary>
    public void RequireBrowser()
    {
        const string Missing = "Chromium is not installed: neither the PATH nor the variable CHROMIUM leads to it.";
        if (Browser is not null) return;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(Missing);
        Assert.Skip(Missing);
    }

    /// <summary>A new account with an empty book, so that tests do not meet in one.</summary>
    public Task<Account> CreateAccount() => Account.Create(Url, $"person{Interlocked.Increment(ref accounts)}");

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.CloseAsync();
        playwright?.Dispose();
        if (program is not null) await program.DisposeAsync();
        folder.Dispose();
    }
}
