using Deque.AxeCore.Commons;

namespace ContactOffice.Browser.Tests.Hosting;

/// <summary>axe's opinion of what a window shows.</summary>
internal static class Axe
{
    /// <summary>Only what axe complains of leaves the page: the rest would be the page's source, many times over.</summary>
    private const string Violations = """
        async (coloursOnly) => {
          const { violations } = await axe.run({ resultTypes: ['violations'], ...(coloursOnly && { runOnly: ['color-contrast'] }) });
          return violations.map(({ id, help, nodes }) => `${id} (${help}) at ${nodes.map((node) => node.html).join(', ')}`);
        }
        """;

    private static readonly string Script = "() => " + new BundledAxeScriptProvider().GetScript();

    /// <param name="coloursOnly">For what was looked at in light already: in the dark its colours differ and nothing else.</param>
    public static async Task IsContent(Window window, string what, bool coloursOnly = false)
    {
        await window.Page.EvaluateAsync(Script);
        var violations = await window.Page.EvaluateAsync<string[]>(Violations, coloursOnly);
        Assert.True(violations.Length == 0, $"{what}: {string.Join("; ", violations)}");
    }
}
