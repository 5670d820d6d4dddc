using System.Net;
using System.Net.Sockets;

namespace ContactOffice.Silo;

/// <summary>Where the server will listen, looked at before anything is started: a taken port should cost no start of a silo.</summary>
public static class ListenAddresses
{
    /// <summary>Throws a <see cref="StartupException"/> for an address that is none, or where somebody listens.</summary>
    public static void Check(IConfiguration configuration)
    {
        foreach (var address in Of(configuration))
            foreach (var endpoint in EndPoints(address))
                if (IsTaken(endpoint))
                    throw new StartupException($"Port {endpoint.Port} is taken: another program listens on {endpoint}. Stop it, or choose another port with --urls, such as --urls {address.Scheme}://{address.Host}:{endpoint.Port + 1}.");
    }

    /// <summary>The first that others than this computer can reach; null where there is none.</summary>
    public static string? FirstPublic(IConfiguration configuration) => Of(configuration).FirstOrDefault(address => !IsLoopback(address))?.ToString();

    private static IEnumerable<BindingAddress> Of(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0) return endpoints.Select(Parse);
        if (configuration["urls"] is { Length: > 0 } urls) return Split(urls).Select(Parse);
        return Split(configuration["http_ports"] ?? "").Select(port => Parse($"http://*:{port}"));
    }

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static BindingAddress Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            if (address.Scheme is "http" or "https" && address.Port is >= 0 and <= 65535) return address;
        }
        catch (FormatException)
        {
            // The sentence below says it.
        }
        throw new StartupException($"'{url}' is no address to listen on. It looks like {Node.DefaultUrl}.");
    }

    private static bool IsLoopback(BindingAddress address) =>
        address.IsUnixPipe || address.IsNamedPipe || IsLocalhost(address) || (TryIp(address, out var ip) && IPAddress.IsLoopback(ip));

    private static bool IsLocalhost(BindingAddress address) => address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static bool TryIp(BindingAddress address, out IPAddress ip) => IPAddress.TryParse(address.Host.Trim('[', ']'), out ip!);

    private static IEnumerable<IPEndPoint> EndPoints(BindingAddress address)
    {
        if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0) return [];
        if (IsLocalhost(address)) return [new(IPAddress.Loopback, address.Port), new(IPAddress.IPv6Loopback, address.Port)];
        // Kestrel takes any other name for "every address of this machine".
        return [new(TryIp(address, out var ip) ? ip : IPAddress.Any, address.Port)];
    }

    private static bool IsTaken(IPEndPoint endpoint)
    {
        try
        {
            using var trial = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            trial.Bind(endpoint);
            trial.Listen();
            return false;
        }
        catch (SocketException fault)
        {
            // Another fault, such as no IPv6 here, is for Kestrel to judge.
            return fault.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }
}
