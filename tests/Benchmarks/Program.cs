using ContactOffice.Benchmarks;

const string Usage = """
    Measures the server and tries to break it. Everything is started here, runs on 127.0.0.1 only, and ends by itself.

      dotnet run -c Release --project tests/Benchmarks -- COMMAND [options]

      http       PUTs, pages, deltas and imports over HTTP, beside a floor server   [--floor EXECUTABLE] [--client wire|httpclient] [--seconds N] [--runs N] [--big N]
      crash      kill -9 under concurrent writers, restart, compare                  [--rounds N] [--writers N] [--kill-database] [--seed N]
      failover   two nodes on one PostgreSQL, one killed -9 under load               [--rounds N] [--watchers N]
      live       from an edit to the event at another client; memory per client      [--edits N] [--clients N]
      activesync phones: from an edit to their Ping's answer and back, changes from both sides, first syncs, thousands that wait   [--runs N] [--changes N] [--phones N]
      sharing    an edit of a contact in 1 to 50 group books; 5,000 deleted and restored
      team       8 people do what they may and may not, against a model, killed in the middle   [--seconds N] [--seed N]
      startup    from process start to the first answer; memory when idle            [--runs N]
      carddav    memory while many devices fetch a large book in full               [--clients N] [--big N]
      formats    the vCard reader, patches, JSON and conversions (BenchmarkDotNet)
      floor      the floor server itself: PUT into SQLite with group commit          --mode sqlite-group --port N --db FILE

    All but formats and floor also know:
      --postgres             on a throw-away PostgreSQL that is started here (its programs must be installed)
      --database CONNECTION  on this PostgreSQL database, which must be empty
      --server EXECUTABLE    the server to measure; otherwise the one built together with this console
      --folder DIR           where the temporary data goes: choose the disk
      --keep                 leave the data there
      --out FILE             also write the figures as JSON

    The exit code is 1 where an aim was missed or anything was lost, and 2 where the call was wrong.
    """;

_ = Machine.LoadAtStart;
// Hundreds of connections begin at once; the pool's slow start would be measured instead of the server.
ThreadPool.SetMinThreads(64, 64);
try
{
    if (args is [] or ["--help"] or [_, "--help"])
    {
        Console.WriteLine(Usage);
        return args is [] ? 2 : 0;
    }
    var options = new Options(args[1..]);
    return args[0] switch
    {
        "floor" => await FloorCommand.Run(options),
        "carddav" => await CardDavCommand.Run(options),
        "crash" => await CrashCommand.Run(options),
        "failover" => await FailoverCommand.Run(options),
        "live" => await LiveCommand.Run(options),
        "activesync" => await ActiveSyncCommand.Run(options),
        "sharing" => await SharingCommand.Run(options),
        "team" => await TeamCommand.Run(options),
        "startup" => await StartupCommand.Run(options),
        "formats" => FormatsCommand.Run(options),
        "http" => await HttpCommand.Run(options),
        _ => throw new UsageException($"There is no command '{args[0]}'. --help lists them."),
    };
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (Exception e) when (e is InvalidOperationException or TimeoutException or HttpRequestException or IOException or System.Net.Sockets.SocketException)
{
    // Caught, so that what was started is ended on the way here.
    Console.Error.WriteLine(e);
    return 1;
}
