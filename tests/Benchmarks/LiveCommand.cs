using System.Diagnostics;
using System.Text;
using ContactOffice.Benchmarks.Live;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks;

/// <summary>How soon another client sees an edit, and what a connected client costs the server.</summary>
internal static class LiveCommand
{
    private const int Contacts = 1_000;
    private const int Accounts = 10;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static async Task<int> Run(Options options)
    {
        var (edits, clients, path) = (options.Number("edits", 200), options.Number("clients", 1_000), options.Text("out"));
        await using var measured = await Measured.Prepare(options);
        await using var server = await measured.StartNode();
        using var administrator = await Session.SetUp(server);
        var report = new Report("Live changes", ("database", measured.DatabaseName), ("book", $"{Contacts:N0} contacts"), ("edits", $"{edits}, one after the other"));
        var accounts = new List<Session>();
        for (var i = 0; i < Accounts; i++) accounts.Add(await administrator.CreateAccount($"watched{i}"));
        await accounts[0].Import(Contacts);
        await Latency(server, accounts[0], edits, report);
        await Crowd(server, accounts, clients, report);
        return report.Finish(path);
    }

    private static async Task Latency(Server server, Session account, int edits, Report report)
    {
        await using var watcher = new Watcher(account, [server.Address], 0);
        await watcher.Connect();
        using var connection = await WireConnection.Open(server.Port);
        var listed = await account.List();
        var (sinceSent, sinceAcknowledged, put) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = -20; i < edits; i++)
        {
            var (sent, acknowledged, arrived) = await Edit(connection, account, listed[(i + Contacts) % Contacts].Id, watcher);
            await Task.Delay(Random.Shared.Next(5, 40));
            if (i < 0) continue; // the JIT's time is nobody's latency
            put.Add(Stopwatch.GetElapsedTime(sent, acknowledged).TotalMilliseconds);
            sinceSent.Add(Stopwatch.GetElapsedTime(sent, arrived).TotalMilliseconds);
            sinceAcknowledged.Add(Math.Max(0, Stopwatch.GetElapsedTime(acknowledged, arrived).TotalMilliseconds));
        }
        foreach (var (what, times) in new[] { ("PUT sent to acknowledged", put), ("PUT sent to change at another client", sinceSent), ("PUT acknowledged to change at another client", sinceAcknowledged) })
        {
            var latencies = new Latencies(times);
            report.Add($"{what}, p50", latencies.Percentile(50), "ms");
            report.Add($"{what}, p99", latencies.Percentile(99), "ms");
            report.Add($"{what}, longest", latencies.Max, "ms");
        }
    }

    private static async Task<(long Sent, long Acknowledged, long Arrived)> Edit(WireConnection connection, Session account, string id, Watcher watcher)
    {
        var card = SampleCards.Card(Guid.NewGuid().ToString(), 1);
        if ((await account.Card(id)).Card is { } stored)
        {
            card = Encoding.UTF8.GetBytes(stored);
            SampleCards.SetRevision(card, SampleCards.RevisionOffset(card), Stopwatch.GetTimestamp());
        }
        var request = WireRequest.Build("PUT", $"/api/v1/contacts/{id}", [account.Authorization, "Content-Type: text/vcard; charset=utf-8", "Prefer: return=minimal"], card);
        var sent = Stopwatch.GetTimestamp();
        var answer = await connection.Send(request);
        var acknowledged = Stopwatch.GetTimestamp();
        if (!answer.Succeeded) throw new InvalidOperationException($"A PUT was answered with {answer.Status} {Encoding.UTF8.GetString(answer.Body)}");
        var arrived = await watcher.Arrived(id, Session.VersionOf(answer.ETag!)) ?? throw new TimeoutException("A change did not arrive within 30 s.");
        return (sent, acknowledged, arrived);
    }

    private static async Task Crowd(Server server, List<Session> accounts, int clients, Report report)
    {
        await Task.Delay(Settling);
        var before = server.Process.ResidentMegabytes();
        var watchers = Enumerable.Range(0, clients).Select(i => new Watcher(accounts[1 + i % (Accounts - 1)], [server.Address], 0)).ToList();
        try
        {
            var began = Stopwatch.StartNew();
            await Parallel.ForEachAsync(watchers, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (watcher, _) => await watcher.Connect());
            report.Add($"{clients:N0} clients connected in", began.Elapsed.TotalSeconds, "s");
            await Task.Delay(Settling);
            var after = server.Process.ResidentMegabytes();
            report.Add("memory before them", before, "MB");
            report.Add("memory with them", after, "MB");
            report.Add("memory per client", (after - before) * 1024 / clients, "kB");
            await FanOut(accounts[1], watchers.FindAll(watcher => watcher.Account == accounts[1]), report);
            var cpu = server.Process.CpuSeconds();
            await Task.Delay(TimeSpan.FromSeconds(20));
            report.Add("CPU for them while nothing happens", (server.Process.CpuSeconds() - cpu) / 20 * 100, "% of a core");
        }
        finally
        {
            await Parallel.ForEachAsync(watchers, async (watcher, _) => await watcher.DisposeAsync());
        }
    }

    /// <summary>One contact made in a book that many watch: when the last of them knows.</summary>
    private static async Task FanOut(Session account, List<Watcher> watchers, Report report)
    {
        var began = Stopwatch.StartNew();
        await account.Import(1);
        while (watchers.Exists(watcher => watcher.Known == 0))
        {
            if (began.Elapsed > TimeSpan.FromSeconds(30)) throw new TimeoutException("A change did not reach all who watch within 30 s.");
            await Task.Delay(1);
        }
        report.Add($"an import of one contact to the last of {watchers.Count} who watch its book", began.Elapsed.TotalMilliseconds, "ms");
    }
}
