using Microsoft.Playwright;

namespace ContactOffice.Browser.Tests.Hosting;

/// <summary>The machine's own Chromium, driven by Playwright, which downloads nothing.</summary>
internal static class Chromium
{
    /// <summary>The shell first: the same pages without a window's frame, and a fifth less work.</summary>
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        // The last such list wins, so Playwright's stands here too, and with it what only a window's frame is for: a process more for each window.
        "--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,DialMediaRouteProvider,GlobalMediaControls,HttpsUpgrades,LensOverlay,MediaRouter,PaintHolding,"
            + "ThirdPartyStoragePartitioning,BlockOriginHeaderModificationOnRedirect,AvoidCorsURLLoaderRestartOnRedirect,Translate,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,"
            + "PreloadTopChromeWebUI,WebUIOmniboxPopup,WebUIOmniboxAimPopup,InitialWebUI",
    ];

    /// <summary>The executable: what the environment variable CHROMIUM names, else the first on the PATH; null where there is none.</summary>
    public static string? Find() =>
        Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named
            ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    public static Task<IBrowser> Launch(IPlaywright playwright, string executable) =>
        playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Arguments });
}
