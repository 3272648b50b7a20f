using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>
/// The second step of a withdrawal: the frozen money goes into transit, and the order is marked as sent before the
/// payout call goes out, so that whatever happens then is asked about and nothing is paid twice (R53). Settled money
/// goes first (c.4). Legs (c.2): the user's frozen to B-WIP, payout and fee. One that was accepted on an earlier day pays for the days that are
/// really advanced, never for more than was accepted; what was frozen for days that are not is free again, in the same entry.
/// </summary>
/// <param name="PoolId">The pool.</param>
/// <param name="OrderNo">The withdrawal's order number.</param>
public sealed record SendWithdrawal(long PoolId, string OrderNo)
{
    internal void Want(Books books)
    {
        Admission.WantOrder(books, PoolId, OrderNo);
        books.WantExposure(PoolId);
        books.ChannelVersionsOfPool.Want(PoolId);
    }

    /// <summary>
    /// Sends it. Sending a sent order again changes nothing, and one that the payment company's staff have to see first (<see
    /// cref="AdvanceGate"/>) and have not approved, or that somebody has asked to intercept, or whose time has not come (<see
    /// cref="PayoutTime"/>), is returned as it stands, accepted. Refusals in order:
    /// <see cref="OrderRefusals.UnknownOrder"/>, <see cref="OrderRefusals.WrongState"/>, those of the ledger.
    /// </summary>
    internal Outcome<Receipt> Run(Books books)
    {
        if (Admission.FindOrder(books, PoolId, OrderNo) is not { Type: OrderType.Withdrawal } order)
            return OrderRefusals.UnknownOrder(OrderNo);
        if (order.State == OrderState.Sent) return RequestNumbers.ReceiptOf(books, order, repeated: true);
        if (order.State != OrderState.Accepted) return OrderRefusals.WrongState(order.OrderNo, order.State);

        var account = books.Accounts.Get(order.AccountId!.Value);
        var freeze = books.Freezes.Get(order.FreezeId!.Value);
        var transit = books.BankAccount(PoolId, AccountType.WithdrawalTransit);
        var accepted = WithdrawalParts.Of(order);
        var parts = WithdrawalParts.AtPayout(books, order);
        var held = books.PayoutHolds.Find(order.Id);
        if (order.InterceptionId is not null || !PayoutTime.HasCome(books, order) || held is { State: not HoldState.Approved }
            || (held is null && AdvanceGate.Check(books, PoolId, parts.PayoutFen, out _, out _) is not null))
            return RequestNumbers.ReceiptOf(books, order, repeated: true);
        var draft = new EntryDraft(Operation.WithdrawalSent, order);
        if (parts.FromUserFen < accepted.FromUserFen) draft.Unhold(account, freeze, accepted.FromUserFen - parts.FromUserFen);
        if (parts.FromPlatformFen < accepted.FromPlatformFen)
        {
            draft.Unhold(
                books.BankAccount(PoolId, AccountType.PlatformIncome), Withdrawal.FeeFreezeOf(books, order),
                accepted.FromPlatformFen - parts.FromPlatformFen);
        }

        draft.DebitHeld(account, freeze, parts.PayoutFen, LineKind.Funds, FloatUse.Last);
        if (parts.UserFeeFen > 0) draft.DebitHeld(account, freeze, parts.UserFeeFen, LineKind.Fee, FloatUse.Last);
        draft.Credit(transit, parts.PayoutFen, LineKind.Funds);
        if (parts.UserFeeFen > 0) draft.Credit(transit, parts.UserFeeFen, LineKind.Fee);
        var entry = books.Ledger.Post(draft);
        if (!entry.Done) return entry.Refusal;

        var (feeFen, note) = (order.FeeFen, (string?)null);
        if (FeeBook.AtPayout(books, order) is { } quote && quote.TotalFen < feeFen)
        {
            FeeBook.Lower(books, order, quote);
            note = $"垫资手续费按出款日计 advance fee by the day of payout: {Fen.Format(feeFen)} -> {Fen.Format(quote.TotalFen)}";
        }

        Admission.Step(books, order, OrderState.Sent, entry.Value.Id, note);
        if (held is not null) books.PayoutHolds.Edit(held).State = HoldState.Sent;
        return RequestNumbers.ReceiptOf(books, order);
    }
}
