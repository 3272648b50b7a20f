using CustodyConsole.Data;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Security;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Demo;

/// <summary>
/// The nights of the demo bank: the day that was cut at midnight is settled, confirmed, proved, kept and closed, step by step as the jobs of a
/// real night do it; the last nights are run by the jobs themselves. Twice another amount arrives than was computed, which two people confirm.
/// Each step does nothing twice, so an interrupted story is told again.
/// </summary>
internal sealed class DemoDays(CustodyDatabase custody, DemoDesk desk, DemoJobs jobs, IPaymentChannel channel, DateOnly lastDay)
{
    /// <summary>So many nights have runs of jobs to show.</summary>
    public const int NightsOfJobs = 10;

    private const long ShortFen = -500_00, LongFen = 128_00;

    private readonly DayEnd _days = new(new StaffDesk(custody.Writer), custody.Writer, channel, custody);
    private readonly ApprovalDesk _approvals = new(new StaffDesk(custody.Writer), custody.Writer);

    /// <summary>True where the jobs run the night in which a date begins, its day cut included.</summary>
    public bool IsOfJobs(DateOnly date) => date > lastDay.AddDays(-NightsOfJobs);

    /// <summary>Enters the night in which a date begins into the diary.</summary>
    public void EnterNight(DemoDiary diary, DateOnly date)
    {
        if (IsOfJobs(date))
        {
            EnterJobs(diary, date);
            return;
        }

        var ended = date.AddDays(-1);
        At(0, 10, async at => _ = (await _days.SettleAsync(ended)).Value);
        if (ended == WorkingDayBefore(20)) At(0, 25, at => ConfirmAsync(at, ended, 0, ShortFen, "支付公司划款少一笔，已发函查询"));
        At(0, 40, async at => _ = (await _days.ConfirmAsync(ended)).Value);
        At(0, 50, async at => _ = (await _days.ReleaseFloatAsync(ended)).Value);
        // The books as they stand are proved in the nights of jobs; an earlier night proves the day that it closes.
        At(1, 20, async at => _ = (await _days.TrialBalanceAsync(ended, proveBooks: false)).Value);
        At(1, 40, async at => _ = (await _days.SnapshotAsync(ended)).Value);
        At(2, 30, async at => _ = (await _days.CloseAsync(ended)).Value);

        void At(int hour, int minute, Func<DateTime, Task> step) => diary.At(date.ToDateTime(new TimeOnly(hour, minute)), async at =>
        {
            await desk.ReachAsync(at);
            await step(at);
        });
    }

    private void EnterJobs(DemoDiary diary, DateOnly date)
    {
        var ended = date.AddDays(-1);
        Run(0, JobCatalogue.DayCut);
        Run(2, JobCatalogue.TrialBalance);
        Run(5, JobCatalogue.NetSettlement);
        Run(10, JobCatalogue.OverdueDetection);
        Run(12, JobCatalogue.CompensationProposals);
        Run(15, JobCatalogue.BalanceSnapshot);
        if (date == lastDay.AddDays(-4)) At(20, at => jobs.FailDigestAsync(at, ended));
        else Run(20, JobCatalogue.AuditDigest);
        if (ended == WorkingDayBefore(9)) At(25, at => ConfirmAsync(at, ended, 2, LongFen, "支付公司划款多出，来源待查"));
        Run(40, JobCatalogue.ConfirmationCheck);
        Run(50, JobCatalogue.FloatRelease);
        Run(55, JobCatalogue.AdvanceAccrual);
        Run(58, JobCatalogue.FeeStatements);
        // A copy is as large as the bank, so one is enough to be looked at.
        if (date == lastDay) Run(90, JobCatalogue.Backup);
        Run(150, JobCatalogue.DayClose);
        if (date == lastDay.AddDays(-4))
            At(560, at => jobs.RepeatAsync(at, JobCatalogue.AuditDigest, ended, "摘要文件已由上一备份恢复，重新运行"));
        if (date == lastDay.AddDays(-3)) At(600, at => jobs.PauseAsync(at, JobCatalogue.ListingExpiry, true, "平台公告延长募集期，核实期间暂停流标"));
        if (date == lastDay.AddDays(-2)) At(570, at => jobs.PauseAsync(at, JobCatalogue.ListingExpiry, false, "已核实，恢复执行"));

        void Run(int minutes, string job) => At(minutes, at => jobs.RunAsync(at, job, ended));

        void At(int minutes, Func<DateTime, Task> step) => diary.At(date.ToDateTime(default).AddMinutes(minutes), step);
    }

    private DateOnly WorkingDayBefore(int days)
    {
        var date = lastDay.AddDays(-days);
        return new BusinessCalendar(Notice.Shipped, DateTime.SpecifyKind(date.ToDateTime(default), DateTimeKind.Utc)).FirstWorkingDay(date);
    }

    /// <summary>Confirms the batch of one pool with what really arrived, as two people.</summary>
    private async Task ConfirmAsync(DateTime at, DateOnly ended, int pool, long differenceFen, string note)
    {
        await using var db = custody.CreateDbContext();
        var poolId = await db.Pools.OrderBy(one => one.Id).Select(one => one.Id).Skip(pool).FirstAsync();
        var batch = await db.Batches.SingleAsync(one => one.PoolId == poolId && one.Through == ended);
        var form = $"DEMO-ST-{ended:yyyyMMdd}";
        var asked = await db.Approvals.SingleOrDefaultAsync(request => request.RequestNo == form);
        if (asked is null && batch.State == BatchState.Instructed)
        {
            var proposal = new ProposeConfirmation(batch.No, batch.NetFen + differenceFen, note) { PoolId = poolId };
            asked = (await _approvals.SubmitAsync(await PersonAsync("operator2", at), form, proposal)).Value;
        }

        if (asked is not { State: ApprovalState.Pending }) return;
        var checker = await PersonAsync("checker", at.AddMinutes(5));
        var shown = (await _approvals.ShowAsync(checker, asked.No)).Value.Shown!;
        _ = (await _approvals.ApproveAsync(checker, asked.No, shown)).Value;
    }

    private async Task<StaffMember> PersonAsync(string userName, DateTime at)
    {
        var nowUtc = await desk.ReachAsync(at);
        var user = DemoUsers.All.First(user => user.UserName == userName);
        return new StaffMember(user.UserName, user.DisplayName, user.StaffNo, [user.Role], ProvedAtUtc: nowUtc);
    }
}
