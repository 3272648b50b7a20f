using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Advances;

/// <summary>Opens and closes advances, inside the writer, in the transaction of what they follow from.</summary>
internal static class AdvanceBook
{
    /// <summary>The advances of one step of a repayment.</summary>
    public const int AtOnce = 500;

    /// <summary>Opens the advance of a payout that was booked.</summary>
    public static void Open(Books books, CustodyOrder order, long payoutFen, JournalEntry entry)
    {
        var fee = order.FeeFen > 0 ? books.OrderFees.Find(order.Id) : null;
        var advance = books.Advances.Add(new Advance
        {
            Id = order.Id,
            PoolId = order.PoolId,
            AmountFen = payoutFen,
            FeeFen = fee?.AdvanceFen ?? 0,
            Days = fee is { AdvanceFen: > 0 } ? fee.Days : 0,
            OpenedOn = entry.AccountingDate,
            OpenedAtUtc = entry.PostedAtUtc,
            DueOn = FeeFormula.SettlementOf(books.WorkingDays, entry.AccountingDate, SettlementBasis.SameDay),
        });
        var (day, hour) = books.AdvanceSums(order.PoolId, entry.AccountingDate);
        day.Count++;
        day.AmountFen += advance.AmountFen;
        day.FeeFen += advance.FeeFen;
        hour.Count++;
        hour.AmountFen += advance.AmountFen;
    }

    /// <summary>
    /// Closes advances that a confirmed batch repays, some hundred at once, oldest first; true when none is left. Interrupted, it goes on
    /// with those that are still open.
    /// </summary>
    public static bool Repay(Books books, SettlementBatch batch)
    {
        var open = books.Store
            .Query(
                books.Advances.Table,
                $"\"batch_id\" IS NULL AND \"pool_id\" = {{0}} AND \"opened_on\" <= {{1}} ORDER BY \"id\" LIMIT {AtOnce}",
                batch.PoolId, batch.Through)
            .Select(books.Advances.Know).ToList();
        // What an earlier step of this very group has closed is found once more, and says nothing about what lies behind it.
        foreach (var advance in open.Where(advance => advance.BatchId is null))
        {
            books.Advances.Edit(advance);
            advance.BatchId = batch.Id;
            advance.RepaidOn = batch.SettledOn;
        }

        return open.Count < AtOnce;
    }

    /// <summary>The row of a pool's day, about to be changed; made where there is none.</summary>
    public static AdvanceDay DayOf(Books books, long poolId, DateOnly date) =>
        books.AdvanceDayOf.Find((poolId, date)) is { } known
            ? books.AdvanceDays.Edit(known)
            : books.AdvanceDays.Add(new AdvanceDay { PoolId = poolId, Date = date });
}
