using CustodyConsole.Domain;
using CustodyConsole.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Jobs;

/// <summary>A job of a day, with its run or the reason why there is none.</summary>
public sealed record DayRunStep(DateOnly Day, JobFacts Job, JobRun? Run, Refusal? Refusal)
{
    /// <summary>True where it ended well now or before.</summary>
    public bool EndedWell => Run?.EndedWell ?? Refusal?.Code is "job.already-done" or "job.closed-date";

    /// <summary>True where the next day may begin: it ended well, or waits for single pools.</summary>
    public bool MayGoOn => EndedWell || (Run is { State: JobRunState.Waiting } && JobCatalogue.WaitsByPool(Job.Name));
}

/// <summary>Runs the jobs of days one after the other, without the scheduler: for the command line, and for days that were missed.</summary>
public sealed class DayRun(JobRunner runner, JobWork work, IDbContextFactory<CustodyDb> factory)
{
    /// <summary>
    /// Runs every open day up to and with one, in order, and stops behind the first that does not end well. A day whose settlement waits for
    /// its confirmation does not keep the next from being cut and settled.
    /// </summary>
    /// <param name="through">The last day.</param>
    /// <param name="told">Told of each step.</param>
    /// <param name="startedBy">Who starts it; null for the system.</param>
    /// <param name="stop">Stops between two steps.</param>
    /// <returns>The steps of the last day that was run.</returns>
    public async Task<IReadOnlyList<DayRunStep>> RunThroughAsync(DateOnly through, Action<DayRunStep> told, string? startedBy, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(told);
        DateOnly first;
        await using (var db = await factory.CreateDbContextAsync(stop)) first = await JobSchedule.FirstOpenDayAsync(db, stop);
        List<DayRunStep> steps = [];
        for (var day = first < through ? first : through; day <= through; day = day.AddDays(1))
        {
            steps = [];
            foreach (var job in JobCatalogue.OfADay)
            {
                stop.ThrowIfCancellationRequested();
                Tell(steps, told, day, job, await runner.RunAsync(job, day, startedBy, stop));
                if (job.Name == JobCatalogue.ConfirmationCheck) await ReleaseAsync(day, steps, told, startedBy, stop);
            }

            if (steps.Any(step => step is { MayGoOn: false, Job.Name: JobCatalogue.DayCut or JobCatalogue.TrialBalance or JobCatalogue.NetSettlement }))
                break;
        }

        return steps;
    }

    /// <summary>What a confirmation has settled becomes settled money, and the advances that it repays are repaid, before the day is accrued and closed.</summary>
    private async Task ReleaseAsync(DateOnly day, List<DayRunStep> steps, Action<DayRunStep> told, string? startedBy, CancellationToken stop)
    {
        var release = JobCatalogue.Find(JobCatalogue.FloatRelease)!;
        if (await work.IsNeededAsync(release, stop)) Tell(steps, told, day, release, await runner.RunAsync(release, null, startedBy, stop));
    }

    private static void Tell(List<DayRunStep> steps, Action<DayRunStep> told, DateOnly day, JobFacts job, Outcome<JobRun> outcome)
    {
        var step = outcome.Done ? new DayRunStep(day, job, outcome.Value, null) : new DayRunStep(day, job, null, outcome.Refusal);
        steps.Add(step);
        told(step);
    }
}
