using System.Diagnostics;

namespace ContactOffice.Protocol.Tests.Running;

/// <summary>A throw-away PostgreSQL server on a free port of this machine.</summary>
public sealed class Postgres : IAsyncDisposable
{
    private static readonly string? Binaries = FindBinaries();
    private readonly Folder _folder;
    private readonly string _data;

    private Postgres(Folder folder, string data, int port)
    {
        _folder = folder;
        _data = data;
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=contactoffice;Database=postgres";
    }

    public string ConnectionString { get; }

    /// <summary>Skips the test where there is no PostgreSQL, unless this is the machine that must have one.</summary>
    public static async Task<Postgres> Start()
    {
        if (Binaries is null)
        {
            const string Reason = "PostgreSQL (initdb, pg_ctl) was found neither on the PATH nor under /usr/lib/postgresql.";
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(Reason);
            Assert.Skip(Reason);
        }
        var folder = new Folder();
        var data = Path.Combine(folder.Path, "data");
        var port = Node.FreePort();
        if (Environment.IsPrivilegedProcess) await Run("chown", "postgres", folder.Path); // PostgreSQL refuses to run as root
        await Run($"{Binaries}/initdb", "-D", data, "-U", "contactoffice", "-A", "trust", "--no-sync");
        await Run($"{Binaries}/pg_ctl", "-D", data, "-w", "-l", Path.Combine(folder.Path, "log"), "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off", "start");
        return new Postgres(folder, data, port);
    }

    public async ValueTask DisposeAsync()
    {
        await Run($"{Binaries}/pg_ctl", "-D", _data, "-m", "immediate", "stop");
        _folder.Dispose();
    }

    private static async Task Run(string program, params string[] arguments)
    {
        var asPostgres = Environment.IsPrivilegedProcess && program != "chown";
        string[] line = asPostgres ? ["runuser", "-u", "postgres", "--", program, .. arguments] : [program, .. arguments];
        using var process = Process.Start(new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = "/", RedirectStandardOutput = program.EndsWith("initdb", StringComparison.Ordinal) })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    private static string? FindBinaries()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').ToList();
        if (Directory.Exists("/usr/lib/postgresql"))
            folders.AddRange(Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")));
        return folders.Find(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }
}
