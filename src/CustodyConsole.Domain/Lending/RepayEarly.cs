using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Lending;

/// <summary>
/// An early repayment 提前还款: all that is outstanding, or part of it. It replaces the plan by a new version (R38) that
/// begins with the repayment itself, settled today. What remains is due as the platform says, or else on the days of
/// the old plan, scaled to the rest. Part of a loan is repaid early only when nothing is due any more, unless the
/// platform gives the new plan.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="ListingNo">The platform's number of the listing.</param>
/// <param name="PrincipalFen">Principal in fen, above zero, at most what is outstanding.</param>
/// <param name="InterestFen">Interest in fen up to today, as platform and borrower agreed.</param>
/// <param name="FineFen">Compensation for repaying early, in fen; investors receive it as a fine.</param>
public sealed record RepayEarly(
    RequestHead Head, string ListingNo, long PrincipalFen, long InterestFen, long FineFen = 0)
    : RepaymentRequest(Head, ListingNo, PrincipalFen, InterestFen, FineFen)
{
    /// <summary>The plan for what remains; null to scale the old one.</summary>
    public IReadOnlyList<PlanRow>? NewPlan { get; init; }

    /// <inheritdoc />
    protected override object?[] Content => [.. base.Content, "early", GivenPlan.Text(NewPlan)];

    /// <summary>
    /// Refusals in order: <see cref="FenRefusals.NotPositive"/> for the principal,
    /// <see cref="LendingRefusals.NewPlanNotNeeded"/>, those of a given plan,
    /// <see cref="LendingRefusals.NewPlanTooEarly"/>, <see cref="LendingRefusals.InstalmentDue"/>.
    /// </summary>
    private protected override Refusal? RefusePlan(Books books, Listing listing)
    {
        if (PrincipalFen == 0) return FenRefusals.NotPositive("principal");
        var today = books.Bank.AccountingDate;
        var restFen = listing.OutstandingFen - PrincipalFen;
        if (NewPlan is not null)
        {
            if (restFen == 0) return LendingRefusals.NewPlanNotNeeded();
            if (GivenPlan.Refuse(NewPlan, restFen) is { } refusal) return refusal;
            return NewPlan[0].DueOn <= today ? LendingRefusals.NewPlanTooEarly(NewPlan[0].DueOn, today) : null;
        }

        if (restFen == 0) return null;
        foreach (var row in RepaymentPlan.InForce(books, listing))
        {
            if (row.DueOn <= today && row.OpenFen > 0)
                return LendingRefusals.InstalmentDue(row.Period, row.DueOn, row.OpenFen);
        }

        return null;
    }

    private protected override void UpdatePlan(
        Books books, Platform platform, Listing listing, InstalmentAmounts received) =>
        RepaymentPlan.Replace(books, listing, PrincipalFen, InterestFen, NewPlan, platform.InstalmentRounding);
}
