using CustodyConsole.Components.Shared;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Writing;
using CustodyConsole.Features.Jobs;
using CustodyConsole.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace CustodyConsole.Tests.Jobs;

/// <summary>The scheduler's calendar and its history, with real stores.</summary>
public sealed class BusinessDaysTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Looks_for_money_skip_the_golden_week_of_2017_and_include_its_make_up_saturday()
    {
        var calendar = new BusinessCalendar(Notice.Shipped, new DateTime(2017, 9, 1, 0, 0, 0, DateTimeKind.Utc));

        // Friday evening, then the Saturday that is worked, then the Monday after eight days of holiday.
        Assert.Equal(At(2017, 9, 29, 17, 30), ArrivalLooks.NextUtc(calendar, At(2017, 9, 29, 17, 10)));
        Assert.Equal(At(2017, 9, 30, 9, 0), ArrivalLooks.NextUtc(calendar, At(2017, 9, 29, 17, 30)));
        Assert.Equal(At(2017, 10, 9, 9, 0), ArrivalLooks.NextUtc(calendar, At(2017, 9, 30, 17, 30)));
        Assert.Equal(At(2017, 10, 9, 9, 30), ArrivalLooks.NextUtc(calendar, At(2017, 10, 9, 9, 0)));
        // An ordinary weekend is skipped as well, and so is the turn of the year once its notice is known.
        Assert.Equal(At(2017, 10, 16, 9, 0), ArrivalLooks.NextUtc(calendar, At(2017, 10, 13, 17, 30)));
        var later = new BusinessCalendar(Notice.Shipped, At(2017, 12, 29, 12, 0));
        Assert.Equal(At(2018, 1, 2, 9, 0), ArrivalLooks.NextUtc(later, At(2017, 12, 29, 17, 30)));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_calendar_that_changes_moves_the_next_firing_on_every_node(string database)
    {
        // The scheduler lives by the clock of the test, which stands on a Sunday afternoon.
        await using var bank = await JobBank.OpenAsync(database, scheduler: true);
        await using var other = database == "postgres" ? await JobBank.NodeAsync(bank.Settings, bank.Clock, scheduler: true) : null;
        var nodes = new[] { bank.Provider, other }.OfType<ServiceProvider>().ToList();
        foreach (var node in nodes) Assert.Equal(At(2026, 11, 23, 9, 0), await NextAsync(node));

        // Monday becomes a holiday, by whatever way the notice came.
        var monday = new DateOnly(2026, 11, 23);
        var notice = Notice.Shipped.Last(known => known.Year == 2026);
        _ = (await bank.Provider.GetRequiredService<GroupWriter>().RunAsync(
            0, books => TakeNotice.Run(books, 2026, [.. notice.Days, new NoticeDay(monday, true, "临时放假")], "test"))).Value;
        var renewed = await RefreshAsync(nodes[^1]);

        Assert.True(renewed);
        foreach (var node in nodes)
        {
            Assert.False(await RefreshAsync(node));
            Assert.Equal(At(2026, 11, 24, 9, 0), await NextAsync(node));
        }

        // Another year begins: the calendar reaches on by itself.
        bank.Clock.MoveTo(At(2027, 1, 1, 0, 1));
        Assert.True(await RefreshAsync(nodes[0]));
        var kept = (BusinessDays)(await (await SchedulerAsync(nodes[^1])).GetCalendar(BusinessDays.Name, Cancellation))!;
        Assert.Equal((2028, true), (kept.Through, kept.Off.Contains(monday)));

        async Task<bool> RefreshAsync(ServiceProvider node) =>
            await node.GetRequiredService<BusinessDaysKeeper>().RefreshAsync(await SchedulerAsync(node), Cancellation);
    }

    [Fact]
    public async Task Money_that_is_late_over_a_holiday_is_asked_about_on_working_days_and_at_least_once_a_day()
    {
        await using var bank = await JobBank.OpenAsync("sqlite", settlementLatePerMille: 1000);
        // Tuesday noon: Monday's settlement has been looked for once, and has not come.
        bank.Clock.MoveTo(At(2026, 11, 24, 12, 0));
        await bank.Schedule.RunDueDaysAsync(Cancellation, asksAgain: false);
        var waiting = await ChecksAsync();
        Assert.NotEqual(0, waiting);

        bank.Clock.Advance(TimeSpan.FromHours(5));
        await bank.Schedule.RunDueDaysAsync(Cancellation, asksAgain: false);
        Assert.Equal(waiting, await ChecksAsync());

        await bank.Schedule.RunDueDaysAsync(Cancellation);
        Assert.True(await ChecksAsync() > waiting);

        // A calendar that never fires loses nothing: a day later it is asked about all the same.
        waiting = await ChecksAsync();
        bank.Clock.Advance(JobSchedule.LooksAtLeastEvery);
        await bank.Schedule.RunDueDaysAsync(Cancellation, asksAgain: false);
        Assert.True(await ChecksAsync() > waiting);

        async Task<int> ChecksAsync() => (await bank.RunsAsync())
            .Count(run => run is { Job: JobCatalogue.ConfirmationCheck, State: JobRunState.Waiting, BusinessDate: { Month: 11, Day: 23 } });
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task The_schedulers_history_names_the_node_and_the_runs_that_a_firing_began(string database)
    {
        await using var bank = await JobBank.OpenAsync(database, scheduler: true);
        bank.Clock.Advance(TimeSpan.FromDays(1));
        var firings = bank.Provider.GetRequiredService<FiringQueries>();
        var scheduler = await SchedulerAsync(bank.Provider);
        await scheduler.Start(Cancellation);

        var days = await FirstAsync("?job=days&result=Succeeded");
        await scheduler.Shutdown(waitForJobsToComplete: true, Cancellation);

        var runs = (await bank.RunsAsync()).Where(run => days.Runs.Contains(run.No)).ToList();
        Assert.Contains(runs, run => run is { Job: JobCatalogue.DayCut, State: JobRunState.Done });
        Assert.StartsWith(JobRunner.Node, days.Entry.SchedulerInstanceId, StringComparison.Ordinal);
        Assert.Equal(days.Entry.EntryId, (await firings.OfRunAsync(runs[0], Cancellation))!.EntryId);
        Assert.Equal(0, (await firings.ListAsync(ListState.Parse("/jobs/firings?node=another"), Cancellation)).Count);
        Assert.Equal(0, (await firings.ListAsync(ListState.Parse("/jobs/firings?result=Failed"), Cancellation)).Count);
        Assert.Equal(0, (await firings.MissedAsync(ListState.Parse("/jobs/firings"), Cancellation)).Count);

        async Task<FiringRow> FirstAsync(string filter)
        {
            // However long it takes: the test's own deadline ends it.
            while (true)
            {
                var page = await firings.ListAsync(ListState.Parse("/jobs/firings" + filter), Cancellation);
                if (page.Count > 0) return page.Rows[0];
                await Task.Delay(200, Cancellation);
            }
        }
    }

    private static DateTime At(int year, int month, int day, int hour, int minute) => BankTime.Utc(new DateTime(year, month, day, hour, minute, 0));

    private static async Task<IScheduler> SchedulerAsync(ServiceProvider node) =>
        await node.GetRequiredService<ISchedulerFactory>().GetScheduler(Cancellation);

    private static async Task<DateTime?> NextAsync(ServiceProvider node) =>
        (await (await SchedulerAsync(node)).GetTrigger(new TriggerKey(ArrivalLooks.Trigger), Cancellation))?.NextFireTimeUtc?.UtcDateTime;
}
