using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Fees;

/// <summary>
/// The fees of a pool in one month 手续费月结单 (R73): what orders were charged, what went back, what the batches took over to the payment
/// company, and what the platform still has to pay. Made once a month is over, and never changed but for its payment.
/// </summary>
public sealed class FeeStatement : Row
{
    /// <summary>The pool.</summary>
    public required long PoolId { get; init; }

    /// <summary>The first day of the month.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>What was owed to the payment company when the month began, in fen; negative for what it owed.</summary>
    public required long OpeningFen { get; init; }

    /// <summary>Withdrawals that were paid out.</summary>
    public required long WithdrawalCount { get; init; }

    /// <summary>Their fees, in fen.</summary>
    public required long BaseFen { get; init; }

    /// <summary>Their advance fees, in fen.</summary>
    public required long AdvanceFen { get; init; }

    /// <summary>Of both, what the platform bore, in fen; the users bore the rest.</summary>
    public required long PlatformBorneFen { get; init; }

    /// <summary>What was given back, in fen.</summary>
    public required long RefundedFen { get; init; }

    /// <summary>What the platform paid from its own funds in this month, in fen.</summary>
    public required long PaidFen { get; init; }

    /// <summary>What batches took over, in fen.</summary>
    public required long NettedFen { get; init; }

    /// <summary>What was owed to the payment company when the month was over, in fen.</summary>
    public required long ClosingFen { get; init; }

    /// <summary>Recharges that cost a fee.</summary>
    public required long RechargeCount { get; init; }

    /// <summary>Their fees, in fen, which the platform pays from its own funds for the month as a whole.</summary>
    public required long RechargeFen { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTime MadeAtUtc { get; init; }

    /// <summary>The order that paid the recharge fees; null while they are open.</summary>
    public long? PaidOrderId { get; set; }

    internal static void Map(ModelBuilder model)
    {
        var statement = model.Entity<FeeStatement>();
        statement.ToTable("fee_statement");
        statement.HasIndex(s => new { s.PoolId, s.Month }).IsUnique();
    }
}

/// <summary>Makes the statements of a month.</summary>
public static class MakeFeeStatements
{
    /// <summary>
    /// Makes the statement of every pool for the month of a date; a pool that has it already keeps it. Refusal:
    /// <see cref="FeeRefusals.MonthNotOver"/>. The figures are read before they are written, from days that take no postings any more or at
    /// least were cut, so that they are the same whenever it is asked.
    /// </summary>
    /// <param name="db">Reads the month.</param>
    /// <param name="writer">The writer of the same database.</param>
    /// <param name="date">Any day of the month.</param>
    /// <param name="cancellationToken">Stops between two pools; asked again, it goes on there.</param>
    /// <returns>How many statements were made.</returns>
    public static async Task<Outcome<int>> RunAsync(
        CustodyDb db, GroupWriter writer, DateOnly date, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(writer);
        var month = new DateOnly(date.Year, date.Month, 1);
        var today = await db.BankStates.Select(state => state.AccountingDate).SingleAsync(cancellationToken);
        if (today < month.AddMonths(1)) return FeeRefusals.MonthNotOver(month);
        var made = 0;
        foreach (var pool in await db.Pools.OrderBy(pool => pool.Id).ToListAsync(cancellationToken))
        {
            if (await db.FeeStatements.AnyAsync(one => one.PoolId == pool.Id && one.Month == month, cancellationToken)) continue;
            var read = await ReadAsync(db, pool.Id, month, cancellationToken);
            var added = await writer.RunAsync<bool>(pool.Id, books =>
            {
                if (books.FeeStatementOf.Find((pool.Id, month)) is not null) return false;
                books.FeeStatements.Add(read(books.NowUtc));
                return true;
            });
            if (added.Value) made++;
        }

        return made;
    }

    private static async Task<Func<DateTime, FeeStatement>> ReadAsync(
        CustodyDb db, long poolId, DateOnly month, CancellationToken cancellationToken)
    {
        var next = month.AddMonths(1);
        var entries = db.Entries.Where(entry => entry.PoolId == poolId && entry.AccountingDate >= month && entry.AccountingDate < next);
        var paid = await (from entry in entries
                          where entry.Operation == Operation.WithdrawalPaid || entry.Operation == Operation.WithdrawalInSuspense
                          join order in db.Orders on entry.OrderId equals order.Id
                          join fee in db.OrderFees on order.Id equals fee.Id into fees
                          from fee in fees.DefaultIfEmpty()
                          group new { order, fee } by order.FeePayer into payer
                          select new
                          {
                              Payer = payer.Key,
                              Count = payer.LongCount(),
                              Base = payer.Sum(row => row.fee == null ? 0 : row.fee.BaseFen),
                              Advance = payer.Sum(row => row.fee == null ? 0 : row.fee.AdvanceFen),
                          }).ToListAsync(cancellationToken);
        var recharges = await (from entry in entries
                               where entry.Operation == Operation.Recharge
                               join order in db.Orders on entry.OrderId equals order.Id
                               where order.FeeFen > 0 && order.State == OrderState.Succeeded
                               group order by 1 into all
                               select new { Count = all.LongCount(), Fen = all.Sum(order => order.FeeFen) })
            .SingleOrDefaultAsync(cancellationToken);
        var account = await db.Accounts.SingleAsync(
            one => one.PoolId == poolId && one.Type == AccountType.FeePayable, cancellationToken);
        var moved = await (from entry in entries
                           join line in db.Lines on entry.Id equals line.EntryId
                           where line.AccountId == account.Id
                           group line by new { entry.Operation, line.Side } into legs
                           select new { legs.Key.Operation, legs.Key.Side, Fen = legs.Sum(line => line.AmountFen) })
            .ToListAsync(cancellationToken);
        var (opening, closing) = (await BalanceAsync(month), await BalanceAsync(next));
        return now => new FeeStatement
        {
            PoolId = poolId,
            Month = month,
            OpeningFen = opening,
            WithdrawalCount = paid.Sum(row => row.Count),
            BaseFen = paid.Sum(row => row.Base),
            AdvanceFen = paid.Sum(row => row.Advance),
            PlatformBorneFen = paid.Where(row => row.Payer == FeePayer.Platform).Sum(row => row.Base + row.Advance),
            RefundedFen = Moved(Operation.WithdrawalReturned, Operation.FeeRefunded),
            PaidFen = -Moved(Operation.FeePaid),
            NettedFen = Moved(Operation.NetSettlement),
            ClosingFen = closing,
            RechargeCount = recharges?.Count ?? 0,
            RechargeFen = recharges?.Fen ?? 0,
            MadeAtUtc = now,
        };

        // What left the account: its debits less its credits.
        long Moved(params ReadOnlySpan<Operation> operations)
        {
            var fen = 0L;
            foreach (var row in moved)
            {
                if (operations.Contains(row.Operation)) fen += row.Side == Side.Debit ? row.Fen : -row.Fen;
            }

            return fen;
        }

        async Task<long> BalanceAsync(DateOnly before) => await (
            from line in db.Lines
            where line.AccountId == account.Id
            join entry in db.Entries on line.EntryId equals entry.Id
            where entry.AccountingDate < before
            orderby line.AccountVersion descending
            select line.BookAfterFen).FirstOrDefaultAsync(cancellationToken);
    }
}
