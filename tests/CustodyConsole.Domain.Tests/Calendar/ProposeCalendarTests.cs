using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Tests.Settlement;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Calendar;

public sealed class ProposeCalendarTests
{
    private static readonly DateTime BeforeTheExtension = new(2020, 1, 25, 2, 0, 0, DateTimeKind.Utc);

    [Theory, OnBothDatabases]
    public async Task The_late_extension_of_2020_moves_what_is_not_settled_and_nothing_else(string database)
    {
        await using var desk = await SettlementDesk.OpenAsync(database);
        var bank = desk.Bank;
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(account, 100_00);
        var eve = new DateOnly(2020, 1, 23);
        await bank.CutToAsync(eve);
        await bank.CutInTheEveningAsync(eve);
        var settled = await bank.SettleAsync(eve);
        bank.Clock.MoveTo(BeforeTheExtension);
        var extended = Notice.Shipped.Last(notice => notice.Year == 2020);
        var proposal = new ProposeCalendar(2020, Notice.Write(extended.Days), "2020.json", "国办发明电〔2020〕1号：延长春节假期");

        var facts = (await desk.PreviewAsync(proposal)).Value;

        Assert.Contains(facts.Changes, change => change is { English: "2020-01-31", Before: "工作日", After: "节假日（春节）", BeforeEnglish: "working day", AfterEnglish: "holiday (春节)" });
        Assert.Contains(facts.Changes, change => change is { English: "2020-02-01", Before: "调休上班（春节）", After: "节假日（春节）" });
        Assert.Contains(facts.Changes, change => change is
            { English: "Settlement of 2020-01-24 .. 2020-01-31", Before: "2020-01-31", After: "2020-02-03" });
        Assert.Contains(facts.Changes, change => change is
            { English: "Advance days of payouts on 2020-01-24 .. 2020-01-31", Before: "7 .. 0", After: "10 .. 3" });
        Assert.DoesNotContain(facts.Changes, change => change.English.Contains("01-23", StringComparison.Ordinal));
        Assert.True((await desk.DecideAsync(proposal)).Done);

        Assert.Equal(settled.SettledOn, (await bank.BatchAsync(settled.No)).SettledOn);
        await using var db = bank.Db();
        var calendar = await CalendarNotice.CalendarAsync(db, bank.Clock.GetUtcNow().UtcDateTime);
        Assert.Equal(new DateOnly(2020, 2, 3), calendar.FirstWorkingDay(new DateOnly(2020, 1, 24)));
        var row = await db.CalendarNotices.SingleAsync();
        Assert.Contains("AP", row.Source, StringComparison.Ordinal);
        Assert.Equal("calendar.nothing-changes", (await desk.PreviewAsync(proposal)).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task One_day_is_changed_by_hand_and_the_rest_of_its_year_stays(string database)
    {
        await using var desk = await SettlementDesk.OpenAsync(database);
        var bank = desk.Bank;
        var now = bank.Clock.GetUtcNow().UtcDateTime;
        var known = (await bank.Writer.RunAsync<List<Notice>>(CustodyStore.NoPool, books => TakeNotice.Known(books))).Value;
        var friday = new DateOnly(2017, 8, 4);
        Outcome<ProposeCalendar> Change(DateOnly date, DayKind kind, string name = "台风停市") =>
            ProposeCalendar.OfDay(known, now, date, kind, name, "监管通知");

        Assert.Equal("calendar.not-published", Change(new DateOnly(2019, 8, 2), DayKind.Holiday).Refusal!.Code);
        Assert.Equal("calendar.kind-of-day", Change(friday, DayKind.Working).Refusal!.Code);
        Assert.Equal("calendar.kind-of-day", Change(friday, DayKind.Weekend).Refusal!.Code);
        Assert.Equal("calendar.kind-of-day", Change(friday, DayKind.MakeUpWorkday).Refusal!.Code);
        Assert.Equal("calendar.name-missing", Change(friday, DayKind.Holiday, " ").Refusal!.Code);
        var proposal = Change(friday, DayKind.Holiday).Value;
        var asked = (await desk.SubmitAsync(proposal)).Value;
        Assert.Equal("approval.same-person", (await desk.ApproveAsync(asked.No, desk.Maker with { Roles = [Roles.Checker] })).Refusal!.Code);
        Assert.True((await desk.ApproveAsync(asked.No)).Done);

        await using var db = bank.Db();
        var calendar = await CalendarNotice.CalendarAsync(db, bank.Clock.GetUtcNow().UtcDateTime);
        Assert.Equal((DayKind.Holiday, "台风停市"), (calendar.KindOf(friday), calendar.NameOf(friday)));
        Assert.Equal(DayKind.Holiday, calendar.KindOf(new DateOnly(2017, 10, 5)));
        Assert.Equal(new DateOnly(2017, 8, 7), calendar.NextWorkingDay(TestBank.FirstDay));
    }

    [Theory, OnBothDatabases]
    public async Task Another_cut_off_time_is_decided_by_two_people_and_holds_for_the_running_day(string database)
    {
        await using var desk = await SettlementDesk.OpenAsync(database);
        var bank = desk.Bank;
        Assert.Equal("day.cut-off-out-of-range", (await desk.PreviewAsync(new ProposeCutOff(719, "试运行"))).Refusal!.Code);
        Assert.Equal("day.cut-off-out-of-range", (await desk.PreviewAsync(new ProposeCutOff(1_440, "试运行"))).Refusal!.Code);
        Assert.Equal("approval.reason-missing", (await desk.PreviewAsync(new ProposeCutOff(1_380, ""))).Refusal!.Code);
        // At seven in the evening a cut-off of six has passed, and whoever decides is told what that means.
        Assert.Single((await desk.PreviewAsync(new ProposeCutOff(1_080, "提前日切"))).Value.Changes);
        bank.Clock.MoveTo(new DateTime(2017, 8, 3, 11, 0, 0, DateTimeKind.Utc));
        Assert.Contains(
            (await desk.PreviewAsync(new ProposeCutOff(1_080, "提前日切"))).Value.Changes,
            change => change.After is { } after && after.Contains("批准后一分钟内日切；此后的业务记入 2017-08-04", StringComparison.Ordinal));
        Assert.True((await desk.DecideAsync(new ProposeCutOff(1_380, "与支付公司切点一致"))).Done);

        bank.Clock.MoveTo(new DateTime(2017, 8, 3, 15, 0, 0, DateTimeKind.Utc));
        var cut = await bank.Writer.RunAsync(0, books => CloseDay.Cut(books, TestBank.FirstDay));

        Assert.True(cut.Value);
        await using var db = bank.Db();
        var state = await db.BankStates.SingleAsync();
        Assert.Equal((1_380, TestBank.FirstDay.AddDays(1)), (state.CutOffMinutes, state.AccountingDate));
    }
}
