namespace CustodyConsole.Domain.Lending;

/// <summary>Why a loan is not released or a repayment not taken.</summary>
public static class LendingRefusals
{
    /// <summary>A fee is negative.</summary>
    public static Refusal FeeNegative() => new(
        "lending.fee-negative",
        "手续费不能为负数。",
        "A fee cannot be negative.");

    /// <summary>No bid stands.</summary>
    public static Refusal NothingSubscribed(string listingNo) => new(
        "lending.nothing-subscribed",
        $"标的 {listingNo} 没有有效投标，不能放款。",
        $"Listing {listingNo} has no bid, so there is nothing to release.");

    /// <summary>The bids do not reach the amount, and the request does not accept less. Amounts in fen.</summary>
    public static Refusal NotFullySubscribed(string listingNo, long subscribedFen, long amountFen) => new(
        "lending.not-fully-subscribed",
        $"标的 {listingNo} 未满标：已投 {Fen.Format(subscribedFen)} 元，标的金额 {Fen.Format(amountFen)} 元。",
        $"Listing {listingNo} is not fully subscribed: {Fen.Format(subscribedFen)} of {Fen.Format(amountFen)} yuan.");

    /// <summary>The platform gave a plan for the whole amount; it does not fit a smaller loan.</summary>
    public static Refusal PlanForWholeAmount(string listingNo) => new(
        "lending.plan-for-whole-amount",
        $"标的 {listingNo} 登记的还款计划按全额编制，未满标时不能按该计划放款。",
        $"The registered repayment plan of listing {listingNo} is for its whole amount; " +
        "it cannot be released for less.");

    /// <summary>The platform takes more of the loan than agreed (R34). Amounts in fen.</summary>
    public static Refusal ReleaseFeeAboveLimit(long feeFen, long limitFen) => new(
        "lending.release-fee-above-limit",
        $"放款手续费 {Fen.Format(feeFen)} 元超过约定上限 {Fen.Format(limitFen)} 元。",
        $"The release fee of {Fen.Format(feeFen)} yuan exceeds the agreed limit of {Fen.Format(limitFen)}.");

    /// <summary>The investors' fee rate is below 0 or above 100 %.</summary>
    public static Refusal InvestorFeeRate() => new(
        "lending.investor-fee-rate",
        "投资人手续费率须在利息的 0% 至 100% 之间。",
        "The investors' fee rate must lie between 0 % and 100 % of the interest.");

    /// <summary>The investors' fee is given both as a rate and for each claim.</summary>
    public static Refusal InvestorFeeTwice() => new(
        "lending.investor-fee-twice",
        "投资人手续费：逐笔明细已列明手续费，不能再按费率收取。",
        "The investors' fee is given for each claim, so no rate can be given as well.");

    /// <summary>The parts do not sum to the header (R37). Amounts in fen.</summary>
    public static Refusal SharesDiffer(InstalmentAmounts header, Int128 sharesFen) => new(
        "lending.shares-differ",
        $"还款总额与明细不符：总额 {Words(header, "本金", "利息", "罚息")}，明细合计 {Yuan(sharesFen)} 元，须逐项相等。",
        $"The total differs from its parts: total {Words(header, "principal", "interest", "fine")}, " +
        $"parts {Yuan(sharesFen)} yuan in all; each item must agree.");

    /// <summary>A part is negative.</summary>
    public static Refusal ShareNegative(string authCode) => new(
        "lending.share-negative",
        $"授权码 {authCode} 的明细金额不能为负数。",
        $"No amount of the part for {authCode} can be negative.");

    /// <summary>The authorisation code is none of a claim on this listing (R36).</summary>
    public static Refusal UnknownClaim(string authCode, string listingNo) => new(
        "lending.unknown-claim",
        $"授权码 {authCode} 在标的 {listingNo} 下没有对应的债权。",
        $"There is no claim with authorisation code {authCode} on listing {listingNo}.");

    /// <summary>A claim is named twice.</summary>
    public static Refusal ClaimRepeated(string authCode) => new(
        "lending.claim-repeated",
        $"授权码 {authCode} 在明细中重复出现。",
        $"Authorisation code {authCode} appears twice among the parts.");

    /// <summary>More principal than the claim has outstanding (R36). Amounts in fen.</summary>
    public static Refusal AboveClaim(string authCode, long outstandingFen, long wantedFen) => new(
        "lending.above-claim",
        $"授权码 {authCode} 的债权未偿还本金 {Fen.Format(outstandingFen)} 元，不足 {Fen.Format(wantedFen)} 元。",
        $"The claim {authCode} has {Fen.Format(outstandingFen)} yuan outstanding, " +
        $"less than the {Fen.Format(wantedFen)} to be repaid.");

    /// <summary>An investor would pay more in fees than the interest and fine received. Amounts in fen.</summary>
    public static Refusal InvestorFeeAboveIncome(string authCode, long feeFen, long incomeFen) => new(
        "lending.investor-fee-above-income",
        $"授权码 {authCode} 的投资人手续费 {Fen.Format(feeFen)} 元超过其本次利息和罚息 {Fen.Format(incomeFen)} 元。",
        $"The investor's fee of {Fen.Format(feeFen)} yuan for {authCode} exceeds " +
        $"the interest and fine of {Fen.Format(incomeFen)} received.");

    /// <summary>Part of the loan cannot be repaid early while an instalment is due. Amount in fen.</summary>
    public static Refusal InstalmentDue(int period, DateOnly dueOn, long openFen) => new(
        "lending.instalment-due",
        $"第 {period} 期（应还日 {dueOn:yyyy-MM-dd}）尚有 {Fen.Format(openFen)} 元未还，须先还清到期款项才能部分提前还款。",
        $"Instalment {period}, due on {dueOn:yyyy-MM-dd}, still has {Fen.Format(openFen)} yuan open; " +
        "what is due comes before a partial early repayment.");

    /// <summary>All is repaid early, but not the interest that is due. Amounts in fen.</summary>
    public static Refusal InterestDue(string listingNo, long dueFen, long givenFen) => new(
        "lending.interest-due",
        $"标的 {listingNo} 到期未还利息 {Fen.Format(dueFen)} 元，提前还款须一并结清或列入新还款计划；本次利息（含新计划）{Fen.Format(givenFen)} 元，不足。",
        $"Listing {listingNo} has {Fen.Format(dueFen)} yuan of interest due, which an early repayment must bring or its new plan carry; " +
        $"together they come to {Fen.Format(givenFen)}.");

    /// <summary>The plan is replaced, but a fine is owed for what came late. Amounts in fen.</summary>
    public static Refusal FineOwed(string listingNo, long owedFen, long givenFen) => new(
        "lending.fine-owed",
        $"标的 {listingNo} 尚欠逾期罚息 {Fen.Format(owedFen)} 元，提前还款须一并结清；本次罚息 {Fen.Format(givenFen)} 元，不足。",
        $"Listing {listingNo} owes a fine of {Fen.Format(owedFen)} yuan for what came late, which this early repayment must bring; " +
        $"it brings {Fen.Format(givenFen)}.");

    /// <summary>The listing has ended, and more is paid than the fine that it still owes. Amounts in fen.</summary>
    public static Refusal AboveFine(string listingNo, long owedFen, long wantedFen) => new(
        "lending.above-fine",
        $"标的 {listingNo} 已结清，尚欠逾期罚息 {Fen.Format(owedFen)} 元；本次罚息 {Fen.Format(wantedFen)} 元，超出所欠。",
        $"Listing {listingNo} has ended and owes a fine of {Fen.Format(owedFen)} yuan for what came late, less than the " +
        $"{Fen.Format(wantedFen)} to be paid.");

    /// <summary>A new plan is given, but the repayment leaves nothing to plan.</summary>
    public static Refusal NewPlanNotNeeded() => new(
        "lending.new-plan-not-needed",
        "本次提前还款已还清全部本金，不能再提供新的还款计划。",
        "This early repayment brings all that is outstanding, so there is nothing left for a new plan.");

    /// <summary>The plan that replaces the rest begins before tomorrow.</summary>
    public static Refusal NewPlanTooEarly(DateOnly dueOn, DateOnly today) => new(
        "lending.new-plan-too-early",
        $"新还款计划的首期应还日 {dueOn:yyyy-MM-dd} 须晚于当前会计日 {today:yyyy-MM-dd}。",
        $"The new plan is first due on {dueOn:yyyy-MM-dd}; that must lie after " +
        $"the accounting date {today:yyyy-MM-dd}.");

    private static string Words(InstalmentAmounts amounts, string principal, string interest, string fine) =>
        $"{principal} {Fen.Format(amounts.PrincipalFen)}, {interest} {Fen.Format(amounts.InterestFen)}, " +
        $"{fine} {Fen.Format(amounts.FineFen)}";

    private static string Yuan(Int128 fen) =>
        fen <= long.MaxValue ? Fen.Format((long)fen) : "> " + Fen.Format(long.MaxValue);

    /// <summary>
    /// The platform's rule is that recoveries come first, and the request leaves no way to take them off it: it is an
    /// early repayment, or gives the parts of the investors itself. The amount in fen.
    /// </summary>
    public static Refusal RecoveryFirst(string listingNo, long openFen) => new(
        "lending.recovery-first",
        $"平台约定追偿优先：标的 {listingNo} 尚有追偿款 {Fen.Format(openFen)} 元，须先还追偿款，再提前还款或指定投资人明细。",
        $"Recoveries come first on this platform: {Fen.Format(openFen)} yuan of listing {listingNo} are owed to compensators; "
        + "pay them before an early repayment or one with parts of its own.");
}
