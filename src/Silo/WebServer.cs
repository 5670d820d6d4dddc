using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace ContactOffice.Silo;

/// <summary>Kestrel's limits, and what stands before every endpoint.</summary>
public static class WebServer
{
    private const string KnownProxies = "ContactOffice:KnownProxies";

    public static void AddWebServer(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            // The largest card is 10 MiB; an import raises the limit for itself.
            kestrel.Limits.MaxRequestBodySize = 12 * 1024 * 1024;
        });
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ["application/json", "application/xml", "application/vnd.ms-sync.wbxml", "application/vnd.ms-sync.multipart"];
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
        if (builder.Configuration[KnownProxies] is { Length: > 0 } proxies) builder.Services.AddSingleton(Options.Create(Believing(proxies)));
    }

    public static void UseWebServer(this WebApplication app)
    {
        if (app.Configuration[KnownProxies] is { Length: > 0 }) app.UseForwardedHeaders();
        app.UseHsts();
        app.UseWhen(IsCompressible, branch => branch.UseResponseCompression());
    }

    /// <summary>
    /// Lists, deltas and the documents that describe the service. Nothing of them is secret and chosen by a stranger at once, which is
    /// what the BREACH attack needs; and none bears a strong ETag, which would have to differ by encoding (RFC 9110 §8.8.3.3).
    /// </summary>
    private static bool IsCompressible(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/dav") && context.Request.Method is "PROPFIND" or "REPORT"
        || context.Request.Path.StartsWithSegments(ContactOffice.ActiveSync.ContactOfficeActiveSync.Path)
        || HttpMethods.IsGet(context.Request.Method)
        && (context.Request.Path.StartsWithSegments("/api/v1/books")
            || context.Request.Path.StartsWithSegments("/api/v1/fields")
            || context.Request.Path.StartsWithSegments("/openapi"));

    private static ForwardedHeadersOptions Believing(string proxies)
    {
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var text in proxies.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(text, out var address)) forwarded.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(text, out var network)) forwarded.KnownIPNetworks.Add(network);
            else throw new StartupException($"{KnownProxies} names '{text}', which is neither an address nor a network such as 10.0.0.0/8.");
        }
        return forwarded;
    }
}
