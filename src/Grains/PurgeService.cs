using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Groups;
using ContactOffice.Grains.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContactOffice.Grains;

/// <summary>Forgets, once an hour, what was deleted too long ago to be restored, and pictures that nothing refers to any more.</summary>
internal sealed partial class PurgeService(IContactStore store, DatabaseOptions options, Clock clock, ILogger<PurgeService> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan PictureGrace = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            // Nodes that started together do not all work at the same moment.
            await Task.Delay(Interval * (0.5 + Random.Shared.NextDouble()), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // A program that ends before it has started would take an exception for the cause.
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                await EmptyDeletedGroups(stoppingToken);
                while (await store.Transact(session => TrashRows.ForgetReferences(session, clock.Now - options.Horizon))) stoppingToken.ThrowIfCancellationRequested();
                await store.Purge(clock.Now - options.Horizon, clock.Now - PictureGrace, stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogFailed(fault);
            }
        }
    }

    /// <summary>A group that was deleted just before its node died still has contacts in its book.</summary>
    private async Task EmptyDeletedGroups(CancellationToken stop)
    {
        foreach (var group in await store.Query(GroupRows.Unemptied))
            while (!stop.IsCancellationRequested && await store.Transact(session => GroupRows.Empty(session, BookId.Of(group), new AccountId(""), clock.Now)) is not null) { }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Purging deleted contacts failed; it is tried again in an hour")]
    private partial void LogFailed(Exception fault);
}
