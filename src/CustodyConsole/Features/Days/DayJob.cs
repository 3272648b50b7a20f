using CustodyConsole.Domain;
using CustodyConsole.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Days;

/// <summary>A job without which a day is not closed, as it stands for that day.</summary>
/// <param name="Date">The accounting date.</param>
/// <param name="Job">The job.</param>
/// <param name="Run">The run that ended well; the last one where none did; null before the first.</param>
/// <param name="Pause">Who has paused it; null where it is not paused.</param>
public sealed record DayJob(DateOnly Date, JobFacts Job, JobRun? Run, JobPause? Pause)
{
    /// <summary>
    /// True where nothing goes on before somebody looks: it is paused, its last run has failed or was stopped, or the books of a pool are wrong.
    /// </summary>
    public bool IsStuck => Run?.EndedWell != true
        && (Pause is not null || Run is { State: JobRunState.Failed } or { State: JobRunState.Stopped, StopAskedBy: not null }
            or { State: JobRunState.Waiting, Job: JobCatalogue.TrialBalance });

    /// <summary>Why it is stuck; null where it is not.</summary>
    public Refusal? Reason => !IsStuck ? null
        : Pause is not null ? JobRefusals.Paused(Job, Pause.ByUser, Pause.Reason)
        : JobRefusals.NotEndedWell(Job, Run!.No, Run.ResultChinese ?? "", Run.ResultEnglish ?? "");

    /// <summary>The jobs of some days, in the order in which they run.</summary>
    public static async Task<IReadOnlyList<DayJob>> OfAsync(CustodyDb db, IReadOnlyCollection<DateOnly> dates, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (dates.Count == 0) return [];
        var runs = (await db.JobRuns.Where(run => dates.Contains(run.BusinessDate)).OrderBy(run => run.RunNo).ToListAsync(cancellationToken))
            .ToLookup(run => (run.BusinessDate, run.Job));
        var paused = await db.JobPauses.Where(pause => pause.IsPaused).ToDictionaryAsync(pause => pause.Job, cancellationToken);
        return [.. from date in dates
                   from job in JobCatalogue.OfADay
                   where JobCatalogue.EndsWithItsDay(job)
                   let own = runs[(date, job.Name)].ToList()
                   select new DayJob(date, job, own.Find(run => run.EndedWell) ?? own.LastOrDefault(), paused.GetValueOrDefault(job.Name))];
    }
}
