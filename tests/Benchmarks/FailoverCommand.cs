using System.Diagnostics;
using ContactOffice.Benchmarks.Crash;
using ContactOffice.Benchmarks.Live;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks;

/// <summary>
/// Two nodes on one PostgreSQL, writers and live clients on both. One node is killed (kill -9) under load: the other's writers go on,
/// the dead one's clients come over, nobody misses anything, and the dead one comes back.
/// </summary>
internal sealed class FailoverCommand(Server[] nodes, List<KnownBook> books, List<Writer> writers, List<Watcher> watchers, Tally tally)
{
    private const int Accounts = 4;
    private const int SharedPerAccount = 6;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(5);
    private readonly List<double> gapsOfSurvivors = [];
    private readonly List<double> gapsOfMoved = [];
    private readonly List<double> moves = [];
    private readonly List<double> rejoins = [];
    private int watchersBehind;

    public static async Task<int> Run(Options options)
    {
        var (rounds, writerCount, watcherCount) = (options.Number("rounds", 5), options.Number("writers", 16), options.Number("watchers", 20));
        var (seed, path) = (options.Number("seed", Environment.TickCount & 0xFFFF), options.Text("out"));
        await using var measured = await Measured.Prepare(options);
        if (measured.Database is null) throw new UsageException("failover needs --postgres or --database: two nodes share a PostgreSQL.");
        await using var one = await measured.StartNode("node-1");
        await using var two = await measured.StartNode("node-2");
        Server[] nodes = [one, two];
        var report = new Report("A node killed under load", ("database", "PostgreSQL, two nodes"), ("rounds", $"{rounds}, the nodes in turns"),
            ("load", $"{writerCount} writers and {watcherCount} live clients, half of them at each node, over {Accounts} books"));
        var tally = new Tally();
        var books = await WrittenBooks.Make(one, Accounts, SharedPerAccount, tally);
        var writers = Enumerable.Range(0, writerCount).Select(number => new Writer(books[number / 2 % Accounts], number, seed, tally)).ToList();
        Uri[] addresses = [one.Address, two.Address];
        var watchers = Enumerable.Range(0, watcherCount).Select(number => new Watcher(books[number / 2 % Accounts].Session, addresses, number)).ToList();
        await Task.WhenAll(watchers.Select(watcher => watcher.Connect()));
        var command = new FailoverCommand(nodes, books, writers, watchers, tally);
        for (var round = 0; round < rounds; round++) await command.Round(round);
        command.Conclude(report);
        foreach (var watcher in watchers) await watcher.DisposeAsync();
        return report.Finish(path);
    }

    private async Task Round(int round)
    {
        var (dead, survivor) = (round % 2, 1 - round % 2);
        var killed = false;
        using var stop = new CancellationTokenSource();
        var writing = writers.Select((writer, number) => Task.Run(() =>
            writer.WriteOn(() => nodes[Volatile.Read(ref killed) ? survivor : number % 2].Port, stop.Token))).ToArray();
        await Task.Delay(Before);
        writers.ForEach(writer => writer.Pulse.Reset());
        tally.ExpectErrors = true;
        Volatile.Write(ref killed, true);
        nodes[dead].Kill();
        await Task.Delay(Alone);
        for (var number = 0; number < writers.Count; number++)
            (number % 2 == dead ? gapsOfMoved : gapsOfSurvivors).Add(writers[number].Pulse.Longest.TotalSeconds);
        await nodes[dead].Start();
        rejoins.Add(nodes[dead].StartedIn.TotalSeconds);
        Volatile.Write(ref killed, false);
        await Task.Delay(Together);
        await stop.CancelAsync();
        await Task.WhenAll(writing);
        tally.ExpectErrors = false;
        await Compare();
        Console.WriteLine($"  round {round + 1}: {tally.Acknowledged} edits acknowledged so far, {tally.ExpectedErrors} failed while a node was down; longest wait at the other node "
            + $"{gapsOfSurvivors.TakeLast(writers.Count / 2).Max():F1} s; lost {tally[Fault.Lost]}, stale {tally[Fault.Stale]}, duplicates {tally[Fault.Duplicate]}, live clients behind {watchersBehind}");
    }

    /// <summary>Both nodes tell the same, all that was acknowledged is in it, and every live client knows all of it.</summary>
    private async Task Compare()
    {
        foreach (var book in books)
        {
            await new Verification(book, tally).Run();
            var (all, seq) = await book.Session.Changes(0);
            foreach (var node in nodes)
            {
                using var there = book.Session.At(node);
                var (same, sameSeq) = await there.Changes(0);
                if (sameSeq != seq || !same.SequenceEqual(all)) tally.Count(Fault.Stale, $"{book.Session.UserName}: {node.Address} is at {sameSeq}, not {seq}");
            }
            var waited = Stopwatch.StartNew();
            var mine = watchers.FindAll(watcher => watcher.Account == book.Session);
            // A hint that got lost with the node shows at the next heartbeat, 20 s later at most.
            while (waited.Elapsed < TimeSpan.FromSeconds(45) && !mine.TrueForAll(watcher => watcher.Agrees(all, seq))) await Task.Delay(50);
            watchersBehind += mine.Count(watcher => !watcher.Agrees(all, seq));
        }
        moves.AddRange(watchers.Select(watcher => watcher.TakeMove()).OfType<TimeSpan>().Select(move => move.TotalSeconds));
    }

    private void Conclude(Report report)
    {
        report.Add("acknowledged edits", tally.Acknowledged, "");
        report.Add("edits that failed while a node was down", tally.ExpectedErrors, "");
        report.Add("longest wait of a writer at the other node, median of rounds and writers", Latencies.Median(gapsOfSurvivors), "s");
        report.Add("longest wait of a writer at the other node, worst", gapsOfSurvivors.Max(), "s");
        report.Add("longest wait of a writer at the dead node, worst", gapsOfMoved.Max(), "s");
        report.Add("live clients that came over", moves.Count, "");
        report.Add("connection lost to caught up at the other node, median", Latencies.Median(moves), "s");
        report.Add("connection lost to caught up at the other node, worst", moves.DefaultIfEmpty(double.NaN).Max(), "s");
        report.Add("live clients that asked again after a gap, times", watchers.Sum(watcher => watcher.CaughtUp), "");
        report.Add("restarted node ready, worst", rejoins.Max(), "s");
        report.AtMost("lost", tally[Fault.Lost], 0, "");
        report.AtMost("stale", tally[Fault.Stale], 0, "");
        report.AtMost("duplicates", tally[Fault.Duplicate], 0, "");
        report.AtMost("unexpected answers with both nodes up", tally.Unexpected, 0, "");
        report.AtMost("live clients that missed a change", watchersBehind, 0, "");
    }
}
