using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>A payment that has not ended, as it was found; it may have ended since.</summary>
/// <param name="Query">How the payment company is asked about it.</param>
/// <param name="WasSent">False where it was accepted only, so that the payment company cannot know it.</param>
internal sealed record OpenPayment(PaymentQuery Query, bool WasSent)
{
    /// <summary>
    /// The payments of a pool that have not ended nor changed since an instant (UTC), in the order of their acceptance, without the payouts
    /// whose time has not come or about which somebody is asked.
    /// </summary>
    public static List<OpenPayment> Find(Books books, long poolId, DateTime unchangedSince) =>
        [.. Orders(books, poolId, unchangedSince).Select(order => Of(books, order))];

    /// <summary>True where <see cref="Find"/> finds one.</summary>
    public static bool Any(Books books, long poolId, DateTime unchangedSince) => Orders(books, poolId, unchangedSince).Any();

    private static IEnumerable<CustodyOrder> Orders(Books books, long poolId, DateTime unchangedSince) =>
        books.Orders
            .Search(
                order => order.PoolId == poolId && order.UpdatedAtUtc <= unchangedSince && order.InterceptionId is null && IsOpen(order),
                "\"state\" IN (1, 2, 3) AND \"pool_id\" = {0} AND \"type\" IN (10, 11) ORDER BY \"id\"",
                poolId)
            .Where(order => order is not { Type: OrderType.Withdrawal, State: OrderState.Accepted } || PayoutTime.HasCome(books, order))
            .Where(order => books.PayoutHolds.Find(order.Id) is not { State: Advances.HoldState.Waiting });

    private static OpenPayment Of(Books books, CustodyOrder order)
    {
        var isPayout = order.Type == OrderType.Withdrawal;
        var amountFen = isPayout ? WithdrawalParts.Of(order).PayoutFen : order.AmountFen;
        return new(
            new PaymentQuery(order.PoolId, order.OrderNo, isPayout, amountFen) { AskedOn = AskedOn(books, order) },
            order.State != OrderState.Accepted);
    }

    /// <summary>
    /// The accounting date of the call, which may lie after that of the acceptance: a payout left with its entry, a recharge was confirmed when it
    /// was marked as sent.
    /// </summary>
    private static DateOnly AskedOn(Books books, CustodyOrder order)
    {
        if (order.State == OrderState.Accepted) return order.AccountingDate;
        if (order.Type == OrderType.Withdrawal)
            return books.EntriesOfOrder.Of(order.Id).Last(entry => entry.Operation == Ledger.Operation.WithdrawalSent).AccountingDate;
        var sent = books.OrderEvents
            .Search(step => step.OrderId == order.Id && step.State == OrderState.Sent, "\"order_id\" = {0} AND \"state\" = 2", order.Id)
            .LastOrDefault();
        return sent is null ? order.AccountingDate : Ledger.AccountingDates.At(books, sent.AtUtc, order.AccountingDate);
    }

    private static bool IsOpen(CustodyOrder order) => order is
    {
        Type: OrderType.Recharge or OrderType.Withdrawal,
        State: OrderState.Accepted or OrderState.Sent or OrderState.Unknown,
    };
}
