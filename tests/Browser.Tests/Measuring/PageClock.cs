using ContactOffice.Browser.Tests.Hosting;

namespace ContactOffice.Browser.Tests.Measuring;

/// <summary>Takes times inside the page, from the event's own timestamp to the end of the frame that shows the outcome: the driver's way there and back counts for nothing.</summary>
internal static class PageClock
{
    /// <summary>Comes with every page that is opened in the window.</summary>
    private const string Script = """
        window.clock = {
          /** When the first frame was drawn in which `test` holds. */
          shown: (test) => new Promise((done) => {
            const drawn = () => {
              const channel = new MessageChannel();
              channel.port1.onmessage = () => done(performance.now());
              channel.port2.postMessage(0);
            };
            const look = () => {
              if (!test()) return;
              observer.disconnect();
              removeEventListener('focusin', look, true);
              requestAnimationFrame(drawn);
            };
            const observer = new MutationObserver(look);
            observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
            addEventListener('focusin', look, true);
            look();
          }),
          /** From the next event of this type to what it brings about. */
          from: (type, test) => new Promise((done) => {
            const heard = async (event) => done((await clock.shown(test)) - event.timeStamp);
            addEventListener(type, heard, { capture: true, once: true });
          }),
        };
        """;

    public static Task Wind(Window window) => window.Page.AddInitScriptAsync(Script);

    /// <summary>From the event that <paramref name="act"/> causes until <paramref name="test"/>, an expression over <c>expected</c>, holds.</summary>
    /// <returns>Milliseconds.</returns>
    public static async Task<double> From(Window window, string type, string test, string expected, Func<Task> act)
    {
        await window.Page.EvaluateAsync($"([type, expected]) => {{ window.taken = clock.from(type, () => {test}); }}", new[] { type, expected });
        await act();
        return await window.Page.EvaluateAsync<double>("window.taken");
    }
}
