using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ContactOffice.Benchmarks.Load;

namespace ContactOffice.Benchmarks.Running;

/// <summary>One account as an API consumer uses it: set-up, import and everything that is not itself under the clock.</summary>
internal sealed class Session : IDisposable
{
    private const string Administrator = "admin";
    private const string Password = "benchmark-1";
    private readonly HttpClient http;

    private Session(Uri address, string userName)
    {
        UserName = userName;
        http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        Authorization = WireRequest.Basic(userName, Password);
        http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(Authorization["Authorization: ".Length..]);
    }

    public string UserName { get; }

    /// <summary>The header line for requests that are built by hand.</summary>
    public string Authorization { get; }

    /// <summary>Makes the first administrator as a person would, with the one-time link.</summary>
    public static async Task<Session> SetUp(Server server)
    {
        using var guest = new HttpClient { BaseAddress = server.Address };
        guest.DefaultRequestHeaders.Add("X-Requested-With", "ContactOffice");
        using var answer = await guest.PostAsJsonAsync(new Uri("/api/v1/setup", UriKind.Relative),
            new { secret = await server.SetupSecret(), userName = Administrator, password = Password, displayName = "Benchmark" });
        await Expect(answer, "set-up");
        return new Session(server.Address, Administrator);
    }

    /// <summary>The same account at another node.</summary>
    public Session At(Server server) => new(server.Address, UserName);

    /// <summary>Creates an account; this one must be the administrator's.</summary>
    public async Task<Session> CreateAccount(string userName)
    {
        using var answer = await http.PostAsJsonAsync(new Uri("/api/v1/accounts", UriKind.Relative), new { userName, password = Password, displayName = userName });
        await Expect(answer, "create account");
        return new Session(http.BaseAddress!, userName);
    }

    /// <summary>Imports made-up cards into the account's book, in one request.</summary>
    /// <returns>Seconds from the request to the finished report.</returns>
    public async Task<double> Import(int count)
    {
        using var file = new MemoryStream(count * 1100);
        for (var i = 0; i < count; i++) file.Write(SampleCards.Card($"{UserName}-{i}", i));
        file.Position = 0;
        using var body = new StreamContent(file);
        body.Headers.ContentType = new MediaTypeHeaderValue("text/vcard");
        var began = System.Diagnostics.Stopwatch.StartNew();
        using var answer = await http.PostAsync(new Uri("/api/v1/books/private/import", UriKind.Relative), body);
        await Expect(answer, "import");
        var report = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var imported = report.GetProperty("imported").GetInt32();
        if (imported != count) throw new InvalidOperationException($"{imported} of {count} cards were imported: {report.GetRawText()[..Math.Min(2000, report.GetRawText().Length)]}");
        return began.Elapsed.TotalSeconds;
    }

    /// <summary>The whole book in display order, page by page.</summary>
    public async Task<List<ListedContact>> List(int atMost = int.MaxValue)
    {
        var listed = new List<ListedContact>();
        string? cursor = null;
        do
        {
            var page = await Get($"/api/v1/books/private/contacts?limit=500{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            foreach (var item in page.GetProperty("items").EnumerateArray())
                listed.Add(new ListedContact(item.GetProperty("id").GetString()!, item.GetProperty("version").GetInt64(), item.GetProperty("seq").GetInt64(),
                    item.TryGetProperty("name", out var name) ? name.GetString()! : ""));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null && listed.Count < atMost);
        return listed;
    }

    /// <summary>All changes after <paramref name="since"/>, and the sequence number that they lead to.</summary>
    public async Task<(List<ListedChange> Changes, long Seq)> Changes(long since)
    {
        var changes = new List<ListedChange>();
        while (true)
        {
            var page = await Get($"/api/v1/books/private/changes?limit=500&since={since}");
            changes.AddRange(page.GetProperty("changes").EnumerateArray().Select(ListedChange.Read));
            since = page.GetProperty("seq").GetInt64();
            if (!page.GetProperty("more").GetBoolean()) return (changes, since);
        }
    }

    public async Task<long> Sequence() => (await Get("/api/v1/books/private/contacts?limit=1")).GetProperty("seq").GetInt64();

    /// <returns>The stored card, or null where there is none, with its version.</returns>
    public async Task<(string? Card, long Version)> Card(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/api/v1/contacts/{id}", UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/vcard"));
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound) return (null, 0);
        await Expect(answer, $"GET contact {id}");
        return (Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()), VersionOf(answer.Headers.ETag!.Tag));
    }

    /// <summary>The version that an entity tag of either representation names.</summary>
    public static long VersionOf(string etag) =>
        long.Parse(etag.Trim('"').Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);

    public async Task<JsonElement> Get(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        await Expect(answer, "GET " + path);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>One request as it is answered, whatever that is.</summary>
    public async Task<(int Status, JsonElement Body)> Send(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri("/api/v1" + path, UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is string card) request.Content = new StringContent(card, Encoding.UTF8, "text/vcard");
        else if (body is not null) request.Content = JsonContent.Create(body);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonDocument.Parse(text).RootElement : default);
    }

    public void Dispose() => http.Dispose();

    private static async Task Expect(HttpResponseMessage answer, string what)
    {
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{what}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}

/// <summary>A contact as a list shows it.</summary>
internal sealed record ListedContact(string Id, long Version, long Seq, string Name);

/// <summary>A contact as a delta shows it.</summary>
internal sealed record ListedChange(string Id, long Version, long Seq, bool Deleted)
{
    public static ListedChange Read(JsonElement change) => new(
        change.GetProperty("id").GetString()!, change.GetProperty("version").GetInt64(), change.GetProperty("seq").GetInt64(), change.GetProperty("deleted").GetBoolean());
}
