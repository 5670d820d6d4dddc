using Microsoft.Playwright;

namespace ContactOffice.Browser.Tests.Hosting;

/// <summary>Bytes that came over the wire for a page, headers and all, as Chromium counts them.</summary>
internal sealed class Traffic
{
    public long Total { get; private set; }

    public static async Task<Traffic> Count(IPage page)
    {
        var traffic = new Traffic();
        var chromium = await page.Context.NewCDPSessionAsync(page);
        chromium.Event("Network.loadingFinished").OnEvent += (_, finished) =>
            traffic.Total += (long)(finished?.GetProperty("encodedDataLength").GetDouble() ?? 0);
        chromium.Event("Network.webSocketFrameReceived").OnEvent += (_, frame) =>
            traffic.Total += frame?.GetProperty("response").GetProperty("payloadData").GetString()?.Length ?? 0;
        await chromium.SendAsync("Network.enable");
        return traffic;
    }
}
