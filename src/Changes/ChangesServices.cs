using ContactOffice.GrainInterfaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ContactOffice.Changes;

public static class ChangesServices
{
    /// <summary>Registers <see cref="BookFeeds"/>. May be called by each room that needs it; the first call must come after Orleans was added, so that the feeds stop before the silo.</summary>
    public static IServiceCollection AddBookFeeds(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(BookFeeds))) return services;
        services.AddMetrics();
        services.AddOptions<BookFeedOptions>();
        services.TryAddSingleton<NodeChanges>();
        services.TryAddSingleton<FeedMeter>();
        services.TryAddSingleton<BookStreams>();
        services.AddSingleton<BookFeeds>();
        services.AddHostedService(provider => provider.GetRequiredService<BookFeeds>());
        return services;
    }
}
