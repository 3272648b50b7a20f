using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Lending;

/// <summary>
/// The release of a loan 放款: the frozen bids go directly to the borrower, through no account in between (R33); each leg
/// cites its freeze (R32). Every bid becomes one claim, so that a repayment can cite the same authorisation code; two
/// bids of one investor stay two claims. The plan is dated from today unless the platform gave one at registration; what
/// such a plan has due before today is overdue at once, and costs a fine from today on.
/// Legs (c.2): U-INV frozen for each bid to U-BOR in one sum; platform fee U-BOR to P-INC.
/// </summary>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="ListingNo">The platform's number of the listing.</param>
public sealed record Release(RequestHead Head, string ListingNo) : BankRequest(Head)
{
    /// <summary>
    /// The platform's fee in fen, taken from the borrower; at most the agreed part of the loan (R34).
    /// </summary>
    public long PlatformFeeFen { get; init; }

    /// <summary>
    /// True when platform and borrower accept a loan of what was subscribed, though it is less than the listing's
    /// amount. The loan is then the subscribed sum, and the borrower's loan balance falls by the rest.
    /// </summary>
    public bool AcceptsLess { get; init; }

    /// <inheritdoc />
    public override OrderType Type => OrderType.Release;

    /// <inheritdoc />
    protected override object?[] Content => [ListingNo, PlatformFeeFen, AcceptsLess];

    /// <inheritdoc />
    internal override void Want(Books books) => ListingSearch.Want(books, Head, ListingNo);

    /// <summary>
    /// Refusals in order: <see cref="LendingRefusals.FeeNegative"/>, <see cref="ListingRefusals.Unknown"/>,
    /// <see cref="ListingRefusals.WrongState"/>, <see cref="LendingRefusals.NothingSubscribed"/>,
    /// <see cref="LendingRefusals.NotFullySubscribed"/>, <see cref="LendingRefusals.PlanForWholeAmount"/>,
    /// <see cref="LendingRefusals.ReleaseFeeAboveLimit"/>, those of the plan (<see cref="ScheduleRefusals"/>), those of
    /// the ledger.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        if (PlatformFeeFen < 0) return LendingRefusals.FeeNegative();
        if (ListingSearch.Find(books, platform, Head, ListingNo) is not { } listing)
            return ListingRefusals.Unknown(ListingNo);
        if (listing.State != ListingState.Raising) return ListingRefusals.WrongState(ListingNo, listing.State);
        var loanFen = listing.SubscribedFen;
        if (loanFen == 0) return LendingRefusals.NothingSubscribed(ListingNo);
        var planIsGiven = books.InstalmentsOfListing.Of(listing.Id).Count > 0;
        if (loanFen < listing.AmountFen)
        {
            if (!AcceptsLess) return LendingRefusals.NotFullySubscribed(ListingNo, loanFen, listing.AmountFen);
            if (planIsGiven) return LendingRefusals.PlanForWholeAmount(ListingNo);
        }

        var feeLimitFen = Fen.MultiplyBps(loanFen, platform.ReleaseFeeLimitBps, Rounding.Down);
        if (PlatformFeeFen > feeLimitFen) return LendingRefusals.ReleaseFeeAboveLimit(PlatformFeeFen, feeLimitFen);
        Outcome<List<PlanRow>> plan = planIsGiven ? new List<PlanRow>() : Plan(books, platform, listing, loanFen);
        if (!plan.Done) return plan.Refusal;

        var order = Order(books, platform, loanFen);
        order.AccountId = listing.BorrowerAccountId;
        order.ListingId = listing.Id;
        order.PrincipalFen = loanFen;
        order.FeeFen = PlatformFeeFen;
        order.FeePayer = PlatformFeeFen > 0 ? FeePayer.User : null;
        var bids = StandingBids.Of(books, listing);
        var lent = bids.ConvertAll(static bid => (bid.Id, bid.AccountId, bid.RemainingFen));
        var posted = books.Ledger.Post(Legs(books, order, listing, bids));
        if (!posted.Done) return posted.Refusal;

        // Point of no return.
        foreach (var (freezeId, accountId, principalFen) in lent)
        {
            books.Claims.Add(new Claim
            {
                ListingId = listing.Id,
                AccountId = accountId,
                FreezeId = freezeId,
                PrincipalFen = principalFen,
                OutstandingFen = principalFen,
            });
        }

        if (planIsGiven) RepaymentPlan.CountFrom(books, listing, books.Bank.AccountingDate);
        else RepaymentPlan.Add(books, listing, plan.Value);
        var borrower = books.Users.Get(listing.BorrowerUserId);
        books.Users.Edit(borrower).LoanBalanceFen -= listing.AmountFen - loanFen;
        books.Listings.Edit(listing);
        listing.State = ListingState.Repaying;
        listing.ReleasedFen = loanFen;
        listing.OutstandingFen = loanFen;
        listing.ReleasedOn = books.Bank.AccountingDate;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }

    private static Outcome<List<PlanRow>> Plan(Books books, Platform platform, Listing listing, long loanFen)
    {
        var rows = RepaymentSchedule.Plan(RepaymentPlan.Terms(
            platform, listing.Method, loanFen, listing.AnnualRateBps, listing.TermMonths, books.Bank.AccountingDate));
        return rows.Done
            ? rows.Value.Select(static row => new PlanRow(row.DueDate, row.PrincipalFen, row.InterestFen)).ToList()
            : rows.Refusal;
    }

    private EntryDraft Legs(Books books, CustodyOrder order, Listing listing, List<Freeze> bids)
    {
        var draft = new EntryDraft(Operation.Release, order, listing.Id);
        foreach (var bid in bids)
            draft.DebitHeld(books.Accounts.Get(bid.AccountId), bid, bid.RemainingFen, LineKind.Principal);
        var borrower = books.Accounts.Get(listing.BorrowerAccountId);
        draft.Credit(borrower, listing.SubscribedFen, LineKind.Principal);
        if (PlatformFeeFen > 0)
        {
            draft.Debit(borrower, PlatformFeeFen, LineKind.Fee)
                .Credit(books.BankAccount(Head.PoolId, AccountType.PlatformIncome), PlatformFeeFen, LineKind.Fee);
        }

        return draft;
    }
}
