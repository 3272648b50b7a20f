using CustodyConsole.Domain;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports;

/// <summary>Asks, for every schedule, for what the days that were closed since have made due: each date once.</summary>
public sealed class ReportScheduling(ReportDesk desk, ReportAsking asking, IDbContextFactory<CustodyDb> databases)
{
    /// <summary>The schedules that have not been looked at for the last closed day.</summary>
    public static IQueryable<ReportSchedule> Due(CustodyDb db) =>
        from schedule in db.ReportSchedules
        from bank in db.BankStates
        where schedule.IsActive && bank.ClosedThrough != null && (schedule.Through == null || schedule.Through < bank.ClosedThrough)
        select schedule;

    /// <summary>Queues what is due, day by day.</summary>
    public async Task<JobResult> RunAsync(JobLog log, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(log);
        List<ReportSchedule> due;
        BankState bank;
        await using (var db = await databases.CreateDbContextAsync(stop))
        {
            due = await Due(db).OrderBy(schedule => schedule.Id).ToListAsync(stop);
            bank = await db.BankStates.SingleAsync(stop);
        }

        var (queued, ended) = (0, 0);
        foreach (var schedule in due)
        {
            var report = ReportCatalogue.Find(schedule.Code)?.Facts;
            for (var date = schedule.Through?.AddDays(1) ?? bank.ClosedThrough!.Value; date <= bank.ClosedThrough; date = date.AddDays(1))
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
