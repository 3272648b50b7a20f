namespace CustodyConsole.Domain.Jobs;

/// <summary>How often a job runs.</summary>
public enum JobCadence
{
    /// <summary>Once for each accounting day, after the day.</summary>
    Daily = 1,
    /// <summary>Every few minutes, as long as there is something to do.</summary>
    Continuous = 2,
    /// <summary>Only when people ask for it.</summary>
    OnDemand = 3,
}

/// <summary>What is said of a job wherever it is spoken of.</summary>
/// <param name="Name">Its name in addresses, rows and files.</param>
/// <param name="Chinese">Its name in Chinese.</param>
/// <param name="English">Its name in English.</param>
/// <param name="WhatChinese">What it does, in a sentence.</param>
/// <param name="WhatEnglish">What it does, in an English sentence.</param>
/// <param name="Cadence">How often it runs.</param>
/// <param name="At">A daily job: how long after the cut-off of its day it is due. A continuous one: the time between two runs.</param>
/// <param name="After">The daily jobs of the same day that must have ended well before it.</param>
/// <param name="TakesTwo">True where running it by hand moves money or cannot be taken back, and so takes a second person.</param>
/// <param name="TouchesChinese">What it changes, in words.</param>
/// <param name="TouchesEnglish">What it changes, in English words.</param>
public sealed record JobFacts(
    string Name, string Chinese, string English, string WhatChinese, string WhatEnglish, JobCadence Cadence, TimeSpan At,
    IReadOnlyList<string> After, bool TakesTwo, string TouchesChinese, string TouchesEnglish);

/// <summary>The one catalogue of the bank's jobs, in the order in which a day's jobs run.</summary>
public static class JobCatalogue
{
    public const string DayCut = "day-cut";
    public const string TrialBalance = "trial-balance";
    public const string NetSettlement = "net-settlement";
    public const string AdvanceAccrual = "advance-accrual";
    public const string FeeStatements = "fee-statements";
    public const string OverdueDetection = "overdue-detection";
    public const string CompensationProposals = "compensation-proposals";
    public const string BalanceSnapshot = "balance-snapshot";
    public const string AuditDigest = "audit-digest";
    public const string Backup = "backup";
    public const string ConfirmationCheck = "confirmation-check";
    public const string DayClose = "day-close";
    public const string CatchUp = "catch-up";
    public const string FloatRelease = "float-release";
    public const string UnknownResults = "unknown-results";
    public const string ListingExpiry = "listing-expiry";
    public const string ApprovalExpiry = "approval-expiry";
    public const string ScheduledReports = "scheduled-reports";

    /// <summary>All jobs; the daily ones stand after all that they run after.</summary>
    public static readonly IReadOnlyList<JobFacts> All =
    [
        Daily(DayCut, "日切", "Day cut", "将会计日推进到下一日，资金业务不停。",
            "Moves the accounting date on while money keeps moving.", 0, [], takesTwo: true, "会计日", "the accounting date"),
        Daily(TrialBalance, "试算平衡", "Trial balance", "对全部账簿执行不变式检查，逐项列出不符；账簿不符的存管汇总户停止记账，直至复核相符。",
            "Proves all books by the invariants and names each breach; a pool whose books are wrong takes no postings until they are right.",
            2, [DayCut], false, "账簿不符的存管汇总户停止记账", "postings on pools whose books are wrong"),
        Daily(NetSettlement, "轧差清算", "Net settlement", "工作日按资金池生成与支付公司的轧差清算批次；节假日并入下一工作日。",
            "Makes each pool's settlement batch with the payment company on working days; holidays go into the next one.",
            5, [DayCut, TrialBalance], true, "清算批次与过渡账户", "settlement batches and clearing accounts"),
        Daily(OverdueDetection, "逾期识别", "Overdue detection", "识别已到期未结清的期次，统计可发起代偿的笔数与金额。",
            "Finds instalments that are due and unsettled, and what may be asked for as compensation.",
            10, [DayCut], false, "只读", "nothing, it reads"),
        Daily(CompensationProposals, "代偿建议", "Compensation proposals", "就尚未发起代偿的逾期期次，按代偿方提出待发起的代偿建议，不冻结、不动账。",
            "Proposes to each compensator what may be paid of overdue instalments that nobody has asked for; nothing is set aside.",
            12, [OverdueDetection], false, "代偿建议", "proposals"),
        Daily(BalanceSnapshot, "余额快照", "Balance snapshot", "留存各账户日终余额，并与总账核对。",
            "Keeps each account's balance at the end of the day and compares it with the ledger.",
            15, [TrialBalance], false, "余额快照", "balance snapshots"),
        Daily(AuditDigest, "审计摘要", "Audit digest", "校验审计链并写出当日摘要，供行外留存。",
            "Verifies the audit trail and writes the day's digest, to be kept elsewhere.",
            20, [DayCut], false, "摘要文件", "the file of digests"),
        Daily(Backup, "数据库备份", "Database backup", "备份存管数据库并打开备份核对，超期的备份随之清理。",
            "Copies the custody database, opens the copy and compares it; copies past their time go.",
            180, [DayCut], false, "备份文件", "backup files"),
        Daily(ConfirmationCheck, "到账核对", "Confirmation check",
            "向支付公司查询清算批次的实际到账，足额到账的自动确认，其余列明待人工确认。",
            "Asks what was really transferred for the batches, confirms those that are exact, and names those that wait for people.",
            570, [NetSettlement], true, "清算批次与过渡账户", "settlement batches and clearing accounts"),
        Daily(AdvanceAccrual, "垫资计费", "Advance accrual", "留存各资金池日终垫资余额，并将垫资手续费按天分摊。",
            "Keeps what each pool had advanced at the end of the day, and the part of the advance fees that belongs to the day.",
            590, [ConfirmationCheck], true, "垫资日记录", "the days of advances"),
        Daily(FeeStatements, "费用对账单", "Fee statements", "月末日生成各资金池当月费用对账单，其余日期无需执行。",
            "Makes each pool's statement of the month's fees on the last day of the month.",
            595, [AdvanceAccrual], false, "费用对账单", "fee statements"),
        Daily(DayClose, "关账", "Day close", "核对当日各项作业后关闭会计日，该日不再接受记账。",
            "Closes the accounting day once its jobs have ended well; it takes no postings from then on.",
            600, [TrialBalance, NetSettlement, AdvanceAccrual, FeeStatements, BalanceSnapshot, ConfirmationCheck], true, "会计日", "the accounting day"),
        Continuous(FloatRelease, "未结算转已结算", "Float release", "清算确认后，将用户未结算资金转为已结算。",
            "Switches users' money from unsettled to settled once a batch is confirmed.", 1, "账户未结算余额", "unsettled parts of balances"),
        Continuous(UnknownResults, "结果未明查询", "Unknown results", "向支付公司查询结果未明的充值与提现，只凭其答复定论。",
            "Asks the payment company about recharges and withdrawals whose result is unknown; only its word decides.",
            5, "充值与提现指令", "recharges and withdrawals"),
        Continuous(ListingExpiry, "募集到期流标", "Listing expiry", "募集期届满未放款的标的作流标处理，退回全部投标冻结。",
            "Fails listings whose window is over, and gives every bid back.", 10, "标的与投标冻结", "listings and bids"),
        Continuous(ApprovalExpiry, "复核到期", "Approval expiry", "复核时限已过的申请作过期处理，退回其预占。",
            "Ends requests whose deadline has passed and gives back what was set aside.", 1, "复核申请", "approval requests"),
        Continuous(ScheduledReports, "定期报表", "Scheduled reports", "会计日关账后，按定期报表的设置提交导出，每个日期一次。",
            "Asks for the scheduled reports of each day and month once it is closed, once for each date.", 2, "报表导出任务", "exports"),
        new(CatchUp, "补跑日终", "Catch-up of days", "从最早未关账的会计日起，逐日依序补跑全部日终作业，直至所选日期。",
            "Runs the jobs of every open accounting day, in order, up to the day chosen.",
            JobCadence.OnDemand, TimeSpan.Zero, [], true, "日终作业所涉各项", "all that the jobs of a day change"),
    ];

    /// <summary>The facts of a job; null where there is none of that name.</summary>
    public static JobFacts? Find(string name) => All.FirstOrDefault(job => job.Name == name);

    /// <summary>True where a job posts to its day or keeps figures of it, so that it cannot run once the day is closed.</summary>
    public static bool EndsWithItsDay(JobFacts job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.Name is DayCut or DayClose || Find(DayClose)!.After.Contains(job.Name);
    }

    /// <summary>
    /// True where a job whose run waits for one pool has done what there was to do for all others: what runs for each pool by itself goes on, for
    /// the same day and for the next one. The run looks again until nothing waits, and the day stays open until then. A trial balance that finds
    /// single pools wrong has stopped their postings and waits for nothing but them.
    /// </summary>
    public static bool WaitsByPool(string job) => job is TrialBalance or NetSettlement or ConfirmationCheck;

    /// <summary>True where a job may begin behind a run of another of the same day.</summary>
    public static bool MayFollow(JobFacts job, JobRun before)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(before);
        return before.EndedWell || (before.State == JobRunState.Waiting && WaitsByPool(before.Job) && WaitsByPool(job.Name));
    }

    /// <summary>The jobs of an accounting day, in order.</summary>
    public static IEnumerable<JobFacts> OfADay => All.Where(job => job.Cadence == JobCadence.Daily);

    private static JobFacts Daily(
        string name, string chinese, string english, string whatChinese, string whatEnglish, int minutes, string[] after, bool takesTwo,
        string touchesChinese, string touchesEnglish) =>
        new(name, chinese, english, whatChinese, whatEnglish, JobCadence.Daily, TimeSpan.FromMinutes(minutes), after, takesTwo,
            touchesChinese, touchesEnglish);

    /// <summary>Run by hand it does a little earlier what it does by itself in a moment, so nobody is asked.</summary>
    private static JobFacts Continuous(
        string name, string chinese, string english, string whatChinese, string whatEnglish, int minutes, string touchesChinese,
        string touchesEnglish) =>
        new(name, chinese, english, whatChinese, whatEnglish, JobCadence.Continuous, TimeSpan.FromMinutes(minutes), [], false,
            touchesChinese, touchesEnglish);
}
