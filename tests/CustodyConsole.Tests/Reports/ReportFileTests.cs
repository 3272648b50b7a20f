using System.Globalization;
using System.Security.Cryptography;
using CustodyConsole.Domain;
using CustodyConsole.Features.Reports;
using CustodyConsole.Tests.Demo;
using CustodyConsole.Tests.Features;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.Reports;

/// <summary>
/// Every report over the demo bank: on both databases the same, faultless by the Open XML validator, read by LibreOffice, and compared with
/// figures that plain SQL takes straight from the tables.
/// </summary>
public sealed class ReportFileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Period(string column) => FormattableString.Invariant(
        $"{column} BETWEEN '{ReportScopes.From:yyyy-MM-dd}' AND '{ReportScopes.To:yyyy-MM-dd}'");

    /// <summary>By report and sheet: the rows, and the totalled columns in their order, as the tables have them.</summary>
    private static readonly (string Code, int Sheet, string Sql)[] Expected =
    [
        ("account-register", 0, "SELECT COUNT(*), SUM(book_fen), SUM(frozen_fen), SUM(book_fen - frozen_fen), SUM(float_fen) FROM account"),
        ("journal", 0, $"SELECT COUNT(*), SUM(CASE side WHEN 1 THEN amount_fen END), SUM(CASE side WHEN 2 THEN amount_fen END) FROM journal_line WHERE entry_id IN (SELECT id FROM journal_entry WHERE {Period("accounting_date")})"),
        ("account-statement", 0, $"""
            SELECT COUNT(*), SUM(CASE WHEN l.side = 2 AND l.kind <> 6 THEN amount_fen END), SUM(CASE WHEN l.side = 1 AND l.kind <> 6 THEN amount_fen END),
                   SUM(CASE WHEN l.bucket = 2 THEN CASE l.side WHEN 2 THEN amount_fen ELSE -amount_fen END END)
            FROM journal_line l JOIN journal_entry e ON e.id = l.entry_id
            WHERE l.account_id = (SELECT id FROM account WHERE number = $account) AND {Period("e.accounting_date")}
            """),
        ("order-register", 0, $"SELECT COUNT(*), SUM(amount_fen), SUM(principal_fen), SUM(interest_fen), SUM(fine_fen), SUM(fee_fen) FROM custody_order WHERE {Period("accounting_date")}"),
        ("payment-register", 0, $"SELECT COUNT(*), SUM(amount_fen), SUM(fee_fen) FROM custody_order WHERE type = 10 AND {Period("accounting_date")}"),
        ("payment-register", 1, $"SELECT COUNT(*), SUM(amount_fen), SUM(fee_fen) FROM custody_order WHERE type = 11 AND {Period("accounting_date")}"),
        ("listing-register", 0, """
            SELECT COUNT(*), SUM(amount_fen), SUM(subscribed_fen), SUM(released_fen), SUM(outstanding_fen), SUM(interest_paid_fen),
                   (SELECT SUM(i.principal_fen + i.interest_fen - i.paid_principal_fen - i.paid_interest_fen) FROM instalment i JOIN listing g ON g.id = i.listing_id
                    WHERE i.plan_version = g.plan_version AND g.state = 2 AND i.settled_on IS NULL AND i.due_on < (SELECT accounting_date FROM bank_state)),
                   (SELECT SUM(compensated_fen - recovered_fen) FROM recovery_claim)
            FROM listing
            """),
        ("bid-register", 0, """
            SELECT COUNT(*), SUM(original_fen), SUM(remaining_fen), (SELECT SUM(principal_fen) FROM claim), (SELECT SUM(outstanding_fen) FROM claim),
                   (SELECT SUM(interest_received_fen) FROM claim)
            FROM "freeze" WHERE purpose = 1
            """),
        ("freeze-register", 0, "SELECT COUNT(*), SUM(original_fen), SUM(original_fen - remaining_fen), SUM(remaining_fen) FROM \"freeze\""),
        ("repayment-register", 0, $"SELECT COUNT(*), SUM(amount_fen), SUM(principal_fen), SUM(interest_fen), SUM(fine_fen), SUM(recovered_fen), SUM(fee_fen) FROM custody_order WHERE type = 30 AND {Period("accounting_date")}"),
        ("repayment-register", 1, $"""
            SELECT COUNT(*), SUM(CASE WHEN g.plan_version = i.plan_version THEN i.principal_fen ELSE i.paid_principal_fen END),
                   SUM(CASE WHEN g.plan_version = i.plan_version THEN i.interest_fen ELSE i.paid_interest_fen END), SUM(i.paid_principal_fen), SUM(i.paid_interest_fen),
                   SUM(i.compensated_fen), SUM(i.paid_fine_fen),
                   SUM(CASE WHEN g.plan_version = i.plan_version THEN i.principal_fen + i.interest_fen - i.paid_principal_fen - i.paid_interest_fen END)
            FROM instalment i JOIN listing g ON g.id = i.listing_id
            WHERE g.released_on IS NOT NULL AND (g.plan_version = i.plan_version OR i.paid_principal_fen + i.paid_interest_fen + i.paid_fine_fen > 0) AND {Period("i.due_on")}
            """),
        ("overdue-register", 0, """
            SELECT COUNT(*), SUM(i.principal_fen - i.paid_principal_fen), SUM(i.interest_fen - i.paid_interest_fen),
                   SUM(i.principal_fen + i.interest_fen - i.paid_principal_fen - i.paid_interest_fen)
            FROM instalment i JOIN listing g ON g.id = i.listing_id
            WHERE i.plan_version = g.plan_version AND g.state = 2 AND i.settled_on IS NULL AND i.due_on < (SELECT accounting_date FROM bank_state)
            """),
        ("compensation-proposals", 0, """
            SELECT COUNT(*), SUM(principal_fen), SUM(interest_fen), SUM(fine_fen) FROM day_end_proposal
            WHERE business_date = (SELECT MAX(business_date) FROM day_end_proposal) AND account_id IN
                (SELECT c.account_id FROM instalment i JOIN listing g ON g.id = i.listing_id JOIN listing_compensator c ON c.listing_id = g.id
                 WHERE i.plan_version = g.plan_version AND g.state = 2 AND i.settled_on IS NULL AND i.due_on < (SELECT accounting_date FROM bank_state)
                   AND i.pending_approval_id IS NULL AND c.id = (SELECT MIN(o.id) FROM listing_compensator o WHERE o.listing_id = g.id))
            """),
        ("compensation-requests", 0, "SELECT COUNT(*), SUM(amount_fen) FROM approval_request WHERE type = 20"),
        ("compensation-register", 0, $"SELECT COUNT(*), SUM(amount_fen), SUM(principal_fen), SUM(interest_fen), SUM(fine_fen) FROM custody_order WHERE type IN (31, 32) AND {Period("accounting_date")}"),
        ("compensation-register", 1, $"SELECT COUNT(*), SUM(amount_fen) FROM custody_order WHERE type = 33 AND {Period("accounting_date")}"),
        ("recovery-register", 0, "SELECT COUNT(*), SUM(compensated_fen), SUM(recovered_fen), SUM(compensated_fen - recovered_fen) FROM recovery_claim"),
        ("compensator-register", 0, """
            SELECT COUNT(*), SUM(book_fen - frozen_fen), (SELECT SUM(remaining_fen) FROM "freeze" WHERE purpose = 3 AND state = 1),
                   (SELECT SUM(compensated_fen) FROM recovery_claim), (SELECT SUM(recovered_fen) FROM recovery_claim), (SELECT SUM(compensated_fen - recovered_fen) FROM recovery_claim)
            FROM account WHERE id IN (SELECT account_id FROM listing_compensator)
            """),
        ("advance-register", 0, $"SELECT COUNT(*), SUM(amount_fen), SUM(fee_fen) FROM advance WHERE {Period("opened_on")}"),
        ("fee-schedules", 0, "SELECT COUNT(*) FROM fee_schedule"),
        ("fee-register", 0, $"""
            SELECT COUNT(*), SUM(o.amount_fen), SUM(f.base_fen), SUM(f.advance_fen), SUM(CASE WHEN o.state IN (4, 6) THEN f.base_fen + f.advance_fen END), SUM(f.refunded_base_fen), SUM(f.refunded_advance_fen)
            FROM order_fee f JOIN custody_order o ON o.id = f.id WHERE {Period("o.accounting_date")}
            """),
        ("fee-statement", 0, "SELECT COUNT(*), SUM(base_fen), SUM(advance_fen), SUM(platform_borne_fen), SUM(refunded_fen), SUM(paid_fen), SUM(netted_fen), SUM(recharge_fen) FROM fee_statement"),
        ("settlement-batches", 0, """
            SELECT COUNT(*), SUM(recharge_fen), SUM(return_fen), SUM(payout_fen), SUM(fee_fen), SUM(recharge_fen + return_fen - payout_fen - fee_fen), SUM(received_fen),
                   SUM(received_fen - (recharge_fen + return_fen - payout_fen - fee_fen))
            FROM settlement_batch
            """),
        ("suspense-register", 0, "SELECT COUNT(*), SUM(amount_fen), SUM(cleared_fen), SUM(amount_fen - cleared_fen) FROM suspense_item"),
        ("total-to-detail", 0, $"SELECT COUNT(*), 0 FROM (SELECT DISTINCT date, pool_id FROM trial_balance_row WHERE {Period("date")}) d"),
        ("total-to-detail", 1, $"SELECT COUNT(*), SUM(debit_fen), SUM(credit_fen) FROM trial_balance_row WHERE {Period("date")}"),
        ("day-register", 0, "SELECT COUNT(*), SUM(turnover_fen) FROM accounting_day"),
        ("borrower-limits", 0, """
            SELECT COUNT(*), (SELECT SUM(amount_fen) FROM listing WHERE state = 1), (SELECT SUM(outstanding_fen) FROM listing),
                   (SELECT SUM(compensated_fen - recovered_fen) FROM recovery_claim), SUM(loan_balance_fen)
            FROM custody_user WHERE role = 2
            """),
        ("custody-monthly", 1, """
            SELECT 31, SUM(CASE WHEN e.operation = 1 AND a.type = 302 AND l.side = 1 THEN l.amount_fen END), SUM(CASE WHEN e.operation = 40 AND a.type = 302 AND l.side = 2 THEN l.amount_fen END), SUM(CASE WHEN e.operation IN (4, 8) AND a.type = 303 AND l.side = 2 THEN l.amount_fen END),
                   SUM(CASE WHEN e.operation = 6 AND a.type = 304 AND l.side = 1 THEN l.amount_fen END), SUM(CASE WHEN e.operation = 10 AND l.bucket = 2 THEN l.amount_fen END),
                   SUM(CASE WHEN e.operation = 13 AND a.type = 102 AND l.side = 2 THEN l.amount_fen END), SUM(CASE WHEN e.operation = 20 AND l.claim_id IS NOT NULL AND l.side = 2 THEN l.amount_fen END),
                   SUM(CASE WHEN e.operation IN (21, 22) AND l.claim_id IS NOT NULL AND l.side = 2 THEN l.amount_fen END), SUM(CASE WHEN e.operation = 23 AND l.side = 2 THEN l.amount_fen END)
            FROM journal_entry e JOIN journal_line l ON l.entry_id = e.id JOIN account a ON a.id = l.account_id
            WHERE e.pool_id IN (SELECT o.id FROM custody_pool o JOIN platform p ON p.id = o.platform_id WHERE p.no = '1001') AND e.accounting_date BETWEEN '2026-10-01' AND '2026-10-31'
            """),
        ("platform-register", 0, """
            SELECT (SELECT COUNT(*) FROM platform), SUM(CASE WHEN type < 200 THEN book_fen END), SUM(CASE type WHEN 301 THEN book_fen END), SUM(CASE type WHEN 206 THEN book_fen END),
                   (SELECT SUM(outstanding_fen) FROM listing)
            FROM account
            """),
        ("onboarding-register", 0, "SELECT COUNT(*) FROM platform_draft"),
        ("approvals", 0, "SELECT COUNT(*), SUM(amount_fen) FROM approval_request"),
        ("audit-trail", 0, $"SELECT COUNT(*) FROM audit_entry WHERE {Period("date(at_utc, '+8 hours')")}"),
        ("users-and-permissions", 0, "SELECT COUNT(*) FROM staff"),
        ("job-runs", 0, "SELECT COUNT(*) FROM job_run"),
    ];

    [Fact]
    public async Task Every_report_is_faultless_and_says_in_another_reader_what_plain_sql_says()
    {
        using var folder = new ReportFolder();
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        await using var db = bank.CreateDbContext();
        var account = ReportScopes.BusiestAccount(db);
        var written = new Dictionary<string, WrittenReport>();
        foreach (var report in ReportCatalogue.All)
        {
            var name = report.Facts.Code + ".xlsx";
            var file = written[report.Facts.Code] = await folder.WriteAsync(bank, report, ReportScopes.Of(report, account), name);
            Assert.Equal(new FileInfo(folder.File(name)).Length, file.Bytes);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(folder.File(name), Token))), file.Sha256);
            Assert.Empty(FaultsOf(folder.File(name)));
            // The head of each sheet stands on each of its pages.
            Assert.Equal(report.Sheets.Select(sheet => $"'{sheet.Chinese}'!$1:$1"), PrintTitlesOf(folder.File(name)));
        }

        var read = await folder.ReadByOfficeAsync(written.Keys.Select(code => code + ".xlsx"));
        foreach (var (code, index, sql) in Expected)
        {
            var report = ReportCatalogue.Find(code)!;
            var sheet = report.Sheets[index];
            var rows = read[(code + ".xlsx", sheet.Chinese)];
            var expected = await FiguresAsync(db, sql, account);
            var data = rows[1..(int)(1 + expected[0])];
            Assert.All(rows, row => Assert.Equal(sheet.All.Count, row.Length));
            for (var k = 0; k < sheet.Totalled.Count; k++)
            {
                var column = sheet.All.Select((one, i) => (one, i)).First(pair => pair.one == sheet.Totalled[k]).i;
                Assert.True(expected[k + 1] == data.Sum(row => ReportFolder.Yuan(row[column])), $"{code} {sheet.Chinese} {sheet.Totalled[k].Chinese}");
                Assert.Equal(expected[k + 1], ReportFolder.Yuan(rows[^1][column]));
            }

            if (sheet.Totalled.Count > 0) Assert.Equal("合计", rows[^1][0]);
            Assert.Equal(sheet.Totalled.Count > 0 ? expected[0] + 2 : expected[0] + 1, rows.Count);
            CoverSays(read[(code + ".xlsx", "封面")], report, sheet, expected);
        }

        // Each sheet of each report was looked at, but what has no table behind it.
        Assert.Equal(
            ["custody-monthly 0", "custody-monthly 2", "custody-monthly 3", "users-and-permissions 1", "business-calendar 0", "business-calendar 1"],
            ReportCatalogue.All.SelectMany(report => report.Sheets.Select((_, i) => $"{report.Facts.Code} {i}"))
                .Except(Expected.Select(one => $"{one.Code} {one.Sheet}")));
        MonthlyAgrees(read);
    }

    [Fact]
    public async Task Both_databases_give_the_same_reports()
    {
        using var folder = new ReportFolder();
        await using var sqlite = await SeededBanks.OpenAsync("sqlite");
        await using var postgres = await SeededBanks.OpenAsync("postgres");
        await using var db = sqlite.CreateDbContext();
        await using var other = postgres.CreateDbContext();
        var (account, same) = (ReportScopes.BusiestAccount(db), ReportScopes.BusiestAccount(other));
        foreach (var report in ReportCatalogue.All)
        {
            var scope = ReportScopes.Of(report, account) with { Format = Domain.Reports.ReportFormat.CsvUtf8 };
            var first = await folder.WriteAsync(sqlite, report, scope, "sqlite.zip");
            var second = await folder.WriteAsync(postgres, report, scope with { Subject = scope.Subject is null ? null : same }, "postgres.zip");
            Assert.Equal((report.Facts.Code, first.Rows, first.PeriodIsOpen), (report.Facts.Code, second.Rows, second.PeriodIsOpen));
            Assert.Equal(first.Totals, second.Totals);
        }
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task Balances_of_a_moment_are_those_that_the_days_end_kept(string database)
    {
        using var folder = new ReportFolder();
        await using var bank = await SeededBanks.OpenAsync(database);
        await using var db = bank.CreateDbContext();
        // The day was cut at midnight, so what was posted by then is what its trial balance holds.
        var date = new DateOnly(2026, 10, 20);
        var moment = Domain.Calendar.BankTime.Utc(date.AddDays(1).ToDateTime(default));

        var file = await folder.WriteAsync(
            bank, ReportCatalogue.Find("account-register")!, new Domain.Reports.ReportScope { AsOfUtc = moment, ListQuery = "?kind=Investor" }, "moment.xlsx");

        var kept = await db.TrialBalanceRows.Where(row => row.Date == date && row.Type == Domain.Ledger.AccountType.Investor).SumAsync(row => row.ClosingFen, Token);
        Assert.True(kept > 0);
        Assert.Equal(kept, file.Totals.Single(total => total.Column == "账面余额").Fen);
        Assert.False(file.PeriodIsOpen);

        // The end of a closed day is closed, the moment after it belongs to the next.
        var closed = await db.AccountingDays.Where(day => day.ClosedAtUtc != null).OrderByDescending(day => day.Date).FirstAsync(Token);
        foreach (var (at, isOpen) in new[] { (closed.CutAtUtc, false), (closed.CutAtUtc.AddMilliseconds(1), true) })
        {
            var end = await folder.WriteAsync(bank, ReportCatalogue.Find("account-register")!, new Domain.Reports.ReportScope { AsOfUtc = at, ListQuery = "?kind=Bank" }, "end.xlsx");
            Assert.Equal(isOpen, end.PeriodIsOpen);
        }
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task A_day_ends_with_what_was_booked_on_it_also_where_a_clock_went_back_after_its_cut(string database)
    {
        using var folder = new ReportFolder();
        await using var bank = await SampleBank.OpenAsync(database);
        await bank.CutToAsync(bank.Today.AddDays(1));
        await using var db = bank.Database.CreateDbContext();
        var cut = await db.AccountingDays.MaxAsync(day => day.CutAtUtc, Token);
        var held = await db.Accounts.Where(account => account.Type == Domain.Ledger.AccountType.Investor).SumAsync(account => account.BookFen, Token);
        bank.Clock.Advance(TimeSpan.FromHours(-2));
        _ = (await bank.RechargeAsync(bank.Star, bank.Accounts["investor1"], 777)).OrderNo;

        var file = await folder.WriteAsync(
            bank.Database, ReportCatalogue.Find("account-register")!, new Domain.Reports.ReportScope { AsOfUtc = cut, ListQuery = "?type=Investor" }, "cut.xlsx");

        Assert.Equal(held, file.Totals.Single(total => total.Column == "账面余额").Fen);
    }

    internal static IReadOnlyList<string> FaultsOf(string file)
    {
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        return [.. new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Take(5).Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath} {fault.Description}")];
    }

    private static IReadOnlyList<string> PrintTitlesOf(string file)
    {
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        return [.. document.WorkbookPart!.Workbook.DefinedNames!.Elements<DocumentFormat.OpenXml.Spreadsheet.DefinedName>()
            .Where(name => name.Name == "_xlnm.Print_Titles").Select(name => name.Text)];
    }

    private static void CoverSays(List<string[]> cover, Report report, ReportSheet sheet, long[] expected)
    {
        var at = cover.FindIndex(row => row[0] == "工作表");
        var row = cover.FindIndex(at, one => one[0] == sheet.Chinese);
        Assert.Equal(expected[0].ToString("#,##0", CultureInfo.InvariantCulture), cover[row][1]);
        for (var k = 0; k < sheet.Totalled.Count; k++)
        {
            Assert.Equal(sheet.Totalled[k].Chinese, cover[row + 1 + k][2]);
            Assert.Equal(expected[k + 1], ReportFolder.Yuan(cover[row + 1 + k][3]));
        }

        Assert.Contains(cover, one => one[0] == "报表代码与版本" && one[1] == report.Facts.CodeAndVersion);
        Assert.Contains(cover, one => one[0] == "导出编号" && one[1] == "RP0000000001");
    }

    /// <summary>The summary, the days and the balances of the monthly report come to the same.</summary>
    private static void MonthlyAgrees(Dictionary<(string File, string Sheet), List<string[]>> read)
    {
        var summary = read[("custody-monthly.xlsx", "概要")].ToDictionary(row => row[0] + row[1]);
        var days = read[("custody-monthly.xlsx", "每日资金流量")];
        var types = read[("custody-monthly.xlsx", "存管账户余额构成")].ToDictionary(row => row[0]);
        Assert.Equal(summary["资金流量充值"][2], days[^1][1]);
        Assert.Equal(summary["交易规模撮合放款"][2], days[^1][6]);
        Assert.Equal(summary["余额存管余额"][2], days[^2][10]);
        Assert.Equal(summary["余额用户资金"][2], days[^2][11]);
        Assert.Equal(summary["余额存管余额"][2], types["B-POOL"][6]);
        Assert.Equal("0", summary["差异总分差额"][2]);
        Assert.Equal(ReportFolder.Yuan(summary["差异挂账未清"][2]), ReportFolder.Yuan(types["B-LONG"][6]) + ReportFolder.Yuan(types["B-SHORT"][6]));
        // What the classes hold, beside their sum over all, which is a check and nothing more.
        var cover = read[("account-register.xlsx", "封面")];
        var classes = cover.Where(row => row[0].Contains("账户账面余额", StringComparison.Ordinal)).Select(row => ReportFolder.Yuan(row[1])).ToList();
        Assert.Equal((4, classes[2]), (classes.Count, classes[0] + classes[1] + classes[3]));
        Assert.NotEqual("0", summary["余额借贷余额"][2]);
        Assert.All(new[] { "出借人（有余额）", "借款人（有余额）" }, people => Assert.NotEqual("0", summary["人数" + people][5]));
    }

    private static async Task<long[]> FiguresAsync(CustodyDb db, string sql, string account)
    {
        await db.Database.OpenConnectionAsync(Token);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql.Replace("$account", $"'{account}'", StringComparison.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(Token);
        Assert.True(await reader.ReadAsync(Token));
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? 0 : reader.GetInt64(i))];
    }
}
