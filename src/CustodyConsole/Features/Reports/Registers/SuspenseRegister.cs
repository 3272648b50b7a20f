using CustodyConsole.Domain.Reports;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Features.Orders;
using CustodyConsole.Features.Settlement;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>长短款挂账登记簿: the differences that their list shows.</summary>
public sealed class SuspenseRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "suspense-register", 1, "长短款挂账登记簿", "Differences in suspense",
        "长短款须挂账、查明并及时清理；审计关注账龄与清理方式。",
        "Surpluses and shortages are put into suspense, explained and cleared; auditors look at their age.",
        ReportParameters.Platform, Permissions.SettlementView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override string? ListPath => "settlement/suspense";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Text("q"), ListFilter.Choice<SuspenseState>("state"), ListFilter.Choice<SuspenseKind>("kind"), ListFilter.Number("age", 1, 9_999)];

    public override IReadOnlyDictionary<string, Type> Choices { get; } =
        new Dictionary<string, Type> { ["state"] = typeof(SuspenseState), ["kind"] = typeof(SuspenseKind) };

    private sealed record Row(SuspenseItem Item, DateOnly? OrderDate);

    private sealed class Lines : SheetOf<Row>
    {
        public override string Chinese => "挂账";

        public override string English => "Suspense";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Code("item", "挂账编号", "Item", "挂账编号。", "The number of the item.", row => row.Item.No),
            Text("platform", "平台", "Platform", "平台。", "The platform.", (row, reading) => reading.PoolPlatformName(row.Item.PoolId)),
            Text("kind", "类别", "Kind", "长款或短款。", "Surplus or shortage.", (row, reading) => reading.Word(row.Item.Kind)),
            Text("state", "状态", "State", "是否已清。", "Whether it is cleared.",
                (row, reading) => reading.Word(row.Item.ClearedAtUtc is null ? SuspenseState.Open : SuspenseState.Cleared)),
            Date("openedOn", "挂账日", "Since", "挂账的会计日。", "The accounting date on which it arose.", row => row.Item.OpenedOn),
            new("days", ColumnKind.Count, "账龄（天）", "Age in days", "挂账日至当前会计日的天数。", "Days from then to the accounting date.",
                (row, reading) => reading.Today.DayNumber - row.Item.OpenedOn.DayNumber),
            Code("order", "来源指令", "Order", "产生差额的指令。", "The order from which it arose.", row => row.OrderDate is { } date ? OrderQueries.NoOf(date, row.Item.OrderId) : null),
            Money("amount", "挂账金额", "Amount", "原金额。", "What it was.", row => row.Item.AmountFen),
            Money("cleared", "已清金额", "Cleared", "已清理金额。", "What was cleared.", row => row.Item.ClearedFen),
            Money("left", "未清金额", "Left", "未清理金额。", "What is left.", row => row.Item.LeftFen),
            Moment("clearedAt", "清理时间", "Cleared at", "清理完毕的时间。", "When nothing was left.", row => row.Item.ClearedAtUtc),
        ];

        protected override IAsyncEnumerable<Row> Rows(ReportReading reading, CancellationToken stop) => (
            from item in SuspenseQueries.Filter(reading.Db, reading.Person, reading.Platforms, reading.List, reading.Today)
            join order in reading.Db.Orders on item.OrderId equals order.Id into orders
            from order in orders.DefaultIfEmpty()
            orderby item.ClearedAtUtc != null, item.OpenedOn, item.Id
            select new Row(item, (DateOnly?)order.AccountingDate)).AsAsyncEnumerable();

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var sums = await SuspenseQueries.Filter(reading.Db, reading.Person, reading.Platforms, reading.List, reading.Today).GroupBy(item => item.Kind)
                .Select(all => new { Count = all.LongCount(), Amount = all.Sum(item => item.AmountFen), Cleared = all.Sum(item => item.ClearedFen) }).ToListAsync(stop);
            return new SheetTotals(
                sums.Sum(s => s.Count), sums.Sum(s => s.Amount), sums.Sum(s => s.Cleared), sums.Sum(s => s.Amount - s.Cleared));
        }
    }
}
