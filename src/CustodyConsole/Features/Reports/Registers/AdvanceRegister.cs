using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>垫资登记簿: each payout that the payment company advanced, with days, formula and fee.</summary>
public sealed class AdvanceRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "advance-register", 1, "垫资登记簿", "Advances",
        "支付公司节假日垫资出款、垫资天数与垫资手续费的核对与结算。",
        "Payouts that the payment company advanced over holidays: their days and fees, to be agreed and settled.",
        ReportParameters.Period | ReportParameters.Platform, Permissions.AdvancesView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override bool TellsNow => true;

    private sealed record Row(Advance Advance, DateOnly OrderDate, OrderFee? Fee);

    private sealed class Lines : SheetOf<Row>
    {
        public override string Chinese => "垫资";

        public override string English => "Advances";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Code("order", "提现指令号", "Withdrawal", "被垫资的提现指令号。", "The withdrawal that was paid out.", row => OrderQueries.NoOf(row.OrderDate, row.Advance.Id)),
            Text("platform", "平台", "Platform", "存管汇总户的平台。", "The platform of the pool.", (row, reading) => reading.PoolPlatformName(row.Advance.PoolId)),
            Text("company", "支付公司", "Payment company", "垫资的支付公司。", "Who advanced it.", (row, reading) => reading.Company(row.Advance.PoolId)),
            Date("openedOn", "垫资日", "Advanced on", "出款的会计日。", "The accounting date of the payout.", row => row.Advance.OpenedOn),
            Moment("openedAt", "出款时间", "Paid out at", "出款的时间。", "When it was paid out.", row => row.Advance.OpenedAtUtc),
            Money("amount", "垫资金额", "Amount", "出款金额。", "What was paid out.", row => row.Advance.AmountFen),
            Date("dueOn", "预计清算日", "Expected", "出款时预计归还的清算日。", "The settlement day that was expected to repay it.", row => row.Advance.DueOn),
            Count("days", "计费天数", "Days charged", "计收垫资手续费的天数。", "The days for which the fee was charged.", row => row.Advance.Days),
            Text("formula", "计算公式", "Formula", "该笔提现手续费的计算过程，含垫资部分。", "How the fee of the withdrawal was worked out, the advance's part included.",
                (row, reading) => row.Fee is not { } fee ? null : reading.English ? FeeFormula.English(fee.Formula) : fee.Formula),
            Money("fee", "垫资手续费", "Advance fee", "垫资手续费。", "The fee for the advance.", row => row.Advance.FeeFen),
            Date("repaidOn", "归还日", "Repaid on", "归还款到账的日期，按期到账的为清算日；空为未归还。", "The day on which the money came, the settlement day where it came in time; empty while open.", row => row.Advance.RepaidOn),
            Count("daysOpen", "实际天数", "Days open", "出款至归还的天数。", "How long it was really open.", row => row.Advance.DaysOpen),
            Code("batch", "清算批次", "Batch", "归还的清算批次。", "The batch that repaid it.",
                row => row.Advance.BatchId is { } id ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"SB{id:D10}") : null),
        ];

        protected override IAsyncEnumerable<Row> Rows(ReportReading reading, CancellationToken stop)
        {
            var db = reading.Db;
            return (from advance in Filter(reading)
                    join order in db.Orders on advance.Id equals order.Id
                    join fee in db.OrderFees on advance.Id equals fee.Id into fees
                    from fee in fees.DefaultIfEmpty()
                    orderby advance.Id
                    select new Row(advance, order.AccountingDate, fee)).AsAsyncEnumerable();
        }

        /// <summary>By batch: what each repaid, and what is open.</summary>
        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var sums = await Filter(reading).GroupBy(one => one.BatchId)
                .Select(all => new { Count = all.LongCount(), Amount = all.Sum(one => one.AmountFen), Fee = all.Sum(one => one.FeeFen) }).ToListAsync(stop);
            return new SheetTotals(sums.Sum(sum => sum.Count), sums.Sum(sum => sum.Amount), sums.Sum(sum => sum.Fee));
        }

        private static IQueryable<Advance> Filter(ReportReading reading)
        {
            var pools = reading.Pools;
            var advances = reading.Db.Advances.Where(one => pools.Contains(one.PoolId));
            if (reading.From is { } from) advances = advances.Where(one => one.OpenedOn >= from);
            if (reading.To is { } to) advances = advances.Where(one => one.OpenedOn <= to);
            return advances;
        }
    }
}
