using ContactOffice.Grains.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ContactOffice.Silo;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: send it requests.</summary>
public static class Health
{
    public static void AddHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddCheck<SiloCheck>("silo")
            .AddCheck<DatabaseCheck>("database", timeout: TimeSpan.FromSeconds(2));
        var drain = TimeSpan.FromSeconds(NumberSetting.Read(builder.Configuration, "ContactOffice:DrainSeconds", 0, 20) ?? 0);
        builder.Services.AddHostedService(_ => new Draining(drain));
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous().ExcludeFromDescription();
        app.MapHealthChecks("/health/ready").AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Healthy while the cluster counts this silo as active and nobody asked the node to stop.</summary>
    private sealed class SiloCheck(ISiloStatusOracle silo, IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(silo.CurrentStatus == SiloStatus.Active && !lifetime.ApplicationStopping.IsCancellationRequested
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The silo is " + silo.CurrentStatus));
    }

    /// <summary>Healthy while the database answers a query.</summary>
    private sealed class DatabaseCheck(Database database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var connection = await database.GrainStates.OpenConnectionAsync(cancellationToken);
                await using var query = connection.CreateCommand();
                query.CommandText = "SELECT 1";
                await query.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (System.Data.Common.DbException fault)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.", fault);
            }
        }
    }
}
