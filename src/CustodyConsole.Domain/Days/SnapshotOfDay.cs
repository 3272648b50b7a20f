using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Writing;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Days;

/// <summary>An account as a day left it.</summary>
internal sealed record BalanceAtEnd(long AccountId, long AccountVersion, long BookFen, long FrozenFen, long FloatFen);

/// <summary>
/// Keeps what every account that moved on a day held at its end. Read beside the writer, because a cut day does not change; written some
/// thousand accounts a step, so postings go on between two steps and an interrupted snapshot goes on where it stopped.
/// </summary>
internal static class SnapshotOfDay
{
    /// <summary>The accounts of one step.</summary>
    public const int AccountsAtOnce = 4_000;

    /// <summary>The last line of the day of each account behind the cursor, in the order of the accounts.</summary>
    public static IAsyncEnumerable<BalanceAtEnd> Read(CustodyDb db, DateOnly date, long cursor) => db.Database
        .SqlQueryRaw<BalanceAtEnd>(
            """
            SELECT account_id AS "AccountId", account_version AS "AccountVersion", book_after_fen AS "BookFen", frozen_after_fen AS "FrozenFen",
                   float_after_fen AS "FloatFen"
            FROM (SELECT l.account_id, l.account_version, l.book_after_fen, l.frozen_after_fen, l.float_after_fen,
                         ROW_NUMBER() OVER (PARTITION BY l.account_id ORDER BY l.account_version DESC) AS back
                  FROM journal_entry e JOIN journal_line l ON l.id >= e.first_line_id AND l.id < e.first_line_id + e.line_count
                  WHERE e.accounting_date = {0} AND l.account_id > {1}) x
            WHERE back = 1 ORDER BY account_id
            """, date, cursor)
        .AsAsyncEnumerable();

    /// <summary>The day as it stands. Refusals in order: <see cref="DayRefusals.NotCut"/>, <see cref="DayRefusals.UnknownDay"/>.</summary>
    public static Outcome<AccountingDay> Find(Books books, DateOnly date)
    {
        if (date >= books.Bank.AccountingDate) return DayRefusals.NotCut(date, books.Bank.AccountingDate);
        return books.DayByDate.Find(date) is { } day ? (AccountingDay)day.Copy() : DayRefusals.UnknownDay(date);
    }

    /// <summary>
    /// Writes one step, and ends the snapshot where it is the last. Accounts that another run has kept meanwhile are passed over. Refusals in
    /// order: <see cref="DayRefusals.NotCut"/>, <see cref="DayRefusals.UnknownDay"/>.
    /// </summary>
    public static Outcome<AccountingDay> Keep(Books books, DateOnly date, IReadOnlyList<BalanceAtEnd> balances, bool isLast)
    {
        if (date >= books.Bank.AccountingDate) return DayRefusals.NotCut(date, books.Bank.AccountingDate);
        if (books.DayByDate.Find(date) is not { } day) return DayRefusals.UnknownDay(date);
        if (day.SnapshotAtUtc is not null) return (AccountingDay)day.Copy();
        books.AccountingDays.Edit(day);
        foreach (var balance in balances)
        {
            if (balance.AccountId <= day.SnapshotCursor) continue;
            books.BalanceSnapshots.Add(new BalanceSnapshot
            {
                AccountId = balance.AccountId,
                Date = date,
                AccountVersion = balance.AccountVersion,
                BookFen = balance.BookFen,
                FrozenFen = balance.FrozenFen,
                FloatFen = balance.FloatFen,
            });
            day.SnapshotAccounts++;
            day.SnapshotCursor = balance.AccountId;
        }

        if (isLast) day.SnapshotAtUtc = books.NowUtc;
        return (AccountingDay)day.Copy();
    }
}
