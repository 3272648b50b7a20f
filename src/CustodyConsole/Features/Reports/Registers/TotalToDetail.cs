using System.Globalization;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Reports;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>总分核对表: for each day and pool the pooled account against the sum of its accounts, and the trial balance behind it.</summary>
public sealed class TotalToDetail : Report
{
    public override ReportFacts Facts { get; } = new(
        "total-to-detail", 1, "总分核对表", "Total-to-detail checks",
        "存管协议约定总分资金核对：存管汇总户余额应等于各分户余额之和；资金差异以银行数据为准。",
        "The custody agreement asks for it: the pooled account equals the sum of its accounts; in differences of money the bank's data prevail.",
        ReportParameters.Period | ReportParameters.Platform, Permissions.DaysView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Checks(), new Balances()];

    public override async Task<IReadOnlyList<CoverLine>> CoverAsync(ReportReading reading, CancellationToken stop)
    {
        var days = reading.Db.AccountingDays.AsQueryable();
        if (reading.From is { } from) days = days.Where(day => day.Date >= from);
        if (reading.To is { } to) days = days.Where(day => day.Date <= to);
        var counts = await days.GroupBy(day => new { IsProved = day.ProvedAtUtc != null || day.Breaches > 0, HasBreaches = day.Breaches > 0 })
            .Select(all => new { all.Key, Count = all.Count() }).ToListAsync(stop);
        return
        [
            new("期间会计日", "Accounting days", Text(counts.Sum(one => one.Count))),
            new("其中已试算", "Of which proved", Text(counts.Where(one => one.Key.IsProved).Sum(one => one.Count))),
            new("其中全行试算有不平", "Of which with a breach anywhere in the bank", Text(counts.Where(one => one.Key.HasBreaches).Sum(one => one.Count))),
        ];

        static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
    }

    private static IQueryable<TrialBalanceRow> Filter(ReportReading reading)
    {
        var pools = reading.Pools;
        var rows = reading.Db.TrialBalanceRows.Where(row => pools.Contains(row.PoolId));
        if (reading.From is { } from) rows = rows.Where(row => row.Date >= from);
        if (reading.To is { } to) rows = rows.Where(row => row.Date <= to);
        return rows;
    }

    private static AccountType[] InTotal(int sign) => [.. ChartOfAccounts.All.Where(facts => facts.InTotal == sign).Select(facts => facts.Type)];

    private sealed record Check(DateOnly Date, long PoolId, long PoolFen, long LiabilitiesFen, long ReceivablesFen)
    {
        public long DetailFen => LiabilitiesFen - ReceivablesFen;
    }

    private sealed class Checks : SheetOf<Check>
    {
        public override string Chinese => "总分核对";

        public override string English => "Total to detail";

        protected override IReadOnlyList<ReportColumn<Check>> Columns { get; } =
        [
            Date("date", "会计日", "Accounting date", "日终核对的会计日。", "The day at whose end it was checked.", row => row.Date),
            Text("platform", "平台", "Platform", "存管汇总户的平台。", "The platform of the pool.", (row, reading) => reading.PoolPlatformName(row.PoolId)),
            Text("company", "支付公司", "Payment company", "支付公司。", "The payment company.", (row, reading) => reading.Company(row.PoolId)),
            Money("pool", "存管汇总户余额", "Pooled account", "日终存管汇总户余额。", "The pooled account at the end of the day.", row => row.PoolFen, totalled: false),
            Money("liabilities", "各分户及应付合计", "Accounts and payables", "用户、平台账户及应付、挂账类账户余额之和。", "Users' and platforms' accounts, payables and suspense.", row => row.LiabilitiesFen, totalled: false),
            Money("receivables", "减：应收合计", "Less receivables", "应收支付公司及短款。", "What the payment company owes, and shortages.", row => row.ReceivablesFen, totalled: false),
            Money("detail", "分户净额", "Detail", "前项减应收，应等于汇总户余额。", "Accounts less receivables; equals the pooled account.", row => row.DetailFen, totalled: false),
            Money("difference", "差额", "Difference", "汇总户余额减分户净额，应为零。", "Pooled account less detail; should be zero.", row => row.PoolFen - row.DetailFen),
            Text("result", "结论", "Result", "相符或不符。", "Whether they agree.",
                (row, reading) => row.PoolFen == row.DetailFen ? reading.Say("相符", "agrees") : reading.Say("不符", "differs")),
        ];

        protected override IAsyncEnumerable<Check> Rows(ReportReading reading, CancellationToken stop)
        {
            var (plus, minus) = (InTotal(1), InTotal(-1));
            return Filter(reading).GroupBy(row => new { row.Date, row.PoolId }).OrderBy(all => all.Key.Date).ThenBy(all => all.Key.PoolId).Select(all => new Check(
                all.Key.Date, all.Key.PoolId, all.Sum(row => row.Type == AccountType.Pool ? row.ClosingFen : 0),
                all.Sum(row => plus.Contains(row.Type) ? row.ClosingFen : 0), all.Sum(row => minus.Contains(row.Type) ? row.ClosingFen : 0))).AsAsyncEnumerable();
        }

        /// <summary>By type over all days: what belongs into the total, each with its sign.</summary>
        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var byType = await Filter(reading).GroupBy(row => row.Type).Select(all => new { all.Key, Fen = all.Sum(row => row.ClosingFen) }).ToListAsync(stop);
            var detail = byType.Sum(type => ChartOfAccounts.Of(type.Key).InTotal * type.Fen);
            var pool = byType.Where(type => type.Key == AccountType.Pool).Sum(type => type.Fen);
            var rows = await Filter(reading).Select(row => new { row.Date, row.PoolId }).Distinct().LongCountAsync(stop);
            return new SheetTotals(rows, pool - detail);
        }
    }

    private sealed class Balances : SheetOf<TrialBalanceRow>
    {
        public override string Chinese => "试算平衡表";

        public override string English => "Trial balance";

        protected override IReadOnlyList<ReportColumn<TrialBalanceRow>> Columns { get; } =
        [
            Date("date", "会计日", "Accounting date", "会计日。", "The accounting date.", row => row.Date),
            Text("platform", "平台", "Platform", "存管汇总户的平台。", "The platform of the pool.", (row, reading) => reading.PoolPlatformName(row.PoolId)),
            Code("code", "科目代码", "Code", "科目代码。", "The code of the account type.", row => ChartOfAccounts.Of(row.Type).Code),
            Text("type", "账户类型", "Account type", "账户类型。", "The account type.", (row, reading) => reading.Word(row.Type)),
            Text("side", "余额方向", "Normal side", "余额的正常方向。", "The side on which it grows.", (row, reading) => reading.Word(ChartOfAccounts.Of(row.Type).NormalSide)),
            Money("opening", "期初余额", "Opening", "日初余额。", "At the start of the day.", row => row.OpeningFen, totalled: false),
            Money("debit", "借方发生额", "Debits", "当日借方发生额；借贷合计相等。", "Debits of the day; equal to the credits.", row => row.DebitFen),
            Money("credit", "贷方发生额", "Credits", "当日贷方发生额；借贷合计相等。", "Credits of the day; equal to the debits.", row => row.CreditFen),
            Money("closing", "期末余额", "Closing", "日终余额。", "At the end of the day.", row => row.ClosingFen, totalled: false),
        ];

        protected override IAsyncEnumerable<TrialBalanceRow> Rows(ReportReading reading, CancellationToken stop) =>
            Filter(reading).OrderBy(row => row.Date).ThenBy(row => row.PoolId).ThenBy(row => row.Type).AsAsyncEnumerable();

        /// <summary>By the journal: what was posted on the days that were proved.</summary>
        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var proved = Filter(reading).Select(row => row.Date).Distinct();
            var pools = reading.Pools;
            var turnover = await reading.Db.Entries.Where(entry => pools.Contains(entry.PoolId) && proved.Contains(entry.AccountingDate))
                .SumAsync(entry => entry.TotalFen, stop);
            return new SheetTotals(await Filter(reading).LongCountAsync(stop), turnover, turnover);
        }
    }
}
