using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>作业运行记录: the runs that their list shows.</summary>
public sealed class JobRunRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "job-runs", 1, "作业运行记录", "Job runs",
        "批量作业的运行、失败与人工干预记录；信息系统审计使用。",
        "Runs of jobs, their failures and what people did about them; for audits of the system.",
        ReportParameters.None, Permissions.JobsView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override (string Chinese, string English) PeriodDate => ("业务日", "business date");

    public override bool MayHavePeriod => true;

    public override bool FollowsDays => false;

    public override string? ListPath => "jobs/runs";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Text("job"), ListFilter.Text("by"), ListFilter.Choice<JobRunState>("state")];

    public override IReadOnlyList<string> Orders { get; } = ["date", "started"];

    public override IReadOnlyDictionary<string, Type> Choices { get; } = new Dictionary<string, Type> { ["state"] = typeof(JobRunState) };

    private sealed class Lines : SheetOf<JobRun>
    {
        public override string Chinese => "作业运行";

        public override string English => "Runs";

        protected override IReadOnlyList<ReportColumn<JobRun>> Columns { get; } =
        [
            Code("no", "运行编号", "Run", "运行编号。", "The number of the run.", row => row.No),
            Text("job", "作业", "Job", "作业名称。", "The job.", (row, reading) => JobCatalogue.Find(row.Job) is { } job ? reading.Say(job.Chinese, job.English) : row.Job),
            Date("date", "业务日期", "Business date", "所处理的会计日。", "The accounting date that it was about.", row => row.BusinessDate),
            Count("runNo", "次数", "Attempt", "该日该作业的第几次运行。", "Which run of the job for that day.", row => row.RunNo),
            Text("state", "状态", "State", "运行状态。", "How it stands.", (row, reading) => reading.Word(row.State)),
            Code("startedBy", "发起", "Started by", "发起用户；系统自动为 system。", "Who started it; system by itself.", row => row.StartedBy),
            Text("reason", "理由", "Reason", "人工运行的理由。", "Why it was started by hand.", row => row.Reason),
            Moment("queuedAt", "排队时间", "Queued at", "排队时间。", "When it was queued.", row => row.QueuedAtUtc),
            Moment("startedAt", "开始时间", "Started at", "开始时间。", "When it began.", row => row.StartedAtUtc),
            Moment("endedAt", "结束时间", "Ended at", "结束时间。", "When it ended.", row => row.EndedAtUtc),
            Text("result", "结果", "Result", "结果说明。", "What came of it.", (row, reading) => reading.English ? row.ResultEnglish : row.ResultChinese),
        ];

        protected override IAsyncEnumerable<JobRun> Rows(ReportReading reading, CancellationToken stop) =>
            JobQueries.Sorted(JobQueries.Filter(reading.Db, null, reading.List), reading.List).AsAsyncEnumerable();

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop) =>
            new(await JobQueries.Filter(reading.Db, null, reading.List).LongCountAsync(stop));
    }
}
