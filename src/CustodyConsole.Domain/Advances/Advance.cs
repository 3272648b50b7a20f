using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Advances;

/// <summary>
/// Money that the payment company paid out of its own reserve for a withdrawal 垫资 (R72): opened by the payout, closed by the settlement batch
/// that repays it. Its key is the order's: an order is paid out once.
/// </summary>
public sealed class Advance : Row
{
    /// <summary>The pool.</summary>
    public required long PoolId { get; init; }

    /// <summary>What was paid out, in fen.</summary>
    public required long AmountFen { get; init; }

    /// <summary>The advance fee charged for it, in fen; how it was worked out stands with the order (<see cref="Fees.OrderFee"/>).</summary>
    public required long FeeFen { get; init; }

    /// <summary>The days for which that fee was charged.</summary>
    public required int Days { get; init; }

    /// <summary>The accounting date of the payout.</summary>
    public required DateOnly OpenedOn { get; init; }

    /// <summary>When it was paid out (UTC).</summary>
    public required DateTime OpenedAtUtc { get; init; }

    /// <summary>The settlement day that was expected to repay it, as the calendar was known then.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>The batch that repaid it; null while it is open.</summary>
    public long? BatchId { get; set; }

    /// <summary>
    /// The day on which the money of that batch came: its settlement day where it came in time, the accounting date of its confirmation where it
    /// was late. The day that was planned is <see cref="DueOn"/> and, with the batch, its settlement day.
    /// </summary>
    public DateOnly? RepaidOn { get; set; }

    /// <summary>How many days it was really open; null while it is.</summary>
    public int? DaysOpen => RepaidOn is { } repaid ? repaid.DayNumber - OpenedOn.DayNumber : null;

    internal static void Map(ModelBuilder model)
    {
        var advance = model.Entity<Advance>();
        advance.ToTable("advance");
        advance.HasIndex(a => new { a.PoolId, a.OpenedOn });
        advance.HasIndex(a => a.BatchId).HasFilter("batch_id IS NOT NULL");
        // Only what is still open; the index stays small however many payouts there were.
        advance.HasIndex(a => new { a.PoolId, a.Id }).HasFilter("batch_id IS NULL").HasDatabaseName("ix_advance_open");
    }
}

/// <summary>What a pool's payment company advanced on one accounting date, and what that came to once the day was over.</summary>
public sealed class AdvanceDay : Row
{
    /// <summary>The pool.</summary>
    public required long PoolId { get; init; }

    /// <summary>The accounting date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Payouts of the day.</summary>
    public long Count { get; set; }

    /// <summary>What they come to, in fen.</summary>
    public long AmountFen { get; set; }

    /// <summary>The advance fees charged for them, in fen.</summary>
    public long FeeFen { get; set; }

    /// <summary>
    /// The confirmed batch that repays what was paid out on the day; null while it is open. What is open over all such days is the exposure:
    /// payouts that were really made and not repaid, whatever else the payment company and the bank have to clear.
    /// </summary>
    public long? BatchId { get; set; }

    /// <summary>What was advanced and not repaid when the day was over, in fen; null until it is accrued.</summary>
    public long? ExposureFen { get; set; }

    /// <summary>The part of all advance fees that belongs to this day, in fen; null until it is accrued.</summary>
    public long? AccruedFen { get; set; }

    internal static void Map(ModelBuilder model)
    {
        var day = model.Entity<AdvanceDay>();
        day.ToTable("advance_day");
        day.HasIndex(d => new { d.PoolId, d.Date }).IsUnique();
        day.HasIndex(d => d.PoolId).HasFilter("batch_id IS NULL").HasDatabaseName("ix_advance_day_open");
    }
}

/// <summary>What was paid out in one hour of an accounting date, so that who watches it reads 24 rows and not every payout.</summary>
public sealed class AdvanceHour : Row
{
    /// <summary>The pool.</summary>
    public required long PoolId { get; init; }

    /// <summary>The accounting date.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The hour by the bank's clock, 0 to 23. An hour after the cut-off belongs to the next date.</summary>
    public required int Hour { get; init; }

    /// <summary>Payouts of the hour.</summary>
    public long Count { get; set; }

    /// <summary>What they come to, in fen.</summary>
    public long AmountFen { get; set; }

    internal static void Map(ModelBuilder model)
    {
        var hour = model.Entity<AdvanceHour>();
        hour.ToTable("advance_hour");
        hour.HasIndex(h => new { h.PoolId, h.Date, h.Hour }).IsUnique();
    }
}
