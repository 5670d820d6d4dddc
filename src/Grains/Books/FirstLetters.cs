using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Books;

/// <summary>
/// The letters to jump by. Each is found at the first entry that has it, by that entry's sort key, and the next one begins behind all keys
/// that begin with the letter's own: a binary search for each letter, whatever the length of the list.
/// </summary>
internal static class FirstLetters
{
    private const int Max = 60;

    // Names that begin with what no letter is found for could make a group each.
    private const int MaxSteps = 300;

    public static List<BookLetter> Of(DisplayOrder order)
    {
        var letters = new List<BookLetter>();
        var index = 0;
        for (var step = 0; index < order.Count && step < MaxSteps && letters.Count < Max; step++)
        {
            var (letter, end) = At(order, index);
            // Signs that sort behind the letters stay under the first of them.
            if (!letters.Exists(known => known.Letter == letter)) letters.Add(new(letter, index));
            index = Math.Max(end, index + 1);
        }
        return letters;
    }

    /// <summary>The letter of the entry at this index, and the index of the first entry behind all that share it.</summary>
    private static (string Letter, int End) At(DisplayOrder order, int index)
    {
        var key = order.KeyAt(index);
        var collation = order.Sorting.Collation;
        if (key is [NameKey.Nameless, ..]) return (Letter.Nameless, order.Count);
        var name = NameAt(order, index);
        if (!Letter.IsOne(name)) return (Letter.Sign, EndOfRun(order, index, other => !Letter.IsOne(other)));
        foreach (var candidate in Letter.Candidates(name, collation))
        {
            if (key[1..].StartsWith(collation.Primary(candidate.From))) return (candidate.Shown, order.FirstBeyond([NameKey.Named, .. collation.Primary(candidate.To)], index));
        }
        return Letter.IsHan(name)
            ? (Letter.Han, EndOfRun(order, index, Letter.IsHan))
            : (Letter.First(name), EndOfRun(order, index, other => Letter.First(other) == Letter.First(name)));
    }

    private static string NameAt(DisplayOrder order, int index) => Letter.Start(NameKey.Text(order[index].Summary, order.Sorting.Order)!);

    /// <summary>Where neighbours end that are alike: by steps that double, then by halves.</summary>
    private static int EndOfRun(DisplayOrder order, int index, Func<string, bool> isAlike)
    {
        var (low, step) = (index, 1);
        while (low + step < order.Count && IsAlike(low + step))
        {
            low += step;
            step *= 2;
        }
        var high = Math.Min(low + step, order.Count);
        while (low + 1 < high)
        {
            var middle = (low + high) >>> 1;
            if (IsAlike(middle)) low = middle;
            else high = middle;
        }
        return high;

        bool IsAlike(int at) => order.KeyAt(at) is [NameKey.Named, ..] && isAlike(NameAt(order, at));
    }
}
