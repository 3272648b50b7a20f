using CustodyConsole.Domain.Staff;

namespace CustodyConsole.Domain.Jobs;

/// <summary>
/// What a job's runs for a day say about another start by itself. What was before a run that people started, or before one that waited for
/// something to come, counts no more: they have looked at it, or the job has come further meanwhile.
/// </summary>
public static class JobTries
{
    /// <summary>How often a job that failed is tried by itself before people have to look.</summary>
    public const int Max = 3;

    /// <summary>The failures that count.</summary>
    /// <param name="own">All runs of one job for one day.</param>
    public static int Failures(IEnumerable<JobRun> own) => Counting(own).Count(run => run.State == JobRunState.Failed);

    /// <summary>True where the job may start again by itself: it has not failed too often, and nobody has stopped it.</summary>
    /// <param name="own">All runs of one job for one day.</param>
    public static bool MayStart(IReadOnlyCollection<JobRun> own) =>
        Failures(own) < Max && !Counting(own).Any(run => run is { State: JobRunState.Running or JobRunState.Stopped, StopAskedBy: not null });

    private static IEnumerable<JobRun> Counting(IEnumerable<JobRun> own)
    {
        var runs = own.OrderBy(run => run.RunNo).ToList();
        return runs.Skip(Math.Max(0, runs.FindLastIndex(run =>
            run.StartedBy != StaffMember.System.UserName || run.State == JobRunState.Waiting)));
    }
}
