using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Orders;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>业务指令登记簿: exactly what the list of orders shows.</summary>
public sealed class OrderRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "order-register", 1, "业务指令登记簿", "Order register",
        "存管人应完整记录客户、交易与关键信息（《网络借贷资金存管业务指引》系统要求）；与平台逐笔核对使用。",
        "The custodian keeps complete records of customers and transactions; used to compare with the platform order by order.",
        ReportParameters.Period | ReportParameters.Platform, Permissions.OrdersView, HasPersonalData: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override bool TellsNow => true;

    public override string? ListPath => "orders";

    public override IReadOnlyList<ListFilter> Filters { get; } =
    [
        ListFilter.Text("q"), ListFilter.Text("account"), ListFilter.Text("listing"), ListFilter.Choice<OrderType>("type"),
        ListFilter.Choice<OrderState>("state", OrderQueries.Open), .. ListFilter.Amounts("amount"),
    ];

    public override IReadOnlyList<string> Orders { get; } = ["amount", "time"];

    public override IReadOnlyDictionary<string, Type> Choices { get; } =
        new Dictionary<string, Type> { ["type"] = typeof(OrderType), ["state"] = typeof(OrderState) };

    private sealed class Lines : OrderSheet
    {
        public override string Chinese => "业务指令";

        public override string English => "Orders";

        protected override IReadOnlyList<ReportColumn<OrderLine>> Columns { get; } =
        [
            .. Head, OfType, InState, OfAccount, OfHolder, OfListing, Amount, Principal, Interest, Fine, Fee, InstructedBy, Remark,
        ];
    }
}
