using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Orders;

namespace CustodyConsole.Domain.Compensation;

/// <summary>
/// An indirect compensation 间接代偿 (R41): the money passes through the borrower's account in the same entry, so the
/// statement shows the debt as paid by the borrower with the compensator's money. The borrower can use none of it, and
/// every part of the borrower's balance is afterwards what it was before. Legs (c.2): U-GUA or P-COMP to U-BOR and
/// U-BOR on, for each kind of money; U-INV for each claim and kind.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="ListingNo">The platform's number of the listing.</param>
/// <param name="CompensatorAccountNo">The guarantor's sub-account or the platform's compensation account.</param>
/// <param name="PrincipalFen">Principal in fen, at most what is outstanding.</param>
/// <param name="InterestFen">Interest in fen.</param>
/// <param name="FineFen">Fine in fen.</param>
internal sealed record CompensateIndirectly(
    RequestHead Head,
    string ListingNo,
    string CompensatorAccountNo,
    long PrincipalFen,
    long InterestFen,
    long FineFen = 0)
    : CompensationRequest(Head, ListingNo, CompensatorAccountNo, PrincipalFen, InterestFen, FineFen)
{
    /// <inheritdoc />
    public override OrderType Type => OrderType.IndirectCompensation;

    private protected override Operation Records => Operation.IndirectCompensation;

    private protected override void Route(
        EntryDraft draft, Account compensator, Freeze? held, Account borrower, ClaimPayment payment)
    {
        Span<(long AmountFen, LineKind Kind)> legs =
        [
            (payment.Amounts.PrincipalFen, LineKind.Principal),
            (payment.Amounts.InterestFen, LineKind.Interest),
            (payment.Amounts.FineFen, LineKind.Fine),
        ];
        // The compensator's unsettled money goes first and reaches the borrower in the order of the kinds; so much of
        // each has to leave unsettled again. The compensator's debits all stand before the borrower's credits, so no
        // kind takes what belongs to another.
        var floatFen = compensator.FloatFen;
        payment.DebitPayer(draft, compensator, held);
        foreach (var (amountFen, kind) in legs)
        {
            if (amountFen > 0) draft.Credit(borrower, amountFen, kind);
        }

        foreach (var (amountFen, kind) in legs)
        {
            var partFen = Math.Min(floatFen, amountFen);
            if (amountFen > 0) draft.DebitExactly(borrower, amountFen, partFen, kind);
            floatFen -= partFen;
        }
    }
}
