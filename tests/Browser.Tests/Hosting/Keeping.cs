namespace ContactOffice.Browser.Tests.Hosting;

/// <summary>What a browser must have kept before the connection may go.</summary>
internal static class Keeping
{
    private const string CopyIsComplete = """
        async (rows) => {
          if (!(await indexedDB.databases()).some((one) => one.name === 'offline-copy')) return false;
          const done = (request) => new Promise((answer, fail) => { request.onsuccess = () => answer(request.result); request.onerror = fail; });
          const db = await done(indexedDB.open('offline-copy'));
          const stores = db.transaction(['books', 'rows']);
          const [book, count] = [await done(stores.objectStore('books').get('private')), await done(stores.objectStore('rows').count())];
          db.close();
          return Boolean(book?.complete && count >= rows);
        }
        """;

    /// <summary>Waits until the browser has a copy of the book.</summary>
    public static async Task IsCopied(Window window, int rows = 1)
    {
        await window.IsLive();
        // Asked from here: a predicate that the page waits for by itself counts a promise as true.
        for (var attempt = 0; !await window.Page.EvaluateAsync<bool>(CopyIsComplete, rows); attempt++)
        {
            Assert.True(attempt < 600, "The copy never came.");
            await Task.Delay(100);
        }
    }

    /// <summary>Waits until the browser has no copy of anything.</summary>
    public static async Task NothingIsKept(Window window)
    {
        for (var attempt = 0; !await window.Page.EvaluateAsync<bool>("async () => (await indexedDB.databases()).length === 0"); attempt++)
        {
            Assert.True(attempt < 600, "The copy never went.");
            await Task.Delay(100);
        }
    }

    /// <summary>Waits until the browser has the application's files.</summary>
    public static async Task HasItsFiles(Window window) => await window.Page.EvaluateAsync("navigator.serviceWorker.ready.then(() => undefined)");
}
