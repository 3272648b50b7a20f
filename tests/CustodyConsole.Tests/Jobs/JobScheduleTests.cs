using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Jobs;
using CustodyConsole.Tests.Demo;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustodyConsole.Tests.Jobs;

public sealed class JobScheduleTests
{
    private static readonly DateOnly Today = SeededBanks.Today;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_console_that_was_off_for_three_days_catches_them_up_in_order_and_does_nothing_twice(string database)
    {
        await using var bank = await JobBank.OpenAsync(database);
        var schedule = await bank.ScheduleReportAsync("journal");
        bank.Clock.Advance(TimeSpan.FromDays(3));

        await bank.Schedule.RunDueDaysAsync(Cancellation);
        await bank.Schedule.RunDueDaysAsync(Cancellation);
        foreach (var _ in Enumerable.Range(0, 2))
            await bank.Schedule.RunContinuousAsync(JobCatalogue.Find(JobCatalogue.ScheduledReports)!, Cancellation);

        await using var db = bank.Db();
        var state = await db.BankStates.SingleAsync(Cancellation);
        Assert.Equal(Today.AddDays(3), state.AccountingDate);
        Assert.Equal(Today.AddDays(2), state.ClosedThrough);
        var runs = (await bank.RunsAsync()).Where(run => run.BusinessDate >= Today).ToList();
        var reports = await db.ReportRuns.OrderBy(run => run.Id).ToListAsync(Cancellation);
        Assert.Equal([Today, Today.AddDays(1), Today.AddDays(2)], reports.Select(run => run.ScheduledFor!.Value));
        Assert.All(reports, run => Assert.Equal((schedule.Id, "compliance"), (run.ScheduleId!.Value, run.AskedBy)));
        Assert.All(runs, run => Assert.True(run.EndedWell, $"{run.Job} {run.BusinessDate} {run.State} {run.ResultEnglish}"));
        foreach (var job in JobCatalogue.OfADay)
        {
            var own = runs.Where(run => run.Job == job.Name && run.BusinessDate >= Today).ToList();
            Assert.Equal([Today, Today.AddDays(1), Today.AddDays(2)], own.Select(run => run.BusinessDate));
        }

        // A Sunday has no settlement; Monday and Tuesday have one each.
        var settlements = runs.Where(run => run.Job == JobCatalogue.NetSettlement && run.BusinessDate >= Today).ToList();
        Assert.Equal([JobRunState.Skipped, JobRunState.Done, JobRunState.Done], settlements.Select(run => run.State));
        Assert.Empty(await TrialBalance.ProveAsync(db, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_clock_that_jumps_back_an_hour_and_then_on_runs_nothing_twice()
    {
        await using var bank = await JobBank.OpenAsync("sqlite");
        bank.Clock.Advance(TimeSpan.FromHours(10));
        await bank.Schedule.RunDueDaysAsync(Cancellation);
        bank.Clock.Advance(TimeSpan.FromHours(-1));
        await bank.Schedule.RunDueDaysAsync(Cancellation);
        bank.Clock.Advance(TimeSpan.FromDays(2));
        await bank.Schedule.RunDueDaysAsync(Cancellation);

        var runs = (await bank.RunsAsync()).Where(run => run.BusinessDate >= Today).ToList();

        Assert.Equal(runs.Count, runs.Select(run => (run.Job, run.BusinessDate)).Distinct().Count());
        // The one jump back ran nothing, the jump of two days caught both up in order.
        foreach (var job in JobCatalogue.OfADay)
        {
            var dates = runs.Where(run => run.Job == job.Name).Select(run => run.BusinessDate).ToList();
            Assert.Equal(Enumerable.Range(0, dates.Count).Select(Today.AddDays), dates);
        }

        await using var db = bank.Db();
        Assert.Equal((Today.AddDays(3), Today.AddDays(1)), (
            (await db.BankStates.SingleAsync(Cancellation)).AccountingDate, (await db.BankStates.SingleAsync(Cancellation)).ClosedThrough));
        Assert.Equal(2, await db.Batches.Where(batch => batch.SettledOn > Today).Select(batch => batch.SettledOn).Distinct().CountAsync(Cancellation));
    }

    [Fact]
    public async Task What_a_silent_node_was_doing_for_a_day_that_is_closed_without_it_is_done_all_the_same()
    {
        await using var bank = await JobBank.OpenAsync("sqlite");
        var digest = JobCatalogue.Find(JobCatalogue.AuditDigest)!;
        bank.Clock.Advance(TimeSpan.FromDays(2));
        _ = (await bank.Runner.RunAsync(JobCatalogue.Find(JobCatalogue.DayCut)!, Today, stopping: Cancellation)).Value;
        _ = (await bank.Desk.BeginAsync(digest, Today, "node-that-falls-silent")).Value;

        await bank.Schedule.RunDueDaysAsync(Cancellation);
        var file = bank.Provider.GetRequiredService<AuditDigestFile>().Path;
        var written = await File.ReadAllLinesAsync(file, Cancellation);
        await using (var db = bank.Db()) Assert.Equal(Today.AddDays(1), (await db.BankStates.SingleAsync(Cancellation)).ClosedThrough);
        Assert.DoesNotContain(await bank.RunsAsync(), run => run.Job == digest.Name && run.BusinessDate == Today && run.EndedWell);

        bank.Clock.Advance(TimeSpan.FromMinutes(2));
        await bank.Schedule.RunDueDaysAsync(Cancellation);

        Assert.Equal([JobRunState.Lost, JobRunState.Done], (await bank.RunsAsync())
            .Where(run => run.Job == digest.Name && run.BusinessDate == Today).Select(run => run.State));
        // The digests that later days have written stay in the file.
        Assert.Equal(written, (await File.ReadAllLinesAsync(file, Cancellation)).Take(written.Length));
        Assert.NotEmpty(written);
    }

    [Fact]
    public async Task Two_nodes_of_which_one_is_cut_off_again_and_again_do_every_job_once_and_lose_none()
    {
        await using var bank = await JobBank.OpenAsync("postgres");
        bank.Clock.Advance(TimeSpan.FromDays(4));
        var draw = new Random(20_171_009);
        for (var round = 0; round < 12; round++)
        {
            var other = await JobBank.NodeAsync(bank.Settings, bank.Clock);
            var both = new[] { bank.Schedule.RunDueDaysAsync(Cancellation), other.GetRequiredService<JobSchedule>().RunDueDaysAsync(Cancellation) };
            await Task.Delay(draw.Next(50, 600), Cancellation);
            // Nothing that it has begun is ended, and nobody is told.
            await other.DisposeAsync();
            await both[0];
            await both[1].ContinueWith(_ => { }, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
            // What it was doing counts as silent after a minute, what it failed is tried again after ten.
            bank.Clock.Advance(JobSchedule.TriedAgainAfter + TimeSpan.FromMinutes(1));
        }

        await bank.Schedule.RunDueDaysAsync(Cancellation);
        await using var db = bank.Db();
        Assert.Equal(Today.AddDays(3), (await db.BankStates.SingleAsync(Cancellation)).ClosedThrough);
        var runs = (await bank.RunsAsync()).Where(run => run.BusinessDate >= Today && run.EndedWell).ToList();
        foreach (var job in JobCatalogue.OfADay)
        {
            Assert.Equal(
                [Today, Today.AddDays(1), Today.AddDays(2), Today.AddDays(3)],
                runs.Where(run => run.Job == job.Name).Select(run => run.BusinessDate).Order());
        }

        var pools = await db.Pools.CountAsync(Cancellation);
        var batches = await db.Batches.Where(batch => batch.SettledOn > Today).ToListAsync(Cancellation);
        Assert.All(batches.GroupBy(batch => batch.SettledOn), day => Assert.Equal(pools, day.Count()));
        Assert.Equal(3, batches.Select(batch => batch.SettledOn).Distinct().Count());
        Assert.Empty(await TrialBalance.ProveAsync(db, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Money_that_is_late_for_one_platform_keeps_no_other_waiting_and_nobody_has_to_set_it_going_again()
    {
        await using var bank = await JobBank.OpenAsync("sqlite", settlementLatePerMille: 500);
        bank.Clock.Advance(TimeSpan.FromDays(3));
        await bank.Schedule.RunDueDaysAsync(Cancellation);

        await using var db = bank.Db();
        var tuesday = Today.AddDays(2);
        var late = await db.Batches.Where(batch => batch.State == BatchState.Instructed).Select(batch => batch.PoolId).ToListAsync(Cancellation);
        var settled = await db.Batches.Where(batch => batch.Through == tuesday).Select(batch => batch.PoolId).ToListAsync(Cancellation);
        Assert.NotEmpty(late);
        Assert.NotEmpty(settled);
        Assert.Equal(await db.Pools.CountAsync(Cancellation), late.Union(settled).Count());
        Assert.DoesNotContain(await bank.RunsAsync(), run => run.State == JobRunState.Failed && run.BusinessDate >= Today);

        // One is confirmed where the clock is an hour fast: what waits for the others is not asked about without end until then.
        var fast = await db.Batches.AsNoTracking().FirstAsync(one => one.State == BatchState.Instructed, Cancellation);
        await ConfirmAsync(fast);
        _ = (await bank.Provider.GetRequiredService<Domain.Writing.GroupWriter>().RunAsync<bool>(fast.PoolId, books =>
        {
            books.Batches.Edit(books.Batches.Get(fast.Id)).ConfirmedAtUtc = books.NowUtc.AddHours(1);
            return true;
        })).Value;
        Assert.True((await bank.Schedule.RunDueDaysAsync(Cancellation)).Count < JobCatalogue.OfADay.Count() * 3);

        // Two people confirm what has come, and all else follows by itself.
        for (var round = 0; round < 6 && (await db.BankStates.AsNoTracking().SingleAsync(Cancellation)).ClosedThrough < tuesday; round++)
        {
            foreach (var batch in await db.Batches.AsNoTracking().Where(one => one.State == BatchState.Instructed).ToListAsync(Cancellation))
                await ConfirmAsync(batch);

            await bank.Schedule.RunContinuousAsync(JobCatalogue.Find(JobCatalogue.FloatRelease)!, Cancellation);
            bank.Clock.Advance(JobSchedule.LooksAgainAfter + TimeSpan.FromMinutes(1));
            await bank.Schedule.RunDueDaysAsync(Cancellation);
        }

        Assert.Equal(tuesday, (await db.BankStates.AsNoTracking().SingleAsync(Cancellation)).ClosedThrough);
        Assert.Empty(await TrialBalance.ProveAsync(db, cancellationToken: Cancellation));

        async Task ConfirmAsync(SettlementBatch batch) => _ = (await bank.Provider.GetRequiredService<Domain.CustodyBank>().AskAsync(new ConfirmSettlement(
            new RequestHead(batch.PoolId, "BY-HAND-" + batch.No, "operator"), batch.No, batch.NetFen))).Value;
    }

    [Fact]
    public async Task A_pool_whose_books_are_wrong_keeps_no_other_from_being_settled_and_goes_on_by_itself_once_they_are_right()
    {
        await using var bank = await JobBank.OpenAsync("sqlite");
        await using var db = bank.Db();
        var wrong = await db.Batches.Where(batch => batch.State == BatchState.Closed).OrderBy(batch => batch.Id).FirstAsync(Cancellation);
        await SpoilAsync(1);
        bank.Clock.Advance(TimeSpan.FromDays(2));

        await bank.Schedule.RunDueDaysAsync(Cancellation);

        var monday = Today.AddDays(1);
        Assert.Equal(JobRunState.Waiting, (await bank.RunsAsync()).Last(run => run.Job == JobCatalogue.TrialBalance && run.BusinessDate == monday).State);
        var settled = await db.Batches.Where(batch => batch.Through == monday).Select(batch => batch.PoolId).ToListAsync(Cancellation);
        Assert.Equal(await db.Pools.Where(pool => !pool.PostingsStopped).Select(pool => pool.Id).Order().ToListAsync(Cancellation), settled.Order());
        Assert.DoesNotContain(wrong.PoolId, settled);
        // A copy is kept on such a day as on any other, and says so; what cannot be given back there is not tried each minute.
        Assert.Contains("均已由试算平衡发现", (await bank.RunsAsync()).Last(run => run is { Job: JobCatalogue.Backup, State: JobRunState.Done }).ResultChinese, StringComparison.Ordinal);
        var listing = await db.Listings.Where(one => one.PoolId == wrong.PoolId && one.State == ListingState.Raising && one.SubscribedFen < one.AmountFen).FirstAsync(Cancellation);
        await using (var file = new SqliteConnection($"Data Source={bank.Settings.Database};Pooling=False"))
        {
            await file.OpenAsync(Cancellation);
            await using var command = file.CreateCommand();
            command.CommandText = $"UPDATE listing SET raise_until = '2017-01-01' WHERE id = {listing.Id}";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        Assert.DoesNotContain(listing.Id, await ListingExpiry.Expired(db).Select(one => one.Id).ToListAsync(Cancellation));

        // Also outside of the hours in which money comes, what was settled without the pool is settled once it goes on.
        await SpoilAsync(-1);
        for (var look = 0; look < 3; look++)
        {
            bank.Clock.Advance(JobSchedule.LooksAgainAfter + TimeSpan.FromMinutes(1));
            await bank.Schedule.RunDueDaysAsync(Cancellation, asksAgain: false);
        }

        Assert.Contains(listing.Id, await ListingExpiry.Expired(db).Select(one => one.Id).ToListAsync(Cancellation));

        Assert.Equal(monday, (await db.BankStates.AsNoTracking().SingleAsync(Cancellation)).ClosedThrough);
        Assert.False(await db.Pools.AnyAsync(pool => pool.PostingsStopped, Cancellation));

        async Task SpoilAsync(long fen) => _ = (await bank.Provider.GetRequiredService<Domain.Writing.GroupWriter>().RunAsync<long>(
            wrong.PoolId, books => (books.Batches.Edit(books.Batches.Get(wrong.Id)).ReceivedFen += fen)!.Value)).Value;
    }

    [Fact]
    public async Task What_people_set_going_again_goes_on_by_itself_whatever_failed_or_was_stopped_before()
    {
        await using var bank = await JobBank.OpenAsync("sqlite");
        var (overdue, digest) = (JobCatalogue.Find(JobCatalogue.OverdueDetection)!, JobCatalogue.Find(JobCatalogue.AuditDigest)!);
        bank.Clock.Advance(TimeSpan.FromDays(2));
        _ = (await bank.Runner.RunAsync(JobCatalogue.Find(JobCatalogue.DayCut)!, Today, stopping: Cancellation)).Value;
        for (var i = 0; i < 3; i++) await EndAsync(overdue, JobResult.Failed("不通", "No connection"));
        await EndAsync(overdue, JobResult.Waits("待到账", "Waits"), "operator");
        var stopped = (await bank.Desk.BeginAsync(digest, Today, "node")).Value;
        var person = new StaffMember("operator", "陈嘉怡", "10001", [Roles.Operator]);
        _ = (await bank.Desk.StopAsync(person, stopped.No, "核对")).Value;
        _ = (await bank.Desk.EndAsync(stopped, new JobResult(JobRunState.Stopped, "已中止", "Stopped"), null)).Value;
        _ = (await bank.Desk.BeginAsync(digest, Today, "node-that-falls-silent", "operator")).Value;

        bank.Clock.Advance(JobSchedule.LooksAgainAfter + TimeSpan.FromMinutes(1));
        await bank.Schedule.RunDueDaysAsync(Cancellation);

        var runs = (await bank.RunsAsync()).Where(run => run.BusinessDate == Today).ToList();
        Assert.Equal(JobRunState.Done, runs.Last(run => run.Job == overdue.Name).State);
        Assert.Equal(
            [JobRunState.Stopped, JobRunState.Lost, JobRunState.Done], runs.Where(run => run.Job == digest.Name).Select(run => run.State));

        async Task EndAsync(JobFacts job, JobResult result, string? startedBy = null)
        {
            var run = (await bank.Desk.BeginAsync(job, Today, "node", startedBy)).Value;
            _ = (await bank.Desk.EndAsync(run, result, null)).Value;
        }
    }

    [Fact]
    public async Task A_paused_job_keeps_what_runs_after_it_waiting_and_the_rest_goes_on()
    {
        await using var bank = await JobBank.OpenAsync("sqlite");
        var person = new StaffMember("operator", "陈嘉怡", "10001", [Roles.Operator]);
        Assert.True((await bank.Desk.PauseAsync(person, JobCatalogue.BalanceSnapshot, true, "存储扩容")).Done);
        bank.Clock.Advance(TimeSpan.FromDays(1));

        await bank.Schedule.RunDueDaysAsync(Cancellation);

        var jobs = (await bank.RunsAsync()).Where(run => run.BusinessDate == Today).Select(run => run.Job).ToList();
        Assert.Contains(JobCatalogue.NetSettlement, jobs);
        Assert.DoesNotContain(JobCatalogue.BalanceSnapshot, jobs);
        Assert.DoesNotContain(JobCatalogue.DayClose, jobs);
        Assert.True((await bank.Desk.PauseAsync(person, JobCatalogue.BalanceSnapshot, false, "扩容完成")).Done);
        await bank.Schedule.RunDueDaysAsync(Cancellation);
        await using var db = bank.Db();
        Assert.Equal(Today, (await db.BankStates.SingleAsync(Cancellation)).ClosedThrough);
    }

    [Fact]
    public async Task A_bank_that_stood_still_for_longer_than_a_month_waits_for_people_and_is_unhealthy()
    {
        await using var bank = await JobBank.OpenAsync("sqlite");
        bank.Clock.Advance(TimeSpan.FromDays(JobSchedule.DaysBehindMax + 2));

        await bank.Schedule.RunDueDaysAsync(Cancellation);

        Assert.DoesNotContain(await bank.RunsAsync(), run => run.BusinessDate >= Today);
        var health = await new JobHealth(new Factory(bank), bank.Clock).CheckHealthAsync(new(), Cancellation);
        Assert.Equal(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy, health.Status);

        // What they catch up is begun by them, so that what failed or was stopped before counts no more.
        await bank.Provider.GetRequiredService<DayRun>().RunThroughAsync(Today, _ => { }, "operator", Cancellation);
        var runs = (await bank.RunsAsync()).Where(run => run.BusinessDate >= Today).ToList();
        Assert.NotEmpty(runs);
        Assert.All(runs, run => Assert.Equal("operator", run.StartedBy));
    }

    [Fact]
    public async Task A_run_that_people_stop_stops_and_says_so()
    {
        await using var bank = await JobBank.OpenAsync("sqlite");
        bank.Clock.Advance(TimeSpan.FromDays(2));
        var person = new StaffMember("operator", "陈嘉怡", "10001", [Roles.Operator]);
        var begun = (await bank.Desk.BeginAsync(JobCatalogue.Find(JobCatalogue.DayCut)!, Today, JobRunner.Node)).Value;

        Assert.True((await bank.Desk.StopAsync(person, begun.No, "误触发")).Done);
        Assert.True((await bank.Desk.HearAsync(begun, null, null)).Value);
    }

    [Fact]
    public async Task The_backup_can_be_opened_and_its_books_hold()
    {
        await using var bank = await JobBank.OpenAsync("sqlite");
        bank.Clock.Advance(TimeSpan.FromDays(1));
        await bank.Schedule.RunDueDaysAsync(Cancellation);

        // The copy stands alone: nothing of how it was made and proved is left beside it.
        Assert.All(Directory.GetFiles(Path.Combine(bank.Settings.Folder, "backups")), path => Assert.EndsWith(".db", path, StringComparison.Ordinal));
        var file = Directory.GetFiles(Path.Combine(bank.Settings.Folder, "backups"), "*.db").Order(StringComparer.Ordinal).Last();

        await using var copy = await Data.CustodyDatabase.OpenToReadAsync(file, bank.Clock, Cancellation);
        await using var db = copy.CreateDbContext();
        Assert.Empty(await TrialBalance.ProveAsync(db, cancellationToken: Cancellation));
        Assert.Contains("20261122", file, StringComparison.Ordinal);
    }

    private sealed class Factory(JobBank bank) : IDbContextFactory<Domain.CustodyDb>
    {
        public Domain.CustodyDb CreateDbContext() => bank.Db();
    }
}
