namespace CustodyConsole.Domain.Reports;

/// <summary>Why an export is not taken, not stopped, not handed out, or not made by itself.</summary>
public static class ReportRefusals
{
    /// <summary>Personal data in clear takes two people.</summary>
    public static Refusal TakesTwo(string chinese, string english) => new(
        "report.takes-two",
        $"“{chinese}”含客户敏感信息，导出明文须填写原因并经他人复核。",
        $"The report {english} holds personal data; in clear it takes a reason and a second person.");

    /// <summary>The report holds no personal data.</summary>
    public static Refusal NothingMasked(string chinese, string english) => new(
        "report.nothing-masked",
        $"“{chinese}”没有脱敏列，无须申请明文，可直接导出。",
        $"The report {english} masks nothing; it can be exported as it is.");

    /// <summary>The same person has the same export under way.</summary>
    public static Refusal SameUnderWay(string run) => new(
        "report.same-under-way",
        $"同一范围的导出 {run} 正在排队或生成，完成后即可下载。",
        $"The same export, {run}, is waiting or being made already; it can be fetched when it is done.");

    /// <summary>The person has too many exports under way.</summary>
    public static Refusal TooMany(int most) => new(
        "report.too-many",
        $"每人最多同时有 {most} 项导出排队或生成，请等待完成或先取消。",
        $"A person may have {most} exports waiting or under way; wait for one to end, or cancel it.");

    /// <summary>There is no such export.</summary>
    public static Refusal UnknownRun(string run) => new(
        "report.unknown-run", $"没有编号为 {run} 的报表导出。", $"There is no export {run}.");

    /// <summary>Another node has it, or it has ended.</summary>
    public static Refusal NotWaiting(string run) => new(
        "report.not-waiting",
        $"报表导出 {run} 已不在排队，可能已由其他节点生成或已取消。",
        $"The export {run} waits no more; another node makes it, or it was cancelled.");

    /// <summary>It was stopped, given up, or begun by another node.</summary>
    public static Refusal TakenOver(string run) => new(
        "report.taken-over",
        $"报表导出 {run} 已被取消或判定中断，本次结果不予登记。",
        $"The export {run} was cancelled or given up; this result is not recorded.");

    /// <summary>It has ended.</summary>
    public static Refusal Ended(string run) => new(
        "report.ended", $"报表导出 {run} 已经结束，不能取消。", $"The export {run} has ended and cannot be cancelled.");

    /// <summary>Stopping another person's export takes a reason.</summary>
    public static Refusal ReasonMissing() => new(
        "report.reason-missing", "请填写原因（1 至 200 个字符）。", "Give the reason, 1 to 200 characters.");

    /// <summary>It has no file yet, or never will.</summary>
    public static Refusal NoFile(string run) => new(
        "report.no-file",
        $"报表导出 {run} 没有可下载的文件。",
        $"The export {run} has no file that could be fetched.");

    /// <summary>Its file was kept for its time.</summary>
    public static Refusal Expired(string run, DateTime until) => new(
        "report.expired",
        $"报表导出 {run} 的文件保留至 {Calendar.BankTime.Format(until)}，已清理；可按同一范围重新导出。",
        $"The file of the export {run} was kept until {Calendar.BankTime.Format(until)} and is gone; the same scope can be exported again.");

    /// <summary>Personal data in clear is handed to whoever asked for it, nobody else.</summary>
    public static Refusal NotYours(string run) => new(
        "report.not-yours",
        $"报表导出 {run} 含客户敏感信息明文，只能由申请人本人下载。",
        $"The export {run} holds personal data in clear; only the person who asked for it may fetch it.");

    /// <summary>The report has another version since it was asked for.</summary>
    public static Refusal OtherVersion(string chinese, string english, int version) => new(
        "report.other-version",
        $"“{chinese}”已更新为第 {version} 版，请重新导出。",
        $"The report {english} is at version {version} by now; ask for it again.");

    /// <summary>The file could not be written.</summary>
    public static Refusal NotWritten() => new(
        "report.not-written",
        "文件写入失败，可能是磁盘空间不足或报表目录不可写；请联系系统管理员后重新导出。",
        "The file could not be written: the disk may be full, or the folder of reports closed. Tell an administrator, then ask again.");

    /// <summary>Something unexpected went wrong.</summary>
    public static Refusal Broke() => new(
        "report.broke",
        "生成中出现意外错误，未生成文件，详情已记入系统日志；可重新导出。",
        "Something unexpected went wrong and there is no file; the system's log says more. Ask for it again.");

    /// <summary>There is no such schedule.</summary>
    public static Refusal UnknownSchedule(string schedule) => new(
        "report.unknown-schedule", $"没有编号为 {schedule} 的定期报表。", $"There is no schedule {schedule}.");

    /// <summary>The schedule has stopped.</summary>
    public static Refusal ScheduleStopped(string schedule) => new(
        "report.schedule-stopped", $"定期报表 {schedule} 已停用。", $"The schedule {schedule} has been stopped.");

    /// <summary>The same report is made by itself already.</summary>
    public static Refusal SameSchedule(string schedule) => new(
        "report.same-schedule",
        $"同一报表、范围与频率已由定期报表 {schedule} 生成。",
        $"The schedule {schedule} makes the same report for the same scope as often.");

    /// <summary>The report cannot be made by itself so often.</summary>
    public static Refusal OnlyMonthly(string chinese, string english) => new(
        "report.only-monthly", $"“{chinese}”按月份统计，只能每月生成。", $"The report {english} is about a month and can be made monthly only.");

    /// <summary>Personal data in clear is never made by itself.</summary>
    public static Refusal NeverInClear() => new(
        "report.never-in-clear",
        "定期报表一律脱敏；需要明文时请单独申请。",
        "Scheduled reports are always masked; ask for personal data in clear each time.");

    /// <summary>The owner of a schedule may not export it any more.</summary>
    public static Refusal OwnerLost(string owner) => new(
        "report.owner-lost",
        $"所有人 {owner} 已停用或不再具有导出该报表的权限，定期报表随之停用。",
        $"Its owner {owner} is disabled or may not export this report any more, so the schedule has stopped.");

    /// <summary>The maker of a request may not have it any more.</summary>
    public static Refusal MakerLost(string maker) => new(
        "report.maker-lost",
        $"申请人 {maker} 已停用或不再具有导出该报表明文的权限，不能执行。",
        $"The maker {maker} is disabled or may not export this report in clear any more; it is not carried out.");

    /// <summary>Whoever asked for an export may not have it any more.</summary>
    public static Refusal AskerLost(string asker) => new(
        "report.asker-lost",
        $"申请人 {asker} 已停用或不再具有导出该报表的权限，未生成文件。",
        $"It was asked for by {asker}, who is disabled or may not export this report any more; there is no file.");

    /// <summary>The date is done, or not closed.</summary>
    public static Refusal NotDue(string schedule, DateOnly date) => new(
        "report.not-due",
        $"定期报表 {schedule} 对会计日 {date:yyyy-MM-dd} 不再需要或尚不能生成。",
        $"The schedule {schedule} has nothing to make for the accounting day {date:yyyy-MM-dd}, or not yet.");
}
