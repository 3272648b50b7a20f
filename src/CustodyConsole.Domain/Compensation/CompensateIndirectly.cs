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
public sealed record CompensateIndirectly(
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

    private protected override void Route(EntryDraft draft, Account compensator, Account borrower, ClaimPayment payment)
    {
        // The compensator's unsettled money goes first: so much of each kind reaches the borrower unsettled and has to
        // leave unsettled.
        var floatFen = compensator.FloatFen;
        Pass(payment.Amounts.PrincipalFen, LineKind.Principal);
        Pass(payment.Amounts.InterestFen, LineKind.Interest);
        Pass(payment.Amounts.FineFen, LineKind.Fine);

        void Pass(long amountFen, LineKind kind)
        {
            if (amountFen == 0) return;
            var partFen = Math.Min(floatFen, amountFen);
            floatFen -= partFen;
            draft.Debit(compensator, amountFen, kind)
                .Credit(borrower, amountFen, kind)
                .DebitExactly(borrower, amountFen, partFen, kind);
        }
    }
}
