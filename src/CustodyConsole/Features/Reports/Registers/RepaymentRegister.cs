using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Listings;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>还款登记簿: what borrowers paid in a period, and what was due in it by the plans in force, with what was paid by replaced ones.</summary>
public sealed class RepaymentRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "repayment-register", 2, "还款登记簿", "Repayments",
        "还款资金由借款人子账户直接划入出借人子账户；按计划核对到期应还与实还。",
        "Repayments go directly from borrowers' to lenders' accounts; what was due is compared with what was paid.",
        ReportParameters.Period | ReportParameters.Platform, Permissions.ListingsView, HasPersonalData: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Paid(), new Due()];

    public override bool TellsNow => true;

    public override (string Chinese, string English) PeriodDate => ("会计日；到期计划按应还日", "accounting date; what was due, by its date");

    private sealed class Paid : OrderSheet
    {
        public Paid() : base(OrderType.Repayment) { }

        public override string Chinese => "还款流水";

        public override string English => "Repayments";

        protected override IReadOnlyList<ReportColumn<OrderLine>> Columns { get; } =
        [
            .. Head, InState, OfListing,
            Text("listingName", "标的名称", "Name of the listing", "标的名称。", "Its name.", row => row.ListingName), OfAccount, OfHolder, Amount, Principal, Interest, Fine,
            Money("recovered", "优先追偿", "Recovered first", "借款人付款中优先偿还代偿方的金额，不含在还款金额内。", "What went to compensators first; not in the amount.", row => row.Order.RecoveredFen),
            Fee,
        ];
    }

    private sealed record Row(Instalment Instalment, int PlanInForce, long PlatformId, string ListingNo, string AccountNo, string Name, PartyKind Kind)
    {
        public bool IsInForce => Instalment.PlanVersion == PlanInForce;
    }

    private sealed class Due : SheetOf<Row>
    {
        public override string Chinese => "到期计划";

        public override string English => "Due by plan";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Text("platform", "平台", "Platform", "标的所属平台。", "The platform.", (row, reading) => reading.PlatformName(row.PlatformId)),
            Code("listing", "标的编号", "Listing", "平台的标的编号。", "The platform's number of the listing.", row => row.ListingNo),
            Code("account", "借款人账号", "Borrower's account", "借款人存管账号。", "The borrower's account.", row => row.AccountNo),
            Text("borrower", "借款人", "Borrower", "借款人户名。", "The borrower's name.", (row, reading) => reading.Name(row.Name, row.Kind), personal: true),
            Count("period", "期次", "Instalment", "所属计划中的期次。", "Its number in its plan.", row => row.Instalment.Period),
            Count("plan", "计划版本", "Plan", "所属还款计划的版本；提前还款等会生成新版本。", "The version of the plan; an early repayment, for one, makes a new one.", row => row.Instalment.PlanVersion),
            Date("dueOn", "应还日", "Due on", "应还日期。", "When it is due.", row => row.Instalment.DueOn),
            Text("state", "状态", "State", "截至出具时的状态。", "How it stands now.",
                (row, reading) => reading.Word(InstalmentRow.StateOf(row.Instalment, row.PlanInForce, reading.Today))),
            Money("principal", "应还本金", "Principal due", "本期应还本金；已被替换的计划只列已还部分。", "The principal due; of a replaced plan only what was paid.", row => row.IsInForce ? row.Instalment.PrincipalFen : row.Instalment.PaidPrincipalFen),
            Money("interest", "应还利息", "Interest due", "本期应还利息；已被替换的计划只列已还部分。", "The interest due; of a replaced plan only what was paid.", row => row.IsInForce ? row.Instalment.InterestFen : row.Instalment.PaidInterestFen),
            Money("paidPrincipal", "已还本金", "Principal paid", "出借人已收本金，不论由谁支付。", "What lenders received of it, from whomever.", row => row.Instalment.PaidPrincipalFen),
            Money("paidInterest", "已还利息", "Interest paid", "出借人已收利息，不论由谁支付。", "What lenders received of it, from whomever.", row => row.Instalment.PaidInterestFen),
            Money("compensated", "其中代偿", "Of which compensated", "已还部分中由代偿方支付的金额。", "What a compensator paid of it.", row => row.Instalment.CompensatedFen),
            Money("fine", "已付罚息", "Fines paid", "计入本期的罚息，至多为本期应计逾期罚息；其余罚息不属于任何一期，见还款流水。", "Fines booked on the instalment, at most what it owed for delay; any other fine belongs to none and stands among the repayments.", row => row.Instalment.PaidFineFen),
            Money("open", "未还", "Open", "本息未还部分；已被替换的计划为零。", "Principal and interest still open; nothing of a replaced plan.", row => row.IsInForce ? row.Instalment.OpenFen : 0),
            Date("settledOn", "结清日", "Settled on", "本期结清的会计日。", "When nothing of it was open any more.", row => row.Instalment.SettledOn),
        ];

        protected override IAsyncEnumerable<Row> Rows(ReportReading reading, CancellationToken stop)
        {
            var db = reading.Db;
            return (from pair in Planned(reading)
                    join account in db.Accounts on pair.Listing.BorrowerAccountId equals account.Id
                    join user in db.Users on pair.Listing.BorrowerUserId equals user.Id
                    orderby pair.Row.DueOn, pair.Row.Id
                    select new Row(pair.Row, pair.Listing.PlanVersion, pair.Listing.PlatformId, pair.Listing.ListingNo, account.Number, user.Name, user.Kind))
                .AsAsyncEnumerable();
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var sums = await Planned(reading).GroupBy(pair => pair.Listing.PlatformId).Select(all => new
            {
                Count = all.LongCount(), Principal = all.Sum(p => p.Row.PlanVersion == p.Listing.PlanVersion ? p.Row.PrincipalFen : p.Row.PaidPrincipalFen),
                Interest = all.Sum(p => p.Row.PlanVersion == p.Listing.PlanVersion ? p.Row.InterestFen : p.Row.PaidInterestFen),
                PaidPrincipal = all.Sum(p => p.Row.PaidPrincipalFen), PaidInterest = all.Sum(p => p.Row.PaidInterestFen),
                Compensated = all.Sum(p => p.Row.CompensatedFen), Fine = all.Sum(p => p.Row.PaidFineFen),
            }).ToListAsync(stop);
            return new SheetTotals(
                sums.Sum(s => s.Count), sums.Sum(s => s.Principal), sums.Sum(s => s.Interest), sums.Sum(s => s.PaidPrincipal), sums.Sum(s => s.PaidInterest),
                sums.Sum(s => s.Compensated), sums.Sum(s => s.Fine), sums.Sum(s => s.Principal + s.Interest - s.PaidPrincipal - s.PaidInterest));
        }

        /// <summary>The plans in force, and what anything was paid of by a plan that was replaced since: it was due then and was paid.</summary>
        private static IQueryable<Pair> Planned(ReportReading reading)
        {
            var pools = reading.Pools;
            var rows = reading.Db.Instalments.AsQueryable();
            if (reading.From is { } from) rows = rows.Where(row => row.DueOn >= from);
            if (reading.To is { } to) rows = rows.Where(row => row.DueOn <= to);
            return from row in rows
                   join listing in reading.Db.Listings on row.ListingId equals listing.Id
                   // The plan of a listing that was never released is nobody's debt.
                   where pools.Contains(listing.PoolId) && listing.ReleasedOn != null
                       && (row.PlanVersion == listing.PlanVersion || row.PaidPrincipalFen > 0 || row.PaidInterestFen > 0 || row.PaidFineFen > 0)
                   select new Pair { Row = row, Listing = listing };
        }

        private sealed class Pair
        {
            public required Instalment Row { get; init; }

            public required Listing Listing { get; init; }
        }
    }
}
