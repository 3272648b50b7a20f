using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Reports;

/// <summary>The life of schedules, inside the writer.</summary>
internal static class ReportSchedules
{
    /// <summary>
    /// Makes a schedule that begins with the next day to be closed. Refusals in order: <see cref="StaffRefusals.NotPermitted"/> for exports
    /// and the report's own permission, <see cref="ReportRefusals.NeverInClear"/>, <see cref="ReportRefusals.OnlyMonthly"/>, <see cref="ReportScopeRefusals.NotAParameter"/>,
    /// <see cref="ReportScopeRefusals.PlatformMissing"/>, <see cref="ReportScopeRefusals.SubjectMissing"/>,
    /// <see cref="ReportRefusals.SameSchedule"/>.
    /// </summary>
    public static Outcome<ReportSchedule> Add(
        Books books, AuditDraft draft, StaffMember actor, ReportFacts report, ReportScope template, ReportCadence cadence, string summaryChinese,
        string summaryEnglish)
    {
        draft.Subject = "report:" + report.Code;
        draft.PlatformNo = template.PlatformNo;
        draft.After = $"{cadence}: {summaryChinese}";
        if (!Permissions.Held(Permissions.ReportsExport, actor.Roles)) return StaffRefusals.NotPermitted(Permissions.ReportsExport);
        if (!Permissions.Held(report.Permission, actor.Roles)) return StaffRefusals.NotPermitted(report.Permission);
        if (template.Unmasked) return ReportRefusals.NeverInClear();
        if (cadence == ReportCadence.Daily && report.Parameters.HasFlag(ReportParameters.Month)) return ReportRefusals.OnlyMonthly(report.Chinese, report.English);
        if (template.PlatformNo is not null && (report.Parameters & (ReportParameters.Platform | ReportParameters.PlatformRequired)) == 0)
            return ReportScopeRefusals.NotAParameter("平台", "platform");
        if (report.Parameters.HasFlag(ReportParameters.PlatformRequired) && string.IsNullOrEmpty(template.PlatformNo)) return ReportScopeRefusals.PlatformMissing();
        if (report.Parameters.HasFlag(ReportParameters.SubjectRequired) && string.IsNullOrEmpty(template.Subject)) return ReportScopeRefusals.SubjectMissing();
        var json = (template with { From = null, To = null, AsOfUtc = null }).ToJson();
        var same = books.ReportSchedules
            .Search(one => one.Code == report.Code && one.IsActive && one.Cadence == cadence && one.Template == json, "\"code\" = {0}", report.Code)
            .FirstOrDefault();
        if (same is not null) return ReportRefusals.SameSchedule(same.No);
        var schedule = books.ReportSchedules.Add(new ReportSchedule
        {
            Code = report.Code,
            Template = json,
            SummaryChinese = summaryChinese,
            SummaryEnglish = summaryEnglish,
            Cadence = cadence,
            Owner = actor.UserName,
            OwnerName = actor.DisplayName,
            MadeAtUtc = books.NowUtc,
            Through = books.Bank.ClosedThrough ?? books.Bank.AccountingDate.AddDays(-1),
        });
        draft.Subject = schedule.Subject;
        return schedule;
    }

    /// <summary>Stops a schedule. Refusals in order: <see cref="ReportRefusals.UnknownSchedule"/>, <see cref="ReportRefusals.ScheduleStopped"/>.</summary>
    public static Outcome<ReportSchedule> Stop(Books books, AuditDraft draft, StaffMember actor, string no)
    {
        if (Find(books, no) is not { } schedule) return ReportRefusals.UnknownSchedule(no);
        if (!schedule.IsActive) return ReportRefusals.ScheduleStopped(no);
        draft.Before = schedule.SummaryChinese;
        End(books, schedule, actor.UserName, $"由 {actor.DisplayName} 停用。", $"Stopped by {actor.DisplayName}.");
        return schedule;
    }

    /// <summary>
    /// Puts in the queue what a closed date makes due, with the owner's rights: once, and again where the export of the date has failed or was lost a
    /// while ago. Null where nothing is due on that date, or the schedule had to stop. Refusals in order: <see cref="ReportRefusals.UnknownSchedule"/>, <see cref="ReportRefusals.ScheduleStopped"/>,
    /// <see cref="ReportRefusals.NotDue"/>, those of <see cref="ReportRuns.Ask"/>.
    /// </summary>
    public static Outcome<ReportRun?> Queue(
        Books books, AuditDraft draft, string no, DateOnly date, ReportFacts? report, string summaryChinese, string summaryEnglish)
    {
        if (Find(books, no) is not { } schedule) return ReportRefusals.UnknownSchedule(no);
        if (!schedule.IsActive) return ReportRefusals.ScheduleStopped(no);
        var isAgain = date <= schedule.Through;
        if (isAgain ? !IsTriedAgain(books, schedule, date) : !(books.Bank.ClosedThrough >= date)) return ReportRefusals.NotDue(no, date);
        if (!isAgain) books.ReportSchedules.Edit(schedule).Through = date;
        var owner = books.StaffByUserName.Find(schedule.Owner);
        var why = report is null ? ReportScopeRefusals.UnknownReport(schedule.Code)
            : owner is not { State: StaffState.Active } || !Permissions.Held(Permissions.ReportsExport, owner.HeldRoles)
                || !Permissions.Held(report.Permission, owner.HeldRoles) ? ReportRefusals.OwnerLost(schedule.OwnerName)
            : null;
        if (why is not null)
        {
            End(books, schedule, StaffMember.System.UserName, why.Chinese, why.English);
            draft.Action = "Reports.ScheduleStop";
            draft.After = why.Chinese;
            return (Outcome<ReportRun?>)(ReportRun?)null;
        }

        if (schedule.ScopeFor(date, report!.Parameters, books.DayByDate.Find(date)?.CutAtUtc ?? books.Bank.CutOffOf(date)) is not { } scope)
        {
            draft.IsRepeat = true;
            return (Outcome<ReportRun?>)(ReportRun?)null;
        }

        var asker = new StaffMember(owner!.UserName, owner.DisplayName, owner.PersonNo, owner.HeldRoles);
        var asked = ReportRuns.Ask(
            books, draft, ReportQuestion.Of(report, scope, summaryChinese, summaryEnglish) with { ScheduleId = schedule.Id, ScheduledFor = date }, asker);
        if (!asked.Done) return asked.Refusal;
        return asked.Value;
    }

    /// <summary>True where every export of the date ended without a file, the last of them a while ago, and not too often.</summary>
    private static bool IsTriedAgain(Books books, ReportSchedule schedule, DateOnly date)
    {
        var runs = books.ReportRuns.Search(
            run => run.ScheduleId == schedule.Id && run.ScheduledFor == date, "\"schedule_id\" = {0} AND \"scheduled_for\" = {1}", schedule.Id, date).ToList();
        return runs.Count is > 0 and < ReportRun.TriesMax
            && runs.TrueForAll(run => run.State is ReportRunState.Failed or ReportRunState.Lost && run.EndedAtUtc <= books.NowUtc - ReportRun.TriedAgainAfter);
    }

    private static void End(Books books, ReportSchedule schedule, string by, string chinese, string english)
    {
        books.ReportSchedules.Edit(schedule);
        schedule.IsActive = false;
        schedule.StoppedBy = by;
        schedule.StoppedAtUtc = books.NowUtc;
        schedule.StoppedChinese = chinese;
        schedule.StoppedEnglish = english;
    }

    private static ReportSchedule? Find(Books books, string no) =>
        ReportSchedule.IdOf(no) is { } id ? books.ReportSchedules.Find(id) : null;
}
