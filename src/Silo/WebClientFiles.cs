using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContactOffice.Silo;

/// <summary>
/// Serves a built single-page application from the wwwroot folder beside the assembly: as compressed by its build where
/// the browser takes that, hashed assets for ever, and its index page for every address that it routes by itself.
/// </summary>
public static class WebClientFiles
{
    private const string Forever = "public, max-age=31536000, immutable";
    private const string AskFirst = "no-cache";

    private const string NotBuilt = """
        <!doctype html><html lang="en"><title>Contacts</title>
        <h1>The web client was not built</h1><p>This server was built without it. Build it again with Node.js installed.</p></html>
        """;

    private static readonly string[] Encodings = ["br", "gzip"];

    /// <summary>Addresses of the server's own: what is not found there is an error, never the application's page.</summary>
    private static readonly PathString[] ServerPaths = ["/api", "/live", "/openapi", "/health", "/dashboard", "/dav", "/.well-known"];

    /// <summary>Maps every GET that no other endpoint takes to the application's files. The folder is read once, here.</summary>
    public static IEndpointConventionBuilder MapWebClient(this IEndpointRouteBuilder endpoints, string? folder = null)
    {
        var files = Read(folder ?? Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        var index = files.GetValueOrDefault("/index.html") ?? new WebClientFile("text/html; charset=utf-8", AskFirst, Forms(System.Text.Encoding.UTF8.GetBytes(NotBuilt)));
        return endpoints.MapFallback("{**path}", context => Answer(context, files, index))
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head])).AllowAnonymous();
    }

    private static Task Answer(HttpContext context, FrozenDictionary<string, WebClientFile> files, WebClientFile index)
    {
        if (files.TryGetValue(context.Request.Path.Value ?? "/", out var file))
            return Send(context, file);
        if (IsPage(context.Request))
            return Send(context, index);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>A browser that opens an address (and no script, picture or API client that asks for one) gets the application, which knows its own routes.</summary>
    private static bool IsPage(HttpRequest request) =>
        !ServerPaths.Any(path => request.Path.StartsWithSegments(path))
        && (request.Path == "/" || request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true));

    private static async Task Send(HttpContext context, WebClientFile file)
    {
        var (encoding, bytes, tag) = file.Best(context.Request.Headers.AcceptEncoding);
        var headers = context.Response.Headers;
        headers.CacheControl = file.CacheControl;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch.Any(given => given?.Contains(tag, StringComparison.Ordinal) == true))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = bytes.Length;
        if (HttpMethods.IsGet(context.Request.Method))
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static FrozenDictionary<string, WebClientFile> Read(string folder)
    {
        var files = new Dictionary<string, WebClientFile>();
        if (!Directory.Exists(folder))
            return files.ToFrozenDictionary();
        var types = new FileExtensionContentTypeProvider();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (path.EndsWith(".br", StringComparison.Ordinal) || path.EndsWith(".gz", StringComparison.Ordinal))
                continue;
            var name = "/" + Path.GetRelativePath(folder, path).Replace('\\', '/');
            var type = types.TryGetContentType(path, out var known) ? known : "application/octet-stream";
            var cache = name.StartsWith("/assets/", StringComparison.Ordinal) ? Forever : AskFirst;
            files[name] = new(type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type, cache,
                Forms(File.ReadAllBytes(path), ReadIfThere(path + ".br"), ReadIfThere(path + ".gz")));
        }
        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static byte[]? ReadIfThere(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    /// <summary>The file plain, and in each of <see cref="Encodings"/> that its build made; a representation has an ETag of its own (RFC 9110 §8.8.3.3).</summary>
    private static Dictionary<string, (byte[] Bytes, string Tag)> Forms(byte[] plain, params byte[]?[] encoded)
    {
        var forms = new Dictionary<string, (byte[], string)> { [""] = (plain, Tag(plain)) };
        for (var i = 0; i < encoded.Length; i++)
            if (encoded[i] is { } bytes)
                forms[Encodings[i]] = (bytes, Tag(bytes));
        return forms;
    }

    private static string Tag(byte[] bytes) => $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"";

    private sealed record WebClientFile(string ContentType, string CacheControl, Dictionary<string, (byte[] Bytes, string Tag)> Forms)
    {
        /// <summary>The smallest form that the request's Accept-Encoding allows (RFC 9110 §12.5.3): those with q=0 are refused ones.</summary>
        public (string? Encoding, byte[] Bytes, string Tag) Best(StringValues accepted)
        {
            if (StringWithQualityHeaderValue.TryParseList(accepted, out var values))
                foreach (var encoding in Encodings)
                    if (Forms.TryGetValue(encoding, out var form) && values.Any(value => value.Quality is not 0 && value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase)))
                        return (encoding, form.Bytes, form.Tag);
            return (null, Forms[""].Bytes, Forms[""].Tag);
        }
    }
}
