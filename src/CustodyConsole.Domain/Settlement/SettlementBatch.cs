using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Settlement;

/// <summary>Where a batch stands.</summary>
public enum BatchState
{
    /// <summary>Computed and instructed; the money is on its way 待到账.</summary>
    Instructed = 1,
    /// <summary>What really arrived is booked; users' money is being switched from unsettled to settled 转到账中.</summary>
    Confirmed = 2,
    /// <summary>Done 已完成.</summary>
    Closed = 3,
}

/// <summary>
/// The net settlement 轧差清算 of one pool with its payment company on one working day (R68, R69). It covers every natural day since the batch
/// before, so that the first working day after a holiday settles the holiday as a whole.
/// </summary>
public sealed class SettlementBatch : Row
{
    /// <summary>The pool.</summary>
    public required long PoolId { get; init; }

    /// <summary>The first accounting date it covers; null for the pool's first batch, which covers all there is.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last accounting date it covers.</summary>
    public required DateOnly Through { get; init; }

    /// <summary>The working day on which it settles.</summary>
    public required DateOnly SettledOn { get; init; }

    /// <summary>Recharges that the payment company took in, in fen.</summary>
    public required long RechargeFen { get; init; }

    /// <summary>Payouts that it made, in fen.</summary>
    public required long PayoutFen { get; init; }

    /// <summary>Payouts that came back to it, in fen.</summary>
    public required long ReturnFen { get; init; }

    /// <summary>Fees owed to it, in fen.</summary>
    public required long FeeFen { get; init; }

    /// <summary>What the payment company pays to the bank, in fen; negative where the bank pays.</summary>
    public long NetFen => RechargeFen + ReturnFen - PayoutFen - FeeFen;

    /// <summary>What really arrived, in fen; negative for what the bank paid. Null until it is confirmed.</summary>
    public long? ReceivedFen { get; set; }

    /// <summary>Where it stands.</summary>
    public BatchState State { get; set; } = BatchState.Instructed;

    /// <summary>The order that made it.</summary>
    public required long OrderId { get; init; }

    /// <summary>The order that confirmed it; null before.</summary>
    public long? ConfirmOrderId { get; set; }

    /// <summary>When it was instructed (UTC).</summary>
    public required DateTime InstructedAtUtc { get; init; }

    /// <summary>When what arrived was booked (UTC).</summary>
    public DateTime? ConfirmedAtUtc { get; set; }

    /// <summary>When it was done (UTC).</summary>
    public DateTime? ClosedAtUtc { get; set; }

    /// <summary>The last account whose unsettled money was looked at; the switch goes on behind it.</summary>
    public long FloatCursor { get; set; }

    /// <summary>The number shown to people.</summary>
    public string No => string.Create(CultureInfo.InvariantCulture, $"SB{Id:D10}");

    /// <summary>The key inside a number; null when the text is none.</summary>
    public static long? IdOf(string? no) =>
        no is { Length: >= 12 and <= 21 } && no.StartsWith("SB", StringComparison.Ordinal)
        && long.TryParse(no.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    internal static void Map(ModelBuilder model)
    {
        var batch = model.Entity<SettlementBatch>();
        batch.ToTable("settlement_batch");
        batch.HasIndex(b => new { b.PoolId, b.Through }).IsUnique();
        batch.HasIndex(b => b.State).HasFilter("state IN (1, 2)");
    }
}
