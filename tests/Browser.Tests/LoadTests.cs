using System.Collections.Concurrent;
using ContactOffice.Browser.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ContactOffice.Browser.Tests;

public sealed class LoadTests(DemoSite site, ITestOutputHelper output) : BrowserTest(site)
{
    [Fact]
    public async Task The_first_load_of_the_signed_in_page_is_small()
    {
        var account = await NewAccount();
        await account.AddMany(500);
        var before = await OpenAs(account);
        var window = await Open(state: await before.Context.StorageStateAsync());
        var bytes = await Traffic.Count(window.Page);
        await window.Go("/");
        await Expect(window.Rows.First).ToBeVisibleAsync();
        await window.IsLive();
        output.WriteLine($"First load, signed in, until live: {bytes.Total:N0} bytes over the wire");
        Assert.InRange(bytes.Total, 10_000, 150_000);
    }

    [Fact]
    public async Task Only_compressed_scripts_come_and_they_come_once()
    {
        var account = await NewAccount();
        var window = await Open();
        var heard = new ConcurrentQueue<Microsoft.Playwright.IResponse>();
        window.Page.Response += (_, response) => { if (response.Url.EndsWith(".js", StringComparison.Ordinal)) heard.Enqueue(response); };
        await window.SignIn(account);
        await window.IsLive();
        var scripts = heard.ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            var headers = await script.AllHeadersAsync();
            Assert.Equal("public, max-age=31536000, immutable", headers["cache-control"]);
            // The smallest would only grow by it.
            if (int.Parse(headers["content-length"], System.Globalization.CultureInfo.InvariantCulture) > 200) Assert.Contains(headers.GetValueOrDefault("content-encoding"), new[] { "br", "gzip" });
        }
        Assert.Equal(scripts.Count, scripts.Select(script => script.Url).Distinct().Count());
    }

    [Fact]
    public async Task Unknown_addresses_of_the_interface_are_no_pages()
    {
        var window = await Open();
        await window.Go("/");
        var answer = await window.Context.APIRequest.GetAsync("/api/v1/nowhere", new() { Headers = new Dictionary<string, string> { ["Accept"] = "text/html" } });
        Assert.Equal(404, answer.Status);
        answer = await window.Context.APIRequest.GetAsync("/assets/nowhere.js");
        Assert.Equal(404, answer.Status);
        answer = await window.Context.APIRequest.GetAsync("/contacts/new", new() { Headers = new Dictionary<string, string> { ["Accept"] = "text/html" } });
        Assert.Equal("no-cache", answer.Headers["cache-control"]);
        Assert.Contains("default-src 'self'", answer.Headers["content-security-policy"]);
        Assert.DoesNotContain("unsafe", answer.Headers["content-security-policy"]);
    }
}
