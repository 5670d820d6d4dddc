using ContactOffice.Protocol.Tests.Startup;

namespace ContactOffice.Browser.Tests.Hosting;

/// <summary>A server of one test's own, to be killed without warning and started again at the same address on the same data.</summary>
public sealed class MortalServer : IAsyncDisposable
{
    private readonly WorkingFolder folder = new();
    private RunningProgram? program;

    public string Url { get; } = RunningProgram.FreeUrl();

    public static async Task<MortalServer> Start()
    {
        var server = new MortalServer();
        await server.StartAgain();
        return server;
    }

    /// <summary>SIGKILL: it has no time to write or say anything.</summary>
    public async Task Kill()
    {
        if (program is not null) await program.DisposeAsync();
        program = null;
    }

    public async Task StartAgain() => program = await RunningProgram.Start(folder.Path, "--urls", Url, "--data", folder.In("data"), "--demo");

    public async ValueTask DisposeAsync()
    {
        await Kill();
        folder.Dispose();
    }
}
