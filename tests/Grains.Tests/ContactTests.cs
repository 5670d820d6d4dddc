using System.Text;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Tests.Hosting;

namespace ContactOffice.Grains.Tests;

public sealed class Contacts_on_SQLite(NodeFixture<Sqlite> fixture) : ContactTests<Sqlite>(fixture);

public sealed class Contacts_on_PostgreSQL(NodeFixture<Postgres> fixture) : ContactTests<Postgres>(fixture);

public abstract class ContactTests<TDatabase>(NodeFixture<TDatabase> fixture) : IClassFixture<NodeFixture<TDatabase>> where TDatabase : TestDatabase, new()
{
    private readonly AccountId owner = Owners.New();

    [Fact]
    public async Task A_created_contact_is_read_as_it_was_sent_and_stands_in_the_list()
    {
        var node = await fixture.Node();
        var card = Cards.Of("Ada Lovelace", "ada-1", "X-ODD;A=b:kept");
        var created = await Create(node, card);

        var read = await node.Contact(created.Id).Read(owner);
        Assert.True(read.IsOk, read.Detail);
        Assert.Equal(card, read.Value.Card);
        Assert.Equal(("ada-1", 1L, owner), (read.Value.Uid, read.Value.Version, read.Value.CreatedBy));
        var page = (await node.Book(owner).List(owner, new())).Value!;
        Assert.Equal((created.Id, created.Seq, 1), (Assert.Single(page.Entries).Id, page.Seq, page.Total));
    }

    [Fact]
    public async Task A_put_replaces_the_card_and_moves_the_book()
    {
        var node = await fixture.Node();
        var created = await Create(node, Cards.Of("Before", "put-1"));
        var card = Cards.Of("After", "put-1");
        var put = await node.Contact(created.Id).Put(owner, card, created.Version);

        Assert.True(put.IsOk, put.Detail);
        Assert.Equal((2L, created.Seq + 1), (put.Value.Version, put.Value.Seq));
        Assert.Equal(card, (await node.Contact(created.Id).Read(owner)).Value!.Card);
        var changes = (await node.Book(owner).ChangesSince(owner, created.Seq, 100)).Value!;
        Assert.Equal((created.Id, 2L), (Assert.Single(changes.Entries).Id, changes.Entries[0].Version));
    }

    [Fact]
    public async Task A_stale_version_changes_nothing()
    {
        var node = await fixture.Node();
        var created = await Create(node, Cards.Of("One"));
        await node.Contact(created.Id).Put(owner, Cards.Of("Two"), 1);

        var stale = await node.Contact(created.Id).Put(owner, Cards.Of("Three"), 1);
        Assert.Equal((Outcome.Stale, "2"), (stale.Outcome, stale.Detail));
        Assert.Equal(Outcome.Stale, (await node.Contact(created.Id).Delete(owner, 1)).Outcome);
        Assert.Contains("FN:Two", Encoding.UTF8.GetString((await node.Contact(created.Id).Read(owner)).Value!.Card));
    }

    [Fact]
    public async Task A_UID_belongs_to_one_contact_of_a_book_until_that_is_deleted()
    {
        var node = await fixture.Node();
        var first = await Create(node, Cards.Of("First", "same"));
        var second = await node.Contact(ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), Cards.Of("Second", "same")));
        Assert.Equal((Outcome.UidTaken, first.Id.ToString()), (second.Outcome, second.Detail));

        var other = await Create(node, Cards.Of("Other", "other"));
        var put = await node.Contact(other.Id).Put(owner, Cards.Of("Other", "same"), null);
        Assert.Equal((Outcome.UidTaken, first.Id.ToString()), (put.Outcome, put.Detail));

        await node.Contact(first.Id).Delete(owner, null);
        Assert.True((await node.Contact(other.Id).Put(owner, Cards.Of("Other", "same"), null)).IsOk);
        var restored = await node.Contact(first.Id).Restore(owner);
        Assert.Equal((Outcome.UidTaken, other.Id.ToString()), (restored.Outcome, restored.Detail));
    }

    [Fact]
    public async Task Of_many_writes_at_once_those_that_cannot_be_done_are_refused_and_no_other()
    {
        var node = await fixture.Node();
        var holder = await Create(node, Cards.Of("Holder", "held"));
        var edited = new List<Written>();
        for (var i = 0; i < 10; i++) edited.Add(await Create(node, Cards.Of($"Edited {i}", $"edited-{i}")));

        var creations = Enumerable.Range(0, 30).Select(i => node.Contact(ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), Cards.Of($"New {i}", i % 10 == 3 ? "held" : $"new-{i}")))).ToList();
        var edits = edited.Select((contact, i) => node.Contact(contact.Id).Put(owner, Cards.Of($"Put {i}", i is 4 or 7 ? "held" : $"edited-{i}"), 1)).ToList();
        var made = await Task.WhenAll(creations);
        var put = await Task.WhenAll(edits);

        for (var i = 0; i < made.Length; i++) Assert.Equal(i % 10 == 3 ? (Outcome.UidTaken, holder.Id.ToString()) : (Outcome.Ok, null), (made[i].Outcome, made[i].Detail));
        for (var i = 0; i < put.Length; i++) Assert.Equal(i is 4 or 7 ? (Outcome.UidTaken, holder.Id.ToString()) : (Outcome.Ok, null), (put[i].Outcome, put[i].Detail));
        var taken = made.Where(answer => answer.IsOk).Select(answer => answer.Value!.Seq).Concat(put.Where(answer => answer.IsOk).Select(answer => answer.Value!.Seq));
        Assert.Equal(Enumerable.Range(12, 27 + 8).Select(n => (long)n), taken.Order());
        Assert.Equal(38, (await node.Book(owner).List(owner, new())).Value!.Total);
    }

    [Fact]
    public async Task Two_writers_of_one_version_do_not_both_succeed()
    {
        var node = await fixture.Node();
        var created = await Create(node, Cards.Of("Start"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => node.Contact(created.Id).Put(owner, Cards.Of($"Writer {i}"), 1)));

        Assert.Equal(1, answers.Count(answer => answer.IsOk));
        Assert.All(answers.Where(answer => !answer.IsOk), answer => Assert.Equal(Outcome.Stale, answer.Outcome));
    }

    [Fact]
    public async Task A_deleted_contact_is_gone_for_readers_and_comes_back_as_it_was()
    {
        var node = await fixture.Node();
        var card = Cards.Of("Away", "away");
        var created = await Create(node, card);
        var deleted = await node.Contact(created.Id).Delete(owner, 1);
        Assert.True(deleted.IsOk, deleted.Detail);
        Assert.Equal(Outcome.NotFound, (await node.Contact(created.Id).Read(owner)).Outcome);
        Assert.Equal(Outcome.NotFound, (await node.Contact(created.Id).Delete(owner, null)).Outcome);
        Assert.Equal(0, (await node.Book(owner).List(owner, new())).Value!.Total);
        var tombstone = Assert.Single((await node.Book(owner).ChangesSince(owner, created.Seq, 10)).Value!.Entries);
        Assert.True(tombstone.Deleted);
        Assert.Empty(tombstone.Summary);

        Assert.True((await node.Contact(created.Id).Restore(owner)).IsOk);
        Assert.Equal(card, (await node.Contact(created.Id).Read(owner)).Value!.Card);
        Assert.Equal(created.Id, Assert.Single((await node.Book(owner).List(owner, new())).Value!.Entries).Id);
        Assert.True((await node.Contact(created.Id).Restore(owner)).IsOk);
    }

    [Fact]
    public async Task What_is_not_ones_own_is_not_there()
    {
        var node = await fixture.Node();
        var created = await Create(node, Cards.Of("Mine"));
        var stranger = Owners.New();

        Assert.Equal(Outcome.NotFound, (await node.Contact(created.Id).Read(stranger)).Outcome);
        Assert.Equal(Outcome.NotFound, (await node.Contact(created.Id).Put(stranger, Cards.Of("Theirs"), null)).Outcome);
        Assert.Equal(Outcome.NotFound, (await node.Contact(created.Id).Put(stranger, Cards.Of("Theirs"), 17)).Outcome);
        Assert.Equal(Outcome.NotFound, (await node.Contact(created.Id).Delete(stranger, null)).Outcome);
        Assert.Equal(Outcome.NotFound, (await node.Book(owner).List(stranger, new())).Outcome);
        Assert.Equal(Outcome.NotFound, (await node.Book(owner).ReadCards(stranger, [created.Id])).Outcome);
        Assert.Equal(Outcome.NotFound, (await node.Contact(ContactId.New()).Create(stranger, new(BookId.PrivateOf(owner), Cards.Of("Intruder")))).Outcome);
        await node.Contact(created.Id).Delete(owner, null);
        Assert.Equal(Outcome.NotFound, (await node.Contact(created.Id).Restore(stranger)).Outcome);
        Assert.Empty((await node.Book(stranger).ReadCards(stranger, [created.Id])).Value!);
    }

    [Fact]
    public async Task A_creation_that_is_repeated_answers_as_the_first_time()
    {
        var node = await fixture.Node();
        var (id, card) = (ContactId.New(), Cards.Of("Twice", "twice"));
        var first = await node.Contact(id).Create(owner, new(BookId.PrivateOf(owner), card));
        var second = await node.Contact(id).Create(owner, new(BookId.PrivateOf(owner), card));

        Assert.Equal((first.Value!.Version, first.Value.Seq), (second.Value!.Version, second.Value.Seq));
        Assert.Equal(Outcome.Invalid, (await node.Contact(id).Create(owner, new(BookId.PrivateOf(owner), Cards.Of("Else")))).Outcome);
        Assert.Equal(1, (await node.Book(owner).List(owner, new())).Value!.Total);
    }

    [Fact]
    public async Task A_creation_under_a_key_answers_the_contact_as_it_is_now_and_never_another()
    {
        var node = await fixture.Node();
        var (id, card, book) = (ContactId.New(), Cards.Of("Keyed", "keyed"), BookId.PrivateOf(owner));
        var first = (await node.Contact(id).Create(owner, new(book, card, Repeated: true))).Value!;
        Assert.True(first.AsSent);
        await node.Contact(id).Put(owner, Cards.Of("Edited", "keyed"), null);

        var second = (await node.Contact(id).Create(owner, new(book, card, Repeated: true))).Value!;
        Assert.Equal((id, 2L, first.Seq + 1, false), (second.Id, second.Version, second.Seq, second.AsSent));
        Assert.Equal(1, (await node.Book(owner).List(owner, new())).Value!.Total);

        var stranger = Owners.New();
        Assert.Equal(Outcome.KeyTaken, (await node.Contact(id).Create(stranger, new(BookId.PrivateOf(stranger), card, Repeated: true))).Outcome);
        await node.Book(owner).Delete(owner, [id]);
        Assert.Equal(Outcome.KeyTaken, (await node.Contact(id).Create(owner, new(book, card, Repeated: true))).Outcome);
        await node.Book(owner).Restore(owner, [id]);
        Assert.Equal(4, (await node.Contact(id).Create(owner, new(book, card, Repeated: true))).Value!.Version);
    }

    [Fact]
    public async Task Creations_under_one_key_at_once_make_one_contact()
    {
        var node = await fixture.Node();
        var (id, card) = (ContactId.New(), Cards.Of("Once"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => node.Contact(id).Create(owner, new(BookId.PrivateOf(owner), card, Repeated: true))));
        Assert.All(answers, answer => Assert.Equal((1L, 1L), (answer.Value!.Version, answer.Value.Seq)));
    }

    [Fact]
    public async Task What_is_no_card_is_refused_with_a_reason_and_leaves_nothing()
    {
        var node = await fixture.Node();
        var refused = await node.Contact(ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), "hello"u8.ToArray()));

        Assert.Equal(Outcome.Invalid, refused.Outcome);
        Assert.NotEmpty(refused.Detail!);
        Assert.Equal(0, (await node.Book(owner).List(owner, new())).Value!.Total);
    }

    [Fact]
    public async Task Two_contacts_of_a_book_do_not_share_a_href()
    {
        var node = await fixture.Node();
        var first = (await node.Contact(ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), Cards.Of("A"), "a.vcf"))).Value!;
        var second = await node.Contact(ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), Cards.Of("B"), "a.vcf"));

        Assert.Equal((Outcome.NameTaken, first.Id.ToString()), (second.Outcome, second.Detail));
        Assert.Equal(first.Id, (await node.Book(owner).ByHref(owner, ["a.vcf", "b.vcf"])).Value![0]!.Id);
        Assert.Equal(Outcome.Invalid, (await node.Contact(ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), Cards.Of("C"), "../c"))).Outcome);
    }

    private async Task<Written> Create(Node node, byte[] card)
    {
        var created = await node.Contact(ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), card));
        Assert.True(created.IsOk, created.Detail);
        return created.Value;
    }
}
