using System.Diagnostics;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>Somebody else's program, as it is installed on this machine.</summary>
internal static class Installed
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Skips the test where the program is missing; under CI it fails instead.</summary>
    public static void Require(params string[] programs)
    {
        var missing = programs.Where(program => !IsThere(program)).ToList();
        if (missing.Count == 0) return;
        var reason = $"Not installed: {string.Join(", ", missing)}.";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
        Assert.Skip(reason);
    }

    /// <summary>For what is looked at beside a test, which is not skipped for it; under CI a missing program fails.</summary>
    public static bool AreThere(params string[] programs)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true") Require(programs);
        return programs.All(IsThere);
    }

    private static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs it to its end and answers what it wrote. Fails where it did.</summary>
    public static async Task<string> Run(string program, string input, params string[] arguments)
    {
        var (status, said) = await Run(new ProcessStartInfo(program, arguments), input);
        Assert.True(status == 0, $"{program} {string.Join(' ', arguments)} ended with {status}: {said}");
        return said;
    }

    /// <summary>Runs it to its end, whatever that is, and answers its status and what it wrote.</summary>
    public static async Task<(int Status, string Said)> Run(ProcessStartInfo start, string input = "")
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        // Python's programs write what the terminal can show.
        (start.Environment["LC_ALL"], start.Environment["NO_COLOR"]) = ("C.UTF-8", "1");
        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(Patience);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(late.Token), process.StandardError.ReadToEndAsync(late.Token));
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(late.Token);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
