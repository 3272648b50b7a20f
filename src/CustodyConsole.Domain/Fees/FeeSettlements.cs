using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Fees;

/// <summary>
/// Moves the platform's income to its own funds 平台收入划转. Legs (c.2): P-INC to P-OWN, and the real money with it, B-POOL to B-OWN. Only what
/// is settled can go: the rest is not in the pooled account yet.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="AmountFen">The amount in fen.</param>
internal sealed record TransferIncome(RequestHead Head, long AmountFen) : BankRequest(Head)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.IncomeTransfer;

    /// <inheritdoc />
    protected override object?[] Content => [AmountFen];

    /// <summary>
    /// Refusals in order: <see cref="FenRefusals.NotPositive"/>, <see cref="FeeRefusals.NotEnoughSettled"/>,
    /// <see cref="FeeRefusals.PoolTooLow"/>, those of the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (Refuse(books, Head.PoolId, AmountFen) is { } refusal) return refusal;
        var order = Order(books, platform, AmountFen);
        order.AccountId = books.BankAccount(Head.PoolId, AccountType.PlatformIncome).Id;
        return FeeLegs.Post(
            books, order, Operation.IncomeTransferred,
            (AccountType.PlatformIncome, Side.Debit), (AccountType.PlatformOwnFunds, Side.Credit),
            (AccountType.OwnFundsBank, Side.Debit), (AccountType.Pool, Side.Credit));
    }

    /// <summary>Why not, as things stand; null where it can be done.</summary>
    internal static Refusal? Refuse(Books books, long poolId, long amountFen)
    {
        if (amountFen <= 0) return FenRefusals.NotPositive("amount");
        var income = books.BankAccount(poolId, AccountType.PlatformIncome);
        var freeFen = Math.Min(income.AvailableFen, income.SettledFen);
        if (freeFen < amountFen) return FeeRefusals.NotEnoughSettled("P-INC", freeFen, amountFen);
        var poolFen = books.BankAccount(poolId, AccountType.Pool).BookFen;
        return poolFen < amountFen ? FeeRefusals.PoolTooLow(poolFen, amountFen) : null;
    }
}

/// <summary>
/// Pays a month's recharge fees from the platform's own funds 充值手续费缴付. Legs (c.2): P-OWN to B-FEEP, and the real money with it, B-OWN to
/// B-POOL, so that the batch that nets the fee does not pay it with users' money. A month is paid once.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="Month">The first day of the month.</param>
/// <param name="AmountFen">The amount in fen: what the statement says.</param>
internal sealed record PayRechargeFees(RequestHead Head, DateOnly Month, long AmountFen) : BankRequest(Head)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.FeePayment;

    /// <inheritdoc />
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    protected override object?[] Content => [Month, AmountFen];

    /// <summary>
    /// Refusals in order: <see cref="FenRefusals.NotPositive"/>, <see cref="FeeRefusals.NotOwed"/>,
    /// <see cref="FeeRefusals.NotEnoughSettled"/>, those of the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (Refuse(books, Head.PoolId, Month, AmountFen) is { } refusal) return refusal;
        var order = Order(books, platform, AmountFen);
        order.AccountId = books.BankAccount(Head.PoolId, AccountType.PlatformOwnFunds).Id;
        order.Remark = $"{Month:yyyy-MM}";
        var posted = FeeLegs.Post(
            books, order, Operation.FeePaid,
            (AccountType.PlatformOwnFunds, Side.Debit), (AccountType.FeePayable, Side.Credit),
            (AccountType.Pool, Side.Debit), (AccountType.OwnFundsBank, Side.Credit));
        if (posted.Done) books.FeeStatements.Edit(books.FeeStatementOf.Find((Head.PoolId, Month))!).PaidOrderId = order.Id;
        return posted;
    }

    internal static Refusal? Refuse(Books books, long poolId, DateOnly month, long amountFen)
    {
        if (amountFen <= 0) return FenRefusals.NotPositive("amount");
        var owedFen = books.FeeStatementOf.Find((poolId, month)) is { PaidOrderId: null } statement ? statement.RechargeFen : 0;
        if (amountFen != owedFen) return FeeRefusals.NotOwed(month, owedFen, amountFen);
        var own = books.BankAccount(poolId, AccountType.PlatformOwnFunds);
        return own.AvailableFen < amountFen ? FeeRefusals.NotEnoughSettled("P-OWN", own.AvailableFen, amountFen) : null;
    }
}

/// <summary>
/// Gives an advance fee back 垫资手续费退还, whole or in part, to whoever bore it. Legs (c.2): B-FEEP to the user's sub-account or P-INC. Where
/// the fee was netted already, the payment company owes it, and the next batch brings it.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="OrderNo">The withdrawal.</param>
/// <param name="AmountFen">The amount in fen, at most what is left of its advance fee.</param>
internal sealed record RefundAdvanceFee(RequestHead Head, string OrderNo, long AmountFen) : BankRequest(Head)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.FeeRefund;

    /// <inheritdoc />
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    protected override object?[] Content => [OrderNo, AmountFen];

    /// <summary>
    /// Refusals in order: <see cref="OrderRefusals.UnknownOrder"/>, <see cref="OrderRefusals.WrongState"/>,
    /// <see cref="FenRefusals.NotPositive"/>, <see cref="FeeRefusals.NothingToRefund"/>, those of the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (Refuse(books, Head.PoolId, OrderNo, AmountFen, out var original) is { } refusal) return refusal;
        var fee = books.OrderFees.Get(original!.Id);
        var account = original.FeePayer == FeePayer.Platform
            ? books.BankAccount(Head.PoolId, AccountType.PlatformIncome) : books.Accounts.Get(original.AccountId!.Value);
        var order = Order(books, platform, AmountFen);
        order.AccountId = account.Id;
        order.OriginalOrderId = original.Id;
        var draft = new EntryDraft(Operation.FeeRefunded, order)
            .Debit(books.BankAccount(Head.PoolId, AccountType.FeePayable), AmountFen, LineKind.Fee, FloatUse.Last)
            .Credit(account, AmountFen, LineKind.Fee);
        if (books.Ledger.Post(draft) is { Done: false, Refusal: { } notPosted }) return notPosted;

        books.OrderFees.Edit(fee).RefundedAdvanceFen += AmountFen;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }

    internal static Refusal? Refuse(Books books, long poolId, string orderNo, long amountFen, out CustodyOrder? order)
    {
        order = Admission.FindOrder(books, poolId, orderNo);
        if (order is not { Type: OrderType.Withdrawal }) return OrderRefusals.UnknownOrder(orderNo);
        if (order.State is not (OrderState.Succeeded or OrderState.Returned)) return OrderRefusals.WrongState(orderNo, order.State);
        if (amountFen <= 0) return FenRefusals.NotPositive("amount");
        var leftFen = books.OrderFees.Find(order.Id) is { } fee ? fee.AdvanceFen - fee.RefundedAdvanceFen : 0;
        return amountFen > leftFen ? FeeRefusals.NothingToRefund(orderNo, leftFen) : null;
    }
}

/// <summary>The legs of what moves settled money between accounts of the platform and the bank.</summary>
internal static class FeeLegs
{
    public static Outcome<Receipt> Post(
        Books books, CustodyOrder order, Operation operation, params ReadOnlySpan<(AccountType Type, Side Side)> legs)
    {
        var draft = new EntryDraft(operation, order);
        foreach (var (type, side) in legs)
            draft.Line(books.BankAccount(order.PoolId, type), side, order.AmountFen, LineKind.Fee, floatFen: 0);
        if (books.Ledger.Post(draft) is { Done: false, Refusal: { } refusal }) return refusal;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }
}
