using System.Text.Json;
using ContactOffice.Browser.Tests.Hosting;

namespace ContactOffice.Browser.Tests.Measuring;

/// <summary>A long list flung with the wheel and thrown about with the scroll bar: what each frame shows, and what keeps the page from drawing.</summary>
internal static class ScrollFigures
{
    private const string Watch = """
        () => {
          const viewport = document.querySelector('.viewport');
          window.seen = { frames: 0, blank: 0, tasks: [] };
          new PerformanceObserver((list) => list.getEntries().forEach((task) => window.seen.tasks.push(task.duration))).observe({ type: 'longtask' });
          const look = () => {
            const box = viewport.getBoundingClientRect();
            const rows = [...viewport.querySelectorAll('li')].filter((row) => row.textContent.trim()).map((row) => row.getBoundingClientRect());
            window.seen.frames++;
            const end = Math.min(box.bottom, viewport.querySelector('ul').getBoundingClientRect().bottom);
            for (let y = box.top + 8; y < end; y += 28) if (!rows.some((row) => row.top <= y && row.bottom >= y - 1)) window.seen.blank++;
            requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }
        """;

    private const string Jump = "part => { const viewport = document.querySelector('.viewport'); viewport.scrollTop = part * viewport.scrollHeight; }";

    public static async Task Measure(Window window, Figures figures, string book, int runs)
    {
        await window.Page.EvaluateAsync(Watch);
        await window.Page.Mouse.MoveAsync(400, 500);
        for (var turn = 0; turn < 10 * runs; turn++) await window.Page.Mouse.WheelAsync(0, 2_500);
        await Tell(window, figures, $"{book}, by wheel");
        var random = new Random(1);
        for (var turn = 0; turn < runs; turn++)
        {
            await window.Page.EvaluateAsync(Jump, random.NextDouble());
            await window.Page.WaitForTimeoutAsync(150);
        }
        await Tell(window, figures, $"{book}, by jumps");
        await window.Page.EvaluateAsync(Jump, 0);
    }

    private static async Task Tell(Window window, Figures figures, string how)
    {
        var seen = await window.Page.EvaluateAsync<JsonElement>("() => { const seen = window.seen; window.seen = { frames: 0, blank: 0, tasks: [] }; return seen; }");
        var tasks = seen.GetProperty("tasks").EnumerateArray().Select(task => task.GetDouble()).ToList();
        figures.Add($"{how}: frames", seen.GetProperty("frames").GetInt32(), "");
        figures.Add($"{how}: blank places in them", seen.GetProperty("blank").GetInt32(), "", 0);
        figures.Add($"{how}: tasks over 100 ms", tasks.Count(task => task > 100), "", 0);
        figures.Add($"{how}: longest task (0: none of 50 ms)", tasks.DefaultIfEmpty().Max(), "ms");
    }
}
