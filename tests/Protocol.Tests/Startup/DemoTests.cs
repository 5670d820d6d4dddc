using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ContactOffice.Protocol.Tests.Startup;

public sealed class DemoTests : IDisposable
{
    private readonly WorkingFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_demo_has_three_accounts_with_their_books_and_is_the_same_after_a_restart()
    {
        var url = RunningProgram.FreeUrl();
        await using (var first = await RunningProgram.Start(folder.Path, "--demo", "--urls", url))
        {
            Assert.True((await Get(url, "alice", "me"))["isAdministrator"]!.GetValue<bool>());
            Assert.False((await Get(url, "bob", "me"))["isAdministrator"]!.GetValue<bool>());
            Assert.InRange(await Contacts(url, "alice"), 60, 120);
            Assert.InRange(await Contacts(url, "carol"), 5, 30);
            Assert.DoesNotContain("/setup#", first.Output, StringComparison.Ordinal);
            Assert.Equal(0, await first.Stop());
        }
        await using var second = await RunningProgram.Start(folder.Path, "--demo", "--urls", url);
        Assert.InRange(await Contacts(url, "alice"), 60, 120);
        Assert.Contains("password demo", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demo_folder_is_not_served_to_others_without_the_option_either()
    {
        await using (var demo = await RunningProgram.Start(folder.Path, "--demo", "--urls", RunningProgram.FreeUrl())) await demo.Stop();
        await using var open = await RunningProgram.RunToEnd(folder.Path, "--urls", "http://0.0.0.0:0");
        Assert.Contains("served on this computer only", open.Errors, StringComparison.Ordinal);
    }

    private static async Task<int> Contacts(string url, string user) => (await Get(url, user, "books/private/contacts?limit=1"))["total"]!.GetValue<int>();

    private static async Task<JsonNode> Get(string url, string user, string path)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user + ":demo")));
        using var answer = await http.GetAsync(new Uri($"{url}/api/v1/{path}"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
