using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Channels;

/// <summary>
/// One version of what a pool's payment company takes through a channel, from an accounting date on: the payment company knows the pool as its
/// merchant and limits it as such. Of the versions that have begun the latest holds; of two for the same day, the one made later.
/// </summary>
public sealed class ChannelVersion : Row
{
    /// <summary>The pool: one platform with one payment company.</summary>
    public required long PoolId { get; init; }

    /// <summary>The channel.</summary>
    public required ChannelKind Kind { get; init; }

    /// <summary>Counts the versions of a pool and channel, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The first accounting date on which it holds.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>The most of one payment, in fen; null without.</summary>
    public long? SingleMaxFen { get; init; }

    /// <summary>The most of one sub-account on one accounting date, in fen; null without.</summary>
    public long? DailyMaxFen { get; init; }

    /// <summary>The minute of the day from which it is open; null where it is open all day.</summary>
    public int? OpensMinute { get; init; }

    /// <summary>The minute of the day at which it closes; 0 for the end of the day.</summary>
    public int? ClosesMinute { get; init; }

    /// <summary>True where it is open on the bank's working days only.</summary>
    public required bool WorkingDaysOnly { get; init; }

    /// <summary>The request that made it.</summary>
    public required string ApprovalNo { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string MakerName { get; init; }

    /// <summary>Who approved it.</summary>
    public required string CheckerName { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTime CreatedAtUtc { get; init; }

    /// <summary>What it says.</summary>
    public ChannelLimits Limits => new(SingleMaxFen, DailyMaxFen, Time(OpensMinute), Time(ClosesMinute), WorkingDaysOnly);

    /// <summary>The version that holds on a date; null where the payment company sets no limit.</summary>
    public static ChannelVersion? InForce(IEnumerable<ChannelVersion> versions, ChannelKind kind, DateOnly date) => versions
        .Where(version => version.Kind == kind && version.EffectiveFrom <= date)
        .MaxBy(version => (version.EffectiveFrom, version.Version));

    internal static void Map(ModelBuilder model)
    {
        var version = model.Entity<ChannelVersion>();
        version.ToTable("channel_version");
        version.Ignore(v => v.Limits);
        version.HasIndex(v => new { v.PoolId, v.Kind, v.Version }).IsUnique();
    }

    private static TimeOnly? Time(int? minute) => minute is { } value ? new TimeOnly(value / 60, value % 60) : null;
}
