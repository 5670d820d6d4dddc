using System.Diagnostics;

namespace ContactOffice.Fuzz;

/// <summary>
/// Feeds mutated cards to the reader and all that builds on it. Input number i of a run depends on seed and i alone, so that a failure can be
/// repeated. Ends with 1 at the first failure: an exception, a broken promise, an input that takes over two seconds, too much memory.
/// </summary>
internal sealed class FuzzRun(Func<byte[], Random, int> target, int count, int seed, int threads)
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);
    private const long MaxMemory = 2L * 1024 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly (byte[] Input, int Number, long Started)[] current = new (byte[], int, long)[threads];
    private int next;
    private int cards;
    private TimeSpan slowest;
    private volatile string? failure;

    public int Run()
    {
        Console.WriteLine($"seed {seed}, {count} inputs, {threads} threads");
        var clock = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, threads).Select(w => new Thread(() => Work(w)) { IsBackground = true }).ToList();
        workers.ForEach(w => w.Start());
        var peak = 0L;
        var reported = 0;
        while (workers.Exists(w => w.IsAlive) && failure is null)
        {
            Thread.Sleep(250);
            peak = Math.Max(peak, Process.GetCurrentProcess().WorkingSet64);
            if (peak > MaxMemory)
                Fail($"memory: {peak / 1024 / 1024} MiB", current[0].Input, current[0].Number);
            WatchForHangs();
            if (++reported % 40 == 0)
                Console.WriteLine($"{Math.Min(next, count)} inputs, {cards} cards read, {peak / 1024 / 1024} MiB, slowest {slowest.TotalMilliseconds:F0} ms, {clock.Elapsed:hh\\:mm\\:ss}");
        }
        Console.WriteLine(failure is null
            ? $"passed: {count} inputs, {cards} cards read, seed {seed}, {clock.Elapsed:hh\\:mm\\:ss}, peak {peak / 1024 / 1024} MiB, slowest {slowest.TotalMilliseconds:F0} ms"
            : $"FAILED: {failure}");
        return failure is null ? 0 : 1;
    }

    private void Work(int worker)
    {
        while (failure is null)
        {
            var number = Interlocked.Increment(ref next) - 1;
            if (number >= count)
                return;
            var random = new Random(unchecked(seed * 1_000_003 + number));
            var input = Mutations.Make(random);
            current[worker] = (input, number, Stopwatch.GetTimestamp());
            try
            {
                Interlocked.Add(ref cards, target(input, random));
            }
            catch (Exception fault)
            {
                Fail(fault.ToString(), input, number);
            }
            var took = Stopwatch.GetElapsedTime(current[worker].Started);
            current[worker].Started = 0;
            if (took > MaxTime)
                took = Again(input);
            if (took > slowest)
                slowest = took;
            if (took > MaxTime)
                Fail($"took {took}", input, number);
        }
    }

    /// <summary>Other programs may have held it up: what counts is this process's own time on a second try.</summary>
    private TimeSpan Again(byte[] input)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        target(input, new Random(1));
        return Process.GetCurrentProcess().TotalProcessorTime - before;
    }

    private void WatchForHangs()
    {
        foreach (var (input, number, started) in current)
            if (started != 0 && Stopwatch.GetElapsedTime(started) > 10 * MaxTime)
                Fail("does not end", input, number);
    }

    private void Fail(string what, byte[] input, int number)
    {
        lock (gate)
        {
            if (failure is not null)
                return;
            var path = Path.Combine(Path.GetTempPath(), $"vcard-{seed}-{number}.vcf");
            File.WriteAllBytes(path, input);
            failure = $"input {number} of seed {seed}, saved as {path}\n{what}";
        }
    }
}
