using System.Net;

namespace ContactOffice.Protocol.Tests.Startup;

/// <summary>From the first start to the last request.</summary>
public sealed class LifeTests : IDisposable
{
    private readonly WorkingFolder folder = new();
    private readonly HttpClient http = new();

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_first_start_offers_a_set_up_link_after_the_address()
    {
        var url = RunningProgram.FreeUrl();
        await using var program = await RunningProgram.Start(folder.Path, "--urls", url);
        Assert.Matches($@"(?s)Now listening on: {url}.*{url}/setup#[\w-]{{16,}}", program.Output);
        Assert.True(Directory.Exists(folder.In("data")));
    }

    [Fact]
    public async Task Help_lists_the_options_and_starts_nothing()
    {
        await using var program = await RunningProgram.RunToEnd(folder.Path, "--help");
        Assert.Equal(0, program.ExitCode);
        Assert.Contains("--urls", program.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_node_that_drains_still_answers_but_is_not_ready()
    {
        var url = RunningProgram.FreeUrl();
        await using var program = await RunningProgram.Start(folder.Path, "--urls", url, "--ContactOffice:DrainSeconds", "8");
        Assert.Equal(HttpStatusCode.OK, await Status(url + "/health/ready"));
        program.AskToStop();
        while (await Status(url + "/health/ready") == HttpStatusCode.OK) await Task.Delay(20);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(url + "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await Status(url + "/health/live"));
        Assert.Equal(0, await program.Stop());
    }

    [Fact]
    public async Task The_dashboard_is_closed_to_strangers()
    {
        var url = RunningProgram.FreeUrl();
        await using var program = await RunningProgram.Start(folder.Path, "--urls", url);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(url + "/dashboard/"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(url + "/dashboard/DashboardCounters"));
    }

    private async Task<HttpStatusCode> Status(string address)
    {
        using var answer = await http.GetAsync(new Uri(address));
        return answer.StatusCode;
    }
}
