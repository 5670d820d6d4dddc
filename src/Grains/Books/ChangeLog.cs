using System.Runtime.InteropServices;

namespace ContactOffice.Grains.Books;

/// <summary>
/// Every entry at the sequence number of its last change, in order. A change appends; what it supersedes stays as a dead slot until
/// these outnumber the living, so that an append costs little and a look-up is a binary search.
/// </summary>
internal sealed class ChangeLog
{
    private readonly List<(long Seq, Entry Entry)> slots = [];
    private int dead;

    /// <summary>Call with the entry's new sequence number already set; <paramref name="isNew"/> when it has no slot yet.</summary>
    public void Append(Entry entry, bool isNew)
    {
        slots.Add((entry.Seq, entry));
        if (!isNew && ++dead > 64 && dead > slots.Count / 2) Compact();
    }

    /// <summary>Entries changed after <paramref name="since"/>, each once, in order of their last change.</summary>
    public IEnumerable<Entry> After(long since)
    {
        for (var i = FirstAfter(since); i < slots.Count; i++)
        {
            if (slots[i].Entry.Seq == slots[i].Seq) yield return slots[i].Entry;
        }
    }

    /// <summary>Drops what <paramref name="gone"/> names.</summary>
    public void Drop(HashSet<Entry> gone)
    {
        slots.RemoveAll(slot => slot.Entry.Seq != slot.Seq || gone.Contains(slot.Entry));
        dead = 0;
    }

    private void Compact() => Drop([]);

    private int FirstAfter(long since)
    {
        var span = CollectionsMarshal.AsSpan(slots);
        var (low, high) = (0, span.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (span[middle].Seq <= since) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
