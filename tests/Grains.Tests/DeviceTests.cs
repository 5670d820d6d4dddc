using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Devices;
using ContactOffice.Grains.Tests.Hosting;

namespace ContactOffice.Grains.Tests;

public sealed class Devices_on_SQLite(NodeFixture<Sqlite> fixture) : DeviceTests<Sqlite>(fixture);

public sealed class Devices_on_PostgreSQL(NodeFixture<Postgres> fixture) : DeviceTests<Postgres>(fixture);

public abstract class DeviceTests<TDatabase>(NodeFixture<TDatabase> fixture) : IClassFixture<NodeFixture<TDatabase>> where TDatabase : TestDatabase, new()
{
    private const string Folder = "1";
    private static readonly DeviceArrival Arrival = new("Phone", "Phone/1.0", "14.1", 0);
    private readonly AccountId owner = Owners.New();

    private DeviceId Id => new(owner, "PHONE");

    /// <summary>Two nodes may each take themselves for the one that serves a device: the later one to write knows that it missed something.</summary>
    [Fact]
    public async Task What_another_node_wrote_is_not_undone()
    {
        var node = await fixture.Node();
        var device = node.Grains.Device(Id);
        Assert.Equal(DeviceStanding.Welcome, (await device.Arrive(Arrival)).Value);
        await Elsewhere(node, state => state.State = DeviceState.Wiping);
        await Assert.ThrowsAsync<InvalidOperationException>(() => device.Inform(new() { ["Model"] = "Other" }));
        Assert.Equal(DeviceStanding.ToBeWiped, (await device.Arrive(Arrival)).Value);

        await node.Store.Transact(session =>
        {
            DeviceRows.Delete(session, Id);
            return 0;
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => device.OfferPolicy());
        Assert.Equal(DeviceStanding.Welcome, (await device.Arrive(Arrival)).Value);
    }

    [Fact]
    public async Task A_sync_beside_another_nodes_fails_and_is_done_when_it_is_repeated()
    {
        var node = await fixture.Node();
        var (device, key) = await Begin(node);
        var id = await Create(node, "News");
        await Elsewhere(node, state => state.Told["Model"] = "Other");
        var failed = await device.Sync(Turn(key));
        Assert.Equal((SyncOutcome.Failed, key, 0), (failed.Outcome, failed.Key, failed.Changes.Length));
        var done = await device.Sync(Turn(key));
        Assert.Equal([id], done.Changes.Select(change => change.Contact));
        Assert.Equal("Other", (await Row(node)).Told["Model"]);
    }

    /// <summary>Else a purge, a month later, would have it begin anew.</summary>
    [Fact]
    public async Task How_far_a_device_is_outlives_its_activation_also_where_it_was_told_nothing()
    {
        var node = await fixture.Node();
        var (device, key) = await Begin(node);
        await device.Sync(Turn(key));
        var passing = await Create(node, "Come and gone");
        await node.Contact(passing).Delete(owner, null);
        Assert.Equal(2, await device.Known(Folder, null));
        await node.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        for (var i = 0; i < 100 && (await Row(node)).Folders[Folder].Seq < 2; i++) await Task.Delay(100);
        Assert.Equal(2, (await Row(node)).Folders[Folder].Seq);
    }

    /// <summary>The answer that told of a deletion got lost, and the deletion is forgotten: a look from the later key says nothing of the earlier one.</summary>
    [Fact]
    public async Task A_device_that_missed_a_deletion_begins_anew_when_that_is_forgotten()
    {
        var node = await fixture.Node();
        var gone = await Create(node, "Gone");
        var (device, begun) = await Begin(node);
        var key = (await device.Sync(Turn(begun))).Key;
        await node.Contact(gone).Delete(owner, null);
        await Create(node, "Later");
        Assert.Equal(2, (await device.Sync(Turn(key))).Changes.Length);
        await node.Store.Purge(DateTimeOffset.UtcNow + TimeSpan.FromMinutes(1), DateTimeOffset.UtcNow, default);
        await Task.Delay(1100);
        await device.Known(Folder, null);
        Assert.Equal(SyncOutcome.UnknownKey, (await device.Sync(Turn(key))).Outcome);
        // Not every one sends again what it did meanwhile.
        Assert.Equal(SyncOutcome.UnknownKey, (await device.Sync(Edited(key, Add("Away")))).Outcome);
        Assert.Equal(2, await Total(node));
    }

    [Fact]
    public async Task What_fills_an_answer_ends_it_and_the_rest_comes_with_the_next()
    {
        var node = await fixture.Node();
        var (device, key) = await Begin(node);
        var ids = new List<ContactId>();
        for (var i = 0; i < 7; i++) ids.Add(await Create(node, $"Large {i}", "NOTE:" + new string('x', 3 << 20)));
        var (brought, answers) = (new List<ContactId>(), 0);
        for (var more = true; more; answers++)
        {
            var synced = await device.Sync(Turn(key));
            Assert.InRange(synced.Changes.Sum(change => change.Card!.Length), 1, 20 << 20);
            brought.AddRange(synced.Changes.Select(change => change.Contact));
            (key, more) = (synced.Key, synced.More);
        }
        Assert.Equal(ids, brought);
        Assert.InRange(answers, 2, 7);

        // The same one, over and over, is as much as many.
        var fetched = (await device.Sync(Turn(key, [.. Enumerable.Repeat(ids[0], 1000), ContactId.New()]))).Results;
        Assert.Equal(1001, fetched.Length);
        Assert.InRange(fetched.Sum(result => (long)(result.Card?.Length ?? 0)), 1, 20 << 20);
        Assert.Equal(DeviceEditOutcome.Done, fetched[0].Outcome);
        Assert.Equal((DeviceEditOutcome.Failed, DeviceEditOutcome.NotFound), (fetched[999].Outcome, fetched[1000].Outcome));
        fetched = (await device.Sync(Turn(key, [.. ids]))).Results;
        Assert.InRange(fetched.Count(result => result.Outcome == DeviceEditOutcome.Done), 1, 6);
        Assert.Equal(DeviceEditOutcome.Failed, fetched[6].Outcome);
    }

    [Fact]
    public async Task A_request_that_was_held_up_on_its_way_overwrites_nothing_newer()
    {
        var node = await fixture.Node();
        var (device, key) = await Begin(node);
        FolderTurn Named(string name, long at) => Edited(key, Add(name)) with { ArrivedAt = at };
        var heard = await device.Sync(Named("Newer", 2000));
        Assert.Equal(SyncOutcome.Failed, (await device.Sync(Named("Older", 1999))).Outcome);
        Assert.Equal((SyncOutcome.Ok, 0), (await device.Sync(Turn(heard.Key) with { ArrivedAt = 3000 })) is var next ? (next.Outcome, next.Changes.Length) : default);
        Assert.Contains("N:Newer", await Card(node, heard.Results[0].Contact!.Value), StringComparison.Ordinal);
    }

    /// <summary>Else they were somebody else's when they come again, and what their user typed since would be lost to them.</summary>
    [Theory]
    [InlineData(nameof(IAddressBookGrain.ChangesSince))]
    [InlineData(nameof(IAddressBookGrain.ReadCards))]
    public async Task What_a_device_did_is_known_also_where_it_could_not_be_told_the_news(string failing)
    {
        var node = await fixture.Node();
        var id = await Create(node, "Ada");
        var (device, begun) = await Begin(node);
        var key = (await device.Sync(Turn(begun))).Key;
        var other = await Create(node, "News");
        node.Calls.Fail(failing);
        Assert.Equal(SyncOutcome.Failed, (await device.Sync(Edited(key, Change(id, "Byron"), Add("Mary")))).Outcome);
        Assert.Contains("N:Byron", await Card(node, id), StringComparison.Ordinal);
        // They come again, and their user has typed on.
        var typed = await device.Sync(Edited(key, Change(id, "King"), Add("Mary Shelley")));
        Assert.Equal([DeviceEditOutcome.Done, DeviceEditOutcome.Done], typed.Results.Select(result => result.Outcome));
        Assert.Equal([other], typed.Changes.Select(change => change.Contact));
        Assert.Contains("N:King", await Card(node, id), StringComparison.Ordinal);
        Assert.Equal(3, await Total(node));
        Assert.Empty((await device.Sync(Turn(typed.Key))).Changes);
    }

    /// <summary>Nobody hears what became of it, and its user types on.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_edit_that_fails_half_way_is_done_once(bool isDone)
    {
        var node = await fixture.Node();
        var (device, key) = await Begin(node);
        var first = await device.Sync(Edited(key, Add("One")));
        if (isDone) node.Calls.FailAfter(nameof(IContactGrain.Create));
        else node.Calls.Fail(nameof(IContactGrain.Create));
        Assert.Equal(SyncOutcome.Failed, (await device.Sync(Edited(first.Key, Change(first.Results[0].Contact!.Value, "First"), Add("Two")))).Outcome);
        Assert.Equal(isDone ? 2 : 1, await Total(node));
        // Answers get lost where nodes die, and what comes again comes while others take over.
        node.Calls.Fail(nameof(IContactGrain.Read));
        Assert.Equal(SyncOutcome.Failed, (await device.Sync(Edited(first.Key, Change(first.Results[0].Contact!.Value, "The first"), Add("The second")))).Outcome);
        var again = await device.Sync(Edited(first.Key, Change(first.Results[0].Contact!.Value, "The very first"), Add("The second one")));
        Assert.Equal([DeviceEditOutcome.Done, DeviceEditOutcome.Done], again.Results.Select(result => result.Outcome));
        Assert.Empty(again.Changes);
        Assert.Equal(2, await Total(node));
        Assert.Contains("N:The very first", await Card(node, first.Results[0].Contact!.Value), StringComparison.Ordinal);
        Assert.Contains("N:The second one", await Card(node, again.Results[1].Contact!.Value), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_was_made_unheard_is_the_devices_own()
    {
        var node = await fixture.Node();
        var (device, begun) = await Begin(node);
        var added = await device.Sync(Edited(begun, Add("One")));
        var id = added.Results[0].Contact!.Value;
        node.Calls.FailAfter(nameof(IContactGrain.Put));
        Assert.Equal(DeviceEditOutcome.Done, (await device.Sync(Edited(added.Key, Change(id, "First")))).Results[0].Outcome);
        Assert.Equal(DeviceEditOutcome.Done, (await device.Sync(Edited(added.Key, Change(id, "The first")))).Results[0].Outcome);
        Assert.Contains("N:The first", await Card(node, id), StringComparison.Ordinal);
        node.Calls.Fail(nameof(IContactGrain.Put));
        Assert.Equal(SyncOutcome.Failed, (await device.Sync(Edited(added.Key, Change(id, "Lost")))).Outcome);
        Assert.Equal(DeviceEditOutcome.Done, (await device.Sync(Edited(added.Key, Change(id, "Last")))).Results[0].Outcome);
        Assert.Contains("N:Last", await Card(node, id), StringComparison.Ordinal);
    }

    /// <summary>The phone does not know yet of what an answer told that failed, and rings for it.</summary>
    [Fact]
    public async Task What_a_failed_answer_would_have_told_is_still_news()
    {
        var node = await fixture.Node();
        var (device, begun) = await Begin(node);
        var key = (await device.Sync(Turn(begun))).Key;
        var gone = await Create(node, "Gone");
        key = (await device.Sync(Turn(key))).Key;
        for (var i = 0; i < 130; i++) await Create(node, $"News {i}");
        await node.Contact(gone).Delete(owner, null);
        node.Calls.Fail(nameof(IAddressBookGrain.ReadCards), after: 1);
        Assert.Equal(SyncOutcome.Failed, (await device.Sync(Edited(key, Add("Own")))).Outcome);
        Assert.True(await device.Known(Folder, null) < (await node.Book(owner).Sequence(owner)).Value);
        Assert.Equal(131, (await device.Sync(Edited(key, Add("Own")))).Changes.Length);
    }

    [Fact]
    public async Task An_edit_that_fails_again_and_again_stops_no_other()
    {
        var node = await fixture.Node();
        var (device, key) = await Begin(node);
        DeviceEdit[] three = [Add("One") with { ClientId = "1" }, Add("Two") with { ClientId = "2" }, Add("Three") with { ClientId = "3" }];
        for (var i = 0; i < 3; i++)
        {
            // The first is known after the first time.
            node.Calls.Fail(nameof(IContactGrain.Create), after: i == 0 ? 1 : 0);
            Assert.Equal(SyncOutcome.Failed, (await device.Sync(Edited(key, three))).Outcome);
        }
        node.Calls.Fail(nameof(IContactGrain.Create));
        var did = await device.Sync(Edited(key, three));
        Assert.Equal([DeviceEditOutcome.Done, DeviceEditOutcome.Failed, DeviceEditOutcome.Done], did.Results.Select(result => result.Outcome));
        Assert.Equal(2, await Total(node));
        Assert.Equal(DeviceEditOutcome.Done, (await device.Sync(Edited(did.Key, three[1]))).Results[0].Outcome);
        Assert.Equal(3, await Total(node));
    }

    /// <summary>An Add comes again, typed on, and somebody else edits in that moment: both have what they typed.</summary>
    [Fact]
    public async Task What_is_sent_again_while_somebody_else_edits_is_not_lost()
    {
        var node = await fixture.Node();
        var (device, key) = await Begin(node);
        var id = (await device.Sync(Edited(key, Add("Mary")))).Results[0].Contact!.Value;
        node.Calls.Before(nameof(IContactGrain.Put), () => node.Contact(id).Put(owner, Cards.Of("By another", null), 1));
        var again = await device.Sync(Edited(key, Add("Mary Shelley")));
        Assert.Equal(DeviceEditOutcome.Done, again.Results[0].Outcome);
        Assert.Contains("By another", await Card(node, id), StringComparison.Ordinal);
        Assert.Contains("N:Mary Shelley", await Card(node, again.Results[0].Contact!.Value), StringComparison.Ordinal);
    }

    /// <summary>Some name what they add by a number that begins anew.</summary>
    [Fact]
    public async Task What_is_added_and_deleted_over_and_over_is_added_again()
    {
        var node = await fixture.Node();
        var (device, key) = await Begin(node);
        for (var i = 0; i < 5; i++)
        {
            var added = await device.Sync(Edited(key, Add("Test")));
            Assert.Equal(DeviceEditOutcome.Done, added.Results[0].Outcome);
            Assert.Equal(1, await Total(node));
            key = (await device.Sync(Edited(added.Key, new DeviceEdit(DeviceEditKind.Delete, null, added.Results[0].Contact, [])))).Key;
        }
    }

    /// <summary>It is at home in a group's book now, where the device has no say, whoever wins its conflicts.</summary>
    [Fact]
    public async Task A_device_neither_changes_nor_deletes_what_moved_to_a_group()
    {
        var people = await Team.Of(await fixture.Node(), groups: 1);
        var device = people.Node.Grains.Device(new(people.Alice, "PHONE"));
        await device.Arrive(Arrival);
        FolderTurn Turn(string key, params DeviceEdit[] edits) => new(Folder, BookId.PrivateOf(people.Alice), key, null, edits, 512, ClientWins: true, false, default, ArrivedAt: DateTimeOffset.UtcNow.UtcTicks);
        var id = await people.Add(people.Alice, "Ada");
        var key = (await device.Sync(Turn((await device.Sync(Turn("0"))).Key))).Key;
        Assert.True((await people.Node.Book(people.Alice).MoveHome(people.Alice, id, BookId.Of(people.Groups[0]), "ada.vcf")).IsOk);
        var changed = await device.Sync(Turn(key, new DeviceEdit(DeviceEditKind.Change, null, id, new() { ["lastName"] = ["Changed"] })));
        Assert.Equal(DeviceEditOutcome.NotFound, changed.Results[0].Outcome);
        await device.Sync(Turn(key, new DeviceEdit(DeviceEditKind.Delete, null, id, [])));
        var there = await people.Book(people.Groups[0]).List(people.Bob, new());
        Assert.Equal(1, there.Value!.Total);
        // It moves in the very moment.
        var other = await people.Add(people.Alice, "Grace");
        key = (await device.Sync(Turn((await device.Sync(Turn("0"))).Key))).Key;
        people.Node.Calls.Before(nameof(IContactGrain.Delete), () => people.Node.Book(people.Alice).MoveHome(people.Alice, other, BookId.Of(people.Groups[0]), "grace.vcf"));
        await device.Sync(Turn(key, new DeviceEdit(DeviceEditKind.Delete, null, other, [])));
        Assert.Equal(2, (await people.Book(people.Groups[0]).List(people.Bob, new())).Value!.Total);
        Assert.DoesNotContain("Changed", System.Text.Encoding.UTF8.GetString((await people.Node.Contact(id).Read(people.Alice)).Value!.Card), StringComparison.Ordinal);
    }

    private async Task<(IDeviceGrain Device, string Key)> Begin(Node node)
    {
        var device = node.Grains.Device(Id);
        await device.Arrive(Arrival);
        return (device, (await device.Sync(Turn("0"))).Key);
    }

    private FolderTurn Turn(string key, params ContactId[] fetched) => Edited(key, Array.ConvertAll(fetched, id => new DeviceEdit(DeviceEditKind.Fetch, null, id, [])));

    private FolderTurn Edited(string key, params DeviceEdit[] edits) => new(Folder, BookId.PrivateOf(owner), key, null, edits, 512, false, false, default, ArrivedAt: DateTimeOffset.UtcNow.UtcTicks);

    private static DeviceEdit Add(string name) => new(DeviceEditKind.Add, "1", null, new() { ["lastName"] = [name] });

    private static DeviceEdit Change(ContactId id, string name) => new(DeviceEditKind.Change, null, id, new() { ["lastName"] = [name] });

    private async Task<string> Card(Node node, ContactId id) => System.Text.Encoding.UTF8.GetString((await node.Contact(id).Read(owner)).Value!.Card);

    private async Task<int> Total(Node node) => (await node.Book(owner).List(owner, new())).Value!.Total;

    private Task<int> Elsewhere(Node node, Action<DeviceRecord> change) => node.Store.Transact(session =>
    {
        var state = DeviceRows.Read(session, Id)!;
        change(state);
        DeviceRows.Write(session, Id, state);
        return 0;
    });

    private async Task<DeviceRecord> Row(Node node) => (await node.Store.Query(session => DeviceRows.Read(session, Id)))!;

    private async Task<ContactId> Create(Node node, string name, params string[] more)
    {
        var created = await node.Contact(ContactId.New()).Create(owner, new(BookId.PrivateOf(owner), Cards.Of(name, null, more)));
        Assert.True(created.IsOk, created.Detail);
        return created.Value.Id;
    }
}
