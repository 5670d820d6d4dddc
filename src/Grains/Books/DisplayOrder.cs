using System.Buffers.Binary;
using System.Buffers.Text;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Books;

/// <summary>
/// The living entries in one sorting. Entries with equal keys stand in the order of their ids, so that every place is definite and a
/// cursor, which is a place and not an index, stays good while others edit.
/// </summary>
internal sealed class DisplayOrder
{
    private const int IdBytes = 16;

    // The order, the collation, the id; the key follows.
    private const int HeadBytes = 1 + sizeof(ulong) + IdBytes;
    private readonly List<Place> places;

    public DisplayOrder(Sorting sorting, IEnumerable<Entry> entries)
    {
        Sorting = sorting;
        places = [.. entries.Select(entry => new Place(Key(entry), entry))];
        places.Sort(static (a, b) => Compare(a.Key, a.Entry.Id, b.Key, b.Entry.Id));
    }

    private DisplayOrder(Sorting sorting, List<Place> places) => (Sorting, this.places) = (sorting, places);

    private readonly record struct Place(byte[] Key, Entry Entry);

    public Sorting Sorting { get; }

    public int Count => places.Count;

    public Entry this[int index] => places[index].Entry;

    public IEnumerable<Entry> Entries => places.Select(place => place.Entry);

    /// <summary>Those that pass, still in order.</summary>
    public DisplayOrder Where(Func<Entry, bool> passes) => new(Sorting, places.Where(place => passes(place.Entry)).ToList());

    /// <summary>Puts an entry where it belongs as it is now.</summary>
    /// <param name="before">The key of the place where it stood; null where it was not here.</param>
    public void Put(Entry entry, byte[]? before)
    {
        var key = entry.Deleted ? null : Key(entry);
        if (key is not null && before is not null && key.AsSpan().SequenceEqual(before)) return;
        if (before is not null && Find(before, entry) is >= 0 and var index) places.RemoveAt(index);
        if (key is not null) places.Insert(FirstNotBefore(key, entry.Id), new(key, entry));
    }

    /// <summary>Negative where it is not here.</summary>
    public int IndexOf(Entry entry) => entry.Deleted ? -1 : Find(Key(entry), entry);

    public ReadOnlySpan<byte> KeyAt(int index) => places[index].Key;

    /// <summary>The index of the first entry from <paramref name="start"/> on whose key is beyond all that begin with these bytes.</summary>
    public int FirstBeyond(ReadOnlySpan<byte> beginning, int start)
    {
        var (low, high) = (start, places.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            ReadOnlySpan<byte> key = places[middle].Key;
            if (key.StartsWith(beginning) || key.SequenceCompareTo(beginning) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>The place of the entry at this index, as text.</summary>
    public string CursorAt(int index)
    {
        var (key, entry) = places[index];
        var place = new byte[HeadBytes + key.Length];
        place[0] = (byte)Sorting.Order;
        BinaryPrimitives.WriteUInt64BigEndian(place.AsSpan(1), Sorting.Collation.Fingerprint);
        entry.Id.Value.TryWriteBytes(place.AsSpan(HeadBytes - IdBytes), bigEndian: true, out _);
        key.CopyTo(place, HeadBytes);
        return Base64Url.EncodeToString(place);
    }

    /// <summary>The index of the first entry after the cursor's place; null where it is no cursor of this order.</summary>
    public int? After(string cursor)
    {
        if (cursor.Length > 256 || !Base64Url.IsValid(cursor)) return null;
        var place = Base64Url.DecodeFromChars(cursor);
        if (place.Length <= HeadBytes || place[0] != (byte)Sorting.Order || BinaryPrimitives.ReadUInt64BigEndian(place.AsSpan(1)) != Sorting.Collation.Fingerprint) return null;
        var id = new ContactId(new Guid(place.AsSpan(HeadBytes - IdBytes, IdBytes), bigEndian: true));
        var key = place.AsSpan(HeadBytes);
        var index = FirstNotBefore(key, id);
        return index < places.Count && Compare(places[index].Key, places[index].Entry.Id, key, id) == 0 ? index + 1 : index;
    }

    private byte[] Key(Entry entry) => Sorting.Key(entry.Summary, entry.Seq);

    private int Find(byte[] key, Entry entry)
    {
        var index = FirstNotBefore(key, entry.Id);
        return index < places.Count && ReferenceEquals(places[index].Entry, entry) ? index : -1;
    }

    private int FirstNotBefore(ReadOnlySpan<byte> key, ContactId id)
    {
        var (low, high) = (0, places.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Compare(places[middle].Key, places[middle].Entry.Id, key, id) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static int Compare(ReadOnlySpan<byte> key, ContactId id, ReadOnlySpan<byte> otherKey, ContactId otherId)
    {
        var byKey = key.SequenceCompareTo(otherKey);
        return byKey != 0 ? byKey : id.Value.CompareTo(otherId.Value);
    }
}
