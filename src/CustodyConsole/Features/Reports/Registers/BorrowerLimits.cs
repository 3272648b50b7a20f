using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Reports;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>借款人限额监测表: what each borrower owes on a platform against the limit.</summary>
public sealed class BorrowerLimits : Report
{
    public override ReportFacts Facts { get; } = new(
        "borrower-limits", 1, "借款人限额监测表", "Borrowers against their limits",
        "《网络借贷信息中介机构业务活动管理暂行办法》第十七条：同一平台自然人借款余额不超过 20 万元，法人或其他组织不超过 100 万元。",
        "Interim Measures, article 17: on one platform a person may owe at most 200,000 yuan, an organisation 1,000,000.",
        ReportParameters.Platform, Permissions.ListingsView, HasPersonalData: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    private sealed record Row(
        CustodyUser User, string AccountNo, string PlatformNo, string PlatformName, long LimitFen, long RaisingFen, long OutstandingFen, long RecoveryFen)
    {
        public long LeftFen => LimitFen - User.LoanBalanceFen;
    }

    private sealed class Lines : SheetOf<Row>
    {
        public override string Chinese => "借款人限额";

        public override string English => "Borrower limits";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Code("platformNo", "平台编号", "Platform no.", "平台编号。", "The number of the platform.", row => row.PlatformNo),
            Text("platform", "平台", "Platform", "平台。", "The platform.", row => row.PlatformName),
            Code("userNo", "平台用户号", "User no.", "平台给用户的编号。", "The platform's number of the user.", row => row.User.PlatformUserNo),
            Code("account", "借款人账号", "Account", "借款人存管账号。", "The borrower's account.", row => row.AccountNo),
            Text("borrower", "借款人", "Borrower", "借款人户名。", "The borrower's name.", (row, reading) => reading.Name(row.User.Name, row.User.Kind), personal: true),
            Code("identity", "证件号码", "Identity no.", "身份证号或统一社会信用代码。", "The identity number or credit code.",
                (row, reading) => reading.Identity(row.User.Id, row.User.IdentityCipher, row.User.Kind), personal: true),
            Text("kind", "借款人类型", "Kind", "个人或企业。", "A person or a company.", (row, reading) => reading.Word(row.User.Kind)),
            Money("raising", "募集中", "Being raised", "募集中标的金额。", "Listings that are raising.", row => row.RaisingFen),
            Money("outstanding", "未还本金", "Outstanding", "还款中标的未还本金。", "Principal outstanding of listings being repaid.", row => row.OutstandingFen),
            Money("recovery", "待追偿", "To be recovered", "已代偿未追偿金额。", "What compensators are owed.", row => row.RecoveryFen),
            Money("balance", "借款余额", "Loan balance", "前三项之和，限额的计量口径。", "The three together, which the limit measures.", row => row.User.LoanBalanceFen),
            Money("limit", "限额", "Limit", "平台参数中的限额。", "The limit by the platform's parameters.", row => row.LimitFen, totalled: false),
            Money("left", "剩余额度", "Left", "限额减借款余额；负数为超限。", "Limit less balance; below zero is above the limit.", row => row.LeftFen, totalled: false),
            Percent("used", "使用率", "Used", "借款余额占限额的比例。", "The balance as a share of the limit.", row => row.LimitFen <= 0 ? null : (long)((Int128)row.User.LoanBalanceFen * 10_000 / row.LimitFen)),
            Text("result", "结论", "Result", "正常或超限；办法施行前登记的标的可能形成存量超限。", "Within or above; listings from before the Measures may stand above.",
                (row, reading) => row.LeftFen < 0 ? reading.Say("超限", "above") : reading.Say("正常", "within")),
        ];

        protected override IAsyncEnumerable<Row> Rows(ReportReading reading, CancellationToken stop)
        {
            var db = reading.Db;
            return (from user in Borrowers(reading)
                    join platform in db.Platforms on user.PlatformId equals platform.Id
                    join account in db.Accounts on user.AccountId equals account.Id
                    orderby platform.No, user.Id
                    select new Row(
                        user, account.Number, platform.No, platform.Name, user.Kind == PartyKind.Company ? platform.CompanyLimitFen : platform.PersonLimitFen,
                        db.Listings.Where(l => l.BorrowerUserId == user.Id && l.State == ListingState.Raising).Sum(l => l.AmountFen),
                        db.Listings.Where(l => l.BorrowerUserId == user.Id && l.State == ListingState.Repaying).Sum(l => l.OutstandingFen),
                        db.RecoveryClaims.Where(r => r.BorrowerAccountId == user.AccountId).Sum(r => r.CompensatedFen - r.RecoveredFen))).AsAsyncEnumerable();
        }

        /// <summary>By listings and recovery claims; the borrowers' own balances must come to the same.</summary>
        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var (db, pools) = (reading.Db, reading.Pools);
            var listings = await db.Listings.Where(l => pools.Contains(l.PoolId) && (l.State == ListingState.Raising || l.State == ListingState.Repaying))
                .GroupBy(l => l.State).Select(all => new { all.Key, Amount = all.Sum(l => l.AmountFen), Outstanding = all.Sum(l => l.OutstandingFen) }).ToListAsync(stop);
            var raising = listings.Where(l => l.Key == ListingState.Raising).Sum(l => l.Amount);
            var outstanding = listings.Where(l => l.Key == ListingState.Repaying).Sum(l => l.Outstanding);
            var recovery = await (from claim in db.RecoveryClaims
                                  join account in db.Accounts on claim.BorrowerAccountId equals account.Id
                                  where pools.Contains(account.PoolId)
                                  select claim.CompensatedFen - claim.RecoveredFen).SumAsync(stop);
            return new SheetTotals(
                await Borrowers(reading).LongCountAsync(stop), raising, outstanding, recovery, raising + outstanding + recovery);
        }

        private static IQueryable<CustodyUser> Borrowers(ReportReading reading)
        {
            var pools = reading.Pools;
            return reading.Db.Users.Where(user => user.Role == UserRole.Borrower && pools.Contains(user.PoolId));
        }
    }
}
