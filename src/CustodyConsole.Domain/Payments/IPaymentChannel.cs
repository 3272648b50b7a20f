using CustodyConsole.Domain.Accounts;

namespace CustodyConsole.Domain.Payments;

/// <summary>What the payment company says about a payment.</summary>
public enum ChannelResult
{
    /// <summary>The money came in, or was paid out 成功.</summary>
    Succeeded = 1,
    /// <summary>It did not, and will not 失败.</summary>
    Failed = 2,
    /// <summary>It cannot say yet, or its answer did not arrive 未知.</summary>
    Unknown = 3,
    /// <summary>A payout that succeeded was sent back by the receiving bank 退汇.</summary>
    Returned = 4,
    /// <summary>It knows no payment under this order number; no evidence that there never will be one 查无此单.</summary>
    NotFound = 5,
}

/// <summary>An answer of the payment company: to a call, to a query, or called back later.</summary>
/// <param name="Result">What it says.</param>
/// <param name="Serial">The payment company's own serial; null where it gave none.</param>
/// <param name="Reason">The reason, as it was given.</param>
/// <param name="AmountFen">The amount that it names, in fen; null where it names none.</param>
/// <param name="TransactionDate">The date on which the business happened by the payment company's own books: what is answered after the day cut
/// belongs to the day on which it was asked for, and keeps that date beside the accounting date. Null for today's.</param>
/// <param name="FeeReturned">With a returned payout: the fee comes back as well (R22). Whether it does is the payment
/// company's tariff.</param>
public sealed record ChannelAnswer(
    ChannelResult Result, string? Serial = null, string? Reason = null, long? AmountFen = null,
    DateOnly? TransactionDate = null, bool FeeReturned = false);

/// <summary>An answer that the payment company sends by itself, for a pool's order.</summary>
/// <param name="PoolId">The pool: the payment company knows it as the merchant.</param>
/// <param name="OrderNo">The bank's order number.</param>
/// <param name="Answer">What it says.</param>
public sealed record ChannelCallback(long PoolId, string OrderNo, ChannelAnswer Answer);

/// <summary>The four elements to be checked 四要素.</summary>
public sealed record CardCheckCall(
    long PoolId, string RequestNo, PartyKind Kind, string Name, string IdentityNumber, string CardNumber, string Mobile)
{
    /// <summary>The request number alone: what is personal does not belong in logs.</summary>
    public override string ToString() => $"{nameof(CardCheckCall)} {RequestNo}";
}

/// <summary>A payment to be made or asked for.</summary>
/// <param name="PoolId">The pool.</param>
/// <param name="OrderNo">The bank's order number, under which the payment company does it once, however often it is
/// asked.</param>
/// <param name="AmountFen">What is to be paid, in fen.</param>
/// <param name="Name">The name of the holder of the card.</param>
/// <param name="CardNumber">The bound card.</param>
/// <param name="Mobile">The mobile to which a code is sent.</param>
public sealed record PaymentCall(
    long PoolId, string OrderNo, long AmountFen, string Name, string CardNumber, string Mobile)
{
    /// <summary>The bank's accounting date when it asks; the payment company answers with the date of the day that it books it on.</summary>
    public DateOnly? AskedOn { get; init; }

    /// <summary>The order number and the amount: what is personal does not belong in logs.</summary>
    public override string ToString() => $"{nameof(PaymentCall)} {OrderNo} {Fen.Format(AmountFen)}";
}

/// <summary>A question about an order.</summary>
/// <param name="PoolId">The pool.</param>
/// <param name="OrderNo">The bank's order number.</param>
/// <param name="IsPayout">True for a payout, false for a recharge.</param>
/// <param name="AmountFen">What was to be paid, in fen.</param>
public sealed record PaymentQuery(long PoolId, string OrderNo, bool IsPayout, long AmountFen)
{
    /// <summary>The bank's accounting date when it asked for the payment, by which the payment company finds it.</summary>
    public DateOnly? AskedOn { get; init; }
}

/// <summary>A question about the transfer of a settlement.</summary>
/// <param name="PoolId">The pool.</param>
/// <param name="BatchNo">The number of the batch, under which it was instructed.</param>
/// <param name="NetFen">What was instructed, in fen; negative for what the bank pays.</param>
public sealed record SettlementQuery(long PoolId, string BatchNo, long NetFen);

/// <summary>
/// The payment company 支付公司, which verifies cards, takes recharges in and pays withdrawals out. Every call may take
/// long and may end without an answer; an implementation says <see cref="ChannelResult.Unknown"/> to whatever it cannot
/// tell, and never <see cref="ChannelResult.Failed"/> without the payment company's word. Paying and confirming are
/// done once per order number.
/// </summary>
public interface IPaymentChannel
{
    /// <summary>Checks name, identity number, card and mobile against each other.</summary>
    Task<CardCheck> VerifyCardAsync(CardCheckCall call, CancellationToken cancellationToken);

    /// <summary>
    /// Sends the user a code with which to confirm a recharge. Anything but a failure lets the user type a code.
    /// </summary>
    Task<ChannelAnswer> SendSmsAsync(PaymentCall call, CancellationToken cancellationToken);

    /// <summary>Confirms a recharge with the code that the user typed.</summary>
    Task<ChannelAnswer> ConfirmRechargeAsync(PaymentCall call, string smsCode);

    /// <summary>Pays out to a card.</summary>
    Task<ChannelAnswer> PayOutAsync(PaymentCall call);

    /// <summary>Asks what became of a payment.</summary>
    Task<ChannelAnswer> QueryAsync(PaymentQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Asks what was really transferred for a settlement 清算到账: in fen, negative for what the bank paid; null as long as nothing is known.
    /// </summary>
    Task<long?> TransferredAsync(SettlementQuery query, CancellationToken cancellationToken) => Task.FromResult<long?>(null);
}
