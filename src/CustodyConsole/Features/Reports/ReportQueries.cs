using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports;

/// <summary>A report with the export that was made of it last.</summary>
public sealed record CatalogueRow(ReportFacts Report, ReportRun? Last);

/// <summary>What the form of a report needs to know.</summary>
public sealed record ReportFormFacts(ReportFacts Report, BankState Bank, DateTime? LastCutUtc, IReadOnlyList<PlatformRef> Platforms, ReportRun? Again);

/// <summary>One export with what belongs to it.</summary>
public sealed record ReportRunDetail(ReportRun Run, string? ApprovalNo, ReportSchedule? Schedule, DateTime NowUtc);

/// <summary>A schedule with the export that it asked for last.</summary>
public sealed record ScheduleRow(ReportSchedule Schedule, ReportRun? Last);

/// <summary>The catalogue, exports and schedules; each person sees those of the reports that they may see.</summary>
public sealed class ReportQueries(IDbContextFactory<CustodyDb> databases, TimeProvider time)
{
    /// <summary>The reports that a person may export, each with its last export.</summary>
    public async Task<IReadOnlyList<CatalogueRow>> CatalogueAsync(StaffMember person, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var made = db.ReportRuns.Where(run => run.State == ReportRunState.Done || run.State == ReportRunState.Expired);
        var last = await made.Where(run => run.Id == made.Where(other => other.Code == run.Code).Max(other => other.Id))
            .ToDictionaryAsync(run => run.Code, cancellationToken);
        return [.. Permitted(person).Select(report => new CatalogueRow(report, last.GetValueOrDefault(report.Code)))];
    }

    /// <summary>What the form of a report needs; null where there is none, or the person may not see it.</summary>
    public async Task<ReportFormFacts?> FormAsync(StaffMember person, string code, string? again, CancellationToken cancellationToken)
    {
        if (Permitted(person).FirstOrDefault(report => report.Code == code) is not { } facts) return null;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var bank = await db.BankStates.SingleAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var run = ReportRun.IdOf(again) is { } id
            ? await db.ReportRuns.SingleOrDefaultAsync(one => one.Id == id && one.Code == code, cancellationToken) : null;
        var lastCut = await db.AccountingDays.OrderByDescending(day => day.Date).Select(day => (DateTime?)day.CutAtUtc).FirstOrDefaultAsync(cancellationToken);
        return new ReportFormFacts(facts, bank, lastCut, platforms.All, run);
    }

    /// <summary>
    /// Filters: <c>code</c>, <c>state</c>, <c>platform</c>, <c>askedFrom</c>/<c>askedTo</c> (bank's date), <c>q</c> (number, user name, name or
    /// hash), <c>schedule</c>.
    /// </summary>
    public async Task<PageOf<ReportRun>> RunsAsync(StaffMember person, ListState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var runs = Visible(db, person);
        if (state.Text("code") is { } code) runs = runs.Where(run => run.Code == code);
        if (state.Choice<ReportRunState>("state") is { } wanted) runs = runs.Where(run => run.State == wanted);
        if (state.Text("platform") is { } platform) runs = runs.Where(run => run.PlatformNo == platform);
        if (ReportSchedule.IdOf(state.Text("schedule")) is { } schedule) runs = runs.Where(run => run.ScheduleId == schedule);
        if (state.Date("askedFrom") is { } from)
        {
            var fromUtc = Domain.Calendar.BankTime.Utc(from.ToDateTime(default));
            runs = runs.Where(run => run.AskedAtUtc >= fromUtc);
        }

        if (state.Date("askedTo") is { } to)
        {
            var toUtc = Domain.Calendar.BankTime.Utc(to.AddDays(1).ToDateTime(default));
            runs = runs.Where(run => run.AskedAtUtc < toUtc);
        }

        if (state.Text("q") is { } text)
        {
            var id = ReportRun.IdOf(text);
            var hash = text.ToLowerInvariant();
            runs = runs.Where(run => run.Id == id || run.Sha256 == hash || run.AskedBy == text || run.AskedByName == text);
        }

        var count = await runs.LongCountAsync(cancellationToken);
        var sorted = (state.Sort, state.Descending) switch
        {
            ("asked", false) => runs.OrderBy(run => run.Id),
            ("rows", false) => runs.OrderBy(run => run.RowsWritten).ThenBy(run => run.Id),
            ("rows", true) => runs.OrderByDescending(run => run.RowsWritten).ThenByDescending(run => run.Id),
            ("size", false) => runs.OrderBy(run => run.Bytes).ThenBy(run => run.Id),
            ("size", true) => runs.OrderByDescending(run => run.Bytes).ThenByDescending(run => run.Id),
            _ => runs.OrderByDescending(run => run.Id),
        };
        return new PageOf<ReportRun>(await sorted.Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken), count);
    }

    /// <summary>One export; null where there is none, or the person may not see its report.</summary>
    public async Task<ReportRunDetail?> RunAsync(StaffMember person, string no, CancellationToken cancellationToken)
    {
        if (ReportRun.IdOf(no) is not { } id) return null;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await Visible(db, person).SingleOrDefaultAsync(run => run.Id == id, cancellationToken) is not { } run) return null;
        var schedule = run.ScheduleId is { } scheduleId
            ? await db.ReportSchedules.SingleOrDefaultAsync(one => one.Id == scheduleId, cancellationToken) : null;
        var approval = run.ApprovalId is { } request ? ApprovalRequest.NoOf(request) : null;
        return new ReportRunDetail(run, approval, schedule, time.GetUtcNow().UtcDateTime);
    }

    /// <summary>The schedules, those in use first. Filter: <c>active</c> (yes, no).</summary>
    public async Task<PageOf<ScheduleRow>> SchedulesAsync(StaffMember person, ListState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var codes = Permitted(person).Select(report => report.Code).ToList();
        var schedules = db.ReportSchedules.Where(schedule => codes.Contains(schedule.Code));
        if (state.Text("active") is { } active) schedules = schedules.Where(schedule => schedule.IsActive == (active == "yes"));
        var count = await schedules.LongCountAsync(cancellationToken);
        var page = await schedules.OrderByDescending(schedule => schedule.IsActive).ThenByDescending(schedule => schedule.Id)
            .Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken);
        var ids = page.Select(schedule => (long?)schedule.Id).ToList();
        var runs = db.ReportRuns.Where(run => ids.Contains(run.ScheduleId));
        var last = await runs.Where(run => run.Id == runs.Where(other => other.ScheduleId == run.ScheduleId).Max(other => other.Id))
            .ToDictionaryAsync(run => run.ScheduleId!.Value, cancellationToken);
        return new PageOf<ScheduleRow>([.. page.Select(schedule => new ScheduleRow(schedule, last.GetValueOrDefault(schedule.Id)))], count);
    }

    /// <summary>Looks a file up by its hash; see <see cref="ReportProof.CheckAsync"/>.</summary>
    public async Task<ReportVerdict> CheckAsync(string sha256, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await ReportProof.CheckAsync(db, sha256, cancellationToken);
    }

    /// <summary>The platforms, for choices.</summary>
    public async Task<IReadOnlyList<PlatformRef>> PlatformsAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return (await PlatformRefs.ReadAsync(db, cancellationToken)).All;
    }

    /// <summary>The reports whose own permission a person holds.</summary>
    public static IEnumerable<ReportFacts> Permitted(StaffMember person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return ReportCatalogue.All.Select(report => report.Facts).Where(report => Permissions.Held(report.Permission, person.Roles));
    }

    private static IQueryable<ReportRun> Visible(CustodyDb db, StaffMember person)
    {
        var held = Permissions.All.Where(row => row.Roles.Any(person.Roles.Contains)).Select(row => row.Name).ToList();
        return db.ReportRuns.Where(run => held.Contains(run.Permission));
    }
}
