using System.Diagnostics;
using CustodyConsole.Domain;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Bench;

/// <summary>The least that proves a ledger, as somebody would type it: entries balance, balances are the sums of their lines, chains hold.</summary>
internal static class ProofByHand
{
    private static readonly string[] Statements =
    [
        "SELECT COUNT(*) FROM (SELECT entry_id FROM journal_line GROUP BY entry_id " +
        "HAVING SUM(CASE WHEN side = 1 THEN amount_fen ELSE -amount_fen END) <> 0) x",
        "SELECT COUNT(*) FROM account a JOIN (SELECT account_id, COUNT(*) AS n, " +
        "SUM(CASE WHEN side = 2 THEN amount_fen ELSE -amount_fen END) AS total FROM journal_line GROUP BY account_id) l ON l.account_id = a.id " +
        "WHERE a.version <> l.n OR ABS(l.total) <> ABS(a.book_fen)",
        "SELECT COUNT(*) FROM (SELECT account_version, LAG(account_version, 1, 0) OVER w AS before, side, amount_fen, book_after_fen, " +
        "LAG(book_after_fen, 1, 0) OVER w AS was FROM journal_line WINDOW w AS (PARTITION BY account_id ORDER BY account_version)) x " +
        "WHERE account_version <> before + 1 OR ABS(book_after_fen - was) <> amount_fen",
    ];

    public static async Task<double> RunAsync(CustodyDb db)
    {
        var connection = db.Database.GetDbConnection();
        var clock = Stopwatch.StartNew();
        foreach (var sql in Statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandTimeout = 0;
            command.CommandText = sql;
            await command.ExecuteScalarAsync();
        }

        return clock.Elapsed.TotalSeconds;
    }
}
