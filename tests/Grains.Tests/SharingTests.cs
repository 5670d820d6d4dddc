using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;
using ContactOffice.Grains.Tests.Hosting;

namespace ContactOffice.Grains.Tests;

public sealed class Sharing_on_SQLite(NodeFixture<Sqlite> fixture) : SharingTests<Sqlite>(fixture);

public sealed class Sharing_on_PostgreSQL(NodeFixture<Postgres> fixture) : SharingTests<Postgres>(fixture);

public abstract class SharingTests<TDatabase>(NodeFixture<TDatabase> fixture) : IClassFixture<NodeFixture<TDatabase>> where TDatabase : TestDatabase, new()
{
    [Fact]
    public async Task A_contact_in_many_books_is_one_and_an_edit_moves_each_book_once()
    {
        var people = await Team.Of(await fixture.Node(), groups: 3);
        var id = await people.Add(people.Alice, "Shared");
        await people.Share(id, people.Groups);
        var before = await people.Sequences();
        var edited = await people.Node.Contact(id).Put(people.Alice, Cards.Of("Edited"), 1);
        Assert.True(edited.IsOk, edited.Detail);
        Assert.Equal(before.Select(seq => seq + 1), await people.Sequences());
        foreach (var group in people.Groups)
        {
            var entry = Assert.Single((await people.Book(group).List(people.Bob, new())).Value!.Entries);
            Assert.Equal((id, 2L), (entry.Id, entry.Version));
            Assert.Equal(1, (await people.Book(group).List(people.Bob, new(Text: "edited"))).Value!.Total);
        }
        Assert.Equal(4, (await people.Node.Contact(id).Places(people.Alice)).Value!.Length);
        Assert.Equal(Outcome.Forbidden, (await people.Node.Contact(id).Put(people.Bob, Cards.Of("Not his"), 2)).Outcome);
    }

    [Fact]
    public async Task What_sync_clients_cannot_see_moves_the_book_and_no_card()
    {
        var people = await Team.Of(await fixture.Node(), groups: 1);
        var id = await people.Add(people.Alice, "Talked about");
        await people.Share(id, people.Groups);
        var book = people.Book(people.Groups[0]);
        var since = (await book.Sequence(people.Bob)).Value;
        var comment = (await people.Node.Contact(id).AddComment(people.Bob, " Nice\r\nperson ")).Value!;
        Assert.Equal("Nice\nperson", comment.Text);
        await people.Node.Contact(id).Grant(people.Alice, [Principal.AllOf(people.Groups[0])]);
        var all = Assert.Single((await book.ChangesSince(people.Bob, since, 10)).Value!.Entries);
        Assert.Equal((1L, 1L), (all.Version, all.Comments));
        Assert.True(all.Seq > all.CardSeq);
        Assert.Empty((await book.ChangesSince(people.Bob, since, 10, cards: true)).Value!.Entries);
        Assert.Equal(1, (await people.Node.Contact(id).Read(people.Bob)).Value!.Version);

        // Granted to all members: Bob edits, and the count of comments stays where it was.
        Assert.True((await people.Node.Contact(id).Put(people.Bob, Cards.Of("By Bob"), 1)).IsOk);
        Assert.Equal(1, Assert.Single((await people.Node.Book(people.Alice).List(people.Alice, new())).Value!.Entries).Comments);
        Assert.Single((await book.ChangesSince(people.Bob, since, 10, cards: true)).Value!.Entries);
        Assert.Equal(Outcome.Forbidden, (await people.Node.Contact(id).Grant(people.Bob, [])).Outcome);
        Assert.Empty((await people.Node.Contact(id).Grant(people.Alice, [])).Value!.Editors);
        Assert.Equal(Outcome.Forbidden, (await people.Node.Contact(id).Put(people.Bob, Cards.Of("No more"), null)).Outcome);
        Assert.True(Assert.Single((await people.Node.Contact(id).Comments(people.Bob)).Value!).MayDelete);
        Assert.True((await people.Node.Contact(id).DeleteComment(people.Alice, comment.Id)).IsOk);
        Assert.Empty((await people.Node.Contact(id).Comments(people.Bob)).Value!);
    }

    [Fact]
    public async Task Where_a_contact_appears_is_told_wherever_it_appears_and_moves_no_card()
    {
        var people = await Team.Of(await fixture.Node(), groups: 2);
        var id = await people.Add(people.Alice, "Goes about");
        var (home, first) = (people.Node.Book(people.Alice), people.Book(people.Groups[0]));
        var atHome = (await home.Sequence(people.Alice)).Value;
        await people.Share(id, [people.Groups[0]]);
        var told = Assert.Single((await home.ChangesSince(people.Alice, atHome, 10)).Value!.Entries);
        Assert.Equal((id, atHome + 1, atHome), (told.Id, told.Seq, told.CardSeq));
        Assert.Empty((await home.ChangesSince(people.Alice, atHome, 10, cards: true)).Value!.Entries);

        var inFirst = (await first.Sequence(people.Bob)).Value;
        await people.Share(id, [people.Groups[1]]);
        await people.Book(people.Groups[1]).Unshare(people.Alice, [id]);
        Assert.Equal(inFirst + 2, (await first.Sequence(people.Bob)).Value);
        Assert.Equal(atHome + 3, (await home.Sequence(people.Alice)).Value);
        Assert.Empty((await first.ChangesSince(people.Bob, inFirst, 10, cards: true)).Value!.Entries);

        await first.Delete(people.Alice, [id]);
        await first.Restore(people.Alice, [id]);
        Assert.Equal(atHome + 5, (await home.Sequence(people.Alice)).Value);
        // Nothing new: nobody is told.
        await people.Share(id, [people.Groups[0]]);
        Assert.Equal(atHome + 5, (await home.Sequence(people.Alice)).Value);
    }

    [Fact]
    public async Task References_that_were_taken_out_long_ago_are_forgotten()
    {
        var people = await Team.Of(await fixture.Node(), groups: 1);
        var (gone, kept, book) = (await people.Add(people.Alice, "Gone"), await people.Add(people.Alice, "Kept"), people.Book(people.Groups[0]));
        await people.Share(gone, people.Groups);
        await people.Share(kept, people.Groups);
        await book.Delete(people.Alice, [gone]);
        var after = (await book.Sequence(people.Bob)).Value;
        var now = DateTimeOffset.UtcNow;
        await people.Node.Store.Transact(session => TrashRows.ForgetReferences(session, now - TimeSpan.FromDays(30)));
        Assert.Single((await book.Trash(people.Alice, 0, 10)).Value!.Items);

        while (await people.Node.Store.Transact(session => TrashRows.ForgetReferences(session, now + TimeSpan.FromMinutes(1)))) { }
        Assert.Empty((await book.Trash(people.Alice, 0, 10)).Value!.Items);
        await Task.Delay(1100);
        Assert.Equal(Outcome.HorizonPassed, (await book.ChangesSince(people.Bob, after - 1, 10)).Outcome);
        Assert.Equal([kept], (await book.ChangesSince(people.Bob, 0, 10)).Value!.Entries.Select(entry => entry.Id));
        Assert.True((await people.Node.Contact(gone).Read(people.Alice)).IsOk);
        Assert.Equal([gone], (await people.Node.Book(people.Alice).Share(people.Alice, [gone], [people.Groups[0]])).Value!.Shared);
        Assert.Equal(2, (await book.List(people.Bob, new())).Value!.Total);
    }

    [Fact]
    public async Task Of_two_that_had_one_name_in_a_book_the_first_to_come_back_has_it_again()
    {
        var people = await Team.Of(await fixture.Node(), groups: 1);
        var (group, home) = (people.Groups[0], people.Node.Book(people.Alice));
        var ids = new[] { await people.Add(people.Alice, "One"), await people.Add(people.Alice, "Two") };
        foreach (var id in ids)
        {
            Assert.Equal([id], (await home.Share(people.Alice, [id], [group], "named.vcf")).Value!.Shared);
            await people.Book(group).Delete(people.Alice, [id]);
        }
        Assert.Equal(2, (await home.Share(people.Alice, ids, [group])).Value!.Shared.Length);
        var names = (await people.Book(group).List(people.Bob, new())).Value!.Entries.Select(entry => entry.Href).ToArray();
        Assert.Equal(2, names.Distinct().Count());
        Assert.Single(names, "named.vcf");
    }

    [Fact]
    public async Task One_that_comes_back_under_another_name_leaves_a_tombstone_under_the_old_one()
    {
        var people = await Team.Of(await fixture.Node(), groups: 1);
        var (group, home, book) = (people.Groups[0], people.Node.Book(people.Alice), people.Book(people.Groups[0]));
        var (id, other) = (await people.Add(people.Alice, "One"), await people.Add(people.Alice, "Other"));
        Assert.Equal([id], (await home.Share(people.Alice, [id], [group], "one.vcf")).Value!.Shared);
        var known = (await book.Sequence(people.Bob)).Value;
        await book.Delete(people.Alice, [id]);
        Assert.Equal([id], (await home.Share(people.Alice, [id], [group], "two.vcf")).Value!.Shared);
        Assert.Equal([("one.vcf", true), ("two.vcf", false)], await Names(known));
        Assert.Empty((await book.Trash(people.Alice, 0, 10)).Value!.Items);

        // Its home moves there, by a third name; and a name that is somebody else's by then is no tombstone.
        known = (await book.Sequence(people.Bob)).Value;
        await book.Delete(people.Alice, [id]);
        Assert.Equal([other], (await home.Share(people.Alice, [other], [group], "one.vcf")).Value!.Shared);
        Assert.True((await home.MoveHome(people.Alice, id, BookId.Of(group), "three.vcf")).IsOk);
        Assert.Equal([("one.vcf", false), ("two.vcf", true), ("three.vcf", false)], await Names(known));

        async Task<(string, bool)[]> Names(long since) => [.. (await book.ChangesSince(people.Bob, since, 10, cards: true)).Value!.Entries.Select(entry => (entry.Href, entry.Deleted))];
    }

    [Fact]
    public async Task Deleting_in_a_group_takes_the_reference_and_deleting_at_home_takes_all()
    {
        var people = await Team.Of(await fixture.Node(), groups: 2);
        var id = await people.Add(people.Alice, "Twice shared");
        await people.Share(id, people.Groups);
        await people.Node.Contact(id).AddComment(people.Bob, "Kept");
        Assert.Equal([id], (await people.Book(people.Groups[0]).Delete(people.Alice, [id])).Value!);
        Assert.True((await people.Node.Contact(id).Read(people.Alice)).IsOk);
        Assert.Equal(0, (await people.Book(people.Groups[0]).List(people.Bob, new())).Value!.Total);
        Assert.Equal(1, (await people.Book(people.Groups[1]).List(people.Bob, new())).Value!.Total);
        Assert.True(Assert.Single((await people.Book(people.Groups[0]).Trash(people.Alice, 0, 10)).Value!.Items).IsReference);
        Assert.True((await people.Node.Contact(id).Put(people.Alice, Cards.Of("Renamed"), null)).IsOk);

        Assert.True((await people.Node.Contact(id).Delete(people.Alice, null)).IsOk);
        Assert.Equal(0, (await people.Book(people.Groups[1]).List(people.Bob, new())).Value!.Total);
        Assert.Empty((await people.Book(people.Groups[0]).Trash(people.Alice, 0, 10)).Value!.Items);
        Assert.Equal([id], (await people.Node.Book(people.Alice).Restore(people.Alice, [id])).Value!);
        // Back where it was, and not where it had been taken out before.
        Assert.Equal(1, (await people.Book(people.Groups[1]).List(people.Bob, new(Text: "renamed"))).Value!.Total);
        Assert.Equal(0, (await people.Book(people.Groups[0]).List(people.Bob, new())).Value!.Total);
        Assert.Equal("Kept", Assert.Single((await people.Node.Contact(id).Comments(people.Bob)).Value!).Text);
        // The reference as it is by now, not as it was.
        Assert.Equal([id], (await people.Book(people.Groups[0]).Restore(people.Alice, [id])).Value!);
        Assert.Equal(1, (await people.Book(people.Groups[0]).List(people.Bob, new(Text: "renamed"))).Value!.Total);
    }

    [Fact]
    public async Task Leaving_withdraws_what_was_shared_even_from_the_trash()
    {
        var people = await Team.Of(await fixture.Node(), groups: 1);
        var group = people.Groups[0];
        await people.Node.Grains.Group(group).Grant(people.Alice, [Principal.Of(people.Bob)], ContentRight.Add);
        var (kept, gone) = (await people.Add(people.Bob, "Kept"), await people.Add(people.Bob, "Gone"));
        Assert.Equal(2, (await people.Node.Book(people.Bob).Share(people.Bob, [kept, gone], [group])).Value!.Shared.Length);
        await people.Book(group).Delete(people.Bob, [gone]);
        Assert.Equal(1, (await people.Book(group).List(people.Alice, new())).Value!.Total);
        Assert.True((await people.Node.Grains.Group(group).Remove(people.Bob, people.Bob)).IsOk);
        Assert.Equal(0, (await people.Book(group).List(people.Alice, new())).Value!.Total);
        Assert.Empty((await people.Book(group).Restore(people.Alice, [gone, kept])).Value!);
        Assert.Equal(Outcome.NotFound, (await people.Node.Contact(kept).Read(people.Alice)).Outcome);
        Assert.Equal(Outcome.NotFound, (await people.Book(group).Sequence(people.Bob)).Outcome);
        Assert.Equal(Outcome.NotFound, (await people.Node.Book(people.Bob).Share(people.Bob, [kept], [group])).Outcome);
        Assert.Equal(Outcome.Invalid, (await people.Node.Grains.Group(group).Remove(people.Alice, people.Alice)).Outcome);
    }

    [Fact]
    public async Task A_deleted_contact_comes_back_only_to_groups_that_its_sharer_may_still_add_to()
    {
        var people = await Team.Of(await fixture.Node(), groups: 2);
        foreach (var group in people.Groups) await people.Node.Grains.Group(group).Grant(people.Alice, [Principal.Of(people.Bob)], ContentRight.Add);
        var id = await people.Add(people.Bob, "Bob's");
        await people.Node.Book(people.Bob).Share(people.Bob, [id], [.. people.Groups]);
        await people.Node.Book(people.Bob).Delete(people.Bob, [id]);
        await people.Node.Grains.Group(people.Groups[0]).Grant(people.Alice, [Principal.Of(people.Bob)], ContentRight.None);
        await people.Node.Book(people.Bob).Restore(people.Bob, [id]);
        Assert.Equal(0, (await people.Book(people.Groups[0]).List(people.Alice, new())).Value!.Total);
        Assert.Equal(1, (await people.Book(people.Groups[1]).List(people.Alice, new())).Value!.Total);
    }

    [Fact]
    public async Task A_group_that_has_the_UID_already_does_not_take_it_and_others_do()
    {
        var people = await Team.Of(await fixture.Node(), groups: 2);
        var uid = Guid.NewGuid().ToString();
        Assert.True((await people.Node.Contact(ContactId.New()).Create(people.Alice, new(BookId.Of(people.Groups[0]), Cards.Of("There", uid)))).IsOk);
        var id = await people.Add(people.Alice, "Mine", uid);
        var shared = (await people.Node.Book(people.Alice).Share(people.Alice, [id], [.. people.Groups])).Value!;
        Assert.Equal(new SharingConflict(id, people.Groups[0]), Assert.Single(shared.Conflicts));
        Assert.Equal(1, (await people.Book(people.Groups[1]).List(people.Bob, new())).Value!.Total);
    }

    [Fact]
    public async Task What_is_erased_is_gone_and_what_is_emptied_stays_gone()
    {
        var people = await Team.Of(await fixture.Node(), groups: 1);
        var id = await people.Add(people.Alice, "Secret");
        await people.Share(id, people.Groups);
        await people.Node.Contact(id).AddComment(people.Bob, "About the secret");
        await people.Node.Book(people.Alice).Delete(people.Alice, [id]);
        var deleted = (await people.Node.Book(people.Alice).Sequence(people.Alice)).Value;
        Assert.Equal([id], (await people.Node.Book(people.Alice).Erase(people.Alice, [id])).Value!);
        // Another window that shows the trash hears of it.
        Assert.Equal(deleted + 1, (await people.Node.Book(people.Alice).Sequence(people.Alice)).Value);
        Assert.Empty((await people.Node.Book(people.Alice).Trash(people.Alice, 0, 10)).Value!.Items);
        Assert.Empty((await people.Node.Book(people.Alice).Restore(people.Alice, [id])).Value!);
        Assert.Equal(Outcome.NotFound, (await people.Node.Contact(id).Restore(people.Alice)).Outcome);
        Assert.Empty((await people.Node.Store.Read(id))!.Card);
        // Who synchronises still learns that it is gone.
        Assert.True(Assert.Single((await people.Node.Book(people.Alice).ChangesSince(people.Alice, 1, 10, cards: true)).Value!.Entries).Deleted);
    }

    [Fact]
    public async Task A_deleted_group_leaves_what_was_shared_with_it_and_takes_what_was_at_home()
    {
        var people = await Team.Of(await fixture.Node(), groups: 2);
        var (shared, own) = (await people.Add(people.Alice, "Alice's"), ContactId.New());
        await people.Share(shared, people.Groups);
        await people.Node.Contact(own).Create(people.Alice, new(BookId.Of(people.Groups[0]), Cards.Of("The group's")));
        Assert.Equal([own], (await people.Book(people.Groups[0]).Share(people.Alice, [own], [people.Groups[1]])).Value!.Shared);
        Assert.True((await people.Node.Grains.Group(people.Groups[0]).Delete(people.Alice)).IsOk);
        Assert.Equal([shared], (await people.Book(people.Groups[1]).List(people.Bob, new())).Value!.Entries.Select(entry => entry.Id));
        Assert.Equal(Outcome.NotFound, (await people.Book(people.Groups[0]).List(people.Alice, new())).Outcome);
        Assert.Equal(Outcome.NotFound, (await people.Node.Grains.Group(people.Groups[0]).Read(people.Alice)).Outcome);
        Assert.Equal(Outcome.NotFound, (await people.Node.Contact(own).Read(people.Alice)).Outcome);
    }

    [Fact]
    public async Task Tags_are_their_owners_alone_and_go_out_of_sight_with_what_bears_them()
    {
        var people = await Team.Of(await fixture.Node(), groups: 1);
        var id = await people.Add(people.Alice, "Tagged");
        await people.Share(id, people.Groups);
        var (mine, foreign) = (people.Node.Grains.TagSet(people.Bob), people.Node.Grains.TagSet(people.Alice));
        var tag = (await mine.Create("VIP", "#ff8800")).Value!;
        Assert.Equal(Outcome.NameTaken, (await mine.Create("VIP", null)).Outcome);
        Assert.Equal(Outcome.Invalid, (await mine.Create("Red", "red")).Outcome);
        var seen = await people.Sequences();
        var person = people.Node.Grains.AddressBook(BookId.PersonOf(people.Bob));
        var told = (await person.Sequence(people.Bob)).Value;
        Assert.True((await mine.Assign(tag.Id, [id, ContactId.New()], [])).IsOk);
        Assert.Equal(seen, await people.Sequences());
        Assert.Equal(told + 1, (await person.Sequence(people.Bob)).Value);
        Assert.Equal(Outcome.NotFound, (await person.Sequence(people.Alice)).Outcome);
        Assert.Equal(1, Assert.Single(await mine.List()).Count);
        Assert.Equal([id], (await people.Book(people.Groups[0]).List(people.Bob, new(Only: (await mine.BearersOf(tag.Id)).Value))).Value!.Entries.Select(entry => entry.Id));
        Assert.Empty(await foreign.List());
        Assert.Equal(Outcome.NotFound, (await foreign.Assign(tag.Id, [id], [])).Outcome);

        await people.Node.Book(people.Alice).Delete(people.Alice, [id]);
        Assert.Equal(0, Assert.Single(await mine.List()).Count);
        await people.Node.Book(people.Alice).Restore(people.Alice, [id]);
        Assert.Equal([id], Assert.Single(await mine.Bearers()).Contacts);
        await people.Node.Grains.Group(people.Groups[0]).Remove(people.Alice, people.Bob);
        Assert.Empty(await mine.Bearers());
        Assert.Equal("#00ff00", (await mine.Recolor(tag.Id, "#00ff00")).Value!.Color);
        Assert.True((await mine.Delete(tag.Id)).IsOk);
        Assert.Empty(await mine.List());
    }

    [Fact]
    public async Task A_burst_of_deletions_is_noticed_and_all_come_back_with_everything()
    {
        var people = await Team.Of(await fixture.Node(), groups: 1);
        var ids = await people.AddMany(people.Alice, 1_200);
        await people.Node.Book(people.Alice).Share(people.Alice, [.. ids.Take(300)], people.Groups);
        await people.Node.Contact(ids[0]).AddComment(people.Alice, "Kept");
        foreach (var part in ids.Chunk(500)) Assert.Equal(part.Length, (await people.Node.Book(people.Alice).Delete(people.Alice, part)).Value!.Length);
        var trash = (await people.Node.Book(people.Alice).Trash(people.Alice, 0, 500)).Value!;
        Assert.Equal((500, 1_200), (trash.Items.Length, trash.Total));
        Assert.Equal((people.Alice, 1_200), (Assert.Single(trash.Bursts).DeletedBy, trash.Bursts[0].Count));
        Assert.Equal(0, (await people.Book(people.Groups[0]).List(people.Bob, new())).Value!.Total);
        foreach (var part in ids.Chunk(500)) Assert.Equal(part.Length, (await people.Node.Book(people.Alice).Restore(people.Alice, part)).Value!.Length);
        Assert.Equal(300, (await people.Book(people.Groups[0]).List(people.Bob, new())).Value!.Total);
        Assert.Empty((await people.Node.Book(people.Alice).Trash(people.Alice, 0, 500)).Value!.Bursts);
        Assert.Single((await people.Node.Contact(ids[0]).Comments(people.Bob)).Value!);
    }
}
