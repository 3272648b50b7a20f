using CustodyConsole.Domain.Reports;

namespace CustodyConsole.Domain.Tests.Reports;

public sealed class ReportScheduleTests
{
    private static readonly ReportFacts Journal = new(
        "test-journal", 1, "会计分录", "Journal", "内部审计", "Internal audit", ReportParameters.Period | ReportParameters.Platform, Permissions.JournalView);

    private static readonly ReportFacts Monthly = Journal with { Code = "test-monthly", Parameters = ReportParameters.Month };

    [Theory, OnBothDatabases]
    public async Task A_daily_schedule_asks_once_for_each_closed_day(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        var schedule = (await bank.Reports.ScheduleAsync(bank.Officer, Journal, new ReportScope { PlatformNo = "8001" }, ReportCadence.Daily, "平台 8001", "platform 8001")).Value;
        Assert.Equal("report.not-due", (await QueueAsync(bank, schedule, TestBank.FirstDay)).Refusal!.Code);
        await CloseAsync(bank, TestBank.FirstDay);

        var twice = await Task.WhenAll(QueueAsync(bank, schedule, TestBank.FirstDay), QueueAsync(bank, schedule, TestBank.FirstDay));

        var run = Assert.Single(twice, one => one.Done).Value!;
        Assert.Equal("report.not-due", Assert.Single(twice, one => !one.Done).Refusal!.Code);
        var scope = ReportScope.FromJson(run.Scope);
        Assert.Equal((TestBank.FirstDay, TestBank.FirstDay, "8001"), (scope.From, scope.To, scope.PlatformNo));
        Assert.Equal((schedule.Id, TestBank.FirstDay, "liwen"), (run.ScheduleId!.Value, run.ScheduledFor!.Value, run.AskedBy));
    }

    [Theory, OnBothDatabases]
    public async Task A_monthly_schedule_asks_when_the_last_day_of_the_month_is_closed(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        Assert.Equal("report.only-monthly", (await bank.Reports.ScheduleAsync(bank.Officer, Monthly, new ReportScope(), ReportCadence.Daily, "", "")).Refusal!.Code);
        var schedule = (await bank.Reports.ScheduleAsync(bank.Officer, Monthly, new ReportScope(), ReportCadence.Monthly, "全部", "all")).Value;
        Assert.Equal("report.same-schedule", (await bank.Reports.ScheduleAsync(bank.Officer, Monthly, new ReportScope(), ReportCadence.Monthly, "全部", "all")).Refusal!.Code);
        await CloseAsync(bank, new DateOnly(2017, 8, 31));

        Assert.Null((await QueueAsync(bank, schedule, new DateOnly(2017, 8, 30))).Value);
        var run = (await QueueAsync(bank, schedule, new DateOnly(2017, 8, 31))).Value!;

        var scope = ReportScope.FromJson(run.Scope);
        Assert.Equal((new DateOnly(2017, 8, 1), new DateOnly(2017, 8, 31)), (scope.From, scope.To));
    }

    [Theory, OnBothDatabases]
    public async Task A_date_whose_export_was_lost_is_made_again_after_a_while_and_one_that_was_made_is_not(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        var schedule = (await bank.Reports.ScheduleAsync(bank.Officer, Journal, new ReportScope(), ReportCadence.Daily, "全部", "all")).Value;
        await CloseAsync(bank, TestBank.FirstDay);
        for (var attempt = 1; attempt < ReportRun.TriesMax; attempt++)
        {
            var run = (await QueueAsync(bank, schedule, TestBank.FirstDay)).Value!;
            Assert.Equal("report.not-due", (await QueueAsync(bank, schedule, TestBank.FirstDay)).Refusal!.Code);
            _ = (await bank.Reports.BeginAsync(run.No, "node-1")).Value;
            _ = (await bank.Reports.LoseAsync(run.No, evenHeard: true)).Value;
            // Not at once: the disk may still be full.
            Assert.Equal("report.not-due", (await QueueAsync(bank, schedule, TestBank.FirstDay)).Refusal!.Code);
            bank.Desk.Bank.Clock.Advance(ReportRun.TriedAgainAfter);
        }

        var last = (await QueueAsync(bank, schedule, TestBank.FirstDay)).Value!;
        Assert.Equal(TestBank.FirstDay, last.ScheduledFor);
        _ = (await bank.Reports.BeginAsync(last.No, "node-1")).Value;
        _ = (await bank.Reports.EndAsync((await bank.FindAsync(last.No)), ReportBank.Made(new string('a', 64)))).Value;
        bank.Desk.Bank.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal("report.not-due", (await QueueAsync(bank, schedule, TestBank.FirstDay)).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_schedule_stops_with_its_owners_rights_and_by_hand(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        var orphan = (await bank.Reports.ScheduleAsync(
            bank.Desk.Person("gone", "何欢", "10099", Roles.Compliance), Journal, new ReportScope(), ReportCadence.Daily, "全部", "all")).Value;
        var schedule = (await bank.Reports.ScheduleAsync(bank.Officer, Journal, new ReportScope { English = true }, ReportCadence.Daily, "全部", "all")).Value;
        Assert.Equal(
            "report.never-in-clear",
            (await bank.Reports.ScheduleAsync(bank.Officer, ReportBank.Accounts, new ReportScope { Unmasked = true }, ReportCadence.Daily, "", "")).Refusal!.Code);
        var narrow = Journal with { Parameters = ReportParameters.Period | ReportParameters.PlatformRequired };
        Assert.Equal("report-scope.platform-missing", (await bank.Reports.ScheduleAsync(bank.Officer, narrow, new ReportScope(), ReportCadence.Daily, "", "")).Refusal!.Code);
        var about = Journal with { Parameters = ReportParameters.Period | ReportParameters.SubjectRequired };
        Assert.Equal("report-scope.subject-missing", (await bank.Reports.ScheduleAsync(bank.Officer, about, new ReportScope(), ReportCadence.Daily, "", "")).Refusal!.Code);
        // A report that knows no platforms is not narrowed to one, today or any day.
        var whole = Journal with { Parameters = ReportParameters.Period };
        Assert.Equal("report-scope.not-a-parameter", (await bank.Reports.ScheduleAsync(bank.Officer, whole, new ReportScope { PlatformNo = "8001" }, ReportCadence.Daily, "", "")).Refusal!.Code);
        Assert.Equal("staff.not-permitted", (await bank.Reports.ScheduleAsync(bank.Auditor, Journal, new ReportScope(), ReportCadence.Daily, "", "")).Refusal!.Code);
        await CloseAsync(bank, TestBank.FirstDay.AddDays(1));

        Assert.Null((await QueueAsync(bank, orphan, TestBank.FirstDay)).Value);
        Assert.Equal("report.schedule-stopped", (await QueueAsync(bank, orphan, TestBank.FirstDay.AddDays(1))).Refusal!.Code);
        Assert.True((await bank.Reports.StopScheduleAsync(bank.Desk.Maker, schedule.No)).Done);
        Assert.Equal("report.schedule-stopped", (await bank.Reports.StopScheduleAsync(bank.Officer, schedule.No)).Refusal!.Code);
        Assert.Equal("report.schedule-stopped", (await QueueAsync(bank, schedule, TestBank.FirstDay)).Refusal!.Code);
    }

    private static Task<Outcome<ReportRun?>> QueueAsync(ReportBank bank, ReportSchedule schedule, DateOnly date) => bank.Reports.QueueScheduledAsync(
        schedule.No, date, new[] { Journal, Monthly }.Single(report => report.Code == schedule.Code), $"{date:yyyy-MM-dd}", $"{date:yyyy-MM-dd}");

    /// <summary>The days through this one are closed; what closing a day takes is not these tests' matter.</summary>
    private static async Task CloseAsync(ReportBank bank, DateOnly through) => _ = (await bank.Desk.Bank.Writer.RunAsync<bool>(0, books =>
    {
        books.BankStates.Edit(books.Bank).ClosedThrough = through;
        return true;
    })).Value;
}
