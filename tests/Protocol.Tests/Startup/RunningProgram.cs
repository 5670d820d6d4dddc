using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using ContactOffice.Silo;

namespace ContactOffice.Protocol.Tests.Startup;

/// <summary>The server as people run it: its executable in a process of its own, in an empty working directory.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningProgram(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "ContactOffice.Silo"), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("ContactOffice__Database");
        start.Environment["ContactOffice__PasswordRounds"] = "1000"; // the tests make hundreds of accounts
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Hear(output, line.Data);
        process.ErrorDataReceived += (_, line) => Hear(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => Text(output);

    public string Errors => Text(errors);

    public int? ExitCode => process.HasExited ? process.ExitCode : null;

    /// <summary>A free address on this computer.</summary>
    public static string FreeUrl() => $"http://127.0.0.1:{FreePort.Find(IPAddress.Loopback)}";

    /// <summary>Starts it and returns when it has said all that it says at the start.</summary>
    public static async Task<RunningProgram> Start(string folder, params string[] arguments)
    {
        var program = new RunningProgram(folder, arguments);
        var ended = program.process.WaitForExitAsync();
        if (await Task.WhenAny(program.started.Task, ended).WaitAsync(Patience) == ended)
            Assert.Fail($"The server ended with {program.process.ExitCode}:\n{program.Output}{program.Errors}");
        return program;
    }

    /// <summary>Starts it where it is expected to end by itself.</summary>
    public static async Task<RunningProgram> RunToEnd(string folder, params string[] arguments)
    {
        var program = new RunningProgram(folder, arguments);
        await program.process.WaitForExitAsync().WaitAsync(Patience);
        return program;
    }

    /// <summary>Asks it to stop, as an operating system does; does not wait for it.</summary>
    public void AskToStop()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> Stop()
    {
        AskToStop();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }

    private void Hear(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (text) text.AppendLine(line);
        if (line.StartsWith("Press Ctrl+C", StringComparison.Ordinal)) started.TrySetResult();
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
