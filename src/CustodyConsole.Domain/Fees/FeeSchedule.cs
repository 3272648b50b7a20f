using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Fees;

/// <summary>
/// One version of the fees that a pool's platform and payment company agreed on, from an accounting date on. Two versions never hold on the
/// same day. What was charged stays as it was: an order keeps its version and its formula.
/// </summary>
public sealed class FeeSchedule : Row
{
    /// <summary>The pool: one platform with one payment company.</summary>
    public required long PoolId { get; init; }

    /// <summary>What the fee is taken for.</summary>
    public required FeeKind Kind { get; init; }

    /// <summary>Counts the versions of a pool and kind, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The first accounting date on which it holds.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>The last accounting date on which it holds; null while no end is known.</summary>
    public DateOnly? EffectiveThrough { get; set; }

    /// <summary>What it says, as <see cref="FeeText"/> writes it.</summary>
    public required string Content { get; init; }

    /// <summary>The request that made it; null for what was agreed when the platform was taken on.</summary>
    public string? ApprovalNo { get; init; }

    /// <summary>Who asked for it.</summary>
    public string? MakerName { get; init; }

    /// <summary>Who approved it.</summary>
    public string? CheckerName { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTime CreatedAtUtc { get; init; }

    /// <summary>When it was replaced before it began (UTC); it never held.</summary>
    public DateTime? CancelledAtUtc { get; set; }

    /// <summary>What it says.</summary>
    public FeeTerms Terms => field ??= FeeText.Read(Content);

    /// <summary>True where it holds on a date.</summary>
    public bool HoldsOn(DateOnly date) =>
        CancelledAtUtc is null && EffectiveFrom <= date && (EffectiveThrough is null || EffectiveThrough >= date);

    internal static void Map(ModelBuilder model)
    {
        var schedule = model.Entity<FeeSchedule>();
        schedule.ToTable("fee_schedule");
        schedule.Ignore(s => s.Terms);
        schedule.HasIndex(s => new { s.PoolId, s.Kind, s.Version }).IsUnique();
    }
}

/// <summary>What an order was charged, by which version, and how it was worked out. Its key is the order's.</summary>
public sealed class OrderFee : Row
{
    /// <summary>The pool.</summary>
    public required long PoolId { get; init; }

    /// <summary>The version of the schedule.</summary>
    public required long ScheduleId { get; init; }

    /// <summary>The fee of the transaction, in fen.</summary>
    public required long BaseFen { get; init; }

    /// <summary>The holiday advance fee, in fen; it may fall once, when the payout leaves on another day than that of its acceptance.</summary>
    public required long AdvanceFen { get; set; }

    /// <summary>The days for which the advance fee was taken.</summary>
    public required int Days { get; set; }

    /// <summary>The day of the settlement to which they were counted; null for what was charged before it was kept.</summary>
    public DateOnly? SettlesOn { get; set; }

    /// <summary>The calculation; empty for what was charged before it was kept.</summary>
    public required string Formula { get; set; }

    /// <summary>Of the fee given back, in fen.</summary>
    public long RefundedBaseFen { get; set; }

    /// <summary>Of the advance fee given back, in fen.</summary>
    public long RefundedAdvanceFen { get; set; }

    internal static void Map(ModelBuilder model)
    {
        var fee = model.Entity<OrderFee>();
        fee.ToTable("order_fee");
        fee.HasIndex(f => f.PoolId);
    }
}
