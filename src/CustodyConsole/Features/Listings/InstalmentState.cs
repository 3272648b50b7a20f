using CustodyConsole.Domain.Listings;

namespace CustodyConsole.Features.Listings;

/// <summary>How an instalment stands on an accounting date.</summary>
public enum InstalmentState
{
    /// <summary>Due later.</summary>
    Planned,
    /// <summary>Due today, something is open.</summary>
    Due,
    /// <summary>Due before today, something is open.</summary>
    Overdue,
    /// <summary>Paid by the borrower on or before its day.</summary>
    Paid,
    /// <summary>Paid by the borrower after its day.</summary>
    PaidLate,
    /// <summary>Paid, at least in part, by a compensator.</summary>
    Compensated,
    /// <summary>Open in a plan that a later one has replaced.</summary>
    Replaced,
    /// <summary>In the plan of a loan that was not released, so that nobody owes it.</summary>
    NotReleased,
}

/// <summary>One row of a plan with its state.</summary>
public sealed record InstalmentRow(Instalment Instalment, InstalmentState State)
{
    /// <summary>The most that may still be compensated as its fine, in fen.</summary>
    public long FineFen { get; init; }

    public static InstalmentRow Of(Instalment row, Listing listing, DateOnly today) =>
        new(row, listing.ReleasedOn is null ? InstalmentState.NotReleased : StateOf(row, listing.PlanVersion, today));

    /// <summary>How an instalment of a loan that was released stands.</summary>
    public static InstalmentState StateOf(Instalment row, int planInForce, DateOnly today) => row switch
    {
        { SettledOn: not null, CompensatedFen: > 0 } => InstalmentState.Compensated,
        { SettledOn: { } settled } => settled > row.DueOn ? InstalmentState.PaidLate : InstalmentState.Paid,
        _ when row.PlanVersion != planInForce => InstalmentState.Replaced,
        _ when row.DueOn > today => InstalmentState.Planned,
        _ => row.DueOn == today ? InstalmentState.Due : InstalmentState.Overdue,
    };
}
