using System.Net;
using System.Net.Sockets;

namespace ContactOffice.Grains.Tests.Hosting;

/// <summary>Ports to listen on, below those that the system hands out for outgoing connections, and apart from those of the other tests.</summary>
public static class Ports
{
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(16_000, 22_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: try another.
            }
        }
    }
}
