namespace ContactOffice.Benchmarks.Load;

/// <summary>Times in milliseconds, sorted.</summary>
internal sealed class Latencies
{
    private readonly double[] sorted;

    public Latencies(IEnumerable<double> milliseconds) => sorted = [.. milliseconds.Order()];

    public int Count => sorted.Length;

    public double Max => sorted.Length == 0 ? double.NaN : sorted[^1];

    /// <summary>The nearest-rank percentile: a time that really occurred.</summary>
    public double Percentile(double percent) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Length) - 1, 0, sorted.Length - 1)];

    public static double Median(IEnumerable<double> values) => new Latencies(values).Percentile(50);
}
