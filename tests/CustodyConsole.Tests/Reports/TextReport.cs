using System.Runtime.CompilerServices;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Reports;

namespace CustodyConsole.Tests.Reports;

/// <summary>A report of given rows: a text, a code and an amount in each.</summary>
internal sealed class TextReport(IReadOnlyList<(string Text, long Fen)> rows, SheetTotals? said = null) : Report
{
    public override ReportFacts Facts { get; } = new(
        "texts", 1, "文本", "Texts", "测试。", "A test.", ReportParameters.None, Permissions.HomeView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines(rows, said)];

    private sealed class Lines(IReadOnlyList<(string Text, long Fen)> rows, SheetTotals? said) : SheetOf<(string Text, long Fen)>
    {
        public override string Chinese => "文本";

        public override string English => "Texts";

        protected override IReadOnlyList<ReportColumn<(string Text, long Fen)>> Columns { get; } =
        [
            Text("name", "平台", "Platform", "名称。", "The name.", row => row.Text), Code("code", "备注", "Remark", "备注。", "The remark.", row => row.Text),
            Money("amount", "金额", "Amount", "金额。", "The amount.", row => row.Fen),
        ];

        protected override async IAsyncEnumerable<(string Text, long Fen)> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            await Task.CompletedTask;
            foreach (var row in rows) yield return row;
        }

        public override Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop) =>
            Task.FromResult(said ?? new SheetTotals(rows.Count, rows.Sum(row => row.Fen)));
    }
}
