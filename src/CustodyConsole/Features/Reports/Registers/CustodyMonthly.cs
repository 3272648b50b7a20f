using System.Runtime.CompilerServices;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Domain.Settlement;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>资金存管报告: what the custodian reports on a platform each month.</summary>
public sealed class CustodyMonthly : Report
{
    public override ReportFacts Facts { get; } = new(
        "custody-monthly", 2, "网络借贷资金存管报告（月报）", "Monthly custody report",
        "《网络借贷资金存管业务指引》：存管人定期出具资金存管报告，至少包括交易规模、借贷余额、存管余额、借款人与出借人数量。",
        "The custody guideline: the custodian reports regularly on volume, loans outstanding, custody balance, and the numbers of borrowers and lenders.",
        ReportParameters.Month | ReportParameters.PlatformRequired, Permissions.PlatformsView, IsKept: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new MonthSummary(), new Daily(), new Structure(), new Differences()];

    public override bool TellsNow => true;

    public override (string Chinese, string English) WhatMayChange => ("挂账清理情况", "what was cleared of suspense and when");

    public override IReadOnlyList<ReportChart> Charts { get; } =
    [
        new("每日资金流量（元）", "Flows per day (yuan)", 1, "date", ["recharge", "payout", "released", "repaid"], IsLine: false),
        new("存管余额与用户资金（元）", "Custody balance and users' money (yuan)", 1, "date", ["pool", "users"], IsLine: true),
    ];

    internal static Task<MonthFigures> FiguresAsync(ReportReading reading, CancellationToken stop) =>
        reading.OnceAsync("month", () => MonthFigures.ReadAsync(reading.Db, reading.Pools, reading.From!.Value, reading.To!.Value, stop));

    internal static Task<MonthCheck> CheckAsync(ReportReading reading, CancellationToken stop) =>
        reading.OnceAsync("month-check", () => MonthCheck.ReadAsync(reading.Db, reading.Pools, reading.From!.Value, reading.To!.Value, stop));

    private sealed record Day(DateOnly Date, Flows Flows, long PoolFen, long UsersFen);

    private sealed class Daily : SheetOf<Day>
    {
        public override string Chinese => "每日资金流量";

        public override string English => "Daily flows";

        protected override IReadOnlyList<ReportColumn<Day>> Columns { get; } =
        [
            Date("date", "会计日", "Accounting date", "会计日。", "The accounting date.", row => row.Date),
            Money("recharge", "充值", "Recharged", "入账的充值，未减冲正。", "Recharges that were booked, reversals not taken off.", row => row.Flows.RechargeFen),
            Money("reversed", "冲正", "Reversed", "冲正的充值；充值减冲正为充值净额。", "Recharges that were reversed; what was recharged less this is the net.", row => row.Flows.ReversedFen),
            Money("payout", "提现出款", "Paid out", "支付公司已出款的提现。", "Withdrawals that were paid out.", row => row.Flows.PayoutFen),
            Money("returned", "退汇", "Returned", "出款后退回的提现。", "Payouts that came back.", row => row.Flows.ReturnFen),
            Money("bid", "投标冻结", "Bid", "新增投标冻结。", "New bids.", row => row.Flows.BidFen),
            Money("released", "放款", "Released", "划入借款人账户的出借资金。", "What was released to borrowers.", row => row.Flows.ReleaseFen),
            Money("repaid", "还款", "Repaid", "划入出借人账户的还款本金、利息与罚息。", "Principal, interest and fines that lenders received from borrowers.", row => row.Flows.RepaidFen),
            Money("compensated", "代偿", "Compensated", "划入出借人账户的代偿资金。", "What lenders received from compensators.", row => row.Flows.CompensatedFen),
            Money("recovered", "追偿", "Recovered", "借款人偿还代偿方的资金。", "What borrowers paid back to compensators.", row => row.Flows.RecoveredFen),
            Money("pool", "日终存管余额", "Custody balance", "日终存管汇总户余额。", "The pooled account at the end of the day.", row => row.PoolFen, totalled: false),
            Money("users", "日终用户资金", "Users' money", "日终用户子账户余额合计。", "Users' accounts at the end of the day.", row => row.UsersFen, totalled: false),
        ];

        protected override async IAsyncEnumerable<Day> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            var month = await FiguresAsync(reading, stop);
            for (var date = month.From; date <= Last(reading, month.To); date = date.AddDays(1))
                yield return new Day(date, month.FlowsOf(date), month.BalanceOf(AccountType.Pool, date), month.UserFundsOf(date));
        }

        /// <summary>By orders and listings.</summary>
        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var flows = (await CheckAsync(reading, stop)).Flows;
            return new SheetTotals(
                Last(reading, reading.To!.Value).DayNumber - reading.From!.Value.DayNumber + 1,
                flows.RechargeFen, flows.ReversedFen, flows.PayoutFen, flows.ReturnFen, flows.BidFen, flows.ReleaseFen, flows.RepaidFen, flows.CompensatedFen, flows.RecoveredFen);
        }

        /// <summary>The balances of each day that was proved, with the trial balance that was kept of it.</summary>
        public override async Task<Refusal?> CompareAsync(ReportReading reading, CancellationToken stop)
        {
            var (month, pools) = (await FiguresAsync(reading, stop), reading.Pools);
            var proved = await reading.Db.AccountingDays.Where(day => day.Date >= month.From && day.Date <= month.To && day.ProvedAtUtc != null)
                .OrderBy(day => day.Date).Select(day => day.Date).ToListAsync(stop);
            var kept = (await reading.Db.TrialBalanceRows.Where(row => row.Date >= month.From && row.Date <= month.To && pools.Contains(row.PoolId))
                .GroupBy(row => new { row.Date, row.Type }).Select(all => new { all.Key, Fen = all.Sum(row => row.ClosingFen) }).ToListAsync(stop))
                .ToLookup(row => row.Key.Date, row => (row.Key.Type, row.Fen));
            foreach (var date in proved)
            {
                var (pool, users) = (Columns[^2], Columns[^1]);
                var poolFen = kept[date].Where(row => row.Type == AccountType.Pool).Sum(row => row.Fen);
                var usersFen = kept[date].Where(row => ChartOfAccounts.Of(row.Type).Class == AccountClass.User).Sum(row => row.Fen);
                if ((Differs(pool, poolFen, month.BalanceOf(AccountType.Pool, date)) ?? Differs(users, usersFen, month.UserFundsOf(date))) is { } different) return different;

                Refusal? Differs(ReportColumn column, long expectedFen, long foundFen) => expectedFen == foundFen ? null
                    : ReportScopeRefusals.FigureDiffers(Name(reading.English), $"{BankTime.Format(date)} {column.Name(reading.English)}", Fen.Format(expectedFen), Fen.Format(foundFen));
            }

            return null;
        }

        /// <summary>A month that is not over has rows until today.</summary>
        private static DateOnly Last(ReportReading reading, DateOnly to) => to < reading.Today ? to : reading.Today;
    }

    private sealed record Part(AccountType Type, long OpeningFen, long DebitFen, long CreditFen, long ClosingFen);

    private sealed class Structure : SheetOf<Part>
    {
        public override string Chinese => "存管账户余额构成";

        public override string English => "Balances by type";

        protected override IReadOnlyList<ReportColumn<Part>> Columns { get; } =
        [
            Code("code", "科目代码", "Code", "科目代码。", "The code of the account type.", row => ChartOfAccounts.Of(row.Type).Code),
            Text("type", "账户类型", "Account type", "账户类型。", "The account type.", (row, reading) => reading.Word(row.Type)),
            Text("side", "余额方向", "Normal side", "余额的正常方向。", "The side on which it grows.", (row, reading) => reading.Word(ChartOfAccounts.Of(row.Type).NormalSide)),
            Money("opening", "月初余额", "Opening", "月初余额。", "When the month began.", row => row.OpeningFen, totalled: false),
            Money("debit", "借方发生额", "Debits", "本月借方发生额。", "Debits of the month.", row => row.DebitFen),
            Money("credit", "贷方发生额", "Credits", "本月贷方发生额。", "Credits of the month.", row => row.CreditFen),
            Money("closing", "月末余额", "Closing", "月末余额。", "When the month was over.", row => row.ClosingFen, totalled: false),
        ];

        protected override async IAsyncEnumerable<Part> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            var month = await FiguresAsync(reading, stop);
            foreach (var facts in ChartOfAccounts.All)
            {
                var posted = month.Posted.Where(one => one.Type == facts.Type).ToList();
                yield return new Part(
                    facts.Type, month.Opening.GetValueOrDefault(facts.Type), posted.Where(one => one.Side == Side.Debit).Sum(one => one.Fen),
                    posted.Where(one => one.Side == Side.Credit).Sum(one => one.Fen), month.BalanceOf(facts.Type, month.To));
            }
        }

        /// <summary>By the entries: each has as much on either side.</summary>
        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var (pools, from, to) = (reading.Pools, reading.From!.Value, reading.To!.Value);
            var turnover = await reading.Db.Entries.Where(entry => pools.Contains(entry.PoolId) && entry.AccountingDate >= from && entry.AccountingDate <= to)
                .SumAsync(entry => entry.TotalFen, stop);
            return new SheetTotals(ChartOfAccounts.All.Count, turnover, turnover);
        }

        /// <summary>What each type held, with what its accounts hold now less what was posted since.</summary>
        public override async Task<Refusal?> CompareAsync(ReportReading reading, CancellationToken stop)
        {
            var (month, check) = (await FiguresAsync(reading, stop), await CheckAsync(reading, stop));
            foreach (var facts in ChartOfAccounts.All)
            {
                var known = check.Balances.GetValueOrDefault(facts.Type);
                var (opening, closing) = (month.Opening.GetValueOrDefault(facts.Type), month.BalanceOf(facts.Type, month.To));
                if (known.OpeningFen != opening) return Differs("opening", known.OpeningFen, opening);
                if (known.ClosingFen != closing) return Differs("closing", known.ClosingFen, closing);

                Refusal Differs(string key, long expectedFen, long foundFen) => ReportScopeRefusals.FigureDiffers(
                    Name(reading.English), $"{facts.Code} {Columns.First(column => column.Key == key).Name(reading.English)}", Fen.Format(expectedFen), Fen.Format(foundFen));
            }

            return null;
        }
    }

    private sealed class Differences : SheetOf<SuspenseItem>
    {
        public override string Chinese => "差异与挂账";

        public override string English => "Differences";

        protected override IReadOnlyList<ReportColumn<SuspenseItem>> Columns { get; } =
        [
            Code("item", "挂账编号", "Item", "挂账编号。", "The number of the item.", row => row.No),
            Text("kind", "类别", "Kind", "长款或短款。", "Surplus or shortage.", (row, reading) => reading.Word(row.Kind)),
            Date("openedOn", "挂账日", "Since", "挂账的会计日。", "The accounting date on which it arose.", row => row.OpenedOn),
            Money("amount", "挂账金额", "Amount", "原金额。", "What it was.", row => row.AmountFen),
            Money("cleared", "已清金额", "Cleared", "截至出具时已清理金额。", "What was cleared by now.", row => row.ClearedFen),
            Moment("clearedAt", "清理时间", "Cleared at", "清理完毕的时间。", "When nothing was left.", row => row.ClearedAtUtc),
        ];

        protected override async IAsyncEnumerable<SuspenseItem> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            var items = await OfMonthAsync(reading, stop);
            await foreach (var item in items.OrderBy(item => item.Id).AsAsyncEnumerable().WithCancellation(stop)) yield return item;
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var items = await OfMonthAsync(reading, stop);
            var sums = await items.GroupBy(item => item.Kind)
                .Select(all => new { Count = all.LongCount(), Amount = all.Sum(item => item.AmountFen), Cleared = all.Sum(item => item.ClearedFen) }).ToListAsync(stop);
            return new SheetTotals(sums.Sum(one => one.Count), sums.Sum(one => one.Amount), sums.Sum(one => one.Cleared));
        }

        /// <summary>What arose in the month, and what was still there from before when it began.</summary>
        private static async Task<IQueryable<SuspenseItem>> OfMonthAsync(ReportReading reading, CancellationToken stop)
        {
            var (pools, from, to) = (reading.Pools, reading.From!.Value, reading.To!.Value);
            var beginUtc = await MonthFigures.EndOfAsync(reading.Db, from.AddDays(-1), stop);
            return reading.Db.SuspenseItems.Where(item => pools.Contains(item.PoolId) && item.OpenedOn <= to
                && (item.OpenedOn >= from || item.ClearedAtUtc == null || item.ClearedAtUtc > beginUtc));
        }
    }
}
