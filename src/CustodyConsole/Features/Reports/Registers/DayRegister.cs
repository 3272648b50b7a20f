using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Days;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>会计日登记簿: the days that were cut, as their list shows them.</summary>
public sealed class DayRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "day-register", 1, "会计日登记簿", "Accounting days",
        "日切、试算、关账的时间与结果；证明期间已关账。",
        "When days were cut, proved and closed, and with what result; proof that a period is closed.",
        ReportParameters.None, Permissions.DaysView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override bool MayHavePeriod => true;

    public override string? ListPath => "days";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Text("open")];

    private sealed class Lines : SheetOf<AccountingDay>
    {
        public override string Chinese => "会计日";

        public override string English => "Days";

        protected override IReadOnlyList<ReportColumn<AccountingDay>> Columns { get; } =
        [
            Date("date", "会计日", "Accounting date", "会计日。", "The accounting date.", row => row.Date),
            Text("stage", "状态", "State", "已日切或已关账。", "Cut or closed.", (row, reading) => reading.Word(
                row.ClosedAtUtc is not null ? DayStage.Closed : row.Breaches > 0 ? DayStage.Stuck : DayStage.Cut)),
            Moment("cutAt", "日切时间", "Cut at", "日切时间。", "When it was cut.", row => row.CutAtUtc),
            Moment("provedAt", "试算时间", "Proved at", "试算时间。", "When it was proved.", row => row.ProvedAtUtc),
            Count("breaches", "不平处数", "Breaches", "试算发现的不平处数。", "The contradictions that were found.", row => row.TrialBalanceTaken ? row.Breaches : null),
            Count("entries", "分录数", "Entries", "当日分录数。", "The entries of the day.", row => row.Entries),
            Count("lateEntries", "其中补记", "Late entries", "其中交易日早于会计日的分录数。", "Of which of an earlier transaction date.", row => row.LateEntries),
            Money("turnover", "发生额", "Turnover", "当日借方发生额合计。", "The debits of the day.", row => row.TurnoverFen),
            Count("snapshotAccounts", "快照账户数", "Accounts kept", "保存日终余额的账户数。", "The accounts whose balances were kept.", row => row.SnapshotAccounts),
            Moment("closedAt", "关账时间", "Closed at", "关账时间。", "When it was closed.", row => row.ClosedAtUtc),
        ];

        protected override IAsyncEnumerable<AccountingDay> Rows(ReportReading reading, CancellationToken stop) =>
            DayQueries.Filter(reading.Db, reading.List).OrderByDescending(day => day.Date).AsAsyncEnumerable();

        /// <summary>The turnover by the journal, on the days whose trial balance was taken.</summary>
        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var days = DayQueries.Filter(reading.Db, reading.List);
            var proved = days.Where(day => day.ProvedAtUtc != null || day.Breaches > 0).Select(day => day.Date);
            return new SheetTotals(
                await days.LongCountAsync(stop), await reading.Db.Entries.Where(entry => proved.Contains(entry.AccountingDate)).SumAsync(entry => entry.TotalFen, stop));
        }
    }
}
