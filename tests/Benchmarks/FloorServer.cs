using System.Globalization;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks;

/// <summary>A floor server that we run beside the measured one: any executable that takes the options of our own <c>floor</c> command.</summary>
internal static class FloorServer
{
    /// <param name="executable">Null for this console's own floor.</param>
    public static async Task<(ChildProcess Process, int Port)> Start(string? executable, string folder)
    {
        var port = FreePort.Next();
        string[] options = ["--mode", FloorCommand.Mode, "--port", port.ToString(CultureInfo.InvariantCulture), "--db", Path.Combine(folder, "floor.db")];
        var process = executable is null
            ? ChildProcess.Start(Environment.ProcessPath!, [.. OwnArguments(), "floor", .. options])
            : ChildProcess.Start(executable, options);
        for (var attempt = 0; attempt < 200; attempt++)
        {
            if (process.HasExited) throw new InvalidOperationException("The floor server ended while starting:\n" + process.Output);
            try
            {
                using var connection = await WireConnection.Open(port);
                return (process, port);
            }
            catch (System.Net.Sockets.SocketException)
            {
                await Task.Delay(50);
            }
        }
        throw new TimeoutException("The floor server did not listen after 10 s:\n" + process.Output);
    }

    /// <summary>Under <c>dotnet</c> the process is the runtime, and this console its first argument.</summary>
    private static string[] OwnArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(FloorServer).Assembly.Location] : [];
}
