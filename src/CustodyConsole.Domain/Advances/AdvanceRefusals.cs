namespace CustodyConsole.Domain.Advances;

/// <summary>Why an advance, its limit or its accrual is not taken.</summary>
public static class AdvanceRefusals
{
    /// <summary>The payout does not wait, or not any more.</summary>
    public static Refusal NotWaiting(string orderNo) => new(
        "advance.not-waiting",
        $"提现订单 {orderNo} 当前不在等待垫资审批，可能已处理或已失败。",
        $"Withdrawal {orderNo} does not wait for the approval of its payout; it was decided or has failed.");

    /// <summary>No pool has such a payment company.</summary>
    public static Refusal UnknownCompany(string name) => new(
        "advance.unknown-company",
        $"没有名为“{name}”的支付公司。",
        $"There is no payment company {name}.");

    /// <summary>The figure cannot be a limit.</summary>
    public static Refusal LimitOutOfRange(string field, long maxFen) => new(
        "advance.limit-out-of-range",
        $"{field}：限额须大于 0.00 且不超过 {Fen.Format(maxFen)} 元。",
        $"{field}: a limit must be above 0.00 and at most {Fen.Format(maxFen)} yuan.");

    /// <summary>Nothing would change.</summary>
    public static Refusal NothingChanged() => new(
        "advance.nothing-changed",
        "新限额与现行限额相同，无需变更。",
        "The limit would be what it is.");

    /// <summary>The day is not over.</summary>
    public static Refusal DayNotOver(DateOnly date, DateOnly today) => new(
        "advance.day-not-over",
        $"会计日 {date:yyyy-MM-dd} 尚未日切（当前 {today:yyyy-MM-dd}），不能计提垫资。",
        $"The accounting day {date:yyyy-MM-dd} was not cut yet (it is {today:yyyy-MM-dd}); its advances cannot be accrued.");

    /// <summary>A batch of the day is confirmed and its advances are being repaid.</summary>
    public static Refusal RepaymentOpen(DateOnly date, string batchNo) => new(
        "advance.repayment-open",
        $"清算批次 {batchNo} 已确认，所归还的垫资尚未逐笔登记完毕，{date:yyyy-MM-dd} 暂不计提垫资。",
        $"Batch {batchNo} is confirmed and its advances are still being repaid; those of {date:yyyy-MM-dd} are accrued afterwards.");
}
