using System.Diagnostics.Metrics;
using System.Text;
using ContactOffice.Changes;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains;
using ContactOffice.Grains.Storage;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Streams.Core;
using Orleans.Streams.PubSub;

namespace ContactOffice.Protocol.Tests;

/// <summary>The node's ear over a silo in this process, where a test can take away what a real node would lose.</summary>
public sealed class BookFeedTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private static readonly AccountId Owner = new("owner");
    private static readonly BookId Book = BookId.PrivateOf(Owner);

    [Fact]
    public async Task A_wait_ends_with_a_change_or_its_time_and_not_before()
    {
        using var folder = new Folder();
        using var host = await Start(folder);
        var feeds = host.Services.GetRequiredService<BookFeeds>();

        var waits = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => feeds.Wait(Book, Owner)));
        await Assert.ThrowsAsync<TimeoutException>(() => waits[0].Passes(0).WaitAsync(TimeSpan.FromMilliseconds(300)));
        var passed = Array.ConvertAll(waits, wait => wait.Passes(0));
        await Add(host);
        await Task.WhenAll(passed).WaitAsync(Long);
        Assert.True(waits[0].Passes(0).IsCompleted);
        Assert.Single(await Subscribers(host));

        var left = waits[0].Passes(1);
        Assert.False(left.IsCompleted);
        waits[0].GiveUp();
        await left.WaitAsync(Long);
        Assert.True(waits[0].Passes(1).IsCompleted);
        Assert.False(waits[1].Passes(1).IsCompleted);
        foreach (var wait in waits) wait.Dispose();
        await host.StopAsync();
    }

    [Fact]
    public async Task A_change_that_nobody_announced_is_found_counted_and_heals_the_subscription()
    {
        using var folder = new Folder();
        using var host = await Start(folder);
        // One that hears its own node's books directly would not notice.
        using var feeds = ActivatorUtilities.CreateInstance<BookFeeds>(host.Services, new NodeChanges());
        await feeds.StartAsync(CancellationToken.None);
        var counted = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, me) =>
        {
            if (instrument.Name == "contactoffice.changes.unannounced") me.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref counted, value));
        listener.Start();

        await Add(host);
        using var watch = await feeds.Watch(Book, Owner, _ => { });
        using var wait = await feeds.Wait(Book, Owner);
        await wait.Passes(0).WaitAsync(Long);
        await Eventually.Holds(() => Task.FromResult(watch.Known >= 1)); // a silence has been looked into
        await Unsubscribe(host);

        var waiting = wait.Passes(1);
        await Add(host);
        await waiting.WaitAsync(Long);
        await Eventually.Holds(async () => Interlocked.Read(ref counted) == 1 && (await Subscribers(host)).Count == 1);
        await feeds.StopAsync(CancellationToken.None);
        await host.StopAsync();
    }

    [Fact]
    public async Task Where_a_book_is_put_back_to_an_earlier_state_its_next_change_is_heard_all_the_same()
    {
        using var folder = new Folder();
        using var host = await Start(folder);
        using var watch = await host.Services.GetRequiredService<BookFeeds>().Watch(Book, Owner, _ => { });
        using var wait = await host.Services.GetRequiredService<BookFeeds>().Wait(Book, Owner);
        for (var i = 0; i < 3; i++) await Add(host);
        await wait.Passes(2).WaitAsync(Long);
        await host.Services.GetRequiredService<IContactStore>().Transact(session => session.Run("UPDATE book SET seq = 1") + session.Run("DELETE FROM book_entry WHERE seq > 1"));
        await Eventually.Holds(() => Task.FromResult(watch.Known == 1));
        var waiting = wait.Passes(1);
        Assert.False(waiting.IsCompleted);
        var told = new List<long>();
        host.Services.GetRequiredService<NodeChanges>().Changed += change => told.Add(change.Seq);
        await Add(host);
        Assert.Equal([2], told);
        await waiting.WaitAsync(Long);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_node_that_stops_leaves_and_one_that_was_killed_is_struck_out()
    {
        using var folder = new Folder();
        using (var stopped = await Start(folder))
        {
            using var watch = await stopped.Services.GetRequiredService<BookFeeds>().Watch(Book, Owner, _ => { });
            Assert.Single(await Subscribers(stopped));
            await stopped.StopAsync();
        }
        using (var killed = await Start(folder))
        {
            Assert.Empty(await Subscribers(killed));
            using var watch = await killed.Services.GetRequiredService<BookFeeds>().Watch(Book, Owner, _ => { });
            await killed.Services.GetRequiredService<BookFeeds>().StopAsync(new CancellationToken(canceled: true)); // its own leaving …
            await killed.Services.GetRequiredService<BookStreams>().Join(Book, _ => Task.CompletedTask); // … is undone: this one stays
            await killed.StopAsync();
        }
        using var next = await Start(folder);
        Assert.Single(await Subscribers(next));
        using var watching = await next.Services.GetRequiredService<BookFeeds>().Watch(Book, Owner, _ => { });
        var subscriber = Assert.Single(await Subscribers(next));
        Assert.Contains(next.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString(), subscriber.GrainId.ToString(), StringComparison.Ordinal);
        await next.StopAsync();
    }

    private static async Task<IHost> Start(Folder folder)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        var database = new DatabaseOptions(folder.Path);
        builder.UseOrleans(silo =>
        {
            silo.AddContactOffice(database);
            silo.UseContactOfficeClustering(database, Node.FreePort());
        });
        builder.Services.AddBookFeeds();
        builder.Services.Configure<BookFeedOptions>(options => (options.Silence, options.Grace) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(200)));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task Add(IHost host)
    {
        var contact = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IContactGrain>(Guid.CreateVersion7());
        Assert.True((await contact.Create(Owner, new NewContact(Book, Encoding.UTF8.GetBytes(Cards.Of("New"))))).IsOk);
    }

    private static async Task<List<StreamSubscription>> Subscribers(IHost host) =>
        [.. await Manager(host).GetSubscriptions(BookChanged.Provider, Stream)];

    private static async Task Unsubscribe(IHost host)
    {
        foreach (var subscriber in await Subscribers(host)) await Manager(host).RemoveSubscription(BookChanged.Provider, Stream, subscriber.SubscriptionId);
    }

    private static IStreamSubscriptionManager Manager(IHost host) =>
        host.Services.GetRequiredService<IClusterClient>().GetStreamProvider(BookChanged.Provider).TryGetStreamSubscriptionManager(out var manager)
            ? manager
            : throw new InvalidOperationException("The provider manages no subscriptions.");

    private static StreamId Stream => StreamId.Create(BookChanged.Namespace, Book.Value);
}
