using System.Diagnostics.Metrics;
using CustodyConsole.Domain.Jobs;

namespace CustodyConsole.Jobs;

/// <summary>What a monitoring system may read of the jobs: how many runs ended how, and how long they took.</summary>
public sealed class JobMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "CustodyConsole.Jobs";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _runs;
    private readonly Histogram<double> _duration;

    public JobMetrics()
    {
        _runs = _meter.CreateCounter<long>("custody.job.runs", "{run}", "Runs of jobs that have ended.");
        _duration = _meter.CreateHistogram<double>("custody.job.duration", "s", "How long runs of jobs took.");
    }

    public void Ended(JobFacts job, JobRunState state, TimeSpan elapsed)
    {
        var tags = new[] { KeyValuePair.Create("job", (object?)job.Name), KeyValuePair.Create("result", (object?)state.ToString()) };
        _runs.Add(1, tags);
        _duration.Record(elapsed.TotalSeconds, tags);
    }

    public void Dispose() => _meter.Dispose();
}
