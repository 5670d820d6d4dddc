using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace ContactOffice.Benchmarks.Running;

/// <summary>How to run the server that is measured.</summary>
/// <param name="Program">Its executable.</param>
/// <param name="Folder">Its data folder.</param>
/// <param name="Database">A PostgreSQL connection string; null for SQLite in the data folder.</param>
/// <param name="Port">Where it listens on 127.0.0.1.</param>
internal sealed record ServerSettings(string Program, string Folder, string? Database, int Port)
{
    /// <summary>The Release build of this tree that was made together with this console.</summary>
    public static string DefaultProgram()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var built = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../src/Silo/bin", configuration, "net10.0", "ContactOffice.Silo"));
        return File.Exists(built) ? built : throw new UsageException($"The server was not found at {built}; name its executable with --server.");
    }
}

/// <summary>One running node of the server, a process of its own.</summary>
internal sealed partial class Server : IAsyncDisposable
{
    /// <summary>Far more than a start takes: on a machine that is busy with other things a node must still come up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private readonly int siloPort = FreePort.Next();

    private Server(ServerSettings settings) => Settings = settings;

    public ServerSettings Settings { get; }

    public ChildProcess Process { get; private set; } = null!;

    public int Port => Settings.Port;

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>From the start of the process to its first answer "ready".</summary>
    public TimeSpan StartedIn { get; private set; }

    public static async Task<Server> Start(ServerSettings settings)
    {
        var server = new Server(settings);
        await server.Start();
        return server;
    }

    /// <summary>Starts it again with the same settings, after it was killed.</summary>
    public async Task Start()
    {
        var began = System.Diagnostics.Stopwatch.StartNew();
        Process = ChildProcess.Start(Settings.Program, ["--urls", Address.ToString().TrimEnd('/'), "--data", Settings.Folder], Environment(), Settings.Folder + ".log");
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        while (!await IsReady(http))
        {
            if (Process.HasExited) throw new InvalidOperationException("The server ended while starting:\n" + Process.Output);
            if (began.Elapsed > Patience) throw new TimeoutException($"The server was not ready after {Patience.TotalSeconds} s:\n{Process.Output}");
            await Task.Delay(10);
        }
        StartedIn = began.Elapsed;
    }

    public void Kill() => Process.Kill();

    public Task<int?> Stop() => Process.Stop(TimeSpan.FromSeconds(30));

    /// <summary>The secret of the one-time link that the server writes to its console while there is no administrator.</summary>
    public async Task<string> SetupSecret()
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            if (SetupLink().Match(Process.Output) is { Success: true } link) return Uri.UnescapeDataString(link.Groups["secret"].Value);
            await Task.Delay(50);
        }
        throw new TimeoutException("The server offered no set-up link:\n" + Process.Output);
    }

    public async ValueTask DisposeAsync() => await Process.DisposeAsync();

    private Dictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string>
        {
            ["ContactOffice__SiloPort"] = siloPort.ToString(CultureInfo.InvariantCulture),
            ["Logging__LogLevel__Default"] = "Warning",
        };
        if (Settings.Database is not null) environment["ContactOffice__Database"] = Settings.Database;
        return environment;
    }

    private static async Task<bool> IsReady(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        // A connection that ends while HttpClient looks at it shows itself as a SocketException.
        catch (Exception e) when (e is HttpRequestException or SocketException or TaskCanceledException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"https?://\S*setup\S*?[=/#](?<secret>[A-Za-z0-9_\-%]{16,})", RegexOptions.IgnoreCase)]
    private static partial Regex SetupLink();
}
