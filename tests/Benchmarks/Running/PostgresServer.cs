using System.Diagnostics;
using System.Globalization;

namespace ContactOffice.Benchmarks.Running;

/// <summary>A throw-away PostgreSQL on a free port of 127.0.0.1, durable as by default (fsync, synchronous_commit).</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly string folder;
    private readonly int port;
    private ChildProcess? postmaster;

    private PostgresServer(string folder, int port) => (this.folder, this.port) = (folder, port);

    public string ConnectionString =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres");

    public static async Task<PostgresServer> Start(string underFolder)
    {
        var server = new PostgresServer(Path.Combine(underFolder, "postgres"), FreePort.Next());
        Directory.CreateDirectory(server.folder);
        if (AsPostgres.Length > 0) await Run("chown", ["postgres", server.folder]);
        await RunTool("initdb", ["-D", Path.Combine(server.folder, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]);
        await server.Restart();
        return server;
    }

    public async Task Restart()
    {
        var (file, arguments) = Command("postgres",
        [
            "-D", Path.Combine(folder, "data"), "-p", port.ToString(CultureInfo.InvariantCulture), "-k", folder,
            "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", "-c", "shared_buffers=256MB",
        ]);
        postmaster = ChildProcess.Start(file, arguments);
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if (postmaster.HasExited) throw new InvalidOperationException("PostgreSQL did not start:\n" + postmaster.Output);
            var (ready, readyArguments) = Command("pg_isready", ["-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)]);
            if (await ExitCode(ready, readyArguments) == 0) return;
            await Task.Delay(100);
        }
        throw new TimeoutException("PostgreSQL was not ready after 30 s:\n" + postmaster.Output);
    }

    /// <summary>kill -9 of the postmaster and all its children, as a power cut leaves them.</summary>
    public void Kill() => postmaster!.Kill();

    /// <summary>Checks every table and index with amcheck, where its tool is installed.</summary>
    /// <returns>Null when all is sound, otherwise what the tool said.</returns>
    public async Task<string?> Check()
    {
        var (file, arguments) = Command("pg_amcheck",
            ["-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", "--install-missing", "--heapallindexed", "-d", "postgres"]);
        return await ExitCode(file, arguments) == 0 ? null : "pg_amcheck found damage (or is not installed)";
    }

    public async ValueTask DisposeAsync()
    {
        if (postmaster is null) return;
        await postmaster.Stop(TimeSpan.FromSeconds(15));
        await postmaster.DisposeAsync();
    }

    /// <summary>PostgreSQL refuses to run as root: then it runs as its own user, in the same process, so that its id is ours to kill.</summary>
    private static string[] AsPostgres { get; } = Environment.UserName == "root"
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] : [];

    private static (string File, string[] Arguments) Command(string tool, string[] arguments)
    {
        string[] all = [.. AsPostgres, FindTool(tool), .. arguments];
        return (all[0], all[1..]);
    }

    private static Task RunTool(string tool, string[] arguments)
    {
        var (file, all) = Command(tool, arguments);
        return Run(file, all);
    }

    private static string FindTool(string tool)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).ToList();
        if (Directory.Exists("/usr/lib/postgresql"))
            folders.AddRange(Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")));
        return folders.Select(at => Path.Combine(at, tool)).FirstOrDefault(File.Exists)
            ?? throw new UsageException($"PostgreSQL's '{tool}' was found neither on the PATH nor under /usr/lib/postgresql.");
    }

    private static async Task Run(string file, string[] arguments)
    {
        if (await ExitCode(file, arguments) is not 0 and var code)
            throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} ended with {code}.");
    }

    private static async Task<int> ExitCode(string file, string[] arguments)
    {
        // Nobody is at home in the current folder of another user.
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        await said;
        return process.ExitCode;
    }
}
