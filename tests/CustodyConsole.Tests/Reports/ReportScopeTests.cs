using CustodyConsole.Components.Shared;
using CustodyConsole.Data;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Compensation;
using CustodyConsole.Features.Journal;
using CustodyConsole.Features.Listings;
using CustodyConsole.Features.Orders;
using CustodyConsole.Features.Reports;
using CustodyConsole.Features.Settlement;
using CustodyConsole.Tests.CommandLine;
using CustodyConsole.Tests.Demo;
using CustodyConsole.Tests.Features;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.Reports;

/// <summary>What may be asked of a report: scopes that are refused, filters of lists, the command line.</summary>
public sealed class ReportScopeTests(SampleBanks banks, SeededBanks seeded) : IClassFixture<SeededBanks>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_cannot_be_made_is_refused_and_the_field_is_named()
    {
        using var folder = new ReportFolder();
        await using var bank = await SeededBanks.OpenAsync("sqlite");
        var (day, next) = (ReportScopes.From, SeededBanks.Today.AddDays(1));
        await RefusesAsync("journal", new(), "period-missing");
        await RefusesAsync("journal", new() { From = day }, "period-missing");
        await RefusesAsync("journal", new() { From = day, To = day.AddDays(-1) }, "period-reversed");
        await RefusesAsync("journal", new() { From = day, To = next }, "date-in-future");
        // Before the bank began, nothing is a closed nought.
        await RefusesAsync("journal", new() { From = new(2017, 8, 1), To = new(2017, 8, 31) }, "before-first-day");
        await RefusesAsync("custody-monthly", new() { From = new(2017, 8, 1), To = new(2017, 8, 31), PlatformNo = "1001" }, "before-first-day");
        await RefusesAsync("account-register", new() { AsOfUtc = new(2017, 8, 31, 0, 0, 0, DateTimeKind.Utc) }, "before-first-day");
        await RefusesAsync("journal", new() { From = day, To = day, Subject = "x" }, "not-a-parameter");
        await RefusesAsync("journal", new() { From = day, To = day, AsOfUtc = SeededBanks.NowUtc }, "not-a-parameter");
        await RefusesAsync("journal", new() { From = day, To = day, PlatformNo = "9999" }, "unknown-platform");
        await RefusesAsync("journal", new() { ListQuery = "?platform=1001", PlatformNo = "1002" }, "said-twice");
        await RefusesAsync("journal", new() { ListQuery = "?dateFrom=2026-10-01", From = day, To = day }, "said-twice");
        await RefusesAsync("journal", new() { ListQuery = "?statee=Active" }, "unknown-filter");
        await RefusesAsync("journal", new() { ListQuery = "?operation=Recharged" }, "unreadable-filter");
        await RefusesAsync("journal", new() { ListQuery = "?amountMin=1e3" }, "unreadable-filter");
        await RefusesAsync("journal", new() { ListQuery = "?dateFrom=2026-13-01" }, "unreadable-filter");
        await RefusesAsync("journal", new() { ListQuery = "?sort=book" }, "unknown-order");
        await RefusesAsync("order-register", new() { ListQuery = "?state=open" }, "unreadable-filter");
        await RefusesAsync("overdue-register", new() { ListQuery = "?age=30" }, "unreadable-filter");
        await RefusesAsync("approvals", new() { ListQuery = "?tab=mine" }, "unreadable-filter");
        await RefusesAsync("fee-register", new() { ListQuery = "?state=Failed" }, "unknown-filter");
        await RefusesAsync("platform-register", new() { ListQuery = "?platform=1001" }, "unknown-filter");
        await RefusesAsync("account-register", new() { From = day, To = day }, "not-a-parameter");
        await RefusesAsync("account-register", new() { AsOfUtc = SeededBanks.NowUtc.AddMinutes(1) }, "moment-in-future");
        await RefusesAsync("account-statement", new() { From = day, To = day }, "subject-missing");
        await RefusesAsync("account-statement", new() { From = day, To = day, Subject = "8001101000000001238" }, "unknown-subject");
        await RefusesAsync("custody-monthly", new() { From = day, To = day.AddDays(30), PlatformNo = "1001" }, "not-a-month");
        await RefusesAsync("custody-monthly", new() { From = new(2026, 10, 1), To = new(2026, 10, 31) }, "platform-missing");
        await RefusesAsync("users-and-permissions", new() { PlatformNo = "1001" }, "not-a-parameter");
        Assert.Empty(folder.Files);

        var open = await folder.WriteAsync(
            bank, ReportCatalogue.Find("custody-monthly")!, new ReportScope { From = new(2026, 11, 1), To = new(2026, 11, 30), PlatformNo = "1001" }, "open.xlsx");
        Assert.True(open.PeriodIsOpen);

        async Task RefusesAsync(string code, ReportScope scope, string reason)
        {
            var made = await ReportFolder.Writer(bank).WriteAsync(ReportCatalogue.Find(code)!, scope, ReportFolder.Maker, folder.File("refused.xlsx"), null, Token);
            Assert.Equal("report-scope." + reason, made.Refusal?.Code);
        }
    }

    [Fact]
    public async Task A_scope_comes_back_from_its_json()
    {
        var scope = new ReportScope { From = ReportScopes.From, To = ReportScopes.To, PlatformNo = "1001", ListQuery = "?q=a&sort=-book", Format = ReportFormat.CsvGbk, Unmasked = true };
        Assert.Equal(scope, ReportScope.FromJson(scope.ToJson()));
        Assert.Equal(scope.ToJson(), ReportScope.FromJson(scope.ToJson()).ToJson());
        await Task.CompletedTask;
    }

    [Theory, InlineData("sqlite"), InlineData("postgres")]
    public async Task What_is_exported_from_a_list_is_what_the_list_shows(string database)
    {
        using var folder = new ReportFolder();
        await using var bank = await SeededBanks.OpenAsync(database);
        var person = SampleBanks.Operator;
        var accounts = new AccountQueries(bank, banks.Words<AccountsText>());
        var orders = new OrderQueries(bank, banks.Words<OrdersText>());
        var listings = new ListingQueries(bank, banks.Words<ListingsText>());
        var journal = new JournalQueries(bank, banks.Words<JournalText>());
        var overdue = new OverdueQueries(bank, banks.Words<CompensationText>());
        var settlement = new SettlementQueries(bank, banks.Words<SettlementText>());

        await SameAsync("account-register", "?kind=Investor&platform=1001&sort=-book", async state => Seen(await accounts.ListAsync(SampleBanks.Operator, state, Token), row => row.Number), "账面余额");
        await SameAsync("order-register", "?type=Recharge&dateFrom=2026-11-01&sort=-amount", async state => Seen(await orders.ListAsync(person, state, Token), row => row.OrderNo), "金额");
        await SameAsync("order-register", "?state=Open", async state => Seen(await orders.ListAsync(person, state, Token), row => row.OrderNo), "金额");
        await SameAsync("listing-register", "?state=Repaying&overdue=1&sort=-outstanding", async state => Seen(await listings.ListAsync(SampleBanks.Operator, state, Token), row => row.Listing.ListingNo), "标的金额");
        await SameAsync("overdue-register", "?age=1-30", async state => Seen(await overdue.ListAsync(state, Token), row => row.Due.ListingNo), "逾期本金", column: 1);
        await SameAsync("settlement-batches", "?difference=1", async state => Seen(await settlement.ListAsync(person, state, Token), row => row.Batch.No), "轧差净额");
        var (entries, lines) = (await journal.ListAsync(ListState.Parse("?operation=Release&sort=-amount"), Token), await RowsAsync("journal", "?operation=Release&sort=-amount"));
        Assert.Equal(entries.Rows.Select(row => $"{row.Id}"), lines.Rows[1..].Select(row => row[0]).Distinct().Take(entries.Rows.Count));
        Assert.Equal(entries.Totals.Single().Fen, lines.Written.Totals.Single(total => total.Column == "借方").Fen);

        async Task SameAsync(string code, string query, Func<ListState, Task<(long Count, IReadOnlyList<string> First, long Fen)>> list, string total, int column = 0)
        {
            var (count, first, fen) = await list(ListState.Parse(query));
            var (written, rows) = await RowsAsync(code, query);
            Assert.True(count > 0, code + query);
            Assert.Equal(count, written.Rows);
            Assert.Equal(first, rows[1..].Select(row => row[column]).Take(first.Count));
            Assert.Equal(fen, written.Totals.Single(one => one.Column == total).Fen);
        }

        async Task<(WrittenReport Written, List<string[]> Rows)> RowsAsync(string code, string query)
        {
            var written = await folder.WriteAsync(bank, ReportCatalogue.Find(code)!, new ReportScope { ListQuery = query, Format = ReportFormat.CsvUtf8 }, "list.zip");
            using var zip = System.IO.Compression.ZipFile.OpenRead(folder.File("list.zip"));
            using var reader = new StreamReader(zip.GetEntry(code + ".csv")!.Open());
            return (written, ReportFolder.Csv(await reader.ReadToEndAsync(Token)));
        }

        static (long, IReadOnlyList<string>, long) Seen<T>(PageOf<T> page, Func<T, string> key) => (page.Count, [.. page.Rows.Select(key)], page.Totals[0].Fen);
    }

    private static ReportMaker Other => ReportFolder.Maker with { UserName = "other", IsBank = false };

    [Fact]
    public async Task Staff_of_a_payment_company_find_nothing_of_another_in_a_report()
    {
        using var folder = new ReportFolder();
        var settings = await seeded.CopyAsync("sqlite");
        await using (var connection = new SqliteConnection($"Data Source={settings.Database};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = """
                UPDATE custody_pool SET payment_company = '他付通' WHERE id = (SELECT MIN(id) FROM custody_pool);
                INSERT INTO staff (id, user_name, display_name, person_no, role_codes, payment_company, state, version, credential_serial, factor_serial, is_demo, opened_at_utc, changed_at_utc)
                VALUES (1, 'other', '他', '90009', 'PaymentCompany', '他付通', 1, 1, 1, 1, 0, '2026-11-01 00:00:00', '2026-11-01 00:00:00')
                """;
            await command.ExecuteNonQueryAsync(Token);
        }

        await using var bank = await CustodyDatabase.OpenToReadAsync(settings.Database, SeededBanks.Clock, Token);
        await using var db = bank.CreateDbContext();
        var own = await db.Pools.Where(pool => pool.PaymentCompany == "他付通").Select(pool => pool.Id).SingleAsync(Token);
        foreach (var code in new[] { "order-register", "advance-register", "fee-register", "settlement-batches", "suspense-register" })
        {
            var report = ReportCatalogue.Find(code)!;
            var scope = report.Needs(ReportParameters.Period) ? new ReportScope { From = ReportScopes.From, To = ReportScopes.To } : new();
            var (mine, all) = (await RowsAsync(Other), await RowsAsync(ReportFolder.Maker));
            Assert.True(mine < all, code);

            async Task<long> RowsAsync(ReportMaker maker) => (await ReportFolder.Writer(bank).WriteAsync(
                report, scope, maker, folder.File("own.xlsx"), null, Token)).Value.Rows;
        }

        var orders = await db.Orders.LongCountAsync(order => order.PoolId == own && order.AccountingDate >= ReportScopes.From && order.AccountingDate <= ReportScopes.To, Token);
        Assert.Equal(orders, (await ReportFolder.Writer(bank).WriteAsync(
            ReportCatalogue.Find("order-register")!, new ReportScope { From = ReportScopes.From, To = ReportScopes.To },
            Other, folder.File("own.xlsx"), null, Token)).Value.Rows);
    }

    [Fact]
    public async Task The_command_line_lists_reports_and_makes_them()
    {
        using var folder = new ReportFolder();
        var database = await SeededBanks.ConnectionAsync("sqlite");
        var listed = await CommandRun.OfAsync("report", "list", "--json");
        Assert.Equal(ReportCatalogue.All.Select(report => report.Facts.Code), listed.Json.GetProperty("reports").EnumerateArray().Select(one => one.GetProperty("code").GetString()));

        var run = await CommandRun.OfAsync(
            "report", "run", "--code", "custody-monthly", "--from", "2026-10-01", "--to", "2026-10-31", "--platform", "1001", "--database", database,
            "--output", folder.File("month.xlsx"), "--json");
        Assert.Equal((0, "custody-monthly"), (run.Code, run.Json.GetProperty("report").GetString()));
        Assert.Equal(["month.xlsx"], folder.Files);
        Assert.Equal(new FileInfo(folder.File("month.xlsx")).Length, run.Json.GetProperty("bytes").GetInt64());

        var taken = await CommandRun.OfAsync("report", "run", "--code", "platform-register", "--database", database, "--output", folder.File("month.xlsx"));
        Assert.Equal((2, true), (taken.Code, taken.Error.Contains("--overwrite", StringComparison.Ordinal)));
        Assert.Equal(run.Json.GetProperty("bytes").GetInt64(), new FileInfo(folder.File("month.xlsx")).Length);
        var replaced = await CommandRun.OfAsync(
            "report", "run", "--code", "platform-register", "--database", database, "--output", folder.File("month.xlsx"), "--overwrite", "--json");
        Assert.Equal(0, replaced.Code);
        Assert.Equal(["month.xlsx"], folder.Files);

        // The books are never written over, by whatever name they are called, and nobody's half file is taken for one of ours.
        var books = await seeded.CopyAsync("sqlite");
        var before = await File.ReadAllBytesAsync(books.Database, Token);
        File.CreateSymbolicLink(folder.File("link.xlsx"), books.Database);
        await File.WriteAllTextAsync(folder.File("new.xlsx.part"), "mine", Token);
        foreach (var name in new[] { books.Database, books.Database + "-wal", books.Database + ".lock", folder.File("link.xlsx") })
        {
            var over = await CommandRun.OfAsync(
                "report", "run", "--code", "platform-register", "--database", books.Database, "--output", name, "--overwrite");
            Assert.Equal((2, true), (over.Code, over.Error.Contains("belongs to the database", StringComparison.Ordinal)));
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(books.Database, Token));
        Assert.Equal(0, (await CommandRun.OfAsync("report", "run", "--code", "platform-register", "--database", books.Database, "--output", folder.File("new.xlsx"))).Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(folder.File("new.xlsx.part"), Token));
        // A date alone is the end of that day; a file of the command line is in no list, and says so.
        var ended = await CommandRun.OfAsync(
            "report", "run", "--code", "account-register", "--as-of", "2026-10-31", "--format", "csv", "--database", database, "--output", folder.File("end.zip"), "--json");
        Assert.Equal((0, false), (ended.Code, ended.Json.GetProperty("periodIsOpen").GetBoolean()));
        using (var zip = System.IO.Compression.ZipFile.OpenRead(folder.File("end.zip")))
        using (var reader = new StreamReader(zip.GetEntry("cover.txt")!.Open()))
        {
            var cover = await reader.ReadToEndAsync(Token);
            Assert.Contains("截至时点\t2026-11-01 00:00:0", cover, StringComparison.Ordinal);
            Assert.Contains("未登记于导出记录", cover, StringComparison.Ordinal);
        }

        File.Delete(folder.File("end.zip"));
        foreach (var name in new[] { "link.xlsx", "new.xlsx", "new.xlsx.part" }) File.Delete(folder.File(name));

        var refused = await CommandRun.OfAsync("report", "run", "--code", "journal", "--database", database, "--output", folder.File("no.xlsx"));
        Assert.Equal((2, "", "From and to: both dates are needed."), (refused.Code, refused.Out, refused.Error.Trim()));
        var unknown = await CommandRun.OfAsync("report", "run", "--code", "no-such", "--database", database, "--output", folder.File("no.xlsx"));
        Assert.Equal((2, "There is no report \"no-such\"."), (unknown.Code, unknown.Error.Trim()));
        var malformed = await CommandRun.OfAsync("report", "run", "--code", "journal", "--from", "1.10.2026", "--database", database, "--output", folder.File("no.xlsx"));
        Assert.Equal(2, malformed.Code);
        Assert.Equal(["month.xlsx"], folder.Files);
    }
}
