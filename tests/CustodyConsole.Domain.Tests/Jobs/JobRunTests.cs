using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Tests.Approvals;
using CustodyConsole.Features.Days;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Jobs;

public sealed class JobRunTests
{
    private static readonly JobFacts Cut = JobCatalogue.Find(JobCatalogue.DayCut)!;
    private static readonly JobFacts Proof = JobCatalogue.Find(JobCatalogue.TrialBalance)!;
    private static readonly JobFacts Settlement = JobCatalogue.Find(JobCatalogue.NetSettlement)!;
    private static readonly JobResult Well = JobResult.Done("完成", "Done", ("entries", 7));
    private static readonly DateOnly First = TestBank.FirstDay;

    [Theory, OnBothDatabases]
    public async Task Of_twenty_starts_at_once_one_gets_the_run(string database)
    {
        await using var desk = await DeskAsync(database);

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => desk.Jobs.BeginAsync(Cut, First, $"node-{i}")));

        Assert.Single(all, outcome => outcome.Done);
        Assert.All(all.Where(outcome => !outcome.Done), outcome => Assert.Equal("job.under-way", outcome.Refusal!.Code));
    }

    [Theory, OnBothDatabases]
    public async Task A_job_that_ended_well_is_not_done_again_and_one_that_failed_is(string database)
    {
        await using var desk = await DeskAsync(database);
        var first = (await desk.Jobs.BeginAsync(Cut, First, "a")).Value;
        Assert.True((await desk.Jobs.EndAsync(first, JobResult.Failed("不平", "Not balanced"), "01:00:00 …")).Done);

        var second = (await desk.Jobs.BeginAsync(Cut, First, "a")).Value;
        Assert.Equal(2, second.RunNo);
        Assert.True((await desk.Jobs.EndAsync(second, Well, null)).Done);

        Assert.Equal("job.already-done", (await desk.Jobs.BeginAsync(Cut, First, "a")).Refusal!.Code);
        await using var db = desk.Desk.Bank.Db();
        var kept = await db.JobRuns.OrderBy(run => run.RunNo).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([JobRunState.Failed, JobRunState.Done], kept.Select(run => run.State));
        Assert.Equal(7, JobResult.Read(kept[1].Figures)["entries"]);
        Assert.Equal("01:00:00 …", kept[0].Log);
    }

    [Theory, OnBothDatabases]
    public async Task A_job_waits_for_what_it_runs_after_and_for_the_day_before(string database)
    {
        await using var desk = await DeskAsync(database, daysOver: 3);
        Assert.Equal("job.not-cut", (await desk.Jobs.BeginAsync(Proof, First, "a")).Refusal!.Code);
        await desk.DoneAsync(Cut, First);
        Assert.Equal("job.waits-for", (await desk.Jobs.BeginAsync(Settlement, First, "a")).Refusal!.Code);
        await desk.DoneAsync(Proof, First);
        await desk.DoneAsync(Cut, First.AddDays(1));
        await desk.DoneAsync(Cut, First.AddDays(2));

        var refused = (await desk.Jobs.BeginAsync(Proof, First.AddDays(2), "a")).Refusal!;

        Assert.Equal("job.earlier-day-open", refused.Code);
        Assert.Contains("2017-08-04", refused.Chinese, StringComparison.Ordinal);
        await desk.DoneAsync(Proof, First.AddDays(1));
        await desk.DoneAsync(Proof, First.AddDays(2));
    }

    [Theory, OnBothDatabases]
    public async Task A_day_that_is_not_over_or_is_closed_is_refused_with_a_sentence(string database)
    {
        await using var desk = await DeskAsync(database, daysOver: 0);

        Assert.Equal("job.future-date", (await desk.Jobs.BeginAsync(Cut, First, "a")).Refusal!.Code);
        Assert.Equal("job.future-date", (await desk.Jobs.BeginAsync(Cut, First.AddDays(40), "a")).Refusal!.Code);
        foreach (var job in new[] { JobCatalogue.NetSettlement, JobCatalogue.CatchUp })
        {
            var early = (await desk.AskForTwoAsync(job, First.AddDays(40))).Refusal!;
            Assert.Equal("job.future-date", early.Code);
            Assert.StartsWith("The day 2017-09-12 is not over yet", early.English, StringComparison.Ordinal);
        }

        desk.Desk.Bank.Clock.Advance(TimeSpan.FromDays(1));
        await desk.DoneAsync(Cut, First);
        _ = (await desk.Desk.Bank.Writer.RunAsync(0, books => AccountingDates.Close(books, First))).Value;

        var late = (await desk.Jobs.AskAsync(desk.Desk.Maker, Proof.Name, First, "核对")).Refusal!;
        Assert.Equal(("job.closed-date", "会计日 2017-08-03 已关账，作业“试算平衡”不再为其运行。"), (late.Code, late.Chinese));
        Assert.Equal("job.closed-date", (await desk.AskForTwoAsync(JobCatalogue.NetSettlement, First)).Refusal!.Code);
        Assert.Equal("job.closed-date", (await desk.AskForTwoAsync(JobCatalogue.CatchUp, First)).Refusal!.Code);
        await using var db = desk.Desk.Bank.Db();
        Assert.Equal(1, await db.JobRuns.CountAsync(TestContext.Current.CancellationToken));
    }

    [Theory, OnBothDatabases]
    public async Task A_silent_run_is_taken_over_and_its_late_result_is_refused(string database)
    {
        await using var desk = await DeskAsync(database);
        var silent = (await desk.Jobs.BeginAsync(Cut, First, "gone")).Value;
        Assert.Equal("job.under-way", (await desk.Jobs.BeginAsync(Cut, First, "other")).Refusal!.Code);
        desk.Desk.Bank.Clock.Advance(JobRun.SilenceMax + TimeSpan.FromSeconds(1));

        var taken = (await desk.Jobs.BeginAsync(Cut, First, "other")).Value;

        Assert.Equal(2, taken.RunNo);
        Assert.Equal("job.taken-over", (await desk.Jobs.EndAsync(silent, Well, null)).Refusal!.Code);
        Assert.Equal("job.taken-over", (await desk.Jobs.HearAsync(silent, 50, null)).Refusal!.Code);
        Assert.True((await desk.Jobs.EndAsync(taken, Well, null)).Done);
    }

    [Theory, OnBothDatabases]
    public async Task A_run_that_lets_itself_be_heard_of_is_not_taken_over(string database)
    {
        await using var desk = await DeskAsync(database);
        var run = (await desk.Jobs.BeginAsync(Cut, First, "slow")).Value;
        for (var i = 0; i < 3; i++)
        {
            desk.Desk.Bank.Clock.Advance(JobRun.SilenceMax - TimeSpan.FromSeconds(5));
            Assert.False((await desk.Jobs.HearAsync(run, i * 10, "…")).Value);
        }

        Assert.Equal("job.under-way", (await desk.Jobs.BeginAsync(Cut, First, "other")).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_paused_job_does_not_run_until_it_is_let_go_on(string database)
    {
        await using var desk = await DeskAsync(database);
        var maker = desk.Desk.Maker;
        Assert.Equal("job.reason-missing", (await desk.Jobs.PauseAsync(maker, Cut.Name, true, " ")).Refusal!.Code);
        Assert.True((await desk.Jobs.PauseAsync(maker, Cut.Name, true, "等待支付公司对账文件")).Done);
        Assert.Equal("job.paused-already", (await desk.Jobs.PauseAsync(maker, Cut.Name, true, "再次暂停")).Refusal!.Code);

        var refused = (await desk.Jobs.BeginAsync(Cut, First, "a")).Refusal!;

        Assert.Equal("job.paused", refused.Code);
        Assert.Contains("等待支付公司对账文件", refused.Chinese, StringComparison.Ordinal);
        Assert.True((await desk.Jobs.PauseAsync(maker, Cut.Name, false, "文件已到")).Done);
        Assert.True((await desk.Jobs.BeginAsync(Cut, First, "a")).Done);
        Assert.Equal(
            ["Jobs.Pause", "Jobs.Pause", "Jobs.Pause", "Jobs.Resume"], (await desk.Desk.AuditAsync()).Select(row => row.Action));
    }

    [Theory, OnBothDatabases]
    public async Task A_run_is_asked_to_stop_and_told_so_when_it_is_next_heard_of(string database)
    {
        await using var desk = await DeskAsync(database);
        var run = (await desk.Jobs.BeginAsync(Cut, First, "a")).Value;

        Assert.True((await desk.Jobs.StopAsync(desk.Desk.Maker, run.No, "参数有误")).Done);

        Assert.True((await desk.Jobs.HearAsync(run, null, null)).Value);
        Assert.True((await desk.Jobs.EndAsync(run, new JobResult(JobRunState.Stopped, "已中止", "Stopped"), null)).Done);
        Assert.Equal("job.ended", (await desk.Jobs.StopAsync(desk.Desk.Maker, run.No, "再次中止")).Refusal!.Code);
        Assert.Equal("job.unknown-run", (await desk.Jobs.StopAsync(desk.Desk.Maker, "JR9999999999", "无此记录")).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_job_that_cannot_be_taken_back_is_run_by_hand_by_two_people_only(string database)
    {
        await using var desk = await DeskAsync(database);
        Assert.Equal("job.takes-two", (await desk.Jobs.AskAsync(desk.Desk.Maker, Cut.Name, First, "补跑")).Refusal!.Code);
        Assert.Equal("staff.not-permitted", (await desk.Jobs.AskAsync(desk.Desk.Checker, Cut.Name, First, "补跑")).Refusal!.Code);
        var made = (await desk.Desk.Approvals.SubmitAsync(desk.Desk.Maker, "RUN-1", new ProposeJobRun(Cut.Name, First, "前夜停机"))).Value;
        var self = desk.Desk.Maker with { Roles = [Roles.Operator, Roles.Checker] };
        Assert.Equal("approval.same-person", (await desk.Desk.ApproveAsync(made.No, self)).Refusal!.Code);

        Assert.True((await desk.Desk.ApproveAsync(made.No)).Done);

        var begun = (await desk.Jobs.BeginAsync(Cut, First, "a")).Value;
        Assert.Equal(1, begun.RunNo);
        Assert.Equal(made.Id, begun.ApprovalId);
        Assert.Equal(desk.Desk.Maker.UserName, begun.StartedBy);
    }

    [Theory, OnBothDatabases]
    public async Task A_job_that_only_reads_is_run_by_hand_by_one_person(string database)
    {
        await using var desk = await DeskAsync(database);
        await desk.DoneAsync(Cut, First);

        var asked = await desk.Jobs.AskAsync(desk.Desk.Maker, Proof.Name, First, "核对");

        Assert.Equal(JobRunState.Queued, asked.Value.State);
        Assert.Equal("job.under-way", (await desk.Jobs.AskAsync(desk.Desk.Maker, Proof.Name, First, "核对")).Refusal!.Code);
        Assert.Equal("job.unknown", (await desk.Jobs.AskAsync(desk.Desk.Maker, "no-such", First, "核对")).Refusal!.Code);
        Assert.Equal(asked.Value.Id, (await desk.Jobs.BeginAsync(Proof, First, "a")).Value.Id);
    }

    [Theory, OnBothDatabases]
    public async Task A_settlement_by_its_job_shows_and_carries_what_it_would_move(string database)
    {
        await using var desk = await DeskAsync(database);
        await desk.Desk.Bank.RechargeAsync(desk.Desk.Account, 1_000_00);
        await desk.DoneAsync(Cut, First);
        await desk.DoneAsync(Proof, First);

        var facts = (await desk.Desk.Approvals.PreviewAsync(new ProposeJobRun(Settlement.Name, First, "补清算"))).Value;

        var shown = Assert.Single(facts.Changes, change => change.AfterEnglish?.Contains("recharges 2,000.00", StringComparison.Ordinal) == true);
        Assert.Contains("轧差净额 ", shown.After, StringComparison.Ordinal);
        var poolFen = (await desk.Desk.Bank.AccountAsync(AccountType.RechargeReceivable)).BookFen;
        Assert.Equal(poolFen, facts.AmountFen);
        Assert.Equal(poolFen, (await desk.Desk.Approvals.PreviewAsync(new ProposeJobRun(JobCatalogue.CatchUp, First, "补跑"))).Value.AmountFen);
    }

    [Theory, OnBothDatabases]
    public async Task What_waits_for_one_pool_keeps_neither_the_other_pools_nor_the_next_day(string database)
    {
        await using var desk = await DeskAsync(database, daysOver: 2);
        var check = JobCatalogue.Find(JobCatalogue.ConfirmationCheck)!;
        foreach (var day in new[] { First, First.AddDays(1) })
        {
            await desk.DoneAsync(Cut, day);
            // So does a proof that finds one pool's books wrong: its postings are stopped.
            await desk.WaitsAsync(Proof, day);
            await desk.WaitsAsync(Settlement, day);
            await desk.WaitsAsync(check, day);
        }

        Assert.Equal("job.waits-for", (await desk.Jobs.BeginAsync(JobCatalogue.Find(JobCatalogue.BalanceSnapshot)!, First, "a")).Refusal!.Code);
        await desk.DoneAsync(Proof, First);
        // Figures of the day and its closing wait until nothing does.
        Assert.Equal("job.waits-for", (await desk.Jobs.BeginAsync(JobCatalogue.Find(JobCatalogue.AdvanceAccrual)!, First, "a")).Refusal!.Code);
        Assert.Equal("job.waits-for", (await desk.Jobs.BeginAsync(JobCatalogue.Find(JobCatalogue.DayClose)!, First, "a")).Refusal!.Code);
        await desk.DoneAsync(Settlement, First);
        await desk.DoneAsync(check, First);
        await desk.DoneAsync(JobCatalogue.Find(JobCatalogue.AdvanceAccrual)!, First);
    }

    [Fact]
    public async Task A_day_says_which_jobs_keep_it_open_and_why()
    {
        await using var desk = await DeskAsync("sqlite");
        await desk.DoneAsync(Cut, First);
        await desk.DoneAsync(Proof, First);
        var failed = (await desk.Jobs.BeginAsync(Settlement, First, "node")).Value;
        _ = (await desk.Jobs.EndAsync(failed, JobResult.Failed("存管户已停止记账", "Postings are stopped"), null)).Value;
        _ = (await desk.Jobs.PauseAsync(desk.Desk.Maker, JobCatalogue.AdvanceAccrual, true, "待核对垫资")).Value;

        var day = (await new DayQueries(desk.Desk.Bank.Database, desk.Desk.Bank.Clock).FindAsync(First, TestContext.Current.CancellationToken))!;

        Assert.Equal(DayStage.Stuck, day.Row.Stage);
        var reasons = day.Jobs.Where(job => job.IsStuck).Select(job => job.Reason!).ToList();
        Assert.Equal(["job.not-ended-well", "job.paused"], reasons.Select(reason => reason.Code));
        Assert.Contains($"{failed.No} 未成功（存管户已停止记账）", reasons[0].Chinese, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_date_that_the_bank_never_had_is_refused_and_leaves_no_run(string database)
    {
        await using var desk = await DeskAsync(database);

        Assert.Equal("day.unknown", (await desk.Jobs.BeginAsync(Cut, First.AddDays(-31), "a")).Refusal!.Code);
        Assert.Equal("day.unknown", (await desk.Desk.Approvals.PreviewAsync(new ProposeJobRun(JobCatalogue.CatchUp, First.AddDays(-31), "补跑"))).Refusal!.Code);

        await desk.DoneAsync(Cut, First);
    }

    [Theory, OnBothDatabases]
    public async Task A_run_whose_node_died_under_a_fast_clock_is_taken_over_or_stopped_at_once(string database)
    {
        await using var desk = await DeskAsync(database, daysOver: 4);
        _ = (await desk.Jobs.BeginAsync(Cut, First, "gone")).Value;
        desk.Desk.Bank.Clock.Advance(TimeSpan.FromDays(-2));

        var taken = (await desk.Jobs.BeginAsync(Cut, First, "other")).Value;
        Assert.Equal(2, taken.RunNo);

        desk.Desk.Bank.Clock.Advance(JobRun.SilenceMax * 2);
        Assert.Equal(JobRunState.Stopped, (await desk.Jobs.StopAsync(desk.Desk.Maker, taken.No, "节点已停机")).Value.State);
    }

    [Theory, OnBothDatabases]
    public async Task A_catch_up_whose_node_fell_silent_keeps_nobody_from_asking_again_and_says_who_must(string database)
    {
        await using var desk = await DeskAsync(database);
        var catchUp = JobCatalogue.Find(JobCatalogue.CatchUp)!;
        var silent = (await desk.Jobs.BeginAsync(catchUp, First, "gone")).Value;
        Assert.Equal("job.under-way", (await desk.AskForTwoAsync(catchUp.Name, First)).Refusal!.Code);
        desk.Desk.Bank.Clock.Advance(JobRun.SilenceMax + TimeSpan.FromSeconds(1));

        Assert.True((await desk.AskForTwoAsync(catchUp.Name, First)).Done);
        Assert.Equal(1, (await desk.Jobs.GiveUpSilentAsync()).Value);

        await using var db = desk.Desk.Bank.Db();
        var lost = await db.JobRuns.SingleAsync(run => run.Id == silent.Id, TestContext.Current.CancellationToken);
        Assert.Equal((JobRunState.Lost, "节点 gone 失联，本次运行作废；须由人员重新申请。"), (lost.State, lost.ResultChinese));
    }

    [Theory, OnBothDatabases]
    public async Task A_stop_that_was_asked_for_holds_also_when_the_node_dies_before_it_hears_of_it(string database)
    {
        await using var desk = await DeskAsync(database);
        var run = (await desk.Jobs.BeginAsync(Cut, First, "gone")).Value;
        _ = (await desk.Jobs.StopAsync(desk.Desk.Maker, run.No, "待核对")).Value;
        desk.Desk.Bank.Clock.Advance(JobRun.SilenceMax + TimeSpan.FromSeconds(1));

        Assert.Equal(1, (await desk.Jobs.GiveUpSilentAsync()).Value);

        await using var db = desk.Desk.Bank.Db();
        var stopped = await db.JobRuns.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((JobRunState.Stopped, "chenjiayi"), (stopped.State, stopped.StopAskedBy));
        Assert.False(JobTries.MayStart([stopped]));
    }

    private static async Task<JobsOfDesk> DeskAsync(string database, int daysOver = 1)
    {
        var desk = await Desk.OpenAsync(database);
        // The clock stands in the first day; so many days later that day and the next ones are over.
        desk.Bank.Clock.Advance(TimeSpan.FromDays(daysOver));
        return new JobsOfDesk(desk, new JobDesk(desk.Staff, desk.Bank.Writer));
    }

    private sealed record JobsOfDesk(Desk Desk, JobDesk Jobs) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Desk.DisposeAsync();

        /// <summary>Asks for a run by hand that takes a second person.</summary>
        public Task<Outcome<ApprovalRequest>> AskForTwoAsync(string job, DateOnly date) =>
            Desk.Approvals.SubmitAsync(Desk.Maker, $"{job}-{date:yyyyMMdd}", new ProposeJobRun(job, date, "前夜停机"));

        /// <summary>Runs a job as its node would; the day cut really cuts.</summary>
        public async Task DoneAsync(JobFacts job, DateOnly date)
        {
            var run = (await Jobs.BeginAsync(job, date, "node")).Value;
            if (job == Cut) _ = (await Desk.Bank.Writer.RunAsync(0, books => AccountingDates.Cut(books, date.AddDays(1)))).Value;
            Assert.True((await Jobs.EndAsync(run, Well, null)).Done);
        }

        /// <summary>Runs a job that has done what it could and waits for the rest.</summary>
        public async Task WaitsAsync(JobFacts job, DateOnly date)
        {
            var run = (await Jobs.BeginAsync(job, date, "node")).Value;
            Assert.True((await Jobs.EndAsync(run, JobResult.Waits("待上一批次确认到账", "Waits for the batch before"), null)).Done);
        }
    }
}
