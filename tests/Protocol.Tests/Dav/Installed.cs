using System.Diagnostics;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>Somebody else's program, as it is installed on this machine.</summary>
internal static class Installed
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Skips the test where the program is missing; under CI it fails instead.</summary>
    public static void Require(params string[] programs)
    {
        var missing = programs.Where(program => !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)))).ToList();
        if (missing.Count == 0) return;
        var reason = $"Not installed: {string.Join(", ", missing)}.";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
        Assert.Skip(reason);
    }

    /// <summary>Runs it to its end and answers what it wrote. Fails where it did.</summary>
    public static async Task<string> Run(string program, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // Python's programs write what the terminal can show.
        (start.Environment["LC_ALL"], start.Environment["NO_COLOR"]) = ("C.UTF-8", "1");
        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(late.Token), process.StandardError.ReadToEndAsync(late.Token));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(late.Token);
        var said = await output + await error;
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {said}");
        return said;
    }
}
