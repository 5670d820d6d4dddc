using System.Collections.Concurrent;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Tests.Hosting;

namespace ContactOffice.Grains.Tests;

/// <summary>What was acknowledged stays, whatever happens to the node that did it.</summary>
public sealed class DurabilityTests
{
    [Fact]
    public Task A_node_killed_under_load_loses_nothing_on_SQLite() => KilledUnderLoad<Sqlite>();

    [Fact]
    public Task A_node_killed_under_load_loses_nothing_on_PostgreSQL() => KilledUnderLoad<Postgres>();

    [Fact]
    public async Task A_restarted_server_knows_its_accounts_and_contacts_on_SQLite() => await Restarted<Sqlite>();

    [Fact]
    public async Task A_restarted_server_knows_its_accounts_and_contacts_on_PostgreSQL() => await Restarted<Postgres>();

    [Fact]
    public async Task Two_nodes_start_at_once_on_an_empty_database_and_serve_one_book()
    {
        using var database = new Postgres();
        var options = await database.Create();
        var nodes = await Task.WhenAll(Node.Start(options), Node.Start(options));
        var owner = Owners.New();
        var writes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => nodes[i % 2].Contact(ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), Cards.Of($"Contact {i}")))));
        Assert.All(writes, write => Assert.True(write.IsOk, write.Detail));
        foreach (var node in nodes) Assert.Equal((40, 40L), ((await node.Book(owner).List(owner, new())).Value!.Total, (await node.Book(owner).Sequence(owner)).Value));
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task The_other_node_goes_on_when_one_is_killed_under_load()
    {
        using var database = new Postgres();
        var options = await database.Create();
        var nodes = await Task.WhenAll(Node.Start(options), Node.Start(options));
        var owner = Owners.New();
        using var load = new Load(owner);
        load.Begin(nodes[1]);
        await load.Acknowledges(100);
        await nodes[0].Kill();
        await load.Acknowledges(100);
        await load.End();
        await load.NothingIsLost(nodes[1]);
        await nodes[1].DisposeAsync();
    }

    [Fact]
    public async Task An_import_whose_node_died_ends_in_a_true_report()
    {
        using var database = new Sqlite();
        var options = await database.Create();
        var (owner, id) = (Owners.New(), Guid.NewGuid());
        var node = await Node.Start(options);
        await node.Grains.GetGrain<IImportGrain>(id).Begin(owner, BookId.PrivateOf(owner), false, 100);
        await node.Grains.GetGrain<IImportGrain>(id).Add(owner, [.. Enumerable.Range(0, 25).Select(i => new ImportCard(i, Cards.Of($"{i}")))], 50);
        await node.Kill();

        await using var next = await Node.Start(options);
        var report = (await next.Grains.GetGrain<IImportGrain>(id).Report(owner)).Value!;
        // A kill in process lets grains put themselves down; one from outside does not. Either way the count is right.
        Assert.Equal(25, report.Imported);
        Assert.Equal(25, (await next.Book(owner).List(owner, new())).Value!.Total);
        Assert.True((await next.Grains.GetGrain<IImportGrain>(id).Finish(owner, null)).IsOk);
        Assert.Equal(25, (await next.Grains.GetGrain<IImportGrain>(id).Undo(owner)).Value!.Removed);
    }

    private static async Task KilledUnderLoad<TDatabase>() where TDatabase : TestDatabase, new()
    {
        using var database = new TDatabase();
        var options = await database.Create();
        using var load = new Load(Owners.New());
        for (var kill = 0; kill < 3; kill++)
        {
            var node = await Node.Start(options);
            load.Begin(node);
            await load.Acknowledges(60);
            await node.Kill();
            await load.End();
        }
        await using var last = await Node.Start(options);
        await load.NothingIsLost(last);
    }

    private static async Task Restarted<TDatabase>() where TDatabase : TestDatabase, new()
    {
        using var database = new TDatabase();
        var options = await database.Create();
        var (owner, id) = (Owners.New(), ContactId.New());
        var app = "";
        var picture = "";
        await using (var node = await Node.Start(options))
        {
            await node.Account(owner.Value).Create(new(owner.Value, "a password", "Owner"));
            app = (await node.Account(owner.Value).IssueAppPassword("Phone")).Value!.Secret;
            picture = (await node.Account(owner.Value).SetPicture([0xFF, 0xD8, 0xFF])).Value!.Picture;
            await node.Contact(id).Create(owner, new(BookId.PrivateOf(owner), Cards.Of("Lasting")));
        }
        await using var again = await Node.Start(options);
        Assert.True((await again.Account(owner.Value).VerifyPassword("a password")).IsOk);
        Assert.True((await again.Account(owner.Value).VerifyDevice(app)).IsOk);
        Assert.Equal(picture, (await again.Account(owner.Value).Profile()).Value!.Picture);
        Assert.Equal(Cards.Of("Lasting"), (await again.Contact(id).Read(owner)).Value!.Card);
        Assert.Equal(1, (await again.Book(owner).Sequence(owner)).Value);
    }

    /// <summary>Writers that remember what was acknowledged to them.</summary>
    private sealed class Load(AccountId owner) : IDisposable
    {
        public void Dispose() => ending.Dispose();

        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
        private readonly ConcurrentDictionary<ContactId, long> acknowledged = [];
        private readonly ConcurrentDictionary<long, ContactId> seqs = [];
        private CancellationTokenSource ending = new();
        private Task writing = Task.CompletedTask;

        public void Begin(Node node)
        {
            ending.Dispose();
            ending = new CancellationTokenSource();
            writing = Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Write(node, ending.Token))));
        }

        /// <summary>Waits until that many writes more were acknowledged.</summary>
        public async Task Acknowledges(int writes)
        {
            for (var enough = seqs.Count + writes; seqs.Count < enough;)
            {
                if (writing.IsCompleted) await writing; // a failed check ends it
                await Task.Delay(10);
            }
        }

        public async Task End()
        {
            await ending.CancelAsync();
            await writing;
        }

        private async Task Write(Node node, CancellationToken end)
        {
            var id = ContactId.New();
            for (var round = 0; !end.IsCancellationRequested; round++)
            {
                try
                {
                    var answer = await (round == 0
                        ? node.Contact(id).Create(owner, new(BookId.PrivateOf(owner), Cards.Of("Written")))
                        : node.Contact(id).Put(owner, Cards.Of($"Written {round}"), null)).WaitAsync(Patience, CancellationToken.None); // to its end: what is under way still changes what is compared
                    if (!answer.IsOk) throw new InvalidOperationException(answer.Detail);
                    acknowledged.AddOrUpdate(id, answer.Value.Version, (_, before) => Math.Max(before, answer.Value.Version));
                    Assert.True(seqs.TryAdd(answer.Value.Seq, id), $"Number {answer.Value.Seq} was given twice.");
                }
                catch (Exception fault) when (fault is not Xunit.Sdk.XunitException)
                {
                    // The node is gone or going, and whether it wrote is unknown: another contact, then.
                    (round, id) = (-1, ContactId.New());
                    await Task.Delay(20, CancellationToken.None);
                }
            }
        }

        public async Task NothingIsLost(Node node)
        {
            var entries = new List<BookEntry>();
            for (var (since, more) = (0L, true); more;)
            {
                var changes = (await node.Book(owner).ChangesSince(owner, since, 1000)).Value!;
                entries.AddRange(changes.Entries);
                (since, more) = (changes.Seq, changes.More);
            }
            var listed = entries.ToDictionary(entry => entry.Id);
            Assert.Equal(entries.Count, entries.Select(entry => entry.Seq).Distinct().Count());
            foreach (var (id, version) in acknowledged)
            {
                Assert.True(listed[id].Version >= version, $"Version {version} of {id} was acknowledged; the book has {listed[id].Version}.");
                Assert.Equal(listed[id].Version, (await node.Contact(id).Read(owner)).Value!.Version);
            }
        }
    }
}
