using System.Diagnostics;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks;

/// <summary>From the start of the process to the first useful answer, and the memory of a server that nobody uses.</summary>
internal static class StartupCommand
{
    private const int Contacts = 10_000;

    public static async Task<int> Run(Options options)
    {
        var (runs, path) = (options.Number("runs", 5), options.Text("out"));
        await using var measured = await Measured.Prepare(options);
        await using var server = await measured.StartNode();
        var report = new Report("Start", ("database", measured.DatabaseName), ("runs", $"{runs}, medians"), ("book", $"{Contacts:N0} contacts"));
        report.Add("start to ready, empty data folder (schema made)", server.StartedIn.TotalMilliseconds, "ms");
        using var administrator = await Session.SetUp(server);
        using var account = await administrator.CreateAccount("reader");
        await account.Import(Contacts);

        var (ready, firstPage, idle, stop) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            var stopping = Stopwatch.StartNew();
            if (await server.Stop() is null) throw new TimeoutException("The server did not stop within 30 s.");
            stop.Add(stopping.Elapsed.TotalMilliseconds);
            var began = Stopwatch.StartNew();
            await server.Start();
            ready.Add(server.StartedIn.TotalMilliseconds);
            await account.Get("/api/v1/books/private/contacts?limit=100");
            firstPage.Add(began.Elapsed.TotalMilliseconds);
            await Task.Delay(5_000);
            idle.Add(server.Process.ResidentMegabytes());
        }
        report.Add("start to ready", Latencies.Median(ready), "ms");
        report.Add("start to the first page of the book, sign-in included", Latencies.Median(firstPage), "ms");
        report.Add("memory 5 s after that", Latencies.Median(idle), "MB");
        report.Add("stop when asked to (SIGTERM)", Latencies.Median(stop), "ms");
        return report.Finish(path);
    }
}
