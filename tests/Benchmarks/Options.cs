using System.Globalization;

namespace ContactOffice.Benchmarks;

/// <summary>What was wrong with how the console was called, in a sentence for the person who called it.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The <c>--name value</c> pairs after a command; a name without a value is a switch that is on.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> given = [];
    private readonly HashSet<string> known = [];

    public Options(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal)) throw new UsageException($"'{arguments[i]}' is not an option.");
            var hasValue = i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal);
            given[arguments[i][2..]] = hasValue ? arguments[++i] : "true";
        }
    }

    public string? Text(string name)
    {
        known.Add(name);
        return given.GetValueOrDefault(name);
    }

    public bool Switch(string name) => Text(name) is "true";

    public int Number(string name, int otherwise)
    {
        if (Text(name) is not { } text) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw new UsageException($"--{name} needs a whole number, not '{text}'.");
    }

    public int[] Numbers(string name, params int[] otherwise)
    {
        if (Text(name) is not { } text) return otherwise;
        return [.. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw new UsageException($"--{name} needs whole numbers with commas between, not '{text}'."))];
    }

    /// <summary>Call when all options were read: a misspelt one must not silently measure something else.</summary>
    public void RefuseUnknown()
    {
        if (given.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new UsageException($"There is no option --{unknown} here. Known: {string.Join(", ", known.Order().Select(name => "--" + name))}.");
    }
}
