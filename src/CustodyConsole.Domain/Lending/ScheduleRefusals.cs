namespace CustodyConsole.Domain.Lending;

/// <summary>Refusals of the terms from which a repayment schedule is computed.</summary>
public static class ScheduleRefusals
{
    /// <summary>The repayment method is none of the four.</summary>
    public static Refusal MethodUnknown() => new(
        "schedule.method-unknown",
        "还款方式：无法识别，应为等额本息、等额本金、先息后本或一次性还本付息。",
        "Repayment method: unknown; it must be equal instalments, equal principal, interest first or one-time.");

    /// <summary>The principal is not above zero or above the largest that is computed.</summary>
    public static Refusal PrincipalOutOfRange(long mostFen) => new(
        "schedule.principal-out-of-range",
        $"借款金额：必须大于零且不超过{Fen.Format(mostFen)}元。",
        $"Loan amount: it must be above zero and at most {Fen.Format(mostFen)} yuan.");

    /// <summary>The rate is negative or above the largest that is computed.</summary>
    public static Refusal RateOutOfRange(int mostBps) => new(
        "schedule.rate-out-of-range",
        $"年利率：必须在0%至{mostBps / 100}%之间。",
        $"Annual rate: it must lie between 0 % and {mostBps / 100} %.");

    /// <summary>The number of months is out of range.</summary>
    public static Refusal MonthsOutOfRange(int most) => new(
        "schedule.months-out-of-range",
        $"借款期限：月数必须在1至{most}之间。",
        $"Term: the months must lie between 1 and {most}.");

    /// <summary>The number of days is out of range.</summary>
    public static Refusal DaysOutOfRange(int most) => new(
        "schedule.days-out-of-range",
        $"借款期限：天数必须在1至{most}之间。",
        $"Term: the days must lie between 1 and {most}.");

    /// <summary>A term in days with a method of monthly periods, or months and days together.</summary>
    public static Refusal DaysNeedOneTime() => new(
        "schedule.days-need-one-time",
        "借款期限：按天计算的期限只适用于一次性还本付息，且不能同时填写月数。",
        "Term: days can be used with one-time repayment only, and not together with months.");

    /// <summary>The last due date would lie beyond the calendar.</summary>
    public static Refusal DateOutOfRange() => new(
        "schedule.date-out-of-range",
        "起息日：到期日超出日历范围。",
        "Start date: the due date lies beyond the calendar.");

    /// <summary>The loan cannot be cut into whole shares.</summary>
    public static Refusal NotWholeShares(long shareFen) => new(
        "schedule.not-whole-shares",
        $"借款金额：按份计算时必须是每份金额（{Fen.Format(shareFen)}元）的整数倍。",
        $"Loan amount: computed by shares it must be a multiple of a share of {Fen.Format(shareFen)} yuan.");
}
