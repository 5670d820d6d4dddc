using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Tests.Hosting;

namespace ContactOffice.Grains.Tests;

public sealed class Many_at_once_on_SQLite(NodeFixture<Sqlite> fixture) : ManyTests<Sqlite>(fixture);

public sealed class Many_at_once_on_PostgreSQL(NodeFixture<Postgres> fixture) : ManyTests<Postgres>(fixture);

public abstract class ManyTests<TDatabase>(NodeFixture<TDatabase> fixture) : IClassFixture<NodeFixture<TDatabase>> where TDatabase : TestDatabase, new()
{
    private readonly AccountId owner = Owners.New();

    [Fact]
    public async Task What_is_deleted_together_comes_back_as_it_was()
    {
        var node = await fixture.Node();
        var ids = new List<ContactId>();
        for (var i = 0; i < 20; i++) ids.Add((await Create(node, $"Person {i:00}")).Id);
        var before = (await node.Book(owner).List(owner, new())).Value!;

        var deleted = (await node.Book(owner).Delete(owner, [.. ids.Take(12), ContactId.New(), ids[0]])).Value!;
        Assert.Equal(ids.Take(12).Order(ById), deleted.Order(ById));
        var left = (await node.Book(owner).List(owner, new())).Value!;
        Assert.Equal((8, 32L), (left.Total, left.Seq));
        var changes = (await node.Book(owner).ChangesSince(owner, 20, 100)).Value!;
        Assert.Equal(Enumerable.Range(21, 12).Select(n => (long)n), changes.Entries.Select(entry => entry.Seq));
        Assert.All(changes.Entries, entry => Assert.True(entry is { Deleted: true, Version: 2 }));

        var restored = (await node.Book(owner).Restore(owner, [.. ids, ContactId.New()])).Value!;
        Assert.Equal(deleted.Order(ById), restored.Order(ById));
        var after = (await node.Book(owner).List(owner, new())).Value!;
        Assert.Equal((20, 44L), (after.Total, after.Seq));
        Assert.Equal(before.Entries.Select(entry => (entry.Id, Convert.ToHexString(entry.Summary))), after.Entries.Select(entry => (entry.Id, Convert.ToHexString(entry.Summary))));
        Assert.Equal(1, (await node.Book(owner).List(owner, new(Text: "person 07"))).Value!.Total);
        var edited = await node.Contact(ids[0]).Put(owner, Cards.Of("Edited"), 3);
        Assert.True(edited.IsOk, edited.Detail);
    }

    [Fact]
    public async Task A_contact_in_use_knows_at_once_that_it_was_deleted_and_restored()
    {
        var node = await fixture.Node();
        var id = (await Create(node, "In use")).Id;
        Assert.True((await node.Contact(id).Read(owner)).IsOk);
        await node.Book(owner).Delete(owner, [id]);
        Assert.Equal(Outcome.NotFound, (await node.Contact(id).Read(owner)).Outcome);
        Assert.Equal(Outcome.NotFound, (await node.Contact(id).Put(owner, Cards.Of("Too late"), 1)).Outcome);
        Assert.Equal(Outcome.NotFound, (await node.Contact(id).Delete(owner, null)).Outcome);
        await node.Book(owner).Restore(owner, [id]);
        Assert.True((await node.Contact(id).Put(owner, Cards.Of("In use again"), null)).IsOk);
        await node.Book(owner).Delete(owner, [id]);
        Assert.True((await node.Contact(id).Restore(owner)).IsOk);
        Assert.Equal(1, (await node.Book(owner).List(owner, new())).Value!.Total);
    }

    [Fact]
    public async Task One_whose_UID_was_taken_stays_deleted_and_does_not_stop_the_others()
    {
        var node = await fixture.Node();
        var first = (await Create(node, "First", "twice")).Id;
        await node.Book(owner).Delete(owner, [first]);
        var second = (await Create(node, "Second", "twice")).Id;
        var other = (await Create(node, "Other")).Id;
        await node.Book(owner).Delete(owner, [other]);
        Assert.Equal([other], (await node.Book(owner).Restore(owner, [first, other])).Value!);

        // Both deleted: the one that is named first comes back.
        await node.Book(owner).Delete(owner, [second]);
        Assert.Single((await node.Book(owner).Restore(owner, [first, second])).Value!);
        Assert.Equal(2, (await node.Book(owner).List(owner, new())).Value!.Total);
    }

    [Fact]
    public async Task Others_cannot_delete_what_is_not_theirs_and_too_many_are_refused()
    {
        var node = await fixture.Node();
        var id = (await Create(node, "Mine")).Id;
        var stranger = Owners.New();
        Assert.Equal(Outcome.NotFound, (await node.Book(owner).Delete(stranger, [id])).Outcome);
        Assert.Empty((await node.Book(stranger).Delete(stranger, [id])).Value!);
        Assert.Equal(Outcome.Invalid, (await node.Book(owner).Delete(owner, [.. Enumerable.Range(0, 501).Select(_ => ContactId.New())])).Outcome);
        Assert.True((await node.Contact(id).Read(owner)).IsOk);
        await node.Book(owner).Delete(owner, [id]);
        Assert.Empty((await node.Book(stranger).Restore(stranger, [id])).Value!);
        fixture.Time.Advance(TimeSpan.FromDays(31));
        Assert.Empty((await node.Book(owner).Restore(owner, [id])).Value!);
    }

    private static readonly Comparer<ContactId> ById = Comparer<ContactId>.Create((a, b) => a.Value.CompareTo(b.Value));

    private async Task<Written> Create(Node node, string name, string? uid = null)
    {
        var created = await node.Contact(ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), Cards.Of(name, uid)));
        Assert.True(created.IsOk, created.Detail);
        return created.Value;
    }
}
