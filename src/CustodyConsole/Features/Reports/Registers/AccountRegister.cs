using System.Runtime.CompilerServices;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>账户余额登记表: the accounts that the list of accounts shows, with their balances now or as of a moment.</summary>
public sealed class AccountRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "account-register", 1, "存管账户余额登记表", "Account register",
        "存管人为出借人、借款人、担保人分户核算并定期对账；审计抽样与总分核对以本表为底册。",
        "The custodian keeps a sub-account for every lender, borrower and guarantor; audits and total-to-detail checks start here.",
        ReportParameters.Moment | ReportParameters.Platform, Permissions.AccountsView, HasPersonalData: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Balances()];

    public override bool TellsNow => true;

    public override (string Chinese, string English) WhatMayChange => ("账户状态与绑定卡", "states of accounts and cards");

    public override string? ListPath => "accounts";

    public override IReadOnlyList<ListFilter> Filters { get; } =
    [
        ListFilter.Text("q"), ListFilter.OneOf("kind", "Investor", "Borrower", "Guarantor", "Platform", "Bank"), ListFilter.Choice<AccountType>("type"),
        ListFilter.Choice<AccountState>("state"), .. ListFilter.Amounts("balance"),
    ];

    public override IReadOnlyList<string> Orders { get; } = ["name", "book", "frozen", "float", "number"];

    public override IReadOnlyDictionary<string, Type> Choices { get; } = new Dictionary<string, Type>
    {
        ["kind"] = typeof(UserRole), ["type"] = typeof(AccountType), ["state"] = typeof(AccountState),
    };

    /// <summary>What each class of accounts holds: assets and debts of the bank's own accounts apart, because their sum would mean nothing.</summary>
    public override async Task<IReadOnlyList<CoverLine>> CoverAsync(ReportReading reading, CancellationToken stop)
    {
        var held = await Balances.HeldAsync(reading, stop);
        var all = held.ToLookup(one => ChartOfAccounts.Of(one.Type).Class);
        return
        [
            new("用户账户账面余额", "Users' accounts", Sum(all[AccountClass.User])), new("平台账户账面余额", "Platforms' accounts", Sum(all[AccountClass.Platform])),
            new("银行账户账面余额（借方科目）", "The bank's accounts, debit", Sum(all[AccountClass.Bank].Where(one => ChartOfAccounts.Of(one.Type).NormalSide == Side.Debit))),
            new("银行账户账面余额（贷方科目）", "The bank's accounts, credit", Sum(all[AccountClass.Bank].Where(one => ChartOfAccounts.Of(one.Type).NormalSide == Side.Credit))),
        ];

        static string Sum(IEnumerable<Held> held) => Domain.Fen.Format(held.Sum(one => one.BookFen));
    }

    /// <summary>What the accounts of a type hold.</summary>
    private sealed record Held(AccountType Type, long Count, long BookFen, long FrozenFen, long FloatFen);

    private sealed record Row(
        long PoolId, string Number, AccountType Type, AccountState State, DateOnly OpenedOn, long BookFen, long FrozenFen, long FloatFen,
        long? UserId, string? UserNo, string? Name, PartyKind? Kind, byte[]? Identity, byte[]? Mobile, string? MobileLast4, long? CardId, byte[]? Card,
        string? CardLast4, string? BankCode);

    private sealed class Balances : SheetOf<Row>
    {
        public override string Chinese => "账户余额";

        public override string English => "Balances";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Code("account", "账号", "Account", "存管账户账号，19 位。", "The account's number of 19 digits.", row => row.Number),
            Text("type", "账户类型", "Type", "账户在科目表中的类型。", "Its type in the chart of accounts.", (row, reading) => reading.Word(row.Type)),
            Code("platformNo", "平台编号", "Platform no.", "账户所属平台的编号。", "The number of the platform.", (row, reading) => reading.PoolPlatformNo(row.PoolId)),
            Text("platform", "平台", "Platform", "账户所属平台。", "The platform.", (row, reading) => reading.PoolPlatformName(row.PoolId)),
            Code("userNo", "平台用户号", "User no.", "平台给用户的编号。", "The platform's number of the user.", row => row.UserNo),
            Text("holder", "户名", "Holder", "账户所有人；平台账户为平台，银行内部账户为空。", "Whose account it is; empty for the bank's own.",
                (row, reading) => reading.Name(row.Name, row.Kind)
                    ?? (ChartOfAccounts.Of(row.Type).Class == AccountClass.Platform ? reading.PoolPlatformName(row.PoolId) : null), personal: true),
            Code("identity", "证件号码", "Identity no.", "个人身份证号，或企业统一社会信用代码。", "A person's identity number or a company's credit code.",
                (row, reading) => row.UserId is { } id ? reading.Identity(id, row.Identity, row.Kind) : null, personal: true),
            Code("mobile", "手机号", "Mobile", "银行预留手机号。", "The mobile number.",
                (row, reading) => row.UserId is { } id ? reading.Mobile(id, row.Mobile, row.MobileLast4) : null, personal: true),
            Code("card", "绑定卡号", "Card", "当前绑定的银行卡。", "The card that is bound now.", (row, reading) => reading.Card(row.CardId, row.Card, row.CardLast4), personal: true),
            Code("bank", "发卡行", "Bank", "绑定卡发卡行代码。", "The issuer's code.", row => row.BankCode),
            Text("state", "账户状态", "State", "出具时的状态。", "Its state now.", (row, reading) => reading.Word(row.State)),
            Date("openedOn", "开户日期", "Opened on", "开户的会计日。", "The accounting date of opening.", row => row.OpenedOn),
            Money("book", "账面余额", "Book balance", "可用与冻结之和，截至所列时点；各类账户余额方向不同，分类合计见封面。", "Available and frozen together, as of the moment; what each class of accounts holds stands on the cover.", row => row.BookFen),
            Money("frozen", "冻结金额", "Frozen", "投标、提现、代偿、司法冻结中的金额。", "Held for bids, withdrawals, compensations or courts.", row => row.FrozenFen),
            Money("available", "可用余额", "Available", "账面余额减冻结金额。", "Book balance less what is frozen.", row => row.BookFen - row.FrozenFen),
            Money("float", "在途金额", "Unsettled", "已入账但支付公司尚未清算的金额。", "Booked, not settled by the payment company yet.", row => row.FloatFen),
        ];

        /// <summary>What the list shows; as of a moment only what was opened by then.</summary>
        private static IQueryable<Account>? Filter(ReportReading reading)
        {
            var accounts = AccountQueries.Filter(reading.Db, reading.Platforms, reading.List);
            if (accounts is null || reading.Scope.AsOfUtc is null) return accounts;
            // By accounting days on both sides: what was opened after a cut belongs to the next of them, also before midnight.
            var day = reading.LastDay;
            return accounts.Where(account => account.OpenedOn <= day);
        }

        protected override async IAsyncEnumerable<Row> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            if (Filter(reading) is not { } filtered) yield break;
            var rows = reading.Scope.AsOfUtc is not null ? await OfMomentAsync(reading, filtered, stop) : OfNow(reading, filtered);
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(stop)) yield return row;
        }

        private static IQueryable<Row> OfNow(ReportReading reading, IQueryable<Account> filtered)
        {
            var db = reading.Db;
            return from account in AccountQueries.Sorted(filtered, db, reading.List)
                   join user in db.Users on account.UserId equals (long?)user.Id into users
                   from user in users.DefaultIfEmpty()
                   join card in db.Cards on user.CardId equals (long?)card.Id into cards
                   from card in cards.DefaultIfEmpty()
                   select new Row(
                       account.PoolId, account.Number, account.Type, account.State, account.OpenedOn, account.BookFen, account.FrozenFen,
                       account.FloatFen, (long?)user.Id, user.PlatformUserNo, user.Name, (PartyKind?)user.Kind, user.IdentityCipher,
                       user.MobileCipher, user.MobileLast4, (long?)card.Id, card.NumberCipher, card.Last4, card.BankCode);
        }

        /// <summary>
        /// The balance was what the last line left that was booked by then. Where the balances of the moment's day and all before it are kept, no line
        /// after that day is looked at, however many an account has had since.
        /// </summary>
        private static async Task<IQueryable<Row>> OfMomentAsync(ReportReading reading, IQueryable<Account> filtered, CancellationToken stop)
        {
            var (db, day, until) = (reading.Db, reading.LastDay, reading.UntilUtc);
            var kept = await db.AccountingDays.AnyAsync(one => one.Date == day && one.SnapshotAtUtc != null, stop)
                && !await db.AccountingDays.AnyAsync(one => one.Date < day && one.SnapshotAtUtc == null, stop);
            return from account in AccountQueries.Sorted(filtered, db, reading.List)
                   let latest = kept ? db.BalanceSnapshots.Where(one => one.AccountId == account.Id && one.Date <= day)
                       .OrderByDescending(one => one.Date).Select(one => (long?)one.AccountVersion).FirstOrDefault() ?? 0 : account.Version
                   let lineId = db.Lines
                       .Where(line => line.AccountId == account.Id && line.AccountVersion <= latest
                           && db.Entries.Any(entry => entry.Id == line.EntryId
                               && (entry.AccountingDate < day || (entry.AccountingDate == day && entry.PostedAtUtc <= until))))
                       .OrderByDescending(line => line.AccountVersion).Select(line => (long?)line.Id).FirstOrDefault()
                   join last in db.Lines on lineId equals (long?)last.Id into lasts
                   from last in lasts.DefaultIfEmpty()
                   join user in db.Users on account.UserId equals (long?)user.Id into users
                   from user in users.DefaultIfEmpty()
                   join card in db.Cards on user.CardId equals (long?)card.Id into cards
                   from card in cards.DefaultIfEmpty()
                   select new Row(
                       account.PoolId, account.Number, account.Type, account.State, account.OpenedOn, ((long?)last.BookAfterFen) ?? 0,
                       ((long?)last.FrozenAfterFen) ?? 0, ((long?)last.FloatAfterFen) ?? 0, (long?)user.Id, user.PlatformUserNo, user.Name,
                       (PartyKind?)user.Kind, user.IdentityCipher, user.MobileCipher, user.MobileLast4, (long?)card.Id, card.NumberCipher, card.Last4,
                       card.BankCode);
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var held = await HeldAsync(reading, stop);
            var (book, frozen) = (held.Sum(one => one.BookFen), held.Sum(one => one.FrozenFen));
            return new SheetTotals(held.Sum(one => one.Count), book, frozen, book - frozen, held.Sum(one => one.FloatFen));
        }

        internal static Task<IReadOnlyList<Held>> HeldAsync(ReportReading reading, CancellationToken stop) =>
            reading.OnceAsync("held", () => ReadHeldAsync(reading, stop));

        /// <summary>Now: the accounts' own sums. As of a moment: those less all that was posted since, leg by leg.</summary>
        private static async Task<IReadOnlyList<Held>> ReadHeldAsync(ReportReading reading, CancellationToken stop)
        {
            var (db, day, until) = (reading.Db, reading.LastDay, reading.UntilUtc);
            if (Filter(reading) is not { } accounts) return [];
            var now = await accounts.GroupBy(one => one.Type).Select(all => new Held(
                all.Key, all.LongCount(), all.Sum(one => one.BookFen), all.Sum(one => one.FrozenFen), all.Sum(one => one.FloatFen))).ToListAsync(stop);
            if (reading.Scope.AsOfUtc is null) return now;

            var moved = from posted in LinesOfEntries.Of(db, db.Entries.Where(
                            entry => entry.AccountingDate > day || (entry.AccountingDate == day && entry.PostedAtUtc > until)))
                        let line = posted.Line
                        group line by new { line.AccountId, line.Side, line.Bucket } into all
                        select new { all.Key.AccountId, all.Key.Side, all.Key.Bucket, Fen = all.Sum(line => line.AmountFen), Float = all.Sum(line => line.FloatFen) };
            var since = await (from one in moved
                               join account in accounts on one.AccountId equals account.Id
                               group one by new { one.Side, one.Bucket, account.Type } into leg
                               select new { leg.Key, Fen = leg.Sum(one => one.Fen), Float = leg.Sum(one => one.Float) }).ToListAsync(stop);
            return [.. now.Select(type =>
            {
                var own = since.Where(leg => leg.Key.Type == type.Type)
                    .Select(leg => (leg.Key.Bucket, leg.Fen, leg.Float, Sign: leg.Key.Side == ChartOfAccounts.Of(type.Type).NormalSide ? 1 : -1)).ToList();
                return new Held(
                    type.Type, type.Count, type.BookFen - own.Sum(leg => leg.Sign * leg.Fen),
                    type.FrozenFen - own.Where(leg => leg.Bucket == Bucket.Frozen).Sum(leg => leg.Sign * leg.Fen), type.FloatFen - own.Sum(leg => leg.Sign * leg.Float));
            })];
        }
    }
}
