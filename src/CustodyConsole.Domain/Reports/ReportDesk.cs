using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Reports;

/// <summary>
/// What people and nodes do with exports. Who asked for what, what came of it and its hash, who fetched it, who checked a file, what was
/// cancelled and what expired stands in the audit trail; each command is one transaction.
/// </summary>
/// <param name="staff">Checks permissions and keeps the audit trail.</param>
/// <param name="writer">The writer of the custody database.</param>
public sealed class ReportDesk(StaffDesk staff, GroupWriter writer)
{
    /// <summary>Asks for an export; see <see cref="ReportRuns.Ask"/>. Personal data in clear goes through <see cref="ProposeUnmaskedReport"/>.</summary>
    public Task<Outcome<ReportRun>> AskAsync(StaffMember actor, ReportQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return staff.RunAsync(
            actor, Permissions.ReportsExport, CustodyStore.ReportsLock, new AuditDraft(Permissions.ReportsExport),
            (books, draft) => ReportRuns.Ask(books, draft, question with { ApprovalId = null, ScheduleId = null, ScheduledFor = null }, actor));
    }

    /// <summary>Stops an export; see <see cref="ReportRuns.Cancel"/>.</summary>
    public Task<Outcome<ReportRun>> CancelAsync(StaffMember actor, string no, string? reason) => staff.RunAsync(
        actor, Permissions.ReportsExport, CustodyStore.ReportsLock, new AuditDraft("Reports.Cancel", ReportRun.SubjectOf(no)) { Reason = reason },
        (books, draft) => ReportRuns.Cancel(books, draft, no, actor, reason));

    /// <summary>Hands out the file of an export; see <see cref="ReportRuns.Fetch"/>.</summary>
    public Task<Outcome<ReportRun>> FetchAsync(StaffMember actor, string no, string? range, bool isThere) => staff.RunAsync(
        actor, Permissions.ReportsView, CustodyStore.ReportsLock, new AuditDraft("Reports.Fetch", ReportRun.SubjectOf(no)),
        (books, draft) => ReportRuns.Fetch(books, draft, no, actor, range, isThere));

    /// <summary>Keeps in the audit trail who had a file checked, and what was found.</summary>
    public Task<Outcome<bool>> CheckedAsync(StaffMember actor, string sha256, ReportVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        var draft = new AuditDraft(Permissions.ReportsCheck, verdict.Run is { } run ? run.Subject : "")
        {
            After = $"{verdict.Finding} {sha256}",
        };
        return staff.RunAsync<bool>(actor, Permissions.ReportsCheck, CustodyStore.NoPool, draft, (_, _) => true);
    }

    /// <summary>Begins an export on a node; see <see cref="ReportRuns.Begin"/>.</summary>
    public Task<Outcome<ReportRun>> BeginAsync(string no, string node) =>
        writer.RunAsync(CustodyStore.ReportsLock, books => ReportRuns.Begin(books, no, node));

    /// <summary>Whether whoever asked for an export may still have it; see <see cref="ReportRuns.StillMay"/>.</summary>
    public Task<Outcome<bool>> StillMayAsync(ReportRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return writer.RunAsync(CustodyStore.ReportsLock, books => ReportRuns.StillMay(books, run.No));
    }

    /// <summary>Says that an export goes on; true where it shall stop; see <see cref="ReportRuns.Hear"/>.</summary>
    public Task<Outcome<bool>> HearAsync(ReportRun run, int? percent, long rows)
    {
        ArgumentNullException.ThrowIfNull(run);
        return writer.RunAsync(CustodyStore.ReportsLock, books => ReportRuns.Hear(books, run.No, run.Node!, percent, rows));
    }

    /// <summary>Ends an export, with an audit row that holds its rows, bytes, hash and totals; see <see cref="ReportRuns.End"/>.</summary>
    public Task<Outcome<ReportRun>> EndAsync(ReportRun run, ReportResult result)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(result);
        return staff.RunSystemAsync(
            CustodyStore.ReportsLock, new AuditDraft("Reports.Ended", run.Subject),
            (books, draft) => ReportRuns.End(books, draft, run.No, run.Node!, result));
    }

    /// <summary>Gives up an export whose node is gone; see <see cref="ReportRuns.Lose"/>.</summary>
    public Task<Outcome<ReportRun>> LoseAsync(string no, bool evenHeard) => staff.RunSystemAsync(
        CustodyStore.ReportsLock, new AuditDraft("Reports.Ended", ReportRun.SubjectOf(no)),
        (books, draft) => ReportRuns.Lose(books, draft, no, evenHeard));

    /// <summary>Ends the time of a file; see <see cref="ReportRuns.Expire"/>.</summary>
    public Task<Outcome<ReportRun>> ExpireAsync(string no) => staff.RunSystemAsync(
        CustodyStore.ReportsLock, new AuditDraft("Reports.Expire", ReportRun.SubjectOf(no)),
        (books, draft) => ReportRuns.Expire(books, draft, no));

    /// <summary>Makes a schedule; see <see cref="ReportSchedules.Add"/>.</summary>
    public Task<Outcome<ReportSchedule>> ScheduleAsync(StaffMember actor, ReportFacts report, ReportScope template, ReportCadence cadence, string summaryChinese, string summaryEnglish) =>
        staff.RunAsync(
            actor, Permissions.ReportsSchedule, CustodyStore.ReportsLock, new AuditDraft(Permissions.ReportsSchedule),
            (books, draft) => ReportSchedules.Add(books, draft, actor, report, template, cadence, summaryChinese, summaryEnglish));

    /// <summary>Stops a schedule; see <see cref="ReportSchedules.Stop"/>.</summary>
    public Task<Outcome<ReportSchedule>> StopScheduleAsync(StaffMember actor, string no) => staff.RunAsync(
        actor, Permissions.ReportsSchedule, CustodyStore.ReportsLock, new AuditDraft("Reports.ScheduleStop", "report-schedule:" + no),
        (books, draft) => ReportSchedules.Stop(books, draft, actor, no));

    /// <summary>Asks, for a schedule, for what a closed date makes due; see <see cref="ReportSchedules.Queue"/>.</summary>
    public Task<Outcome<ReportRun?>> QueueScheduledAsync(string no, DateOnly date, ReportFacts? report, string summaryChinese, string summaryEnglish) =>
        staff.RunSystemAsync(
            CustodyStore.ReportsLock, new AuditDraft("Reports.Scheduled", "report-schedule:" + no),
            (books, draft) => ReportSchedules.Queue(books, draft, no, date, report, summaryChinese, summaryEnglish));
}
