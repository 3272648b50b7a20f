using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Fees;

/// <summary>
/// Recharged money that was never lent 充值未投资. It counts from the moment when it came, which for a recharge may be long after its acceptance:
/// a bid made meanwhile was made of other money.
/// </summary>
internal static class IdleMoney
{
    /// <summary>
    /// How much of an amount to be withdrawn came by recharge since a date and has been neither bid nor withdrawn since it came, in fen. Each bid
    /// and each withdrawal takes of what was idle then; a bid that is cancelled gives back what it took, and no more.
    /// </summary>
    /// <param name="books">The books.</param>
    /// <param name="accountId">Whose money it is.</param>
    /// <param name="amountFen">The amount to be withdrawn, in fen.</param>
    /// <param name="since">The first accounting date of the recharges that count; null for all.</param>
    public static long Of(Books books, long accountId, long amountFen, DateOnly? since)
    {
        var idleFen = 0L;
        var takenByBids = new Dictionary<long, long>();
        foreach (var (order, _, _) in Moves(books, accountId, since ?? DateOnly.MinValue).OrderBy(move => move.AtUtc).ThenBy(move => move.Key))
        {
            switch (order.Type)
            {
                case OrderType.Recharge:
                    idleFen += order.AmountFen;
                    break;
                case OrderType.Bid:
                    idleFen -= takenByBids[order.Id] = Math.Min(idleFen, order.AmountFen);
                    break;
                case OrderType.BidCancel:
                    idleFen += takenByBids.GetValueOrDefault(order.OriginalOrderId ?? 0);
                    break;
                case OrderType.Withdrawal:
                    idleFen -= Math.Min(idleFen, order.AmountFen);
                    break;
                default:
                    throw new InvalidOperationException($"Order {order.OrderNo} is a {order.Type} and moves no idle money.");
            }
        }

        return Math.Min(idleFen, amountFen);
    }

    /// <summary>What moved idle money since a date, each with the moment at which it did and a key that tells two of one moment apart.</summary>
    private static IEnumerable<(CustodyOrder Order, DateTime AtUtc, long Key)> Moves(Books books, long accountId, DateOnly since) => books.Orders
        .Search(
            order => order.AccountId == accountId && Counts(books, order)
                && (Arrival(books, order)?.AccountingDate ?? order.AccountingDate) >= since,
            $$"""
            "account_id" = {0} AND ("type" IN (11, 21, 22) AND "accounting_date" >= {1}
                OR "type" = 10 AND EXISTS (SELECT 1 FROM journal_entry e
                    WHERE e.order_id = "custody_order"."id" AND e.operation = {{(int)Operation.Recharge}} AND e.accounting_date >= {1}))
            """,
            accountId, since)
        .Select(order => Arrival(books, order) is { } entry ? (order, entry.PostedAtUtc, entry.Id) : (order, order.CreatedAtUtc, order.Id));

    /// <summary>The entry with which a recharge came; null for what is booked with its acceptance.</summary>
    private static JournalEntry? Arrival(Books books, CustodyOrder order) => order.Type == OrderType.Recharge
        ? books.EntriesOfOrder.Of(order.Id).Single(entry => entry.Operation == Operation.Recharge) : null;

    private static bool Counts(Books books, CustodyOrder order) => (order.Type, order.State) switch
    {
        (OrderType.Recharge, OrderState.Succeeded) => true,
        // A listing that failed has given all bids back, and nothing of it was lent.
        (OrderType.Bid or OrderType.BidCancel, OrderState.Succeeded) => books.Listings.Get(order.ListingId!.Value).State != Listings.ListingState.Failed,
        (OrderType.Withdrawal, not (OrderState.Failed or OrderState.Returned or OrderState.Intercepted)) => true,
        _ => false,
    };
}
