using CustodyConsole.Domain;
using CustodyConsole.Domain.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Jobs;

/// <summary>
/// What is due: for which days each daily job has not ended well yet, in order. Days that people have to run by hand are not due: those of a
/// bank that has stood still for longer than a month, and those whose job has failed three times or was stopped (<see cref="JobTries"/>).
/// </summary>
public sealed class JobSchedule(JobRunner runner, JobDesk desk, JobWork work, IDbContextFactory<CustodyDb> factory, TimeProvider time)
{
    /// <summary>The most days that are caught up without being asked for.</summary>
    public const int DaysBehindMax = 31;

    /// <summary>How long a job that failed is left alone.</summary>
    public static readonly TimeSpan TriedAgainAfter = TimeSpan.FromMinutes(10);

    /// <summary>How long a job that waits for something of the bank's own is left alone.</summary>
    public static readonly TimeSpan LooksAgainAfter = TimeSpan.FromMinutes(30);

    /// <summary>How long the payment company is left alone about money that has not come, also in its hours.</summary>
    public static readonly TimeSpan AsksAgainAfter = TimeSpan.FromMinutes(15);

    /// <summary>How long money that has not come is left alone at most, whatever a calendar says.</summary>
    public static readonly TimeSpan LooksAtLeastEvery = TimeSpan.FromDays(1);

    /// <summary>Runs every daily job for every day for which it is due, in the order of the days and of the catalogue.</summary>
    /// <param name="stop">Stops it.</param>
    /// <param name="asksAgain">
    /// True in the hours of working days in which the payment company is asked again about money that has not come (<see cref="ArrivalLooks"/>). At
    /// other times what waits for money waits on, unless a settlement has been confirmed or a day that was wrong has been proved again since, or a day has passed.
    /// </param>
    /// <returns>The runs, in order.</returns>
    public async Task<IReadOnlyList<JobRun>> RunDueDaysAsync(CancellationToken stop, bool asksAgain = true)
    {
        await GiveUpSilentAsync(stop);
        var runs = new List<JobRun>();
        while (await NextAsync(asksAgain, stop) is { } next)
        {
            var run = await runner.RunAsync(next.Job, next.Date, stopping: stop);
            // Another node has it, or people have paused it: the next look will tell.
            if (!run.Done) break;
            runs.Add(run.Value);
            // What was confirmed is settled, and the advances are repaid, before the day is accrued and closed.
            if (next.Job.Name == JobCatalogue.ConfirmationCheck
                && await RunContinuousAsync(JobCatalogue.Find(JobCatalogue.FloatRelease)!, stop) is { } release) runs.Add(release);
        }

        return runs;
    }

    /// <summary>Of a run that only people begin again, nobody would hear otherwise that its node is gone.</summary>
    private async Task GiveUpSilentAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var running = await db.JobRuns.Where(run => run.State == JobRunState.Running).ToListAsync(cancellationToken);
        if (running.Any(run => run.IsSilent(time.GetUtcNow().UtcDateTime))) _ = (await desk.GiveUpSilentAsync()).Value;
    }

    /// <summary>Runs a continuous job, if it has something to do; null where it has not, or where it runs already.</summary>
    public async Task<JobRun?> RunContinuousAsync(JobFacts job, CancellationToken stop)
    {
        if (!await work.IsNeededAsync(job, stop)) return null;
        var run = await runner.RunAsync(job, null, stopping: stop);
        return run.Done ? run.Value : null;
    }

    /// <summary>The first day that is not closed and not run to its end, for whoever catches days up.</summary>
    public static async Task<DateOnly> FirstOpenDayAsync(CustodyDb db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        var state = await db.BankStates.SingleAsync(cancellationToken);
        return await db.AccountingDays.Where(day => day.ClosedAtUtc == null).MinAsync(day => (DateOnly?)day.Date, cancellationToken)
            ?? state.AccountingDate;
    }

    /// <summary>The first day that is not closed, and how long it has been over; negative while it lasts.</summary>
    public static async Task<(DateOnly Day, TimeSpan Late)> LateAsync(CustodyDb db, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var first = await FirstOpenDayAsync(db, cancellationToken);
        var state = await db.BankStates.SingleAsync(cancellationToken);
        return (first, nowUtc - state.CutOffOf(first));
    }

    private async Task<(JobFacts Job, DateOnly Date)?> NextAsync(bool asksAgain, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var state = await db.BankStates.SingleAsync(cancellationToken);
        var first = await FirstOpenDayAsync(db, cancellationToken);
        var paused = await db.JobPauses.Where(pause => pause.IsPaused).Select(pause => pause.Job).ToListAsync(cancellationToken);
        var cameOnAt = await CameOnAtAsync(db, now, cancellationToken);
        // A bank whose days are cut does not stand still, however long one of them waits to be closed.
        if (now - state.CutOffOf(state.AccountingDate) > TimeSpan.FromDays(DaysBehindMax)) return null;
        // What a node was doing when it fell silent may be of a day that has been closed without it.
        var from = await FirstUnfinishedAsync(db, state.AccountingDate.AddDays(-DaysBehindMax), cancellationToken) ?? first;
        for (var date = from < first ? from : first; date <= state.AccountingDate && state.CutOffOf(date) <= now; date = date.AddDays(1))
        {
            var isClosed = date <= state.ClosedThrough;
            var runs = await db.JobRuns.Where(run => run.BusinessDate == date).ToListAsync(cancellationToken);
            foreach (var job in JobCatalogue.OfADay)
            {
                if (isClosed && JobCatalogue.EndsWithItsDay(job)) continue;
                var own = runs.Where(run => run.Job == job.Name).ToList();
                if (state.CutOffOf(date) + job.At > now || paused.Contains(job.Name) || own.Any(run => run.EndedWell || IsHeardOf(run))) continue;
                if (date == state.AccountingDate && job.Name != JobCatalogue.DayCut) continue;
                if (job.After.Any(before => !runs.Any(run => run.Job == before && JobCatalogue.MayFollow(job, run)))) continue;
                if (!JobTries.MayStart(own) || own.Any(run => run.State == JobRunState.Failed && EndedWithin(run, TriedAgainAfter))) continue;
                if (own.Any(run => run.State == JobRunState.Waiting && EndedWithin(run, WaitOf(job, run)))) continue;
                if (await IsEarlierOpenAsync(db, job.Name, date, state.ClosedThrough, cancellationToken)) continue;
                return (job, date);
            }
        }

        return null;

        // Money that people have confirmed since has come, and a pool that goes on can be settled; the rest is asked about in the hours in which money can come.
        TimeSpan WaitOf(JobFacts job, JobRun run) => !ArrivalLooks.Wakes(job) ? LooksAgainAfter
            : cameOnAt > run.EndedAtUtc ? TimeSpan.Zero : asksAgain ? AsksAgainAfter : LooksAtLeastEvery;

        // What ended in the future ended under a clock that was fast; nobody waits until it is there again.
        bool EndedWithin(JobRun run, TimeSpan time) => run.EndedAtUtc > now - time && run.EndedAtUtc <= now;

        bool IsHeardOf(JobRun run) => run.State == JobRunState.Queued
            || (run.State == JobRunState.Running && !run.IsSilent(now));
    }

    /// <summary>
    /// When something last came about that a settlement may have waited for: people confirmed money, or a day whose books were wrong was proved
    /// again, after which pools may go on. What lies ahead of this node's clock was written under one that was fast, and counts for nothing until
    /// then: it would be later than every new run, and the look for money would never end.
    /// </summary>
    private static async Task<DateTime?> CameOnAtAsync(CustodyDb db, DateTime now, CancellationToken cancellationToken)
    {
        var confirmedAt = await db.Batches.Where(batch => batch.ConfirmedAtUtc <= now).MaxAsync(batch => batch.ConfirmedAtUtc, cancellationToken);
        var proofs = db.JobRuns.Where(run => run.Job == JobCatalogue.TrialBalance);
        var provedAt = await proofs
            .Where(run => run.EndedAtUtc <= now && proofs.Any(wrong =>
                wrong.BusinessDate == run.BusinessDate && wrong.Id < run.Id && (wrong.State == JobRunState.Waiting || wrong.State == JobRunState.Failed)))
            .MaxAsync(run => run.EndedAtUtc, cancellationToken);
        return provedAt is null || confirmedAt > provedAt ? confirmedAt : provedAt;
    }

    /// <summary>
    /// The first day that jobs have closed while one of those that a day does not wait for, such as its digest, has not ended well; null where there is none.
    /// </summary>
    private static async Task<DateOnly?> FirstUnfinishedAsync(CustodyDb db, DateOnly since, CancellationToken cancellationToken)
    {
        var besides = JobCatalogue.OfADay.Where(job => !JobCatalogue.EndsWithItsDay(job)).Select(job => job.Name).ToList();
        var ended = db.JobRuns.Where(run =>
            run.BusinessDate >= since && (run.State == JobRunState.Done || run.State == JobRunState.Skipped));
        return await ended
            .Where(close => close.Job == JobCatalogue.DayClose)
            .Where(close => ended.Count(run => run.BusinessDate == close.BusinessDate && besides.Contains(run.Job)) < besides.Count)
            .MinAsync(close => (DateOnly?)close.BusinessDate, cancellationToken);
    }

    /// <summary>
    /// True where the job has run before, but not ended well for the day before; one that waits there for single pools goes on with the others.
    /// </summary>
    private static async Task<bool> IsEarlierOpenAsync(
        CustodyDb db, string job, DateOnly date, DateOnly? closedThrough, CancellationToken cancellationToken)
    {
        var before = date.AddDays(-1);
        if (closedThrough >= before) return false;
        var byPool = JobCatalogue.WaitsByPool(job);
        return await db.JobRuns.AnyAsync(run => run.Job == job && run.BusinessDate < date, cancellationToken)
            && await db.AccountingDays.AnyAsync(day => day.Date == before, cancellationToken)
            && !await db.JobRuns.AnyAsync(
                run => run.Job == job && run.BusinessDate == before
                    && (run.State == JobRunState.Done || run.State == JobRunState.Skipped || (byPool && run.State == JobRunState.Waiting)),
                cancellationToken);
    }
}
