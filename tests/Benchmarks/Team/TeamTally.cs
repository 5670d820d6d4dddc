using System.Collections.Concurrent;

namespace ContactOffice.Benchmarks.Team;

/// <summary>What was asked, how it was answered, and what was never answered.</summary>
internal sealed class TeamTally
{
    private readonly ConcurrentDictionary<long, string> open = new();
    private readonly ConcurrentQueue<string> wrong = new();
    private long next;
    private int allowed;
    private int refused;

    public int Allowed => allowed;

    public int Refused => refused;

    public IReadOnlyCollection<string> Wrong => wrong;

    /// <summary>What requests were about that nobody answered. Asking forgets them.</summary>
    public HashSet<string> TakeOpen()
    {
        HashSet<string> entities = [.. open.Values];
        open.Clear();
        return entities;
    }

    public long Begin(string entity)
    {
        var number = Interlocked.Increment(ref next);
        open[number] = entity;
        return number;
    }

    public void End(long number) => open.TryRemove(number, out _);

    public void Count(string what, bool may, int status)
    {
        var done = status is >= 200 and < 300;
        if (done) Interlocked.Increment(ref allowed);
        else Interlocked.Increment(ref refused);
        if (done != may || !done && status is not (403 or 404)) wrong.Enqueue($"{what}: {status}, {(may ? "allowed" : "forbidden")}");
    }
}
