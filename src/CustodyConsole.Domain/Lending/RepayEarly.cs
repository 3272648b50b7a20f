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
/// <remarks>
/// A plan that is replaced takes nothing that is owed with it. Whoever repays all brings the interest that is due and every fine owed for
/// what came late. Whoever has an overdue instalment replaced by a new plan brings every fine owed; interest that is due is brought or stands in
/// the new plan.
/// </remarks>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="ListingNo">The platform's number of the listing.</param>
/// <param name="PrincipalFen">Principal in fen, above zero, at most what is outstanding.</param>
/// <param name="InterestFen">Interest in fen up to today, as platform and borrower agreed.</param>
/// <param name="FineFen">The fine owed for late instalments, and beyond it compensation for repaying early, in fen.</param>
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
    /// <see cref="LendingRefusals.NewPlanTooEarly"/>, <see cref="LendingRefusals.InstalmentDue"/>,
    /// <see cref="LendingRefusals.InterestDue"/>, <see cref="LendingRefusals.FineOwed"/>.
    /// </summary>
    private protected override Refusal? RefusePlan(Books books, Platform platform, Listing listing)
    {
        if (PrincipalFen == 0) return FenRefusals.NotPositive("principal");
        var today = books.Bank.AccountingDate;
        var restFen = listing.OutstandingFen - PrincipalFen;
        if (NewPlan is not null)
        {
            if (restFen == 0) return LendingRefusals.NewPlanNotNeeded();
            if (GivenPlan.Refuse(NewPlan, restFen) is { } refusal) return refusal;
            if (NewPlan[0].DueOn <= today) return LendingRefusals.NewPlanTooEarly(NewPlan[0].DueOn, today);
        }

        var due = RepaymentPlan.InForce(books, listing).FindAll(row => row.DueOn <= today && row.OpenFen > 0);
        if (restFen > 0 && NewPlan is null)
            return due is [var row, ..] ? LendingRefusals.InstalmentDue(row.Period, row.DueOn, row.OpenFen) : null;

        var interestFen = due.Sum(static row => row.InterestFen - row.PaidInterestFen);
        var givenFen = InterestFen + (NewPlan?.Sum(static row => row.InterestFen) ?? 0);
        if (givenFen < interestFen) return LendingRefusals.InterestDue(ListingNo, interestFen, givenFen);
        if (restFen > 0 && due.Count == 0) return null;
        var fineFen = RepaymentPlan.FinesOwed(books, platform, listing).Sum(static owed => owed.Fen);
        return FineFen < fineFen ? LendingRefusals.FineOwed(ListingNo, fineFen, FineFen) : null;
    }

    private protected override void UpdatePlan(
        Books books, Platform platform, Listing listing, InstalmentAmounts received)
    {
        RepaymentPlan.PayFines(books, platform, listing, FineFen);
        RepaymentPlan.Replace(books, listing, PrincipalFen, InterestFen, NewPlan, platform.InstalmentRounding);
    }
}
