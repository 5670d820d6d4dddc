using System.Diagnostics;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks;

/// <summary>
/// Many devices fetch a large book in full at the same time: half of them by one sync-collection that brings the cards, the others by a PROPFIND and multigets of a
/// hundred. The answers have to be streamed: no more than a part of each may be in memory.
/// </summary>
internal static class CardDavCommand
{
    private const double MostMegabytes = 1024;

    public static async Task<int> Run(Options options)
    {
        var (clients, big, path) = (options.Number("clients", 20), options.Number("big", 100_000), options.Text("out"));
        await using var measured = await Measured.Prepare(options);
        await using var server = await measured.StartNode();
        var report = new Report("A book fetched in full over CardDAV", ("database", measured.DatabaseName), ("book", $"{big:N0} cards of about 1 kB"), ("clients", $"{clients} at once"));
        using var administrator = await Session.SetUp(server);
        using var owner = await administrator.CreateAccount("large");
        report.Add("memory after start", server.Process.ResidentMegabytes(), "MB");
        await owner.Import(big);
        report.Add("memory after the import", server.Process.ResidentMegabytes(), "MB");

        var began = Stopwatch.StartNew();
        var fetching = Task.WhenAll(Enumerable.Range(0, clients).Select(i => Task.Run(async () =>
        {
            using var device = new DavDevice(server.Address, owner);
            var cards = i % 2 == 0 ? await device.FetchBySync() : await device.FetchByMultiget();
            return (BySync: i % 2 == 0, Cards: cards, Seconds: began.Elapsed.TotalSeconds);
        })));
        var peak = await PeakWhile(server, fetching);
        var fetched = await fetching;
        foreach (var bySync in fetched.Select(one => one.BySync).Distinct())
        {
            var name = bySync ? "sync-collection with cards" : "PROPFIND and multigets of 100";
            report.Add($"all devices done, {name}", fetched.Where(one => one.BySync == bySync).Max(one => one.Seconds), "s");
        }
        report.AtMost("cards that a device did not get", fetched.Max(one => Math.Abs(big - one.Cards)), 0, "");
        report.AtMost("memory at its highest while they fetched", peak, MostMegabytes, "MB");
        await Task.Delay(5_000);
        report.Add("memory 5 s after", server.Process.ResidentMegabytes(), "MB");
        return report.Finish(path);
    }

    private static async Task<double> PeakWhile(Server server, Task work)
    {
        var peak = 0.0;
        while (!work.IsCompleted)
        {
            peak = Math.Max(peak, server.Process.ResidentMegabytes());
            await Task.WhenAny(work, Task.Delay(20));
        }
        return peak;
    }
}
