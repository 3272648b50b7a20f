using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Channels;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>When a withdrawal is paid out.</summary>
public enum WithdrawalSpeed
{
    /// <summary>At once, also on holidays, from the payment company's reserve 快速提现 T+0.</summary>
    AtOnce = 1,
    /// <summary>On the next working day, when it is settled the same day 普通提现 T+1; never on a holiday, whenever that was made one.</summary>
    NextWorkingDay = 2,
}

/// <summary>
/// The first step of a withdrawal 提现: accepted, and everything it will cost is frozen, so that no later step can lack
/// money (R18). The card is the bound one, never one that the request names (R17); the fee is the schedule's that
/// holds today (R19, R20). Legs (c.2): the user's available to frozen, amount plus fee when the fee comes on top; a fee that the
/// platform bears is frozen on its income account P-INC.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="AccountNo">The user's sub-account.</param>
/// <param name="AmountFen">The amount in fen, above zero. With the fee taken out of it, the card receives the
/// rest.</param>
/// <param name="Verification">How the user's will was verified (R9).</param>
/// <param name="Speed">When it is paid out; each has its own tariff.</param>
public sealed record Withdrawal(
    RequestHead Head, string AccountNo, long AmountFen, Verification Verification, WithdrawalSpeed Speed = WithdrawalSpeed.AtOnce)
    : BankRequest(Head)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.Withdrawal;

    /// <inheritdoc />
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    protected override object?[] Content => Speed == WithdrawalSpeed.AtOnce ? [AccountNo, AmountFen] : [AccountNo, AmountFen, Speed.ToString()];

    /// <inheritdoc />
    internal override void Want(Books books)
    {
        books.AccountByNumber.Want(AccountNo);
        books.FeeSchedulesOfPool.Want(Head.PoolId);
        books.ChannelVersionsOfPool.Want(Head.PoolId);
    }

    /// <summary>
    /// Refusals in order: <see cref="AccountRefusals.VerificationMissing"/>, <see cref="FenRefusals.NotPositive"/>,
    /// <see cref="PaymentRefusals.AboveLimit"/>, <see cref="LedgerRefusals.UnknownAccount"/>,
    /// <see cref="LedgerRefusals.AccountClosed"/>, <see cref="AccountRefusals.NoCardBound"/>,
    /// <see cref="PaymentRefusals.SpeedNotOffered"/>,
    /// <see cref="PaymentRefusals.FeeExceedsAmount"/>, those of the channel (<see cref="ChannelLimits.Refuse"/>), <see cref="LedgerRefusals.InsufficientFunds"/>, <see cref="PaymentRefusals.NotSettledYet"/>,
    /// <see cref="PaymentRefusals.PlatformCannotBearFee"/>, those of the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (Verification is not (Verification.TradePassword or Verification.Sms))
            return AccountRefusals.VerificationMissing();
        if (PaymentLimits.Refuse(AmountFen) is { } amount) return amount;
        if (AccountOf(books, AccountNo) is not { UserId: { } userId } account)
            return LedgerRefusals.UnknownAccount(AccountNo);
        if (account.State == AccountState.Closed) return LedgerRefusals.AccountClosed(AccountNo);
        var user = books.Users.Get(userId);
        if (user.CardId is not { } cardId) return AccountRefusals.NoCardBound(AccountNo);
        var order = Order(books, platform, AmountFen, OrderState.Accepted);
        if (!IsOffered(books)) return PaymentRefusals.SpeedNotOffered(platform.No, Speed);
        if (Speed == WithdrawalSpeed.NextWorkingDay) order.PayoutFrom = books.WorkingDays.NextWorkingDay(books.Bank.AccountingDate);
        var fee = FeeBook.Charge(books, order, account.Id, user.Kind);
        var parts = WithdrawalParts.Of(order);
        if (parts.PayoutFen <= 0) return PaymentRefusals.FeeExceedsAmount(order.FeeFen, AmountFen);
        if (ChannelGate.Refuse(books, Head.PoolId, ChannelKind.Payout, account.Id, parts.PayoutFen, PayoutTime.DayOf(books, order)) is { } closed) return closed;
        if (account.AvailableFen < parts.FromUserFen)
            return LedgerRefusals.InsufficientFunds(AccountNo, account.AvailableFen, parts.FromUserFen);
        if (platform.FloatPolicy == FloatPolicy.SettledOnly
            && account.AvailableFen - account.FloatFen < parts.FromUserFen
            && WithdrawableFen(books, account) is var withdrawableFen && withdrawableFen < parts.FromUserFen)
            return PaymentRefusals.NotSettledYet(AccountNo, withdrawableFen, parts.FromUserFen);

        order.AccountId = account.Id;
        order.CardId = cardId;
        order.Verification = Verification;
        var entry = new EntryDraft(Operation.WithdrawalAccepted, order);
        var freeze = entry.Hold(account, parts.FromUserFen, FreezePurpose.Withdrawal, books.NowUtc);
        if (parts.FromPlatformFen > 0)
        {
            var income = books.BankAccount(Head.PoolId, AccountType.PlatformIncome);
            if (income.AvailableFen < parts.FromPlatformFen)
                return PaymentRefusals.PlatformCannotBearFee(platform.No, income.AvailableFen, parts.FromPlatformFen);
            entry.Hold(income, parts.FromPlatformFen, FreezePurpose.Withdrawal, books.NowUtc);
        }

        if (books.Ledger.Post(entry) is { Done: false, Refusal: { } refusal }) return refusal;

        order.FreezeId = freeze.Id;
        books.Orders.Add(order);
        if (fee is not null) books.OrderFees.Add(fee);
        return RequestNumbers.ReceiptOf(books, order);
    }

    /// <summary>
    /// A platform offers T+1 while a tariff for it holds; then T+0 needs one as well. Without either, withdrawals are paid out at once and free.
    /// </summary>
    private bool IsOffered(Books books)
    {
        var date = books.Bank.AccountingDate;
        var hasNextDay = FeeBook.InForce(books, Head.PoolId, FeeKind.NextDayWithdrawal, date) is not null;
        return Speed == WithdrawalSpeed.NextWorkingDay ? hasNextDay
            : !hasNextDay || FeeBook.InForce(books, Head.PoolId, FeeKind.Withdrawal, date) is not null;
    }

    /// <summary>
    /// The freeze that reserves the fee of an order whose fee the platform bears. Both freezes are made in one entry,
    /// the user's first, and the ledger gives the freezes of an entry consecutive keys.
    /// </summary>
    internal static Freeze FeeFreezeOf(Books books, CustodyOrder order)
    {
        var freeze = books.Freezes.Get(order.FreezeId!.Value + 1);
        return freeze.OrderId == order.Id && freeze.AccountId != order.AccountId
            ? freeze
            : throw new InvalidOperationException($"Order {order.OrderNo} has no freeze for its fee.");
    }

    /// <summary>
    /// What of an account may be withdrawn where only settled money may: the available part without the owner's own
    /// recharges and returned payouts that no batch has settled yet, as far as unsettled money is still there. Unsettled
    /// money that others brought may go.
    /// </summary>
    private static long WithdrawableFen(Books books, Account account)
    {
        // A batch that is being released has come as far as its cursor.
        var settledThrough = books.BatchesOfPool.Of(account.PoolId)
            .Where(batch => batch.State == BatchState.Closed || (batch.State == BatchState.Confirmed && batch.FloatCursor >= account.Id))
            .Max(batch => (DateOnly?)batch.Through) ?? DateOnly.MinValue;
        var ownFen = books.Orders
            .Search(
                order => order.AccountId == account.Id && BroughtFen(order) > 0
                    && books.EntriesOfOrder.Of(order.Id).Any(entry => IsBrought(entry.Operation) && entry.AccountingDate > settledThrough),
                $$"""
                "account_id" = {0} AND "type" IN (10, 11) AND EXISTS (SELECT 1 FROM journal_entry e
                    WHERE e.order_id = "custody_order"."id" AND e.accounting_date > {1}
                    AND e.operation IN ({{(int)Operation.Recharge}}, {{(int)Operation.WithdrawalReturned}}))
                """,
                account.Id, settledThrough)
            .Sum(BroughtFen);
        return Math.Max(0, account.AvailableFen - Math.Min(ownFen, account.FloatFen));
    }

    private static bool IsBrought(Operation operation) => operation is Operation.Recharge or Operation.WithdrawalReturned;

    /// <summary>What an order has brought from the payment company, in fen.</summary>
    private static long BroughtFen(CustodyOrder order) => (order.Type, order.State) switch
    {
        (OrderType.Recharge, OrderState.Succeeded) => order.AmountFen,
        (OrderType.Withdrawal, OrderState.Returned) => WithdrawalParts.Of(order).PayoutFen,
        _ => 0,
    };
}

/// <summary>The parts of a withdrawal, in fen.</summary>
/// <param name="PayoutFen">What the card receives.</param>
/// <param name="UserFeeFen">The fee that the user bears, on top of the payout.</param>
/// <param name="FromPlatformFen">The fee that the platform bears.</param>
internal readonly record struct WithdrawalParts(long PayoutFen, long UserFeeFen, long FromPlatformFen)
{
    /// <summary>What leaves the user's account.</summary>
    public long FromUserFen => PayoutFen + UserFeeFen;

    public static WithdrawalParts Of(CustodyOrder order) => Of(order, order.FeeFen);

    /// <summary>The parts of an order under another fee than the one it has.</summary>
    public static WithdrawalParts Of(CustodyOrder order, long feeFen) => order switch
    {
        { FeePayer: null } => new(order.AmountFen, 0, 0),
        { FeePayer: FeePayer.Platform } => new(order.AmountFen, 0, feeFen),
        { FeeDeduction: FeeDeduction.Inner } => new(order.AmountFen - feeFen, feeFen, 0),
        _ => new(order.AmountFen, feeFen, 0),
    };

    /// <summary>The parts of an accepted order, if it is paid out on the accounting date.</summary>
    public static WithdrawalParts AtPayout(Books books, CustodyOrder order) => Of(order, FeeBook.AtPayout(books, order)?.TotalFen ?? order.FeeFen);
}
