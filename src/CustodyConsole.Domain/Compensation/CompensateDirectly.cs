using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Orders;

namespace CustodyConsole.Domain.Compensation;

/// <summary>
/// A direct compensation 直接代偿 (R40). Legs (c.2): U-GUA or P-COMP for each kind of money to U-INV for each claim and
/// kind. A recovery claim of the compensator against the borrower grows by what was paid.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="ListingNo">The platform's number of the listing.</param>
/// <param name="CompensatorAccountNo">The guarantor's sub-account or the platform's compensation account.</param>
/// <param name="PrincipalFen">Principal in fen, at most what is outstanding.</param>
/// <param name="InterestFen">Interest in fen.</param>
/// <param name="FineFen">Fine in fen.</param>
internal sealed record CompensateDirectly(
    RequestHead Head,
    string ListingNo,
    string CompensatorAccountNo,
    long PrincipalFen,
    long InterestFen,
    long FineFen = 0)
    : CompensationRequest(Head, ListingNo, CompensatorAccountNo, PrincipalFen, InterestFen, FineFen)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.DirectCompensation;

    private protected override Operation Records => Operation.DirectCompensation;

    private protected override void Route(
        EntryDraft draft, Account compensator, Freeze? held, Account borrower, ClaimPayment payment) =>
        payment.DebitPayer(draft, compensator, held);
}
