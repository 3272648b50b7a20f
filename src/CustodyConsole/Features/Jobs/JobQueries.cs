using CustodyConsole.Components.Shared;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Jobs;

/// <summary>A job with its last run, how often it has failed for that day by itself, and whether it is paused.</summary>
public sealed record JobRow(JobFacts Job, JobRun? Last, int Failures, JobPause? Pause);

/// <summary>All jobs, with what is under way.</summary>
public sealed record JobBoard(BankState Bank, BusinessCalendar Calendar, IReadOnlyList<JobRow> Jobs, IReadOnlyList<JobRun> Active, DateTime NowUtc);

/// <summary>One job with its present state.</summary>
public sealed record JobDetail(BankState Bank, BusinessCalendar Calendar, JobRow Row, JobRun? LastWell, DateTime NowUtc);

/// <summary>One run, with the request under which it was started.</summary>
public sealed record JobRunDetail(JobRun Run, string? ApprovalNo, IReadOnlyList<JobRun> Others, DateTime NowUtc);

/// <summary>Jobs and their runs.</summary>
public sealed class JobQueries(IDbContextFactory<CustodyDb> databases, TimeProvider time)
{
    /// <summary>The catalogue, each job with its last run.</summary>
    public async Task<JobBoard> BoardAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var bank = await db.BankStates.SingleAsync(cancellationToken);
        var pauses = await db.JobPauses.ToDictionaryAsync(pause => pause.Job, cancellationToken);
        var last = await LastAsync(db, cancellationToken);
        var active = await db.JobRuns.Where(run => run.State == JobRunState.Queued || run.State == JobRunState.Running)
            .OrderBy(run => run.Id).ToListAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var calendar = await CalendarNotice.CalendarAsync(db, now, cancellationToken);
        var jobs = new List<JobRow>();
        foreach (var job in JobCatalogue.All) jobs.Add(await RowAsync(db, job, last.GetValueOrDefault(job.Name), pauses, cancellationToken));
        return new JobBoard(bank, calendar, jobs, active, now);
    }

    /// <summary>One job; null where there is none of that name.</summary>
    public async Task<JobDetail?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (JobCatalogue.Find(name) is not { } job) return null;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var bank = await db.BankStates.SingleAsync(cancellationToken);
        var pauses = await db.JobPauses.Where(pause => pause.Job == name).ToDictionaryAsync(pause => pause.Job, cancellationToken);
        var runs = db.JobRuns.Where(run => run.Job == name).OrderByDescending(run => run.Id);
        var last = await runs.FirstOrDefaultAsync(cancellationToken);
        var well = await runs.FirstOrDefaultAsync(
            run => run.State == JobRunState.Done || run.State == JobRunState.Skipped, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var calendar = await CalendarNotice.CalendarAsync(db, now, cancellationToken);
        return new JobDetail(bank, calendar, await RowAsync(db, job, last, pauses, cancellationToken), well, now);
    }

    /// <summary>Filters: <c>job</c>, <c>state</c>, <c>dateFrom</c>/<c>dateTo</c> (accounting date), <c>by</c> (user name).</summary>
    public async Task<PageOf<JobRun>> RunsAsync(string? job, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var runs = Filter(db, job, state);
        var count = await runs.CountAsync(cancellationToken);
        return new PageOf<JobRun>(await Sorted(runs, state).Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken), count);
    }

    internal static IQueryable<JobRun> Filter(CustodyDb db, string? job, ListState state)
    {
        IQueryable<JobRun> runs = db.JobRuns;
        if ((job ?? state.Text("job")) is { } name) runs = runs.Where(run => run.Job == name);
        if (state.Choice<JobRunState>("state") is { } wanted) runs = runs.Where(run => run.State == wanted);
        if (state.Date("dateFrom") is { } from) runs = runs.Where(run => run.BusinessDate >= from);
        if (state.Date("dateTo") is { } to) runs = runs.Where(run => run.BusinessDate <= to);
        if (state.Text("by") is { } by) runs = runs.Where(run => run.StartedBy == by);
        return runs;
    }

    internal static IQueryable<JobRun> Sorted(IQueryable<JobRun> runs, ListState state) => (state.Sort, state.Descending) switch
    {
        ("date", false) => runs.OrderBy(run => run.BusinessDate).ThenBy(run => run.Id),
        ("date", true) => runs.OrderByDescending(run => run.BusinessDate).ThenByDescending(run => run.Id),
        ("started", false) => runs.OrderBy(run => run.Id),
        _ => runs.OrderByDescending(run => run.Id),
    };

    /// <summary>One run with the other runs of the same job and day; null where there is none.</summary>
    public async Task<JobRunDetail?> RunAsync(string no, CancellationToken cancellationToken)
    {
        if (JobRun.IdOf(no) is not { } id) return null;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.JobRuns.SingleOrDefaultAsync(run => run.Id == id, cancellationToken) is not { } run) return null;
        var others = await db.JobRuns.Where(other => other.Job == run.Job && other.BusinessDate == run.BusinessDate && other.Id != id)
            .OrderByDescending(other => other.Id).Take(20).ToListAsync(cancellationToken);
        var approval = run.ApprovalId is { } request ? Domain.Approvals.ApprovalRequest.NoOf(request) : null;
        return new JobRunDetail(run, approval, others, time.GetUtcNow().UtcDateTime);
    }

    private static async Task<Dictionary<string, JobRun>> LastAsync(CustodyDb db, CancellationToken cancellationToken)
    {
        // One look at an index for each job, however many runs there are.
        var last = new Dictionary<string, JobRun>();
        foreach (var job in JobCatalogue.All)
        {
            var date = await db.JobRuns.Where(run => run.Job == job.Name).MaxAsync(run => (DateOnly?)run.BusinessDate, cancellationToken);
            if (date is null) continue;
            last[job.Name] = await db.JobRuns.Where(run => run.Job == job.Name && run.BusinessDate == date)
                .OrderByDescending(run => run.RunNo).FirstAsync(cancellationToken);
        }

        return last;
    }

    private static async Task<JobRow> RowAsync(
        CustodyDb db, JobFacts job, JobRun? last, Dictionary<string, JobPause> pauses, CancellationToken cancellationToken)
    {
        var failures = last is { State: JobRunState.Failed } failed
            ? JobTries.Failures(await db.JobRuns.Where(run => run.Job == job.Name && run.BusinessDate == failed.BusinessDate).ToListAsync(cancellationToken))
            : 0;
        return new JobRow(job, last, failures, pauses.GetValueOrDefault(job.Name));
    }
}
