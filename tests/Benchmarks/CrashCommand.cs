using System.Diagnostics;
using ContactOffice.Benchmarks.Crash;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks;

/// <summary>
/// Kills the server (kill -9) at a random moment under concurrent writers, restarts it on the same data and compares what is there
/// with what was acknowledged; again and again, on one data folder. Optionally the database is killed, too, or alone.
/// </summary>
internal sealed class CrashCommand(Measured measured, Server server, List<KnownBook> books, List<Writer> writers, Tally tally, Random random)
{
    private const int Accounts = 4;
    private const int SharedPerAccount = 6;
    private const int LeastAcknowledged = 50;
    private readonly List<double> restarts = [];
    private readonly List<double> recoveries = [];

    public static async Task<int> Run(Options options)
    {
        var (rounds, writerCount, seed) = (options.Number("rounds", 50), options.Number("writers", 32), options.Number("seed", Environment.TickCount & 0xFFFF));
        var (killDatabase, path) = (options.Switch("kill-database"), options.Text("out"));
        await using var measured = await Measured.Prepare(options);
        if (killDatabase && measured.Postgres is null) throw new UsageException("--kill-database needs --postgres: only a database that was started here is killed.");
        await using var server = await measured.StartNode();
        var report = new Report("kill -9 under concurrent writers", ("database", measured.DatabaseName), ("rounds", $"{rounds} on the same data, seed {seed}"),
            ("writers", $"{writerCount} over {Accounts} accounts: create, PUT, PATCH, DELETE, restore, half with If-Match; {SharedPerAccount} contacts of each account edited by all its writers"),
            ("killed", killDatabase ? "the server, the server with its database, the database alone, in turns" : "the server"));
        var tally = new Tally();
        var books = await WrittenBooks.Make(server, Accounts, SharedPerAccount, tally);
        var writers = Enumerable.Range(0, writerCount).Select(number => new Writer(books[number % Accounts], number, seed, tally)).ToList();
        var command = new CrashCommand(measured, server, books, writers, tally, new Random(seed));
        for (var round = 0; round < rounds; round++) await command.Round(round, killDatabase);
        await command.Conclude(report);
        return report.Finish(path);
    }

    private async Task Round(int round, bool killDatabase)
    {
        var before = tally.Acknowledged;
        using var stop = new CancellationTokenSource();
        var writing = writers.Select(writer => Task.Run(() => writer.WriteUntilKilled(server.Port, stop.Token))).ToArray();
        // On a busy machine the first answers take their time: without any there is nothing to lose.
        for (var waited = 0; waited < 300 && tally.Acknowledged - before < LeastAcknowledged; waited++) await Task.Delay(50);
        await Task.Delay(random.Next(1500));
        var (killServer, alsoDatabase) = killDatabase ? (round % 3 != 2, round % 3 != 0) : (true, false);
        tally.ExpectErrors = alsoDatabase;
        if (alsoDatabase) measured.Postgres!.Kill();
        if (killServer) server.Kill();
        await stop.CancelAsync();
        await Task.WhenAll(writing);
        if (alsoDatabase) await measured.Postgres!.Restart();
        if (!killServer) await Recovered();
        if (killServer)
        {
            await server.Start();
            restarts.Add(server.StartedIn.TotalSeconds);
        }
        tally.ExpectErrors = false;
        foreach (var book in books) await new Verification(book, tally).Run();
        Console.WriteLine($"  round {round + 1}: {tally.Acknowledged - before} edits acknowledged, killed {(killServer ? "server " : "")}{(alsoDatabase ? "database " : "")}, "
            + $"{books.Sum(book => book.Contacts.Count)} contacts, ready after {server.StartedIn.TotalSeconds:F1} s; lost {tally[Fault.Lost]}, stale {tally[Fault.Stale]}, duplicates {tally[Fault.Duplicate]}");
    }

    /// <summary>The server outlived its database: how long until every book answers again.</summary>
    private async Task Recovered()
    {
        var began = Stopwatch.StartNew();
        foreach (var book in books)
        {
            while (!await Answers(book.Session))
            {
                if (began.Elapsed > TimeSpan.FromSeconds(60)) throw new TimeoutException("The server did not find back to its database within 60 s.");
                await Task.Delay(100);
            }
        }
        recoveries.Add(began.Elapsed.TotalSeconds);
    }

    private static async Task<bool> Answers(Session session)
    {
        try
        {
            await session.Sequence();
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task Conclude(Report report)
    {
        report.Add("acknowledged edits", tally.Acknowledged, "");
        report.Add("refused by If-Match, as they should be", tally.Refused, "");
        report.Add("on their way when it died", tally.Unanswered, "");
        report.Add("of those in effect afterwards", tally.Silent, "");
        report.AtMost("lost", tally[Fault.Lost], 0, "");
        report.AtMost("stale", tally[Fault.Stale], 0, "");
        report.AtMost("duplicates", tally[Fault.Duplicate], 0, "");
        report.AtMost("unexpected answers", tally.Unexpected, 0, "");
        if (restarts.Count > 0) report.Add("restart to ready, median", Latencies.Median(restarts), "s");
        if (restarts.Count > 0) report.Add("restart to ready, longest", restarts.Max(), "s");
        if (recoveries.Count > 0) report.Add("database back to server back, longest", recoveries.Max(), "s");
        report.AtMost("damaged databases", await DamagedDatabases(), 0, "");
    }

    private async Task<int> DamagedDatabases()
    {
        await server.Stop();
        if (measured.Database is null) return SqliteCheck.Damaged(server.Settings.Folder);
        if (measured.Postgres is null || await measured.Postgres.Check() is not { } damage) return 0;
        Console.WriteLine("  " + damage);
        return 1;
    }
}
