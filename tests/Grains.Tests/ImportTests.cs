using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Tests.Hosting;

namespace ContactOffice.Grains.Tests;

public sealed class Imports_on_SQLite(NodeFixture<Sqlite> fixture) : ImportTests<Sqlite>(fixture);

public sealed class Imports_on_PostgreSQL(NodeFixture<Postgres> fixture) : ImportTests<Postgres>(fixture);

public abstract class ImportTests<TDatabase>(NodeFixture<TDatabase> fixture) : IClassFixture<NodeFixture<TDatabase>> where TDatabase : TestDatabase, new()
{
    private readonly AccountId owner = Owners.New();

    [Fact]
    public async Task Bad_and_double_records_are_told_and_the_others_imported()
    {
        var node = await fixture.Node();
        await node.Contact(ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), Cards.Of("There already", "there")));
        var import = await Begin(node, preview: false);
        var cards = new[]
        {
            new ImportCard(1, Cards.Of("Good", "good")),
            new ImportCard(10, "no card at all"u8.ToArray()),
            new ImportCard(20, Cards.Of("Same in file", "good")),
            new ImportCard(30, Cards.Of("Same in book", "there")),
            new ImportCard(40, Cards.Of("Without UID")),
            new ImportCard(50, Cards.Of("Without UID")),
            new ImportCard(60, "text"u8.ToArray(), "Text outside of any card."),
        };
        var added = await import.Add(owner, cards, 700);
        Assert.True(added.IsOk, added.Detail);
        Assert.Equal((2, 3, 2), (added.Value.Imported, added.Value.Skipped, added.Value.Broken));
        var again = await import.Add(owner, [new ImportCard(100, Cards.Of("Good in a later batch", "good"))], 800);
        Assert.Equal(4, again.Value!.Skipped);

        var report = (await import.Finish(owner, null)).Value!;
        Assert.Equal((ImportState.Finished, 800L), (report.State, report.BytesRead));
        var lines = report.Records.ToDictionary(record => record.Line);
        Assert.Equal([10, 20, 30, 50, 60, 100], lines.Keys.Order());
        Assert.Equal((ImportResult.Broken, "Text outside of any card."), (lines[60].Result, lines[60].Reason));
        Assert.Equal(ImportResult.Broken, lines[10].Result);
        Assert.Contains("line 1", lines[20].Reason);
        Assert.Contains("UID", lines[30].Reason);
        Assert.NotNull(lines[30].Id);
        Assert.Contains("line 40", lines[50].Reason);
        Assert.Equal(["vcard.no-card", "same-uid-in-file", "same-uid-in-book", "same-card-in-file", "vcard.no-card", "same-uid-in-file"], lines.OrderBy(pair => pair.Key).Select(pair => pair.Value.ReasonCode));
        Assert.Equal([null, "1", null, "40", null, "1"], lines.OrderBy(pair => pair.Key).Select(pair => pair.Value.ReasonValues?["line"]));
        Assert.Equal(3, (await node.Book(owner).List(owner, new())).Value!.Total);
        Assert.Equal(Outcome.NotFound, (await import.Report(Owners.New())).Outcome);
    }

    [Fact]
    public async Task A_file_imported_again_adds_nothing()
    {
        var node = await fixture.Node();
        var cards = Enumerable.Range(0, 300).Select(i => new ImportCard(i * 5 + 1, Cards.Of($"Again {i}", i % 2 == 0 ? $"again-{i}" : null))).ToArray();
        var first = await Begin(node, preview: false);
        Assert.Equal(300, (await first.Add(owner, cards, 1)).Value!.Imported);
        var second = await Begin(node, preview: false);
        Assert.Equal((0, 300), ((await second.Add(owner, cards, 1)).Value!.Imported, (await second.Report(owner)).Value!.Skipped));
        var page = (await node.Book(owner).List(owner, new(Limit: 500))).Value!;
        Assert.Equal((300, 300L), (page.Total, page.Seq));
        Assert.Equal(Enumerable.Range(1, 300).Select(n => (long)n), page.Entries.Select(entry => entry.Seq).Order());
    }

    [Fact]
    public async Task A_preview_tells_the_same_and_does_nothing()
    {
        var node = await fixture.Node();
        ImportCard[] cards = [new(1, Cards.Of("One", "p-1")), new(9, Cards.Of("Two", "p-1")), new(20, "x"u8.ToArray())];
        var import = await Begin(node, preview: true);
        var report = (await import.Add(owner, cards, 1)).Value!;
        Assert.Equal((1, 1, 1), (report.Imported, report.Skipped, report.Broken));
        Assert.Equal(["One", "Two", ""], (await import.Finish(owner, null)).Value!.Records.Select(record => record.Name));
        Assert.Equal(0, (await node.Book(owner).List(owner, new())).Value!.Total);
    }

    [Fact]
    public async Task Undo_removes_what_was_imported_except_what_was_edited_since()
    {
        var node = await fixture.Node();
        await node.Contact(ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), Cards.Of("Own")));
        var import = await Begin(node, preview: false);
        await import.Add(owner, [.. Enumerable.Range(0, 500).Select(i => new ImportCard(i, Cards.Of($"Imported {i}")))], 1);
        await import.Add(owner, [.. Enumerable.Range(500, 200).Select(i => new ImportCard(i, Cards.Of($"Imported {i}")))], 1);
        Assert.Equal(Outcome.Invalid, (await import.Undo(owner)).Outcome);
        await import.Finish(owner, null);
        var entries = (await node.Book(owner).List(owner, new(Limit: 3, Offset: 0))).Value!.Entries;
        Assert.True((await node.Contact(entries[0].Id).Put(owner, Cards.Of("Edited"), null)).IsOk);

        Assert.Equal(new UndoneImport(699, 1), (await import.Undo(owner)).Value);
        var left = (await node.Book(owner).List(owner, new())).Value!;
        Assert.Equal((2, 701L + 1 + 699), (left.Total, left.Seq));
        Assert.Equal(ImportState.Undone, (await import.Report(owner)).Value!.State);
        Assert.Equal(new UndoneImport(0, 1), (await import.Undo(owner)).Value);
        Assert.True((await node.Contact(entries[1].Id).Restore(owner)).IsOk);
    }

    [Fact]
    public async Task An_import_is_begun_once_and_bounded()
    {
        var node = await fixture.Node();
        var import = await Begin(node, preview: false);
        Assert.Equal(Outcome.NameTaken, (await import.Begin(owner, BookId.PrivateOf(owner), false, 1)).Outcome);
        Assert.Equal(Outcome.Invalid, (await import.Add(owner, [.. Enumerable.Range(0, 501).Select(i => new ImportCard(i, Cards.Of("x")))], 1)).Outcome);
        await import.Finish(owner, "The connection was cut.");
        Assert.Equal(Outcome.Invalid, (await import.Add(owner, [new(1, Cards.Of("late"))], 1)).Outcome);
        Assert.Equal((ImportState.Failed, "The connection was cut."), ((await import.Report(owner)).Value!.State, (await import.Report(owner)).Value!.Failure));
        Assert.Equal(Outcome.NotFound, (await node.Grains.GetGrain<IImportGrain>(Guid.NewGuid()).Begin(Owners.New(), BookId.PrivateOf(owner), false, 1)).Outcome);
    }

    private async Task<IImportGrain> Begin(Node node, bool preview)
    {
        var import = node.Grains.GetGrain<IImportGrain>(Guid.NewGuid());
        var begun = await import.Begin(owner, BookId.PrivateOf(owner), preview, 1000);
        Assert.True(begun.IsOk, begun.Detail);
        return import;
    }
}
