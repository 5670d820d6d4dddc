using System.Diagnostics;
using System.Text.Json;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks;

/// <summary>What the server does over HTTP, beside a floor server in the same run, against the project's aims.</summary>
internal sealed class HttpCommand
{
    private const int Small = 1_000;
    private readonly Measured measured;
    private readonly Report report;
    private readonly Server server;
    private readonly TimeSpan burst;
    private readonly int runs;
    private readonly int big;
    private readonly string client;

    private HttpCommand(Measured measured, Report report, Server server, TimeSpan burst, int runs, int big, string client) =>
        (this.measured, this.report, this.server, this.burst, this.runs, this.big, this.client) = (measured, report, server, burst, runs, big, client);

    public static async Task<int> Run(Options options)
    {
        var (floor, path) = (options.Text("floor"), options.Text("out"));
        var (seconds, runs, big) = (options.Number("seconds", 4), options.Number("runs", 3), options.Number("big", 100_000));
        var client = options.Text("client") ?? "wire";
        await using var measured = await Measured.Prepare(options);
        await using var server = await measured.StartNode();
        var report = new Report("Contacts over HTTP", ("database", measured.DatabaseName), ("cards", "about 1 kB, text/vcard, Basic sign-in"), ("client", client),
            ("bursts", $"{runs} of {seconds} s, ours and the floor in turns, medians"), ("books", $"{Small:N0} and {big:N0} contacts"));
        var command = new HttpCommand(measured, report, server, TimeSpan.FromSeconds(seconds), runs, big, client);
        using var administrator = await Session.SetUp(server);
        await command.Everything(administrator, floor);
        return report.Finish(path);
    }

    private async Task Everything(Session administrator, string? floor)
    {
        report.Add("memory after start", server.Process.ResidentMegabytes(), "MB");
        using var small = await administrator.CreateAccount("small");
        await small.Import(Small);
        await Puts(small, floor);
        report.Add("memory after the PUTs", server.Process.ResidentMegabytes(), "MB");
        await Imports(administrator);
        using var large = await administrator.CreateAccount("large");
        report.Add($"import of {big:N0}", big / await large.Import(big), "cards/s");
        report.Add($"memory after importing {big:N0}", server.Process.ResidentMegabytes(), "MB");
        await CpuBySize(small, large);
        await Reads(small, large);
        report.Add("memory at the end", server.Process.ResidentMegabytes(), "MB");
    }

    private async Task Puts(Session account, string? floor)
    {
        var load = await Prepare(account, Small);
        var (floorProcess, floorPort) = await FloorServer.Start(floor, measured.Folder.Path);
        await using (floorProcess)
        {
            // Both are warm before the first burst that counts: the JIT's work is not theirs.
            await load.Run(server.Port, server.Process, 64, 2 * burst);
            await load.Run(floorPort, floorProcess, 64, burst);
            foreach (var connections in (int[])[1, 8, 64])
            {
                var (ours, floors) = (new List<PutResult>(), new List<PutResult>());
                for (var run = 0; run < runs; run++)
                {
                    ours.Add(await load.Run(server.Port, server.Process, connections, burst));
                    floors.Add(await load.Run(floorPort, floorProcess, connections, burst));
                }
                Tell(connections, ours, floors);
            }
        }
    }

    private void Tell(int connections, List<PutResult> ours, List<PutResult> floors)
    {
        var name = $"PUT, {connections} connection{(connections == 1 ? "" : "s")}";
        var (perSecond, floorPerSecond) = (Median(ours, r => r.PerSecond), Median(floors, r => r.PerSecond));
        report.Add(name, perSecond, "/s");
        report.Add($"{name}: floor", floorPerSecond, "/s");
        if (connections == 1) report.Add($"{name}: ours to floor", perSecond / floorPerSecond, "x");
        else report.AtLeast($"{name}: ours to floor", perSecond / floorPerSecond, 0.25, "x");
        report.Add($"{name}: p50", Median(ours, r => r.Latencies.Percentile(50)), "ms");
        var p99 = Median(ours, r => r.Latencies.Percentile(99));
        if (connections == 64) report.AtMost($"{name}: p99", p99, 250, "ms");
        else report.Add($"{name}: p99", p99, "ms");
        report.Add($"{name}: floor's p99", Median(floors, r => r.Latencies.Percentile(99)), "ms");
        report.Add($"{name}: server CPU per PUT", Median(ours, r => r.CpuMillisecondsPerPut), "ms");
        report.Add($"{name}: floor's CPU per PUT", Median(floors, r => r.CpuMillisecondsPerPut), "ms");
        report.AtMost($"{name}: errors", ours.Sum(r => r.Errors), 0, "");
        if (ours.Select(r => r.FirstError).FirstOrDefault(e => e is not null) is { } error) Console.WriteLine($"  first error: {error}");
    }

    private async Task Imports(Session administrator)
    {
        const int Cards = 10_000;
        var rates = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            using var account = await administrator.CreateAccount($"import{run}");
            rates.Add(Cards / await account.Import(Cards));
        }
        report.AtLeast($"import of {Cards:N0}, median of {runs}", Latencies.Median(rates), 2_500, "cards/s");
        report.Add($"memory after importing {Cards * runs:N0}", server.Process.ResidentMegabytes(), "MB");
    }

    private async Task CpuBySize(Session small, Session large)
    {
        var (inSmall, inLarge) = (await Prepare(small, Small), await Prepare(large, 2 * Small));
        await inLarge.Run(server.Port, server.Process, 8, burst);
        await inSmall.Run(server.Port, server.Process, 8, burst);
        var (smalls, larges) = (new List<PutResult>(), new List<PutResult>());
        for (var run = 0; run < runs; run++)
        {
            larges.Add(await inLarge.Run(server.Port, server.Process, 8, burst));
            smalls.Add(await inSmall.Run(server.Port, server.Process, 8, burst));
        }
        var (smallCpu, largeCpu) = (Median(smalls, r => r.CpuMillisecondsPerPut), Median(larges, r => r.CpuMillisecondsPerPut));
        report.Add($"server CPU per PUT at {Small:N0} contacts, 8 connections", smallCpu, "ms");
        report.Add($"server CPU per PUT at {big:N0} contacts, 8 connections", largeCpu, "ms");
        report.AtMost($"server CPU per PUT, {big:N0} to {Small:N0}", largeCpu / smallCpu, 1.3, "x");
        report.AtMost("errors of those PUTs", smalls.Concat(larges).Sum(r => r.Errors), 0, "");
    }

    private async Task Reads(Session small, Session large)
    {
        var paths = new (string What, Func<Session, int, Task<string>> Path)[]
        {
            ("first page of 100", (_, _) => Task.FromResult("contacts?limit=100")),
            ("middle page of 100 by offset", (_, count) => Task.FromResult($"contacts?limit=100&offset={count / 2}")),
            ("middle page of 100 by cursor", async (account, count) => "contacts?limit=100&cursor=" + Uri.EscapeDataString(await CursorAt(account, count / 2))),
            ("delta of one change", async (account, _) => $"changes?since={await account.Sequence() - 1}"),
        };
        foreach (var (what, path) in paths)
        {
            var (ofSmall, ofLarge) = (ReadRequest(small, await path(small, Small)), ReadRequest(large, await path(large, big)));
            await TimeRead(ofSmall);
            await TimeRead(ofLarge);
            var (smallTimes, largeTimes) = (new List<double>(), new List<double>());
            for (var run = 0; run < runs; run++)
            {
                largeTimes.Add(await TimeRead(ofLarge));
                smallTimes.Add(await TimeRead(ofSmall));
            }
            report.Add($"{what}, {Small:N0} contacts", Latencies.Median(smallTimes), "ms");
            report.Add($"{what}, {big:N0} contacts", Latencies.Median(largeTimes), "ms");
            report.AtMost($"{what}, {big:N0} to {Small:N0}", Latencies.Median(largeTimes) / Latencies.Median(smallTimes), 3, "x");
        }
    }

    /// <returns>The median time of a few hundred reads, one after the other, in milliseconds.</returns>
    private async Task<double> TimeRead(byte[] request)
    {
        using var connection = await WireConnection.Open(server.Port);
        var times = new List<double>();
        for (var i = 0; i < 300; i++)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await connection.Send(request);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (!answer.Succeeded) throw new InvalidOperationException($"A read was answered with {answer.Status} {System.Text.Encoding.UTF8.GetString(answer.Body)}");
        }
        return Latencies.Median(times);
    }

    /// <summary>The cursor of the page that begins near <paramref name="offset"/>: such as somebody holds who leafed that far.</summary>
    private static async Task<string> CursorAt(Session account, int offset)
    {
        JsonElement page = await account.Get($"/api/v1/books/private/contacts?limit=100&offset={offset - 100}");
        return page.GetProperty("next").GetString()!;
    }

    private async Task<PutLoad> Prepare(Session account, int count)
    {
        var puts = new List<PreparedPut>(count);
        foreach (var contact in (await account.List(count)).Take(count))
        {
            var card = (await account.Card(contact.Id)).Card ?? throw new InvalidOperationException($"Contact {contact.Id} is listed but not there.");
            puts.Add(PreparedPut.Of($"/api/v1/contacts/{contact.Id}", account.Authorization, System.Text.Encoding.UTF8.GetBytes(card)));
        }
        return new PutLoad(puts, client);
    }

    private static byte[] ReadRequest(Session account, string path) =>
        WireRequest.Build("GET", "/api/v1/books/private/" + path, [account.Authorization, "Accept: application/json"], []);

    private static double Median(IEnumerable<PutResult> results, Func<PutResult, double> value) => Latencies.Median(results.Select(value));
}
