using System.Globalization;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Calendar;

/// <summary>What a change of the calendar does: to days, and to the settlement of what is not settled yet. What was settled does not move.</summary>
internal static class CalendarEffect
{
    private static readonly Dictionary<DayKind, (string Chinese, string English)> Words = new()
    {
        [DayKind.Working] = ("工作日", "working day"), [DayKind.Weekend] = ("周末", "weekend"), [DayKind.Holiday] = ("节假日", "holiday"),
        [DayKind.MakeUpWorkday] = ("调休上班", "make-up working day"),
    };

    /// <summary>The days whose kind or name changes, runs of days in one line.</summary>
    public static IEnumerable<ApprovalChange> OfDays(BusinessCalendar before, BusinessCalendar after, int year)
    {
        var days = BusinessCalendar.DaysOf(year - 1).Concat(BusinessCalendar.DaysOf(year)).Concat(BusinessCalendar.DaysOf(year + 1))
            .Select(date => (date, was: Kind(before, date), becomes: Kind(after, date))).Where(day => day.was != day.becomes);
        return Runs(days, day => day.date, day => (day.was, day.becomes))
            .Select(run => new ApprovalChange(
                Text(run[0].date, run[^1].date), Text(run[0].date, run[^1].date), run[0].was.Chinese, run[0].becomes.Chinese,
                BeforeEnglish: run[0].was.English, AfterEnglish: run[0].becomes.English));

        // What a notice calls a holiday is its name in either language.
        static (string Chinese, string English) Kind(BusinessCalendar calendar, DateOnly date)
        {
            var (chinese, english) = Words[calendar.KindOf(date)];
            return calendar.NameOf(date) is { } name ? ($"{chinese}（{name}）", $"{english} ({name})") : (chinese, english);
        }
    }

    /// <summary>
    /// The settlement days and advance days that move, for every day that is not settled in all pools yet; and how many batches stand although
    /// their day changes.
    /// </summary>
    public static IEnumerable<ApprovalChange> OfSettlements(
        Books books, BusinessCalendar before, BusinessCalendar after, IReadOnlyList<DateOnly> changed)
    {
        if (changed.Count == 0) yield break;
        var pools = books.Pools.Search(_ => true, "\"id\" > 0")
            .Where(pool => books.Platforms.Get(pool.PlatformId).State != Platforms.PlatformState.Closed).ToList();
        var batches = pools.Select(pool => books.BatchesOfPool.Of(pool.Id)).ToList();
        var stand = batches.Sum(all => all.Count(batch => changed.Contains(batch.SettledOn)));
        if (stand > 0)
        {
            yield return new ApprovalChange(
                "已清算批次", "Settled batches", stand.ToString(CultureInfo.InvariantCulture), $"{stand}（不变）", Binding: false,
                stand.ToString(CultureInfo.InvariantCulture), $"{stand} (unchanged)");
        }

        var settled = batches.Select(all => all.Max(batch => (DateOnly?)batch.Through)).Min() ?? DateOnly.MinValue;
        var first = changed.Min();
        while (!before.IsWorkingDay(first.AddDays(-1)) || !after.IsWorkingDay(first.AddDays(-1))) first = first.AddDays(-1);
        if (first <= settled) first = settled.AddDays(1);
        var moves = new List<(DateOnly Date, DateOnly Was, DateOnly Becomes)>();
        for (var date = first; date <= changed.Max(); date = date.AddDays(1))
        {
            var move = (date, before.FirstWorkingDay(date), after.FirstWorkingDay(date));
            if (move.Item2 != move.Item3) moves.Add(move);
        }

        foreach (var run in Runs(moves, move => move.Date, move => (move.Was, move.Becomes)))
        {
            var (date, was, becomes) = run[0];
            var span = Text(date, run[^1].Date);
            yield return new ApprovalChange($"{span} 的清算日", $"Settlement of {span}", Text(was), Text(becomes));
            yield return new ApprovalChange(
                $"{span} 出款的垫资天数", $"Advance days of payouts on {span}",
                Days(was.DayNumber - date.DayNumber, was.DayNumber - run[^1].Date.DayNumber),
                Days(becomes.DayNumber - date.DayNumber, becomes.DayNumber - run[^1].Date.DayNumber));
        }

        if (moves.Any(move => move.Date <= books.Bank.AccountingDate))
        {
            var openFen = pools.Sum(pool => books.OpenAdvanceDaysOfPool.Of(pool.Id).Where(day => day.BatchId is null && day.Date > settled)
                .Sum(day => day.AmountFen));
            yield return new ApprovalChange(
                "未清算出款（清算日随之变动）", "Payouts not settled yet, whose settlement moves", Fen.Format(openFen), Fen.Format(openFen), Binding: false);
        }
    }

    private static string Days(int first, int last) =>
        first == last ? first.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{first} .. {last}");

    private static string Text(DateOnly first, DateOnly last) => first == last ? Text(first) : $"{Text(first)} .. {Text(last)}";

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<List<T>> Runs<T, TKey>(IEnumerable<T> days, Func<T, DateOnly> dateOf, Func<T, TKey> keyOf)
    {
        List<T>? run = null;
        foreach (var day in days)
        {
            if (run is not null && dateOf(run[^1]).AddDays(1) == dateOf(day) && Equals(keyOf(run[^1]), keyOf(day))) run.Add(day);
            else
            {
                if (run is not null) yield return run;
                run = [day];
            }
        }

        if (run is not null) yield return run;
    }
}
