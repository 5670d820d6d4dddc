using System.Diagnostics;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks;

/// <summary>What sharing costs: an edit by how many books show the contact; a whole book deleted and restored.</summary>
internal static class SharingCommand
{
    private const int Edits = 100;
    private const int Many = 5_000;
    private static readonly int[] Books = [1, 10, 50];

    public static async Task<int> Run(Options options)
    {
        var path = options.Text("out");
        await using var measured = await Measured.Prepare(options);
        await using var server = await measured.StartNode();
        using var administrator = await Session.SetUp(server);
        var report = new Report("Sharing", ("database", measured.DatabaseName), ("edits", $"{Edits}, one after the other"));
        var alice = await administrator.CreateAccount("alice");
        var groups = Enumerable.Range(0, Books[^1]).Select(i => $"Group {i:00}").ToArray();
        foreach (var name in groups) await Done(alice, HttpMethod.Post, "/groups", new { name, kind = "byInvitation" });
        await EditsOfShared(alice, groups, report);
        await DeletedAndRestored(alice, groups[0], report);
        return report.Finish(path);
    }

    private static async Task EditsOfShared(Session alice, string[] groups, Report report)
    {
        var perBook = new List<double>();
        foreach (var count in Books)
        {
            var id = (await Done(alice, HttpMethod.Post, "/books/private/contacts", "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Shared\r\nEND:VCARD\r\n")).GetProperty("id").GetString()!;
            await Done(alice, HttpMethod.Post, $"/contacts/{id}/shares", new { groups = groups[..count] });
            var before = await Sequence(alice, groups[0]);
            var times = new List<double>();
            for (var i = -10; i < Edits; i++)
            {
                var began = Stopwatch.GetTimestamp();
                await Done(alice, HttpMethod.Patch, "/contacts/" + id, new { fields = new { notes = $"Edit {i}" } });
                if (i >= 0) times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            var moved = await Sequence(alice, groups[0]) - before;
            report.Add($"an edit of a contact in {count} group books, p50", Latencies.Median(times), "ms");
            report.AtMost($"notices of an edit in each of {count} books", moved / (Edits + 10.0), 1, "");
            perBook.Add(Latencies.Median(times) / (count + 1));
        }
        report.AtMost("time per book, 50 books to 1", perBook[^1] / perBook[0], 1, "x");
    }

    private static async Task DeletedAndRestored(Session alice, string group, Report report)
    {
        await alice.Import(Many);
        var ids = (await alice.List()).ConvertAll(contact => contact.Id);
        foreach (var part in ids.Chunk(500).Take(2)) await Done(alice, HttpMethod.Post, "/books/private/contacts/share", new { ids = part, groups = new[] { group } });
        foreach (var (what, path) in new[] { ("deleted", "/books/private/contacts/delete"), ("restored, 1,000 of them in a group", "/books/private/trash/restore") })
        {
            var began = Stopwatch.StartNew();
            foreach (var part in ids.Chunk(500)) await Done(alice, HttpMethod.Post, path, new { ids = part });
            report.AtMost($"{ids.Count:N0} contacts {what}", began.Elapsed.TotalSeconds, 10, "s");
        }
    }

    private static async Task<long> Sequence(Session session, string group) => (await Done(session, HttpMethod.Get, $"/books/{Uri.EscapeDataString(group)}/contacts?limit=1", null)).GetProperty("seq").GetInt64();

    private static async Task<System.Text.Json.JsonElement> Done(Session session, HttpMethod method, string path, object? body)
    {
        var (status, answer) = await session.Send(method, path, body);
        return status is >= 200 and < 300 ? answer : throw new InvalidOperationException($"{method} {path}: {status} {answer}");
    }
}
