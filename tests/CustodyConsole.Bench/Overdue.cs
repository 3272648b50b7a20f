using System.Data.Common;
using System.Diagnostics;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Compensation;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CustodyConsole.Bench;

/// <summary>
/// How long it takes to find overdue instalments among a million rows of plans: 40,000 loans of 25 months, half of each
/// behind them. First every fiftieth loan is some instalments late, then every loan is, so that it shows what a page costs that
/// lies on top of fifty times as much.
/// </summary>
internal static class Overdue
{
    private const int Loans = 40_000, Months = 25, Compensators = 200, PaidMonths = 13, LateAfter = 9, FewEvery = 50;
    private static readonly DateOnly Today = new(2017, 8, 15);

    public static async Task MeasureAsync(Report report)
    {
        foreach (var postgres in new[] { false, true }) await MeasureAsync(report, postgres);
        await new PostgresCluster().DisposeAsync();
    }

    private static async Task MeasureAsync(Report report, bool postgres)
    {
        await using var bank = await BenchBank.OpenAsync(postgres, investors: 1, borrowers: Compensators);
        await using var db = bank.Database.CreateDbContext();
        await WriteAsync(bank, postgres, Fill(postgres));
        var name = postgres ? "PostgreSQL" : "SQLite";
        report.Add($"{name}, rows of repayment plans", $"{await db.Instalments.LongCountAsync():N0}");
        var few = await MeasureAsync(report, db, $"{name}, every {FewEvery}th loan late");
        await WriteAsync(bank, postgres, MakeAllLate);
        var all = await MeasureAsync(report, db, $"{name}, every loan late");
        await ProposeAsync(report, db, bank, name);
        // Fifty times as many are due on each day, and those of the first days are put in order.
        report.AddAtMost($"{name}, first page, all late / few late", all.FirstMs / few.FirstMs, 5, "");
        report.AddAtMost($"{name}, totals of a row, all late / few late", all.RowNs / few.RowNs, 2, "");
    }

    /// <summary>What the end of the day proposes of all that is late, and what it needs for it beside the database.</summary>
    private static async Task ProposeAsync(Report report, CustodyDb db, BenchBank bank, string name)
    {
        var date = (await db.BankStates.SingleAsync()).AccountingDate.AddDays(-1);
        db.ChangeTracker.Clear();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var mostBytes = 0L;
        var begun = Stopwatch.GetTimestamp();
        var made = (await MakeDayEndProposals.RunAsync(db, bank.Database.Writer, date, looked =>
        {
            if (looked % 100_000 == 0) mostBytes = Math.Max(mostBytes, GC.GetTotalMemory(forceFullCollection: true) - before);
        })).Value;
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var counted = made.Proposed.Count + made.Without.Count;
        report.Add($"{name}, proposals at the end of a day", $"{seconds:F1} s for {counted:N0} instalments, {counted / seconds:N0} a second; {made.Compensators} compensators");
        report.AddAtMost($"{name}, memory that they keep", mostBytes / 1e6, 64, " MB");
    }

    private static async Task<(double FirstMs, double RowNs)> MeasureAsync(Report report, CustodyDb db, string name)
    {
        var platformId = await db.Platforms.Select(platform => platform.Id).SingleAsync();
        var compensatorId = await db.Compensators.OrderBy(one => one.Id).Skip(FewEvery).Select(one => one.AccountId).FirstAsync();
        var first = await TimeAsync("first page of 50", () => PageAsync(new OverdueFilter(), 0));
        await TimeAsync("page 40", () => PageAsync(new OverdueFilter(), 39 * 50));
        await TimeAsync("one platform, 31 to 60 days", () => PageAsync(new OverdueFilter { PlatformId = platformId, DaysFrom = 31, DaysTo = 60 }, 0));
        await TimeAsync("one compensator of 200", () => PageAsync(new OverdueFilter { CompensatorAccountId = compensatorId }, 0));
        var totals = await TimeAsync("totals of all", async () => (int)(await OverdueInstalments.TotalsAsync(db, Today, new OverdueFilter())).Count);
        return (first.Ms, totals.Ms * 1e6 / totals.Found);

        async Task<int> PageAsync(OverdueFilter filter, int skip) => (await OverdueInstalments.PageAsync(db, Today, filter, skip, 50)).Count;

        async Task<(double Ms, int Found)> TimeAsync(string what, Func<Task<int>> query)
        {
            var found = await query();
            var times = new List<double>();
            for (var i = 0; i < 20; i++)
            {
                db.ChangeTracker.Clear();
                var begun = Stopwatch.GetTimestamp();
                await query();
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            times.Sort();
            report.Add($"{name}, {what}", $"{times[10]:F1} ms (slowest {times[^1]:F1}), {found:N0} found");
            return (times[10], found);
        }
    }

    /// <summary>Past the ledger: plans of which nobody lent anything.</summary>
    private static async Task WriteAsync(BenchBank bank, bool postgres, string sql)
    {
        await using DbConnection connection = postgres
            ? new NpgsqlConnection(bank.Connection + ";Command Timeout=600;Pooling=false")
            : new SqliteConnection($"Data Source={bank.Connection};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            {(postgres ? "SET session_replication_role = replica" : "PRAGMA foreign_keys = OFF")};
            {sql};
            {(postgres ? "ANALYZE" : "PRAGMA wal_checkpoint(TRUNCATE)")}
            """;
        await command.ExecuteNonQueryAsync();
    }

    private static string Fill(bool postgres)
    {
        var due = postgres
            ? $"DATE '2016-08-01' + make_interval(months => i % {Months}, days => i / {Months} % 28)"
            : $"date('2016-08-01', '+' || (i % {Months}) || ' months', '+' || (i / {Months} % 28) || ' days')";
        return $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Loans})
            INSERT INTO listing (id, platform_id, pool_id, listing_no, name, borrower_user_id, borrower_account_id, amount_fen,
                annual_rate_bps, term_months, method, raise_from, raise_until, state, subscribed_fen, bid_count, released_fen,
                outstanding_fen, interest_paid_fen, registered_at_utc, plan_version)
            SELECT 900000000 + i, (SELECT MIN(id) FROM platform), (SELECT MIN(id) FROM custody_pool), 'B' || i, 'bench', 1, 1, 2500000,
                1200, {Months}, 1, '2016-07-01', '2016-07-10', 2, 2500000, 1, 2500000, 1300000, 0, '2016-07-01 00:00:00', 1 FROM n;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Loans})
            INSERT INTO listing_compensator (id, listing_id, account_id) SELECT 950000000 + i, 900000000 + i, i % {Compensators} FROM n;
            UPDATE listing_compensator SET account_id = (
                SELECT a.id FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS place FROM account WHERE type = 102) AS a
                WHERE a.place = listing_compensator.account_id);
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {Loans * Months} - 1)
            INSERT INTO instalment (id, listing_id, plan_version, period, due_on, principal_fen, interest_fen, paid_principal_fen,
                paid_interest_fen, compensated_fen, paid_fine_fen, settled_on)
            SELECT 1000000000 + i, 900000001 + i / {Months}, 1, 1 + i % {Months}, {due}, 100000, 2000,
                CASE WHEN paid THEN 100000 ELSE 0 END, CASE WHEN paid THEN 2000 ELSE 0 END, 0, 0,
                CASE WHEN paid THEN {(postgres ? "DATE " : "")}'2017-08-01' END
            FROM (SELECT i, i % {Months} < CASE WHEN (i / {Months}) % {FewEvery} = 0 THEN {LateAfter} ELSE {PaidMonths} END AS paid FROM n) AS months
            """;
    }

    private static string MakeAllLate =>
        $"UPDATE instalment SET paid_principal_fen = 0, paid_interest_fen = 0, settled_on = NULL WHERE period > {LateAfter} AND settled_on IS NOT NULL";
}
