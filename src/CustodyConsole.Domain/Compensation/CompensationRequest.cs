using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Compensation;

/// <summary>
/// What direct and indirect compensation share: a registered compensator (R39) pays investors for the borrower, as a
/// repayment would, and the borrower owes the compensator what was paid. Goes on while the platform is suspended.
/// </summary>
/// <remarks>
/// The money is taken from the compensator's available part in the same entry. Where two people decide, time passes in
/// between: then it was frozen for the purpose of compensation when they were asked (<see cref="ProposeCompensation"/>),
/// and what is spent is that freeze. The borrower's loan balance keeps
/// the principal and grows by interest and fine: all that was paid for the borrower is owed until it is recovered
/// (R26).
/// </remarks>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="ListingNo">The platform's number of the listing.</param>
/// <param name="CompensatorAccountNo">The guarantor's sub-account or the platform's compensation account.</param>
/// <param name="PrincipalFen">Principal in fen, at most what is outstanding.</param>
/// <param name="InterestFen">Interest in fen.</param>
/// <param name="FineFen">Fine in fen.</param>
internal abstract record CompensationRequest(
    RequestHead Head, string ListingNo, string CompensatorAccountNo, long PrincipalFen, long InterestFen, long FineFen)
    : BankRequest(Head)
{
    /// <summary>The parts by claim; null to have the bank split in proportion to the outstanding principal.</summary>
    public IReadOnlyList<ClaimShare>? Shares { get; init; }

    /// <summary>What two people decided: the freeze to be spent and the instalment to be paid; null without them.</summary>
    internal ApprovedCompensation? Approved { get; init; }

    /// <inheritdoc />
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    protected override object?[] Content => Approved is { } approved
        ? [ListingNo, CompensatorAccountNo, PrincipalFen, InterestFen, FineFen, approved.FreezeId, approved.InstalmentId]
        : [ListingNo, CompensatorAccountNo, PrincipalFen, InterestFen, FineFen, ClaimShare.Text(Shares)];

    /// <inheritdoc />
    internal override void Want(Books books)
    {
        ListingSearch.Want(books, Head, ListingNo);
        books.AccountByNumber.Want(CompensatorAccountNo);
    }

    /// <summary>The operation that the entry records.</summary>
    private protected abstract Operation Records { get; }

    /// <summary>The lines on the way from the compensator to the investors.</summary>
    private protected abstract void Route(
        EntryDraft draft, Account compensator, Freeze? held, Account borrower, ClaimPayment payment);

    /// <summary>
    /// Refusals in order: those of the amounts (<see cref="InstalmentRefusals.Negative"/>,
    /// <see cref="FenRefusals.TooLarge"/>, <see cref="FenRefusals.NotPositive"/>),
    /// <see cref="ListingRefusals.Unknown"/>, <see cref="ListingRefusals.WrongState"/>,
    /// <see cref="CompensationRefusals.NotRegistered"/>, <see cref="CompensationRefusals.NoInvestorFee"/>, those of the
    /// split over the claims, those of the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        var amounts = new InstalmentAmounts(PrincipalFen, InterestFen, FineFen);
        if (ClaimPayment.Refuse(amounts) is { } malformed) return malformed;
        if (ListingSearch.Find(books, platform, Head, ListingNo) is not { } listing)
            return ListingRefusals.Unknown(ListingNo);
        // A fine that two people decided on may be paid after all the rest.
        var onlyFine = Approved is not null && listing.State == ListingState.Closed && PrincipalFen + InterestFen == 0;
        if (listing.State != ListingState.Repaying && !onlyFine) return ListingRefusals.WrongState(ListingNo, listing.State);
        if (AccountOf(books, CompensatorAccountNo) is not { } compensator || !IsRegistered(books, listing, compensator))
            return CompensationRefusals.NotRegistered(CompensatorAccountNo, ListingNo);
        if (Shares?.FirstOrDefault(share => share.FeeFen != 0) is { AuthCode: { } authCode })
            return CompensationRefusals.NoInvestorFee(authCode);
        var payment = ClaimPayment.Of(books, listing, amounts, Shares, investorFeeBps: 0);
        if (!payment.Done) return payment.Refusal;

        var order = Order(books, platform, amounts.TotalFen);
        order.AccountId = compensator.Id;
        order.ListingId = listing.Id;
        order.PrincipalFen = PrincipalFen;
        order.InterestFen = InterestFen;
        order.FineFen = FineFen;
        var held = Approved is { } approved ? books.Freezes.Get(approved.FreezeId) : null;
        order.FreezeId = held?.Id;
        order.OriginalOrderId = held?.OrderId;
        var draft = new EntryDraft(Records, order, listing.Id);
        Route(draft, compensator, held, books.Accounts.Get(listing.BorrowerAccountId), payment.Value);
        payment.Value.CreditInvestors(books, draft);
        if (books.Ledger.Post(draft) is { Done: false, Refusal: { } refusal }) return refusal;

        // Point of no return.
        payment.Value.Settle(books, listing);
        if (Approved is null) RepaymentPlan.Pay(books, platform, listing, amounts, byCompensator: true);
        else RepaymentPlan.Compensate(books, books.Instalments.Get(Approved.InstalmentId), amounts);
        RepaymentPlan.CloseIfPaid(books, listing);
        GrowRecovery(books, listing, compensator, amounts.TotalFen);
        books.Users.Edit(books.Users.Get(listing.BorrowerUserId)).LoanBalanceFen += InterestFen + FineFen;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }

    /// <summary>True where the account is registered with the listing as a compensator (R39).</summary>
    internal static bool IsRegistered(Books books, Listing listing, Account account)
    {
        foreach (var compensator in books.CompensatorsOfListing.Of(listing.Id))
        {
            if (compensator.AccountId == account.Id) return true;
        }

        return false;
    }

    private static void GrowRecovery(Books books, Listing listing, Account compensator, long amountFen)
    {
        if (Recover.ClaimOf(books, listing, compensator) is { } known)
        {
            books.RecoveryClaims.Edit(known);
            if (known.OpenFen == 0) known.OpenedOn = books.Bank.AccountingDate;
            known.CompensatedFen += amountFen;
            return;
        }

        books.RecoveryClaims.Add(new RecoveryClaim
        {
            ListingId = listing.Id,
            BorrowerAccountId = listing.BorrowerAccountId,
            CompensatorAccountId = compensator.Id,
            CompensatedFen = amountFen,
            OpenedOn = books.Bank.AccountingDate,
        });
    }
}

/// <summary>What two people decided about a compensation.</summary>
/// <param name="FreezeId">The freeze that holds the money; the compensation spends of it and of nothing else.</param>
/// <param name="InstalmentId">The instalment that is paid.</param>
internal sealed record ApprovedCompensation(long FreezeId, long InstalmentId);
