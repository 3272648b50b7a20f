using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>冻结登记簿: what is or was reserved, of all accounts or of one, as the account's list of freezes shows it.</summary>
public sealed class FreezeRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "freeze-register", 1, "资金冻结登记簿", "Freezes",
        "冻结资金须有用途与授权码，专款专用；司法冻结协查、冻结与子账户冻结余额核对使用。",
        "What is frozen has a purpose and a code and is used for nothing else; for courts, and to compare freezes with the frozen parts of accounts.",
        ReportParameters.Platform, Permissions.AccountsView, HasPersonalData: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override bool TellsNow => true;

    public override bool MayHaveSubject => true;

    public override string? ListPath => "accounts/{subject}";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Choice<FreezeState>("state")];

    public override IReadOnlyDictionary<string, Type> Choices { get; } = new Dictionary<string, Type> { ["state"] = typeof(FreezeState) };

    public override async Task<Refusal?> RefuseSubjectAsync(CustodyDb db, ReportScope scope, CancellationToken stop) =>
        await db.Accounts.AnyAsync(account => account.Number == scope.Subject, stop) ? null : ReportScopeRefusals.UnknownSubject(scope.Subject!);

    private sealed record Row(
        Freeze Freeze, long PoolId, string AccountNo, AccountType Type, string? Name, PartyKind? Kind, string? ListingNo, DateOnly? OrderDate);

    private sealed class Lines : SheetOf<Row>
    {
        public override string Chinese => "冻结";

        public override string English => "Freezes";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Code("code", "授权码", "Auth code", "冻结的授权码，解冻与使用均引用。", "The code that every use and release cites.", row => row.Freeze.AuthCode),
            Text("platform", "平台", "Platform", "账户所属平台。", "The platform.", (row, reading) => reading.PoolPlatformName(row.PoolId)),
            Code("account", "账号", "Account", "被冻结的账户。", "The account.", row => row.AccountNo),
            Text("type", "账户类型", "Account type", "账户类型。", "The account type.", (row, reading) => reading.Word(row.Type)),
            Text("holder", "户名", "Holder", "账户所有人；平台账户为平台。", "Whose account it is.", (row, reading) => reading.Name(row.Name, row.Kind) ?? reading.PoolPlatformName(row.PoolId), personal: true),
            Text("purpose", "用途", "Purpose", "投标、提现、代偿或司法冻结。", "For a bid, a withdrawal, a compensation or a court.", (row, reading) => reading.Word(row.Freeze.Purpose)),
            Text("state", "状态", "State", "出具时的状态。", "Where it stands now.", (row, reading) => reading.Word(row.Freeze.State)),
            Money("original", "冻结金额", "Frozen", "冻结时的金额。", "What was frozen.", row => row.Freeze.OriginalFen),
            Money("gone", "已用或已解", "Used or released", "已使用或已解冻的金额。", "What was used or given back.", row => row.Freeze.OriginalFen - row.Freeze.RemainingFen),
            Money("remaining", "冻结余额", "Remaining", "仍在冻结的金额；全部之和等于账户冻结金额。", "What is still frozen; all together are the frozen parts of the accounts.", row => row.Freeze.RemainingFen),
            Code("listing", "标的编号", "Listing", "所涉标的。", "The listing concerned.", row => row.ListingNo),
            Code("order", "指令号", "Order", "产生冻结的指令。", "The order that made it.", row => row.OrderDate is { } date ? OrderQueries.NoOf(date, row.Freeze.OrderId) : null),
            Moment("frozenAt", "冻结时间", "Frozen at", "冻结时间。", "When it was made.", row => row.Freeze.CreatedAtUtc),
            Moment("endedAt", "结束时间", "Ended at", "全部使用或解冻的时间。", "When nothing was left.", row => row.Freeze.EndedAtUtc),
        ];

        protected override IAsyncEnumerable<Row> Rows(ReportReading reading, CancellationToken stop)
        {
            var db = reading.Db;
            return (from freeze in Filter(reading)
                    join account in db.Accounts on freeze.AccountId equals account.Id
                    join user in db.Users on account.UserId equals (long?)user.Id into users
                    from user in users.DefaultIfEmpty()
                    join listing in db.Listings on freeze.ListingId equals (long?)listing.Id into listings
                    from listing in listings.DefaultIfEmpty()
                    join order in db.Orders on freeze.OrderId equals order.Id into orders
                    from order in orders.DefaultIfEmpty()
                    orderby freeze.Id descending
                    select new Row(
                        freeze, account.PoolId, account.Number, account.Type, user.Name, (PartyKind?)user.Kind, listing.ListingNo, (DateOnly?)order.AccountingDate)).AsAsyncEnumerable();
        }

        /// <summary>What is left of them is what the accounts have frozen.</summary>
        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var sums = await Filter(reading).GroupBy(freeze => freeze.Purpose)
                .Select(all => new { Count = all.LongCount(), Original = all.Sum(freeze => freeze.OriginalFen) }).ToListAsync(stop);
            var remaining = reading.List.Choice<FreezeState>("state") is null or FreezeState.Active ? await AccountsOf(reading).SumAsync(account => account.FrozenFen, stop) : 0;
            var original = sums.Sum(one => one.Original);
            return new SheetTotals(sums.Sum(one => one.Count), original, original - remaining, remaining);
        }

        private static IQueryable<Account> AccountsOf(ReportReading reading)
        {
            var (pools, number) = (reading.Pools, reading.Scope.Subject);
            var accounts = reading.Db.Accounts.Where(account => pools.Contains(account.PoolId));
            return number is null ? accounts : accounts.Where(account => account.Number == number);
        }

        private static IQueryable<Freeze> Filter(ReportReading reading)
        {
            var accounts = AccountsOf(reading).Select(account => account.Id);
            var freezes = reading.Db.Freezes.Where(freeze => accounts.Contains(freeze.AccountId));
            return reading.List.Choice<FreezeState>("state") is { } state ? freezes.Where(freeze => freeze.State == state) : freezes;
        }
    }
}
