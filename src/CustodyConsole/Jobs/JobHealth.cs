using CustodyConsole.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustodyConsole.Jobs;

/// <summary>Unhealthy where no accounting day was closed for longer than a day and two hours: somebody has to look.</summary>
internal sealed class JobHealth(IDbContextFactory<CustodyDb> factory, TimeProvider time) : IHealthCheck
{
    public static readonly TimeSpan WithoutDayEndMax = TimeSpan.FromHours(26);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var (first, late) = await JobSchedule.LateAsync(db, time.GetUtcNow().UtcDateTime, cancellationToken);
        return late <= WithoutDayEndMax
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(
                $"The accounting day {first:yyyy-MM-dd} has been over for {late.TotalHours:0} hours and is not closed.");
    }
}
