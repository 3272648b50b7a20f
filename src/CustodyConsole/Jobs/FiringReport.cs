using CustodyConsole.Domain.Jobs;
using Quartz;

namespace CustodyConsole.Jobs;

/// <summary>
/// What the scheduler's own history says of a firing, and for how long it says it: that a process was started, where, when and how it ended. The
/// business result is in the runs, which it names.
/// </summary>
internal static class FiringReport
{
    /// <summary>A firing with the runs that it began, such as <c>JR0000000012 Done</c>; one that found nothing to do is skipped.</summary>
    public static JobRunReport Of(IReadOnlyList<JobRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0) return JobRunReport.Skipped();
        var summary = string.Join(' ', runs.Select(run => $"{run.No} {run.State}"));
        return runs.Any(run => run.State == JobRunState.Failed) ? JobRunReport.Failed(summary) : JobRunReport.Succeeded(summary);
    }

    /// <summary>The numbers of the runs that a firing's summary names.</summary>
    public static IReadOnlyList<string> Runs(string? summary) =>
        [.. (summary ?? "").Split(' ').Where(word => JobRun.IdOf(word) is not null)];

    /// <summary>
    /// How long firings are kept: those that did something for a quarter, failures for a year, and those that found nothing to do, thousands a day,
    /// for a day. The runs themselves are kept for ever.
    /// </summary>
    public static void Keep(ExecutionHistoryOptions history)
    {
        ArgumentNullException.ThrowIfNull(history);
        history.Retention = TimeSpan.FromDays(90);
        history.RetentionByResult[JobRunResult.Failed] = TimeSpan.FromDays(366);
        history.RetentionByResult[JobRunResult.Skipped] = TimeSpan.FromDays(1);
        history.MisfireRetention = TimeSpan.FromDays(90);
        history.MaxEntriesPerJob = 5_000;
        history.MaxEntriesPerScheduler = 50_000;
    }
}
