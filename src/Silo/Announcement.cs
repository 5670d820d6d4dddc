using System.Net;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;
using ContactOffice.Silo.Demo;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ContactOffice.Silo;

/// <summary>
/// Tells on the console where the server is and, while there is no administrator, the one-time link that makes one. It writes there
/// directly: a log may be shipped elsewhere, and the link is a secret.
/// </summary>
internal sealed class Announcement(IServer server, IHostApplicationLifetime lifetime, IConfiguration configuration, IGrainFactory grains, DataFolder folder, DatabaseOptions database, ILogger<Announcement> log) : BackgroundService
{
    /// <summary>The address for a person at this machine: the configured one, else the first that is listened on.</summary>
    public static string Url(string? configured, IEnumerable<string> addresses)
    {
        if (!string.IsNullOrEmpty(configured)) return configured.TrimEnd('/');
        var address = BindingAddress.Parse(addresses.First());
        var isAny = address.Host is "+" or "*" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)));
        return $"{address.Scheme}://{(isAny ? "localhost" : address.Host)}:{address.Port}";
    }

    /// <summary>What lets CardDAV clients find the server by a domain (RFC 6764 §3), in the words of a zone file; nothing where the public address is not known.</summary>
    public static IEnumerable<string> CardDavRecords(string? publicUrl)
    {
        if (!Uri.TryCreate(publicUrl, UriKind.Absolute, out var url)) yield break;
        var service = url.Scheme == Uri.UriSchemeHttps ? "_carddavs._tcp" : "_carddav._tcp";
        yield return "DNS records by which CardDAV clients find this server, for the zone of your e-mail addresses:";
        yield return $"    {service}  IN  SRV  0 1 {url.Port} {url.IdnHost}.";
        yield return $"    {service}  IN  TXT  \"path=/dav/\"";
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var _ = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Console.WriteLine($"ContactOffice {typeof(Announcement).Assembly.GetName().Version?.ToString(3)} on {(database.IsPostgres ? "PostgreSQL" : "SQLite")}, data folder {folder.Path}");
        foreach (var address in addresses) Console.WriteLine($"Now listening on: {address}");
        if (DemoFolder.IsDemo(folder)) Console.WriteLine("Demo: sign in as alice (administrator), bob or carol, password demo.");
        foreach (var record in CardDavRecords(configuration["ContactOffice:PublicUrl"])) Console.WriteLine(record);
        await OfferSetup(Url(configuration["ContactOffice:PublicUrl"], addresses));
        Console.WriteLine("Press Ctrl+C to stop.");
    }

    private async Task OfferSetup(string url)
    {
        try
        {
            if (await grains.GetGrain<IServerGrain>(0).OfferSetup() is not { } secret) return;
            Console.WriteLine($"""

                There is no administrator yet. Whoever opens this link first becomes one; it works once:

                    {url}/setup#{secret}

                """);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Who has signed in before is served all the same.
            log.LogError(fault, "Whether the server has an administrator could not be read, so that no set-up link is offered; a restart tries again.");
        }
    }
}
