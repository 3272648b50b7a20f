using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace CustodyConsole.Jobs;

/// <summary>
/// What the console measures of itself goes to the collector that the standard setting OTEL_EXPORTER_OTLP_ENDPOINT names; without it nothing
/// is collected. Interval, headers and protocol are the standard settings as well.
/// </summary>
public static class MetricsSetup
{
    /// <summary>The setting that names the collector.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddConsoleMetrics(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (string.IsNullOrWhiteSpace(configuration[Endpoint])) return services;
        services.AddHostedService<DayMetrics>();
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("CustodyConsole", serviceInstanceId: JobRunner.Node))
            .WithMetrics(metrics => metrics
                .AddMeter(JobMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
                    "Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.Server.Circuits", "Npgsql", "System.Runtime")
                .AddOtlpExporter());
        return services;
    }
}
