using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports;

/// <summary>
/// Asks, for every schedule, for what the days that were closed since have made due: each date once, and again where its export failed or was lost.
/// </summary>
public sealed class ReportScheduling(ReportDesk desk, ReportAsking asking, IDbContextFactory<CustodyDb> databases, TimeProvider time)
{
    /// <summary>For how long an export that failed is tried again, at most.</summary>
    private static readonly TimeSpan TriedFor = TimeSpan.FromDays(2);

    /// <summary>The schedules that have not been looked at for the last closed day.</summary>
    public static IQueryable<ReportSchedule> Due(CustodyDb db) =>
        from schedule in db.ReportSchedules
        from bank in db.BankStates
        where schedule.IsActive && bank.ClosedThrough != null && (schedule.Through == null || schedule.Through < bank.ClosedThrough)
        select schedule;

    /// <summary>The last export of each scheduled date that has none with a file, where its time has come to be tried again.</summary>
    public static IQueryable<ReportRun> DueAgain(CustodyDb db, DateTime nowUtc)
    {
        var (since, until) = (nowUtc - TriedFor, nowUtc - ReportRun.TriedAgainAfter);
        return from run in db.ReportRuns
               join schedule in db.ReportSchedules on run.ScheduleId equals (long?)schedule.Id
               where schedule.IsActive && (run.State == ReportRunState.Failed || run.State == ReportRunState.Lost) && run.EndedAtUtc > since && run.EndedAtUtc <= until
                   && !db.ReportRuns.Any(other => other.ScheduleId == run.ScheduleId && other.ScheduledFor == run.ScheduledFor
                       && (other.Id > run.Id || (other.State != ReportRunState.Failed && other.State != ReportRunState.Lost)))
                   && db.ReportRuns.Count(other => other.ScheduleId == run.ScheduleId && other.ScheduledFor == run.ScheduledFor) < ReportRun.TriesMax
               select run;
    }

    /// <summary>Queues what is due, day by day.</summary>
    public async Task<JobResult> RunAsync(JobLog log, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(log);
        List<ReportSchedule> due;
        List<(long Schedule, DateOnly Date)> again;
        BankState bank;
        var now = time.GetUtcNow().UtcDateTime;
        await using (var db = await databases.CreateDbContextAsync(stop))
        {
            due = await Due(db).OrderBy(schedule => schedule.Id).ToListAsync(stop);
            again = (await DueAgain(db, now).OrderBy(run => run.Id).ToListAsync(stop)).ConvertAll(run => (run.ScheduleId!.Value, run.ScheduledFor!.Value));
            bank = await db.BankStates.SingleAsync(stop);
            var ids = again.ConvertAll(one => one.Schedule);
            due.AddRange((await db.ReportSchedules.Where(schedule => ids.Contains(schedule.Id)).ToListAsync(stop)).ExceptBy(due.Select(one => one.Id), one => one.Id));
        }

        var (queued, ended) = (0, 0);
        foreach (var schedule in due)
        {
            var report = ReportCatalogue.Find(schedule.Code)?.Facts;
            foreach (var date in DatesOf(schedule))
            {
                stop.ThrowIfCancellationRequested();
                var (chinese, english) = await WordsAsync(schedule, report, date, bank, stop);
                var asked = await desk.QueueScheduledAsync(schedule.No, date, report, chinese, english);
                if (!asked.Done)
                {
                    // Another node did it, or it has stopped.
                    log.Write($"{schedule.No} {date:yyyy-MM-dd} {asked.Refusal.Chinese}");
                    ended++;
                    break;
                }

                if (asked.Value is not { } run) continue;
                queued++;
                log.Write($"{schedule.No} {date:yyyy-MM-dd} {run.No}");
            }
        }

        return JobResult.Done(
            $"生成 {queued} 项定期报表导出任务。", $"{queued} scheduled reports were asked for.", ("queued", queued), ("refused", ended));

        IEnumerable<DateOnly> DatesOf(ReportSchedule schedule)
        {
            foreach (var one in again.Where(one => one.Schedule == schedule.Id)) yield return one.Date;
            // What goes by natural days has all of a day only when it is over, however early the accounting day is closed.
            var until = ReportCatalogue.Find(schedule.Code) is { FollowsDays: false } && BankTime.DateOf(now).AddDays(-1) is var yesterday && yesterday < bank.ClosedThrough
                ? yesterday : bank.ClosedThrough;
            for (var date = schedule.Through?.AddDays(1) ?? bank.ClosedThrough!.Value; date <= until; date = date.AddDays(1)) yield return date;
        }
    }

    /// <summary>The scope of that date in words; where it cannot be made, the export will say why.</summary>
    private async Task<(string Chinese, string English)> WordsAsync(
        ReportSchedule schedule, ReportFacts? report, DateOnly date, BankState bank, CancellationToken stop)
    {
        if (report is null || schedule.ScopeFor(date, report.Parameters, bank.CutOffOf(date)) is not { } scope) return ("", "");
        var question = await asking.QuestionAsync(report.Code, scope, stop);
        return question.Done
            ? (question.Value.SummaryChinese, question.Value.SummaryEnglish) : (schedule.SummaryChinese, schedule.SummaryEnglish);
    }
}
