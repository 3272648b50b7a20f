using System.Globalization;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Lending;

namespace CustodyConsole.Replay;

/// <summary>One loan of a file beside what the schedule rules say of it.</summary>
/// <param name="PrincipalFen">The loan.</param>
/// <param name="AnnualRateBps">The rate as printed in the file.</param>
/// <param name="Months">The number of instalments.</param>
/// <param name="StatedFen">The monthly payment that the file states.</param>
/// <param name="ComputedFen">The monthly payment by our rule, at the rate that was read; null when the rule does not
/// apply.</param>
/// <param name="ReadAsBps">The rate with which the payment was computed.</param>
internal sealed record ScheduleCase(
    long PrincipalFen, int AnnualRateBps, int Months, long StatedFen, long? ComputedFen, int ReadAsBps)
{
    /// <summary>True when the rule gives exactly the payment stated.</summary>
    public bool Explained => ComputedFen == StatedFen;
}

/// <summary>
/// A format whose monthly payments can be checked: how it looks, and by which rule its payments were made.
/// </summary>
/// <param name="Name">The word for <c>--format</c>.</param>
/// <param name="Heading">The first line of the file.</param>
/// <param name="ThresholdPerTenThousand">How many of 10,000 rows must be explained.</param>
/// <param name="Read">One loan of a line's cells, or why the line is refused.</param>
internal sealed record ScheduleFormat(
    string Name, string Heading, int ThresholdPerTenThousand, Func<string[], Outcome<ScheduleCase>> Read)
{
    /// <summary>
    /// 人人贷: computed per share of 50 yuan, half up, and multiplied; shown in whole yuan. The rate is printed in whole
    /// percent, and 13 % stands for 12.6 % over 24 months and for 13.2 % over 36.
    /// </summary>
    public static readonly ScheduleFormat Renrendai = new(
        "renrendai", "code,amount,annual_rate,months,monthly_payment,status", 9_970, ReadRenrendai);

    /// <summary>Lending Club: computed per loan and rounded up to the cent.</summary>
    public static readonly ScheduleFormat LendingClub = new(
        "lendingclub",
        "loan_amount,term,interest_rate,installment,grade,issue_month,loan_status,initial_listing_status,balance,"
            + "paid_total,paid_principal,paid_interest,paid_late_fees",
        9_990,
        ReadLendingClub);

    /// <summary>All formats, for the command line.</summary>
    public static readonly ScheduleFormat[] All = [Renrendai, LendingClub];

    private const long ShareFen = 50 * Fen.PerYuan;

    private static Outcome<ScheduleCase> ReadRenrendai(string[] cells)
    {
        if (Whole(cells[1]) is not { } yuan) return WholeYuan("amount");
        if (Scaled(cells[2], Fen.BpsOfWhole) is not { } rateBps) return Rate("annual_rate");
        if (Whole(cells[3]) is not { } months) return Months("months");
        if (Whole(cells[4]) is not { } stated) return WholeYuan("monthly_payment");

        var terms = Terms(yuan * Fen.PerYuan, rateBps, months) with
        {
            Basis = ScheduleBasis.PerShare,
            ShareFen = ShareFen,
        };
        var statedFen = stated * Fen.PerYuan;
        if (terms.PrincipalFen % ShareFen != 0)
            return new ScheduleCase(terms.PrincipalFen, rateBps, months, statedFen, null, rateBps);
        var printed = WholeYuanPayment(terms);
        if (printed.Refusal is { } refusal) return refusal;
        var readAsBps = (rateBps, months) switch
        {
            (1_300, 24) => 1_260,
            (1_300, 36) => 1_320,
            _ => rateBps,
        };
        if (printed.Value == statedFen || readAsBps == rateBps)
            return new ScheduleCase(terms.PrincipalFen, rateBps, months, statedFen, printed.Value, rateBps);
        var computedFen = WholeYuanPayment(terms with { AnnualRateBps = readAsBps }).Value;
        return new ScheduleCase(terms.PrincipalFen, rateBps, months, statedFen, computedFen, readAsBps);
    }

    private static Outcome<ScheduleCase> ReadLendingClub(string[] cells)
    {
        if (Scaled(cells[0], (int)Fen.PerYuan) is not { } principalFen) return Amount("loan_amount");
        if (Whole(cells[1]) is not { } months) return Months("term");
        if (Scaled(cells[2], Fen.BpsOfWhole / 100) is not { } rateBps) return Rate("interest_rate");
        if (Scaled(cells[3], (int)Fen.PerYuan) is not { } statedFen) return Amount("installment");
        var plan = RepaymentSchedule.Plan(Terms(principalFen, rateBps, months) with { Rounding = Rounding.Up });
        if (plan.Refusal is { } refusal) return refusal;
        return new ScheduleCase(principalFen, rateBps, months, statedFen, plan.Value[0].TotalFen, rateBps);
    }

    private static Outcome<long> WholeYuanPayment(ScheduleTerms terms)
    {
        var plan = RepaymentSchedule.Plan(terms);
        if (plan.Refusal is { } refusal) return refusal;
        return Fen.Divide(plan.Value[0].TotalFen, Fen.PerYuan, Rounding.HalfUp) * Fen.PerYuan;
    }

    /// <summary>The start date is not in the files and does not matter for the amounts.</summary>
    private static ScheduleTerms Terms(long principalFen, int rateBps, int months) => new()
    {
        Method = RepaymentMethod.EqualInstalments,
        PrincipalFen = principalFen,
        AnnualRateBps = rateBps,
        StartDate = new DateOnly(2012, 1, 1),
        TermMonths = months,
    };

    /// <summary>A whole number of at most nine digits, not negative.</summary>
    private static int? Whole(string cell) =>
        cell.Length is >= 1 and <= 9
        && int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>A plain decimal number times the factor, when that is whole and fits.</summary>
    private static int? Scaled(string cell, int factor) =>
        cell.Length is >= 1 and <= 15
        && decimal.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number < int.MaxValue / factor
        && decimal.IsInteger(number * factor)
            ? (int)(number * factor)
            : null;

    private static Refusal WholeYuan(string column) =>
        ReplayFileRefusals.Cell(column, "不超过9位的整数元", "whole yuan of at most nine digits");

    private static Refusal Amount(string column) =>
        ReplayFileRefusals.Cell(column, "最多两位小数的金额", "an amount with at most two decimals");

    private static Refusal Rate(string column) =>
        ReplayFileRefusals.Cell(column, "精确到万分之一的利率", "a rate no finer than a hundredth of a percent");

    private static Refusal Months(string column) =>
        ReplayFileRefusals.Cell(column, "整数月数", "a whole number of months");
}
