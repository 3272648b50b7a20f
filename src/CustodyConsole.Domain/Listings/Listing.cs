using CustodyConsole.Domain.Lending;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Listings;

/// <summary>Where a listing stands.</summary>
public enum ListingState
{
    /// <summary>募集中.</summary>
    Raising = 1,
    /// <summary>还款中: released, something is outstanding.</summary>
    Repaying = 2,
    /// <summary>已结清.</summary>
    Closed = 3,
    /// <summary>已流标.</summary>
    Failed = 4,
}

/// <summary>A loan listing 标的, registered at the bank before anybody may bid (R24).</summary>
public sealed class Listing : Row
{
    /// <summary>The platform.</summary>
    public required long PlatformId { get; init; }

    /// <summary>The pool.</summary>
    public required long PoolId { get; init; }

    /// <summary>The platform's number of the listing, unique on the platform.</summary>
    public required string ListingNo { get; init; }

    /// <summary>The name shown to investors.</summary>
    public required string Name { get; init; }

    /// <summary>The borrower.</summary>
    public required long BorrowerUserId { get; init; }

    /// <summary>The borrower's sub-account.</summary>
    public required long BorrowerAccountId { get; init; }

    /// <summary>The amount to be raised, in fen.</summary>
    public required long AmountFen { get; init; }

    /// <summary>The annual rate in bps.</summary>
    public required int AnnualRateBps { get; init; }

    /// <summary>The term in months.</summary>
    public required int TermMonths { get; init; }

    /// <summary>How it is repaid.</summary>
    public required RepaymentMethod Method { get; init; }

    /// <summary>First day of bidding.</summary>
    public required DateOnly RaiseFrom { get; init; }

    /// <summary>Last day of bidding.</summary>
    public required DateOnly RaiseUntil { get; init; }

    /// <summary>The state.</summary>
    public ListingState State { get; set; } = ListingState.Raising;

    /// <summary>The sum of bids that stand, in fen; never above the amount (R27).</summary>
    public long SubscribedFen { get; set; }

    /// <summary>How many bids stand.</summary>
    public int BidCount { get; set; }

    /// <summary>What was paid out to the borrower, fees included, in fen.</summary>
    public long ReleasedFen { get; set; }

    /// <summary>The principal that investors are still owed, in fen.</summary>
    public long OutstandingFen { get; set; }

    /// <summary>The interest and fines that investors have received, in fen.</summary>
    public long InterestPaidFen { get; set; }

    /// <summary>Accounting date of the release.</summary>
    public DateOnly? ReleasedOn { get; set; }

    /// <summary>Accounting date on which nothing was outstanding any more, or on which it failed.</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>The instant of registration (UTC).</summary>
    public required DateTime RegisteredAtUtc { get; init; }

    /// <summary>The version of the repayment plan in force; an early repayment replaces the plan (R38).</summary>
    public int PlanVersion { get; set; } = 1;

    internal static void Map(ModelBuilder model)
    {
        var listing = model.Entity<Listing>();
        listing.ToTable("listing", table => table.HasCheckConstraint(
            "ck_listing_limits",
            "subscribed_fen <= amount_fen AND released_fen <= subscribed_fen AND " +
            "outstanding_fen <= released_fen AND outstanding_fen >= 0"));
        listing.Property(l => l.ListingNo).HasMaxLength(64);
        listing.HasIndex(l => new { l.PlatformId, l.ListingNo }).IsUnique();
        listing.HasIndex(l => l.BorrowerUserId);
        listing.HasIndex(l => l.State);
    }
}

/// <summary>An account registered with a listing as one that may compensate for the borrower (R39).</summary>
public sealed class ListingCompensator : Row
{
    /// <summary>The listing.</summary>
    public required long ListingId { get; init; }

    /// <summary>The guarantor's sub-account or the platform's compensation account.</summary>
    public required long AccountId { get; init; }

    internal static void Map(ModelBuilder model)
    {
        var compensator = model.Entity<ListingCompensator>();
        compensator.ToTable("listing_compensator");
        compensator.HasIndex(c => new { c.ListingId, c.AccountId }).IsUnique();
        compensator.HasIndex(c => c.AccountId);
    }
}

/// <summary>One row of a listing's repayment plan.</summary>
public sealed class Instalment : Row
{
    /// <summary>The listing.</summary>
    public required long ListingId { get; init; }

    /// <summary>The version of the plan to which the row belongs.</summary>
    public required int PlanVersion { get; init; }

    /// <summary>Its number, from 1.</summary>
    public required int Period { get; init; }

    /// <summary>The day on which it is due.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>Principal due, in fen.</summary>
    public required long PrincipalFen { get; init; }

    /// <summary>Interest due, in fen.</summary>
    public required long InterestFen { get; init; }

    /// <summary>Principal that investors received for it, from whomever, in fen.</summary>
    public long PaidPrincipalFen { get; set; }

    /// <summary>Interest that investors received for it, from whomever, in fen.</summary>
    public long PaidInterestFen { get; set; }

    /// <summary>Of the paid parts, what a compensator paid, in fen.</summary>
    public long CompensatedFen { get; set; }

    /// <summary>Fines that were paid for it, by whomever, in fen; they come on top of the plan.</summary>
    public long PaidFineFen { get; set; }

    /// <summary>
    /// The approval request that asks for its compensation and is not decided yet: one at a time, so that nothing is compensated twice.
    /// </summary>
    public long? PendingApprovalId { get; set; }

    /// <summary>
    /// What was open of it after its day, in fen, added up over the days until <see cref="OverdueCountedOn"/>: a payment ends what a day costs
    /// from then on and takes nothing from the days before. A fine is so much of it (<see cref="Compensation.OverdueFine"/>).
    /// </summary>
    public long OverdueFenDays { get; set; }

    /// <summary>
    /// The accounting date on which <see cref="OverdueFenDays"/> was counted last, at first the release of the loan where that came after the
    /// due date; null where it is the due date.
    /// </summary>
    public DateOnly? OverdueCountedOn { get; set; }

    /// <summary>The accounting date on which nothing of its principal and interest was open any more.</summary>
    public DateOnly? SettledOn { get; set; }

    /// <summary>What investors still have to receive for it, in fen.</summary>
    public long OpenFen => PrincipalFen + InterestFen - PaidPrincipalFen - PaidInterestFen;

    /// <summary>
    /// False for what stood open in a plan that was replaced: nothing of it is owed any more. What came late of such a plan still owes its fine.
    /// </summary>
    public bool Counts(Listing listing)
    {
        ArgumentNullException.ThrowIfNull(listing);
        return PlanVersion == listing.PlanVersion || SettledOn is not null;
    }

    /// <summary>What was open of it after its day, in fen, added up over the days until a date.</summary>
    public long FenDaysUntil(DateOnly date) =>
        checked(OverdueFenDays + OpenFen * Math.Max(0, date.DayNumber - (OverdueCountedOn ?? DueOn).DayNumber));

    /// <summary>Counts what was open until a date: to be called before what is open of it changes.</summary>
    internal void CountOverdue(DateOnly date)
    {
        if (date <= (OverdueCountedOn ?? DueOn)) return;
        OverdueFenDays = FenDaysUntil(date);
        OverdueCountedOn = date;
    }

    internal static void Map(ModelBuilder model)
    {
        var instalment = model.Entity<Instalment>();
        instalment.ToTable("instalment", table => table.HasCheckConstraint(
            "ck_instalment_paid", "paid_principal_fen <= principal_fen AND paid_interest_fen <= interest_fen"));
        instalment.HasIndex(i => new { i.ListingId, i.PlanVersion, i.Period }).IsUnique();
        instalment.HasIndex(i => i.DueOn).HasFilter("settled_on IS NULL");
        // What was paid late may still owe its fine.
        instalment.HasIndex(i => i.SettledOn).HasFilter("settled_on IS NOT NULL AND overdue_fen_days > 0");
    }
}
