using System.Diagnostics.CodeAnalysis;

namespace ContactOffice.Silo;

/// <summary>
/// What the person who started the program typed. Strict, unlike the configuration binder of .NET: a misspelt option ends the
/// program with a sentence instead of being ignored.
/// </summary>
/// <param name="Settings">Configuration given as <c>--Section:Key value</c>.</param>
public sealed record CommandLine(
    string? Urls = null,
    string? Data = null,
    bool Demo = false,
    bool Help = false,
    IReadOnlyList<KeyValuePair<string, string?>>? Settings = null)
{
    public const string Usage = """
        Usage: dotnet run --project src/Silo -- [options]

          --urls URLS     where to listen, separated by semicolons (default http://localhost:5080)
          --data DIR      where to keep everything (default ./data)
          --demo          fill an empty data folder with the accounts alice, bob and carol, password demo;
                          listens on this computer only
          --help          this text

        Any setting can follow as --Section:Key VALUE or stand in the environment as Section__Key:

          ContactOffice:Database            PostgreSQL connection string; without it everything is in SQLite files
          ContactOffice:PublicUrl           the address that people type, where a proxy stands in front
          ContactOffice:KnownProxies        addresses or networks whose X-Forwarded-* headers are believed
          ContactOffice:AdvertisedAddress   host name or address at which other nodes reach this one
          ContactOffice:SiloPort            port for the other nodes (default: a free one)
          ContactOffice:DrainSeconds        how long to answer "not ready" before stopping (default 0)
        """;

    /// <summary>False where an option is unknown, given twice or lacks its value; <paramref name="problem"/> says which.</summary>
    public static bool TryParse(string[] args, out CommandLine commandLine, [NotNullWhen(false)] out string? problem)
    {
        var settings = new List<KeyValuePair<string, string?>>();
        commandLine = new CommandLine(Settings: settings);
        problem = null;
        for (var at = 0; at < args.Length && problem is null; at++)
        {
            var (name, value) = Split(args[at]);
            if (name is "--help" or "-h" or "-?") commandLine = commandLine with { Help = true };
            else if (name == "--demo" && value is null) commandLine = commandLine with { Demo = true };
            else if (!TakesValue(name)) problem = $"Unknown option '{args[at]}'. --help lists the options.";
            else if ((value ??= ++at < args.Length ? args[at] : null) is not { Length: > 0 }) problem = $"Option '{name}' lacks its value.";
            else if (name == "--urls") commandLine = commandLine with { Urls = value };
            else if (name == "--data") commandLine = commandLine with { Data = value };
            else settings.Add(new(name[2..], value));
        }
        return problem is null;
    }

    private static bool TakesValue(string name) =>
        name is "--urls" or "--data" || (name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':'));

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=');
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }
}
