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
        var repaidOn = RepaidOn(books, batch);
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
            advance.RepaidOn = repaidOn;
        }

        return open.Count < AtOnce;
    }

    /// <summary>
    /// When the money of a confirmed batch came: on its settlement day where it was booked by the end of that day, which is worked through on the
    /// accounting date after it; later, on the accounting date on which it was booked.
    /// </summary>
    private static DateOnly RepaidOn(Books books, SettlementBatch batch)
    {
        var bookedOn = books.Orders.Get(batch.ConfirmOrderId!.Value).AccountingDate;
        return bookedOn <= batch.SettledOn.AddDays(1) ? batch.SettledOn : bookedOn;
    }

    /// <summary>A batch is confirmed: what was paid out on the days that it covers counts as repaid from now on.</summary>
    public static void Confirm(Books books, SettlementBatch batch)
    {
        foreach (var day in books.OpenAdvanceDaysOfPool.Of(batch.PoolId))
        {
            if (day.BatchId is null && day.Date <= batch.Through) books.AdvanceDays.Edit(day).BatchId = batch.Id;
        }
    }

    /// <summary>The row of a pool's day, about to be changed; made where there is none.</summary>
    public static AdvanceDay DayOf(Books books, long poolId, DateOnly date) =>
        books.AdvanceDayOf.Find((poolId, date)) is { } known
            ? books.AdvanceDays.Edit(known)
            : books.AdvanceDays.Add(new AdvanceDay { PoolId = poolId, Date = date });
}
