using CustodyConsole.Domain.Reports;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Features.Settlement;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>清算批次登记簿: the batches that their list shows.</summary>
public sealed class SettlementRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "settlement-batches", 1, "轧差清算批次登记簿", "Settlement batches",
        "与支付公司按清算日轧差清算的应收应付、到账与差额核对。",
        "Net settlements with the payment company: what was due, what arrived, and the difference.",
        ReportParameters.Platform, Permissions.SettlementView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override bool TellsNow => true;

    public override (string Chinese, string English) PeriodDate => ("清算日", "settlement date");

    public override bool MayHavePeriod => true;

    public override string? ListPath => "settlement";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Text("q"), ListFilter.Text("difference"), ListFilter.Choice<BatchState>("state")];

    public override IReadOnlyDictionary<string, Type> Choices { get; } = new Dictionary<string, Type> { ["state"] = typeof(BatchState) };

    private sealed class Lines : SheetOf<SettlementBatch>
    {
        public override string Chinese => "清算批次";

        public override string English => "Batches";

        protected override IReadOnlyList<ReportColumn<SettlementBatch>> Columns { get; } =
        [
            Code("batch", "批次号", "Batch", "清算批次编号。", "The number of the batch.", row => row.No),
            Text("platform", "平台", "Platform", "平台。", "The platform.", (row, reading) => reading.PoolPlatformName(row.PoolId)),
            Text("company", "支付公司", "Payment company", "支付公司。", "The payment company.", (row, reading) => reading.Company(row.PoolId)),
            Date("from", "业务起始日", "From", "所清算业务的首个会计日；空为自开始。", "The first accounting date that it nets; empty from the beginning.", row => row.From),
            Date("through", "业务截止日", "Through", "所清算业务的末个会计日。", "The last accounting date that it nets.", row => row.Through),
            Date("settledOn", "清算日", "Settled on", "清算日。", "The settlement day.", row => row.SettledOn),
            Text("state", "状态", "State", "批次状态。", "Where it stands.", (row, reading) => reading.Word(row.State)),
            Money("recharges", "应收充值", "Recharges", "支付公司应付本行的充值。", "Recharges that the payment company owes.", row => row.RechargeFen),
            Money("returns", "应收退汇", "Returns", "支付公司应退本行的退汇。", "Returned payouts that it owes.", row => row.ReturnFen),
            Money("payouts", "应付出款", "Payouts", "本行应付支付公司的出款。", "Payouts that it is owed.", row => row.PayoutFen),
            Money("fees", "应付手续费", "Fees", "本行应付支付公司的手续费。", "Fees that it is owed.", row => row.FeeFen),
            Money("net", "轧差净额", "Net", "应收减应付；正为支付公司付本行。", "What is due to the bank less what it owes.", row => row.NetFen),
            Money("received", "实际到账", "Received", "确认到账的金额；空为未确认。", "What arrived; empty before it is confirmed.", row => row.ReceivedFen),
            Money("difference", "差额", "Difference", "实际到账减轧差净额。", "Received less net.", row => row.ReceivedFen - row.NetFen),
            Moment("instructedAt", "发起时间", "Instructed at", "清算发起的时间。", "When it was made.", row => row.InstructedAtUtc),
            Moment("confirmedAt", "确认时间", "Confirmed at", "确认到账的时间。", "When it was confirmed.", row => row.ConfirmedAtUtc),
        ];

        protected override IAsyncEnumerable<SettlementBatch> Rows(ReportReading reading, CancellationToken stop) =>
            SettlementQueries.Filter(reading.Db, reading.Person, reading.Platforms, reading.List)
                .OrderByDescending(batch => batch.SettledOn).ThenByDescending(batch => batch.Id).AsAsyncEnumerable();

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var sums = await SettlementQueries.Filter(reading.Db, reading.Person, reading.Platforms, reading.List).GroupBy(batch => batch.ReceivedFen != null).Select(all => new
            {
                IsConfirmed = all.Key, Count = all.LongCount(), Recharge = all.Sum(b => b.RechargeFen), Return = all.Sum(b => b.ReturnFen), Payout = all.Sum(b => b.PayoutFen),
                Fee = all.Sum(b => b.FeeFen), Received = all.Sum(b => b.ReceivedFen ?? 0),
            }).ToListAsync(stop);
            var net = sums.Sum(s => s.Recharge + s.Return - s.Payout - s.Fee);
            var confirmed = sums.Where(s => s.IsConfirmed).ToList();
            return new SheetTotals(
                sums.Sum(s => s.Count), sums.Sum(s => s.Recharge), sums.Sum(s => s.Return), sums.Sum(s => s.Payout), sums.Sum(s => s.Fee), net,
                sums.Sum(s => s.Received), confirmed.Sum(s => s.Received - (s.Recharge + s.Return - s.Payout - s.Fee)));
        }
    }
}
