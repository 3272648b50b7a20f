using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Journal;
using CustodyConsole.Features.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports.Registers;

/// <summary>会计分录: every line of the entries that the journal's list shows, in its order.</summary>
public sealed class JournalRegister : Report
{
    public override ReportFacts Facts { get; } = new(
        "journal", 1, "会计分录明细", "Journal",
        "会计档案与审计要求：存管人完整记录各方、各账户资金流向并保存至借贷合同到期后至少五年（《网络借贷资金存管业务指引》）。",
        "Accounting records and audit: the custodian records every flow between parties and accounts and keeps it five years beyond the loan's end.",
        ReportParameters.Period | ReportParameters.Platform, Permissions.JournalView);

    public override IReadOnlyList<ReportSheet> Sheets { get; } = [new Lines()];

    public override string? ListPath => "journal";

    public override IReadOnlyList<ListFilter> Filters { get; } = [ListFilter.Text("q"), ListFilter.Choice<Operation>("operation"), .. ListFilter.Amounts("amount")];

    public override IReadOnlyList<string> Orders { get; } = ["amount", "date"];

    public override IReadOnlyDictionary<string, Type> Choices { get; } = new Dictionary<string, Type> { ["operation"] = typeof(Operation) };

    private sealed record Row(
        long EntryId, Operation Operation, long PoolId, DateOnly AccountingDate, DateOnly TransactionDate, DateTime PostedAtUtc, long OrderId,
        DateOnly? OrderDate, long LineId, string AccountNo, AccountType Type, Side Side, Bucket Bucket, LineKind Kind, long AmountFen, long BookAfterFen,
        long? ReversesEntryId);

    private sealed class Lines : SheetOf<Row>
    {
        public override string Chinese => "会计分录";

        public override string English => "Journal lines";

        protected override IReadOnlyList<ReportColumn<Row>> Columns { get; } =
        [
            Code("entry", "分录号", "Entry", "会计分录的编号。", "The number of the entry.", row => $"{row.EntryId}"),
            Date("accountingDate", "会计日", "Accounting date", "分录记入的会计日。", "The accounting date of the entry.", row => row.AccountingDate),
            Date("transactionDate", "交易日", "Transaction date", "业务发生的自然日。", "The day on which it happened.", row => row.TransactionDate),
            Moment("postedAt", "记账时间", "Posted at", "分录入账的时间。", "When the entry was posted.", row => row.PostedAtUtc),
            Text("platform", "平台", "Platform", "分录所属存管汇总户的平台。", "The platform of the pool.", (row, reading) => reading.PoolPlatformName(row.PoolId)),
            Text("operation", "业务类型", "Operation", "产生分录的业务。", "What was done.", (row, reading) => reading.Word(row.Operation)),
            Code("order", "指令号", "Order", "产生分录的业务指令号。", "The order that made the entry.",
                row => row.OrderDate is { } date ? OrderQueries.NoOf(date, row.OrderId) : null),
            Code("account", "账号", "Account", "存管账户账号。", "The account.", row => row.AccountNo),
            Text("accountType", "账户类型", "Account type", "账户在科目表中的类型。", "Its type in the chart of accounts.", (row, reading) => reading.Word(row.Type)),
            Text("kind", "款项性质", "Kind", "本金、利息、罚息、手续费、冻结等。", "Principal, interest, fine, fee, hold and so on.", (row, reading) => reading.Word(row.Kind)),
            Text("bucket", "余额部分", "Part", "变动的是可用余额还是冻结余额。", "The available or the frozen part.", (row, reading) => reading.Word(row.Bucket)),
            Money("debit", "借方", "Debit", "借方发生额；借贷合计相等。", "The debit; debits equal credits.", row => row.Side == Side.Debit ? row.AmountFen : null),
            Money("credit", "贷方", "Credit", "贷方发生额；借贷合计相等。", "The credit; debits equal credits.", row => row.Side == Side.Credit ? row.AmountFen : null),
            Money("balance", "记账后账面余额", "Book balance after", "该行记账后账户的账面余额。", "The account's book balance after the line.", row => row.BookAfterFen, totalled: false),
            Code("reverses", "被冲正分录", "Reverses", "冲正分录所冲正的原分录号。", "The entry that a reversal undoes.", row => row.ReversesEntryId?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ];

        protected override IAsyncEnumerable<Row> Rows(ReportReading reading, CancellationToken stop)
        {
            var db = reading.Db;
            if (JournalQueries.Filter(db, reading.Platforms, reading.List) is not { } entries) return AsyncEnumerable.Empty<Row>();
            var lines = from posted in LinesOfEntries.WithAccounts(db, entries)
                        join order in db.Orders on posted.Entry.OrderId equals order.Id into orders
                        from order in orders.DefaultIfEmpty()
                        select new { entry = posted.Entry, line = posted.Line, account = posted.Account, OrderDate = (DateOnly?)order.AccountingDate };
            // The order of the list; within an entry its lines as they were posted. What comes from no list begins with the oldest.
            var sorted = (reading.List.Sort, reading.List.Descending) switch
            {
                ("amount", false) => lines.OrderBy(x => x.entry.TotalFen).ThenBy(x => x.entry.Id).ThenBy(x => x.line.Id),
                ("amount", true) => lines.OrderByDescending(x => x.entry.TotalFen).ThenByDescending(x => x.entry.Id).ThenBy(x => x.line.Id),
                _ when reading.List is { Sort: "date", Descending: false } || reading.Scope.ListQuery is null =>
                    lines.OrderBy(x => x.entry.AccountingDate).ThenBy(x => x.entry.Id).ThenBy(x => x.line.Id),
                _ => lines.OrderByDescending(x => x.entry.AccountingDate).ThenByDescending(x => x.entry.Id).ThenBy(x => x.line.Id),
            };
            return sorted.Select(x => new Row(
                x.entry.Id, x.entry.Operation, x.entry.PoolId, x.entry.AccountingDate, x.entry.TransactionDate, x.entry.PostedAtUtc, x.entry.OrderId,
                x.OrderDate, x.line.Id, x.account.Number, x.account.Type, x.line.Side, x.line.Bucket, x.line.Kind, x.line.AmountFen,
                x.line.BookAfterFen, x.entry.ReversesEntryId)).AsAsyncEnumerable();
        }

        /// <summary>The lines by the entry that they name, and not by the entry's own range; the period's range only bounds what is looked at.</summary>
        public override async Task<SheetTotals> TotalsAsync(ReportReading reading, CancellationToken stop)
        {
            if (JournalQueries.Filter(reading.Db, reading.Platforms, reading.List) is not { } entries) return new SheetTotals(0, 0, 0);
            var range = await entries.GroupBy(_ => 1)
                .Select(all => new { First = all.Min(entry => entry.FirstLineId), End = all.Max(entry => entry.FirstLineId + entry.LineCount) }).SingleOrDefaultAsync(stop);
            if (range is null) return new SheetTotals(0, 0, 0);
            var (first, end) = (range.First, range.End);
            var sums = await (from line in reading.Db.Lines
                              where line.Id >= first && line.Id < end
                              join entry in entries on line.EntryId equals entry.Id
                              group line by line.Side into side
                              select new { side.Key, Count = side.LongCount(), Fen = side.Sum(line => line.AmountFen) }).ToListAsync(stop);
            return new SheetTotals(
                sums.Sum(side => side.Count), sums.Where(side => side.Key == Side.Debit).Sum(side => side.Fen),
                sums.Where(side => side.Key == Side.Credit).Sum(side => side.Fen));
        }
    }
}
