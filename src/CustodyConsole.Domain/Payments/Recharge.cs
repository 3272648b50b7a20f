using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>
/// A recharge 充值 that the payment company has confirmed: the balance grows, unsettled until the net settlement (R15,
/// R16). Legs (c.2): B-RECV to the user's sub-account. Where the bank itself asks the payment company for the money,
/// the order is written first: <see cref="AcceptRecharge"/>.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="AccountNo">The user's sub-account.</param>
/// <param name="AmountFen">The amount in fen, above zero.</param>
/// <param name="Verification">How the user's will was verified (R9).</param>
/// <param name="ChannelSerial">The payment company's serial: the evidence that the money came in.</param>
public sealed record Recharge(
    RequestHead Head, string AccountNo, long AmountFen, Verification Verification, string ChannelSerial)
    : BankRequest(Head)
{
    /// <summary>The longest serial of the payment company.</summary>
    public const int SerialLengthMax = 64;

    /// <inheritdoc />
    public override OrderType Type => OrderType.Recharge;

    /// <inheritdoc />
    protected override object?[] Content => [AccountNo, AmountFen, "confirmed", ChannelSerial];

    /// <summary>The payment company has the money already: leaving it out of the books would only make them wrong.</summary>
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    internal override void Want(Books books)
    {
        books.AccountByNumber.Want(AccountNo);
        books.RechargeBySerial.Want((Head.PoolId, ChannelSerial));
        books.BankAccountsOfPool.Want(Head.PoolId);
        books.FeeSchedulesOfPool.Want(Head.PoolId);
    }

    /// <summary>
    /// Refusals in order: <see cref="AccountRefusals.VerificationMissing"/>, <see cref="FenRefusals.NotPositive"/>,
    /// <see cref="PaymentRefusals.AboveLimit"/>, <see cref="PaymentRefusals.SerialMissing"/>,
    /// <see cref="LedgerRefusals.UnknownAccount"/>, <see cref="PaymentRefusals.SerialTaken"/>, those of the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (Verification is not (Verification.TradePassword or Verification.Sms))
            return AccountRefusals.VerificationMissing();
        if (PaymentLimits.Refuse(AmountFen) is { } amount) return amount;
        if (string.IsNullOrWhiteSpace(ChannelSerial) || ChannelSerial.Length > SerialLengthMax)
            return PaymentRefusals.SerialMissing(SerialLengthMax);
        if (AccountOf(books, AccountNo) is not { UserId: not null } account)
            return LedgerRefusals.UnknownAccount(AccountNo);
        if (books.RechargeBySerial.Find((Head.PoolId, ChannelSerial)) is { } taken)
            return PaymentRefusals.SerialTaken(ChannelSerial, taken.OrderNo);

        var order = Order(books, platform, AmountFen);
        order.AccountId = account.Id;
        order.Verification = Verification;
        order.ChannelSerial = ChannelSerial;
        var entry = Book(books, order, account);
        if (!entry.Done) return entry.Refusal;

        books.Orders.Add(order);
        Charge(books, order);
        return RequestNumbers.ReceiptOf(books, order);
    }

    /// <summary>
    /// Keeps what a booked recharge costs the platform. No money moves: the month is settled as a whole (<see cref="PayRechargeFees"/>).
    /// </summary>
    internal static void Charge(Books books, CustodyOrder order)
    {
        if (books.FeeSchedulesOfPool.Of(order.PoolId).Count == 0) return;
        var account = books.Accounts.Get(order.AccountId!.Value);
        if (FeeBook.Charge(books, order, account.Id, books.Users.Get(account.UserId!.Value).Kind) is { } fee) books.OrderFees.Add(fee);
    }

    /// <summary>
    /// Posts the money of a recharge: what the payment company owes from now on, and what the user has.
    /// </summary>
    internal static Outcome<JournalEntry> Book(
        Books books, CustodyOrder order, Account account, DateOnly? transactionDate = null) =>
        books.Ledger.Post(new EntryDraft(Operation.Recharge, order) { TransactionDate = transactionDate }
            .Debit(books.BankAccount(order.PoolId, AccountType.RechargeReceivable), order.AmountFen, LineKind.Funds)
            .Credit(account, order.AmountFen, LineKind.Funds));
}
