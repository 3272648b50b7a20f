using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Audit;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>审计日志: the rows that the list of the audit trail shows, with the hashes that chain them.</summary>
public sealed class AuditRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "audit-trail", 1, "审计日志", "Audit trail",
        "信息系统审计与监管检查：操作留痕不可篡改，逐条哈希相连，可独立复核。",
        "Audits of the system: what was done is kept, each row chained to the one before by its hash, so that it can be verified elsewhere.",
        ReportParameters.Period | ReportParameters.Platform, Permissions.AuditView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Trail()];

    public override (string Chinese, string English) PeriodDate => ("自然日", "calendar date");

    public override bool FollowsDays => false;

    public override string? ListPath => "audit";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Text("who"), ListFilter.Text("action"), ListFilter.Text("subject"), ListFilter.Choice<AuditResult>("result")];

    public override IReadOnlyDictionary<string, Type> Choices { get; } = new Dictionary<string, Type> { ["result"] = typeof(AuditResult) };

    private sealed class Trail : SheetOf<AuditEntry>
    {
        public override string Chinese => "审计日志";

        public override string English => "Audit trail";

        protected override IReadOnlyList<ReportColumn<AuditEntry>> Columns { get; } =
        [
            Count("no", "序号", "No.", "审计日志序号，连续不断。", "The number of the row, without gaps.", row => row.SequenceNo),
            Moment("at", "时间", "At", "发生时间。", "When it happened.", row => row.AtUtc),
            Code("user", "用户名", "User", "操作用户。", "Who did it.", row => row.UserName),
            Text("name", "姓名", "Name", "操作人姓名。", "The person's name.", row => row.DisplayName),
            Code("person", "工号", "Staff no.", "操作人工号。", "The staff number.", row => row.PersonNo),
            Code("address", "网络地址", "Address", "来源网络地址。", "Where it came from.", row => row.Address),
            Code("action", "操作", "Action", "操作代码。", "What was done.", row => row.Action),
            Code("subject", "对象", "Subject", "操作对象。", "To what.", row => row.Subject),
            Code("platform", "平台编号", "Platform", "所涉平台。", "The platform concerned.", row => row.PlatformNo),
            Text("result", "结果", "Result", "成功、被拒绝或失败。", "Done, refused or failed.", (row, reading) => reading.Word(row.Result)),
            Code("refusal", "拒绝代码", "Refusal", "被拒绝的代码。", "The code of the refusal.", row => row.RefusalCode),
            Text("before", "变更前", "Before", "变更前的内容。", "What was before.", row => row.Before),
            Text("after", "变更后", "After", "变更后的内容。", "What was after.", row => row.After),
            Text("reason", "理由", "Reason", "操作理由。", "Why.", row => row.Reason),
            Code("previousHash", "前条哈希", "Previous hash", "前一条的 SHA-256。", "The hash of the row before.", row => Convert.ToHexStringLower(row.PreviousHash)),
            Code("hash", "哈希", "Hash", "本条的 SHA-256。", "The hash of this row.", row => Convert.ToHexStringLower(row.Hash)),
        ];

        protected override IAsyncEnumerable<AuditEntry> Rows(ReportReading reading, CancellationToken stop)
        {
            var entries = AuditQueries.Filter(reading.Db.AuditEntries, reading.List);
            // The list begins with the newest; a trail that is read elsewhere begins with the oldest.
            return (reading.Scope.ListQuery is null ? entries.OrderBy(entry => entry.SequenceNo) : entries.OrderByDescending(entry => entry.SequenceNo)).AsAsyncEnumerable();
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop) =>
            new(await AuditQueries.Filter(reading.Db.AuditEntries, reading.List).LongCountAsync(stop));
    }
}
