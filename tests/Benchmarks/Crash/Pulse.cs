using System.Diagnostics;

namespace ContactOffice.Benchmarks.Crash;

/// <summary>Successes in time: what counts when a node dies is how long one waited for the next.</summary>
internal sealed class Pulse
{
    private readonly Lock gate = new();
    private long last = Stopwatch.GetTimestamp();
    private TimeSpan longest;

    /// <summary>The longest time without a success since the last <see cref="Reset"/>, the present one included.</summary>
    public TimeSpan Longest
    {
        get
        {
            lock (gate) return Stopwatch.GetElapsedTime(last) is var now && now > longest ? now : longest;
        }
    }

    public void Beat()
    {
        lock (gate)
        {
            if (Stopwatch.GetElapsedTime(last) is var gap && gap > longest) longest = gap;
            last = Stopwatch.GetTimestamp();
        }
    }

    public void Reset()
    {
        lock (gate) (last, longest) = (Stopwatch.GetTimestamp(), TimeSpan.Zero);
    }
}
