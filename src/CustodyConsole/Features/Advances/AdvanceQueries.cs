using CustodyConsole.Domain;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Features.Home;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Advances;

/// <summary>What a payment company has advanced for one platform, and what its next settlement is expected to bring.</summary>
public sealed record PlatformAdvance(
    PlatformRef? Platform, long OpenFen, long InTransitFen, long TodayFen, long TodayCount, long FeeFen, long ExpectedNetFen);

/// <summary>One day of the strip.</summary>
public sealed record StripDay(DateOnly Date, DayKind Kind, string? Holiday, bool Provisional, long? ExposureFen);

/// <summary>All that the board shows of one payment company.</summary>
public sealed record AdvanceState(
    string Company, IReadOnlyList<string> Companies, AdvanceLimit? Limit, AdvanceExposure Exposure, DateOnly Today, DateTime AtUtc,
    IReadOnlyList<PlatformAdvance> Platforms, IReadOnlyList<(int Hour, long Fen, int Count)> Hours, long MonthFeeFen, long OpenFeeFen,
    Waiting Waits, Waiting Unknown, DateOnly SettlesOn, IReadOnlyList<StripDay> Strip, AdvanceForecast Forecast, bool Provisional,
    IReadOnlyList<AdvanceAlert> Alerts)
{
    /// <summary>The exposure as a share of the limit; null without one.</summary>
    public decimal? Percent => Limit is { LimitFen: > 0 } limit ? Exposure.TotalFen * 100m / limit.LimitFen : null;

    public long ExpectedNetFen => Platforms.Sum(row => row.ExpectedNetFen);
}

/// <summary>A payout that waits, or waited.</summary>
public sealed record PayoutRow(
    PayoutHold Hold, string OrderNo, string ApprovalNo, PlatformRef? Platform, string Company, DateTime DeadlineUtc);

/// <summary>Payouts in one state: those that are listed, and how many and how much there are of all.</summary>
public sealed record PayoutList(IReadOnlyList<PayoutRow> Rows, long Count, long AmountFen);

/// <summary>Reads advances for the board and for the inbox of payouts.</summary>
public sealed class AdvanceQueries(IDbContextFactory<CustodyDb> databases, TimeProvider time)
{
    /// <summary>The most payouts that are listed at once.</summary>
    public const int PayoutsMax = 500;

    /// <summary>How far back the board looks: more holidays than the forecast learns from lie in it.</summary>
    private const int DaysBack = 400;

    /// <summary>Null where there is no payment company yet, or none that the person may see.</summary>
    public async Task<AdvanceState?> ReadAsync(StaffMember person, string? company, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var all = await PoolReach.Of(db, person).OrderBy(pool => pool.Id).ToListAsync(cancellationToken);
        var companies = all.Select(pool => pool.PaymentCompany).Distinct().ToList();
        if (companies.Count == 0) return null;
        var name = company is not null && companies.Contains(company) ? company : companies[0];
        var pools = all.Where(pool => pool.PaymentCompany == name).ToList();
        var ids = pools.Select(pool => pool.Id).ToArray();
        var now = time.GetUtcNow().UtcDateTime;
        var today = await db.BankStates.Select(state => state.AccountingDate).SingleAsync(cancellationToken);
        var calendar = await CalendarNotice.CalendarAsync(db, now, cancellationToken);
        var days = await DaysAsync(db, ids, today.AddDays(-DaysBack), cancellationToken);
        var platforms = await PlatformsAsync(db, ids, today, cancellationToken);
        var exposure = new AdvanceExposure(
            platforms.Sum(row => row.OpenFen), platforms.Sum(row => row.InTransitFen), platforms.Sum(row => row.TodayFen));
        var month = new DateOnly(today.Year, today.Month, 1);
        var forecast = AdvanceForecast.Of(
            calendar, today, days.Values.Where(day => day.Date < today).ToDictionary(day => day.Date, day => day.AmountFen));
        var settlesOn = calendar.FirstWorkingDay(today);
        return new AdvanceState(
            name, companies, await db.AdvanceLimits.SingleOrDefaultAsync(limit => limit.PaymentCompany == name, cancellationToken),
            exposure, today, now, platforms, await HoursAsync(db, ids, today, cancellationToken),
            days.Values.Where(day => day.Date >= month).Sum(day => day.FeeFen),
            await OpenFeeAsync(db, ids, today.AddDays(-DaysBack), cancellationToken),
            await WaitingAsync(
                from hold in db.PayoutHolds
                where ids.Contains(hold.PoolId) && hold.State == HoldState.Waiting
                select new Amount { Fen = hold.AmountFen, SinceUtc = hold.HeldAtUtc }, cancellationToken),
            await WaitingAsync(
                from order in db.Orders
                where ids.Contains(order.PoolId) && order.Type == OrderType.Withdrawal && order.State == OrderState.Unknown
                select new Amount { Fen = order.AmountFen, SinceUtc = order.CreatedAtUtc }, cancellationToken),
            settlesOn, Strip(calendar, today, forecast.Next, days), forecast,
            calendar.IsProvisional(settlesOn) || calendar.IsProvisional(forecast.Next.Through),
            await db.AdvanceAlerts.Where(alert => alert.PaymentCompany == name).OrderByDescending(alert => alert.Id).Take(8)
                .ToListAsync(cancellationToken));
    }

    /// <summary>The payouts in a state: what waits oldest first, the rest newest first.</summary>
    public async Task<PayoutList> PayoutsAsync(
        StaffMember person, HoldState state, CancellationToken cancellationToken, int most = PayoutsMax)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var companies = await PoolReach.Of(db, person).ToDictionaryAsync(pool => pool.Id, pool => pool.PaymentCompany, cancellationToken);
        var pools = companies.Keys.ToArray();
        var holds = db.PayoutHolds.Where(hold => hold.State == state && pools.Contains(hold.PoolId));
        var all = await WaitingAsync(holds.Select(hold => new Amount { Fen = hold.AmountFen, SinceUtc = hold.HeldAtUtc }), cancellationToken);
        holds = state == HoldState.Waiting ? holds.OrderBy(hold => hold.Id) : holds.OrderByDescending(hold => hold.Id);
        var rows = await (from hold in holds.Take(most)
                          join order in db.Orders on hold.Id equals order.Id
                          join request in db.Approvals on hold.ApprovalId equals request.Id
                          select new { hold, order, request.Id, request.DeadlineUtc }).ToListAsync(cancellationToken);
        return new PayoutList(
            [.. rows.Select(row => new PayoutRow(
                row.hold, row.order.OrderNo, Domain.Approvals.ApprovalRequest.NoOf(row.Id), platforms.OfPool(row.hold.PoolId),
                companies[row.hold.PoolId], row.DeadlineUtc))],
            all.Count, all.AmountFen);
    }

    private static async Task<IReadOnlyList<PlatformAdvance>> PlatformsAsync(
        CustodyDb db, long[] pools, DateOnly today, CancellationToken cancellationToken)
    {
        AccountType[] types =
        [
            AccountType.PayoutPayable, AccountType.WithdrawalTransit, AccountType.RechargeReceivable, AccountType.ReturnReceivable,
            AccountType.FeePayable,
        ];
        var refs = await PlatformRefs.ReadAsync(db, cancellationToken);
        var books = (await db.Accounts.Where(account => pools.Contains(account.PoolId) && types.Contains(account.Type))
            .Select(account => new { account.PoolId, account.Type, account.BookFen }).ToListAsync(cancellationToken))
            .ToDictionary(account => (account.PoolId, account.Type), account => account.BookFen);
        var open = await db.AdvanceDays.Where(day => pools.Contains(day.PoolId) && day.BatchId == null).GroupBy(day => day.PoolId)
            .Select(day => new { day.Key, Fen = day.Sum(one => one.AmountFen) }).ToDictionaryAsync(day => day.Key, day => day.Fen, cancellationToken);
        var now = await db.AdvanceDays.Where(day => pools.Contains(day.PoolId) && day.Date == today)
            .ToDictionaryAsync(day => day.PoolId, cancellationToken);
        return [.. pools.Select(pool => new PlatformAdvance(
            refs.OfPool(pool), open.GetValueOrDefault(pool), Book(pool, AccountType.WithdrawalTransit),
            now.GetValueOrDefault(pool)?.AmountFen ?? 0, now.GetValueOrDefault(pool)?.Count ?? 0, now.GetValueOrDefault(pool)?.FeeFen ?? 0,
            Book(pool, AccountType.RechargeReceivable) + Book(pool, AccountType.ReturnReceivable)
                - Book(pool, AccountType.PayoutPayable) - Book(pool, AccountType.FeePayable)))];

        long Book(long pool, AccountType type) => books.GetValueOrDefault((pool, type));
    }

    /// <summary>The sums of the days over all pools, by date.</summary>
    private static async Task<Dictionary<DateOnly, DaySum>> DaysAsync(
        CustodyDb db, long[] pools, DateOnly from, CancellationToken cancellationToken) =>
        await db.AdvanceDays.Where(day => pools.Contains(day.PoolId) && day.Date >= from).GroupBy(day => day.Date)
            .Select(day => new DaySum(
                day.Key, day.Sum(one => one.AmountFen), day.Sum(one => one.FeeFen), day.Sum(one => one.ExposureFen ?? 0),
                day.Max(one => one.ExposureFen) != null))
            .ToDictionaryAsync(day => day.Date, cancellationToken);

    /// <summary>The fees of what is not repaid: of the days that no confirmed batch covers yet.</summary>
    private static Task<long> OpenFeeAsync(CustodyDb db, long[] pools, DateOnly from, CancellationToken cancellationToken) => db.AdvanceDays
        .Where(day => pools.Contains(day.PoolId) && day.Date >= from && day.BatchId == null)
        .SumAsync(day => day.FeeFen, cancellationToken);

    /// <summary>What was paid out in each hour of the present accounting date, by the bank's clock.</summary>
    private static async Task<IReadOnlyList<(int Hour, long Fen, int Count)>> HoursAsync(
        CustodyDb db, long[] pools, DateOnly today, CancellationToken cancellationToken)
    {
        var paid = (await db.AdvanceHours.Where(hour => pools.Contains(hour.PoolId) && hour.Date == today).ToListAsync(cancellationToken))
            .ToLookup(hour => hour.Hour);
        return [.. Enumerable.Range(0, 24).Select(hour => (
            hour, paid[hour].Sum(one => one.AmountFen), (int)paid[hour].Sum(one => one.Count)))];
    }

    private static List<StripDay> Strip(BusinessCalendar calendar, DateOnly today, HolidayRun next, Dictionary<DateOnly, DaySum> days)
    {
        var first = next.From < today ? next.From.AddDays(-1) : today.AddDays(-1);
        var last = next.Through.AddDays(1) is var end && end.DayNumber - first.DayNumber > 20 ? first.AddDays(20) : end;
        return [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).Select(date => new StripDay(
            date, calendar.KindOf(date), calendar.NameOf(date), calendar.IsProvisional(date),
            days.GetValueOrDefault(date) is { IsAccrued: true } day ? day.ExposureFen : null))];
    }

    private static async Task<Waiting> WaitingAsync(IQueryable<Amount> amounts, CancellationToken cancellationToken)
    {
        var sum = await amounts.GroupBy(_ => 1)
            .Select(all => new { Count = all.LongCount(), Fen = all.Sum(one => one.Fen), Since = all.Min(one => one.SinceUtc) })
            .SingleOrDefaultAsync(cancellationToken);
        return sum is null ? new Waiting(0, 0, null) : new Waiting(sum.Count, sum.Fen, DateTime.SpecifyKind(sum.Since, DateTimeKind.Utc));
    }

    private sealed record DaySum(DateOnly Date, long AmountFen, long FeeFen, long ExposureFen, bool IsAccrued);

    private sealed class Amount
    {
        public long Fen { get; init; }

        public DateTime SinceUtc { get; init; }
    }
}
