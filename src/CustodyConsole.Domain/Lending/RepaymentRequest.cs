using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Lending;

/// <summary>
/// What a repayment on the plan and an early one share: the header, the parts, the fees and the legs. The bank checks
/// the creditor relation and the principal (R36), and that the header is the sum of its parts (R37). Goes on while the
/// platform is suspended.
/// </summary>
/// <remarks>
/// Legs (c.2), debits first: U-BOR for principal, interest, fine and its own fee, one line for each; U-INV for each
/// claim and kind, citing the claim; U-INV for each investor's fee; P-INC for the borrower's fee and for the investors'
/// fees. What the platform's rule gives to compensators first is on orders of its own (<see cref="RecoveryFirst"/>); the
/// amount of this one is what investors receive.
/// </remarks>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="ListingNo">The platform's number of the listing.</param>
/// <param name="PrincipalFen">Principal in fen.</param>
/// <param name="InterestFen">Interest in fen.</param>
/// <param name="FineFen">Fine in fen.</param>
public abstract record RepaymentRequest(
    RequestHead Head, string ListingNo, long PrincipalFen, long InterestFen, long FineFen)
    : BankRequest(Head)
{
    /// <summary>The borrower's fee in fen, on top of what investors receive.</summary>
    public long BorrowerFeeFen { get; init; }

    /// <summary>
    /// The investors' fee in bps of the interest and fine that each claim receives, dropped to the fen.
    /// </summary>
    public int InvestorFeeBps { get; init; }

    /// <summary>The parts by claim; null to have the bank split in proportion to the outstanding principal.</summary>
    public IReadOnlyList<ClaimShare>? Shares { get; init; }

    /// <inheritdoc />
    public override OrderType Type => OrderType.Repayment;

    /// <inheritdoc />
    protected override bool EvenWhenSuspended => true;

    /// <inheritdoc />
    protected override object?[] Content =>
        [ListingNo, PrincipalFen, InterestFen, FineFen, BorrowerFeeFen, InvestorFeeBps, ClaimShare.Text(Shares)];

    /// <inheritdoc />
    internal override void Want(Books books) => ListingSearch.Want(books, Head, ListingNo);

    /// <summary>What the plan says against it; null when nothing.</summary>
    private protected abstract Refusal? RefusePlan(Books books, Platform platform, Listing listing);

    /// <summary>True where compensators may have their part before investors receive theirs.</summary>
    private protected virtual bool SharesWithCompensators => false;

    /// <summary>True where a fine that is still owed, and what compensators are owed, may be paid after the listing has ended.</summary>
    private protected virtual bool PaysAfterTheEnd => false;

    /// <summary>Brings the plan up to date; the listing's outstanding principal is reduced already.</summary>
    private protected abstract void UpdatePlan(
        Books books, Platform platform, Listing listing, InstalmentAmounts received);

    /// <summary>
    /// Refusals in order: those of the amounts (<see cref="InstalmentRefusals.Negative"/>,
    /// <see cref="FenRefusals.TooLarge"/>, <see cref="FenRefusals.NotPositive"/>),
    /// <see cref="LendingRefusals.FeeNegative"/>, <see cref="LendingRefusals.InvestorFeeRate"/>,
    /// <see cref="LendingRefusals.InvestorFeeTwice"/>, <see cref="ListingRefusals.Unknown"/>,
    /// <see cref="ListingRefusals.WrongState"/>, <see cref="LendingRefusals.RecoveryFirst"/>, on a listing that has ended
    /// <see cref="CompensationRefusals.AboveRecovery"/> or <see cref="ListingRefusals.WrongState"/> and
    /// <see cref="LendingRefusals.AboveFine"/>, those of the split over the claims, those of the plan, those of the
    /// recoveries, those of the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        var amounts = new InstalmentAmounts(PrincipalFen, InterestFen, FineFen);
        if (ClaimPayment.Refuse(amounts) is { } malformed) return malformed;
        if (BorrowerFeeFen < 0) return LendingRefusals.FeeNegative();
        if (BorrowerFeeFen > RepaymentSchedule.PrincipalMostFen) return FenRefusals.TooLarge("fee");
        if (InvestorFeeBps is < 0 or > Fen.BpsOfWhole) return LendingRefusals.InvestorFeeRate();
        if (Shares is not null && InvestorFeeBps != 0) return LendingRefusals.InvestorFeeTwice();
        if (ListingSearch.Find(books, platform, Head, ListingNo) is not { } listing)
            return ListingRefusals.Unknown(ListingNo);
        var ended = PaysAfterTheEnd && listing.State == ListingState.Closed;
        if (listing.State != ListingState.Repaying && !ended) return ListingRefusals.WrongState(ListingNo, listing.State);
        var openFen = RecoveryFirst.OpenFen(books, platform, listing);
        if (openFen > 0 && (Shares is not null || !SharesWithCompensators)) return LendingRefusals.RecoveryFirst(ListingNo, openFen);
        var recoveredFen = Math.Min(openFen, amounts.TotalFen);
        // After the end investors are owed a fine at most, so it is the fine that is left for them.
        var received = recoveredFen == 0
            ? amounts
            : RecoveryFirst.Rest(amounts, recoveredFen, ended ? PaymentOrder.FineInterestPrincipal : platform.PaymentOrder);
        if (ended && RefuseAfterTheEnd(books, platform, listing, openFen, received) is { } tooMuch) return tooMuch;
        var split = received.TotalFen == 0 ? null : ClaimPayment.Of(books, listing, received, Shares, InvestorFeeBps) as Outcome<ClaimPayment>?;
        if (split is { Done: false, Refusal: { } unsplit }) return unsplit;
        var payment = split?.Value;
        if (RefusePlan(books, platform, listing) is { } misfit) return misfit;

        var order = Order(books, platform, received.TotalFen);
        order.AccountId = listing.BorrowerAccountId;
        order.ListingId = listing.Id;
        order.PrincipalFen = received.PrincipalFen;
        order.InterestFen = received.InterestFen;
        order.FineFen = received.FineFen;
        order.RecoveredFen = recoveredFen;
        order.FeeFen = BorrowerFeeFen + (payment?.FeesFen ?? 0);
        order.FeePayer = order.FeeFen > 0 ? FeePayer.User : null;
        if (RecoveryFirst.Pay(books, Head, listing, order, recoveredFen) is { } unpaid) return unpaid;
        if (payment is not null || BorrowerFeeFen > 0)
        {
            var posted = books.Ledger.Post(Legs(books, order, listing, payment));
            if (!posted.Done) return posted.Refusal;
        }

        // Point of no return.
        if (payment is not null)
        {
            payment.Settle(books, listing);
            UpdatePlan(books, platform, listing, received);
            RepaymentPlan.CloseIfPaid(books, listing);
            books.Users.Edit(books.Users.Get(listing.BorrowerUserId)).LoanBalanceFen -= received.PrincipalFen;
        }

        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }

    /// <summary>
    /// When a listing has ended, principal and interest are back, and investors can only wait for the fine of what came late: the borrower may
    /// pay as much of it as a compensator may (R37).
    /// </summary>
    private Refusal? RefuseAfterTheEnd(
        Books books, Platform platform, Listing listing, long openFen, InstalmentAmounts received)
    {
        if (received.TotalFen == 0) return null;
        var owedFen = RepaymentPlan.FinesOwed(books, platform, listing).Sum(static owed => owed.Fen);
        if (owedFen > 0 && received.PrincipalFen + received.InterestFen == 0)
            return received.FineFen > owedFen ? LendingRefusals.AboveFine(ListingNo, owedFen, received.FineFen) : null;
        return openFen > 0
            ? CompensationRefusals.AboveRecovery(openFen, PrincipalFen + InterestFen + FineFen)
            : ListingRefusals.WrongState(ListingNo, listing.State);
    }

    private EntryDraft Legs(Books books, CustodyOrder order, Listing listing, ClaimPayment? payment)
    {
        var draft = new EntryDraft(Operation.Repayment, order, listing.Id);
        var borrower = books.Accounts.Get(listing.BorrowerAccountId);
        payment?.DebitPayer(draft, borrower);
        if (BorrowerFeeFen > 0) draft.Debit(borrower, BorrowerFeeFen, LineKind.Fee);
        payment?.CreditInvestors(books, draft);
        if (order.FeeFen == 0) return draft;
        var income = books.BankAccount(Head.PoolId, AccountType.PlatformIncome);
        if (BorrowerFeeFen > 0) draft.Credit(income, BorrowerFeeFen, LineKind.Fee);
        if (payment is { FeesFen: > 0 }) draft.Credit(income, payment.FeesFen, LineKind.Fee);
        return draft;
    }
}
