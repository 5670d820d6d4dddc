using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace ContactOffice.Benchmarks.Running;

/// <summary>
/// A program that runs while we measure it. Whatever way this console ends short of being killed itself, its children are
/// killed with it, each by its own process id.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 400;
    private static readonly ConcurrentDictionary<int, Process> Living = [];
    /// <summary>Linux counts CPU time in hundredths of a second towards programs (USER_HZ), whatever its own tick is.</summary>
    private const double TicksPerSecond = 100;

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    static ChildProcess()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();
        Console.CancelKeyPress += (_, _) => KillAll();
    }

    private readonly string? logFile;
    private readonly Lock logging = new();

    private ChildProcess(Process process, string? logFile) => (this.process, this.logFile) = (process, logFile);

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>The last lines that it wrote, oldest first.</summary>
    public string Output => string.Join('\n', output);

    /// <param name="logFile">Where to append all that it writes, to look at after a failure.</param>
    public static ChildProcess Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? logFile = null)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        var child = new ChildProcess(process, logFile);
        process.OutputDataReceived += (_, e) => child.Keep(e.Data);
        process.ErrorDataReceived += (_, e) => child.Keep(e.Data);
        process.Start();
        Living[process.Id] = process;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit(10_000);
        Living.TryRemove(process.Id, out _);
    }

    /// <summary>Asks it to end (SIGTERM) and kills it when it has not after <paramref name="patience"/>.</summary>
    /// <returns>Its exit code; null when it had to be killed.</returns>
    public async Task<int?> Stop(TimeSpan patience)
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            Living.TryRemove(process.Id, out _);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            Kill();
            return null;
        }
    }

    /// <summary>Seconds of CPU that it used until now, in user and kernel mode (proc_pid_stat(5), fields 14 and 15).</summary>
    public double CpuSeconds()
    {
        var stat = File.ReadAllText($"/proc/{Id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Resident memory in megabytes of 2^20.</summary>
    public double ResidentMegabytes()
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        process.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        output.Enqueue(line);
        if (logFile is null) return;
        lock (logging) File.AppendAllText(logFile, $"{DateTime.UtcNow:HH:mm:ss.fff} {line}\n");
        while (output.Count > KeptLines) output.TryDequeue(out _);
    }

    private static void KillAll()
    {
        foreach (var process in Living.Values)
        {
            try { process.Kill(entireProcessTree: true); }
            catch (InvalidOperationException) { /* it had ended, or was never started */ }
        }
    }
}
