using System.Net;
using System.Net.Sockets;

namespace ContactOffice.Silo;

/// <summary>Ports for the silos, so that several nodes run on one machine without a setting.</summary>
public static class FreePort
{
    // Below 32768, where Linux begins to hand out ports to outgoing connections: one of those may take ours between two starts.
    private const int First = 11_111;
    private const int Last = 32_767;

    /// <summary>A port on which nobody listens now, chosen at random so that nodes that start together rarely meet.</summary>
    public static int Find(IPAddress address)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var port = Random.Shared.Next(First, Last + 1);
            if (IsFree(address, port)) return port;
        }
        throw new StartupException($"No free port was found between {First} and {Last} on {address}. Set ContactOffice:SiloPort.");
    }

    /// <summary>Throws a <see cref="StartupException"/> where the address is none of this machine's.</summary>
    public static bool IsFree(IPAddress address, int port)
    {
        using var trial = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            trial.Bind(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
        catch (SocketException fault)
        {
            throw new StartupException($"This node cannot listen on {address} ({fault.Message}). Set ContactOffice:AdvertisedAddress to one of its own addresses.");
        }
    }
}
