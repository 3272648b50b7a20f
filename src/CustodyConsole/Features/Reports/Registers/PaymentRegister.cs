using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Reports;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>充值、提现与退汇登记簿.</summary>
public sealed class PaymentRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "payment-register", 1, "充值、提现与退汇登记簿", "Recharges, withdrawals and returns",
        "充值、提现须经存管人校验并记录资金流向；与支付公司逐笔对账、退汇跟踪使用。",
        "Recharges and withdrawals are verified and recorded by the custodian; used to compare with the payment company and to follow returned payouts.",
        ReportParameters.Period | ReportParameters.Platform, Permissions.OrdersView, HasPersonalData: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } =
    [
        new Lines("充值", "Recharges", OrderType.Recharge), new Lines("提现与退汇", "Withdrawals and returns", OrderType.Withdrawal),
    ];

    public override bool TellsNow => true;

    private sealed class Lines(string chinese, string english, OrderType type) : OrderSheet(type)
    {
        public override string Chinese => chinese;

        public override string English => english;

        protected override IReadOnlyList<ReportColumn<OrderLine>> Columns { get; } =
        [
            .. Head, InState, OfAccount, OfHolder,
            Code("card", "银行卡号", "Card", "使用的银行卡。", "The card that was used.", (row, reading) => reading.Card(row.Order.CardId, row.Card, row.CardLast4), personal: true),
            Code("bank", "银行", "Bank", "银行卡的发卡行代码。", "The issuer's code.", row => row.BankCode),
            Amount, Fee,
            Text("feePayer", "手续费承担方", "Fee borne by", "手续费由用户或平台承担。", "The user or the platform.", (row, reading) => reading.Word<FeePayer>(row.Order.FeePayer)),
            Text("deduction", "扣收方式", "Deduction", "内扣从金额中扣收，外扣另行扣收。", "Out of the amount or on top of it.", (row, reading) => reading.Word<FeeDeduction>(row.Order.FeeDeduction)),
            Code("channelSerial", "支付公司流水号", "Channel serial", "支付公司返回的流水号。", "The payment company's serial.", row => row.Order.ChannelSerial),
            Moment("updatedAt", "最后更新", "Last change", "状态最后变化的时间；已退汇者为退汇时间。", "When its state last changed; of a return, when it came back.", row => row.Order.UpdatedAtUtc),
            Remark,
        ];
    }
}
