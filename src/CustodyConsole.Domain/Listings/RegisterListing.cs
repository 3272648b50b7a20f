using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Lending;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Listings;

/// <summary>
/// The registration of a listing 标的登记: nobody may bid for what the bank does not know (R24). It moves no money. The
/// borrower's loan balance grows by the amount, so two listings that raise at the same time count together against the
/// limit (R26).
/// </summary>
/// <remarks>
/// The limits of the Interim Measures hold from the platform's <see cref="Platform.LimitsFrom"/> on, by the accounting
/// date. The balance falls when the listing fails, by what stays unsubscribed at release, and as the borrower pays
/// principal back.
/// </remarks>
/// <param name="Head">Pool, request number and who asks.</param>
/// <param name="ListingNo">The platform's number, unique on the platform.</param>
/// <param name="Name">The name shown to investors.</param>
/// <param name="BorrowerAccountNo">The borrower's sub-account.</param>
/// <param name="AmountFen">The amount to be raised, in fen.</param>
/// <param name="AnnualRateBps">The annual rate in bps.</param>
/// <param name="TermMonths">The term in months.</param>
/// <param name="Method">How it is repaid.</param>
/// <param name="RaiseFrom">First day of bidding.</param>
/// <param name="RaiseUntil">Last day of bidding.</param>
public sealed record RegisterListing(
    RequestHead Head,
    string ListingNo,
    string Name,
    string BorrowerAccountNo,
    long AmountFen,
    int AnnualRateBps,
    int TermMonths,
    RepaymentMethod Method,
    DateOnly RaiseFrom,
    DateOnly RaiseUntil) : BankRequest(Head)
{
    /// <summary>The longest listing number.</summary>
    public const int NumberLengthMax = 64;

    /// <summary>The longest name.</summary>
    public const int NameLengthMax = 128;

    /// <summary>
    /// Accounts that may compensate for the borrower: guarantors' sub-accounts or the platform's compensation account
    /// (R39).
    /// </summary>
    public IReadOnlyList<string> CompensatorAccountNos { get; init; } = [];

    /// <summary>
    /// The repayment plan, where the platform gives it; otherwise it is computed at release by the platform's rounding.
    /// </summary>
    public IReadOnlyList<PlanRow>? Plan { get; init; }

    /// <inheritdoc />
    public override OrderType Type => OrderType.RegisterListing;

    /// <inheritdoc />
    protected override object?[] Content =>
    [
        ListingNo, Name, BorrowerAccountNo, AmountFen, AnnualRateBps, TermMonths, (int)Method, RaiseFrom, RaiseUntil,
        string.Join(',', CompensatorAccountNos), GivenPlan.Text(Plan),
    ];

    /// <inheritdoc />
    internal override void Want(Books books)
    {
        ListingSearch.Want(books, Head, ListingNo);
        WantUser(books, BorrowerAccountNo);
        foreach (var number in CompensatorAccountNos) WantUser(books, number);
    }

    /// <summary>
    /// Refusals in order: <see cref="ListingRefusals.NumberMissing"/>, <see cref="ListingRefusals.NameMissing"/>, those
    /// of the terms (<see cref="ScheduleRefusals"/>) and of a given plan, <see cref="ListingRefusals.WindowReversed"/>,
    /// <see cref="ListingRefusals.WindowOver"/>, <see cref="ListingRefusals.NotABorrower"/>,
    /// <see cref="LedgerRefusals.AccountClosed"/>, <see cref="ListingRefusals.UnknownCompensator"/>,
    /// <see cref="ListingRefusals.CompensatorRepeated"/>, <see cref="ListingRefusals.OwnGuarantee"/>,
    /// <see cref="ListingRefusals.NumberTaken"/>, <see cref="ListingRefusals.AboveLimit"/>.
    /// </summary>
    protected override Outcome<Receipt> Execute(Books books, Platform platform)
    {
        var today = books.Bank.AccountingDate;
        if (string.IsNullOrWhiteSpace(ListingNo) || ListingNo.Length > NumberLengthMax)
            return ListingRefusals.NumberMissing(NumberLengthMax);
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > NameLengthMax)
            return ListingRefusals.NameMissing(NameLengthMax);
        if (RefuseTerms(platform) is { } malformed) return malformed;
        if (RaiseUntil < RaiseFrom) return ListingRefusals.WindowReversed(RaiseFrom, RaiseUntil);
        if (RaiseUntil < today) return ListingRefusals.WindowOver(RaiseUntil, today);
        var borrowerAccount = AccountOf(books, BorrowerAccountNo);
        if (borrowerAccount is not { Type: AccountType.Borrower, UserId: { } borrowerId })
            return ListingRefusals.NotABorrower(BorrowerAccountNo);
        if (borrowerAccount.State == AccountState.Closed) return LedgerRefusals.AccountClosed(BorrowerAccountNo);
        var compensators = Compensators(books);
        if (!compensators.Done) return compensators.Refusal;
        var borrower = books.Users.Get(borrowerId);
        foreach (var compensator in compensators.Value)
        {
            if (compensator.UserId is { } guarantorId && books.Users.Get(guarantorId).IsSamePartyAs(borrower))
                return ListingRefusals.OwnGuarantee(compensator.Number);
        }

        if (books.ListingByNo.Find((platform.Id, ListingNo)) is not null) return ListingRefusals.NumberTaken(ListingNo);
        var limitFen = borrower.Kind == PartyKind.Company ? platform.CompanyLimitFen : platform.PersonLimitFen;
        if (today >= platform.LimitsFrom && AmountFen > limitFen - borrower.LoanBalanceFen)
            return ListingRefusals.AboveLimit(borrower.Kind, borrower.LoanBalanceFen, AmountFen, limitFen);

        // Point of no return.
        var listing = books.Listings.Add(new Listing
        {
            PlatformId = platform.Id,
            PoolId = Head.PoolId,
            ListingNo = ListingNo,
            Name = Name,
            BorrowerUserId = borrowerId,
            BorrowerAccountId = borrowerAccount.Id,
            AmountFen = AmountFen,
            AnnualRateBps = AnnualRateBps,
            TermMonths = TermMonths,
            Method = Method,
            RaiseFrom = RaiseFrom,
            RaiseUntil = RaiseUntil,
            RegisteredAtUtc = books.NowUtc,
        });
        foreach (var account in compensators.Value)
            books.Compensators.Add(new ListingCompensator { ListingId = listing.Id, AccountId = account.Id });
        if (Plan is not null) RepaymentPlan.Add(books, listing, Plan);
        books.Users.Edit(borrower).LoanBalanceFen += AmountFen;

        var order = Order(books, platform, AmountFen);
        order.AccountId = borrowerAccount.Id;
        order.ListingId = listing.Id;
        books.Orders.Add(order);
        return RequestNumbers.ReceiptOf(books, order);
    }

    /// <summary>A plan that cannot be computed from the terms is refused now, not on the day of release.</summary>
    private Refusal? RefuseTerms(Platform platform)
    {
        var terms = RepaymentPlan.Terms(platform, Method, AmountFen, AnnualRateBps, TermMonths, RaiseUntil);
        // A given plan is not computed, so it need not come out in whole shares; its terms must still make sense.
        if (Plan is not null) terms = terms with { Basis = ScheduleBasis.PerLoan };
        if (RepaymentSchedule.Plan(terms) is { Done: false, Refusal: { } refusal }) return refusal;
        return Plan is null ? null : GivenPlan.Refuse(Plan, AmountFen);
    }

    private static void WantUser(Books books, string accountNo)
    {
        books.AccountByNumber.Want(accountNo);
        if (AccountNumber.KeyOf(accountNo) is { } userId) books.Users.Want(userId);
    }

    private Outcome<List<Account>> Compensators(Books books)
    {
        var accounts = new List<Account>(CompensatorAccountNos.Count);
        foreach (var number in CompensatorAccountNos)
        {
            var account = AccountOf(books, number);
            if (account is not { Type: AccountType.Guarantor or AccountType.PlatformCompensation })
                return ListingRefusals.UnknownCompensator(number);
            if (account.State == AccountState.Closed) return LedgerRefusals.AccountClosed(number);
            if (accounts.Contains(account)) return ListingRefusals.CompensatorRepeated(number);
            accounts.Add(account);
        }

        return accounts;
    }
}

/// <summary>How requests find the listing they name.</summary>
internal static class ListingSearch
{
    /// <summary>The listing in the pool of the request; null when there is none.</summary>
    public static Listing? Find(Books books, Platform platform, RequestHead head, string listingNo) =>
        books.ListingByNo.Find((platform.Id, listingNo)) is { } listing && listing.PoolId == head.PoolId
            ? listing
            : null;

    /// <summary>Reads it together with the other rows of the group.</summary>
    public static void Want(Books books, RequestHead head, string listingNo)
    {
        if (books.KnownPlatformOf(head.PoolId) is { } platformId) books.ListingByNo.Want((platformId, listingNo));
    }

    /// <summary>
    /// Reads the accounts of claims or bids in one go where a round trip is dear; afterwards each is found in memory.
    /// </summary>
    public static void ReadAccounts<T>(Books books, IReadOnlyList<T> rows, Func<T, long> accountId)
    {
        for (var i = 0; i < rows.Count; i++) books.Accounts.Want(accountId(rows[i]));
        books.ReadWanted();
    }
}
