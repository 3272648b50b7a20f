using CustodyConsole.Channel;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Reports;
using CustodyConsole.Tests.Demo;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.Reports;

/// <summary>What a file promises: it is complete and of one moment, or it is not there.</summary>
public sealed class ReportWriterTests(SeededBanks banks) : IClassFixture<SeededBanks>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_long_sheet_is_split_and_each_part_carries_what_the_ones_before_came_to()
    {
        using var folder = new ReportFolder();
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        var report = new TextReport([.. Enumerable.Range(1, 250).Select(i => ($"第 {i} 行", i * 101L))]);
        var written = await ReportFolder.Writer(bank, rowsPerSheet: 100).WriteAsync(report, new ReportScope(), ReportFolder.Maker, folder.File("long.xlsx"), null, Token);
        Assert.Equal(250, written.Value.Rows);
        Assert.Empty(ReportFileTests.FaultsOf(folder.File("long.xlsx")));
        await folder.WriteAsync(bank, new TextReport([("甲", 123_456_789_012_345_678), ("乙", -5), ("丙", 999_999_999_999_999)]), new ReportScope(), "large.xlsx");

        var read = await folder.ReadByOfficeAsync(["long.xlsx", "large.xlsx"]);
        // An amount of more digits than a spreadsheet keeps is exact as text, and so is the sum with it.
        Assert.Equal([123_456_789_012_345_678, -5, 999_999_999_999_999, 124_456_789_012_345_672], read[("large.xlsx", "文本")][1..].Select(row => ReportFolder.Yuan(row[2])));
        Assert.Equal(6, read.Count);
        long carried = 0;
        for (var part = 1; part <= 3; part++)
        {
            var rows = read[("long.xlsx", $"文本-{part}")];
            var count = part == 3 ? 50 : 100;
            Assert.Equal(count + 4, rows.Count);
            Assert.Equal($"第 {((part - 1) * 100) + 1} 行", rows[1][0]);
            var here = Enumerable.Range(((part - 1) * 100) + 1, count).Sum(i => i * 101L);
            Assert.Equal(["本表小计", "承前累计", part == 3 ? "合计" : "累计"], rows[^3..].Select(row => row[0]));
            Assert.Equal([here, carried, carried + here], rows[^3..].Select(row => ReportFolder.Yuan(row[2])));
            carried += here;
        }
    }

    [Fact]
    public async Task What_differs_from_its_aggregate_is_refused_and_leaves_nothing()
    {
        using var folder = new ReportFolder();
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        (string, long)[] rows = [("甲", 100), ("乙", 200)];
        Assert.Equal("report-scope.totals-differ", await CodeAsync(new SheetTotals(2, 301)));
        Assert.Equal("report-scope.rows-differ", await CodeAsync(new SheetTotals(3, 300)));
        Assert.Equal("report-scope.rows-differ", await CodeAsync(new SheetTotals(1, 300)));
        Assert.Equal("done", await CodeAsync(new SheetTotals(2, 300)));
        Assert.Equal(["fault.xlsx"], folder.Files);

        async Task<string> CodeAsync(SheetTotals said)
        {
            var made = await ReportFolder.Writer(bank).WriteAsync(
                new TextReport(rows, said), new ReportScope(), ReportFolder.Maker, folder.File("fault.xlsx"), null, Token);
            if (!made.Done) Assert.Empty(folder.Files);
            return made.Done ? "done" : made.Refusal.Code;
        }
    }

    /// <summary>A row that was changed behind the bank's back, and the figure of the monthly report that is then known in two ways.</summary>
    private static readonly (string Sql, string Figure)[] Faults =
    [
        ("UPDATE listing SET released_fen = released_fen - 1 WHERE id = (SELECT MIN(id) FROM listing WHERE pool_id IN $pools AND released_on BETWEEN $month AND outstanding_fen < released_fen)", "撮合放款 本期金额"),
        ("UPDATE custody_order SET amount_fen = amount_fen + 1 WHERE id = (SELECT MIN(id) FROM custody_order WHERE type = 21 AND pool_id IN $pools AND accounting_date BETWEEN $month)", "投标 本期金额"),
        ("UPDATE journal_line SET amount_fen = amount_fen + 1 WHERE id = (SELECT MIN(l.id) FROM journal_line l JOIN journal_entry e ON e.id = l.entry_id WHERE e.operation = 20 AND l.claim_id IS NOT NULL AND l.side = 2 AND e.pool_id IN $pools AND e.accounting_date BETWEEN $month)", "还款 本期金额"),
        ("UPDATE listing SET outstanding_fen = outstanding_fen - 1 WHERE id = (SELECT MIN(id) FROM listing WHERE pool_id IN $pools AND state = 2)", "借贷余额 本期金额"),
        ("UPDATE account SET book_fen = book_fen + 1 WHERE id = (SELECT MIN(id) FROM account WHERE type = 301 AND pool_id IN $pools)", "存管余额 本期金额"),
        ("UPDATE account SET book_fen = book_fen + 1 WHERE id = (SELECT MIN(id) FROM account WHERE type = 101 AND pool_id IN $pools)", "用户资金 本期金额"),
        ("UPDATE account SET book_fen = book_fen + 1 WHERE id = (SELECT MIN(id) FROM account WHERE type = 304 AND pool_id IN $pools)", "应收支付公司 本期金额"),
        ("UPDATE claim SET outstanding_fen = 0 WHERE listing_id IN (SELECT id FROM listing WHERE pool_id IN $pools)", "出借人（有余额） 本期数量"),
        ("UPDATE custody_order SET account_id = (SELECT MIN(account_id) FROM claim) WHERE type = 21 AND pool_id IN $pools", "本月出借人 本期数量"),
        ("UPDATE listing SET borrower_user_id = (SELECT MIN(borrower_user_id) FROM listing WHERE pool_id IN $pools) WHERE pool_id IN $pools", "本月借款人 本期数量"),
        ("UPDATE custody_user SET role = 3 WHERE id = (SELECT MIN(id) FROM custody_user WHERE role = 1 AND pool_id IN $pools)", "开户出借人 本期数量"),
        ("UPDATE custody_order SET amount_fen = amount_fen + 1 WHERE id = (SELECT MIN(order_id) FROM journal_entry WHERE operation = 1 AND pool_id IN $pools AND accounting_date BETWEEN $month)", "充值 本期金额"),
        ("UPDATE custody_order SET amount_fen = amount_fen + 1 WHERE id = (SELECT MIN(order_id) FROM journal_entry WHERE operation = 4 AND pool_id IN $pools AND accounting_date BETWEEN $month)", "提现出款 本期金额"),
        ("UPDATE trial_balance_row SET closing_fen = closing_fen + 1 WHERE type = 101 AND pool_id IN $pools AND date = '2026-10-15'", "2026-10-15 日终用户资金"),
    ];

    [Fact]
    public async Task A_figure_of_the_month_that_is_known_otherwise_in_another_way_is_refused_by_name()
    {
        using var folder = new ReportFolder();
        var settings = await banks.CopyAsync("sqlite");
        await using var whole = new SqliteConnection($"Data Source={settings.Database};Pooling=False");
        await using var changed = new SqliteConnection($"Data Source={folder.File("changed.db")};Pooling=False");
        await whole.OpenAsync(Token);
        await changed.OpenAsync(Token);
        whole.BackupDatabase(changed);
        await using var bank = await CustodyDatabase.OpenToReadAsync(folder.File("changed.db"), SeededBanks.Clock, Token);
        var writer = ReportFolder.Writer(bank);
        var scope = new ReportScope { From = new(2026, 10, 1), To = new(2026, 10, 31), PlatformNo = "1001" };
        var missed = new List<string>();
        foreach (var (sql, figure) in Faults)
        {
            whole.BackupDatabase(changed);
            await using var command = changed.CreateCommand();
            command.CommandText = "PRAGMA ignore_check_constraints = 1; " + sql
                .Replace("$pools", "(SELECT o.id FROM custody_pool o JOIN platform p ON p.id = o.platform_id WHERE p.no = '1001')", StringComparison.Ordinal)
                .Replace("$month", "'2026-10-01' AND '2026-10-31'", StringComparison.Ordinal);
            Assert.True(await command.ExecuteNonQueryAsync(Token) > 0, sql);
            var made = await writer.WriteAsync(ReportCatalogue.Find("custody-monthly")!, scope, ReportFolder.Maker, folder.File("month.xlsx"), null, Token);
            if (made.Refusal is not { Code: "report-scope.figure-differs" } refusal || !refusal.Chinese.Contains($"“{figure}”", StringComparison.Ordinal))
                missed.Add($"{figure}: {made.Refusal?.Chinese ?? "made"}");
        }

        Assert.Empty(missed);
        Assert.DoesNotContain(folder.Files, file => file.StartsWith("month", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancelled_or_failed_it_leaves_nothing()
    {
        using var folder = new ReportFolder();
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        using var stop = new CancellationTokenSource();
        var report = ReportCatalogue.Find("journal")!;
        var scope = new ReportScope { From = ReportScopes.From, To = ReportScopes.To };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReportFolder.Writer(bank).WriteAsync(
            report, scope, ReportFolder.Maker, folder.File("stopped.xlsx"), new AtOnce(progress => { if (progress.Rows > 0) stop.Cancel(); }), stop.Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReportFolder.Writer(bank).WriteAsync(
            report, scope, ReportFolder.Maker, folder.File("failed.xlsx"), new AtOnce(progress => { if (progress.Rows > 0) throw new InvalidOperationException("planted"); }), Token));
        Assert.Empty(folder.Files);
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task What_is_posted_while_it_is_written_is_not_in_it(string database)
    {
        using var folder = new ReportFolder();
        var settings = await banks.CopyAsync(database);
        await using var bank = await CustodyDatabase.OpenAsync(settings.Database, SeededBanks.Clock, Token);
        await using var db = bank.CreateDbContext();
        var account = await db.Accounts.Where(one => one.UserId != null && one.BookFen - one.FrozenFen > 100_00).OrderBy(one => one.Id).FirstAsync(Token);
        var desk = new CustodyBank(bank.Writer, new SandboxChannel(new SandboxOptions(), SeededBanks.Clock), PersonalDataKey.Load(settings.PersonalDataKeyFile, mayCreate: false));
        var (report, scope) = (ReportCatalogue.Find("account-register")!, new ReportScope());
        var before = await folder.WriteAsync(bank, report, scope, "before.xlsx");
        var posted = 0;

        var while_ = (await ReportFolder.Writer(bank).WriteAsync(
            report, scope, ReportFolder.Maker, folder.File("while.xlsx"), new AtOnce(progress =>
            {
                if (progress.Rows > 0 || posted > 0) return;
                // Between the aggregate and the first row.
                posted++;
                var done = desk.AskAsync(PastDecisions.JudicialFreeze(new RequestHead(account.PoolId, "WHILE-1", "test"), account.Number, 100_00, "（2026）测 1 号"))
                    .GetAwaiter().GetResult();
                Assert.True(done.Done, done.ToString());
            }), Token)).Value;
        var after = await folder.WriteAsync(bank, report, scope, "after.xlsx");

        Assert.Equal(1, posted);
        Assert.Equal(before.Totals, while_.Totals);
        Assert.Equal(Frozen(before) + 100_00, Frozen(after));

        static long Frozen(WrittenReport report) => report.Totals.Single(total => total.Column == "冻结金额").Fen;
    }

    [Fact]
    public async Task A_month_with_a_reversal_and_a_return_to_a_closed_account_is_made()
    {
        using var folder = new ReportFolder();
        var settings = await banks.CopyAsync("sqlite");
        await using var bank = await CustodyDatabase.OpenAsync(settings.Database, SeededBanks.Clock, Token);
        await using var db = bank.CreateDbContext();
        var desk = new CustodyBank(bank.Writer, new SandboxChannel(new SandboxOptions(), SeededBanks.Clock), PersonalDataKey.Load(settings.PersonalDataKeyFile, mayCreate: false));
        var recharge = await (from order in db.Orders
                              where order.Type == OrderType.Recharge && order.State == OrderState.Succeeded
                              join account in db.Accounts on order.AccountId equals (long?)account.Id
                              where account.BookFen - account.FrozenFen >= order.AmountFen && account.FloatFen >= order.AmountFen
                              orderby order.Id descending
                              select order).FirstAsync(Token);
        var reversed = await desk.AskAsync(new Domain.Payments.ReverseRecharge(new RequestHead(recharge.PoolId, "REVERSE-1", "test"), recharge.OrderNo, "重复入账"));
        Assert.True(reversed.Done, reversed.ToString());
        var month = await MonthAsync(recharge.PoolId, SeededBanks.Today);
        Assert.Contains(month.Totals, total => total.Column == "冲正" && total.Fen >= recharge.AmountFen);

        // What a return to a closed account is booked on, by the same entry, with all that follows from it in the books.
        var returned = await db.Entries.Where(entry => entry.Operation == Domain.Ledger.Operation.WithdrawalReturned).OrderBy(entry => entry.Id).FirstAsync(Token);
        var before = await MonthAsync(returned.PoolId, returned.AccountingDate);
        var suspense = await db.Accounts.Where(one => one.PoolId == returned.PoolId && one.Type == Domain.Ledger.AccountType.LongSuspense).Select(one => one.Id).SingleAsync(Token);
        var line = await db.Lines.SingleAsync(one => one.EntryId == returned.Id && one.Side == Domain.Ledger.Side.Credit && one.Kind == Domain.Ledger.LineKind.Funds, Token);
        var type = await db.Accounts.Where(one => one.Id == line.AccountId).Select(one => (int)one.Type).SingleAsync(Token);
        await using (var connection = new SqliteConnection($"Data Source={settings.Database};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = FormattableString.Invariant($"""
                PRAGMA ignore_check_constraints = 1;
                UPDATE journal_line SET account_id = {suspense}, account_version = 1000000 WHERE id = {line.Id};
                UPDATE account SET book_fen = book_fen + CASE id WHEN {suspense} THEN {line.AmountFen} ELSE -{line.AmountFen} END WHERE id IN ({suspense}, {line.AccountId});
                UPDATE trial_balance_row SET closing_fen = closing_fen - {line.AmountFen} WHERE pool_id = {returned.PoolId} AND type = {type} AND date >= '{returned.AccountingDate:yyyy-MM-dd}';
                INSERT INTO suspense_item (id, pool_id, kind, order_id, entry_id, amount_fen, cleared_fen, opened_on, opened_at_utc)
                SELECT 900000000, pool_id, 1, order_id, id, {line.AmountFen}, 0, accounting_date, posted_at_utc FROM journal_entry WHERE id = {returned.Id};
                """);
            Assert.True(await command.ExecuteNonQueryAsync(Token) >= 5);
        }

        var after = (await MonthAsync(returned.PoolId, returned.AccountingDate)).Totals;
        Assert.Equal(before.Totals.Where(total => total.Column != "挂账金额"), after.Where(total => total.Column != "挂账金额"));
        Assert.Equal(line.AmountFen, after.Single(total => total.Column == "挂账金额").Fen - before.Totals.Single(total => total.Column == "挂账金额").Fen);

        async Task<WrittenReport> MonthAsync(long poolId, DateOnly date)
        {
            var platform = await (from pool in db.Pools where pool.Id == poolId join one in db.Platforms on pool.PlatformId equals one.Id select one.No).SingleAsync(Token);
            var first = new DateOnly(date.Year, date.Month, 1);
            var made = await ReportFolder.Writer(bank).WriteAsync(
                ReportCatalogue.Find("custody-monthly")!, new ReportScope { From = first, To = first.AddMonths(1).AddDays(-1), PlatformNo = platform },
                ReportFolder.Maker, folder.File("month.xlsx"), null, Token);
            Assert.True(made.Done, made.ToString());
            return made.Value;
        }
    }

    [Fact]
    public async Task Personal_data_is_masked_unless_it_may_be_seen()
    {
        using var folder = new ReportFolder();
        var settings = await banks.CopyAsync("sqlite");
        await using var bank = await CustodyDatabase.OpenToReadAsync(settings.Database, SeededBanks.Clock, Token);
        var keys = PersonalDataKey.Load(settings.PersonalDataKeyFile, mayCreate: false);
        var (report, scope) = (ReportCatalogue.Find("account-register")!, new ReportScope { Format = ReportFormat.CsvUtf8, ListQuery = "?kind=Investor" });
        foreach (var (name, unmasked) in new[] { ("masked.zip", false), ("clear.zip", true) })
        {
            var made = await ReportFolder.Writer(bank, keys).WriteAsync(
                report, scope with { Unmasked = unmasked }, ReportFolder.Maker with { Reason = "司法协查" }, folder.File(name), null, Token);
            Assert.True(made.Done, made.ToString());
        }

        var (masked, clear) = (Rows("masked.zip"), Rows("clear.zip"));
        Assert.Equal(masked.Count, clear.Count);
        for (var i = 1; i < masked.Count; i++)
        {
            Assert.Equal(Masking.PersonName(clear[i][5]), masked[i][5]);
            Assert.Equal(Masking.IdentityNumber(clear[i][6]), masked[i][6]);
            Assert.Equal("*******" + clear[i][7][^4..], masked[i][7]);
            if (clear[i][8].Length > 0) Assert.Equal("************" + clear[i][8][^4..], masked[i][8]);
            Assert.DoesNotContain('*', string.Concat(clear[i]));
        }

        Assert.Contains("司法协查", Note("clear.zip"), StringComparison.Ordinal);
        Assert.Equal("report-scope.no-key", (await ReportFolder.Writer(bank).WriteAsync(
            report, scope with { Unmasked = true }, ReportFolder.Maker, folder.File("no.zip"), null, Token)).Refusal!.Code);
        Assert.Equal("report-scope.nothing-masked", (await ReportFolder.Writer(bank, keys).WriteAsync(
            ReportCatalogue.Find("advance-register")!, new ReportScope { From = ReportScopes.From, To = ReportScopes.To, Unmasked = true }, ReportFolder.Maker,
            folder.File("no.zip"), null, Token)).Refusal!.Code);

        List<string[]> Rows(string name) => ReportFolder.Csv(Entry(name, "account-register.csv"));
        string Note(string name) => Entry(name, "cover.txt");
        string Entry(string name, string entry)
        {
            using var zip = System.IO.Compression.ZipFile.OpenRead(folder.File(name));
            using var reader = new StreamReader(zip.GetEntry(entry)!.Open());
            return reader.ReadToEnd();
        }
    }

    /// <summary>Tells at once, on the thread that writes.</summary>
    private sealed class AtOnce(Action<ReportProgress> told) : IProgress<ReportProgress>
    {
        public void Report(ReportProgress value) => told(value);
    }
}
