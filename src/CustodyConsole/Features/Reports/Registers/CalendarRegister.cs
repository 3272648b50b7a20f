using System.Globalization;
using System.Runtime.CompilerServices;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Calendar;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>业务日历: what kind of day each day of a year is, or of all years that are known, and the notices that say so.</summary>
public sealed class CalendarRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "business-calendar", 1, "业务日历", "Business calendar",
        "清算日与垫资天数的依据：国务院放假调休通知及其取得时间。",
        "What settlement days and the days of advances are counted by: the State Council's notices, and when each was known.",
        ReportParameters.None, Permissions.CalendarView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Days(), new Notices()];

    public override bool FollowsDays => false;

    public override string? ListPath => "calendar";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Number("year", 1950, 2100)];

    private static Task<CalendarState> StateAsync(ReportReading reading, CancellationToken stop) =>
        reading.OnceAsync("calendar", () => CalendarQueries.ReadAsync(reading.Db, reading.NowUtc, stop));

    private static int? YearOf(ReportReading reading) =>
        reading.List.Text("year") is { } year ? int.Parse(year, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    private static IEnumerable<int> YearsOf(ReportReading reading, CalendarState state) => YearOf(reading) is { } one ? [one] : state.Years;

    private sealed record Day(DateOnly Date, BusinessCalendar Calendar);

    private sealed class Days : SheetOf<Day>
    {
        public override string Chinese => "日历";

        public override string English => "Days";

        protected override IReadOnlyList<ReportColumn<Day>> Columns { get; } =
        [
            Date("date", "日期", "Date", "日期。", "The date.", row => row.Date),
            Text("weekday", "星期", "Weekday", "星期。", "The day of the week.", (row, reading) => reading.Culture.DateTimeFormat.GetDayName(row.Date.DayOfWeek)),
            Text("kind", "类别", "Kind", "工作日、周末、法定节假日或调休上班。", "A working day, a weekend, a holiday, or a day on which work is made up for.", (row, reading) => reading.Word(row.Calendar.KindOf(row.Date))),
            Text("settles", "是否清算", "Settles", "当日是否清算。", "Whether banks settle on it.",
                (row, reading) => row.Calendar.IsWorkingDay(row.Date) ? reading.Say("清算", "yes") : reading.Say("不清算", "no")),
            Text("name", "节日", "Holiday", "通知所称节日。", "The holiday, as its notice calls it.", row => row.Calendar.NameOf(row.Date)),
            Text("provisional", "是否暂定", "Provisional", "当年通知尚未取得的为暂定。", "Whether the year's notice is not known yet.",
                (row, reading) => row.Calendar.IsProvisional(row.Date) ? reading.Say("暂定", "yes") : reading.Say("已公布", "no")),
        ];

        protected override async IAsyncEnumerable<Day> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            var state = await StateAsync(reading, stop);
            foreach (var date in YearsOf(reading, state).SelectMany(BusinessCalendar.DaysOf)) yield return new Day(date, state.Calendar);
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var years = YearsOf(reading, await StateAsync(reading, stop)).ToList();
            return new SheetTotals(new DateOnly(years[^1] + 1, 1, 1).DayNumber - new DateOnly(years[0], 1, 1).DayNumber);
        }
    }

    private sealed class Notices : SheetOf<NoticeVersion>
    {
        public override string Chinese => "通知版本";

        public override string English => "Notices";

        protected override IReadOnlyList<ReportColumn<NoticeVersion>> Columns { get; } =
        [
            Code("year", "年度", "Year", "通知所属年度。", "The year.", row => row.Notice.Year.ToString(CultureInfo.InvariantCulture)),
            Moment("knownFrom", "取得时间", "Known from", "本行取得通知的时间。", "When the bank knew it.", row => row.Notice.KnownFromUtc),
            Text("source", "来源", "Source", "取得来源；空为随系统提供。", "Where it came from; empty for what came with the program.", row => row.Source),
            Count("off", "放假天数", "Holidays", "通知所列放假天数。", "How many days off it names.", row => row.Notice.Days.Count(day => day.IsOff)),
            Count("work", "调休上班天数", "Made-up days", "通知所列调休上班天数。", "How many days it names on which work is made up for.", row => row.Notice.Days.Count(day => !day.IsOff)),
            Text("state", "状态", "State", "同年最新取得的通知有效。", "The latest notice of a year holds.", (row, reading) => row.IsInForce ? reading.Say("有效", "in force") : reading.Say("已被替换", "replaced")),
        ];

        protected override async IAsyncEnumerable<NoticeVersion> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            var year = YearOf(reading);
            foreach (var version in (await StateAsync(reading, stop)).Versions.Where(version => year is null || version.Notice.Year == year)) yield return version;
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var (year, now) = (YearOf(reading), reading.NowUtc);
            var taken = await reading.Db.CalendarNotices.LongCountAsync(notice => notice.KnownFromUtc <= now && (year == null || notice.Year == year), stop);
            return new SheetTotals(taken + Notice.Shipped.Count(notice => notice.KnownFromUtc <= now && (year is null || notice.Year == year)));
        }
    }
}
