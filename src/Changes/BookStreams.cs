using ContactOffice.GrainInterfaces;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using Orleans.Streams.PubSub;

namespace ContactOffice.Changes;

/// <summary>
/// Joins and leaves the streams of books in this node's name. The list of subscribers is durable and a killed node cannot leave it,
/// so whoever joins also strikes out the nodes that the cluster no longer has.
/// </summary>
public sealed class BookStreams(IClusterClient cluster, IClusterMembershipService membership, ILogger<BookStreams> log)
{
    /// <summary>Orleans names the client inside a silo by the silo: <c>sys.client/hosted-{address}:{port}@{generation}+{observer}</c>.</summary>
    private const string HostedClient = "hosted-";

    public async Task<StreamSubscriptionHandle<BookChanged>> Join(BookId book, Func<BookChanged, Task> announce)
    {
        await StrikeOutTheDead(book);
        var stream = Provider.GetStream<BookChanged>(StreamId.Create(BookChanged.Namespace, book.Value));
        return await stream.SubscribeAsync((change, _) => announce(change));
    }

    public async Task Leave(StreamSubscriptionHandle<BookChanged> subscription)
    {
        try
        {
            await subscription.UnsubscribeAsync();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogInformation(fault, "A stream subscription could not be left; another node will strike it out.");
        }
    }

    private async Task StrikeOutTheDead(BookId book)
    {
        if (!Provider.TryGetStreamSubscriptionManager(out var subscriptions)) return;
        var stream = StreamId.Create(BookChanged.Namespace, book.Value);
        foreach (var subscription in await subscriptions.GetSubscriptions(BookChanged.Provider, stream))
            if (SiloOf(subscription.GrainId) is { } silo && !IsAlive(silo))
                await subscriptions.RemoveSubscription(BookChanged.Provider, stream, subscription.SubscriptionId);
    }

    private bool IsAlive(SiloAddress silo) =>
        membership.CurrentSnapshot.GetSiloStatus(silo) is SiloStatus.Created or SiloStatus.Joining or SiloStatus.Active or SiloStatus.ShuttingDown;

    /// <summary>Null where the subscriber is no client inside a silo.</summary>
    private static SiloAddress? SiloOf(GrainId subscriber)
    {
        var key = subscriber.Key.ToString();
        if (key is null || !key.StartsWith(HostedClient, StringComparison.Ordinal)) return null;
        return SiloAddress.FromParsableString(key[HostedClient.Length..].Split('+')[0]);
    }

    private IStreamProvider Provider => cluster.GetStreamProvider(BookChanged.Provider);
}
