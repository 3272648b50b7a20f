using System.Numerics;

namespace CustodyConsole.Domain.Lending;

/// <summary>
/// Computes what is due when. The principal of all rows is exactly the loan, no figure is negative, and the last period
/// takes whatever the roundings of the others left.
/// </summary>
/// <remarks>
/// Rates are exact fractions (bps by 120,000 a month) and the instalment is a quotient of whole numbers, so each
/// rounding is made once, on the true figure. Due dates are months added to the start date: a month that is too short
/// gives its last day, and the next one is counted from the start date again (31 January, 28 February, 31 March).
/// </remarks>
public static class RepaymentSchedule
{
    /// <summary>The largest loan that is computed: 10,000,000,000,000 yuan.</summary>
    public const long PrincipalMostFen = 1_000_000_000_000_000;

    /// <summary>The largest rate that is computed, 1,000 % a year; what is lawful is decided elsewhere.</summary>
    public const int RateMostBps = 100_000;

    /// <summary>The most monthly periods.</summary>
    public const int MonthsMost = 600;

    /// <summary>The most days of a term in days.</summary>
    public const int DaysMost = 36_500;

    private const int MonthlyDivisor = 12 * Fen.BpsOfWhole;
    private const int DailyDivisor = 365 * Fen.BpsOfWhole;

    /// <summary>
    /// The rows of a loan in the order of their due dates. Refusals in order: method unknown, principal, rate, days
    /// that do not fit the method, days or months out of range, not whole shares, date beyond the calendar.
    /// </summary>
    public static Outcome<IReadOnlyList<ScheduleRow>> Plan(ScheduleTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (Refuse(terms) is { } refusal) return refusal;

        var perShare = terms.Basis == ScheduleBasis.PerShare;
        var principalFen = perShare ? terms.ShareFen : terms.PrincipalFen;
        var times = terms.PrincipalFen / principalFen;
        var rows = new List<ScheduleRow>();
        foreach (var (partFen, interestFen) in Parts(terms, principalFen))
        {
            var period = rows.Count + 1;
            var dueDate = terms.Method == RepaymentMethod.OneTime
                ? MaturityDate(terms)
                : terms.StartDate.AddMonths(period);
            rows.Add(new(period, dueDate, partFen * times, interestFen * times));
        }
        return rows;
    }

    /// <summary>
    /// The monthly sum of 等额本息, rounded as named: principal × r × (1+r)^n / ((1+r)^n − 1) with r a twelfth of the rate.
    /// The arguments must be in range (see <see cref="Plan"/>); otherwise this throws.
    /// </summary>
    public static long InstalmentFen(long principalFen, int annualRateBps, int months, Rounding rounding)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(principalFen);
        ArgumentOutOfRangeException.ThrowIfNegative(annualRateBps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(months);
        if (annualRateBps == 0) return Fen.Divide(principalFen, months, rounding);
        var grown = BigInteger.Pow(MonthlyDivisor + annualRateBps, months);
        var flat = BigInteger.Pow(MonthlyDivisor, months);
        return Divide((BigInteger)principalFen * annualRateBps * grown, MonthlyDivisor * (grown - flat), rounding);
    }

    private static Refusal? Refuse(ScheduleTerms terms)
    {
        if (!Enum.IsDefined(terms.Method)) return ScheduleRefusals.MethodUnknown();
        if (terms.PrincipalFen is <= 0 or > PrincipalMostFen)
            return ScheduleRefusals.PrincipalOutOfRange(PrincipalMostFen);
        if (terms.AnnualRateBps is < 0 or > RateMostBps) return ScheduleRefusals.RateOutOfRange(RateMostBps);
        if (terms.TermDays != 0)
        {
            if (terms.Method != RepaymentMethod.OneTime || terms.TermMonths != 0)
                return ScheduleRefusals.DaysNeedOneTime();
            if (terms.TermDays is < 0 or > DaysMost) return ScheduleRefusals.DaysOutOfRange(DaysMost);
        }
        else if (terms.TermMonths is < 1 or > MonthsMost)
        {
            return ScheduleRefusals.MonthsOutOfRange(MonthsMost);
        }
        if (terms.Basis == ScheduleBasis.PerShare)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(terms.ShareFen);
            if (terms.PrincipalFen % terms.ShareFen != 0) return ScheduleRefusals.NotWholeShares(terms.ShareFen);
        }
        return DateOnly.MaxValue.DayNumber - terms.StartDate.DayNumber < terms.TermMonths * 31 + terms.TermDays
            ? ScheduleRefusals.DateOutOfRange()
            : null;
    }

    private static IEnumerable<(long PrincipalFen, long InterestFen)> Parts(ScheduleTerms terms, long principalFen) =>
        terms.Method switch
        {
            RepaymentMethod.EqualInstalments => EqualInstalments(terms, principalFen),
            RepaymentMethod.EqualPrincipal => EqualPrincipal(terms, principalFen),
            RepaymentMethod.InterestFirst => InterestFirst(terms, principalFen),
            _ => [(principalFen, OneTimeInterestFen(terms, principalFen))],
        };

    private static IEnumerable<(long, long)> EqualInstalments(ScheduleTerms terms, long principalFen)
    {
        var instalmentFen = InstalmentFen(principalFen, terms.AnnualRateBps, terms.TermMonths, terms.Rounding);
        var outstandingFen = principalFen;
        for (var period = 1; period <= terms.TermMonths; period++)
        {
            var interestFen = MonthInterestFen(terms, outstandingFen);
            var partFen = period == terms.TermMonths
                ? outstandingFen
                : Math.Clamp(instalmentFen - interestFen, 0, outstandingFen);
            outstandingFen -= partFen;
            yield return (partFen, interestFen);
        }
    }

    private static IEnumerable<(long, long)> EqualPrincipal(ScheduleTerms terms, long principalFen)
    {
        var eachFen = Fen.Divide(principalFen, terms.TermMonths, terms.Rounding);
        var outstandingFen = principalFen;
        for (var period = 1; period <= terms.TermMonths; period++)
        {
            var interestFen = MonthInterestFen(terms, outstandingFen);
            var partFen = period == terms.TermMonths ? outstandingFen : Math.Min(eachFen, outstandingFen);
            outstandingFen -= partFen;
            yield return (partFen, interestFen);
        }
    }

    private static IEnumerable<(long, long)> InterestFirst(ScheduleTerms terms, long principalFen)
    {
        var interestFen = MonthInterestFen(terms, principalFen);
        for (var period = 1; period <= terms.TermMonths; period++)
            yield return (period == terms.TermMonths ? principalFen : 0, interestFen);
    }

    private static long MonthInterestFen(ScheduleTerms terms, long outstandingFen) =>
        Fen.Divide((Int128)outstandingFen * terms.AnnualRateBps, MonthlyDivisor, terms.Rounding);

    private static long OneTimeInterestFen(ScheduleTerms terms, long principalFen) => terms.TermDays > 0
        ? Fen.Divide((Int128)principalFen * terms.AnnualRateBps * terms.TermDays, DailyDivisor, terms.Rounding)
        : Fen.Divide((Int128)principalFen * terms.AnnualRateBps * terms.TermMonths, MonthlyDivisor, terms.Rounding);

    private static DateOnly MaturityDate(ScheduleTerms terms) => terms.TermDays > 0
        ? terms.StartDate.AddDays(terms.TermDays)
        : terms.StartDate.AddMonths(terms.TermMonths);

    private static long Divide(BigInteger dividend, BigInteger divisor, Rounding rounding)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        var up = rounding switch
        {
            Rounding.Up => !remainder.IsZero,
            Rounding.HalfUp => remainder * 2 >= divisor,
            Rounding.Down => false,
            _ => throw new ArgumentOutOfRangeException(nameof(rounding), rounding, "This is no rounding."),
        };
        return (long)(up ? quotient + 1 : quotient);
    }
}
