using Orleans.Dashboard;
using Orleans.Providers;
using Orleans.Serialization.Configuration;

namespace ContactOffice.Silo;

/// <summary>
/// What Orleans' dashboard counts on this node. Its counters take 20 MB and a moment of each second, so no node counts before somebody opened the dashboard, and then each does:
/// the runtime carries the command to all nodes.
/// </summary>
internal sealed class DashboardFigures(IServiceProvider services, IReadOnlyList<ServiceDescriptor> parts) : IControllable
{
    private const string Name = "dashboard";

    private readonly Lazy<Task> _started = new(() => Start(services, [.. parts.Select(part => part.ImplementationFactory!(services))]));

    /// <summary>Adds the dashboard, and keeps back what it would start together with the silo.</summary>
    public static void AddTo(ISiloBuilder silo)
    {
        var before = silo.Services.ToHashSet();
        silo.AddDashboard(dashboard => (dashboard.HideTrace, dashboard.CounterUpdateIntervalMs) = (true, 5000));
        var parts = silo.Services.Where(service => !before.Contains(service) && IsStarted(service.ServiceType)).ToList();
        foreach (var part in parts) silo.Services.Remove(part);
        silo.Services.Configure<TypeManifestOptions>(types => types.AllowedTypes.Add(typeof(DashboardFigures).FullName!)); // the command names it
        silo.Services.AddKeyedSingleton<IControllable>(Name, (services, _) => new DashboardFigures(services, parts));
    }

    /// <summary>Has all nodes count: one that joined since the last time begins now, the others go on. One that does not answer keeps nobody from looking.</summary>
    public static void StartEverywhere(IGrainFactory grains) => grains.GetGrain<IManagementGrain>(0).SendControlCommandToProvider<DashboardFigures>(Name, command: 0).Ignore();

    public async Task<object?> ExecuteCommand(int command, object? arg)
    {
        await _started.Value;
        return null;
    }

    private static bool IsStarted(Type service) => service == typeof(IHostedService) || service == typeof(ILifecycleParticipant<ISiloLifecycle>);

    /// <summary>The silo's own lifecycle is past its start, so the parts have one for themselves.</summary>
    private static async Task Start(IServiceProvider services, object[] parts)
    {
        var lifecycle = new SiloLifecycleSubject(services.GetRequiredService<ILogger<SiloLifecycleSubject>>());
        foreach (var part in parts.OfType<ILifecycleParticipant<ISiloLifecycle>>().Distinct()) part.Participate(lifecycle);
        await lifecycle.OnStart();
        foreach (var part in parts.OfType<IHostedService>().Distinct()) await part.StartAsync(CancellationToken.None);
    }
}
