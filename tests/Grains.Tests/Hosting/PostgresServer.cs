using System.Diagnostics;
using ContactOffice.Grains.Tests.Hosting;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer.Lifetime))]

namespace ContactOffice.Grains.Tests.Hosting;

/// <summary>A throw-away PostgreSQL server for this test run, started when the first test needs it.</summary>
public sealed class PostgresServer
{
    private static readonly Lazy<Task<PostgresServer>> Started = new(Start);
    private readonly string folder;
    private readonly string binaries;
    private readonly int port;

    private PostgresServer(string folder, string binaries, int port) => (this.folder, this.binaries, this.port) = (folder, binaries, port);

    /// <summary>The server; skips the test where PostgreSQL is not installed, and fails it there under CI=true.</summary>
    public static Task<PostgresServer> Shared()
    {
        if (Binaries() is null)
        {
            const string Reason = "PostgreSQL is not installed (no initdb in PATH or /usr/lib/postgresql).";
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(Reason);
            Assert.Skip(Reason);
        }
        return Started.Value;
    }

    /// <summary>Connection string of a new, empty database.</summary>
    public async Task<string> NewDatabase()
    {
        var name = "test_" + Guid.NewGuid().ToString("N");
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={port};Database={database};Username=tests";

    private static async Task<PostgresServer> Start()
    {
        var server = new PostgresServer(Directory.CreateTempSubdirectory("contactoffice-postgres-").FullName, Binaries()!, Ports.Free());
        // PostgreSQL refuses to run as root, so there its own user does it, and the folder is his.
        if (IsRoot) await Run("chown", "postgres", server.folder);
        await server.AsServer("initdb", "-D", server.Data, "-A", "trust", "-U", "tests", "--no-sync", "-E", "UTF8");
        await server.AsServer("pg_ctl", "-D", server.Data, "-w", "-l", Path.Combine(server.folder, "log"), "-o",
            $"-p {server.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200", "start");
        return server;
    }

    private string Data => Path.Combine(folder, "data");

    private static bool IsRoot => Environment.UserName == "root";

    private Task AsServer(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(binaries, program), .. arguments];
        return IsRoot ? Run("runuser", ["-u", "postgres", "--", .. command]) : Run(command[0], command[1..]);
    }

    private static async Task Run(string program, params string[] arguments)
    {
        // Output goes nowhere: a server keeps its starter's pipes open, and reading them would never end.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" > /dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static string? Binaries()
    {
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))
            : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(installed).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    /// <summary>Stops the server after the last test.</summary>
    public sealed class Lifetime : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (!Started.IsValueCreated) return;
            var server = await Started.Value;
            await server.AsServer("pg_ctl", "-D", server.Data, "-m", "immediate", "stop");
            await Run("rm", "-rf", server.folder);
        }
    }
}
