using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>
/// Reverses a recharge 冲正 that was booked by mistake (R54, R55): a new entry with all sides swapped; the recharge
/// becomes reversed. Only money that is still there and still unsettled can be taken back; anything else is a
/// difference with the payment company.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="OrderNo">The recharge's order number.</param>
/// <param name="Reason">Why, 1 to 256 characters.</param>
public sealed record ReverseRecharge(RequestHead Head, string OrderNo, string Reason) : BankRequest(Head)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.Reversal;

    /// <inheritdoc />
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    protected override object?[] Content => [OrderNo, Reason];

    /// <summary>
    /// Refusals in order: <see cref="PaymentRefusals.ReasonMissing"/>, <see cref="OrderRefusals.UnknownOrder"/>,
    /// <see cref="PaymentRefusals.NotARecharge"/>, <see cref="OrderRefusals.WrongState"/>,
    /// <see cref="LedgerRefusals.InsufficientFunds"/>, <see cref="PaymentRefusals.UnsettledMoneyGone"/>, those of
    /// <see cref="LedgerBook.Reverse"/>.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > 256) return PaymentRefusals.ReasonMissing();
        if (Admission.FindOrder(books, Head.PoolId, OrderNo) is not { } recharge)
            return OrderRefusals.UnknownOrder(OrderNo);
        if (recharge.Type != OrderType.Recharge) return PaymentRefusals.NotARecharge(OrderNo);
        if (recharge.State != OrderState.Succeeded) return OrderRefusals.WrongState(OrderNo, recharge.State);
        var account = books.Accounts.Get(recharge.AccountId!.Value);
        if (account.AvailableFen < recharge.AmountFen)
            return LedgerRefusals.InsufficientFunds(account.Number, account.AvailableFen, recharge.AmountFen);
        if (account.FloatFen < recharge.AmountFen)
            return PaymentRefusals.UnsettledMoneyGone(OrderNo, account.FloatFen, recharge.AmountFen);

        var order = Order(books, platform, recharge.AmountFen);
        order.AccountId = account.Id;
        order.OriginalOrderId = recharge.Id;
        order.Remark = Reason;
        var booked = books.EntriesOfOrder.Of(recharge.Id).Single(entry => entry.Operation == Operation.Recharge);
        var entry = books.Ledger.Reverse(booked.Id, order);
        if (!entry.Done) return entry.Refusal;

        books.Orders.Add(order);
        Admission.Step(books, recharge, OrderState.Reversed, entry.Value.Id, Reason);
        return RequestNumbers.ReceiptOf(books, order);
    }
}
