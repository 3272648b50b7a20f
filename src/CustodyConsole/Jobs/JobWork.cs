using CustodyConsole.Domain;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Writing;
using CustodyConsole.Features.Reports;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Jobs;

/// <summary>What each job of the catalogue does. Everything here may be asked for again and does nothing twice.</summary>
public sealed class JobWork(
    DayEnd days, CustodyBank bank, ApprovalDesk approvals, ListingExpiry listings, Func<ReportScheduling> reports, AuditDigestFile digests, DatabaseBackup backup, Func<DayRun> dayRun,
    GroupWriter writer, IDbContextFactory<CustodyDb> factory, TimeProvider time, ILogger<JobWork> log)
{
    /// <summary>How long an order must not have changed before the payment company is asked about it.</summary>
    public static readonly TimeSpan UnchangedFor = TimeSpan.FromMinutes(5);

    /// <summary>Does a job's work for a date; what it starts itself is started by whoever has started it.</summary>
    public async Task<JobResult> RunAsync(JobFacts job, DateOnly date, string startedBy, JobLog log, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(log);
        var progress = new CountedProgress(log);
        return job.Name switch
        {
            JobCatalogue.DayCut => Told(await days.CutAsync(date)),
            JobCatalogue.TrialBalance => await ProveAsync(date, stop),
            JobCatalogue.NetSettlement => Told(await days.SettleAsync(date), "batches", "netFen"),
            JobCatalogue.ConfirmationCheck => Told(await days.ConfirmAsync(date, stop), "confirmed", "receivedFen"),
            JobCatalogue.BalanceSnapshot => Told(await days.SnapshotAsync(date, progress, stop), "accounts", null),
            JobCatalogue.DayClose => Told(await days.CloseAsync(date)),
            JobCatalogue.FloatRelease => Told(await days.ReleaseFloatAsync(date.AddDays(-1), progress, stop), "batches", "switchedFen"),
            JobCatalogue.AdvanceAccrual => await AccrueAsync(date, stop),
            JobCatalogue.FeeStatements => await MakeStatementsAsync(date, stop),
            JobCatalogue.OverdueDetection => await FindOverdueAsync(date, stop),
            JobCatalogue.CompensationProposals => await ProposeCompensationsAsync(date, log, stop),
            JobCatalogue.AuditDigest => await digests.WriteAsync(date, log, stop),
            JobCatalogue.Backup => await backup.RunAsync(date, log, stop),
            JobCatalogue.UnknownResults => await AskAboutUnknownAsync(log, stop),
            JobCatalogue.ListingExpiry => await listings.RunAsync(log, stop),
            JobCatalogue.ScheduledReports => await reports().RunAsync(log, stop),
            JobCatalogue.ApprovalExpiry => await ExpireApprovalsAsync(),
            JobCatalogue.CatchUp => await CatchUpAsync(date, startedBy, log, stop),
            _ => throw new InvalidOperationException($"The job {job.Name} has no work."),
        };
    }

    /// <summary>True where a continuous job has something to do; it costs a look at an index.</summary>
    public async Task<bool> IsNeededAsync(JobFacts job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        return job.Name switch
        {
            JobCatalogue.FloatRelease => await db.Batches.AnyAsync(
                batch => batch.State == BatchState.Confirmed && !db.Pools.Any(pool => pool.Id == batch.PoolId && pool.PostingsStopped), cancellationToken),
            JobCatalogue.UnknownResults => await HasOpenPaymentsAsync(db, now - UnchangedFor, cancellationToken),
            JobCatalogue.ListingExpiry => await ListingExpiry.Expired(db).AnyAsync(cancellationToken),
            JobCatalogue.ScheduledReports => await ReportScheduling.Due(db).AnyAsync(cancellationToken)
                || await ReportScheduling.DueAgain(db, now).AnyAsync(cancellationToken),
            JobCatalogue.ApprovalExpiry => await db.Approvals.AnyAsync(
                request => request.State == ApprovalState.Pending && request.DeadlineUtc < now
                    && !db.Pools.Any(pool => pool.Id == request.PoolId && pool.PostingsStopped), cancellationToken),
            _ => true,
        };
    }

    private async Task<JobResult> ProveAsync(DateOnly date, CancellationToken stop)
    {
        // The books as they stand are proved once, with the last of the days that are caught up; a day that was found wrong is proved again, and no
        // day behind it is right before: it would begin with what is wrong.
        await using var db = await factory.CreateDbContextAsync(stop);
        var isLast = date.AddDays(1) == await db.BankStates.Select(state => state.AccountingDate).SingleAsync(stop);
        var wasWrong = await db.AccountingDays.AnyAsync(day => day.Date <= date && day.ClosedAtUtc == null && day.Breaches > 0, stop);
        var taken = await days.TrialBalanceAsync(date, isLast || wasWrong, stop);
        if (!taken.Done) return JobResult.Failed(taken.Refusal);
        var step = taken.Value;
        if (step.Waiting > 0)
            log.LogCritical("The trial balance of {Date} found {Count} contradictions in the books: {Breach}", date, step.Waiting, step.English);
        return new JobResult(
            step.Waiting == 0 ? JobRunState.Done : step.HoldsAllPools ? JobRunState.Failed : JobRunState.Waiting, step.Chinese, step.English,
            JobResult.Done("", "", ("entries", step.Count), ("turnoverFen", step.AmountFen), ("breaches", step.Waiting)).Figures);
    }

    private async Task<JobResult> CatchUpAsync(DateOnly through, string startedBy, JobLog log, CancellationToken stop)
    {
        var days = new HashSet<DateOnly>();
        var steps = await dayRun().RunThroughAsync(
            through,
            step =>
            {
                days.Add(step.Day);
                log.Write($"{step.Day:yyyy-MM-dd} {step.Job.Chinese} {step.Run?.ResultChinese ?? step.Refusal?.Chinese}");
            },
            startedBy, stop);
        var open = steps.Count(step => !step.EndedWell);
        return new JobResult(
            open == 0 ? JobRunState.Done : JobRunState.Failed,
            open == 0 ? $"补跑 {days.Count} 个会计日。" : $"补跑至 {steps[0].Day:yyyy-MM-dd}，该日有 {open} 项作业未完成。",
            open == 0 ? $"{days.Count} accounting days were run." : $"Run up to {steps[0].Day:yyyy-MM-dd}, of which {open} jobs have not ended well.",
            JobResult.Done("", "", ("days", days.Count), ("open", open)).Figures);
    }

    private async Task<JobResult> AccrueAsync(DateOnly date, CancellationToken stop)
    {
        await using var db = await factory.CreateDbContextAsync(stop);
        var accrued = await AccrueAdvances.RunAsync(db, writer, date, stop);
        if (accrued.Refusal is { Code: "advance.repayment-open" } open) return JobResult.Waits(open.Chinese, open.English);
        if (!accrued.Done) return JobResult.Failed(accrued.Refusal);
        var day = accrued.Value;
        return JobResult.Done(
            $"日终垫资余额 {Fen.Format(day.ExposureFen)} 元，当日分摊垫资手续费 {Fen.Format(day.AccruedFen)} 元。",
            $"{Fen.Format(day.ExposureFen)} yuan were advanced at the end of the day; {Fen.Format(day.AccruedFen)} yuan of fees belong to it.",
            ("pools", day.Pools), ("exposureFen", day.ExposureFen), ("accruedFen", day.AccruedFen));
    }

    private async Task<JobResult> MakeStatementsAsync(DateOnly date, CancellationToken stop)
    {
        if (date.AddDays(1).Day != 1) return JobResult.Skipped("非月末日，无需生成。", "It is not the last day of a month.");
        await using var db = await factory.CreateDbContextAsync(stop);
        var made = await MakeFeeStatements.RunAsync(db, writer, date, stop);
        if (!made.Done) return JobResult.Failed(made.Refusal);
        return JobResult.Done($"生成 {made.Value} 份费用对账单。", $"{made.Value} fee statements were made.", ("statements", made.Value));
    }

    private async Task<JobResult> FindOverdueAsync(DateOnly date, CancellationToken stop)
    {
        await using var db = await factory.CreateDbContextAsync(stop);
        var totals = await OverdueInstalments.TotalsAsync(db, date.AddDays(1), new OverdueFilter(), stop);
        var open = await OverdueInstalments.TotalsAsync(db, date.AddDays(1), new OverdueFilter { Requested = false }, stop);
        var owedFen = totals.PrincipalFen + totals.InterestFen;
        return JobResult.Done(
            $"逾期 {totals.Count} 期，未还本息 {Fen.Format(owedFen)} 元；其中 {open.Count} 期尚未发起代偿。",
            $"{totals.Count} instalments are overdue, {Fen.Format(owedFen)} yuan of principal and interest; for {open.Count} nobody has asked for compensation.",
            ("overdue", totals.Count), ("principalFen", totals.PrincipalFen), ("interestFen", totals.InterestFen), ("notAskedFor", open.Count));
    }

    private async Task<JobResult> ProposeCompensationsAsync(DateOnly date, JobLog log, CancellationToken stop)
    {
        await using var db = await factory.CreateDbContextAsync(stop);
        // What is overdue is known as of now, so it is proposed for the last day that was cut.
        if (date.AddDays(1) != await db.BankStates.Select(state => state.AccountingDate).SingleAsync(stop))
            return JobResult.Skipped("其后已有会计日日切，代偿建议以最近一日为准。", "A later day has been cut; what is overdue is proposed for the last one.");
        var total = await OverdueInstalments.TotalsAsync(db, date.AddDays(1), new OverdueFilter { Requested = false }, stop);
        var done = await MakeDayEndProposals.RunAsync(
            db, writer, date, looked => log.Percent = (int)Math.Min(99, looked * 100 / Math.Max(1, total.Count)), stop);
        if (!done.Done) return JobResult.Failed(done.Refusal);
        var all = done.Value;
        if (all.Without.Count > 0) log.Write($"无可用代偿方 {all.Without.Count:#,0} 期，本息 {Fen.Format(all.Without.PrincipalFen + all.Without.InterestFen)} 元");
        return JobResult.Done(
            $"向 {all.Compensators} 个代偿方提出 {all.Proposed.Count} 期代偿建议，本息 {Fen.Format(all.Proposed.PrincipalFen + all.Proposed.InterestFen)} 元；{all.WithTooLittle} 个代偿方余额不足。",
            $"{all.Proposed.Count} instalments, {Fen.Format(all.Proposed.PrincipalFen + all.Proposed.InterestFen)} yuan of principal and interest, are proposed to {all.Compensators} compensators; {all.WithTooLittle} have too little.",
            ("compensators", all.Compensators), ("made", all.Made), ("overdue", all.Overdue), ("proposed", all.Proposed.Count),
            ("withoutCompensator", all.Without.Count), ("requested", all.Requested.Count), ("principalFen", all.Proposed.PrincipalFen),
            ("interestFen", all.Proposed.InterestFen), ("fineFen", all.FineFen), ("short", all.WithTooLittle), ("shortFen", all.LackingFen));
    }

    private async Task<JobResult> AskAboutUnknownAsync(JobLog log, CancellationToken stop)
    {
        var since = time.GetUtcNow().UtcDateTime - UnchangedFor;
        List<long> pools;
        await using (var db = await factory.CreateDbContextAsync(stop))
            pools = await PoolsOfOpenPayments(db, since).ToListAsync(stop);
        var (asked, ended, waiting, refused) = (0, 0, 0, 0);
        foreach (var poolId in pools)
        {
            foreach (var answer in await bank.QueryUnknownAsync(poolId, since, stop))
            {
                asked++;
                if (!answer.Done)
                {
                    refused++;
                    log.Write(answer.Refusal.Chinese);
                    continue;
                }

                if (answer.Value.State == OrderState.Accepted) waiting++;
                else if (answer.Value.State is not (OrderState.Sent or OrderState.Unknown)) ended++;
                log.Write($"{answer.Value.OrderNo} {WordOf(answer.Value.State)}");
            }
        }

        return JobResult.Done(
            $"处理 {asked} 笔，定论 {ended} 笔，仍未明 {asked - ended - waiting - refused} 笔，待出款 {waiting} 笔，未入账 {refused} 笔（与账簿不符或已停止记账）。",
            $"{asked} followed up, {ended} ended, {asked - ended - waiting - refused} still unknown, {waiting} wait to be paid out, {refused} not booked, because they contradict the books or postings are stopped.",
            ("asked", asked), ("ended", ended), ("refused", refused));
    }

    private async Task<bool> HasOpenPaymentsAsync(CustodyDb db, DateTime unchangedSince, CancellationToken stop)
    {
        foreach (var poolId in await PoolsOfOpenPayments(db, unchangedSince).ToListAsync(stop))
        {
            if (await bank.HasOpenAsync(poolId, unchangedSince)) return true;
        }

        return false;
    }

    private async Task<JobResult> ExpireApprovalsAsync()
    {
        var expired = await approvals.ExpireAsync();
        return JobResult.Done($"{expired} 项复核申请过期。", $"{expired} approval requests have expired.", ("expired", expired));
    }

    /// <summary>A log is one for everybody, in the bank's language.</summary>
    private static string WordOf(OrderState state) => state switch
    {
        OrderState.Succeeded => "成功",
        OrderState.Failed => "失败",
        OrderState.Returned => "已退汇",
        OrderState.Intercepted => "已拦截",
        OrderState.Accepted => "已受理",
        _ => "结果未明",
    };

    /// <summary>Pools that have a payment open; the bank knows which of them may not be sent yet, which takes its calendar and its channels' hours.</summary>
    private static IQueryable<long> PoolsOfOpenPayments(CustodyDb db, DateTime unchangedSince) => db.Orders
        .Where(order => (order.Type == OrderType.Recharge || order.Type == OrderType.Withdrawal)
            && (order.State == OrderState.Accepted || order.State == OrderState.Sent || order.State == OrderState.Unknown)
            && order.UpdatedAtUtc <= unchangedSince)
        .Select(order => order.PoolId).Distinct().OrderBy(id => id);

    private static JobResult Told(Outcome<DayStep> outcome, string? count = null, string? amountFen = null)
    {
        if (!outcome.Done) return JobResult.Failed(outcome.Refusal);
        var step = outcome.Value;
        var figures = new List<(string, long)>();
        if (count is not null) figures.Add((count, step.Count));
        if (amountFen is not null) figures.Add((amountFen, step.AmountFen));
        if (step.Waiting > 0) figures.Add(("waiting", step.Waiting));
        var done = JobResult.Done(step.Chinese, step.English, [.. figures]);
        if (step.Waiting > 0) return done with { State = JobRunState.Waiting };
        return step.Changed ? done : done with { State = JobRunState.Skipped };
    }

    /// <summary>Says how far a long step is, and writes it down every so many thousand accounts.</summary>
    private sealed class CountedProgress(JobLog log) : IProgress<DayProgress>
    {
        private long _told;

        public void Report(DayProgress value)
        {
            log.Percent = value.Percent;
            if (value.Done - _told < 20_000) return;
            _told = value.Done;
            log.Write($"{value.Done:#,0}  {Fen.Format(value.AmountFen)}");
        }
    }
}
