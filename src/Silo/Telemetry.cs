using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ContactOffice.Silo;

/// <summary>
/// Traces and metrics go out by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says so; the other <c>OTEL_</c> variables hold too.
/// Without it nothing is collected, and nothing is paid for. Logs stay on the console: they may name people.
/// </summary>
public static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("contactoffice", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3)))
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation(web => web.Filter = context => !context.Request.Path.StartsWithSegments("/health"))
                .AddSource("Microsoft.Orleans.Application", "ContactOffice.*")
                .AddNpgsql()
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddMeter("Microsoft.Orleans", "Npgsql", "System.Runtime", "ContactOffice.*")
                .AddOtlpExporter());
        builder.UseOrleans(silo => silo.AddActivityPropagation());
    }
}
