using System.Runtime.CompilerServices;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Compensation;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>代偿申请登记簿: what was asked for in compensations and what became of it, as the list of requests shows it.</summary>
public sealed class CompensationRequestRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "compensation-requests", 1, "代偿申请登记簿", "Requests for compensation",
        "代偿须双人复核；申请、复核、执行与驳回全程可查。",
        "A compensation takes two people; who asked, who decided and what came of it can be followed.",
        ReportParameters.Platform, Permissions.CompensationView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override bool FollowsDays => false;

    public override string? ListPath => "compensation/requests";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Text("account"), ListFilter.Choice<ApprovalState>("state")];

    public override IReadOnlyDictionary<string, Type> Choices { get; } = new Dictionary<string, Type> { ["state"] = typeof(ApprovalState) };

    private sealed record Row(ApprovalRequest Request, IReadOnlyList<ApprovalStep> Steps)
    {
        public IEnumerable<ApprovalStep> Decided => Steps.Where(step => step.Action is ApprovalAction.Approved or ApprovalAction.Rejected);
    }

    private sealed class Lines : SheetOf<Row>
    {
        private const int AtOnce = 500;

        public override string Chinese => "代偿申请";

        public override string English => "Requests";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Code("no", "申请编号", "Request", "申请编号。", "The number of the request.", row => row.Request.No),
            Text("state", "状态", "State", "申请状态。", "Where it stands.", (row, reading) => reading.Word(row.Request.State)),
            Code("platform", "平台编号", "Platform", "标的所属平台。", "The platform of the listing.", row => row.Request.PlatformNo),
            Code("account", "代偿账号", "Compensator", "出资代偿的账户。", "The account that is to pay.", row => row.Request.Subject["account:".Length..]),
            Text("summary", "内容", "Content", "申请内容摘要。", "What was asked for.", (row, reading) => reading.Say(row.Request.SummaryChinese, row.Request.SummaryEnglish)),
            Money("amount", "申请金额", "Amount", "申请代偿的金额，不论是否执行。", "What was asked for, whatever became of it.", row => row.Request.AmountFen),
            Text("maker", "经办人", "Made by", "发起人姓名与用户名。", "Who asked.", row => $"{row.Request.MakerName} ({row.Request.MakerUser})"),
            Moment("createdAt", "发起时间", "Made at", "发起时间。", "When it was made.", row => row.Request.CreatedAtUtc),
            Text("checkers", "复核人", "Decided by", "作出决定的人。", "Who decided.",
                (row, reading) => string.Join(reading.Say("、", ", "), row.Decided.Select(step => $"{step.DisplayName} ({step.UserName})"))),
            Moment("decidedAt", "办结时间", "Decided at", "办结时间。", "When it was decided.", row => row.Request.DecidedAtUtc),
            Text("reason", "意见", "Reason", "驳回、撤回等理由。", "Why it was rejected or withdrawn.", row => row.Steps.LastOrDefault(step => step.Reason is not null)?.Reason),
        ];

        protected override async IAsyncEnumerable<Row> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            var ids = await CompensatorQueries.Requests(reading.Db, null, reading.List).OrderByDescending(request => request.Id).Select(request => request.Id).ToListAsync(stop);
            foreach (var part in ids.Chunk(AtOnce))
            {
                var found = await reading.Db.Approvals.Where(request => part.Contains(request.Id)).ToDictionaryAsync(request => request.Id, stop);
                var steps = (await reading.Db.ApprovalSteps.Where(step => part.Contains(step.ApprovalId)).OrderBy(step => step.Id).ToListAsync(stop)).ToLookup(step => step.ApprovalId);
                foreach (var id in part) yield return new Row(found[id], [.. steps[id]]);
            }
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var sums = await CompensatorQueries.Requests(reading.Db, null, reading.List).GroupBy(request => request.State)
                .Select(all => new { Count = all.LongCount(), Fen = all.Sum(request => request.AmountFen) }).ToListAsync(stop);
            return new SheetTotals(sums.Sum(one => one.Count), sums.Sum(one => one.Fen));
        }
    }
}
