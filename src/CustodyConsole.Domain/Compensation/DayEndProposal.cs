using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Compensation;

/// <summary>
/// What the system proposed at the end of a day that one compensator may pay 日终代偿建议: how many overdue instalments nobody had asked for, what
/// they owed, and whether its balance was enough. It is no request: nothing is set aside, and people adjust and submit it as their own.
/// </summary>
/// <remarks>
/// One row for each compensator and day, never changed. Which instalments it is about is read from the plans when it is opened, and whether anything is left of
/// it too (docs/decisions/0012): what is paid or asked for meanwhile is gone from it by itself, and the next day's end proposes anew.
/// </remarks>
public sealed class DayEndProposal : Row
{
    /// <summary>The accounting date at whose end it was made.</summary>
    public required DateOnly BusinessDate { get; init; }

    /// <summary>The compensator's account, the one that was registered first with each of the listings.</summary>
    public required long AccountId { get; init; }

    /// <summary>The pool.</summary>
    public required long PoolId { get; init; }

    /// <summary>The way of the money: that of the compensator's last request that was carried out, direct where there is none.</summary>
    public required CompensationRoute Route { get; init; }

    /// <summary>How many instalments.</summary>
    public required long Count { get; init; }

    /// <summary>The due date of the one that is overdue longest.</summary>
    public required DateOnly DueFrom { get; init; }

    /// <summary>Principal owed, in fen.</summary>
    public required long PrincipalFen { get; init; }

    /// <summary>Interest owed, in fen.</summary>
    public required long InterestFen { get; init; }

    /// <summary>The most that may be compensated as a fine on that day, in fen.</summary>
    public required long FineFen { get; init; }

    /// <summary>What the compensator had available, in fen.</summary>
    public required long AvailableFen { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTime AtUtc { get; init; }

    /// <summary>All that it comes to, in fen.</summary>
    public long TotalFen => checked(PrincipalFen + InterestFen + FineFen);

    /// <summary>What the compensator would have left, in fen; below zero where it had too little.</summary>
    public long AfterFen => AvailableFen - TotalFen;

    /// <summary>What the compensator lacked, in fen; 0 where it had enough.</summary>
    public long ShortFen => Math.Max(0, -AfterFen);

    internal static void Map(ModelBuilder model)
    {
        var proposal = model.Entity<DayEndProposal>();
        proposal.ToTable("day_end_proposal");
        proposal.HasIndex(p => new { p.BusinessDate, p.AccountId }).IsUnique();
        proposal.HasIndex(p => p.AccountId);
    }
}
