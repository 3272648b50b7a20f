using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Days;

/// <summary>How far an accounting day has come.</summary>
public enum DayStage
{
    /// <summary>It takes postings 进行中.</summary>
    Running = 1,
    /// <summary>Cut, not closed yet 已日切.</summary>
    Cut = 2,
    /// <summary>Something keeps it from being closed 有阻断.</summary>
    Stuck = 3,
    /// <summary>Closed 已关账.</summary>
    Closed = 4,
}

/// <summary>An accounting day in the list; the running day has no row of its own yet.</summary>
public sealed record DayRow(DateOnly Date, AccountingDay? Day, DayStage Stage, DayKind Kind, string? Holiday, bool IsProvisional, int Batches, int Waiting);

/// <summary>A line of the trial balance with the platform of its pool.</summary>
public sealed record BalanceRow(TrialBalanceRow Row, PlatformRef? Platform);

/// <summary>An accounting day with all that ends it.</summary>
/// <param name="Row">The day.</param>
/// <param name="Bank">The bank's dates and cut-off time.</param>
/// <param name="Batches">The batches that settled on it.</param>
/// <param name="Open">Batches that should have arrived by its end and are not confirmed.</param>
/// <param name="NextSettlement">The settlement day of the business of the day.</param>
/// <param name="Balances">Its trial balance.</param>
/// <param name="Jobs">The jobs without which it is not closed, each with its last run.</param>
/// <param name="Stopped">While the day is open: the pools that take no postings, because their books are wrong.</param>
public sealed record DayDetail(
    DayRow Row, BankState Bank, IReadOnlyList<(SettlementBatch Batch, PlatformRef? Platform)> Batches,
    IReadOnlyList<SettlementBatch> Open, DateOnly NextSettlement, IReadOnlyList<BalanceRow> Balances, IReadOnlyList<DayJob> Jobs,
    IReadOnlyList<(string Platform, string Company)> Stopped);

/// <summary>Accounting days.</summary>
public sealed class DayQueries(IDbContextFactory<CustodyDb> databases, TimeProvider time)
{
    /// <summary>The running day and all before it, newest first. Filters: <c>dateFrom</c>/<c>dateTo</c>, <c>open</c> (any value).</summary>
    public async Task<PageOf<DayRow>> ListAsync(ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var calendar = await CalendarNotice.CalendarAsync(db, time.GetUtcNow().UtcDateTime, cancellationToken);
        var bank = await db.BankStates.SingleAsync(cancellationToken);
        var days = Filter(db, state);
        var count = await days.LongCountAsync(cancellationToken);
        var page = await days.OrderByDescending(day => day.Date).Skip(state.Skip).Take(state.Size).ToListAsync(cancellationToken);
        var rows = new List<DayRow>();
        if (!state.IsFiltered && state.Page == 1) rows.Add(Row(bank.AccountingDate, null, calendar, [], [], []));
        if (page.Count > 0)
        {
            var (oldest, newest) = (page[^1].Date, page[0].Date);
            var batches = await db.Batches.Where(batch => (batch.SettledOn >= oldest && batch.SettledOn <= newest) || batch.State == BatchState.Instructed)
                .ToListAsync(cancellationToken);
            var jobs = await DayJob.OfAsync(db, [.. page.Where(day => day.ClosedAtUtc is null).Select(day => day.Date)], cancellationToken);
            rows.AddRange(page.Select(day => Row(
                day.Date, day, calendar, batches.Where(batch => batch.SettledOn == day.Date).ToList(),
                batches.Where(batch => batch.State == BatchState.Instructed && batch.SettledOn <= day.Date).ToList(),
                [.. jobs.Where(job => job.Date == day.Date)])));
        }

        return new PageOf<DayRow>(rows, count);
    }

    internal static IQueryable<AccountingDay> Filter(CustodyDb db, ListState state)
    {
        var days = db.AccountingDays.AsQueryable();
        if (state.Date("dateFrom") is { } from) days = days.Where(day => day.Date >= from);
        if (state.Date("dateTo") is { } to) days = days.Where(day => day.Date <= to);
        if (state.Text("open") is not null) days = days.Where(day => day.ClosedAtUtc == null);
        return days;
    }

    /// <summary>A day by its date; null where the bank has never had it.</summary>
    public async Task<DayDetail?> FindAsync(DateOnly date, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var bank = await db.BankStates.SingleAsync(cancellationToken);
        var day = await db.AccountingDays.SingleOrDefaultAsync(day => day.Date == date, cancellationToken);
        if (day is null && date != bank.AccountingDate) return null;
        var calendar = await CalendarNotice.CalendarAsync(db, time.GetUtcNow().UtcDateTime, cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var batches = await db.Batches.Where(batch => batch.SettledOn == date).OrderBy(batch => batch.Id).ToListAsync(cancellationToken);
        var open = await db.Batches.Where(batch => batch.State == BatchState.Instructed && batch.SettledOn <= date).ToListAsync(cancellationToken);
        var jobs = await DayJob.OfAsync(db, [date], cancellationToken);
        var balances = await db.TrialBalanceRows.Where(row => row.Date == date).OrderBy(row => row.PoolId).ThenBy(row => row.Type)
            .ToListAsync(cancellationToken);
        return new DayDetail(
            Row(date, day, calendar, batches, open, jobs), bank, [.. batches.Select(batch => (batch, platforms.OfPool(batch.PoolId)))], open,
            calendar.FirstWorkingDay(date), [.. balances.Select(row => new BalanceRow(row, platforms.OfPool(row.PoolId)))],
            jobs, day?.ClosedAtUtc is not null ? [] : [.. (await db.Pools.Where(pool => pool.PostingsStopped).OrderBy(pool => pool.Id).ToListAsync(cancellationToken))
                .Select(pool => (platforms.OfPool(pool.Id)?.Name ?? "", pool.PaymentCompany))]);
    }

    private static DayRow Row(
        DateOnly date, AccountingDay? day, BusinessCalendar calendar, List<SettlementBatch> batches, List<SettlementBatch> open,
        IReadOnlyList<DayJob> jobs)
    {
        var stage = day switch
        {
            null => DayStage.Running,
            { ClosedAtUtc: not null } => DayStage.Closed,
            { Breaches: > 0 } => DayStage.Stuck,
            _ => open.Count > 0 || jobs.Any(job => job.IsStuck) ? DayStage.Stuck : DayStage.Cut,
        };
        return new DayRow(
            date, day, stage, calendar.KindOf(date), calendar.NameOf(date), calendar.IsProvisional(date), batches.Count,
            stage == DayStage.Closed ? 0 : open.Count);
    }
}
