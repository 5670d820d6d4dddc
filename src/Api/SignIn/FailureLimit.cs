using System.Net;
using System.Net.Sockets;

namespace ContactOffice.Api.SignIn;

/// <summary>
/// Bounds how many wrong credentials one network address may try, whatever accounts they name: each costs a password hash. Accounts
/// throttle for themselves. A fixed number of counters shared by hash keeps the memory bounded too.
/// </summary>
public sealed class FailureLimit(TimeProvider clock)
{
    /// <summary>Failures per minute and address: a household or office of misconfigured phones stays below it.</summary>
    private const int PerMinute = 120;

    private readonly long[] _counters = new long[4096]; // the minute in the upper half, its failures in the lower

    /// <summary>Seconds until the address may try again; null where it may now.</summary>
    public int? WaitFor(IPAddress? address)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var counter = Volatile.Read(ref _counters[Slot(address)]);
        return counter >> 32 == now / 60 && (int)counter >= PerMinute ? (int)(60 - (now % 60)) : null;
    }

    public void Count(IPAddress? address)
    {
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        ref var counter = ref _counters[Slot(address)];
        for (var seen = Volatile.Read(ref counter); ;)
        {
            var next = seen >> 32 == minute ? seen + 1 : (minute << 32) + 1;
            var found = Interlocked.CompareExchange(ref counter, next, seen);
            if (found == seen) return;
            seen = found;
        }
    }

    /// <summary>An IPv6 customer commands a whole /64 (RFC 6177): it counts as one.</summary>
    private int Slot(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        var length = 0;
        address?.TryWriteBytes(bytes, out length);
        var hash = new HashCode(); // seeded at random by each process
        hash.AddBytes(bytes[..(address?.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6 ? 8 : length)]);
        return (int)((uint)hash.ToHashCode() % (uint)_counters.Length);
    }
}
