using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Lending;

/// <summary>
/// An investor's claim 债权 on a listing, made at release from the frozen bid. Repayment never pays more principal than
/// is outstanding (R36).
/// </summary>
public sealed class Claim : Row
{
    /// <summary>The listing.</summary>
    public required long ListingId { get; init; }

    /// <summary>The investor's sub-account.</summary>
    public required long AccountId { get; init; }

    /// <summary>The freeze from which it was made.</summary>
    public required long FreezeId { get; init; }

    /// <summary>The principal lent, in fen.</summary>
    public required long PrincipalFen { get; init; }

    /// <summary>The principal still owed to the investor, in fen.</summary>
    public long OutstandingFen { get; set; }

    /// <summary>Interest and fines received, in fen.</summary>
    public long InterestReceivedFen { get; set; }

    internal static void Map(ModelBuilder model)
    {
        var claim = model.Entity<Claim>();
        claim.ToTable("claim", table =>
            table.HasCheckConstraint(
                "ck_claim_outstanding", "outstanding_fen >= 0 AND outstanding_fen <= principal_fen"));
        claim.HasIndex(c => c.ListingId);
        claim.HasIndex(c => c.AccountId);
    }
}
