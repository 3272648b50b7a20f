using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>
/// Ends a recharge whose code was never typed: the payment company was never asked for the money, so it fails without
/// an answer, and nothing keeps the user's card any longer (R12). What was sent is not touched: only evidence ends it
/// (R21). Should the payment company report money for it all the same, that goes into suspense as after any failure.
/// </summary>
/// <param name="PoolId">The pool.</param>
/// <param name="OrderNo">The recharge's order number.</param>
/// <param name="UnchangedSince">Only an order that has not changed since this instant (UTC).</param>
public sealed record ExpireRecharge(long PoolId, string OrderNo, DateTime UnchangedSince)
{
    /// <summary>What the order remembers as its reason.</summary>
    public const string Note = "逾期未输入验证码，未发起支付";

    internal void Want(Books books) => Admission.WantOrder(books, PoolId, OrderNo);

    /// <summary>
    /// Expires it. An order that is past its acceptance, or too young, is returned as it stands; a confirmation that
    /// comes later finds it failed. Refusals in order: <see cref="OrderRefusals.UnknownOrder"/>,
    /// <see cref="PaymentRefusals.NotARecharge"/>.
    /// </summary>
    internal Outcome<Receipt> Run(Books books)
    {
        if (Admission.FindOrder(books, PoolId, OrderNo) is not { } order) return OrderRefusals.UnknownOrder(OrderNo);
        if (order.Type != OrderType.Recharge) return PaymentRefusals.NotARecharge(OrderNo);
        if (order.State != OrderState.Accepted || order.UpdatedAtUtc > UnchangedSince)
            return RequestNumbers.ReceiptOf(books, order, repeated: true);

        // Point of no return.
        Admission.Step(books, order, OrderState.Failed, null, Note);
        order.Remark = Note;
        return RequestNumbers.ReceiptOf(books, order);
    }
}
