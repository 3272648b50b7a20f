using CustodyConsole.Domain.Accounts;

namespace CustodyConsole.Domain.Listings;

/// <summary>Why a listing is not registered, or takes no bid.</summary>
public static class ListingRefusals
{
    /// <summary>The listing number is missing or too long.</summary>
    public static Refusal NumberMissing(int lengthMax) => new(
        "listing.number-missing",
        $"标的编号不能为空，且不超过 {lengthMax} 个字符。",
        $"The listing number must have 1 to {lengthMax} characters.");

    /// <summary>The name shown to investors is missing or too long.</summary>
    public static Refusal NameMissing(int lengthMax) => new(
        "listing.name-missing",
        $"标的名称不能为空，且不超过 {lengthMax} 个字符。",
        $"The listing's name must have 1 to {lengthMax} characters.");

    /// <summary>The last day of bidding lies before the first.</summary>
    public static Refusal WindowReversed(DateOnly from, DateOnly until) => new(
        "listing.window-reversed",
        $"募集期：截止日 {until:yyyy-MM-dd} 早于起始日 {from:yyyy-MM-dd}。",
        $"Raising window: its last day {until:yyyy-MM-dd} lies before its first {from:yyyy-MM-dd}.");

    /// <summary>The raising window is over before the listing is registered.</summary>
    public static Refusal WindowOver(DateOnly until, DateOnly today) => new(
        "listing.window-over",
        $"募集期：截止日 {until:yyyy-MM-dd} 早于当前会计日 {today:yyyy-MM-dd}。",
        $"Raising window: its last day {until:yyyy-MM-dd} lies before the accounting date {today:yyyy-MM-dd}.");

    /// <summary>A row of the given plan has a negative amount.</summary>
    public static Refusal PlanRowNegative(int row) => new(
        "listing.plan-row-negative",
        $"还款计划第 {row} 行：本金和利息均不能为负数。",
        $"Repayment plan, row {row}: neither principal nor interest can be negative.");

    /// <summary>A row of the given plan is due before the row above it.</summary>
    public static Refusal PlanDatesDescend(int row) => new(
        "listing.plan-dates-descend",
        $"还款计划第 {row} 行：应还日早于上一行。",
        $"Repayment plan, row {row}: it is due before the row above it.");

    /// <summary>The principal of the given plan is not what it has to repay. Amounts in fen.</summary>
    public static Refusal PlanNotTheAmount(long planFen, long amountFen) => new(
        "listing.plan-not-the-amount",
        $"还款计划：本金合计 {Fen.Format(planFen)} 元，与应还本金 {Fen.Format(amountFen)} 元不符。",
        $"Repayment plan: its principal sums to {Fen.Format(planFen)} yuan, " +
        $"not to the {Fen.Format(amountFen)} to be repaid.");

    /// <summary>The account is none of a borrower on this platform.</summary>
    public static Refusal NotABorrower(string accountNo) => new(
        "listing.not-a-borrower",
        $"账户 {accountNo} 不是该平台的融资户，不能作为借款人。",
        $"Account {accountNo} is not a borrower's account on this platform.");

    /// <summary>
    /// The account may not compensate: it is neither a guarantor's nor the platform's compensation account (R39).
    /// </summary>
    public static Refusal UnknownCompensator(string accountNo) => new(
        "listing.unknown-compensator",
        $"账户 {accountNo} 不是该平台的担保户或代偿金账户，不能登记为代偿方。",
        $"Account {accountNo} is neither a guarantor's account nor the compensation account " +
        "of this platform and cannot compensate.");

    /// <summary>The same compensator is named twice.</summary>
    public static Refusal CompensatorRepeated(string accountNo) => new(
        "listing.compensator-repeated",
        $"代偿方账户 {accountNo} 重复登记。",
        $"Compensator account {accountNo} is named twice.");

    /// <summary>
    /// A compensator is the borrower under another role: the same identity number or credit code. Nobody stands in for
    /// their own debt.
    /// </summary>
    public static Refusal OwnGuarantee(string accountNo) => new(
        "listing.own-guarantee",
        $"账户 {accountNo} 与借款人为同一主体，不能为自己的借款代偿。",
        $"Account {accountNo} belongs to the borrower, who cannot compensate for a loan of its own.");

    /// <summary>The platform has used the number before.</summary>
    public static Refusal NumberTaken(string listingNo) => new(
        "listing.number-taken",
        $"标的编号 {listingNo} 已登记，不能重复登记。",
        $"Listing {listingNo} is registered already.");

    /// <summary>The borrower would owe more on this platform than the law allows (R26). Amounts in fen.</summary>
    public static Refusal AboveLimit(PartyKind kind, long balanceFen, long amountFen, long limitFen) => new(
        "listing.above-limit",
        $"借款余额超限：该借款人（{(kind == PartyKind.Company ? "企业" : "个人")}）在本平台的借款余额为 {Fen.Format(balanceFen)} 元，" +
        $"加上本标的 {Fen.Format(amountFen)} 元，超过上限 {Fen.Format(limitFen)} 元。",
        $"Borrowing limit: this borrower ({(kind == PartyKind.Company ? "company" : "person")}) has a loan balance " +
        $"of {Fen.Format(balanceFen)} yuan on this platform; {Fen.Format(amountFen)} more would exceed the limit " +
        $"of {Fen.Format(limitFen)}.");

    /// <summary>There is no such listing.</summary>
    public static Refusal Unknown(string listingNo) => new(
        "listing.unknown",
        $"标的 {listingNo} 未在银行登记。",
        $"Listing {listingNo} is not registered at the bank.");

    /// <summary>The listing's state does not allow the step.</summary>
    public static Refusal WrongState(string listingNo, ListingState state) => new(
        "listing.wrong-state",
        $"标的 {listingNo} 当前状态为“{ListingWords.Chinese(state)}”，不能执行该操作。",
        $"Listing {listingNo} is {ListingWords.English(state)}; this step is not possible now.");

    /// <summary>The accounting date lies outside the raising window (R28).</summary>
    public static Refusal OutsideWindow(string listingNo, DateOnly from, DateOnly until, DateOnly today) => new(
        "listing.outside-window",
        $"标的 {listingNo} 的募集期为 {from:yyyy-MM-dd} 至 {until:yyyy-MM-dd}，当前会计日 {today:yyyy-MM-dd} 不能投标。",
        $"Listing {listingNo} takes bids from {from:yyyy-MM-dd} to {until:yyyy-MM-dd}; " +
        $"the accounting date is {today:yyyy-MM-dd}.");

    /// <summary>The account is none of an investor on this platform.</summary>
    public static Refusal NotAnInvestor(string accountNo) => new(
        "listing.not-an-investor",
        $"账户 {accountNo} 不是该平台的投资户，不能投标。",
        $"Account {accountNo} is not an investor's account on this platform.");

    /// <summary>
    /// The investor is the borrower under another role: the same identity number or credit code. Nobody lends to
    /// themselves.
    /// </summary>
    public static Refusal OwnListing(string accountNo, string listingNo) => new(
        "listing.own-listing",
        $"账户 {accountNo} 与标的 {listingNo} 的借款人为同一主体，不能投资自己的借款。",
        $"Account {accountNo} belongs to the borrower of listing {listingNo}, who cannot lend to itself.");

    /// <summary>The bids would exceed the listing's amount (R27). Amounts in fen.</summary>
    public static Refusal AboveAmount(string listingNo, long leftFen, long wantedFen) => new(
        "listing.above-amount",
        $"标的 {listingNo} 剩余可投 {Fen.Format(leftFen)} 元，不足 {Fen.Format(wantedFen)} 元。",
        $"Listing {listingNo} takes another {Fen.Format(leftFen)} yuan, less than the {Fen.Format(wantedFen)} bid.");

    /// <summary>There is no bid with this authorisation code.</summary>
    public static Refusal UnknownBid(string authCode) => new(
        "listing.unknown-bid",
        $"授权码 {authCode} 不是该平台的投标。",
        $"There is no bid with authorisation code {authCode} on this platform.");

    /// <summary>The bid was cancelled before.</summary>
    public static Refusal BidCancelled(string authCode) => new(
        "listing.bid-cancelled",
        $"授权码 {authCode} 的投标已撤销，不能重复撤销。",
        $"The bid with authorisation code {authCode} was cancelled already.");
}

/// <summary>States of listings in words, for sentences.</summary>
internal static class ListingWords
{
    public static string Chinese(ListingState state) => state switch
    {
        ListingState.Raising => "募集中",
        ListingState.Repaying => "还款中",
        ListingState.Closed => "已结清",
        ListingState.Failed => "已流标",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static string English(ListingState state) => state switch
    {
        ListingState.Raising => "raising",
        ListingState.Repaying => "being repaid",
        ListingState.Closed => "closed",
        ListingState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
