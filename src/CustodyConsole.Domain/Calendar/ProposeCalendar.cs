using System.Globalization;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Calendar;

/// <summary>Puts a year's holidays, as a whole, to a second person; approved, it is <see cref="TakeNotice"/> and holds from then on.</summary>
/// <param name="Year">The year.</param>
/// <param name="Days">The days that the notice names, as <see cref="Notice.Write"/> writes them.</param>
/// <param name="Source">Where it comes from: the name of a file, or what was changed by hand.</param>
/// <param name="Reason">Why.</param>
public sealed record ProposeCalendar(int Year, string Days, string Source, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.CalendarChange;

    /// <summary>
    /// One day of a year made a holiday, a make-up working day, or what its weekday makes it; all other days stay as the year's notice has
    /// them. Refusals in order: <see cref="CalendarRefusals.NotPublished"/> (a year without a notice is imported as a whole),
    /// <see cref="CalendarRefusals.KindOfDay"/>, <see cref="CalendarRefusals.NameMissing"/>.
    /// </summary>
    /// <param name="known">The notices that the bank knows.</param>
    /// <param name="nowUtc">The instant (UTC).</param>
    /// <param name="date">The day.</param>
    /// <param name="kind">What it is to be; <see cref="DayKind.Working"/> or <see cref="DayKind.Weekend"/> for what its weekday makes it.</param>
    /// <param name="name">The holiday it belongs to.</param>
    /// <param name="reason">Why.</param>
    public static Outcome<ProposeCalendar> OfDay(
        IReadOnlyList<Notice> known, DateTime nowUtc, DateOnly date, DayKind kind, string name, string reason)
    {
        ArgumentNullException.ThrowIfNull(known);
        var latest = known.Where(notice => notice.KnownFromUtc <= nowUtc).OrderBy(notice => notice.KnownFromUtc).ToList();
        // A day at the end of a year may stand in the notice of the next one.
        var notice = latest.LastOrDefault(one => one.Days.Any(day => day.Date == date) && latest.Last(same => same.Year == one.Year) == one)
            ?? latest.LastOrDefault(one => one.Year == date.Year);
        if (notice is null) return CalendarRefusals.NotPublished(date.Year);
        if (new BusinessCalendar(known, nowUtc).KindOf(date) == kind) return CalendarRefusals.KindOfDay(date);
        var isNamed = kind is DayKind.Holiday or DayKind.MakeUpWorkday;
        name = name?.Trim() ?? "";
        if (isNamed && (name.Length is 0 or > 32 || name.Any(char.IsControl))) return CalendarRefusals.NameMissing();
        var days = notice.Days.Where(day => day.Date != date).ToList();
        if (isNamed) days.Add(new NoticeDay(date, kind == DayKind.Holiday, name));
        var result = new BusinessCalendar([.. known, new Notice(notice.Year, nowUtc, days)], nowUtc).KindOf(date);
        if (result != kind) return CalendarRefusals.KindOfDay(date);
        return new ProposeCalendar(
            notice.Year, Notice.Write(days),
            string.Create(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd} {kind}"), reason);
    }

    /// <summary>
    /// Refusals in order: <see cref="CalendarRefusals.YearOutOfRange"/>, <see cref="CalendarRefusals.NothingChanges"/>,
    /// <see cref="ApprovalRefusals.ReasonMissing"/>.
    /// </summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (Year is < 1950 or > 2100) return CalendarRefusals.YearOutOfRange(1950, 2100);
        var known = TakeNotice.Known(books);
        var days = Notice.Read(Days);
        var change = TakeNotice.Change(known, Year, days, books.NowUtc);
        if (!change.IsNew) return CalendarRefusals.NothingChanges(Year);
        if (ApprovalMaking.IsMissing(Reason)) return ApprovalRefusals.ReasonMissing();
        var before = new BusinessCalendar(known, books.NowUtc);
        var after = new BusinessCalendar([.. known, new Notice(Year, books.NowUtc, days)], books.NowUtc);
        var isProvisional = before.IsProvisional(new DateOnly(Year, 1, 1));
        return new ProposalFacts(
            $"calendar:{Year}", null, 0,
            $"变更 {Year} 年业务日历（{Source}），工作日变动 {change.Changed.Count} 天。理由：{Reason}",
            $"Change the business calendar of {Year} ({Source}); {change.Changed.Count} working days change. Reason: {Reason}",
            [
                .. isProvisional ? [new ApprovalChange(
                    "年度安排", "The year", "暂定（仅周末休息）", "已公布", BeforeEnglish: "provisional (weekends only)", AfterEnglish: "published")] : (ApprovalChange[])[],
                .. CalendarEffect.OfDays(before, after, Year), .. CalendarEffect.OfSettlements(books, before, after, change.Changed),
            ]);
    }

    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        var taken = TakeNotice.Run(books, Year, Notice.Read(Days), $"{Source} · {request.No}");
        if (!taken.Done) return taken.Refusal;
        return $"calendar:{Year}";
    }
}
