using System.Net;
using System.Net.Sockets;

namespace ContactOffice.Benchmarks.Running;

/// <summary>Ports of 127.0.0.1 for the servers that we start.</summary>
internal static class FreePort
{
    private static int last = Start();

    /// <summary>
    /// The next port that nothing listens on. Below 32768, where Linux begins to give ports to outgoing connections: a server
    /// that is killed and restarted would otherwise find its port taken by one of our own clients.
    /// </summary>
    public static int Next()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref last);
            if (port > 32_000) throw new InvalidOperationException("No free port below 32768 was found.");
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
                probe.Start();
                return port;
            }
            catch (SocketException) { /* taken: try the next one */ }
        }
    }

    private static int Start() =>
        int.TryParse(Environment.GetEnvironmentVariable("BENCHMARK_PORTS_FROM"), out var from) ? from - 1 : 20_599;
}
