using System.Runtime.InteropServices;

namespace ContactOffice.Grains.Books;

/// <summary>
/// Every entry at the sequence number of its last change, in order. A change appends; what it supersedes stays as a dead slot until
/// these outnumber the living, so that an append costs little and a look-up is a binary search.
/// </summary>
/// <param name="number">Which of an entry's sequence numbers it is in order of.</param>
internal sealed class ChangeLog(Func<Entry, long> number)
{
    private readonly List<(long Seq, Entry Entry)> slots = [];
    private int dead;

    /// <summary>Of entries in any order.</summary>
    public static ChangeLog Of(IEnumerable<Entry> entries, Func<Entry, long> number)
    {
        var log = new ChangeLog(number);
        log.slots.AddRange(entries.Select(entry => (number(entry), entry)).OrderBy(slot => slot.Item1));
        return log;
    }

    /// <summary>Call with the entry's new sequence number already set; <paramref name="isNew"/> when it has no slot yet.</summary>
    public void Append(Entry entry, bool isNew)
    {
        // An entry that was commented after its card changed comes behind others whose card changed later: rarely, and by a few places.
        var seq = number(entry);
        if (slots.Count == 0 || slots[^1].Seq <= seq) slots.Add((seq, entry));
        else slots.Insert(FirstAfter(seq), (seq, entry));
        if (!isNew && ++dead > 64 && dead > slots.Count / 2) Compact();
    }

    /// <summary>Entries changed after <paramref name="since"/>, each once, in order of their last change.</summary>
    public IEnumerable<Entry> After(long since)
    {
        for (var i = FirstAfter(since); i < slots.Count; i++)
        {
            if (number(slots[i].Entry) == slots[i].Seq) yield return slots[i].Entry;
        }
    }

    /// <summary>Drops what <paramref name="gone"/> names.</summary>
    public void Drop(HashSet<Entry> gone)
    {
        slots.RemoveAll(slot => number(slot.Entry) != slot.Seq || gone.Contains(slot.Entry));
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
