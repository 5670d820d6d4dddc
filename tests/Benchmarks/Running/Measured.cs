namespace ContactOffice.Benchmarks.Running;

/// <summary>The server under measurement with what it stands on: a temporary folder and perhaps a throw-away PostgreSQL.</summary>
internal sealed class Measured : IAsyncDisposable
{
    private Measured(TemporaryFolder folder, PostgresServer? postgres, string? database, string program)
    {
        Folder = folder;
        Postgres = postgres;
        Database = database;
        Program = program;
    }

    public const string OptionsHelp = "[--postgres | --database CONNECTION] [--server EXECUTABLE] [--folder DIR] [--keep] [--out FILE.json]";

    public TemporaryFolder Folder { get; }

    public PostgresServer? Postgres { get; }

    public string? Database { get; }

    public string Program { get; }

    public string DatabaseName => Database is null ? "SQLite" : "PostgreSQL";

    public static async Task<Measured> Prepare(Options options)
    {
        var (under, keep) = (options.Text("folder"), options.Switch("keep"));
        var (throwAway, database) = (options.Switch("postgres"), options.Text("database"));
        var program = options.Text("server") ?? ServerSettings.DefaultProgram();
        options.RefuseUnknown();
        var folder = new TemporaryFolder(under, keep);
        var postgres = throwAway ? await PostgresServer.Start(folder.Path) : null;
        return new Measured(folder, postgres, postgres?.ConnectionString ?? database, program);
    }

    /// <summary>Starts a node. Nodes of one database have a data folder each.</summary>
    public Task<Server> StartNode(string name = "node") =>
        Server.Start(new ServerSettings(Program, Folder.Sub(name), Database, FreePort.Next()));

    public async ValueTask DisposeAsync()
    {
        if (Postgres is not null) await Postgres.DisposeAsync();
        Folder.Dispose();
    }
}
