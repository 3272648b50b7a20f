using CustodyConsole.Domain;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Reports;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>手续费登记簿: what each order was charged, and how it was worked out.</summary>
public sealed class FeeRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "fee-register", 2, "手续费登记簿", "Fees",
        "手续费须按备案费率收取并可逐笔复算；与支付公司、平台结算核对使用。",
        "Fees follow the schedule in force and can be worked out again one by one; for settlement with payment company and platform.",
        ReportParameters.Period | ReportParameters.Platform, Permissions.FeesView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override bool TellsNow => true;

    private sealed record Row(OrderFee Fee, CustodyOrder Order, int? Version, bool IsPaidAfterAll)
    {
        public bool IsTaken => IsPaidAfterAll || Order.State is OrderState.Succeeded or OrderState.Returned;
    }

    private sealed class Lines : SheetOf<Row>
    {
        public override string Chinese => "手续费";

        public override string English => "Fees";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Code("order", "指令号", "Order", "收费的业务指令号。", "The order that was charged.", row => row.Order.OrderNo),
            Date("accountingDate", "会计日", "Accounting date", "受理的会计日。", "The accounting date of acceptance.", row => row.Order.AccountingDate),
            Text("platform", "平台", "Platform", "平台。", "The platform.", (row, reading) => reading.PoolPlatformName(row.Fee.PoolId)),
            Text("company", "支付公司", "Payment company", "收取手续费的支付公司。", "Who is paid.", (row, reading) => reading.Company(row.Fee.PoolId)),
            Text("type", "业务类型", "Type", "充值、提现等。", "Recharge, withdrawal and so on.", (row, reading) => reading.Word(row.Order.Type)),
            Text("state", "状态", "State", "指令状态。", "Where the order stands.", (row, reading) => reading.Word(row.Order.State)),
            Money("amount", "业务金额", "Amount", "指令金额。", "The amount of the order.", row => row.Order.AmountFen),
            Money("base", "基本手续费", "Fee", "按费率算出的基本手续费，不论是否收取。", "The fee without the advance by the schedule, taken or not.", row => row.Fee.BaseFen),
            Money("advance", "垫资手续费", "Advance fee", "按费率算出的垫资手续费，不论是否收取。", "The advance fee by the schedule, taken or not.", row => row.Fee.AdvanceFen),
            Money("taken", "计收手续费", "Taken", "指令成功（含其后退汇），或失败后支付公司仍出款而挂账时，计收的基本与垫资手续费；其余指令不收费。", "Both fees where the order succeeded, also if it came back later, or was paid out after it had failed and is in suspense; others are not charged.", row => row.IsTaken ? row.Fee.BaseFen + row.Fee.AdvanceFen : 0),
            Count("days", "计费天数", "Days", "垫资计费天数。", "The days of the advance.", row => row.Fee.Days),
            Text("payer", "承担方", "Borne by", "用户或平台。", "The user or the platform.", (row, reading) => reading.Word<FeePayer>(row.Order.FeePayer)),
            Text("deduction", "扣收方式", "Deduction", "内扣或外扣。", "Out of the amount or on top of it.", (row, reading) => reading.Word<FeeDeduction>(row.Order.FeeDeduction)),
            Text("formula", "计算公式", "Formula", "计算过程。", "How it was worked out.", (row, reading) => reading.English ? FeeFormula.English(row.Fee.Formula) : row.Fee.Formula),
            Count("version", "费率版本", "Schedule version", "所依据的费率版本。", "The version of the schedule.", row => row.Version),
            Money("refundedBase", "已退基本手续费", "Fee given back", "退汇后退还的基本手续费。", "The fee given back after a return.", row => row.Fee.RefundedBaseFen),
            Money("refundedAdvance", "已退垫资手续费", "Advance fee given back", "退汇后退还的垫资手续费。", "The advance fee given back after a return.", row => row.Fee.RefundedAdvanceFen),
        ];

        protected override IAsyncEnumerable<Row> Rows(ReportReading reading, CancellationToken stop)
        {
            var db = reading.Db;
            return (from order in Orders(reading)
                    join fee in db.OrderFees on order.Id equals fee.Id
                    join schedule in db.FeeSchedules on fee.ScheduleId equals schedule.Id into schedules
                    from schedule in schedules.DefaultIfEmpty()
                    orderby fee.Id
                    select new Row(fee, order, (int?)schedule.Version, PaidAfterAll(db).Contains(order.Id))).AsAsyncEnumerable();
        }

        /// <summary>The withdrawals that the payment company reported as failed and paid all the same: the bank owes it their fee.</summary>
        private static IQueryable<long?> PaidAfterAll(CustodyDb db) =>
            db.Entries.Where(entry => entry.Operation == Operation.WithdrawalInSuspense).Select(entry => (long?)entry.OrderId);

        /// <summary>By the schedules that the fees followed.</summary>
        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var orders = Orders(reading);
            var sums = await (from fee in reading.Db.OrderFees
                              join order in orders on fee.Id equals order.Id
                              group new { fee, order } by fee.ScheduleId into all
                              select new
                              {
                                  Count = all.LongCount(), Amount = all.Sum(x => x.order.AmountFen), Base = all.Sum(x => x.fee.BaseFen), Advance = all.Sum(x => x.fee.AdvanceFen),
                                  Taken = all.Sum(x => x.order.State == OrderState.Succeeded || x.order.State == OrderState.Returned ? x.fee.BaseFen + x.fee.AdvanceFen : 0),
                                  RefundedBase = all.Sum(x => x.fee.RefundedBaseFen), RefundedAdvance = all.Sum(x => x.fee.RefundedAdvanceFen),
                              }).ToListAsync(stop);
            var late = PaidAfterAll(reading.Db);
            var takenLate = await (from fee in reading.Db.OrderFees
                                   join order in orders on fee.Id equals order.Id
                                   where late.Contains(order.Id) && order.State != OrderState.Succeeded && order.State != OrderState.Returned
                                   select fee.BaseFen + fee.AdvanceFen).SumAsync(stop);
            return new SheetTotals(
                sums.Sum(s => s.Count), sums.Sum(s => s.Amount), sums.Sum(s => s.Base), sums.Sum(s => s.Advance), sums.Sum(s => s.Taken) + takenLate, sums.Sum(s => s.RefundedBase),
                sums.Sum(s => s.RefundedAdvance));
        }

        private static IQueryable<CustodyOrder> Orders(ReportReading reading)
        {
            var pools = reading.Pools;
            var orders = reading.Db.Orders.Where(order => pools.Contains(order.PoolId));
            if (reading.From is { } from) orders = orders.Where(order => order.AccountingDate >= from);
            if (reading.To is { } to) orders = orders.Where(order => order.AccountingDate <= to);
            return orders;
        }
    }
}
