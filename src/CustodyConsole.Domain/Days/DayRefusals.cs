using CustodyConsole.Domain.Calendar;

namespace CustodyConsole.Domain.Days;

/// <summary>Why a day does not come to its end. Listed in the order in which a day end asks.</summary>
public static class DayRefusals
{
    /// <summary>The bank has not reached that day: days are cut one after the other.</summary>
    public static Refusal NotReached(DateOnly date, DateOnly accountingDate) => new(
        "day.not-reached",
        $"当前会计日为 {accountingDate:yyyy-MM-dd}，尚未到 {date:yyyy-MM-dd}，不能对其日切；请按日期顺序办理。",
        $"The accounting date is {accountingDate:yyyy-MM-dd}; {date:yyyy-MM-dd} was not reached yet and cannot be cut. Days are cut in order.");

    /// <summary>It is too early in the day to cut it.</summary>
    public static Refusal BeforeCutOff(DateOnly date, DateTime fromUtc) => new(
        "day.before-cut-off",
        $"会计日 {date:yyyy-MM-dd} 的日切时间为 {fromUtc + BankTime.Offset:yyyy-MM-dd HH:mm}，时间未到。",
        $"The day {date:yyyy-MM-dd} can be cut from {fromUtc + BankTime.Offset:yyyy-MM-dd HH:mm} on; it is too early.");

    /// <summary>The time is no time of a working day's end.</summary>
    public static Refusal CutOffOutOfRange() => new(
        "day.cut-off-out-of-range",
        "日切时间应在 12:00 至 24:00 之间，且与当前不同。",
        "The cut-off time must be from 12:00 to 24:00 and another than now.");

    /// <summary>The day still takes postings.</summary>
    public static Refusal NotCut(DateOnly date, DateOnly accountingDate) => new(
        "day.not-cut",
        $"会计日 {date:yyyy-MM-dd} 尚未日切（当前会计日 {accountingDate:yyyy-MM-dd}），请先日切。",
        $"The day {date:yyyy-MM-dd} was not cut yet (the accounting date is {accountingDate:yyyy-MM-dd}); cut it first.");

    /// <summary>The bank has never had that day.</summary>
    public static Refusal UnknownDay(DateOnly date) => new(
        "day.unknown",
        $"本行没有会计日 {date:yyyy-MM-dd} 的记录。",
        $"The bank has no accounting day {date:yyyy-MM-dd}.");

    /// <summary>Days are closed one after the other.</summary>
    public static Refusal EarlierOpen(DateOnly earlier) => new(
        "day.earlier-open",
        $"更早的会计日 {earlier:yyyy-MM-dd} 尚未关账，请按日期顺序关账。",
        $"The earlier day {earlier:yyyy-MM-dd} is not closed yet; days are closed in order.");

    /// <summary>A working day ends with a settlement, and a pool has none.</summary>
    public static Refusal NotSettled(DateOnly date, string platform) => new(
        "day.not-settled",
        $"清算日 {date:yyyy-MM-dd} 平台“{platform}”尚未清算，不能关账。",
        $"The platform {platform} was not settled on the settlement day {date:yyyy-MM-dd}; the day cannot be closed.");

    /// <summary>What should have arrived by the end of the day was not confirmed.</summary>
    public static Refusal BatchOpen(DateOnly date, string batchNo) => new(
        "day.batch-open",
        $"清算批次 {batchNo} 尚未确认到账，不能对 {date:yyyy-MM-dd} 关账。",
        $"Settlement batch {batchNo} is not confirmed; {date:yyyy-MM-dd} cannot be closed.");

    /// <summary>No trial balance was taken.</summary>
    public static Refusal NotProved(DateOnly date) => new(
        "day.not-proved",
        $"会计日 {date:yyyy-MM-dd} 尚未试算，不能关账。",
        $"No trial balance of {date:yyyy-MM-dd} was taken; the day cannot be closed.");

    /// <summary>The trial balance found contradictions.</summary>
    public static Refusal TrialBalanceFailed(DateOnly date, int breaches, string chinese, string english) => new(
        "day.trial-balance-failed",
        $"会计日 {date:yyyy-MM-dd} 试算不平，共 {breaches} 处，不能关账。首处：{chinese}。",
        $"The trial balance of {date:yyyy-MM-dd} found {breaches} contradictions; the day cannot be closed. The first: {english}.");

    /// <summary>The balances at its end were not kept.</summary>
    public static Refusal NoSnapshot(DateOnly date) => new(
        "day.no-snapshot",
        $"会计日 {date:yyyy-MM-dd} 的余额快照尚未完成，不能关账。",
        $"The balances at the end of {date:yyyy-MM-dd} are not all kept; the day cannot be closed.");
}
