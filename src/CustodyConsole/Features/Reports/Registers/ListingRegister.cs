using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Listings;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>标的登记簿: listings with their financial state.</summary>
public sealed class ListingRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "listing-register", 1, "标的登记簿（含资金状况）", "Listings with their financial state",
        "标的信息登记与信息披露：金额、期限、用途、还款方式、利率及募集、放款、还款状况（《网络借贷信息中介机构业务活动信息披露指引》）。",
        "Registration and disclosure of listings: amount, term, method, rate, and how raising, release and repayment stand.",
        ReportParameters.Platform, Permissions.ListingsView, HasPersonalData: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override bool TellsNow => true;

    public override (string Chinese, string English) PeriodDate => ("募集截止日", "last day of bidding");

    public override bool MayHavePeriod => true;

    public override string? ListPath => "listings";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Text("q"), ListFilter.Text("overdue"), ListFilter.Text("borrower"), ListFilter.Choice<ListingState>("state"), .. ListFilter.Amounts("amount")];

    public override IReadOnlyList<string> Orders { get; } = ["amount", "rate", "progress", "outstanding", "until"];

    public override IReadOnlyDictionary<string, Type> Choices { get; } = new Dictionary<string, Type> { ["state"] = typeof(ListingState) };

    private sealed record Row(
        Listing Listing, string AccountNo, string Name, PartyKind Kind, long OverdueFen, DateOnly? OverdueSince, long RecoveryFen);

    private sealed class Lines : SheetOf<Row>
    {
        public override string Chinese => "标的";

        public override string English => "Listings";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Code("listing", "标的编号", "Listing", "平台的标的编号。", "The platform's number of the listing.", row => row.Listing.ListingNo),
            Text("name", "标的名称", "Name", "向出借人展示的名称。", "The name shown to lenders.", row => row.Listing.Name),
            Text("platform", "平台", "Platform", "登记标的的平台。", "The platform.", (row, reading) => reading.PlatformName(row.Listing.PlatformId)),
            Code("account", "借款人账号", "Borrower's account", "借款人存管账号。", "The borrower's account.", row => row.AccountNo),
            Text("borrower", "借款人", "Borrower", "借款人户名。", "The borrower's name.", (row, reading) => reading.Name(row.Name, row.Kind), personal: true),
            Text("state", "状态", "State", "标的状态。", "Where it stands.", (row, reading) => reading.Word(row.Listing.State)),
            Percent("rate", "年利率", "Annual rate", "年化利率。", "The annual rate.", row => row.Listing.AnnualRateBps),
            Count("term", "期限（月）", "Term (months)", "期限月数。", "The term in months.", row => row.Listing.TermMonths),
            Text("method", "还款方式", "Method", "还款方式。", "How it is repaid.", (row, reading) => reading.Word(row.Listing.Method)),
            Date("raiseFrom", "募集起始日", "Bidding from", "募集首日。", "The first day of bidding.", row => row.Listing.RaiseFrom),
            Date("raiseUntil", "募集截止日", "Bidding until", "募集末日。", "The last day of bidding.", row => row.Listing.RaiseUntil),
            Date("releasedOn", "放款日", "Released on", "放款会计日。", "The accounting date of the release.", row => row.Listing.ReleasedOn),
            Date("endedOn", "结清或流标日", "Ended on", "结清或流标的会计日。", "When nothing was outstanding any more, or when it failed.", row => row.Listing.EndedOn),
            Count("bids", "投标笔数", "Bids", "有效投标笔数。", "How many bids stand.", row => row.Listing.BidCount),
            Money("amount", "标的金额", "Amount", "拟募集金额。", "The amount to be raised.", row => row.Listing.AmountFen),
            Money("subscribed", "已认购", "Subscribed", "有效投标合计。", "The sum of bids that stand.", row => row.Listing.SubscribedFen),
            Money("released", "已放款", "Released", "放款金额，含费用。", "What was paid out, fees included.", row => row.Listing.ReleasedFen),
            Money("outstanding", "未还本金", "Outstanding", "出借人尚未收回的本金。", "The principal that lenders are still owed.", row => row.Listing.OutstandingFen),
            Money("interestPaid", "已付利息罚息", "Interest paid", "出借人已收利息与罚息。", "Interest and fines that lenders have received.", row => row.Listing.InterestPaidFen),
            Money("overdue", "逾期本息", "Overdue", "现行计划中已过应还日的未还本息。", "Principal and interest open past their day in the plan in force.", row => row.OverdueFen),
            Date("overdueSince", "最早逾期日", "Overdue since", "最早一期逾期的应还日。", "The earliest day that was missed.", row => row.OverdueSince),
            Money("recovery", "待追偿", "To be recovered", "已代偿而借款人尚未偿还代偿方的金额。", "What the borrower owes compensators.", row => row.RecoveryFen),
        ];

        protected override IAsyncEnumerable<Row> Rows(ReportReading reading, CancellationToken stop)
        {
            var (db, today) = (reading.Db, reading.Today);
            if (ListingQueries.Filter(db, reading.Platforms, reading.List, today) is not { } listings) return AsyncEnumerable.Empty<Row>();
            return (from listing in ListingQueries.Sorted(listings, reading.List)
                    join account in db.Accounts on listing.BorrowerAccountId equals account.Id
                    join user in db.Users on listing.BorrowerUserId equals user.Id
                    select new Row(
                        listing, account.Number, user.Name, user.Kind,
                        db.Instalments.Where(i => i.ListingId == listing.Id && i.PlanVersion == listing.PlanVersion && i.SettledOn == null && i.DueOn < today
                                && listing.State == ListingState.Repaying)
                            .Sum(i => i.PrincipalFen + i.InterestFen - i.PaidPrincipalFen - i.PaidInterestFen),
                        db.Instalments.Where(i => i.ListingId == listing.Id && i.PlanVersion == listing.PlanVersion && i.SettledOn == null && i.DueOn < today
                                && listing.State == ListingState.Repaying)
                            .Min(i => (DateOnly?)i.DueOn),
                        db.RecoveryClaims.Where(r => r.ListingId == listing.Id).Sum(r => r.CompensatedFen - r.RecoveredFen))).AsAsyncEnumerable();
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var (db, today) = (reading.Db, reading.Today);
            if (ListingQueries.Filter(db, reading.Platforms, reading.List, today) is not { } listings) return new SheetTotals(0, [.. Totalled.Select(_ => 0L)]);
            var sums = await listings.GroupBy(_ => 1).Select(all => new
            {
                Count = all.LongCount(), Amount = all.Sum(l => l.AmountFen), Subscribed = all.Sum(l => l.SubscribedFen), Released = all.Sum(l => l.ReleasedFen),
                Outstanding = all.Sum(l => l.OutstandingFen), Interest = all.Sum(l => l.InterestPaidFen),
            }).SingleOrDefaultAsync(stop);
            if (sums is null) return new SheetTotals(0, [.. Totalled.Select(_ => 0L)]);
            var overdue = await (from row in ListingQueries.Overdue(db, today)
                                 join listing in listings on row.ListingId equals listing.Id
                                 select row.PrincipalFen + row.InterestFen - row.PaidPrincipalFen - row.PaidInterestFen).SumAsync(stop);
            var recovery = await (from claim in db.RecoveryClaims
                                  join listing in listings on claim.ListingId equals listing.Id
                                  select claim.CompensatedFen - claim.RecoveredFen).SumAsync(stop);
            return new SheetTotals(sums.Count, sums.Amount, sums.Subscribed, sums.Released, sums.Outstanding, sums.Interest, overdue, recovery);
        }
    }
}
