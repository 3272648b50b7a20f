using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Settlement;

/// <summary>
/// Clears a difference in suspense, whole or in part (c.2, R66). Legs: B-LONG to the user or to B-PAYO; B-POOL, B-PAYO or the user against
/// B-SHORT. What goes through B-PAYO is netted with the next settlement.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="ItemNo">The item.</param>
/// <param name="Way">How.</param>
/// <param name="AmountFen">How much, in fen.</param>
/// <param name="AccountNo">The user's account, where one is concerned.</param>
internal sealed record ClearSuspense(RequestHead Head, string ItemNo, ClearingWay Way, long AmountFen, string? AccountNo) : BankRequest(Head)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.SuspenseClearing;

    /// <inheritdoc />
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    protected override bool EvenWhenClosed => true;

    /// <inheritdoc />
    protected override object?[] Content => [ItemNo, (int)Way, AmountFen, AccountNo];

    /// <inheritdoc />
    internal override void Want(Books books) => books.BankAccountsOfPool.Want(Head.PoolId);

    /// <summary>
    /// The item and the user's account. Refusals in order: <see cref="FenRefusals.NotPositive"/>,
    /// <see cref="SettlementRefusals.UnknownItem"/>, <see cref="SettlementRefusals.WrongWay"/>, <see cref="SettlementRefusals.MoreThanLeft"/>,
    /// <see cref="OrderRefusals.PlatformClosed"/> where a user of a platform that has left is concerned, who could not take the money out,
    /// <see cref="SettlementRefusals.AccountMissing"/>, <see cref="LedgerRefusals.UnknownAccount"/>,
    /// <see cref="SettlementRefusals.NotSettledEnough"/>.
    /// </summary>
    internal Outcome<(SuspenseItem Item, Account? User)> Check(Books books)
    {
        if (AmountFen <= 0) return FenRefusals.NotPositive("amount");
        if (SuspenseItem.IdOf(ItemNo) is not { } id || books.SuspenseItems.Find(id) is not { } item || item.PoolId != Head.PoolId)
            return SettlementRefusals.UnknownItem(ItemNo);
        var ways = item.Kind == SuspenseKind.Surplus
            ? [ClearingWay.ToUser, ClearingWay.ToPaymentCompany]
            : (ClearingWay[])[ClearingWay.Arrived, ClearingWay.FromPaymentCompany, ClearingWay.FromUser];
        if (!ways.Contains(Way)) return SettlementRefusals.WrongWay(ItemNo);
        if (item.LeftFen < AmountFen) return SettlementRefusals.MoreThanLeft(ItemNo, item.LeftFen, AmountFen);
        if (!ProposeClearing.IsUsers(Way)) return (item, null);
        if (books.Platforms.Get(books.Pools.Get(Head.PoolId).PlatformId) is { State: PlatformState.Closed } left)
            return OrderRefusals.PlatformClosed(left.No);
        if (string.IsNullOrWhiteSpace(AccountNo)) return SettlementRefusals.AccountMissing();
        if (AccountOf(books, AccountNo) is not { UserId: not null } user) return LedgerRefusals.UnknownAccount(AccountNo);
        var settledFen = Math.Min(user.SettledFen, user.AvailableFen);
        return Way == ClearingWay.FromUser && settledFen < AmountFen
            ? SettlementRefusals.NotSettledEnough(user.Number, settledFen, AmountFen)
            : (item, user);
    }

    /// <summary>Refusals in order: those of <see cref="Check"/>, those of the ledger.</summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        var checkedNow = Check(books);
        if (!checkedNow.Done) return checkedNow.Refusal;
        var (item, user) = checkedNow.Value;
        var order = Order(books, platform, AmountFen);
        order.OriginalOrderId = item.OrderId;
        order.AccountId = user?.Id;
        order.Remark = item.No;
        var draft = new EntryDraft(Operation.SuspenseCleared, order);
        var suspense = books.BankAccount(
            Head.PoolId, item.Kind == SuspenseKind.Surplus ? AccountType.LongSuspense : AccountType.ShortSuspense);
        switch (Way)
        {
            case ClearingWay.ToUser:
                draft.Debit(suspense, AmountFen, LineKind.Funds).Credit(user!, AmountFen, LineKind.Funds);
                break;
            case ClearingWay.ToPaymentCompany:
                draft.Debit(suspense, AmountFen, LineKind.Funds)
                    .Credit(books.BankAccount(Head.PoolId, AccountType.PayoutPayable), AmountFen, LineKind.Funds);
                break;
            case ClearingWay.Arrived:
                draft.Debit(books.BankAccount(Head.PoolId, AccountType.Pool), AmountFen, LineKind.Funds)
                    .Credit(suspense, AmountFen, LineKind.Funds);
                break;
            case ClearingWay.FromPaymentCompany:
                draft.Line(books.BankAccount(Head.PoolId, AccountType.PayoutPayable), Side.Debit, AmountFen, LineKind.Funds, 0)
                    .Credit(suspense, AmountFen, LineKind.Funds);
                break;
            default:
                draft.DebitExactly(user!, AmountFen, 0, LineKind.Funds).Credit(suspense, AmountFen, LineKind.Funds);
                break;
        }

        if (books.Ledger.Post(draft) is { Done: false, Refusal: { } refusal }) return refusal;

        // Point of no return.
        books.SuspenseItems.Edit(item);
        item.ClearedFen += AmountFen;
        if (item.LeftFen == 0) item.ClearedAtUtc = books.NowUtc;
        books.SuspenseClearings.Add(new SuspenseClearing
        {
            ItemId = item.Id,
            PoolId = item.PoolId,
            OrderId = order.Id,
            Way = Way,
            AmountFen = AmountFen,
            AccountId = user?.Id,
            AtUtc = books.NowUtc,
        });
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }
}
