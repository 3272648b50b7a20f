using System.Runtime.CompilerServices;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Approvals;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>复核事项登记簿: requests that take two people, as the inbox shows them to whoever makes the report.</summary>
public sealed class ApprovalRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "approvals", 1, "双人复核事项登记簿", "Approvals",
        "内部控制要求：重要事项经办与复核分离，全程留痕；内外部审计逐项抽查。",
        "Internal control: who asks is not who approves, and everything is kept; auditors draw samples from it.",
        ReportParameters.Platform, Permissions.ApprovalsView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Requests()];

    public override bool FollowsDays => false;

    public override string? ListPath => "approvals";

    public override IReadOnlyList<ListFilter> Filters { get; } =
    [
        ListFilter.Text("q"), ListFilter.Text("subject"), ListFilter.Text("maker"), ListFilter.Choice<ApprovalType>("type"), ListFilter.Choice<ApprovalState>("state"),
        ListFilter.OneOf("tab", ApprovalQueries.Check, ApprovalQueries.Made, ApprovalQueries.All, ApprovalQueries.Decided),
        ListFilter.OneOf("age", [.. ApprovalQueries.Ages.Select(hours => $"{hours}")]), .. ListFilter.Amounts("amount"),
    ];

    public override IReadOnlyList<string> Orders { get; } = ["amount", "deadline", "time"];

    public override IReadOnlyDictionary<string, Type> Choices { get; } =
        new Dictionary<string, Type> { ["type"] = typeof(ApprovalType), ["state"] = typeof(ApprovalState) };

    private sealed record Row(ApprovalRequest Request, string? Checkers, string? Reason);

    private sealed class Requests : SheetOf<Row>
    {
        private const int AtOnce = 500;

        public override string Chinese => "复核事项";

        public override string English => "Requests";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Code("no", "申请编号", "Request", "申请编号。", "The number of the request.", row => row.Request.No),
            Text("type", "事项类型", "Type", "事项类型。", "What it is about.",
                (row, reading) => reading.Say(ApprovalTypes.Of(row.Request.Type).Chinese, ApprovalTypes.Of(row.Request.Type).English)),
            Text("summary", "内容", "Content", "申请内容摘要。", "What was asked for.", (row, reading) => reading.Say(row.Request.SummaryChinese, row.Request.SummaryEnglish)),
            Text("state", "状态", "State", "状态。", "Where it stands.", (row, reading) => reading.Word(row.Request.State)),
            Code("platform", "平台编号", "Platform", "所涉平台。", "The platform concerned.", row => row.Request.PlatformNo),
            Code("subject", "对象", "Subject", "所涉对象。", "What it concerns.", row => row.Request.Subject),
            Money("amount", "金额", "Amount", "所涉金额。", "The amount concerned.", row => row.Request.AmountFen),
            Text("maker", "经办人", "Made by", "发起人姓名与用户名。", "Who asked.", row => $"{row.Request.MakerName} ({row.Request.MakerUser})"),
            Moment("createdAt", "发起时间", "Made at", "发起时间。", "When it was made.", row => row.Request.CreatedAtUtc),
            Count("checksRequired", "应复核人数", "Checks required", "应复核人数。", "How many must approve.", row => row.Request.ChecksRequired),
            Count("checks", "已复核人数", "Checks", "已复核人数。", "How many did.", row => row.Request.Checks),
            Text("checkers", "复核人", "Decided by", "作出决定的人。", "Who decided.", row => row.Checkers),
            Moment("decidedAt", "办结时间", "Decided at", "办结时间。", "When it was decided.", row => row.Request.DecidedAtUtc),
            Text("reason", "意见", "Reason", "驳回、撤回等理由。", "Why it was rejected or withdrawn.", row => row.Reason),
            Code("hash", "内容摘要值", "Hash of the content", "复核所依据内容的 SHA-256。", "The SHA-256 of the content that was approved.",
                row => Convert.ToHexStringLower(row.Request.ContentHash)),
        ];

        /// <summary>In parts, with the steps of each part: requests carry whole documents, of which only the summary is read here.</summary>
        protected override async IAsyncEnumerable<Row> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            var (requests, person) = await FilterAsync(reading, stop);
            var ids = await ApprovalQueries.Sorted(requests, reading.List, person).Select(request => request.Id).ToListAsync(stop);
            foreach (var part in ids.Chunk(AtOnce))
            {
                var found = await reading.Db.Approvals.Where(request => part.Contains(request.Id)).ToDictionaryAsync(request => request.Id, stop);
                var steps = (await reading.Db.ApprovalSteps.Where(step => part.Contains(step.ApprovalId)).OrderBy(step => step.Id).ToListAsync(stop))
                    .ToLookup(step => step.ApprovalId);
                foreach (var id in part)
                {
                    var decided = steps[id].Where(step => step.Action is ApprovalAction.Approved or ApprovalAction.Rejected);
                    yield return new Row(
                        found[id], string.Join(reading.Say("、", ", "), decided.Select(step => $"{step.DisplayName} ({step.UserName})")),
                        steps[id].LastOrDefault(step => step.Reason is not null)?.Reason);
                }
            }
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var (requests, _) = await FilterAsync(reading, stop);
            var sums = await requests.GroupBy(request => request.Type).Select(all => new { Count = all.LongCount(), Fen = all.Sum(request => request.AmountFen) }).ToListAsync(stop);
            return new SheetTotals(sums.Sum(s => s.Count), sums.Sum(s => s.Fen));
        }

        /// <summary>As the person sees them; a job of the bank, or the command line, sees all.</summary>
        private static async Task<(IQueryable<ApprovalRequest> Requests, StaffMember Person)> FilterAsync(ReportReading reading, CancellationToken stop)
        {
            var person = reading.Person;
            var list = reading.Scope.ListQuery is null ? reading.List.With("tab", ApprovalQueries.All) : reading.List;
            var seen = person == StaffMember.System ? reading.Db.Approvals : await ApprovalQueries.TabAsync(reading.Db, person, list, reading.NowUtc, stop);
            return (ApprovalQueries.Filter(seen, list, reading.NowUtc), person);
        }
    }
}
