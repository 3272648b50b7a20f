using System.Runtime.CompilerServices;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
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
        ReportParameters.Month | ReportParameters.PlatformRequired, Permissions.PlatformsView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new MonthSummary(), new Daily(), new Structure(), new Differences()];

    public override IReadOnlyList<ReportChart> Charts { get; } =
    [
        new("每日资金流量（元）", "Flows per day (yuan)", 1, "date", ["recharge", "payout", "released", "repaid"], IsLine: false),
        new("存管余额与用户资金（元）", "Custody balance and users' money (yuan)", 1, "date", ["pool", "users"], IsLine: true),
    ];

    internal static Task<MonthFigures> FiguresAsync(ReportReading reading, CancellationToken stop) =>
        reading.OnceAsync("month", () => MonthFigures.ReadAsync(reading.Db, reading.Pools, reading.From!.Value, reading.To!.Value, stop));

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

        /// <summary>By orders, listings and the other sides of the legs.</summary>
        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var (db, pools, from, to) = (reading.Db, reading.Pools, reading.From!.Value, reading.To!.Value);
            var entries = db.Entries.Where(entry => pools.Contains(entry.PoolId) && entry.AccountingDate >= from && entry.AccountingDate <= to);
            var orders = await db.Orders.Where(order => pools.Contains(order.PoolId) && order.AccountingDate >= from && order.AccountingDate <= to && order.State == OrderState.Succeeded)
                .GroupBy(order => order.Type).Select(all => new { all.Key, Fen = all.Sum(order => order.AmountFen) }).ToDictionaryAsync(one => one.Key, one => one.Fen, stop);
            var payers = await (
                from entry in entries
                join line in db.Lines on entry.Id equals line.EntryId
                join account in db.Accounts on line.AccountId equals account.Id
                where (entry.Operation == Operation.Repayment && line.Side == Side.Debit && account.Type == AccountType.Borrower
                        && (line.Kind == LineKind.Principal || line.Kind == LineKind.Interest || line.Kind == LineKind.Fine))
                    || (entry.Operation == Operation.WithdrawalReturned && line.Side == Side.Credit && line.Kind == LineKind.Funds)
                    || ((entry.Operation == Operation.WithdrawalPaid || entry.Operation == Operation.WithdrawalInSuspense) && line.Side == Side.Credit && account.Type == AccountType.PayoutPayable)
                group line by entry.Operation into all
                select new { all.Key, Fen = all.Sum(line => line.AmountFen) }).ToListAsync(stop);
            var bids = await db.Orders.Where(order => pools.Contains(order.PoolId) && order.Type == OrderType.Bid && order.AccountingDate >= from && order.AccountingDate <= to)
                .SumAsync(order => order.AmountFen, stop);
            var released = await db.Listings.Where(listing => pools.Contains(listing.PoolId) && listing.ReleasedOn >= from && listing.ReleasedOn <= to)
                .SumAsync(listing => listing.ReleasedFen, stop);
            return new SheetTotals(
                Last(reading, to).DayNumber - from.DayNumber + 1,
                await entries.Where(entry => entry.Operation == Operation.Recharge).SumAsync(entry => entry.TotalFen, stop),
                orders.GetValueOrDefault(OrderType.Reversal), Of(Operation.WithdrawalPaid) + Of(Operation.WithdrawalInSuspense), Of(Operation.WithdrawalReturned), bids, released, Of(Operation.Repayment),
                orders.GetValueOrDefault(OrderType.DirectCompensation) + orders.GetValueOrDefault(OrderType.IndirectCompensation),
                orders.GetValueOrDefault(OrderType.Recovery));

            long Of(Operation operation) => payers.Where(one => one.Key == operation).Sum(one => one.Fen);
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
