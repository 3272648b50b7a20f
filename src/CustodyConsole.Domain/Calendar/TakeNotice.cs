using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Calendar;

/// <summary>What taking a notice over changes.</summary>
/// <param name="Year">The year.</param>
/// <param name="Changed">The days that become working days or cease to be, in order.</param>
/// <param name="IsNew">False when the bank knew it already and nothing was done.</param>
public sealed record CalendarChange(int Year, IReadOnlyList<DateOnly> Changed, bool IsNew);

/// <summary>Takes a year's notice over. It holds from now on: what was settled before stays as it was.</summary>
public static class TakeNotice
{
    /// <summary>Takes it over, unless it says what is known already. It has no refusals: what can be wrong with a notice is told when it is read.</summary>
    public static Outcome<CalendarChange> Run(Books books, int year, IReadOnlyList<NoticeDay> days, string source)
    {
        ArgumentNullException.ThrowIfNull(books);
        ArgumentNullException.ThrowIfNull(days);
        var change = Change(Known(books), year, days, books.NowUtc);
        if (!change.IsNew) return change;
        books.CalendarNotices.Add(new CalendarNotice
        {
            Year = year,
            KnownFromUtc = books.NowUtc,
            Days = Notice.Write(days),
            Source = source,
        });
        return change;
    }

    /// <summary>
    /// Takes over what somebody at the server's own shell gives it, and says which settlement and advance days move by that. One person alone may
    /// bring a year that was not published; another notice for a year that has one is for two people in the console, unless it is said that it
    /// replaces it. Refusal: <see cref="CalendarRefusals.YearHasNotice"/>.
    /// </summary>
    public static Outcome<(CalendarChange Change, IReadOnlyList<ApprovalChange> Moves)> Import(
        Books books, int year, IReadOnlyList<NoticeDay> days, string source, bool replaces)
    {
        var known = Known(books);
        var change = Change(known, year, days, books.NowUtc);
        if (!change.IsNew) return (change, new List<ApprovalChange>());
        if (!replaces && known.Any(notice => notice.Year == year && notice.KnownFromUtc <= books.NowUtc)) return CalendarRefusals.YearHasNotice(year);
        var (before, after) = (new BusinessCalendar(known, books.NowUtc), new BusinessCalendar([.. known, new Notice(year, books.NowUtc, days)], books.NowUtc));
        // A database without a bank has nothing that could move.
        List<ApprovalChange> moves = books.BankStates.Find(Ledger.BankState.OnlyId) is null
            ? [] : [.. CalendarEffect.OfSettlements(books, before, after, change.Changed)];
        var taken = Run(books, year, days, source);
        if (!taken.Done) return taken.Refusal;
        return (taken.Value, moves);
    }

    /// <summary>The calendar as the bank knows it now.</summary>
    internal static BusinessCalendar CalendarOf(Books books) => new(Known(books), books.NowUtc);

    /// <summary>The span around now in which no notice became known, so that the calendar is the same throughout.</summary>
    internal static (DateTime FromUtc, DateTime UntilUtc) SameBetween(Books books)
    {
        var instants = Known(books).Select(notice => notice.KnownFromUtc).ToList();
        return (
            instants.Where(instant => instant <= books.NowUtc).DefaultIfEmpty(DateTime.MinValue).Max(),
            instants.Where(instant => instant > books.NowUtc).DefaultIfEmpty(DateTime.MaxValue).Min());
    }

    internal static List<Notice> Known(Books books) =>
    [
        .. Notice.Shipped,
        .. books.CalendarNotices.Search(_ => true, "\"year\" > 0").OrderBy(row => row.Id).Select(row => row.Notice),
    ];

    /// <summary>What taking it over would change.</summary>
    public static CalendarChange Change(IReadOnlyList<Notice> known, int year, IReadOnlyList<NoticeDay> days, DateTime nowUtc)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(days);
        var latest = known.Where(notice => notice.Year == year && notice.KnownFromUtc <= nowUtc)
            .OrderBy(notice => notice.KnownFromUtc).LastOrDefault();
        if (latest is not null && latest.Days.SequenceEqual(days.OrderBy(day => day.Date))) return new CalendarChange(year, [], false);
        var before = new BusinessCalendar(known, nowUtc);
        var after = new BusinessCalendar([.. known, new Notice(year, nowUtc, days)], nowUtc);
        var changed = BusinessCalendar.DaysOf(year - 1).Concat(BusinessCalendar.DaysOf(year)).Concat(BusinessCalendar.DaysOf(year + 1))
            .Where(date => before.IsWorkingDay(date) != after.IsWorkingDay(date));
        return new CalendarChange(year, [.. changed], true);
    }
}
