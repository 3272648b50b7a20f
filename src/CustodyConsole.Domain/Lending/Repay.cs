using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Lending;

/// <summary>
/// A repayment 还款 on the plan in force: principal and interest each settle the instalments from the earliest on. More
/// than what is due is taken and settles later instalments; the plan stays. <see cref="RepayEarly"/> replaces the plan.
/// Where the platform's rule is that recoveries come first, compensators receive their part of it before investors do
/// (<see cref="RecoveryFirst"/>). After the listing has ended, the fine that is still owed for what came late may be paid.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="ListingNo">The platform's number of the listing.</param>
/// <param name="PrincipalFen">Principal in fen, at most what is outstanding.</param>
/// <param name="InterestFen">Interest in fen; interest beyond the plan is taken and is on no instalment.</param>
/// <param name="FineFen">Fine in fen.</param>
public sealed record Repay(RequestHead Head, string ListingNo, long PrincipalFen, long InterestFen, long FineFen = 0)
    : RepaymentRequest(Head, ListingNo, PrincipalFen, InterestFen, FineFen)
{
    private protected override Refusal? RefusePlan(Books books, Platform platform, Listing listing) => null;

    private protected override bool SharesWithCompensators => true;

    private protected override bool PaysAfterTheEnd => true;

    private protected override void UpdatePlan(
        Books books, Platform platform, Listing listing, InstalmentAmounts received) =>
        RepaymentPlan.Pay(books, platform, listing, received, byCompensator: false);
}
