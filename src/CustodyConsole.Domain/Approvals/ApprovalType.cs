using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Channels;
using CustodyConsole.Domain.Compensation;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Staff;

namespace CustodyConsole.Domain.Approvals;

/// <summary>What can be put to a second person.</summary>
public enum ApprovalType
{
    /// <summary>A change of who checks what 复核规则变更.</summary>
    ApprovalRules = 1,
    /// <summary>A judicial freeze 司法冻结.</summary>
    JudicialFreeze = 10,
    /// <summary>The release of a judicial freeze 司法解冻.</summary>
    JudicialRelease = 11,
    /// <summary>The closing of a user's account 销户.</summary>
    CloseAccount = 12,
    /// <summary>Another bank card of a user 换卡.</summary>
    ChangeCard = 13,
    /// <summary>The interception of a withdrawal that was not sent 拦截提现.</summary>
    InterceptWithdrawal = 14,
    /// <summary>The payment company's written statement on a payment 支付公司书面答复.</summary>
    ChannelStatement = 15,
    /// <summary>A compensation 代偿.</summary>
    Compensation = 20,
    /// <summary>A new platform 平台入驻.</summary>
    OpenPlatform = 30,
    /// <summary>A change of a platform's dossier 平台资料变更.</summary>
    ChangePlatform = 31,
    /// <summary>The suspension of a platform 平台暂停.</summary>
    SuspendPlatform = 32,
    /// <summary>The resumption of a platform 平台恢复.</summary>
    ResumePlatform = 33,
    /// <summary>The leaving of a platform 平台退出.</summary>
    ClosePlatform = 34,
    /// <summary>A new user of the console 新增用户.</summary>
    StaffOpen = 50,
    /// <summary>Other roles of a user 岗位变更.</summary>
    StaffRoles = 51,
    /// <summary>The disabling of a user 停用用户.</summary>
    StaffDisable = 52,
    /// <summary>The enabling of a user 启用用户.</summary>
    StaffEnable = 53,
    /// <summary>The reset of a user's password or second factor 重置登录凭证.</summary>
    StaffReset = 54,
    /// <summary>Another version of a fee schedule 费率变更.</summary>
    FeeSchedule = 60,
    /// <summary>A payout that the payment company's staff want to see first 垫资出款审批.</summary>
    AdvancePayout = 61,
    /// <summary>Another limit of a payment company's advances 垫资限额变更.</summary>
    AdvanceLimit = 62,
    /// <summary>A settlement of fees that moves money 手续费结算.</summary>
    FeeSettlement = 67,
    /// <summary>What really arrived for a settlement 清算到账确认.</summary>
    SettlementConfirmation = 63,
    /// <summary>A settlement by hand, for a missed day 手工清算.</summary>
    SettlementInstruction = 64,
    /// <summary>The clearing of a difference in suspense 挂账清理.</summary>
    SuspenseClearing = 65,
    /// <summary>A change of the business calendar 业务日历变更.</summary>
    CalendarChange = 66,
    /// <summary>A change of the cut-off time 日切时间变更.</summary>
    CutOffChange = 68,
    /// <summary>Other limits and hours of a channel 渠道限额与时间变更.</summary>
    ChannelLimits = 69,
    /// <summary>The platforms of a file 批量导入平台.</summary>
    ImportPlatforms = 35,
    /// <summary>A run of a job by hand 手工运行作业.</summary>
    JobRun = 70,
    /// <summary>An export with personal data in clear 导出敏感信息明文.</summary>
    UnmaskedReport = 80,
}

/// <summary>What holds for all requests of a type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Content">The proposal that carries its content.</param>
/// <param name="Chinese">Its name in Chinese.</param>
/// <param name="English">Its name in English.</param>
/// <param name="MovesMoney">True where approving takes another proof of who the checker is.</param>
/// <param name="Bands">The bands that hold until others are approved, lowest first.</param>
public sealed record ApprovalTypeFacts(
    ApprovalType Type, Type Content, string Chinese, string English, bool MovesMoney, params ApprovalRuleTerms[] Bands);

/// <summary>The one table of approval types.</summary>
public static class ApprovalTypes
{
    /// <summary>All types.</summary>
    public static readonly IReadOnlyList<ApprovalTypeFacts> All =
    [
        new(ApprovalType.ApprovalRules, typeof(ChangeRules), "复核规则变更", "Change of approval rules", false,
            new ApprovalRuleTerms(0, 1, [Roles.Administrator], [Roles.Administrator, Roles.Checker], 72)),
        new(ApprovalType.JudicialFreeze, typeof(ProposeFreeze), "司法冻结", "Judicial freeze", true,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 24)),
        new(ApprovalType.JudicialRelease, typeof(ProposeRelease), "司法解冻", "Release of a judicial freeze", true,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 24)),
        new(ApprovalType.CloseAccount, typeof(ProposeClosing), "销户", "Closing of an account", false,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 48)),
        // Whoever binds a card decides where the money goes.
        new(ApprovalType.ChangeCard, typeof(ProposeCardChange), "换卡", "Change of a bank card", true,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 48)),
        new(ApprovalType.InterceptWithdrawal, typeof(ProposeInterception), "拦截提现", "Interception of a withdrawal", true,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 4)),
        new(ApprovalType.ChannelStatement, typeof(ProposeChannelStatement), "支付公司书面答复", "Written statement on a payment", true,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 48),
            new ApprovalRuleTerms(500_000_00, 2, [Roles.Operator], [Roles.Checker], 48)),
        new(ApprovalType.Compensation, typeof(ProposeCompensation), "代偿", "Compensation", true,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 48),
            new ApprovalRuleTerms(500_000_00, 2, [Roles.Operator], [Roles.Checker], 48)),
        new(ApprovalType.OpenPlatform, typeof(ProposePlatform), "平台入驻", "New platform", false,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 120)),
        new(ApprovalType.ChangePlatform, typeof(ProposePlatformChange), "平台资料变更", "Change of a platform", false,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 120)),
        new(ApprovalType.SuspendPlatform, typeof(ProposePlatformSuspension), "平台暂停", "Suspension of a platform", false,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 24)),
        new(ApprovalType.ResumePlatform, typeof(ProposePlatformResumption), "平台恢复", "Resumption of a platform", false,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 24)),
        new(ApprovalType.ClosePlatform, typeof(ProposePlatformClosing), "平台退出", "Leaving of a platform", false,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 120)),
        new(ApprovalType.StaffOpen, typeof(ProposeStaff), "新增用户", "New user", true,
            new ApprovalRuleTerms(0, 1, [Roles.Administrator], [Roles.Administrator], 72)),
        new(ApprovalType.StaffRoles, typeof(ProposeStaffRoles), "用户岗位变更", "Other roles of a user", true,
            new ApprovalRuleTerms(0, 1, [Roles.Administrator], [Roles.Administrator], 72)),
        new(ApprovalType.StaffDisable, typeof(ProposeStaffDisabling), "停用用户", "Disabling of a user", true,
            new ApprovalRuleTerms(0, 1, [Roles.Administrator], [Roles.Administrator], 72)),
        new(ApprovalType.StaffEnable, typeof(ProposeStaffEnabling), "启用用户", "Enabling of a user", true,
            new ApprovalRuleTerms(0, 1, [Roles.Administrator], [Roles.Administrator], 72)),
        new(ApprovalType.StaffReset, typeof(ProposeStaffReset), "重置登录凭证", "Reset of credentials", true,
            new ApprovalRuleTerms(0, 1, [Roles.Administrator], [Roles.Administrator], 24)),
        new(ApprovalType.FeeSchedule, typeof(ProposeFeeSchedule), "费率变更", "Change of fees", false,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 120)),
        // The bank itself asks; the role stands here for who might ask by hand.
        new(ApprovalType.AdvancePayout, typeof(ProposeAdvancePayout), "垫资出款审批", "Advance of a payout", true,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.PaymentCompany], 24)),
        new(ApprovalType.AdvanceLimit, typeof(ProposeAdvanceLimit), "垫资限额变更", "Change of a limit of advances", false,
            new ApprovalRuleTerms(0, 1, [Roles.PaymentCompany, Roles.Operator], [Roles.PaymentCompany, Roles.Checker], 72)),
        new(ApprovalType.ChannelLimits, typeof(ProposeChannelLimits), "渠道限额与时间变更", "Change of channel limits and hours", false,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 72)),
        new(ApprovalType.FeeSettlement, typeof(ProposeFeeSettlement), "手续费结算", "Settlement of fees", true,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 48)),
        new(ApprovalType.SettlementConfirmation, typeof(ProposeConfirmation), "清算到账确认", "Confirmation of a settlement", true,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 24)),
        new(ApprovalType.SettlementInstruction, typeof(ProposeSettlement), "手工清算", "Settlement by hand", true,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 24)),
        new(ApprovalType.SuspenseClearing, typeof(ProposeClearing), "挂账清理", "Clearing of a difference", true,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 48),
            new ApprovalRuleTerms(100_000_00, 2, [Roles.Operator], [Roles.Checker], 48)),
        new(ApprovalType.CalendarChange, typeof(ProposeCalendar), "业务日历变更", "Change of the business calendar", false,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 72)),
        new(ApprovalType.CutOffChange, typeof(ProposeCutOff), "日切时间变更", "Change of the cut-off time", false,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 72)),
        new(ApprovalType.ImportPlatforms, typeof(ProposePlatformImport), "批量导入平台", "Import of platforms", false,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 120)),
        new(ApprovalType.JobRun, typeof(ProposeJobRun), "手工运行作业", "Run of a job by hand", true,
            new ApprovalRuleTerms(0, 1, [Roles.Operator], [Roles.Checker], 24)),
        // Whoever lets personal data out proves who they are.
        new(ApprovalType.UnmaskedReport, typeof(ProposeUnmaskedReport), "导出敏感信息明文", "Export of personal data in clear", true,
            new ApprovalRuleTerms(0, 1, [Roles.Compliance, Roles.Operator], [Roles.Checker], 24)),
    ];

    /// <summary>The facts of a type.</summary>
    public static ApprovalTypeFacts Of(ApprovalType type) => All.First(facts => facts.Type == type);
}
