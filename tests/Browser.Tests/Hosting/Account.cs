using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ContactOffice.Browser.Tests.Hosting;

/// <summary>One account over REST: what stands behind the pages, looked at and changed past them.</summary>
public sealed class Account : IDisposable
{
    private readonly HttpClient http;

    private Account(HttpClient http, string userName, string password) => (this.http, UserName, Password) = (http, userName, password);

    public string UserName { get; }

    public string Password { get; }

    public static Account At(string url, string userName, string password)
    {
        var http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}")));
        return new(http, userName, password);
    }

    /// <summary>A new account with an empty book on a server with the demo in it.</summary>
    public static async Task<Account> Create(string url, string userName)
    {
        const string Password = "correct horse";
        using var alice = At(url, "alice", "demo");
        await alice.Post("/api/v1/accounts", new { userName, password = Password, displayName = $"{userName[..1].ToUpperInvariant()}{userName[1..]}" });
        return At(url, userName, Password);
    }

    public async Task<JsonElement> Post(string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        return await Read(answer);
    }

    public async Task<JsonElement> Get(string path)
    {
        using var answer = await http.GetAsync(path);
        return await Read(answer);
    }

    /// <returns>The new contact's id.</returns>
    public async Task<string> Add(object fields) => (await Post("/api/v1/books/private/contacts", new { fields })).GetProperty("id").GetString()!;

    /// <returns>The new contact's id.</returns>
    public async Task<string> AddCard(string card)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/books/private/contacts") { Content = new StringContent(card, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/vcard");
        request.Headers.Accept.Add(new("application/json"));
        using var answer = await http.SendAsync(request);
        return (await Read(answer)).GetProperty("id").GetString()!;
    }

    public async Task<string> Card(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/contacts/{id}");
        request.Headers.Accept.Add(new("text/vcard"));
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The contact's fields as JSON.</summary>
    public async Task<JsonElement> Fields(string id) => (await Get($"/api/v1/contacts/{id}")).GetProperty("fields");

    public Task Change(string id, object fields) => Patch($"/api/v1/contacts/{id}", new { fields });

    public async Task Patch(string path, object body)
    {
        using var answer = await http.PatchAsJsonAsync(path, body);
        await Read(answer);
    }

    public async Task Put(string path, object body)
    {
        using var answer = await http.PutAsJsonAsync(path, body);
        await Read(answer);
    }

    /// <summary>As a CardDAV client does.</summary>
    public async Task PutCard(string path, string card)
    {
        using var body = new StringContent(card, Encoding.UTF8, "text/vcard");
        using var answer = await http.PutAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"PUT {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Takes away what stands at an address.</summary>
    public async Task Remove(string path)
    {
        using var answer = await http.DeleteAsync(path);
        answer.EnsureSuccessStatusCode();
    }

    public async Task Delete(string id)
    {
        using var answer = await http.DeleteAsync($"/api/v1/contacts/{id}");
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Contacts "Person 00000", "Person 00001" ... through one import.</summary>
    public async Task AddMany(int count)
    {
        var file = new StringBuilder();
        for (var i = 0; i < count; i++)
            file.Append(CultureInfo.InvariantCulture, $"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Person {i:D5}\r\nN:{i:D5};Person;;;\r\nORG:Company {i % 40}\r\nTEL;TYPE=WORK:+32 2 {5550000 + i}\r\nUID:{Guid.NewGuid()}\r\nEND:VCARD\r\n");
        using var body = new StringContent(file.ToString(), Encoding.UTF8);
        body.Headers.ContentType = new MediaTypeHeaderValue("text/vcard");
        using var answer = await http.PostAsync("/api/v1/books/private/import", body);
        Assert.Equal(count, (await Read(answer)).GetProperty("imported").GetInt32());
    }

    public async Task<int> Total() => (await Get("/api/v1/books/private/contacts?limit=1")).GetProperty("total").GetInt32();

    public void Dispose() => http.Dispose();

    private static async Task<JsonElement> Read(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
