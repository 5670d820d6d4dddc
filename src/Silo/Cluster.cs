using System.Net;
using System.Net.Sockets;
using ContactOffice.Grains;
using ContactOffice.Grains.Devices;
using ContactOffice.Grains.Storage;
using Npgsql;
using Orleans.Configuration;

namespace ContactOffice.Silo;

/// <summary>The silo inside this node: alone with SQLite, otherwise one of equals that share a PostgreSQL database.</summary>
public static class Cluster
{
    private const string SiloPort = "ContactOffice:SiloPort";

    public static void AddCluster(this WebApplicationBuilder builder, DatabaseOptions database)
    {
        var address = Address(builder.Configuration["ContactOffice:AdvertisedAddress"], database);
        var port = NumberSetting.Read(builder.Configuration, SiloPort, 1, 65535) ?? FreePort.Find(address);
        if (!FreePort.IsFree(address, port)) throw new StartupException($"{SiloPort} {port} is taken on {address}. Name another, or leave the setting out for a free one.");
        var passwordRounds = NumberSetting.Read(builder.Configuration, "ContactOffice:PasswordRounds", 1000, 10_000_000);
        var devices = NumberSetting.Read(builder.Configuration, "ContactOffice:DevicesPerAccount", 1, 100_000);
        builder.UseOrleans(silo =>
        {
            silo.AddContactOffice(database, passwordRounds);
            if (devices is { } most) silo.Configure<DeviceOptions>(options => options.MostPerAccount = most);
            silo.UseContactOfficeClustering(database, port);
            // No gateway: nobody but the nodes themselves speaks to the cluster, and on this one address.
            silo.ConfigureEndpoints(address, port, gatewayPort: 0, listenOnAnyHostAddress: false);
            // Room for the grains of some thousand people at work; Orleans' million takes 19 MB before the first is there.
            silo.Configure<GrainDirectoryOptions>(directory => directory.CacheSize = 100_000);
            DashboardFigures.AddTo(silo);
        });
    }

    /// <summary>The set address; otherwise the one from which this machine reaches the database, where the other nodes are too.</summary>
    private static IPAddress Address(string? advertised, DatabaseOptions database)
    {
        if (!string.IsNullOrEmpty(advertised)) return Resolve(advertised, "ContactOffice:AdvertisedAddress");
        var host = database.IsPostgres ? new NpgsqlConnectionStringBuilder(database.Postgres).Host?.Split(',', ':')[0] : null;
        if (string.IsNullOrEmpty(host) || host.StartsWith('/')) return IPAddress.Loopback; // no database server, or one behind a Unix socket
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Connect(Resolve(host, DatabaseSetting.Name), 5432); // UDP: picks the route, sends nothing
        return ((IPEndPoint)probe.LocalEndPoint!).Address;
    }

    private static IPAddress Resolve(string host, string setting)
    {
        try
        {
            return IPAddress.TryParse(host, out var address) ? address : Dns.GetHostAddresses(host, AddressFamily.InterNetwork)[0];
        }
        catch (SocketException)
        {
            throw new StartupException($"{setting} names the host '{host}', which is not found. Check its spelling and the name service.");
        }
    }
}
