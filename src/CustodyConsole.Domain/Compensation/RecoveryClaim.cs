using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Compensation;

/// <summary>
/// What a borrower owes a compensator for one listing 追偿权: compensated minus recovered, never below zero (c.3,
/// invariant 9).
/// </summary>
public sealed class RecoveryClaim : Row
{
    /// <summary>The listing.</summary>
    public required long ListingId { get; init; }

    /// <summary>The borrower's sub-account.</summary>
    public required long BorrowerAccountId { get; init; }

    /// <summary>The account that compensated.</summary>
    public required long CompensatorAccountId { get; init; }

    /// <summary>What was paid for the borrower so far, in fen.</summary>
    public long CompensatedFen { get; set; }

    /// <summary>What the borrower has paid back so far, in fen.</summary>
    public long RecoveredFen { get; set; }

    /// <summary>
    /// The accounting date of the compensation since which something is owed without a break: paid back in full and compensated again, the debt
    /// is a new one.
    /// </summary>
    public required DateOnly OpenedOn { get; set; }

    /// <summary>What is still owed, in fen.</summary>
    public long OpenFen => CompensatedFen - RecoveredFen;

    internal static void Map(ModelBuilder model)
    {
        var recovery = model.Entity<RecoveryClaim>();
        recovery.ToTable("recovery_claim", table =>
            table.HasCheckConstraint("ck_recovery_open", "recovered_fen >= 0 AND recovered_fen <= compensated_fen"));
        recovery.HasIndex(r => new { r.ListingId, r.CompensatorAccountId }).IsUnique();
        recovery.HasIndex(r => r.CompensatorAccountId);
    }
}
