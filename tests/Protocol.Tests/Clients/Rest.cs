using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContactOffice.Protocol.Tests.Clients;

/// <summary>The one client of the REST interface in these tests. It follows no redirect, and keeps cookies as a browser does.</summary>
public sealed class Rest
{
    private readonly HttpClient _http;
    private readonly List<(string Name, string Value)> _headers = [];

    public Rest(Uri server)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = server };
    }

    public CookieContainer Cookies { get; } = new();

    public Uri Server => _http.BaseAddress!;

    public Rest Basic(string userName, string password, Encoding? encoding = null) =>
        With("Authorization", "Basic " + Convert.ToBase64String((encoding ?? Encoding.UTF8).GetBytes($"{userName}:{password}")));

    public Rest Bearer(string token) => With("Authorization", "Bearer " + token);

    /// <summary>Sends the header that only our own pages can set.</summary>
    public Rest Ours() => With("X-Requested-With", "ContactOffice");

    public Rest With(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    public Request Get(string path) => new(this, HttpMethod.Get, path);

    public Request Post(string path) => new(this, HttpMethod.Post, path);

    public Request Put(string path) => new(this, HttpMethod.Put, path);

    public Request Patch(string path) => new(this, HttpMethod.Patch, path);

    public Request Delete(string path) => new(this, HttpMethod.Delete, path);

    public Request Send(string method, string path) => new(this, HttpMethod.Parse(method), path);

    /// <summary>One request. Paths without a leading <c>//</c> are those under /api/v1.</summary>
    public sealed class Request(Rest rest, HttpMethod method, string path)
    {
        private readonly HttpRequestMessage _message = new(method, path.StartsWith("//", StringComparison.Ordinal) ? path[1..] : "/api/v1" + path);

        public Request Json(object body) => Body(body as string ?? JsonSerializer.Serialize(body), "application/json");

        public Request Fields(object fields) => Json(new { fields });

        public Request Card(string card) => Body(card, "text/vcard");

        public Request Card(byte[] card) => Body(new ByteArrayContent(card), "text/vcard");

        public Request Body(string body, string? type) => Body(new ByteArrayContent(Encoding.UTF8.GetBytes(body)), type);

        public Request Body(HttpContent body, string? type)
        {
            _message.Content = body;
            if (type is not null) body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            return this;
        }

        public Request Accept(string type) => With("Accept", type);

        public Request IfMatch(string? tag) => With("If-Match", tag!);

        public Request With(string name, string value)
        {
            _message.Headers.TryAddWithoutValidation(name, value);
            return this;
        }

        public async Task<Reply> Send()
        {
            foreach (var (name, value) in rest._headers) _message.Headers.TryAddWithoutValidation(name, value);
            using var response = await rest._http.SendAsync(_message);
            return new Reply(response, await response.Content.ReadAsByteArrayAsync());
        }

        /// <summary>Sends, and fails with the whole answer where its status is another.</summary>
        public async Task<Reply> Expect(int status)
        {
            var reply = await Send();
            Assert.True(status == reply.Status, $"Expected {status} from {_message.Method} {_message.RequestUri}, got {reply.Status}: {reply.Text}");
            return reply;
        }

        /// <summary>Sends, and fails where the answer is no problem of this kind.</summary>
        public async Task<JsonNode> ExpectProblem(int status, string code)
        {
            var reply = await Expect(status);
            Assert.Equal("application/problem+json", reply.Header("Content-Type"));
            Assert.Equal("/problems/" + code, (string?)reply.Json["type"]);
            Assert.Equal(status, (int?)reply.Json["status"]);
            Assert.False(string.IsNullOrEmpty((string?)reply.Json["title"]));
            return reply.Json;
        }
    }
}

/// <summary>An answer.</summary>
public sealed class Reply(HttpResponseMessage response, byte[] bytes)
{
    private readonly Dictionary<string, string> _headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
        .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    public int Status { get; } = (int)response.StatusCode;

    public byte[] Bytes { get; } = bytes;

    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonNode Json => JsonNode.Parse(Bytes)!;

    public string? ETag => Header("ETag");

    public string? Header(string name) => _headers.GetValueOrDefault(name);

}
