using System.Runtime.CompilerServices;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>账户对账单: the lines of one account with the balance after each.</summary>
public sealed class AccountStatement : Report
{
    public override ReportFacts Facts { get; } = new(
        "account-statement", 1, "存管账户对账单", "Account statement",
        "存管协议约定存管人提供分户对账；客户查询、司法协查与审计抽样使用。",
        "The custody agreement has the custodian give statements of sub-accounts; customers, courts and auditors ask for them.",
        ReportParameters.Period | ReportParameters.SubjectRequired, Permissions.AccountsView, HasPersonalData: true);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override string? ListPath => "accounts/{subject}";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Choice<LineKind>("kind", "Money")];

    public override IReadOnlyList<string> Orders { get; } = ["time"];

    public override IReadOnlyDictionary<string, Type> Choices { get; } = new Dictionary<string, Type> { ["kind"] = typeof(LineKind) };

    public override async Task<Refusal?> RefuseSubjectAsync(CustodyDb db, ReportScope scope, CancellationToken stop) =>
        await db.Accounts.AnyAsync(account => account.Number == scope.Subject, stop) ? null : ReportScopeRefusals.UnknownSubject(scope.Subject!);

    public override async Task<IReadOnlyList<CoverLine>> CoverAsync(ReportReading reading, CancellationToken stop)
    {
        var account = await AccountAsync(reading, stop);
        var (_, after, last) = await StatementQueries.FilterAsync(reading.Db, account, reading.List, stop);
        var opening = await StatementQueries.AtVersionAsync(reading.Db, account.Id, after, stop);
        var closing = await StatementQueries.AtVersionAsync(reading.Db, account.Id, last, stop);
        var holder = (await reading.AccountsAsync([account.Id], stop))[account.Id].Holder;
        return
        [
            new("户名", "Holder", holder ?? ""),
            new("账户类型", "Account type", reading.Word(account.Type)),
            new("期初账面余额（元）", "Opening book balance (yuan)", Fen.Format(opening.BookFen)),
            new("期末账面余额（元）", "Closing book balance (yuan)", Fen.Format(closing.BookFen)),
            new("其中期末冻结（元）", "Of which frozen (yuan)", Fen.Format(closing.FrozenFen)),
            new("期末在途（元）", "Unsettled at the end (yuan)", Fen.Format(closing.FloatFen)),
        ];
    }

    private static Task<Account> AccountAsync(ReportReading reading, CancellationToken stop) =>
        reading.Db.Accounts.SingleAsync(account => account.Number == reading.Scope.Subject, stop);

    private sealed record Row(
        JournalLine Line, bool ComesIn, Operation Operation, DateTime PostedAtUtc, DateOnly AccountingDate, DateOnly TransactionDate, long OrderId, DateOnly? OrderDate)
    {
        public bool IsHold => Line.Kind == LineKind.Hold;
    }

    private sealed class Lines : SheetOf<Row>
    {
        public override string Chinese => "账户流水";

        public override string English => "Statement";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Count("no", "序号", "No.", "账户自身的流水序号，连续不断。", "The number of the line in the account's own sequence, without gaps.", row => row.Line.AccountVersion),
            Date("accountingDate", "会计日", "Accounting date", "记入的会计日。", "The accounting date.", row => row.AccountingDate),
            Date("transactionDate", "交易日", "Transaction date", "业务发生的日期；日切后到达的业务早于会计日。", "The day on which it happened; before the accounting date for what arrived after the day cut.", row => row.TransactionDate),
            Moment("postedAt", "记账时间", "Posted at", "入账时间。", "When it was posted.", row => row.PostedAtUtc),
            Text("operation", "业务类型", "Operation", "发生的业务。", "What was done.", (row, reading) => reading.Word(row.Operation)),
            Text("kind", "款项性质", "Kind", "本金、利息、罚息、手续费、冻结等。", "Principal, interest, fine, fee, hold and so on.", (row, reading) => reading.Word(row.Line.Kind)),
            Code("order", "指令号", "Order", "业务指令号。", "The order.", row => row.OrderDate is { } date ? OrderQueries.NoOf(date, row.OrderId) : null),
            Money("in", "收入", "In", "使账面余额增加的金额；冻结与解冻不计。", "What made the book balance grow; holds are left out.",
                row => !row.IsHold && row.ComesIn ? row.Line.AmountFen : null),
            Money("out", "支出", "Out", "使账面余额减少的金额；冻结与解冻不计。", "What made the book balance shrink; holds are left out.",
                row => !row.IsHold && !row.ComesIn ? row.Line.AmountFen : null),
            Money("frozenChange", "冻结变动", "Change of frozen part", "冻结部分的增减，增为正。", "How the frozen part grew or shrank.",
                row => row.Line.Bucket != Bucket.Frozen ? null : row.ComesIn ? row.Line.AmountFen : -row.Line.AmountFen),
            Money("book", "账面余额", "Book balance", "该笔之后的账面余额。", "The book balance after the line.", row => row.Line.BookAfterFen, totalled: false),
            Money("frozen", "其中冻结", "Of which frozen", "该笔之后的冻结金额。", "The frozen part after the line.", row => row.Line.FrozenAfterFen, totalled: false),
            Money("available", "可用余额", "Available", "该笔之后的可用余额。", "The available part after the line.",
                row => row.Line.BookAfterFen - row.Line.FrozenAfterFen, totalled: false),
        ];

        protected override async IAsyncEnumerable<Row> Rows(ReportReading reading, [EnumeratorCancellation] CancellationToken stop)
        {
            var db = reading.Db;
            var account = await AccountAsync(reading, stop);
            var (lines, _, _) = await StatementQueries.FilterAsync(db, account, reading.List, stop);
            var oldestFirst = reading.Scope.ListQuery is null || reading.List is { Sort: "time", Descending: false };
            var normal = account.Facts.NormalSide;
            var rows = from line in StatementQueries.Ordered(lines, oldestFirst)
                       join entry in db.Entries on line.EntryId equals entry.Id
                       join order in db.Orders on entry.OrderId equals order.Id into orders
                       from order in orders.DefaultIfEmpty()
                       select new Row(
                           line, line.Side == normal, entry.Operation, entry.PostedAtUtc, entry.AccountingDate, entry.TransactionDate, entry.OrderId, (DateOnly?)order.AccountingDate);
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(stop)) yield return row;
        }

        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            var account = await AccountAsync(reading, stop);
            var (lines, _, _) = await StatementQueries.FilterAsync(reading.Db, account, reading.List, stop);
            var sums = await lines.GroupBy(line => new { line.Side, line.Bucket, IsHold = line.Kind == LineKind.Hold })
                .Select(all => new { all.Key, Count = all.LongCount(), Fen = all.Sum(line => line.AmountFen) }).ToListAsync(stop);
            var normal = account.Facts.NormalSide;
            return new SheetTotals(
                sums.Sum(sum => sum.Count),
                sums.Where(sum => !sum.Key.IsHold && sum.Key.Side == normal).Sum(sum => sum.Fen),
                sums.Where(sum => !sum.Key.IsHold && sum.Key.Side != normal).Sum(sum => sum.Fen),
                sums.Where(sum => sum.Key.Bucket == Bucket.Frozen).Sum(sum => sum.Key.Side == normal ? sum.Fen : -sum.Fen));
        }
    }
}
