using System.Diagnostics;
using CustodyConsole.Domain.Compensation;
using Microsoft.Data.Sqlite;

namespace CustodyConsole.Bench;

/// <summary>
/// How long it takes to find overdue instalments among a million rows of plans: 40,000 loans of 25 months, half of each
/// behind them, every fiftieth loan three instalments late.
/// </summary>
internal static class Overdue
{
    private const int Loans = 40_000, Months = 25;
    private static readonly DateOnly Today = new(2017, 8, 15);

    public static async Task MeasureAsync(Report report)
    {
        await using var bank = await BenchBank.OpenAsync(postgres: false, investors: 1, borrowers: 2);
        var rows = await FillAsync(bank);
        await using var db = bank.Database.CreateDbContext();
        report.Add("SQLite, rows of repayment plans", $"{rows:N0}");
        await TimeAsync("first page of 50", () => PageAsync(new OverdueFilter(), 0));
        await TimeAsync("page 40", () => PageAsync(new OverdueFilter(), 39 * 50));
        await TimeAsync("one platform, 31 to 60 days", () => PageAsync(new OverdueFilter { PlatformId = 1, DaysFrom = 31, DaysTo = 60 }, 0));
        await TimeAsync("one compensator", () => PageAsync(new OverdueFilter { CompensatorAccountId = 7 }, 0));
        await TimeAsync("totals of all", async () =>
            (int)(await OverdueInstalments.TotalsAsync(db, Today, new OverdueFilter())).Count);

        async Task<int> PageAsync(OverdueFilter filter, int skip) => (await OverdueInstalments.PageAsync(db, Today, filter, skip, 50)).Count;

        async Task TimeAsync(string name, Func<Task<int>> query)
        {
            var found = await query();
            var times = new List<double>();
            for (var i = 0; i < 20; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                await query();
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            times.Sort();
            report.Add($"SQLite, overdue instalments, {name}", $"{times[10]:F1} ms (slowest {times[^1]:F1}), {found:N0} found");
        }
    }

    private static async Task<long> FillAsync(BenchBank bank)
    {
        await using var connection = new SqliteConnection($"Data Source={bank.Connection}");
        await connection.OpenAsync();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = $"""
                PRAGMA foreign_keys = OFF;
                BEGIN;
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Loans})
                INSERT INTO listing (id, platform_id, pool_id, listing_no, name, borrower_user_id, borrower_account_id, amount_fen,
                    annual_rate_bps, term_months, method, raise_from, raise_until, state, subscribed_fen, bid_count, released_fen,
                    outstanding_fen, interest_paid_fen, registered_at_utc, plan_version)
                SELECT 900000000 + i, (SELECT MIN(id) FROM platform), (SELECT MIN(id) FROM custody_pool), 'B' || i, 'bench', 1, 1, 2500000,
                    1200, {Months}, 1, '2016-07-01', '2016-07-10', 2, 2500000, 1, 2500000, 1300000, 0, '2016-07-01 00:00:00', 1 FROM n;
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Loans})
                INSERT INTO listing_compensator (id, listing_id, account_id) SELECT 950000000 + i, 900000000 + i, i % 200 FROM n;
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {Loans * Months} - 1)
                INSERT INTO instalment (id, listing_id, plan_version, period, due_on, principal_fen, interest_fen, paid_principal_fen,
                    paid_interest_fen, compensated_fen, paid_fine_fen, settled_on)
                SELECT 1000000000 + i, 900000001 + i / {Months}, 1, 1 + i % {Months},
                    date('2016-08-01', '+' || (i % {Months}) || ' months', '+' || (i / {Months} % 28) || ' days'), 100000, 2000,
                    CASE WHEN paid THEN 100000 ELSE 0 END, CASE WHEN paid THEN 2000 ELSE 0 END, 0, 0,
                    CASE WHEN paid THEN '2017-08-01' END
                FROM (SELECT i, i % {Months} < CASE WHEN (i / {Months}) % 50 = 0 THEN 9 ELSE 13 END AS paid FROM n);
                COMMIT;
                """;
            await command.ExecuteNonQueryAsync();
        }

        await using var count = connection.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM instalment";
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
