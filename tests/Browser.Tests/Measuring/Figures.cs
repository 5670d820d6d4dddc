using System.Globalization;
using System.Text;
using ContactOffice.Benchmarks;

namespace ContactOffice.Browser.Tests.Measuring;

/// <summary>What was measured and what it was taken on, as a markdown table.</summary>
internal sealed class Figures(string title)
{
    private readonly List<string> rows = [];

    /// <summary>Taken before anything is measured: the load is that of the others.</summary>
    private readonly string conditions = string.Join("; ", Machine.Conditions().Select(one => $"{one.Name}: {one.Value}"));

    /// <summary>A value of many runs. Its aim is met where the median meets it; nine of ten and the longest stand beside it.</summary>
    public void Add(string what, IReadOnlyCollection<double> runs, string unit, double? aim = null)
    {
        var sorted = runs.Order().ToArray();
        Row(what, Written(Part(sorted, 0.5), unit), Written(Part(sorted, 0.9), unit), Written(sorted[^1], unit), aim, Part(sorted, 0.5), unit);
    }

    /// <summary>A value that is counted once.</summary>
    public void Add(string what, double value, string unit, double? aim = null) => Row(what, Written(value, unit), "", "", aim, value, unit);

    public override string ToString()
    {
        var text = new StringBuilder($"### {title}\n\nbuild: {Build}; {conditions}.\n\n");
        text.Append("| what | median | 90 % | most | aim | |\n|---|---:|---:|---:|---|---|\n");
        foreach (var row in rows) text.Append(row).Append('\n');
        return text.ToString();
    }

#if DEBUG
    private const string Build = "Debug (figures want -c Release)";
#else
    private const string Build = "Release";
#endif

    private void Row(string what, string median, string most, string longest, double? aim, double judged, string unit)
    {
        var (goal, verdict) = aim is { } limit ? ($"<= {Written(limit, unit)}", judged <= limit ? "met" : "MISSED") : ("", "");
        rows.Add($"| {what} | {median} | {most} | {longest} | {goal} | {verdict} |");
    }

    /// <summary>The smallest value that this part of all values does not exceed.</summary>
    private static double Part(double[] sorted, double part) => sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)];

    private static string Written(double value, string unit) =>
        value.ToString(value == Math.Truncate(value) || value >= 100 ? "N0" : "N1", CultureInfo.InvariantCulture) + (unit.Length > 0 ? $" {unit}" : "");
}
