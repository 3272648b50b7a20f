using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Reports;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>手续费月结单: the monthly statements of fees, as their list shows them.</summary>
public sealed class FeeStatementRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "fee-statement", 1, "手续费月结单", "Monthly fee statements",
        "与支付公司按月结算手续费，与平台核对平台承担部分。",
        "Monthly settlement of fees with the payment company, and of the platform's part with the platform.",
        ReportParameters.Platform, Permissions.FeesView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override bool TellsNow => true;

    public override (string Chinese, string English) WhatMayChange => ("充值手续费缴付情况", "payments of recharge fees");

    public override bool MayHavePeriod => true;

    public override string? ListPath => "fees/statements";

    private sealed class Lines : SheetOf<FeeStatement>
    {
        public override string Chinese => "月结单";

        public override string English => "Statements";

        protected override IReadOnlyList<ReportColumn<FeeStatement>> Columns { get; } =
        [
            Code("month", "月份", "Month", "结算月份。", "The month.", row => row.Month.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture)),
            Text("platform", "平台", "Platform", "平台。", "The platform.", (row, reading) => reading.PoolPlatformName(row.PoolId)),
            Text("company", "支付公司", "Payment company", "支付公司。", "The payment company.", (row, reading) => reading.Company(row.PoolId)),
            Money("opening", "期初应付", "Owed at the start", "月初应付支付公司手续费。", "What was owed when the month began.", row => row.OpeningFen, totalled: false),
            Count("withdrawals", "提现笔数", "Withdrawals", "成功出款的提现笔数。", "Withdrawals that were paid out.", row => row.WithdrawalCount),
            Money("base", "基本手续费", "Fees", "提现基本手续费。", "Fees of withdrawals.", row => row.BaseFen),
            Money("advance", "垫资手续费", "Advance fees", "提现垫资手续费。", "Advance fees of withdrawals.", row => row.AdvanceFen),
            Money("byPlatform", "其中平台承担", "Borne by the platform", "上两项中平台承担的部分。", "The platform's part of both.", row => row.PlatformBorneFen),
            Money("refunded", "退还", "Given back", "退汇退还的手续费。", "What was given back.", row => row.RefundedFen),
            Money("paid", "平台缴付", "Paid in", "平台以自有资金缴付的手续费。", "What the platform paid from its own funds.", row => row.PaidFen),
            Money("netted", "清算轧差", "Netted", "清算批次带走的手续费。", "What batches took over.", row => row.NettedFen),
            Money("closing", "期末应付", "Owed at the end", "月末应付支付公司手续费。", "What was owed when the month was over.", row => row.ClosingFen, totalled: false),
            Count("recharges", "充值笔数", "Recharges", "计费的充值笔数。", "Recharges that cost a fee.", row => row.RechargeCount),
            Money("rechargeFees", "充值手续费", "Recharge fees", "平台应缴的充值手续费。", "Fees of recharges, which the platform pays.", row => row.RechargeFen),
            Text("isPaid", "充值手续费已缴", "Recharge fees paid", "是否已缴付。", "Whether they are paid.",
                (row, reading) => row.RechargeFen == 0 ? null : row.PaidOrderId is null ? reading.Say("未缴", "no") : reading.Say("已缴", "yes")),
        ];

        protected override IAsyncEnumerable<FeeStatement> Rows(ReportReading reading, CancellationToken stop) =>
            Filter(reading).OrderByDescending(one => one.Month).ThenBy(one => one.PoolId).AsAsyncEnumerable();

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var sums = await Filter(reading).GroupBy(one => one.PoolId).Select(all => new
            {
                Count = all.LongCount(), Base = all.Sum(s => s.BaseFen), Advance = all.Sum(s => s.AdvanceFen), Platform = all.Sum(s => s.PlatformBorneFen),
                Refunded = all.Sum(s => s.RefundedFen), Paid = all.Sum(s => s.PaidFen), Netted = all.Sum(s => s.NettedFen), Recharge = all.Sum(s => s.RechargeFen),
            }).ToListAsync(stop);
            return new SheetTotals(
                sums.Sum(s => s.Count), sums.Sum(s => s.Base), sums.Sum(s => s.Advance), sums.Sum(s => s.Platform), sums.Sum(s => s.Refunded), sums.Sum(s => s.Paid),
                sums.Sum(s => s.Netted), sums.Sum(s => s.Recharge));
        }

        private static IQueryable<FeeStatement> Filter(ReportReading reading)
        {
            var pools = reading.Pools;
            var statements = reading.Db.FeeStatements.Where(one => pools.Contains(one.PoolId));
            if (reading.From is { } from)
            {
                var first = new DateOnly(from.Year, from.Month, 1);
                statements = statements.Where(one => one.Month >= first);
            }

            return reading.To is { } to ? statements.Where(one => one.Month <= to) : statements;
        }
    }
}
