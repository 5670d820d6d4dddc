using System.Security.Cryptography;
using System.Text;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Imports;

/// <summary>
/// Which cards a file had already, by UID or else by content, and at which line. Bounded: beyond it only the book itself tells duplicates.
/// </summary>
internal sealed class SeenCards
{
    private const int Max = 500_000;
    private readonly Dictionary<UInt128, int> lines = [];

    /// <summary>The line of an earlier record with the same UID or content; null where this is the first.</summary>
    public int? Earlier(PreparedCard card, int line)
    {
        var key = Key(card);
        if (lines.TryGetValue(key, out var earlier)) return earlier;
        if (lines.Count < Max) lines.Add(key, line);
        return null;
    }

    private static UInt128 Key(PreparedCard card)
    {
        var hash = card.Uid is null ? card.Digest! : SHA256.HashData(Encoding.UTF8.GetBytes("uid:" + card.Uid));
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
