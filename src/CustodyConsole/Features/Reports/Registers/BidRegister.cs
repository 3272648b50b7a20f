using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Reports;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>投标与债权登记簿: each bid with the claim that was made from it.</summary>
public sealed class BidRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "bid-register", 1, "投标与债权登记簿", "Bids and claims",
        "投标资金冻结于出借人子账户，放款后形成债权；用于债权关系核验与资产核对（分分核对）。",
        "A bid is frozen on the lender's account and becomes a claim at release; used to prove creditor relations and to compare assets with the platform.",
        ReportParameters.Platform, Permissions.ListingsView, HasPersonalData: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override bool TellsNow => true;

    public override bool MayHavePeriod => true;

    public override bool MayHaveSubject => true;

    public override async Task<Refusal?> RefuseSubjectAsync(CustodyDb db, ReportScope scope, CancellationToken stop) =>
        await db.Listings.AnyAsync(listing => listing.ListingNo == scope.Subject, stop) || await db.Accounts.AnyAsync(account => account.Number == scope.Subject, stop)
            ? null : ReportScopeRefusals.UnknownSubject(scope.Subject!);

    private sealed record Row(
        Freeze Freeze, CustodyOrder Order, long PoolId, string AccountNo, string Name, PartyKind Kind, string ListingNo, string ListingName, ListingState ListingState,
        long? PrincipalFen, long? OutstandingFen, long? InterestFen);

    private sealed class Lines : SheetOf<Row>
    {
        public override string Chinese => "投标与债权";

        public override string English => "Bids and claims";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Code("authCode", "授权码", "Auth code", "投标授权码，放款、还款、代偿均引用。", "The bid's code, which release, repayment and compensation cite.", row => row.Freeze.AuthCode),
            Code("order", "投标指令号", "Order", "投标的指令号。", "The order of the bid.", row => row.Order.OrderNo),
            Date("accountingDate", "投标会计日", "Accounting date", "投标的会计日。", "The accounting date of the bid.", row => row.Order.AccountingDate),
            Text("platform", "平台", "Platform", "标的所属平台。", "The platform.", (row, reading) => reading.PoolPlatformName(row.PoolId)),
            Code("listing", "标的编号", "Listing", "平台的标的编号。", "The platform's number of the listing.", row => row.ListingNo),
            Text("listingName", "标的名称", "Name of the listing", "标的名称。", "Its name.", row => row.ListingName),
            Text("listingState", "标的状态", "State of the listing", "标的状态。", "Where it stands.", (row, reading) => reading.Word(row.ListingState)),
            Code("account", "出借人账号", "Lender's account", "出借人存管账号。", "The lender's account.", row => row.AccountNo),
            Text("lender", "出借人", "Lender", "出借人户名。", "The lender's name.", (row, reading) => reading.Name(row.Name, row.Kind), personal: true),
            Text("state", "投标状态", "State of the bid", "冻结中、已使用（已放款）、已释放（撤标或流标）。", "Held, used at release, or given back.", (row, reading) => reading.Word(row.Freeze.State)),
            Money("bid", "投标金额", "Bid", "投标冻结的原金额。", "What the bid froze.", row => row.Freeze.OriginalFen),
            Money("held", "仍冻结", "Still held", "仍冻结的金额。", "What is still held.", row => row.Freeze.RemainingFen),
            Money("principal", "债权本金", "Claim", "放款形成的债权本金。", "The principal of the claim made at release.", row => row.PrincipalFen),
            Money("outstanding", "债权余额", "Outstanding", "尚未收回的本金。", "The principal not paid back.", row => row.OutstandingFen),
            Money("interest", "已收利息罚息", "Interest received", "已收利息与罚息。", "Interest and fines received.", row => row.InterestFen),
        ];

        protected override IAsyncEnumerable<Row> Rows(ReportReading reading, CancellationToken stop)
        {
            var db = reading.Db;
            return (from bid in Bids(reading)
                    join account in db.Accounts on bid.Freeze.AccountId equals account.Id
                    join user in db.Users on account.UserId equals (long?)user.Id
                    join claim in db.Claims on bid.Freeze.Id equals claim.FreezeId into claims
                    from claim in claims.DefaultIfEmpty()
                    orderby bid.Freeze.Id
                    select new Row(
                        bid.Freeze, bid.Order, account.PoolId, account.Number, user.Name, user.Kind, bid.Listing.ListingNo, bid.Listing.Name, bid.Listing.State,
                        (long?)claim.PrincipalFen, (long?)claim.OutstandingFen, (long?)claim.InterestReceivedFen)).AsAsyncEnumerable();
        }

        /// <summary>The bids by their orders; the claims by their listings.</summary>
        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var bids = await Bids(reading).GroupBy(bid => bid.Freeze.State)
                .Select(all => new { Count = all.LongCount(), Bid = all.Sum(bid => bid.Order.AmountFen), Held = all.Sum(bid => bid.Freeze.RemainingFen) }).ToListAsync(stop);
            var made = Bids(reading).Select(bid => bid.Freeze.Id);
            var claims = await reading.Db.Claims.Where(claim => made.Contains(claim.FreezeId)).GroupBy(_ => 1).Select(all => new
            {
                Principal = all.Sum(claim => claim.PrincipalFen), Outstanding = all.Sum(claim => claim.OutstandingFen), Interest = all.Sum(claim => claim.InterestReceivedFen),
            }).SingleOrDefaultAsync(stop);
            return new SheetTotals(
                bids.Sum(all => all.Count), bids.Sum(all => all.Bid), bids.Sum(all => all.Held), claims?.Principal ?? 0, claims?.Outstanding ?? 0, claims?.Interest ?? 0);
        }

        private static IQueryable<Bid> Bids(ReportReading reading)
        {
            var (db, pools, subject) = (reading.Db, reading.Pools, reading.Scope.Subject);
            var orders = db.Orders.Where(order => order.Type == OrderType.Bid && pools.Contains(order.PoolId));
            if (reading.From is { } from) orders = orders.Where(order => order.AccountingDate >= from);
            if (reading.To is { } to) orders = orders.Where(order => order.AccountingDate <= to);
            var bids = from freeze in db.Freezes
                       where freeze.Purpose == FreezePurpose.Bid
                       join order in orders on freeze.OrderId equals order.Id
                       join listing in db.Listings on freeze.ListingId equals (long?)listing.Id
                       select new Bid { Freeze = freeze, Order = order, Listing = listing };
            return subject is null ? bids
                : bids.Where(bid => bid.Listing.ListingNo == subject || db.Accounts.Any(account => account.Id == bid.Freeze.AccountId && account.Number == subject));
        }

        private sealed class Bid
        {
            public required Freeze Freeze { get; init; }

            public required CustodyOrder Order { get; init; }

            public required Listing Listing { get; init; }
        }
    }
}
