using System.Text.Json;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Reports;

/// <summary>The life of exports, inside the writer: asked for, begun by one node, heard of, ended, fetched, expired.</summary>
internal static class ReportRuns
{
    public const int UnderWayMax = 5;
    private const int ReasonMax = 200;

    /// <summary>
    /// Puts an export in the queue. Refusals in order: <see cref="StaffRefusals.NotPermitted"/> for the report's own permission,
    /// <see cref="ReportRefusals.TakesTwo"/>, <see cref="ReportRefusals.SameUnderWay"/>, <see cref="ReportRefusals.TooMany"/>.
    /// </summary>
    public static Outcome<ReportRun> Ask(Books books, AuditDraft draft, ReportQuestion question, StaffMember actor)
    {
        draft.Subject = "report:" + question.Code;
        draft.PlatformNo = question.Scope.PlatformNo;
        draft.After = question.ScopeJson;
        draft.Reason = question.Reason;
        if (!Permissions.Held(question.Permission, actor.Roles)) return StaffRefusals.NotPermitted(question.Permission);
        if (question.Scope.Unmasked && question.ApprovalId is null) return ReportRefusals.TakesTwo(question.Chinese, question.English);
        var hash = ReportRun.HashOf(question.Code, question.Version, question.ScopeJson);
        var active = books.ReportRuns.Search(
            run => run.IsActive && run.AskedByPersonNo == actor.PersonNo, "\"state\" IN (1, 2) AND \"asked_by_person_no\" = {0}", actor.PersonNo)
            .ToList();
        // What two people have allowed, and what a schedule makes, is limited by them.
        if (question is { ApprovalId: null, ScheduleId: null })
        {
            if (active.Find(run => run.ScopeHash == hash) is { } same) return ReportRefusals.SameUnderWay(same.No);
            if (active.Count(run => run.ScheduleId is null) >= UnderWayMax) return ReportRefusals.TooMany(UnderWayMax);
        }

        var run = books.ReportRuns.Add(new ReportRun
        {
            Code = question.Code,
            Version = question.Version,
            Permission = question.Permission,
            Scope = question.ScopeJson,
            ScopeHash = hash,
            PlatformNo = question.Scope.PlatformNo,
            SummaryChinese = question.SummaryChinese,
            SummaryEnglish = question.SummaryEnglish,
            IsUnmasked = question.Scope.Unmasked,
            AskedBy = actor.UserName,
            AskedByName = actor.DisplayName,
            AskedByPersonNo = actor.PersonNo,
            Reason = question.Reason,
            ApprovalId = question.ApprovalId,
            ScheduleId = question.ScheduleId,
            ScheduledFor = question.ScheduledFor,
            AskedAtUtc = books.NowUtc,
        });
        draft.Subject = run.Subject;
        draft.After = JsonSerializer.Serialize(new { report = $"{run.Code} v{run.Version}", scope = question.SummaryChinese, hash });
        return run;
    }

    /// <summary>
    /// Begins an export that waits, on a node; of several nodes that try, one gets it. Refusals in order:
    /// <see cref="ReportRefusals.UnknownRun"/>, <see cref="ReportRefusals.NotWaiting"/>.
    /// </summary>
    public static Outcome<ReportRun> Begin(Books books, string no, string node)
    {
        if (Find(books, no) is not { } run) return ReportRefusals.UnknownRun(no);
        if (run.State != ReportRunState.Queued) return ReportRefusals.NotWaiting(no);
        books.ReportRuns.Edit(run);
        run.State = ReportRunState.Running;
        run.Node = node;
        run.StartedAtUtc = books.NowUtc;
        run.HeardAtUtc = books.NowUtc;
        return (ReportRun)run.Copy();
    }

    /// <summary>
    /// Whether whoever asked for an export may still have it, by the record of this moment. Refusals in order:
    /// <see cref="ReportRefusals.UnknownRun"/>, <see cref="ReportRefusals.AskerLost"/>.
    /// </summary>
    public static Outcome<bool> StillMay(Books books, string no)
    {
        if (Find(books, no) is not { } run) return ReportRefusals.UnknownRun(no);
        var isHeld = books.StaffByUserName.Find(run.AskedBy) is { State: StaffState.Active } record && record.PersonNo == run.AskedByPersonNo
            && Permissions.Held(Permissions.ReportsExport, record.HeldRoles) && Permissions.Held(run.Permission, record.HeldRoles)
            && (!run.IsUnmasked || Permissions.Held(Permissions.ReportsUnmasked, record.HeldRoles));
        return isHeld ? true : ReportRefusals.AskerLost(run.AskedByName);
    }

    /// <summary>Says that an export goes on; answers whether it shall stop. Refusal: <see cref="ReportRefusals.TakenOver"/>.</summary>
    public static Outcome<bool> Hear(Books books, string no, string node, int? percent, long rows)
    {
        if (Mine(books, no, node) is not { } run) return ReportRefusals.TakenOver(no);
        books.ReportRuns.Edit(run);
        run.HeardAtUtc = books.NowUtc;
        run.Percent = percent;
        run.RowsWritten = rows;
        return run.CancelAskedBy is not null;
    }

    /// <summary>Ends an export with what came of it. Refusal: <see cref="ReportRefusals.TakenOver"/>.</summary>
    public static Outcome<ReportRun> End(Books books, AuditDraft draft, string no, string node, ReportResult result)
    {
        if (Mine(books, no, node) is not { } run) return ReportRefusals.TakenOver(no);
        Close(books, draft, run, result);
        return (ReportRun)run.Copy();
    }

    /// <summary>
    /// Gives up an export whose node is gone. Refusals: <see cref="ReportRefusals.UnknownRun"/>, <see cref="ReportRefusals.Ended"/>. One that
    /// was heard of a moment ago is refused with <see cref="ReportRefusals.NotWaiting"/>, unless its node is known to be gone.
    /// </summary>
    public static Outcome<ReportRun> Lose(Books books, AuditDraft draft, string no, bool evenHeard)
    {
        if (Find(books, no) is not { } run) return ReportRefusals.UnknownRun(no);
        if (run.State != ReportRunState.Running) return ReportRefusals.Ended(no);
        if (!evenHeard && run.HeardAtUtc >= books.NowUtc - ReportRun.SilenceMax) return ReportRefusals.NotWaiting(no);
        Close(books, draft, run, new ReportResult(
            ReportRunState.Lost,
            $"生成中断：节点 {run.Node} 停止或失联，未生成文件，可重新导出。",
            $"It broke off: the node {run.Node} stopped or fell silent. There is no file; ask for it again."));
        return (ReportRun)run.Copy();
    }

    /// <summary>
    /// Stops an export; one that only waits ends at once. Refusals in order: <see cref="ReportRefusals.UnknownRun"/>,
    /// <see cref="StaffRefusals.NotPermitted"/>, <see cref="ReportRefusals.Ended"/>, <see cref="ReportRefusals.ReasonMissing"/> where another
    /// person asked for it.
    /// </summary>
    public static Outcome<ReportRun> Cancel(Books books, AuditDraft draft, string no, StaffMember actor, string? reason)
    {
        if (Find(books, no) is not { } run) return ReportRefusals.UnknownRun(no);
        draft.PlatformNo = run.PlatformNo;
        draft.Before = run.State.ToString();
        if (!Permissions.Held(run.Permission, actor.Roles)) return StaffRefusals.NotPermitted(run.Permission);
        if (!run.IsActive) return ReportRefusals.Ended(no);
        if (reason?.Length > ReasonMax || (string.IsNullOrWhiteSpace(reason) && run.AskedByPersonNo != actor.PersonNo))
            return ReportRefusals.ReasonMissing();
        books.ReportRuns.Edit(run);
        run.CancelAskedBy ??= actor.UserName;
        run.ErrorChinese = string.IsNullOrWhiteSpace(reason) ? $"由 {actor.DisplayName} 取消。" : $"由 {actor.DisplayName} 取消：{reason}";
        run.ErrorEnglish = string.IsNullOrWhiteSpace(reason) ? $"Cancelled by {actor.DisplayName}." : $"Cancelled by {actor.DisplayName}: {reason}";
        if (run.State != ReportRunState.Queued) return (ReportRun)run.Copy();
        run.State = ReportRunState.Cancelled;
        run.EndedAtUtc = books.NowUtc;
        return (ReportRun)run.Copy();
    }

    /// <summary>
    /// Hands a file out. Refusals in order: <see cref="ReportRefusals.UnknownRun"/>, <see cref="StaffRefusals.NotPermitted"/> for the report's
    /// own permission, <see cref="ReportRefusals.Expired"/>, <see cref="ReportRefusals.NoFile"/>, <see cref="ReportRefusals.NotYours"/>,
    /// <see cref="StaffRefusals.NotPermitted"/> for personal data in clear, <see cref="ReportRefusals.NoFile"/> where it is missing in its folder.
    /// </summary>
    /// <param name="books">The books.</param>
    /// <param name="draft">The audit row.</param>
    /// <param name="no">The number of the export.</param>
    /// <param name="actor">Who fetches.</param>
    /// <param name="range">The part that is asked for, such as bytes=4096-; null for all. Each part that is handed out counts as a fetch.</param>
    /// <param name="isThere">True where the file was found in its folder.</param>
    public static Outcome<ReportRun> Fetch(Books books, AuditDraft draft, string no, StaffMember actor, string? range, bool isThere)
    {
        if (Find(books, no) is not { } run) return ReportRefusals.UnknownRun(no);
        draft.PlatformNo = run.PlatformNo;
        if (!Permissions.Held(run.Permission, actor.Roles)) return StaffRefusals.NotPermitted(run.Permission);
        if (run.State == ReportRunState.Expired || run.ExpiresAtUtc <= books.NowUtc) return ReportRefusals.Expired(no, run.ExpiresAtUtc!.Value);
        if (run.State != ReportRunState.Done) return ReportRefusals.NoFile(no);
        if (run.IsUnmasked && run.AskedByPersonNo != actor.PersonNo) return ReportRefusals.NotYours(no);
        if (run.IsUnmasked && !Permissions.Held(Permissions.ReportsUnmasked, actor.Roles)) return StaffRefusals.NotPermitted(Permissions.ReportsUnmasked);
        if (!isThere) return ReportRefusals.NoFile(no);
        draft.After = range is null ? run.Sha256 : $"{run.Sha256} {range}";
        books.ReportRuns.Edit(run);
        run.Fetches++;
        run.FetchedBy = actor.DisplayName;
        run.FetchedAtUtc = books.NowUtc;
        return (ReportRun)run.Copy();
    }

    /// <summary>
    /// Ends the time of a file. Refusals in order: <see cref="ReportRefusals.UnknownRun"/>, <see cref="ReportRefusals.NoFile"/>. One whose time
    /// is not over is left as it is.
    /// </summary>
    public static Outcome<ReportRun> Expire(Books books, AuditDraft draft, string no)
    {
        if (Find(books, no) is not { } run) return ReportRefusals.UnknownRun(no);
        if (run.State != ReportRunState.Done) return ReportRefusals.NoFile(no);
        draft.IsRepeat = run.ExpiresAtUtc > books.NowUtc;
        if (draft.IsRepeat) return (ReportRun)run.Copy();
        draft.PlatformNo = run.PlatformNo;
        draft.Before = run.Sha256;
        books.ReportRuns.Edit(run).State = ReportRunState.Expired;
        return (ReportRun)run.Copy();
    }

    public static ReportRun? Find(Books books, string? no) => ReportRun.IdOf(no) is { } id ? books.ReportRuns.Find(id) : null;

    private static void Close(Books books, AuditDraft draft, ReportRun run, ReportResult result)
    {
        books.ReportRuns.Edit(run);
        var made = result.State == ReportRunState.Done;
        run.State = result.State;
        run.EndedAtUtc = books.NowUtc;
        run.Percent = made ? 100 : run.Percent;
        // Who cancelled it, and why, was kept when it was asked to stop.
        if (result.State != ReportRunState.Cancelled || run.ErrorChinese is null)
        {
            run.ErrorChinese = result.Chinese;
            run.ErrorEnglish = result.English;
        }

        if (made)
        {
            run.RowsWritten = result.Rows;
            run.Bytes = result.Bytes;
            run.Sha256 = result.Sha256;
            run.Totals = result.Totals;
            run.PeriodIsOpen = result.PeriodIsOpen;
            run.FileName = result.FileName;
            run.ExpiresAtUtc = result.IsKept ? null : books.NowUtc + ReportRun.KeptFor;
        }

        draft.Action = made ? ReportProof.MadeAction : "Reports.Ended";
        draft.PlatformNo = run.PlatformNo;
        draft.After = made ? ReportProof.Kept(run) : $"{run.State}: {run.ErrorChinese}";
    }

    private static ReportRun? Mine(Books books, string no, string node) =>
        Find(books, no) is { State: ReportRunState.Running } run && run.Node == node ? run : null;
}
