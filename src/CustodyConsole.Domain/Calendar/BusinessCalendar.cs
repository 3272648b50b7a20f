namespace CustodyConsole.Domain.Calendar;

/// <summary>What kind of day a date is.</summary>
public enum DayKind
{
    /// <summary>A working day, Monday to Friday 工作日.</summary>
    Working = 1,
    /// <summary>A Saturday or Sunday that no notice names 周末.</summary>
    Weekend = 2,
    /// <summary>A holiday that a notice names 法定节假日.</summary>
    Holiday = 3,
    /// <summary>A day on which work is made up for 调休上班.</summary>
    MakeUpWorkday = 4,
}

/// <summary>
/// The working days and holidays as they were known at one instant (R69). It never changes: whoever needs what is known now asks for another.
/// A year of which no notice was known is provisional: its weekends are guessed to be all that is free.
/// </summary>
public sealed class BusinessCalendar
{
    private readonly Dictionary<DateOnly, NoticeDay> _days = [];
    private readonly HashSet<int> _years = [];

    /// <summary>The calendar as known at an instant, from all notices there are.</summary>
    /// <param name="notices">Notices, of which the latest known one of each year holds.</param>
    /// <param name="atUtc">The instant (UTC).</param>
    public BusinessCalendar(IEnumerable<Notice> notices, DateTime atUtc)
    {
        ArgumentNullException.ThrowIfNull(notices);
        var latest = notices
            .Select((notice, order) => (notice, order))
            .Where(known => known.notice.KnownFromUtc <= atUtc)
            .GroupBy(known => known.notice.Year)
            .Select(year => year.OrderBy(known => known.notice.KnownFromUtc).ThenBy(known => known.order).Last())
            // Where two years name the same day, at the turn of the year, the later notice holds.
            .OrderBy(known => known.notice.KnownFromUtc).ThenBy(known => known.order);
        foreach (var (notice, _) in latest)
        {
            _years.Add(notice.Year);
            foreach (var day in notice.Days) _days[day.Date] = day;
        }
    }

    /// <summary>The years of which a notice was known.</summary>
    public IReadOnlyCollection<int> Years => _years;

    /// <summary>What kind of day it is.</summary>
    public DayKind KindOf(DateOnly date) =>
        _days.TryGetValue(date, out var day) ? day.IsOff ? DayKind.Holiday : IsWeekend(date) ? DayKind.MakeUpWorkday : DayKind.Working
        : IsWeekend(date) ? DayKind.Weekend : DayKind.Working;

    /// <summary>The holiday that a date belongs to, as its notice calls it; null for any other day.</summary>
    public string? NameOf(DateOnly date) => _days.TryGetValue(date, out var day) ? day.Name : null;

    /// <summary>True when banks settle on this day.</summary>
    public bool IsWorkingDay(DateOnly date) => KindOf(date) is DayKind.Working or DayKind.MakeUpWorkday;

    /// <summary>True when no notice for the year of this date was known, so that it may still change.</summary>
    public bool IsProvisional(DateOnly date) => !_years.Contains(date.Year);

    /// <summary>The first working day after a date.</summary>
    public DateOnly NextWorkingDay(DateOnly date) => FirstWorkingDay(date.AddDays(1));

    /// <summary>The date itself if it is a working day, or the first working day after it.</summary>
    public DateOnly FirstWorkingDay(DateOnly date)
    {
        while (!IsWorkingDay(date)) date = date.AddDays(1);
        return date;
    }

    /// <summary>The last working day before a date.</summary>
    public DateOnly PreviousWorkingDay(DateOnly date)
    {
        do date = date.AddDays(-1);
        while (!IsWorkingDay(date));
        return date;
    }

    /// <summary>All days of a year on which banks do not settle.</summary>
    public IEnumerable<DateOnly> NonWorkingDays(int year) => DaysOf(year).Where(date => !IsWorkingDay(date));

    /// <summary>All days of a year.</summary>
    public static IEnumerable<DateOnly> DaysOf(int year)
    {
        for (var date = new DateOnly(year, 1, 1); ; date = date.AddDays(1))
        {
            yield return date;
            if (date is { Month: 12, Day: 31 }) yield break;
        }
    }

    private static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
