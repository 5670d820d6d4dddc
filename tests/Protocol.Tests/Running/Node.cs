using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace ContactOffice.Protocol.Tests.Running;

/// <summary>The real program, started as a person starts it, on a free port of this machine.</summary>
public sealed partial class Node : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static int _lastPort = int.TryParse(Environment.GetEnvironmentVariable("TEST_PORTS_FROM"), out var from) ? from - 1 : Random.Shared.Next(22_000, 31_000);

    private readonly ConcurrentQueue<string> _log = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private Node(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>All that it wrote to the console.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>From the one-time link on the console.</summary>
    public string? SetupSecret => SetupLink().Match(Log) is { Success: true } link ? link.Groups[1].Value : null;

    /// <param name="database">A PostgreSQL connection string; null for SQLite in the folder.</param>
    public static async Task<Node> Start(string folder, string? database = null, int? port = null, params string[] settings)
    {
        var address = new Uri($"http://127.0.0.1:{port ?? FreePort()}");
        List<string> arguments = [Path.Combine(AppContext.BaseDirectory, "ContactOffice.Silo.dll"), "--urls", address.ToString().TrimEnd('/'), "--data", folder, .. settings];
        if (database is not null) arguments.AddRange(["--ContactOffice:Database", database]);
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ContactOffice__PasswordRounds"] = "1000"; // the tests make hundreds of accounts
        var node = new Node(new Process { StartInfo = start }, address);
        node._process.OutputDataReceived += (_, line) => node.Keep(line.Data);
        node._process.ErrorDataReceived += (_, line) => node.Keep(line.Data);
        node._process.Start();
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        await Task.WhenAny(node._listening.Task, node._process.WaitForExitAsync(), Task.Delay(StartPatience));
        if (node._listening.Task.IsCompleted) return node;
        await node.DisposeAsync();
        throw new InvalidOperationException("The server did not start:\n" + node.Log);
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGTERM, as a service manager stops it.</summary>
    public async Task Stop()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Below 32768, where Linux begins to give ports to outgoing connections.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref _lastPort);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
                probe.Start();
                return port;
            }
            catch (SocketException) when (port < 32_000)
            {
                // Taken: the next one.
            }
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _log.Enqueue(line);
        if (line.StartsWith("Press Ctrl+C", StringComparison.Ordinal)) _listening.TrySetResult();
    }

    [GeneratedRegex(@"/setup#(\S+)")]
    private static partial Regex SetupLink();
}
