using System.Diagnostics;
using System.Globalization;
using System.Text;
using ContactOffice.Benchmarks.Live;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Benchmarks.Phones;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks;

/// <summary>Phones: how soon a change is at the other side, whether each comes once, what a first synchronisation takes, and what thousands cost that wait.</summary>
internal static class ActiveSyncCommand
{
    private const int Contacts = 1_000;
    private const int Many = 10_000;
    private const int Warmup = 20;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static async Task<int> Run(Options options)
    {
        var (runs, changes, phones, path) = (options.Number("runs", 200), options.Number("changes", 1_000), options.Number("phones", 5_000), options.Text("out"));
        await using var measured = await Measured.Prepare(options);
        await using var server = await measured.StartNode();
        using var administrator = await Session.SetUp(server);
        var report = new Report("Phones (Exchange ActiveSync 14.1)", ("database", measured.DatabaseName), ("book", $"{Contacts:N0} contacts without pictures"), ("runs", $"{runs}, one after the other"));
        var account = await administrator.CreateAccount("alice");
        await account.Import(Contacts);
        await FirstSync(server, account, Contacts, report);
        await Woken(server, account, runs, report);
        await Added(server, account, runs, report);
        await new Race(server, await administrator.CreateAccount("race")).Run(changes, report);
        await new WaitingPhones(server, administrator, account).Run(phones, report);
        var large = await administrator.CreateAccount("large");
        await large.Import(Many);
        await FirstSync(server, large, Many, report);
        await Task.Delay(Settling);
        report.Add($"memory after {Many:N0}", server.Process.ResidentMegabytes(), "MB");
        return report.Finish(path);
    }

    private static async Task FirstSync(Server server, Session account, int contacts, Report report)
    {
        foreach (var window in new[] { 100, 512 })
        {
            var times = new List<double>();
            for (var run = 0; run < 5; run++)
            {
                using var phone = await Phone.Connect(account, $"FIRST{window}x{run}", server.Port);
                var (got, _, took) = await phone.FirstSync(window);
                if (got != contacts) throw new InvalidOperationException($"A first synchronisation brought {got} of {contacts} contacts.");
                times.Add(took);
            }
            var what = $"first sync of {contacts:N0}, {window} at a time, median of 5";
            if (contacts <= 1_000) report.AtMost(what, Latencies.Median(times), 500, "ms");
            else report.Add(what, Latencies.Median(times), "ms");
        }
    }

    /// <summary>The web client edits a contact; the phone, which waits for that, is answered.</summary>
    private static async Task Woken(Server server, Session account, int runs, Report report)
    {
        using var phone = await Phone.Connect(account, "WOKEN", server.Port);
        await phone.FirstSync(512);
        using var web = await WireConnection.Open(server.Port);
        var listed = await account.List();
        var (sinceSent, sinceAcknowledged) = (new List<double>(), new List<double>());
        for (var run = -Warmup; run < runs; run++)
        {
            var waiting = phone.Ping();
            await Task.Delay(Random.Shared.Next(20, 60));
            if (waiting.IsCompleted) throw new InvalidOperationException("A Ping was answered before anything changed.");
            var id = listed[(run + listed.Count) % listed.Count].Id;
            var (sent, acknowledged) = await Edit(web, account, id, $"Edit {run}");
            if (!await waiting.WaitAsync(TimeSpan.FromSeconds(30))) throw new InvalidOperationException("A Ping was answered without news.");
            var answered = Stopwatch.GetTimestamp();
            if (await phone.Fetch() is not [var changed] || Phone.IdOf(changed) != id) throw new InvalidOperationException("A Sync behind a Ping did not bring the one change.");
            if (run < 0) continue; // the JIT's time is nobody's latency
            sinceSent.Add(Stopwatch.GetElapsedTime(sent, answered).TotalMilliseconds);
            sinceAcknowledged.Add(Stopwatch.GetElapsedTime(acknowledged, answered).TotalMilliseconds);
        }
        var latencies = new Latencies(sinceSent);
        report.AtMost("edit sent by the web client to Ping answered, p50", latencies.Percentile(50), 50, "ms");
        report.AtMost("edit sent by the web client to Ping answered, p99", latencies.Percentile(99), 250, "ms");
        report.Add("edit acknowledged to Ping answered, p50", Latencies.Median(sinceAcknowledged), "ms");
    }

    internal static async Task<(long Sent, long Acknowledged)> Edit(WireConnection connection, Session account, string id, string note)
    {
        var request = WireRequest.Build("PATCH", $"/api/v1/contacts/{id}", [account.Authorization, "If-Match: *", "Content-Type: application/merge-patch+json", "Prefer: return=minimal"],
            Encoding.UTF8.GetBytes($$$"""{"fields": {"notes": "{{{note}}}"}}"""));
        var sent = Stopwatch.GetTimestamp();
        var answer = await connection.Send(request);
        if (!answer.Succeeded) throw new InvalidOperationException($"A PATCH was answered with {answer.Status} {Encoding.UTF8.GetString(answer.Body)}");
        return (sent, Stopwatch.GetTimestamp());
    }

    /// <summary>The phone adds a contact; a live client hears of it, and who asks over CardDAV has it.</summary>
    private static async Task Added(Server server, Session account, int runs, Report report)
    {
        using var phone = await Phone.Connect(account, "ADDING", server.Port);
        await phone.FirstSync(512);
        await using var watcher = new Watcher(account, [server.Address], 0);
        await watcher.Connect();
        using var connection = await WireConnection.Open(server.Port);
        var dav = new DavReader(account, connection);
        await dav.News();
        var (acknowledged, live, misses) = (new List<double>(), new List<double>(), 0);
        for (var run = -Warmup; run < runs; run++)
        {
            var sent = Stopwatch.GetTimestamp();
            var (id, _) = await phone.Add(string.Create(CultureInfo.InvariantCulture, $"c{run}"));
            var answered = Stopwatch.GetTimestamp();
            if (await dav.News() is not [var name] || name != id + ".vcf") misses++;
            if (await watcher.Arrived(id, 1) is not { } arrived) throw new TimeoutException("A contact that a phone added did not come to a live client within 30 s.");
            await Task.Delay(Random.Shared.Next(5, 20));
            if (run < 0) continue;
            acknowledged.Add(Stopwatch.GetElapsedTime(sent, answered).TotalMilliseconds);
            live.Add(Stopwatch.GetElapsedTime(sent, arrived).TotalMilliseconds);
        }
        report.AtMost("contact added by a phone, sent to acknowledged, p50", Latencies.Median(acknowledged), 15, "ms");
        report.Add("contact added by a phone, sent to live client, p50", Latencies.Median(live), "ms");
        report.Add("contact added by a phone, sent to live client, p99", new Latencies(live).Percentile(99), "ms");
        report.AtMost("of them not in CardDAV's answer right after the acknowledgement", misses, 0, "");
    }
}
