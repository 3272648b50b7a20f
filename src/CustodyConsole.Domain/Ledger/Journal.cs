using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Ledger;

/// <summary>What an entry records: the business operation behind it.</summary>
public enum Operation
{
    /// <summary>充值.</summary>
    Recharge = 1,
    /// <summary>提现受理: money is frozen.</summary>
    WithdrawalAccepted = 2,
    /// <summary>提现发送: the frozen money goes into transit.</summary>
    WithdrawalSent = 3,
    /// <summary>提现成功: the payout is owed to the payment company.</summary>
    WithdrawalPaid = 4,
    /// <summary>提现失败退回.</summary>
    WithdrawalFailed = 5,
    /// <summary>退汇: a payout came back after success.</summary>
    WithdrawalReturned = 6,
    /// <summary>长款挂账: a failed recharge was reported as paid.</summary>
    RechargeInSuspense = 7,
    /// <summary>短款挂账: a failed withdrawal was reported as paid out.</summary>
    WithdrawalInSuspense = 8,
    /// <summary>提现拦截退回: a withdrawal was stopped before it was sent.</summary>
    WithdrawalIntercepted = 9,
    /// <summary>投标冻结.</summary>
    Bid = 10,
    /// <summary>撤标.</summary>
    BidCancel = 11,
    /// <summary>流标.</summary>
    ListingFailed = 12,
    /// <summary>放款.</summary>
    Release = 13,
    /// <summary>还款.</summary>
    Repayment = 20,
    /// <summary>直接代偿.</summary>
    DirectCompensation = 21,
    /// <summary>间接代偿.</summary>
    IndirectCompensation = 22,
    /// <summary>追偿.</summary>
    Recovery = 23,
    /// <summary>代偿冻结.</summary>
    CompensationFreeze = 24,
    /// <summary>代偿解冻.</summary>
    CompensationRelease = 25,
    /// <summary>司法冻结.</summary>
    JudicialFreeze = 30,
    /// <summary>司法解冻.</summary>
    JudicialRelease = 31,
    /// <summary>冲正.</summary>
    Reversal = 40,
    /// <summary>轧差清算: what the payment company owes and is owed is netted.</summary>
    NetSettlement = 50,
    /// <summary>清算到账: what really arrived.</summary>
    SettlementConfirmed = 51,
    /// <summary>在途转到账: users' money becomes settled.</summary>
    FloatRelease = 52,
    /// <summary>挂账清理: a difference in suspense has found whose it is.</summary>
    SuspenseCleared = 53,
    /// <summary>平台收入划转: income goes to the platform's own funds.</summary>
    IncomeTransferred = 60,
    /// <summary>充值手续费缴付: the platform pays recharge fees from its own funds.</summary>
    FeePaid = 61,
    /// <summary>手续费退还: an advance fee goes back.</summary>
    FeeRefunded = 62,
}

/// <summary>The part of the account that a line changes.</summary>
public enum Bucket
{
    /// <summary>可用.</summary>
    Available = 1,
    /// <summary>冻结.</summary>
    Frozen = 2,
}

/// <summary>The nature of the money on a line (R4).</summary>
public enum LineKind
{
    /// <summary>Money in or out as such 资金.</summary>
    Funds = 1,
    /// <summary>本金.</summary>
    Principal = 2,
    /// <summary>利息.</summary>
    Interest = 3,
    /// <summary>罚息.</summary>
    Fine = 4,
    /// <summary>手续费.</summary>
    Fee = 5,
    /// <summary>冻结或解冻: a move between the parts of one account.</summary>
    Hold = 6,
    /// <summary>追偿款.</summary>
    Recovery = 7,
    /// <summary>在途转到账: a move between the unsettled and the settled part of one account.</summary>
    Settlement = 8,
}

/// <summary>A journal entry: two or more lines, debits equal credits. Never changed, never deleted; a correction is a new entry.</summary>
public sealed class JournalEntry : Row
{
    /// <summary>The pool whose accounts it touches; an entry touches one pool only.</summary>
    public required long PoolId { get; init; }

    /// <summary>The operation it records.</summary>
    public required Operation Operation { get; init; }

    /// <summary>The order behind it.</summary>
    public required long OrderId { get; init; }

    /// <summary>The listing concerned, if any.</summary>
    public long? ListingId { get; init; }

    /// <summary>The accounting date on which it is booked 记账日.</summary>
    public required DateOnly AccountingDate { get; init; }

    /// <summary>The date on which the business happened, which for late items is earlier 交易日.</summary>
    public required DateOnly TransactionDate { get; init; }

    /// <summary>The instant of posting (UTC) 自然时间.</summary>
    public required DateTime PostedAtUtc { get; init; }

    /// <summary>The id of its first line; the lines of an entry have consecutive ids.</summary>
    public required long FirstLineId { get; init; }

    /// <summary>How many lines it has.</summary>
    public required int LineCount { get; init; }

    /// <summary>The sum of its debits in fen.</summary>
    public required long TotalFen { get; init; }

    /// <summary>The entry that this one undoes, if it is a reversal.</summary>
    public long? ReversesEntryId { get; init; }

    internal static void Map(ModelBuilder model)
    {
        var entry = model.Entity<JournalEntry>();
        entry.ToTable("journal_entry");
        entry.HasIndex(e => e.OrderId);
        entry.HasIndex(e => e.AccountingDate);
        // Nearly no entry reverses another: the rest costs the posting nothing.
        entry.HasIndex(e => e.ReversesEntryId).IsUnique().HasFilter("reverses_entry_id IS NOT NULL");
    }
}

/// <summary>One line of an entry, with the account's balances after it, so that a statement is read and not computed (R84).</summary>
public sealed class JournalLine : Row
{
    /// <summary>The entry it belongs to.</summary>
    public required long EntryId { get; init; }

    /// <summary>The account it changes.</summary>
    public required long AccountId { get; init; }

    /// <summary>Its number in the account's own sequence, from 1 without gaps.</summary>
    public required long AccountVersion { get; init; }

    /// <summary>Debit or credit.</summary>
    public required Side Side { get; init; }

    /// <summary>The part of the account it changes.</summary>
    public required Bucket Bucket { get; init; }

    /// <summary>The nature of the money.</summary>
    public required LineKind Kind { get; init; }

    /// <summary>The amount in fen, always above zero.</summary>
    public required long AmountFen { get; init; }

    /// <summary>How much of the amount was not yet settled by the payment company, in fen.</summary>
    public required long FloatFen { get; init; }

    /// <summary>Book balance after the line, in fen.</summary>
    public required long BookAfterFen { get; init; }

    /// <summary>Frozen part after the line, in fen.</summary>
    public required long FrozenAfterFen { get; init; }

    /// <summary>Unsettled part after the line, in fen.</summary>
    public required long FloatAfterFen { get; init; }

    /// <summary>The freeze that the line makes, uses or releases.</summary>
    public long? FreezeId { get; init; }

    /// <summary>The investor's claim that the line pays.</summary>
    public long? ClaimId { get; init; }

    internal static void Map(ModelBuilder model)
    {
        var line = model.Entity<JournalLine>();
        line.ToTable("journal_line", table =>
            table.HasCheckConstraint("ck_journal_line_amount", "amount_fen > 0 AND float_fen >= 0 AND float_fen <= amount_fen"));
        line.HasIndex(l => new { l.AccountId, l.AccountVersion }).IsUnique();
    }
}
