using System.Runtime.CompilerServices;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>平台登记簿: the platforms that their list shows, with their figures and what was agreed with them.</summary>
public sealed class PlatformRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "platform-register", 1, "存管平台登记簿", "Platforms",
        "存管业务统计与监管报送：存管平台名单、用户数、资金余额与业务参数。",
        "Statistics and supervision: the platforms in custody, their users, money and parameters.",
        ReportParameters.None, Permissions.PlatformsView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override string? ListPath => "platforms";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Text("q"), ListFilter.Choice<PlatformState>("state")];

    public override IReadOnlyList<string> Orders { get; } = ["users", "funds", "pool", "outstanding", "opened"];

    public override IReadOnlyDictionary<string, Type> Choices { get; } = new Dictionary<string, Type> { ["state"] = typeof(PlatformState) };

    private sealed class Lines : SheetOf<PlatformRow>
    {
        public override string Chinese => "平台";

        public override string English => "Platforms";

        protected override IReadOnlyList<ReportColumn<PlatformRow>> Columns { get; } =
        [
            Code("no", "平台编号", "Platform no.", "本行给平台的编号。", "The bank's number of the platform.", row => row.Platform.No),
            Text("name", "平台名称", "Name", "平台名称。", "The name under which the public knows it.", row => row.Platform.Name),
            Text("company", "运营公司", "Company", "运营公司名称。", "The company behind it.", row => row.Platform.CompanyName),
            Code("creditCode", "统一社会信用代码", "Credit code", "运营公司统一社会信用代码。", "The company's unified social credit code.", row => row.Platform.CreditCode),
            Text("state", "状态", "State", "平台状态。", "Whether it may do business.", (row, reading) => reading.Word(row.Platform.State)),
            Date("openedOn", "上线日期", "Taken on", "上线的会计日。", "The accounting date on which it was taken on.", row => row.Platform.OpenedOn),
            Date("closedOn", "退出日期", "Left on", "退出的会计日。", "The accounting date on which it left.", row => row.Platform.ClosedOn),
            Count("users", "用户账户数", "Users", "用户子账户数。", "The number of users' accounts.", row => row.UserCount),
            Money("funds", "用户资金", "Users' money", "用户子账户账面余额合计。", "What users' accounts hold.", row => row.UserFundsFen),
            Money("pool", "存管余额", "Custody balance", "存管汇总户余额。", "What the pooled account holds.", row => row.PoolFen),
            Money("ownFunds", "自有资金", "Own funds", "平台自有资金账户余额。", "The platform's own funds.", row => row.OwnFundsFen),
            Money("outstanding", "未还本金", "Outstanding", "未还本金合计。", "The principal outstanding.", row => row.OutstandingFen),
            Money("personLimit", "个人限额", "Limit for persons", "个人借款余额上限。", "The most that a person may owe.", row => row.Platform.PersonLimitFen, totalled: false),
            Money("companyLimit", "企业限额", "Limit for companies", "企业借款余额上限。", "The most that a company may owe.", row => row.Platform.CompanyLimitFen, totalled: false),
            Text("floatPolicy", "在途资金提现", "Unsettled money", "未清算资金能否提现。", "Whether unsettled money may be withdrawn.", (row, reading) => reading.Word(row.Platform.FloatPolicy)),
            Percent("releaseFee", "放款费上限", "Release fee limit", "放款时平台收费上限。", "The most that it may take at a release.", row => row.Platform.ReleaseFeeLimitBps),
            Count("dossier", "资料版本", "Dossier version", "生效的资料版本。", "The version of its dossier in force.", row => row.Platform.DossierVersion),
        ];

        protected override async IAsyncEnumerable<PlatformRow> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            foreach (var row in await PlatformQueries.SortedAsync(reading.Db, reading.List, stop)) yield return row;
        }

        /// <summary>By the accounts of the platforms' pools, one sum for all.</summary>
        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var (db, platforms) = (reading.Db, PlatformQueries.Filter(reading.Db, reading.List));
            AccountType[] users = [.. ChartOfAccounts.All.Where(facts => facts.Class == AccountClass.User).Select(facts => facts.Type)];
            var money = await (from account in db.Accounts
                               join pool in db.Pools on account.PoolId equals pool.Id
                               join platform in platforms on pool.PlatformId equals platform.Id
                               group account by 1 into all
                               select new
                               {
                                   Users = all.Sum(a => users.Contains(a.Type) ? a.BookFen : 0), Pool = all.Sum(a => a.Type == AccountType.Pool ? a.BookFen : 0),
                                   Own = all.Sum(a => a.Type == AccountType.PlatformOwnFunds ? a.BookFen : 0),
                               }).SingleOrDefaultAsync(stop);
            var outstanding = await (from claim in db.Claims
                                     join listing in db.Listings on claim.ListingId equals listing.Id
                                     join platform in platforms on listing.PlatformId equals platform.Id
                                     select claim.OutstandingFen).SumAsync(stop);
            return new SheetTotals(await platforms.LongCountAsync(stop), money?.Users ?? 0, money?.Pool ?? 0, money?.Own ?? 0, outstanding);
        }
    }
}
