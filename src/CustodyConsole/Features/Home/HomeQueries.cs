using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Listings;
using CustodyConsole.Features.Orders;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Home;

/// <summary>The flows that the bank looks at every day.</summary>
public enum FlowKind { Recharge, Withdrawal, Bid, Release, Repayment, Compensation }

/// <summary>How often a flow happened on one accounting date, and how much.</summary>
public sealed record Flow(FlowKind Kind, DateOnly Date, long Count, long AmountFen);

/// <summary>What somebody has to look after, with the number of cases and their sum.</summary>
public sealed record Waiting(long Count, long AmountFen, DateTime? SinceUtc);

/// <summary>What of the loans somebody has to look after.</summary>
public sealed record LendingWaiting(Waiting Overdue, Waiting DueToday, Waiting RecoveryOpen);

/// <summary>
/// The state of the bank at one look. Staff of a payment company see the pools of their own and the flows that pass through it, staff of a platform
/// those of their own platform; neither sees what is due of the loans.
/// </summary>
public sealed record HomeState(
    DateOnly Today, DateTime AtUtc, IReadOnlyList<PoolFigures> Pools, IReadOnlyList<FlowKind> Kinds, IReadOnlyList<Flow> Flows,
    Waiting InProgress, Waiting Unknown, Waiting FailedToday, Waiting ReturnedToday, LendingWaiting? Lending,
    IReadOnlyList<OrderRow> OldestOpen)
{
    public Flow Of(FlowKind kind, DateOnly date) =>
        Flows.FirstOrDefault(flow => flow.Kind == kind && flow.Date == date) ?? new Flow(kind, date, 0, 0);
}

/// <summary>
/// The state of the bank. Money counts on the accounting date of the entry that moved it, at the amount of its order.
/// </summary>
public sealed class HomeQueries(IDbContextFactory<CustodyDb> databases, TimeProvider time)
{
    /// <summary>The days of the chart, today included.</summary>
    public const int Days = 14;

    private static readonly Dictionary<Operation, FlowKind> Kinds = new()
    {
        [Operation.Recharge] = FlowKind.Recharge,
        [Operation.WithdrawalPaid] = FlowKind.Withdrawal,
        [Operation.Bid] = FlowKind.Bid,
        [Operation.Release] = FlowKind.Release,
        [Operation.Repayment] = FlowKind.Repayment,
        [Operation.DirectCompensation] = FlowKind.Compensation,
        [Operation.IndirectCompensation] = FlowKind.Compensation,
    };

    /// <summary>The flows that a payment company carries.</summary>
    private static readonly FlowKind[] Carried = [FlowKind.Recharge, FlowKind.Withdrawal];

    /// <summary>What a person may see of the state of the bank; null before it has an accounting date.</summary>
    public async Task<HomeState?> ReadAsync(StaffMember person, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var bank = await db.BankStates.SingleOrDefaultAsync(cancellationToken);
        if (bank is null) return null;
        var today = bank.AccountingDate;
        var isNarrow = PoolReach.IsNarrow(person);
        var own = PoolReach.Of(db, person).Select(pool => pool.Id);
        var orders = isNarrow ? db.Orders.Where(order => own.Contains(order.PoolId)) : db.Orders;
        var kinds = PaymentCompanyScope.CompanyOf(person) is null ? Enum.GetValues<FlowKind>() : Carried;
        return new HomeState(
            today, time.GetUtcNow().UtcDateTime, await PoolFigures.ReadAsync(db, cancellationToken, person: person), kinds,
            await FlowsAsync(db, orders, kinds, today, cancellationToken),
            await WaitingAsync(OrderQueries.Unended(orders).Where(o => o.State != OrderState.Unknown), cancellationToken),
            await WaitingAsync(orders.Where(o => o.State == OrderState.Unknown), cancellationToken),
            await WaitingAsync(EndedOn(db, orders, today, Operation.WithdrawalFailed), cancellationToken),
            await WaitingAsync(EndedOn(db, orders, today, Operation.WithdrawalReturned), cancellationToken),
            isNarrow ? null : await LendingAsync(db, today, cancellationToken), await OldestOpenAsync(db, orders, cancellationToken));
    }

    private static async Task<LendingWaiting> LendingAsync(CustodyDb db, DateOnly today, CancellationToken cancellationToken)
    {
        var overdue = await ListingQueries.Overdue(db, today).GroupBy(_ => 1).Select(all => new
        {
            Count = all.Select(row => row.ListingId).Distinct().LongCount(),
            Fen = all.Sum(row => row.PrincipalFen + row.InterestFen - row.PaidPrincipalFen - row.PaidInterestFen),
        }).SingleOrDefaultAsync(cancellationToken);
        var due = await db.Instalments.Where(row => row.SettledOn == null && row.DueOn == today).GroupBy(_ => 1)
            .Select(all => new
        {
            Count = all.LongCount(),
            Fen = all.Sum(row => row.PrincipalFen + row.InterestFen - row.PaidPrincipalFen - row.PaidInterestFen),
        }).SingleOrDefaultAsync(cancellationToken);
        var recovery = await db.RecoveryClaims.Where(r => r.CompensatedFen > r.RecoveredFen).GroupBy(_ => 1)
            .Select(all => new { Count = all.LongCount(), Fen = all.Sum(r => r.CompensatedFen - r.RecoveredFen) })
            .SingleOrDefaultAsync(cancellationToken);
        return new LendingWaiting(
            new Waiting(overdue?.Count ?? 0, overdue?.Fen ?? 0, null),
            new Waiting(due?.Count ?? 0, due?.Fen ?? 0, null),
            new Waiting(recovery?.Count ?? 0, recovery?.Fen ?? 0, null));
    }

    private static async Task<IReadOnlyList<Flow>> FlowsAsync(
        CustodyDb db, IQueryable<CustodyOrder> orders, FlowKind[] kinds, DateOnly today, CancellationToken cancellationToken)
    {
        var first = today.AddDays(1 - Days);
        var operations = Kinds.Where(pair => kinds.Contains(pair.Value)).Select(pair => pair.Key).ToArray();
        var sums = await (from entry in db.Entries
                          where entry.AccountingDate >= first && operations.Contains(entry.Operation)
                          join order in orders on entry.OrderId equals order.Id
                          group order.AmountFen by new { entry.AccountingDate, entry.Operation } into day
                          select new { day.Key, Count = day.LongCount(), Fen = day.Sum() })
                              .ToListAsync(cancellationToken);
        return [.. sums.GroupBy(sum => (sum.Key.AccountingDate, Kind: Kinds[sum.Key.Operation]))
            .Select(day => new Flow(day.Key.Kind, day.Key.AccountingDate, day.Sum(sum => sum.Count),
                day.Sum(sum => sum.Fen)))];
    }

    /// <summary>Found by the entry of that day, whatever day the order was accepted on.</summary>
    private static IQueryable<CustodyOrder> EndedOn(
        CustodyDb db, IQueryable<CustodyOrder> orders, DateOnly date, Operation operation) =>
        from entry in db.Entries
        where entry.AccountingDate == date && entry.Operation == operation
        join order in orders on entry.OrderId equals order.Id
        select order;

    private static async Task<Waiting> WaitingAsync(
        IQueryable<CustodyOrder> orders, CancellationToken cancellationToken)
    {
        var sum = await orders.GroupBy(_ => 1)
            .Select(all => new { Count = all.LongCount(), Fen = all.Sum(o => o.AmountFen),
                Since = all.Min(o => o.CreatedAtUtc) })
            .SingleOrDefaultAsync(cancellationToken);
        return sum is null ? new Waiting(0, 0, null)
            : new Waiting(sum.Count, sum.Fen, DateTime.SpecifyKind(sum.Since, DateTimeKind.Utc));
    }

    private static async Task<IReadOnlyList<OrderRow>> OldestOpenAsync(
        CustodyDb db, IQueryable<CustodyOrder> orders, CancellationToken cancellationToken)
    {
        var oldest = await OrderQueries.Unended(orders).OrderBy(order => order.Id).Take(8).ToListAsync(cancellationToken);
        return await OrderQueries.RowsAsync(
            db, await PlatformRefs.ReadAsync(db, cancellationToken), oldest, cancellationToken);
    }
}
