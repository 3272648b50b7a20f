using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Channels;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Payments;

/// <summary>
/// The first step of a recharge 充值 that the bank asks the payment company for: the order is written before anything
/// goes out (R53). No money moves until the payment company's answer is taken (<see cref="TakeAnswer"/>).
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="AccountNo">The user's sub-account.</param>
/// <param name="AmountFen">The amount in fen, above zero.</param>
/// <param name="Verification">How the user's will was or will be verified (R9).</param>
public sealed record AcceptRecharge(RequestHead Head, string AccountNo, long AmountFen, Verification Verification)
    : BankRequest(Head)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.Recharge;

    /// <inheritdoc />
    protected override object?[] Content => [AccountNo, AmountFen];

    /// <inheritdoc />
    internal override void Want(Books books)
    {
        books.AccountByNumber.Want(AccountNo);
        books.ChannelVersionsOfPool.Want(Head.PoolId);
    }

    /// <summary>
    /// Refusals in order: <see cref="AccountRefusals.VerificationMissing"/>, <see cref="FenRefusals.NotPositive"/>,
    /// <see cref="PaymentRefusals.AboveLimit"/>, <see cref="LedgerRefusals.PostingsStopped"/>,
    /// <see cref="LedgerRefusals.UnknownAccount"/>, <see cref="LedgerRefusals.AccountClosed"/>,
    /// <see cref="AccountRefusals.NoCardBound"/>, those of the channel (<see cref="ChannelLimits.Refuse"/>).
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (Verification is not (Verification.TradePassword or Verification.Sms))
            return AccountRefusals.VerificationMissing();
        if (PaymentLimits.Refuse(AmountFen) is { } amount) return amount;
        // What could not be booked is not asked for either.
        if (books.Pools.Get(Head.PoolId).RefusePostings() is { } stopped) return stopped;
        if (AccountOf(books, AccountNo) is not { UserId: { } userId } account)
            return LedgerRefusals.UnknownAccount(AccountNo);
        if (account.State == AccountState.Closed) return LedgerRefusals.AccountClosed(AccountNo);
        if (books.Users.Get(userId).CardId is not { } cardId) return AccountRefusals.NoCardBound(AccountNo);
        if (ChannelGate.Refuse(books, Head.PoolId, ChannelKind.Recharge, account.Id, AmountFen, books.Bank.AccountingDate) is { } closed) return closed;

        // Point of no return.
        var order = Order(books, platform, AmountFen, OrderState.Accepted);
        order.AccountId = account.Id;
        order.CardId = cardId;
        order.Verification = Verification;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }
}
