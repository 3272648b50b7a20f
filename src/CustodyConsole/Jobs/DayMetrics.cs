using System.Diagnostics.Metrics;
using CustodyConsole.Domain;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Jobs;

/// <summary>How late the day end is, for a monitoring system that alerts before <see cref="JobHealth"/> does.</summary>
internal sealed class DayMetrics : IHostedService, IDisposable
{
    private readonly IDbContextFactory<CustodyDb> _factory;
    private readonly TimeProvider _time;
    private readonly Meter _meter = new(JobMetrics.MeterName);

    public DayMetrics(IDbContextFactory<CustodyDb> factory, TimeProvider time)
    {
        (_factory, _time) = (factory, time);
        _meter.CreateObservableGauge(
            "custody.day.late", HoursLate, "h", "Hours since the end of the first accounting day that is not closed; negative while it lasts.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    // Asked once in each interval, on the reader's own thread; the interface of gauges has no asynchronous form.
    private double HoursLate()
    {
        using var db = _factory.CreateDbContext();
        return JobSchedule.LateAsync(db, _time.GetUtcNow().UtcDateTime, CancellationToken.None).GetAwaiter().GetResult().Late.TotalHours;
    }
}
