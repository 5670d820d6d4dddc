using System.Runtime.InteropServices;

namespace ContactOffice.Silo;

/// <summary>
/// Gives memory back to the system once nothing happens any more. The collector keeps what a burst of work needed until it has collected some twenty times
/// more, which on a family's computer takes until the next burst; glibc keeps what native code freed, of pictures for example, for good.
/// </summary>
internal sealed partial class IdleMemory(ILogger<IdleMemory> log) : BackgroundService
{
    private const long MiB = 1024 * 1024;

    /// <summary>More than what is allocated between two looks when nobody asks for anything: 0.5 MiB, and 5 MiB by a node among others, which looks for their changes all the time.</summary>
    private const long Quiet = 8 * MiB;

    /// <summary>After less work than this there is too little to give back.</summary>
    private const long Worthwhile = 64 * MiB;

    /// <summary>A larger heap would keep whoever comes back first waiting for more than a moment.</summary>
    private const long Most = 256 * MiB;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var clock = new PeriodicTimer(Between);
        for (var (last, trimmed) = (0L, 0L); !stoppingToken.IsCancellationRequested; await clock.WaitForNextTickAsync(stoppingToken))
        {
            var now = GC.GetTotalAllocatedBytes();
            if (now - last < Quiet && now - trimmed > Worthwhile && GC.GetTotalMemory(forceFullCollection: false) < Most)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                TrimNative();
                LogTrimmed(GC.GetGCMemoryInfo(GCKind.FullBlocking).PauseDurations[0].TotalMilliseconds);
                trimmed = now;
            }
            last = now;
        }
    }

    private static void TrimNative()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = malloc_trim(0);
        }
        catch (TypeLoadException)
        {
            // Not there: another C library than glibc.
        }
    }

    [DllImport("libc.so.6"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int malloc_trim(nuint pad);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Nothing happens: what work had needed was given back to the system in {Milliseconds} ms")]
    private partial void LogTrimmed(double milliseconds);
}
