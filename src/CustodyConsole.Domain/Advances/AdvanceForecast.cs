using CustodyConsole.Domain.Calendar;

namespace CustodyConsole.Domain.Advances;

/// <summary>Days in a row on which banks do not settle.</summary>
/// <param name="From">The first.</param>
/// <param name="Through">The last.</param>
/// <param name="Name">What a notice calls it; null for a weekend.</param>
public sealed record HolidayRun(DateOnly From, DateOnly Through, string? Name)
{
    /// <summary>How many days.</summary>
    public int Days => Through.DayNumber - From.DayNumber + 1;
}

/// <summary>A holiday that is over, what was advanced on it, and what the method would have said before it.</summary>
/// <param name="Run">The holiday.</param>
/// <param name="ActualFen">What was advanced, in fen: the exposure at its end.</param>
/// <param name="ForecastFen">What the method would have forecast from the holidays before it, in fen; null where there were none.</param>
/// <param name="RatioPercent">Payouts of a day of it as a share of a working day before it, in per cent.</param>
public sealed record PastHoliday(HolidayRun Run, long ActualFen, long? ForecastFen, decimal RatioPercent)
{
    /// <summary>How far the forecast was off, in per cent of what came; null without forecast or payouts.</summary>
    public decimal? ErrorPercent => ForecastFen is { } said && ActualFen > 0 ? (said - ActualFen) * 100m / ActualFen : null;
}

/// <summary>What the coming holiday will take.</summary>
/// <param name="Next">The holiday.</param>
/// <param name="BaseFen">What was paid out on an average working day of late, in fen.</param>
/// <param name="RatioPercent">The share of it that a holiday's day takes, from the last holidays; null where there were none.</param>
/// <param name="PeakFen">The forecast exposure at the holiday's end, in fen; null where it cannot be said.</param>
/// <param name="Past">The holidays it was learnt from, latest first, with the method's own error on each.</param>
public sealed record AdvanceForecast(
    HolidayRun Next, long BaseFen, decimal? RatioPercent, long? PeakFen, IReadOnlyList<PastHoliday> Past)
{
    /// <summary>Working days before a holiday that make the base.</summary>
    public const int BaseDays = 20;

    /// <summary>The holidays it is learnt from.</summary>
    public const int HolidaysUsed = 6;

    /// <summary>The mean of the errors' sizes, in per cent; null where there is none.</summary>
    public decimal? MeanErrorPercent => Past.Select(past => past.ErrorPercent).OfType<decimal>().Select(Math.Abs).ToList() is { Count: > 0 } errors
        ? errors.Average() : null;

    /// <summary>
    /// The method: a day of a holiday takes the same share of an average working day (the last <see cref="BaseDays"/> before the holiday) as it
    /// took on the last <see cref="HolidaysUsed"/> holidays, their mean; times the base of now, times the days of the coming holiday. All that
    /// is paid out on a holiday stays open until its end, so the sum is the peak. Weekends count as holidays of two days. Its error is what it
    /// would have been off on each past holiday, knowing only what was known then.
    /// </summary>
    /// <param name="calendar">The working days as known now.</param>
    /// <param name="today">The present accounting date.</param>
    /// <param name="paidFen">Payouts by accounting date, in fen, of days that are over.</param>
    public static AdvanceForecast Of(BusinessCalendar calendar, DateOnly today, IReadOnlyDictionary<DateOnly, long> paidFen)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(paidFen);
        var known = new List<(HolidayRun Run, long ActualFen, decimal Ratio, long BaseFen)>();
        var past = new List<PastHoliday>();
        foreach (var run in paidFen.Count == 0 ? [] : RunsBetween(calendar, paidFen.Keys.Min(), today.AddDays(-1)))
        {
            var baseFen = Base(calendar, run.From, paidFen);
            if (baseFen == 0) continue;
            var actualFen = BusinessDays(run).Sum(day => paidFen.GetValueOrDefault(day));
            var ratio = actualFen / (decimal)run.Days / baseFen;
            past.Add(new PastHoliday(run, actualFen, Ratio(known) is { } before ? Peak(baseFen, before, run) : null, Math.Round(ratio * 100, 1)));
            known.Add((run, actualFen, ratio, baseFen));
        }

        var next = NextRun(calendar, today);
        var nowFen = Base(calendar, today, paidFen);
        var learnt = Ratio(known);
        return new AdvanceForecast(
            next, nowFen, learnt is { } share ? Math.Round(share * 100, 1) : null,
            learnt is { } rate && nowFen > 0 ? Peak(nowFen, rate, next) : null,
            [.. past.AsEnumerable().Reverse().Take(HolidaysUsed)]);
    }

    /// <summary>The holiday that a date lies in, or the next one after it.</summary>
    public static HolidayRun NextRun(BusinessCalendar calendar, DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        while (calendar.IsWorkingDay(date)) date = date.AddDays(1);
        var from = date;
        while (!calendar.IsWorkingDay(from.AddDays(-1))) from = from.AddDays(-1);
        while (!calendar.IsWorkingDay(date.AddDays(1))) date = date.AddDays(1);
        var run = new HolidayRun(from, date, null);
        return run with { Name = BusinessDays(run).Select(calendar.NameOf).FirstOrDefault(name => name is not null) };
    }

    private static IEnumerable<DateOnly> BusinessDays(HolidayRun run) => Enumerable.Range(0, run.Days).Select(i => run.From.AddDays(i));

    private static decimal? Ratio(List<(HolidayRun Run, long ActualFen, decimal Ratio, long BaseFen)> known) =>
        known.Count == 0 ? null : known.TakeLast(HolidaysUsed).Average(one => one.Ratio);

    private static long Peak(long baseFen, decimal ratio, HolidayRun run) => (long)Math.Round(baseFen * ratio * run.Days);

    /// <summary>The mean of the working days before a date, as far as there are any.</summary>
    private static long Base(BusinessCalendar calendar, DateOnly before, IReadOnlyDictionary<DateOnly, long> paidFen)
    {
        if (paidFen.Count == 0) return 0;
        var (first, sum, count) = (paidFen.Keys.Min(), 0L, 0);
        for (var day = before.AddDays(-1); day >= first && count < BaseDays; day = day.AddDays(-1))
        {
            if (!calendar.IsWorkingDay(day)) continue;
            sum += paidFen.GetValueOrDefault(day);
            count++;
        }

        return count == 0 ? 0 : sum / count;
    }

    private static IEnumerable<HolidayRun> RunsBetween(BusinessCalendar calendar, DateOnly from, DateOnly through)
    {
        for (var day = from; day <= through;)
        {
            if (calendar.IsWorkingDay(day))
            {
                day = day.AddDays(1);
                continue;
            }

            var run = NextRun(calendar, day);
            // A holiday that is not over, or began before the first payouts, teaches nothing.
            if (run.Through > through) yield break;
            if (run.From >= from) yield return run;
            day = run.Through.AddDays(1);
        }
    }
}
