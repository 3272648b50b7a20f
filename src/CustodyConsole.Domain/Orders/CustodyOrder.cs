using System.Globalization;
using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Orders;

/// <summary>What was asked of the bank.</summary>
public enum OrderType
{
    /// <summary>开户.</summary>
    OpenAccount = 1,
    /// <summary>绑卡.</summary>
    BindCard = 2,
    /// <summary>解绑.</summary>
    UnbindCard = 3,
    /// <summary>销户.</summary>
    CloseAccount = 4,
    /// <summary>换卡: another card takes the place of the bound one, after review.</summary>
    ChangeCard = 5,
    /// <summary>充值.</summary>
    Recharge = 10,
    /// <summary>提现.</summary>
    Withdrawal = 11,
    /// <summary>标的登记.</summary>
    RegisterListing = 20,
    /// <summary>投标.</summary>
    Bid = 21,
    /// <summary>撤标.</summary>
    BidCancel = 22,
    /// <summary>流标.</summary>
    FailListing = 23,
    /// <summary>放款.</summary>
    Release = 24,
    /// <summary>还款.</summary>
    Repayment = 30,
    /// <summary>直接代偿.</summary>
    DirectCompensation = 31,
    /// <summary>间接代偿.</summary>
    IndirectCompensation = 32,
    /// <summary>追偿.</summary>
    Recovery = 33,
    /// <summary>代偿冻结: a compensator's money is set aside for a compensation that waits for approval.</summary>
    CompensationFreeze = 34,
    /// <summary>代偿解冻: it is given back, because the compensation is not made.</summary>
    CompensationRelease = 35,
    /// <summary>司法冻结.</summary>
    JudicialFreeze = 40,
    /// <summary>司法解冻.</summary>
    JudicialRelease = 41,
    /// <summary>冲正.</summary>
    Reversal = 50,
    /// <summary>轧差清算.</summary>
    NetSettlement = 60,
    /// <summary>清算到账确认.</summary>
    SettlementConfirmation = 61,
    /// <summary>挂账清理.</summary>
    SuspenseClearing = 62,
    /// <summary>平台收入划转.</summary>
    IncomeTransfer = 70,
    /// <summary>充值手续费缴付.</summary>
    FeePayment = 71,
    /// <summary>手续费退还.</summary>
    FeeRefund = 72,
}

/// <summary>Where an order stands.</summary>
public enum OrderState
{
    /// <summary>Written, money reserved where needed, not yet sent outside 已受理.</summary>
    Accepted = 1,
    /// <summary>Sent to the payment company, no answer yet 处理中.</summary>
    Sent = 2,
    /// <summary>The answer is unknown; only evidence ends this state (R21) 结果未知.</summary>
    Unknown = 3,
    /// <summary>Done 成功.</summary>
    Succeeded = 4,
    /// <summary>Failed with evidence; the money is where it was 失败.</summary>
    Failed = 5,
    /// <summary>Paid out and later sent back by the receiving bank (R22) 已退汇.</summary>
    Returned = 6,
    /// <summary>Undone by a reversing entry 已冲正.</summary>
    Reversed = 7,
    /// <summary>A withdrawal that two people stopped before it was sent; the money is where it was (R23) 已拦截.</summary>
    Intercepted = 8,
}

/// <summary>How the user's will was verified (R9).</summary>
public enum Verification
{
    /// <summary>Not an instruction of a user: the bank's or the platform's agreed instruction 无需.</summary>
    None = 0,
    /// <summary>交易密码.</summary>
    TradePassword = 1,
    /// <summary>短信验证码.</summary>
    Sms = 2,
}

/// <summary>
/// An order: one request of a platform or of staff, found for ever by its request number (R51). It is also the stored answer: a repeated
/// request with the same content is answered from this row.
/// </summary>
public sealed class CustodyOrder : Row
{
    /// <summary>The platform that asked; 0 for the bank itself.</summary>
    public required long PlatformId { get; init; }

    /// <summary>The pool concerned; 0 where no pool is.</summary>
    public required long PoolId { get; init; }

    /// <summary>The request number, unique per platform for ever.</summary>
    public required string RequestNo { get; init; }

    /// <summary>Hash of the request's content; the same number with another hash is refused.</summary>
    public required byte[] ContentHash { get; init; }

    /// <summary>What was asked.</summary>
    public required OrderType Type { get; init; }

    /// <summary>Where it stands.</summary>
    public OrderState State { get; set; }

    /// <summary>The account concerned first: whose money moves.</summary>
    public long? AccountId { get; set; }

    /// <summary>The listing concerned.</summary>
    public long? ListingId { get; set; }

    /// <summary>The order that this one follows: a cancel its bid, a reversal its recharge.</summary>
    public long? OriginalOrderId { get; set; }

    /// <summary>The card used.</summary>
    public long? CardId { get; set; }

    /// <summary>The freeze made.</summary>
    public long? FreezeId { get; set; }

    /// <summary>The amount in fen.</summary>
    public required long AmountFen { get; init; }

    /// <summary>Of which principal, in fen (repayments and compensations).</summary>
    public long PrincipalFen { get; set; }

    /// <summary>Of which interest, in fen.</summary>
    public long InterestFen { get; set; }

    /// <summary>Of which fine, in fen.</summary>
    public long FineFen { get; set; }

    /// <summary>
    /// Of a borrower's payment, what went to compensators first, in fen; each recovery is an order of its own and not in the amount.
    /// </summary>
    public long RecoveredFen { get; set; }

    /// <summary>The fee in fen.</summary>
    public long FeeFen { get; set; }

    /// <summary>Who bears the fee; null where there is none.</summary>
    public FeePayer? FeePayer { get; set; }

    /// <summary>How the fee is taken; null where there is none.</summary>
    public FeeDeduction? FeeDeduction { get; set; }

    /// <summary>How the user's will was verified.</summary>
    public Verification Verification { get; set; }

    /// <summary>The payment company's serial.</summary>
    public string? ChannelSerial { get; set; }

    /// <summary>The payment company's reason, or a document number, or a remark of staff.</summary>
    public string? Remark { get; set; }

    /// <summary>
    /// The request that two people intercept this withdrawal by; while it is set nothing is sent. Null where none is pending or has been approved.
    /// </summary>
    public long? InterceptionId { get; set; }

    /// <summary>The first accounting date on which a withdrawal is sent; null for one that is paid out at once.</summary>
    public DateOnly? PayoutFrom { get; set; }

    /// <summary>Who gave the instruction: the platform's interface or a member of staff.</summary>
    public required string Operator { get; init; }

    /// <summary>The accounting date of acceptance.</summary>
    public required DateOnly AccountingDate { get; init; }

    /// <summary>The instant of acceptance (UTC).</summary>
    public required DateTime CreatedAtUtc { get; init; }

    /// <summary>The instant of the last change (UTC).</summary>
    public DateTime UpdatedAtUtc { get; set; }

    /// <summary>The order number shown to people.</summary>
    public string OrderNo => $"{AccountingDate:yyyyMMdd}{Id:D12}";

    /// <summary>The key inside an order number; null when the text is none.</summary>
    public static long? IdOf(string? orderNo) =>
        orderNo is { Length: >= 20 and <= 27 }
        && long.TryParse(orderNo.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    internal static void Map(ModelBuilder model)
    {
        var order = model.Entity<CustodyOrder>();
        order.ToTable("custody_order");
        order.Property(o => o.RequestNo).HasMaxLength(64);
        order.HasIndex(o => new { o.PlatformId, o.RequestNo }).IsUnique();
        order.HasIndex(o => o.AccountId).HasFilter("account_id IS NOT NULL");
        order.HasIndex(o => o.ListingId).HasFilter("listing_id IS NOT NULL");
        // One payment of the payment company is one recharge.
        order.HasIndex(o => new { o.PoolId, o.ChannelSerial }).IsUnique().HasFilter("type = 10 AND channel_serial IS NOT NULL");
        // Only what is still open; the index stays small however many orders there are.
        order.HasIndex(o => o.State).HasFilter("state IN (1, 2, 3)");
    }
}

/// <summary>A step in an order's life after its acceptance.</summary>
public sealed class OrderEvent : Row
{
    /// <summary>The order.</summary>
    public required long OrderId { get; init; }

    /// <summary>The state it reached.</summary>
    public required OrderState State { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTime AtUtc { get; init; }

    /// <summary>The entry posted at this step.</summary>
    public long? EntryId { get; init; }

    /// <summary>The payment company's reason or serial, as it was given.</summary>
    public string? Note { get; init; }

    internal static void Map(ModelBuilder model)
    {
        var step = model.Entity<OrderEvent>();
        step.ToTable("order_event");
        step.HasIndex(e => e.OrderId);
    }
}
