using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>A payment that has not ended, as it was found; it may have ended since.</summary>
/// <param name="Query">How the payment company is asked about it.</param>
/// <param name="WasSent">False where it was accepted only, so that the payment company cannot know it.</param>
internal sealed record OpenPayment(PaymentQuery Query, bool WasSent)
{
    /// <summary>
    /// The payments of a pool that have not ended nor changed since an instant (UTC), in the order of their acceptance.
    /// </summary>
    public static List<OpenPayment> Find(Books books, long poolId, DateTime unchangedSince) =>
    [
        .. books.Orders
            .Search(
                order => order.PoolId == poolId && order.UpdatedAtUtc <= unchangedSince && order.InterceptionId is null
                    && (order.PayoutFrom is null || order.PayoutFrom <= books.Bank.AccountingDate) && IsOpen(order),
                "\"state\" IN (1, 2, 3) AND \"pool_id\" = {0} AND \"type\" IN (10, 11) ORDER BY \"id\"",
                poolId)
            .Where(order => books.PayoutHolds.Find(order.Id) is not { State: Advances.HoldState.Waiting })
            .Select(order => Of(books, order)),
    ];

    private static OpenPayment Of(Books books, CustodyOrder order)
    {
        var isPayout = order.Type == OrderType.Withdrawal;
        var amountFen = isPayout ? WithdrawalParts.Of(order).PayoutFen : order.AmountFen;
        return new(
            new PaymentQuery(order.PoolId, order.OrderNo, isPayout, amountFen) { AskedOn = AskedOn(books, order) },
            order.State != OrderState.Accepted);
    }

    /// <summary>A payout may have left days after its acceptance; a recharge is confirmed on the day of its own.</summary>
    private static DateOnly AskedOn(Books books, CustodyOrder order) =>
        order.Type == OrderType.Withdrawal && order.State != OrderState.Accepted
            ? books.EntriesOfOrder.Of(order.Id).Last(entry => entry.Operation == Ledger.Operation.WithdrawalSent).AccountingDate
            : order.AccountingDate;

    private static bool IsOpen(CustodyOrder order) => order is
    {
        Type: OrderType.Recharge or OrderType.Withdrawal,
        State: OrderState.Accepted or OrderState.Sent or OrderState.Unknown,
    };
}
