using System.Buffers.Binary;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Books;

/// <summary>By what a list is sorted, and in which alphabet.</summary>
internal readonly record struct Sorting(NameOrder Order, Collation Collation)
{
    /// <param name="locale">A BCP 47 tag; the latest changes stand in the same order for everybody.</param>
    public static Sorting Of(NameOrder order, string? locale) => new(order, order == NameOrder.Recent ? Collation.Root : Collation.Of(locale));

    /// <summary>Bytes that compare as the places of entries do.</summary>
    /// <param name="summary">What lists show of the entry.</param>
    /// <param name="seq">The sequence number of its last change.</param>
    public byte[] Key(byte[] summary, long seq)
    {
        if (Order != NameOrder.Recent) return NameKey.Of(NameKey.Text(summary, Order), Collation);
        var key = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(key, long.MaxValue - seq);
        return key;
    }
}
