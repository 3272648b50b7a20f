using CustodyConsole.Components.Shared;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Jobs;
using Quartz;
using Quartz.Extensibility;

namespace CustodyConsole.Features.Jobs;

/// <summary>A firing of the scheduler with the runs that it began.</summary>
public sealed record FiringRow(ExecutionHistoryEntry Entry, IReadOnlyList<string> Runs);

/// <summary>
/// The scheduler's own history, from its store, which all nodes of a PostgreSQL share: what was started where and when, how it ended, and what was
/// missed. A node that runs no jobs has no scheduler to ask.
/// </summary>
public sealed class FiringQueries(CustodySettings settings, IServiceProvider services)
{
    /// <summary>True where this node has a scheduler.</summary>
    public bool HasScheduler => settings.Jobs;

    private IExecutionHistoryStore Store => services.GetRequiredService<IExecutionHistoryStore>();

    /// <summary>What the scheduler fires: every continuous job by itself, all jobs of a day by one look at the days.</summary>
    public static IReadOnlyList<string> Fired { get; } =
        [JobScheduler.Days, .. JobCatalogue.All.Where(job => job.Cadence == JobCadence.Continuous).Select(job => job.Name)];

    /// <summary>The name under which a job is fired; null where people start it.</summary>
    public static string? FiredAs(JobFacts? job) => job?.Cadence switch
    {
        JobCadence.Daily => JobScheduler.Days,
        JobCadence.Continuous => job.Name,
        _ => null,
    };

    /// <summary>Filters: <c>job</c> (one of <see cref="Fired"/>), <c>result</c>, <c>node</c>, <c>dateFrom</c>/<c>dateTo</c> (the bank's date of firing).</summary>
    public async Task<PageOf<FiringRow>> ListAsync(ListState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        var page = await Store.QueryExecutions(
            new ExecutionHistoryQuery
            {
                SchedulerName = JobScheduler.Name,
                Job = state.Text("job") is { } job ? new JobKey(job) : null,
                SchedulerInstanceId = state.Text("node"),
                Results = state.Choice<JobRunResult>("result") is { } result ? new HashSet<JobRunResult> { result } : null,
                FiredFrom = state.Date("dateFrom") is { } from ? InstantOf(from) : null,
                FiredBefore = state.Date("dateTo") is { } to ? InstantOf(to.AddDays(1)) : null,
                Skip = state.Skip,
                Take = state.Size,
                IncludeTotalCount = true,
            },
            cancellationToken);
        return new PageOf<FiringRow>([.. page.Items.Select(entry => new FiringRow(entry, FiringReport.Runs(entry.Summary)))], page.TotalCount ?? 0);
    }

    /// <summary>Firings that did not happen, newest first. Filters: <c>job</c>, <c>node</c>.</summary>
    public async Task<PageOf<MisfireHistoryEntry>> MissedAsync(ListState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        var page = await Store.QueryMisfires(
            new MisfireHistoryQuery
            {
                SchedulerName = JobScheduler.Name,
                Job = state.Text("job") is { } job ? new JobKey(job) : null,
                SchedulerInstanceId = state.Text("node"),
                Skip = state.Skip,
                Take = state.Size,
                IncludeTotalCount = true,
            },
            cancellationToken);
        return new PageOf<MisfireHistoryEntry>(page.Items, page.TotalCount ?? 0);
    }

    /// <summary>
    /// The firing that began a run: the last one of its job that names it. Null where people started it, while it is under way, and where the
    /// scheduler does not keep it any more.
    /// </summary>
    public async Task<ExecutionHistoryEntry?> OfRunAsync(JobRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!HasScheduler || run.StartedAtUtc is not { } started || FiredAs(JobCatalogue.Find(run.Job)) is not { } name) return null;
        // A run of the float's release may have been begun by the look at the days, behind a confirmation.
        foreach (var job in new[] { name, JobScheduler.Days }.Distinct())
        {
            var page = await Store.QueryExecutions(
                new ExecutionHistoryQuery
                {
                    SchedulerName = JobScheduler.Name,
                    Job = new JobKey(job),
                    FiredBefore = new DateTimeOffset(started.AddSeconds(1)),
                    Results = new HashSet<JobRunResult> { JobRunResult.Succeeded, JobRunResult.Failed, JobRunResult.Cancelled },
                    Take = 3,
                },
                cancellationToken);
            if (page.Items.FirstOrDefault(entry => FiringReport.Runs(entry.Summary).Contains(run.No)) is { } found) return found;
        }

        return null;
    }

    /// <summary>What the scheduler will fire, with the calendar by which it goes and the next time.</summary>
    public async Task<IReadOnlyList<TriggerHeader>> TriggersAsync(CancellationToken cancellationToken)
    {
        var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        var all = await scheduler.QueryTriggers(new TriggerQuery(), cancellationToken);
        return [.. all.Items.OrderBy(trigger => trigger.NextFireTimeUtc)];
    }

    private static DateTimeOffset InstantOf(DateOnly date) => new(BankTime.Utc(date.ToDateTime(TimeOnly.MinValue)), TimeSpan.Zero);
}
