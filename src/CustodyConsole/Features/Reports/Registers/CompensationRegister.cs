using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Reports;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>代偿与追偿登记簿: what compensators paid, and what borrowers paid back to them.</summary>
public sealed class CompensationRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "compensation-register", 1, "代偿与追偿登记簿", "Compensations and recoveries",
        "代偿金额、笔数须披露；代偿资金来源与追偿去向须可追溯。",
        "Compensations must be disclosed; where their money came from and what was recovered must be traceable.",
        ReportParameters.Period | ReportParameters.Platform, Permissions.CompensationView, HasPersonalData: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Compensations(), new Recoveries()];

    private sealed class Compensations : OrderSheet
    {
        public Compensations() : base(OrderType.DirectCompensation, OrderType.IndirectCompensation) { }

        public override string Chinese => "代偿";

        public override string English => "Compensations";

        protected override IReadOnlyList<ReportColumn<OrderLine>> Columns { get; } =
        [
            .. Head, OfType, InState, OfListing,
            Code("account", "代偿账号", "Compensator", "出资代偿的账户。", "The account that paid.", row => row.AccountNo), OfHolder, Amount, Principal, Interest, Fine, InstructedBy, Remark,
        ];
    }

    private sealed class Recoveries : OrderSheet
    {
        public Recoveries() : base(OrderType.Recovery) { }

        public override string Chinese => "追偿";

        public override string English => "Recoveries";

        protected override IReadOnlyList<ReportColumn<OrderLine>> Columns { get; } =
        [
            .. Head, InState, OfListing,
            Code("account", "借款人账号", "Borrower's account", "偿还代偿方的借款人账户。", "The borrower's account that paid back.", row => row.AccountNo), OfHolder, Amount,
            Code("original", "所属还款", "Repayment", "由还款优先追偿时，所属还款指令的编号。", "The repayment of which it took a part first.",
                row => row.OriginalNo),
        ];
    }
}
