using static CustodyConsole.Domain.Staff.Roles;

namespace CustodyConsole.Domain.Staff;

/// <summary>
/// One row of the permission table: its name, what it allows in both languages, and the roles that hold it.
/// </summary>
public sealed record Permission(string Name, string Chinese, string English, IReadOnlyList<string> Roles);

/// <summary>
/// The one table of who may do what. Each row becomes an authorisation policy of the same name; a page names it in its
/// <c>[Authorize(Policy = ...)]</c>, and <see cref="StaffDesk"/> checks it again for every command. A permission's prefix is its
/// feature's name. Who checks what an approval asks for is not here: that is <see cref="Approvals.ApprovalRule"/>, which is data.
/// </summary>
public static class Permissions
{
    public const string HomeView = "Home.View";
    public const string PlatformsView = "Platforms.View";
    public const string PlatformsOnboarding = "Platforms.Onboarding";
    public const string PlatformsImport = "Platforms.Import";
    public const string PlatformsDraft = "Platforms.Draft";
    public const string PlatformsDocuments = "Platforms.Documents";
    public const string PlatformsReveal = "Platforms.Reveal";
    public const string AccountsView = "Accounts.View";
    public const string AccountsFreeze = "Accounts.Freeze";
    public const string AccountsClose = "Accounts.Close";
    public const string AccountsChangeCard = "Accounts.ChangeCard";
    public const string AccountsReveal = "Accounts.Reveal";
    public const string ListingsView = "Listings.View";
    public const string OrdersView = "Orders.View";
    public const string OrdersIntercept = "Orders.Intercept";
    public const string OrdersStatement = "Orders.Statement";
    public const string ChannelsView = "Channels.View";
    public const string ChannelsPropose = "Channels.Propose";
    public const string CompensationView = "Compensation.View";
    public const string CompensationPropose = "Compensation.Propose";
    public const string FeesView = "Fees.View";
    public const string FeesPropose = "Fees.Propose";
    public const string AdvancesView = "Advances.View";
    public const string AdvancesPayouts = "Advances.Payouts";
    public const string AdvancesLimit = "Advances.Limit";
    public const string SettlementView = "Settlement.View";
    public const string SettlementPropose = "Settlement.Propose";
    public const string DaysView = "Days.View";
    public const string DaysCutOff = "Days.CutOff";
    public const string CalendarView = "Calendar.View";
    public const string CalendarPropose = "Calendar.Propose";
    public const string JournalView = "Journal.View";
    public const string ApprovalsView = "Approvals.View";
    public const string ApprovalsSubmit = "Approvals.Submit";
    public const string ApprovalsDecide = "Approvals.Decide";
    public const string ApprovalsRules = "Approvals.Rules";
    public const string JobsView = "Jobs.View";
    public const string JobsRun = "Jobs.Run";
    public const string JobsPause = "Jobs.Pause";
    public const string JobsStop = "Jobs.Stop";
    public const string AuditView = "Audit.View";
    public const string ReportsView = "Reports.View";
    public const string ReportsExport = "Reports.Export";
    public const string ReportsUnmasked = "Reports.Unmasked";
    public const string ReportsSchedule = "Reports.Schedule";
    public const string ReportsCheck = "Reports.Check";
    public const string StaffView = "Staff.View";
    public const string StaffPropose = "Staff.Propose";

    private static readonly string[] BankStaff = [Operator, Checker, Reconciler, Compliance, Auditor];
    private static readonly string[] BankAndChannel = [.. BankStaff, PaymentCompany];
    private static readonly string[] BankChannelAndPlatform = [.. BankAndChannel, Platform];
    private static readonly string[] BankAndAdministrator = [.. BankStaff, Administrator];
    private static readonly string[] BankAndPlatform = [.. BankStaff, Platform];

    /// <summary>All rows.</summary>
    public static readonly IReadOnlyList<Permission> All =
    [
        new(HomeView, "查看存管概况，支付公司与平台限本单位", "See the state of the custody bank; a payment company or a platform, its own part", [.. BankChannelAndPlatform, Administrator]),
        new(PlatformsView, "查看平台概况与平台账户，平台限本平台", "See platforms and their accounts; a platform, itself", [.. BankAndAdministrator, Platform]),
        new(PlatformsOnboarding, "查看平台入驻办理、资料版本与证照", "See dossiers of platforms, their drafts, versions and papers", BankAndAdministrator),
        new(PlatformsDraft, "录入平台入驻与变更资料", "Fill in dossiers of platforms", [Operator]),
        new(PlatformsImport, "批量导入平台", "Import platforms from a workbook", [Operator]),
        new(PlatformsDocuments, "查看平台资料与证明材料文件", "Open the files of dossiers and requests", [Operator, Checker, Compliance, Auditor]),
        new(PlatformsReveal, "查看平台联系人与法定代表人信息明文", "See contacts and representatives of platforms in clear", [Operator, Compliance]),
        new(AccountsView, "查看账户、余额与流水，平台限本平台", "See accounts, balances and statements; a platform, its own", BankAndPlatform),
        new(AccountsFreeze, "发起司法冻结与解冻", "Ask for judicial freezes and their release", [Operator]),
        new(AccountsClose, "发起销户", "Ask for the closing of an account", [Operator]),
        new(AccountsChangeCard, "发起换卡", "Ask for another bank card of a user", [Operator]),
        new(AccountsReveal, "查看客户敏感信息明文", "See personal data in clear", [Operator, Compliance]),
        new(ListingsView, "查看标的、投标与还款计划，平台限本平台", "See listings, bids and repayment schedules; a platform, its own", BankAndPlatform),
        new(OrdersView, "查看业务指令与处理进度", "See orders and their progress", BankChannelAndPlatform),
        new(OrdersIntercept, "发起提现拦截", "Ask for the interception of a withdrawal", [Operator]),
        new(OrdersStatement, "发起支付公司书面答复入账", "Ask that a payment is booked by the payment company's written statement", [Operator]),
        new(ChannelsView, "查看渠道限额与受理时间", "See limits and hours of channels", [.. BankChannelAndPlatform, Administrator]),
        new(ChannelsPropose, "发起渠道限额与受理时间变更", "Ask for other limits and hours of a channel", [Operator]),
        new(CompensationView, "查看逾期、代偿与追偿", "See what is overdue, compensations and recoveries", BankStaff),
        new(CompensationPropose, "发起代偿申请", "Ask for a compensation", [Operator]),
        new(FeesView, "查看费率、试算与手续费月结单", "See fee schedules, previews and statements", [.. BankChannelAndPlatform, Administrator]),
        new(FeesPropose, "发起费率变更与手续费结算", "Ask for other fees and for settlements of fees", [Operator]),
        new(AdvancesView, "查看垫资敞口、限额与预测", "See advances, their limit and forecast", BankAndChannel),
        new(AdvancesPayouts, "查看并审批待垫资出款", "See and decide on payouts that wait", [PaymentCompany]),
        new(AdvancesLimit, "发起垫资限额变更", "Ask for another limit of advances", [PaymentCompany, Operator]),
        new(SettlementView, "查看轧差清算与长短款挂账", "See settlements and differences in suspense", BankChannelAndPlatform),
        new(SettlementPropose, "发起到账确认、手工清算与挂账清理", "Ask for confirmations, settlements by hand and clearings", [Operator]),
        new(DaysView, "查看日终进度与试算平衡表", "See day ends and trial balances", BankStaff),
        new(DaysCutOff, "发起日切时间变更", "Ask for another cut-off time", [Operator]),
        new(CalendarView, "查看业务日历", "See the business calendar", [.. BankChannelAndPlatform, Administrator]),
        new(CalendarPropose, "发起业务日历变更", "Ask for changes of the business calendar", [Operator]),
        new(JournalView, "查看会计分录", "See journal entries", BankStaff),
        new(ApprovalsView, "查看复核事项", "See what waits for approval and what was decided", [.. BankAndChannel, Administrator]),
        new(ApprovalsSubmit, "发起复核事项", "Ask for approval", [Operator, PaymentCompany, Compliance, Administrator]),
        new(ApprovalsDecide, "复核他人发起的事项", "Decide on what others ask for", [Checker, PaymentCompany, Administrator]),
        new(ApprovalsRules, "发起复核规则变更", "Ask for other approval rules", [Administrator]),
        new(JobsView, "查看作业与运行记录", "See jobs and their runs", BankAndAdministrator),
        new(JobsRun, "手工运行作业", "Run jobs by hand", [Operator]),
        new(JobsPause, "暂停与恢复作业", "Pause jobs and let them go on", [Operator, Administrator]),
        new(JobsStop, "中止运行中的作业", "Stop a run that is under way", [Operator, Administrator]),
        new(AuditView, "查看审计日志", "See the audit trail", [Compliance, Auditor]),
        new(ReportsView, "查看报表目录与导出记录，下载报表", "See the reports and what was exported, and fetch files", BankStaff),
        new(ReportsExport, "导出报表与列表", "Export reports and lists", BankStaff),
        new(ReportsUnmasked, "申请导出客户敏感信息明文", "Ask for exports with personal data in clear", [Operator, Compliance]),
        new(ReportsSchedule, "设置定期报表", "Have reports made by themselves", [Operator, Compliance]),
        new(ReportsCheck, "核验报表文件", "Have a file checked against what was exported", BankStaff),
        new(StaffView, "查看用户与岗位", "See users and their roles", [Administrator, Compliance, Auditor]),
        new(StaffPropose, "发起用户与岗位变更", "Ask for new users, other roles, and resets", [Administrator]),
    ];

    /// <summary>True when one of these roles holds the permission; an unknown permission is nobody's.</summary>
    public static bool Held(string permission, IReadOnlyList<string> roles)
    {
        foreach (var row in All)
        {
            if (row.Name == permission) return row.Roles.Any(roles.Contains);
        }

        return false;
    }
}
