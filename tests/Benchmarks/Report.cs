using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ContactOffice.Benchmarks;

/// <summary>One measured value.</summary>
/// <param name="Aim">What it should be, in words; null where it only informs.</param>
/// <param name="Met">Whether it is; null where there is no aim.</param>
internal sealed record Figure(string What, double Value, string Unit, string? Aim = null, bool? Met = null);

/// <summary>The figures of one run and what they were taken on; printed as they come, and at the end as a markdown table.</summary>
internal sealed class Report(string title, params (string Name, string Value)[] conditions)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly List<Figure> figures = [];

    public bool AllMet => figures.TrueForAll(figure => figure.Met is not false);

    public void Add(Figure figure)
    {
        figures.Add(figure);
        Console.WriteLine($"  {figure.What}: {Written(figure.Value)} {figure.Unit}{(figure.Aim is null ? "" : $"   aim {figure.Aim}: {Verdict(figure)}")}");
    }

    public void Add(string what, double value, string unit) => Add(new Figure(what, value, unit));

    /// <summary>A figure that must not be above <paramref name="limit"/>.</summary>
    public void AtMost(string what, double value, double limit, string unit) =>
        Add(new Figure(what, value, unit, $"<= {Written(limit)}", value <= limit));

    /// <summary>A figure that must not be below <paramref name="limit"/>.</summary>
    public void AtLeast(string what, double value, double limit, string unit) =>
        Add(new Figure(what, value, unit, $">= {Written(limit)}", value >= limit));

    /// <summary>Prints the table; with <paramref name="path"/> also writes the figures there as JSON.</summary>
    /// <returns>The process' exit code: 0 where every aim was met.</returns>
    public int Finish(string? path)
    {
        Console.WriteLine();
        Console.WriteLine(Markdown());
        if (path is not null)
        {
            var json = new { title, conditions = AllConditions().ToDictionary(c => c.Name, c => c.Value), figures };
            File.WriteAllText(path, JsonSerializer.Serialize(json, Indented));
        }
        return AllMet ? 0 : 1;
    }

    private IEnumerable<(string Name, string Value)> AllConditions() => [.. conditions, .. Machine.Conditions()];

    private string Markdown()
    {
        var text = new StringBuilder($"### {title}\n\n");
        text.AppendLine(string.Join("; ", AllConditions().Select(c => $"{c.Name}: {c.Value}")) + "\n");
        text.AppendLine("| what | measured | aim | |\n|---|---:|---|---|");
        foreach (var figure in figures)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {figure.What} | {Written(figure.Value)} {figure.Unit} | {figure.Aim} | {Verdict(figure)} |");
        return text.ToString();
    }

    private static string Verdict(Figure figure) => figure.Met switch { true => "met", false => "MISSED", null => "" };

    /// <summary>Three significant digits are what a measurement on a shared machine is worth.</summary>
    private static string Written(double value)
    {
        var magnitude = Math.Abs(value);
        var digits = magnitude >= 100 || value == Math.Truncate(value) ? 0 : magnitude >= 10 ? 1 : magnitude >= 0.1 ? 2 : 4;
        return value.ToString("N" + digits, CultureInfo.InvariantCulture);
    }
}
