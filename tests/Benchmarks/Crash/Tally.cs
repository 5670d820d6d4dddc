using System.Collections.Concurrent;

namespace ContactOffice.Benchmarks.Crash;

/// <summary>What all rounds of a crash test add up to.</summary>
internal sealed class Tally
{
    private const int PrintedFaults = 20;
    private readonly ConcurrentDictionary<Fault, int> faults = [];
    private readonly ConcurrentDictionary<string, int> unexpected = [];
    private long acknowledged;
    private long refused;
    private int printed;
    private int expectedErrors;

    public long Acknowledged => Interlocked.Read(ref acknowledged);

    /// <summary>Edits whose If-Match was overtaken by another writer's edit: as it should be.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Edits that were on their way when the server died.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Those of them that had taken effect.</summary>
    public int Silent { get; private set; }

    /// <summary>While the database or a node is dead, a server that says so is right.</summary>
    public bool ExpectErrors { get; set; }

    public int ExpectedErrors => expectedErrors;

    public int Unexpected => unexpected.Values.Sum();

    public int this[Fault fault] => faults.GetValueOrDefault(fault);

    public void CountAcknowledged() => Interlocked.Increment(ref acknowledged);

    public void CountRefused() => Interlocked.Increment(ref refused);

    public void CountUnanswered(int sent, int silent) => (Unanswered, Silent) = (Unanswered + sent, Silent + silent);

    /// <summary>An answer that no client should get from a healthy server.</summary>
    public void CountUnexpected(string what)
    {
        if (ExpectErrors)
        {
            Interlocked.Increment(ref expectedErrors);
            return;
        }
        unexpected.AddOrUpdate(what, 1, (_, count) => count + 1);
        Print("unexpected answer", what);
    }

    public void Count(Fault fault, string what)
    {
        faults.AddOrUpdate(fault, 1, (_, count) => count + 1);
        Print(fault.ToString(), what);
    }

    private void Print(string kind, string what)
    {
        if (Interlocked.Increment(ref printed) <= PrintedFaults) Console.WriteLine($"  {kind}: {what}");
    }
}
