using CustodyConsole.Domain.Ledger;

namespace CustodyConsole.Domain.Compensation;

/// <summary>Why a compensation or a recovery is not taken.</summary>
public static class CompensationRefusals
{
    /// <summary>The account was not registered with the listing as a compensator (R39).</summary>
    public static Refusal NotRegistered(string accountNo, string listingNo) => new(
        "compensation.not-registered",
        $"账户 {accountNo} 未登记为标的 {listingNo} 的代偿方。",
        $"Account {accountNo} is not registered as a compensator of listing {listingNo}.");

    /// <summary>A part of a compensation names an investor's fee; investors pay none here.</summary>
    public static Refusal NoInvestorFee(string authCode) => new(
        "compensation.no-investor-fee",
        $"授权码 {authCode} 的明细含投资人手续费；代偿不收取投资人手续费。",
        $"The part for {authCode} has an investor's fee; a compensation takes none.");

    /// <summary>A request names no instalment, or too many.</summary>
    public static Refusal ItemCount(int most) => new(
        "compensation.item-count",
        $"一笔代偿申请应包含 1 至 {most} 期应还款。",
        $"A compensation request names 1 to {most} instalments.");

    /// <summary>The evidence is too long.</summary>
    public static Refusal NoteTooLong(int most) => new(
        "compensation.note-too-long",
        $"代偿说明不能超过 {most} 个字符。",
        $"The note of a compensation has at most {most} characters.");

    /// <summary>The plan in force has no such instalment: it was replaced, or never had it.</summary>
    public static Refusal NoSuchInstalment(string listingNo, int period) => new(
        "compensation.no-such-instalment",
        $"标的 {listingNo} 现行还款计划没有所申请的第 {period} 期（计划可能已变更），请修改代偿申请。",
        $"The plan of listing {listingNo} in force has no such instalment {period} (it may have been replaced); revise the request.");

    /// <summary>An instalment is named twice in one request.</summary>
    public static Refusal Repeated(string listingNo, int period) => new(
        "compensation.repeated",
        $"标的 {listingNo} 第 {period} 期在申请中重复出现。",
        $"Instalment {period} of listing {listingNo} appears twice in the request.");

    /// <summary>The instalment is not overdue.</summary>
    public static Refusal NotOverdue(string listingNo, int period, DateOnly dueOn, DateOnly today) => new(
        "compensation.not-overdue",
        $"标的 {listingNo} 第 {period} 期应还日为 {dueOn:yyyy-MM-dd}，在会计日 {today:yyyy-MM-dd} 尚未逾期，不能代偿。",
        $"Instalment {period} of listing {listingNo} is due on {dueOn:yyyy-MM-dd}; on {today:yyyy-MM-dd} it is not overdue.");

    /// <summary>The instalment is not overdue, and the agreement with the platform lets nobody pay before.</summary>
    public static Refusal EarlyNotAgreed(string listingNo, int period, DateOnly dueOn, string platformNo) => new(
        "compensation.early-not-agreed",
        $"标的 {listingNo} 第 {period} 期应还日为 {dueOn:yyyy-MM-dd}，尚未逾期；平台 {platformNo} 的协议未约定提前代偿，不能代偿。",
        $"Instalment {period} of listing {listingNo} is due on {dueOn:yyyy-MM-dd}; the agreement with platform {platformNo} " +
        "allows no compensation before an instalment is overdue.");

    /// <summary>Nothing of the instalment is open any more.</summary>
    public static Refusal Settled(string listingNo, int period, DateOnly settledOn) => new(
        "compensation.settled",
        $"标的 {listingNo} 第 {period} 期已于 {settledOn:yyyy-MM-dd} 结清，无需代偿，请修改或撤回代偿申请。",
        $"Instalment {period} of listing {listingNo} was settled on {settledOn:yyyy-MM-dd}; revise the request or take it back.");

    /// <summary>More than is owed of one kind of money. Amounts in fen.</summary>
    public static Refusal AboveOwed(string listingNo, int period, LineKind kind, long owedFen, long wantedFen) => new(
        "compensation.above-owed",
        $"标的 {listingNo} 第 {period} 期现欠{Chinese(kind)} {Fen.Format(owedFen)} 元，代偿 {Fen.Format(wantedFen)} 元超出所欠，请按现欠金额修改代偿申请。",
        $"Instalment {period} of listing {listingNo} owes {Fen.Format(owedFen)} yuan of {English(kind)} now, less than the " +
        $"{Fen.Format(wantedFen)} to be compensated; revise the request.");

    /// <summary>The instalment is in another request that is not decided yet.</summary>
    public static Refusal InAnotherRequest(string listingNo, int period, string no) => new(
        "compensation.in-another-request",
        $"标的 {listingNo} 第 {period} 期已列入待复核的代偿申请 {no}，请先处理该申请。",
        $"Instalment {period} of listing {listingNo} is in compensation request {no}, which must be decided first.");

    /// <summary>The compensator has too little. Amounts in fen.</summary>
    public static Refusal BalanceTooLow(string accountNo, long availableFen, long wantedFen) => new(
        "compensation.balance-too-low",
        $"代偿账户 {accountNo} 可用余额 {Fen.Format(availableFen)} 元，不足代偿所需 {Fen.Format(wantedFen)} 元，" +
        $"还差 {Fen.Format(wantedFen - availableFen)} 元，请先充值或减少代偿金额。",
        $"Compensator account {accountNo} has {Fen.Format(availableFen)} yuan available, {Fen.Format(wantedFen - availableFen)} " +
        $"less than the {Fen.Format(wantedFen)} needed; recharge it or ask for less.");

    /// <summary>The system proposed nothing to this compensator at the end of that day.</summary>
    public static Refusal NotProposed(string accountNo, DateOnly date) => new(
        "compensation.not-proposed",
        $"系统未在 {date:yyyy-MM-dd} 日终向代偿账户 {accountNo} 提出代偿建议，请从待发起列表重新进入。",
        $"The system proposed nothing to compensator account {accountNo} at the end of {date:yyyy-MM-dd}; begin from the list of proposals again.");

    /// <summary>The account never compensated for the listing, or all was paid back.</summary>
    public static Refusal NothingToRecover(string accountNo, string listingNo) => new(
        "compensation.nothing-to-recover",
        $"标的 {listingNo} 对代偿方账户 {accountNo} 没有未追偿的款项。",
        $"Nothing of listing {listingNo} is owed to compensator account {accountNo}.");

    /// <summary>More than is still owed to the compensator (R42). Amounts in fen.</summary>
    public static Refusal AboveRecovery(long openFen, long wantedFen) => new(
        "compensation.above-recovery",
        $"待追偿金额 {Fen.Format(openFen)} 元，不足 {Fen.Format(wantedFen)} 元。",
        $"The compensator is still owed {Fen.Format(openFen)} yuan, " +
        $"less than the {Fen.Format(wantedFen)} to be paid back.");

    private static string Chinese(LineKind kind) => kind switch
    {
        LineKind.Principal => "本金",
        LineKind.Interest => "利息",
        _ => "罚息",
    };

    private static string English(LineKind kind) => kind switch
    {
        LineKind.Principal => "principal",
        LineKind.Interest => "interest",
        _ => "fine",
    };
}
