using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Accounts;
using ContactOffice.Grains.Groups;
using ContactOffice.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace ContactOffice.Grains;

/// <summary>Composes a silo that keeps address books.</summary>
public static class Hosting
{
    /// <summary>Where small grains keep their state.</summary>
    internal const string GrainStates = "Default";

    /// <summary>
    /// Registers the contact store, Orleans' storage in the same place, and the stream of book changes. The database is opened, created and migrated when the
    /// silo starts, which fails with a <see cref="DatabaseException"/>; to say that before anything else, call <see cref="Database.Prepare"/>.
    /// </summary>
    /// <param name="passwordRounds">Of new password hashes; null for what is recommended.</param>
    public static ISiloBuilder AddContactOffice(this ISiloBuilder silo, DatabaseOptions options, int? passwordRounds = null)
    {
        var database = new Database(options);
        silo.Services.AddSingleton(options);
        silo.Services.AddSingleton(_ => database); // made by a factory, so that the container disposes of it
        silo.Services.AddSingleton(services => services.GetRequiredService<Database>().Contacts);
        silo.Services.AddSingleton<GroupNames>();
        silo.Services.TryAddSingleton<NodeChanges>();
        silo.Services.TryAddSingleton(_ => new Clock(TimeProvider.System));
        silo.Services.TryAddSingleton(_ => new PasswordHash(passwordRounds ?? PasswordHash.Iterations));
        silo.Services.AddHostedService<PurgeService>();
        silo.AddStartupStage(services => services.GetRequiredService<Database>().Open);
        foreach (var name in new[] { GrainStates, "PubSubStore" })
        {
            silo.AddAdoNetGrainStorage(name, (OptionsBuilder<AdoNetGrainStorageOptions> storage) => storage.Configure<IServiceProvider>((states, services) =>
            {
                states.Invariant = database.Invariant;
                states.DataSource = database.GrainStates;
                states.GrainStorageSerializer = ActivatorUtilities.CreateInstance<OrleansGrainStorageSerializer>(services);
            }));
        }
        silo.AddMemoryStreams(BookChanged.Provider, streams =>
        {
            streams.ConfigurePartitioning(4);
            // The time that a change waits before other nodes hear of it, at most. Where there are none, looking fifty times a second is for nothing.
            streams.ConfigurePullingAgent(agent => agent.Configure(pulling => pulling.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(options.IsPostgres ? 20 : 1000)));
        });
        return silo;
    }

    /// <summary>
    /// The cluster that fits the database: alone on this machine with SQLite, nodes that find each other through the database with PostgreSQL.
    /// </summary>
    public static ISiloBuilder UseContactOfficeClustering(this ISiloBuilder silo, DatabaseOptions options, int siloPort, int gatewayPort = 0)
    {
        if (!options.IsPostgres) return silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: "contactoffice", clusterId: "contactoffice");
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("contactoffice", "contactoffice"));
        silo.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.ConnectionString) = ("Npgsql", options.Postgres));
        silo.ConfigureEndpoints(siloPort, gatewayPort);
        // Shortens the time without a dead node's grains from 7-14 s to 2-4 s.
        return silo.Configure<ClusterMembershipOptions>(membership => (membership.ProbeTimeout, membership.NumMissedProbesLimit) = (TimeSpan.FromSeconds(1), 2));
    }

    private static void AddStartupStage(this ISiloBuilder silo, Func<IServiceProvider, Func<CancellationToken, Task>> start) =>
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => new Stage(start(services)));

    /// <summary>Runs before Orleans looks into its own tables.</summary>
    private sealed class Stage(Func<CancellationToken, Task> start) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(Database), ServiceLifecycleStage.First, start);
    }
}
