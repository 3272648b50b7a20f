namespace CustodyConsole.Domain.Fees;

/// <summary>Why fees are not agreed, and why they are not settled.</summary>
public static class FeeRefusals
{
    /// <summary>The terms cannot hold.</summary>
    public static Refusal Malformed(string field, string chinese, string english) => new(
        "fee.malformed", $"{field}：{chinese}", $"{field}: {english}");

    /// <summary>The version would end before it begins.</summary>
    public static Refusal PeriodEmpty(DateOnly from, DateOnly through) => new(
        "fee.period-empty",
        $"终止日 {through:yyyy-MM-dd} 早于生效日 {from:yyyy-MM-dd}，请核对。",
        $"The last day {through:yyyy-MM-dd} lies before the first, {from:yyyy-MM-dd}; check them.");

    /// <summary>A schedule never reaches back.</summary>
    public static Refusal StartsInThePast(DateOnly from, DateOnly today) => new(
        "fee.starts-in-the-past",
        $"生效日 {from:yyyy-MM-dd} 早于当前会计日 {today:yyyy-MM-dd}，已收手续费不能追溯变更。",
        $"It would hold from {from:yyyy-MM-dd}, before the accounting date {today:yyyy-MM-dd}; what was charged is never changed.");

    /// <summary>Another version holds on some of these days.</summary>
    public static Refusal Overlaps(int version, DateOnly from, DateOnly? through) => new(
        "fee.overlaps",
        $"与第 {version} 版费率的有效期（{from:yyyy-MM-dd} 至 {(through is { } last ? $"{last:yyyy-MM-dd}" : "长期")}）重叠，请调整日期，或替换尚未生效的版本。",
        $"It overlaps version {version}, which holds from {from:yyyy-MM-dd} to {(through is { } end ? $"{end:yyyy-MM-dd}" : "further notice")}; "
        + "change the dates, or replace a version that has not begun.");

    /// <summary>The version to be replaced is not there, or holds already.</summary>
    public static Refusal NotReplaceable(int version) => new(
        "fee.not-replaceable",
        $"第 {version} 版费率不存在、已生效或已被替换，不能替换。",
        $"Version {version} does not exist, has begun or was replaced, and cannot be replaced.");

    /// <summary>The version before the replaced one ends by itself, and would be prolonged or leave days without fees.</summary>
    public static Refusal FollowsAnEnd(int version, int before, DateOnly from) => new(
        "fee.follows-an-end",
        $"第 {before} 版费率有约定的终止日，第 {version} 版自 {from:yyyy-MM-dd} 起接续；替换它的版本也须自该日起生效。",
        $"Version {before} has an agreed last day, and version {version} follows it on {from:yyyy-MM-dd}; what replaces that one begins on that day as well.");

    /// <summary>Nothing would change.</summary>
    public static Refusal NothingChanged() => new(
        "fee.nothing-changed",
        "新费率与届时有效的费率相同，无需变更。",
        "The fees would be what holds on that day anyway.");

    /// <summary>The account does not hold that much settled money.</summary>
    public static Refusal NotEnoughSettled(string account, long settledFen, long wantedFen) => new(
        "fee.not-enough-settled",
        $"{account} 可划转的已到账余额为 {Fen.Format(settledFen)} 元，不足 {Fen.Format(wantedFen)} 元。",
        $"Account {account} has {Fen.Format(settledFen)} yuan that are settled and free, less than {Fen.Format(wantedFen)}.");

    /// <summary>The real pooled account would not hold users' money any more.</summary>
    public static Refusal PoolTooLow(long poolFen, long wantedFen) => new(
        "fee.pool-too-low",
        $"存管汇总户余额为 {Fen.Format(poolFen)} 元，不足划转 {Fen.Format(wantedFen)} 元，请待清算到账后办理。",
        $"The pooled account holds {Fen.Format(poolFen)} yuan, less than the {Fen.Format(wantedFen)} to be moved; wait for the settlement.");

    /// <summary>The month's recharge fees are another amount, were paid, or have no statement.</summary>
    public static Refusal NotOwed(DateOnly month, long owedFen, long wantedFen) => new(
        "fee.not-owed",
        $"{month:yyyy-MM} 平台应付未付的充值手续费为 {Fen.Format(owedFen)} 元，不能缴付 {Fen.Format(wantedFen)} 元。",
        $"For {month:yyyy-MM} the platform owes {Fen.Format(owedFen)} yuan of recharge fees and cannot pay {Fen.Format(wantedFen)}.");

    /// <summary>The order has no fee that could go back, or too little of it is left.</summary>
    public static Refusal NothingToRefund(string orderNo, long leftFen) => new(
        "fee.nothing-to-refund",
        $"订单 {orderNo} 可退还的垫资手续费为 {Fen.Format(leftFen)} 元，不能按此金额退还。",
        $"Of order {orderNo}, {Fen.Format(leftFen)} yuan of the advance fee can be given back, not this amount.");

    /// <summary>The month is not over.</summary>
    public static Refusal MonthNotOver(DateOnly month) => new(
        "fee.month-not-over",
        $"{month:yyyy-MM} 尚未结束，不能出具手续费月结单。",
        $"The month {month:yyyy-MM} is not over, so there is no statement of its fees yet.");
}
