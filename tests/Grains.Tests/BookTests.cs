using System.Text;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;
using ContactOffice.Grains.Tests.Hosting;
using Orleans.Streams;

namespace ContactOffice.Grains.Tests;

public sealed class Books_on_SQLite(NodeFixture<Sqlite> fixture) : BookTests<Sqlite>(fixture);

public sealed class Books_on_PostgreSQL(NodeFixture<Postgres> fixture) : BookTests<Postgres>(fixture);

public abstract class BookTests<TDatabase>(NodeFixture<TDatabase> fixture) : IClassFixture<NodeFixture<TDatabase>> where TDatabase : TestDatabase, new()
{
    private readonly AccountId owner = Owners.New();

    [Fact]
    public async Task Sixty_four_writers_take_every_number_once_and_the_list_agrees()
    {
        var node = await fixture.Node();
        var acknowledged = await Task.WhenAll(Enumerable.Range(0, 64).Select(async writer =>
        {
            var seqs = new List<long>();
            var created = await Create(node, $"Writer {writer}");
            seqs.Add(created.Seq);
            for (var round = 0; round < 10; round++)
            {
                var put = await node.Contact(created.Id).Put(owner, Cards.Of($"Writer {writer} round {round}"), null);
                Assert.True(put.IsOk, put.Detail);
                seqs.Add(put.Value.Seq);
                // What is acknowledged is in the next answer.
                Assert.True((await node.Book(owner).Sequence(owner)).Value >= put.Value.Seq);
            }
            return seqs;
        }));

        Assert.Equal(Enumerable.Range(1, 64 * 11).Select(n => (long)n), acknowledged.SelectMany(seqs => seqs).Order());
        var page = (await node.Book(owner).List(owner, new(Limit: 500))).Value!;
        Assert.Equal((64, 64L * 11), (page.Total, page.Seq));
        Assert.All(page.Entries, entry => Assert.Contains("round 9", Encoding.UTF8.GetString(entry.Summary)));
        await AgreesWithDatabase(node);
    }

    [Fact]
    public async Task Changes_since_any_number_are_those_that_a_reader_lacks()
    {
        var node = await fixture.Node();
        var random = new Random(7);
        var ids = new List<ContactId>();
        var history = new List<Dictionary<ContactId, (long Version, bool Deleted)>> { new() };
        for (var step = 0; step < 60; step++)
        {
            var state = new Dictionary<ContactId, (long Version, bool Deleted)>(history[^1]);
            var id = ids.Count > 0 ? ids[random.Next(ids.Count)] : default;
            var kind = ids.Count < 3 ? 0 : random.Next(4);
            var answer = kind switch
            {
                0 => await node.Contact(id = ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), Cards.Of($"Step {step}"))),
                1 when !state[id].Deleted => await node.Contact(id).Delete(owner, null),
                _ when state[id].Deleted => await node.Contact(id).Restore(owner),
                _ => await node.Contact(id).Put(owner, Cards.Of($"Step {step}"), null),
            };
            Assert.True(answer.IsOk, answer.Detail);
            if (kind == 0) ids.Add(id);
            state[id] = (answer.Value.Version, kind == 1 && !state.GetValueOrDefault(id).Deleted);
            Assert.Equal(history.Count, answer.Value.Seq);
            history.Add(state);
        }
        for (var since = 0; since < history.Count; since++)
        {
            Assert.Equal(history[^1].OrderBy(pair => pair.Key.Value), (await CatchUp(node, history[since], since)).OrderBy(pair => pair.Key.Value));
        }
    }

    [Fact]
    public async Task A_cursor_leads_over_the_whole_book_once_while_it_is_edited()
    {
        var node = await fixture.Node();
        foreach (var name in Enumerable.Range(0, 50).Select(i => $"Name {i:00}").Reverse()) await Create(node, name);
        var names = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = (await node.Book(owner).List(owner, new(Limit: 7, Cursor: cursor))).Value!;
            names.AddRange(page.Entries.Select(Name).Where(name => name.StartsWith("Name", StringComparison.Ordinal)));
            await Create(node, "Aaron before all"); // moves every index
            if ((cursor = page.Next) is null) break;
        }
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"Name {i:00}"), names);
        Assert.Equal(Outcome.Invalid, (await node.Book(owner).List(owner, new(Cursor: "AAAA"))).Outcome);
    }

    [Fact]
    public async Task Names_are_sorted_as_people_expect_in_both_orders()
    {
        var node = await fixture.Node();
        string[] names = ["zoe", "Émile", "Emil", "Åsa", "anna", "Ben"];
        foreach (var name in names) await Create(node, name, $"N:{(name == "zoe" ? "Aardvark" : "Zz" + name)};{name};;;");
        var page = (await node.Book(owner).List(owner, new())).Value!;
        Assert.Equal(["anna", "Åsa", "Ben", "Emil", "Émile", "zoe"], page.Entries.Select(Name));
        var byLast = (await node.Book(owner).List(owner, new(NameOrder.LastFirst))).Value!;
        Assert.Equal("zoe", Name(byLast.Entries[0]));

        var around = (await node.Book(owner).List(owner, new(Limit: 2, Around: page.Entries[3].Id))).Value!;
        Assert.Equal((2, 2), (around.Offset, around.Entries.Length));
        Assert.Equal(page.Entries[5].Id, (await node.Book(owner).List(owner, new(Limit: 2, Offset: 5))).Value!.Entries.Single().Id);
        Assert.Equal(Outcome.NotFound, (await node.Book(owner).List(owner, new(Around: ContactId.New()))).Outcome);
    }

    [Fact]
    public async Task A_book_is_listed_and_lettered_in_the_readers_alphabet_and_by_what_changed_last()
    {
        var node = await fixture.Node();
        var anna = await Create(node, "Anna");
        await Create(node, "Zoe");
        await Create(node, "Åsa");
        var read = await Create(node, "山", "N:山;;;;", "X-PHONETIC-LAST-NAME:bo");
        Assert.Equal("Anna Åsa 山 Zoe", await Names(new()));
        Assert.Equal("Anna 山 Zoe Åsa", await Names(new(Locale: "sv")));
        Assert.Equal("山 Åsa Zoe Anna", await Names(new(NameOrder.Recent)));

        await node.Contact(anna.Id).Put(owner, Cards.Of("Änne"), null);
        var first = (await node.Book(owner).List(owner, new(NameOrder.Recent, 2))).Value!;
        Assert.Equal(["Änne", "山"], first.Entries.Select(Name));
        await node.Contact(read.Id).Delete(owner, null);
        Assert.Equal("Åsa Zoe", await Names(new(NameOrder.Recent, Cursor: first.Next)));
        Assert.Equal(2, (await node.Book(owner).List(owner, new(NameOrder.Recent, 2, Around: (await node.Book(owner).List(owner, new(Text: "zoe"))).Value!.Entries[0].Id))).Value!.Offset);

        Assert.Equal("A0 Z2", await Letters(NameOrder.FirstLast, null, null));
        Assert.Equal("Z0 Å1 Ä2", await Letters(NameOrder.LastFirst, "sv-SE", null));
        Assert.Equal("Ä0", await Letters(NameOrder.FirstLast, "sv", "ann"));
        Assert.Equal(Outcome.Invalid, (await node.Book(owner).Letters(owner, NameOrder.Recent, null, null)).Outcome);
        Assert.Equal(Outcome.NotFound, (await node.Book(owner).Letters(Owners.New(), NameOrder.FirstLast, null, null)).Outcome);

        async Task<string> Names(BookQuery query) => string.Join(' ', (await node.Book(owner).List(owner, query)).Value!.Entries.Select(Name));

        async Task<string> Letters(NameOrder order, string? locale, string? text) =>
            string.Join(' ', (await node.Book(owner).Letters(owner, order, locale, text)).Value!.Letters.Select(letter => $"{letter.Letter}{letter.Offset}"));
    }

    [Fact]
    public async Task A_book_is_searched_by_beginnings_of_words_and_by_digits()
    {
        var node = await fixture.Node();
        var ada = await Create(node, "Ada Lovelace", "ORG:Analytical Engines", "TEL;TYPE=work:+32 475 12 34 56");
        var bob = await Create(node, "Bob Zoë", "EMAIL:bob@example.org");

        Assert.Equal([ada.Id], await Find("love"));
        Assert.Equal([ada.Id], await Find("ADA engi"));
        Assert.Equal([bob.Id], await Find("zoe"));
        Assert.Equal([bob.Id], await Find("bob@exa"));
        Assert.Equal([ada.Id], await Find("0475/12.34"));
        Assert.Empty(await Find("ovelace"));
        await node.Contact(bob.Id).Put(owner, Cards.Of("Love Bob"), null);
        Assert.Equal([ada.Id, bob.Id], await Find("lov"));
        await node.Contact(ada.Id).Delete(owner, null);
        Assert.Equal([bob.Id], await Find("lov"));

        async Task<IEnumerable<ContactId>> Find(string text) => (await node.Book(owner).List(owner, new(Text: text))).Value!.Entries.Select(entry => entry.Id);
    }

    [Fact]
    public async Task An_edit_that_nobody_told_of_is_found_within_a_second()
    {
        var node = await fixture.Node();
        var created = await Create(node, "Told");
        await node.Store.Edit(new Edit(created.Id, BookId.PrivateOf(owner), 1, created.Uid, Cards.Of("Untold"), null, "{\"name\":\"Untold\"}"u8.ToArray(), "Untold", owner, DateTimeOffset.UtcNow, [], null));
        await Task.Delay(1100);
        Assert.Equal("Untold", Name((await node.Book(owner).List(owner, new())).Value!.Entries.Single()));
        // The contact's own grain had the earlier version.
        Assert.Equal(3, (await node.Contact(created.Id).Put(owner, Cards.Of("Again"), null)).Value!.Version);
        await AgreesWithDatabase(node);
    }

    [Fact]
    public async Task Changes_are_announced_and_the_last_number_always_is()
    {
        var node = await fixture.Node();
        var heard = new System.Collections.Concurrent.ConcurrentQueue<BookChanged>();
        var stream = node.Client.GetStreamProvider(BookChanged.Provider).GetStream<BookChanged>(StreamId.Create(BookChanged.Namespace, BookId.PrivateOf(owner).Value));
        await stream.SubscribeAsync((change, _) =>
        {
            heard.Enqueue(change);
            return Task.CompletedTask;
        });
        for (var i = 0; i < 20; i++) await Create(node, $"Heard {i}");
        await Eventually(() => heard.Any(change => change.Seq == 20 && change.Who == owner));
        Assert.Equal(heard.Select(change => change.Seq).Order(), heard.Select(change => change.Seq));
    }

    [Fact]
    public async Task A_picture_comes_back_byte_for_byte_through_the_contact_and_the_book()
    {
        var node = await fixture.Node();
        var card = Cards.Of("Pictured", "pictured", "PHOTO:data:image/png;base64," + Convert.ToBase64String(RandomBytes(30_000)));
        var created = await node.Contact(ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), card));
        var id = created.Value!.Id;
        Assert.Equal(card, (await node.Contact(id).Read(owner)).Value!.Card);
        var throughBook = (await node.Book(owner).ReadCards(owner, [id])).Value!.Single().Contact;
        Assert.Equal(card, throughBook.Card);
        Assert.Equal((await node.Contact(id).Read(owner)).Value! with { Card = [] }, throughBook with { Card = [] });
        Assert.True((await node.Store.Read(id))!.Card.Length < 1000);

        var patched = await node.Contact(id).Patch(owner, """{"notes":"with a picture"}"""u8.ToArray(), null);
        Assert.True(patched.IsOk, patched.Detail);
        var after = Encoding.UTF8.GetString((await node.Contact(id).Read(owner)).Value!.Card);
        Assert.Contains("with a picture", after);
        Assert.Contains(Encoding.UTF8.GetString(card).Split("\r\n").First(line => line.StartsWith("PHOTO", StringComparison.Ordinal)), after);
    }

    [Fact]
    public async Task A_picture_that_is_patched_in_is_stored_apart_and_forgotten_when_it_is_replaced_or_removed()
    {
        var node = await fixture.Node();
        var logo = "LOGO:data:image/png;base64," + Convert.ToBase64String(RandomBytes(3000));
        var id = (await Create(node, "Patched", logo)).Id;
        byte[] first = [0xFF, 0xD8, 0xFF, .. RandomBytes(100_000)], second = [0x89, (byte)'P', (byte)'N', (byte)'G', .. RandomBytes(200)];

        foreach (var picture in (byte[][])[first, second])
        {
            var patched = await node.Contact(id).Patch(owner, Photo(picture), null);
            Assert.True(patched.IsOk, patched.Detail);
            Assert.True((await node.Store.Read(id))!.Card.Length < 1000);
            Assert.Equal(2, (await node.Store.Pictures(id)).Count);
            var card = Encoding.UTF8.GetString((await node.Contact(id).Read(owner)).Value!.Card).Replace("\r\n ", "", StringComparison.Ordinal);
            Assert.Contains("base64," + Convert.ToBase64String(picture) + "\r\n", card);
            Assert.Contains(logo + "\r\n", card);
            var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(picture));
            Assert.Contains($"\"picture\":\"{hash}\"", Encoding.UTF8.GetString((await node.Book(owner).List(owner, new(Around: id))).Value!.Entries.Single(entry => entry.Id == id).Summary));
        }
        Assert.True((await node.Contact(id).Patch(owner, """{"jobTitle":"Pilot"}"""u8.ToArray(), null)).IsOk);
        Assert.Equal(2, (await node.Store.Pictures(id)).Count);
        Assert.True((await node.Contact(id).Patch(owner, """{"photo":null}"""u8.ToArray(), null)).IsOk);
        Assert.Equal(RandomBytes(3000), Assert.Single(await node.Store.Pictures(id)).Value);

        var wrong = await node.Contact(id).Patch(owner, """{"photo":{"data":"AAAA"}}"""u8.ToArray(), null);
        Assert.Equal((Outcome.Invalid, "photo.data", "photo-format"), (wrong.Outcome, wrong.Input!.Path, wrong.Input.Code));

        static byte[] Photo(byte[] picture) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { photo = new { data = picture } });
    }

    [Fact]
    public async Task Purging_forgets_what_was_deleted_long_ago_and_pictures_without_a_card()
    {
        var node = await fixture.Node();
        var kept = await Create(node, "Kept", "PHOTO:data:image/png;base64," + Convert.ToBase64String(RandomBytes(5000)));
        var gone = await Create(node, "Gone", "PHOTO:data:image/png;base64," + Convert.ToBase64String(RandomBytes(5000)));
        await node.Contact(gone.Id).Delete(owner, null);
        var now = DateTimeOffset.UtcNow;
        await node.Store.Purge(now - TimeSpan.FromDays(30), now - TimeSpan.FromDays(1), default);
        Assert.Equal(2, (await node.Book(owner).ChangesSince(owner, 1, 10)).Value!.Entries.Length + 1);

        await node.Store.Purge(now + TimeSpan.FromMinutes(1), now + TimeSpan.FromMinutes(1), default);
        await Task.Delay(1100);
        Assert.Equal(Outcome.HorizonPassed, (await node.Book(owner).ChangesSince(owner, 1, 10)).Outcome);
        Assert.Equal([kept.Id], (await node.Book(owner).ChangesSince(owner, 0, 10)).Value!.Entries.Select(entry => entry.Id));
        Assert.Empty((await node.Book(owner).ChangesSince(owner, 3, 10)).Value!.Entries);
        Assert.Equal(Outcome.NotFound, (await node.Contact(gone.Id).Restore(owner)).Outcome);
        Assert.Single(await node.Store.Pictures(kept.Id));
    }

    [Fact]
    public async Task Who_reads_a_book_in_parts_is_no_one_who_was_away_when_deletions_were_forgotten()
    {
        var node = await fixture.Node();
        var kept = new List<ContactId>();
        for (var i = 0; i < 4; i++) kept.Add((await Create(node, $"Kept {i}")).Id);
        await Forget(await Create(node, "Gone"));
        var first = (await node.Book(owner).ChangesSince(owner, 0, 1, cards: true)).Value!;
        Assert.True(first is { Seq: 1, More: true, Horizon: 6 });
        // Who was away before the deletion, and has the contact, hands back no horizon, or that of then.
        Assert.Equal(Outcome.HorizonPassed, (await node.Book(owner).ChangesSince(owner, first.Seq, 1, cards: true)).Outcome);
        Assert.Equal(Outcome.HorizonPassed, (await node.Book(owner).ChangesSince(owner, 5, 1, cards: true, horizon: 5)).Outcome);
        var (read, at) = (first.Entries.Select(entry => entry.Id).ToList(), first);
        while (at.More)
        {
            at = (await node.Book(owner).ChangesSince(owner, at.Seq, 1, cards: true, at.Horizon)).Value!;
            read.AddRange(at.Entries.Select(entry => entry.Id));
        }
        Assert.Equal(kept, read);
        // Where one is forgotten while he reads, he may have had it.
        await Forget(await Create(node, "Gone, too"));
        Assert.Equal(Outcome.HorizonPassed, (await node.Book(owner).ChangesSince(owner, first.Seq, 1, cards: true, first.Horizon)).Outcome);

        async Task Forget(Written gone)
        {
            Assert.True((await node.Contact(gone.Id).Delete(owner, null)).IsOk);
            await node.Store.Purge(DateTimeOffset.UtcNow + TimeSpan.FromMinutes(1), DateTimeOffset.UtcNow, default);
            await Task.Delay(1100); // a book looks at its horizon once a second
        }
    }

    [Fact]
    public async Task Large_batches_of_cards_end_early_and_can_be_continued()
    {
        var node = await fixture.Node();
        var ids = new List<ContactId>();
        for (var i = 0; i < 5; i++) ids.Add((await Create(node, $"Large {i}", "PHOTO:data:image/png;base64," + Convert.ToBase64String(RandomBytes(4 << 20)))).Id);
        var read = new List<ContactId>();
        while (read.Count < ids.Count)
        {
            var batch = (await node.Book(owner).ReadCards(owner, [.. ids.Skip(read.Count)])).Value!;
            Assert.All(batch, card => Assert.True(card.Card.Length > 4 << 20));
            Assert.InRange(batch.Length, 1, 4);
            read.AddRange(batch.Select(card => card.Id));
        }
        Assert.Equal(ids, read);
    }

    private static string Name(BookEntry entry) => System.Text.Json.JsonDocument.Parse(entry.Summary).RootElement.GetProperty("name").GetString()!;

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static async Task Eventually(Func<bool> holds)
    {
        for (var i = 0; i < 500 && !holds(); i++) await Task.Delay(20);
        Assert.True(holds());
    }

    private async Task<Dictionary<ContactId, (long, bool)>> CatchUp(Node node, Dictionary<ContactId, (long, bool)> known, long since)
    {
        var caughtUp = new Dictionary<ContactId, (long, bool)>(known);
        for (var more = true; more;)
        {
            var changes = (await node.Book(owner).ChangesSince(owner, since, 7)).Value!;
            foreach (var entry in changes.Entries) caughtUp[entry.Id] = (entry.Version, entry.Deleted);
            (since, more) = (changes.Seq, changes.More);
        }
        return caughtUp;
    }

    private async Task AgreesWithDatabase(Node node)
    {
        var stored = new List<BookEntry>();
        await node.Store.ReadEntries(BookId.PrivateOf(owner), 0, false, (entry, _) => stored.Add(entry));
        var told = (await node.Book(owner).ChangesSince(owner, 0, 5000)).Value!.Entries;
        Assert.Equal(stored.Select(entry => (entry.Id, entry.Seq, entry.Version, entry.Deleted)), told.Select(entry => (entry.Id, entry.Seq, entry.Version, entry.Deleted)));
        foreach (var entry in stored.Where(entry => !entry.Deleted)) Assert.Equal(entry.Version, (await node.Store.Read(entry.Id))!.Version);
    }

    private async Task<Written> Create(Node node, string name, params string[] more)
    {
        var created = await node.Contact(ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), Cards.Of(name, null, more)));
        Assert.True(created.IsOk, created.Detail);
        return created.Value;
    }
}
