using System.Globalization;
using System.Runtime.InteropServices;

namespace ContactOffice.Benchmarks;

/// <summary>What a figure was taken on: it means nothing without.</summary>
internal static class Machine
{
    public static IEnumerable<(string Name, string Value)> Conditions() =>
    [
        ("cores", $"{Environment.ProcessorCount} ({Processor()})"),
        ("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}"),
        ("load before", LoadAtStart),
        ("when", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC"),
    ];

    /// <summary>Read once, when the console starts: what others took of the machine before we did.</summary>
    public static string LoadAtStart { get; } = ReadLoad();

    private static string ReadLoad() =>
        File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(2)) : "unknown";

    private static string Processor()
    {
        if (!File.Exists("/proc/cpuinfo")) return RuntimeInformation.ProcessArchitecture.ToString();
        var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
