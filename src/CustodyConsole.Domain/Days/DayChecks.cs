using CustodyConsole.Domain.Ledger;
using Check = CustodyConsole.Domain.Ledger.TrialBalance.Check;

namespace CustodyConsole.Domain.Days;

/// <summary>The checks of the proof that look at settlements, at what lies in suspense, and at what is kept of past days.</summary>
internal static class DayChecks
{
    /// <summary>Of a row with the four sums of a settlement, the one that belongs to an account type.</summary>
    private static string OfKind(string row) =>
        $"COALESCE(CASE kind.type WHEN {(int)AccountType.RechargeReceivable} THEN {row}.recharge_fen " +
        $"WHEN {(int)AccountType.ReturnReceivable} THEN {row}.return_fen " +
        $"WHEN {(int)AccountType.PayoutPayable} THEN {row}.payout_fen ELSE {row}.fee_fen END, 0)";

    public static IReadOnlyList<Check> All { get; } =
    [
        new(7, "挂账余额与未清挂账不符", "a suspense account differs from the items that are left in it", $"""
            SELECT a.number, COALESCE(i.due, 0), a.book_fen FROM account a
            LEFT JOIN (SELECT pool_id, kind, SUM(amount_fen - cleared_fen) AS due FROM suspense_item GROUP BY pool_id, kind) i
                ON i.pool_id = a.pool_id AND i.kind = CASE a.type WHEN {(int)AccountType.LongSuspense} THEN 1 ELSE 2 END
            WHERE a.type IN ({(int)AccountType.LongSuspense}, {(int)AccountType.ShortSuspense}) AND a.book_fen <> COALESCE(i.due, 0)
            """, Pool: PoolOf.Account),
        new(7, "挂账已清金额与清理记录不符", "what was cleared of an item differs from the steps that cleared it", """
            SELECT i.id, COALESCE(c.cleared, 0), i.cleared_fen FROM suspense_item i
            LEFT JOIN (SELECT s.item_id, SUM(s.amount_fen) AS cleared FROM suspense_clearing s
                       JOIN custody_order o ON o.id = s.order_id AND o.type = 62 AND o.state = 4 AND o.amount_fen = s.amount_fen
                       GROUP BY s.item_id) c ON c.item_id = i.id
            WHERE i.cleared_fen <> COALESCE(c.cleared, 0)
            """, Pool: PoolOf.SuspenseItem),
        new(7, "清算批次与其分录不符", "a settlement batch differs from its entry", $"""
            SELECT 'SB' || b.id, b.recharge_fen + b.return_fen - b.payout_fen - b.fee_fen, COALESCE(n.net, 0) FROM settlement_batch b
            LEFT JOIN (SELECT e.order_id, SUM(CASE WHEN l.side = 1 THEN l.amount_fen ELSE -l.amount_fen END) AS net
                       FROM journal_entry e JOIN journal_line l ON l.id >= e.first_line_id AND l.id < e.first_line_id + e.line_count
                       JOIN account a ON a.id = l.account_id AND a.type = {(int)AccountType.NetClearing}
                       WHERE e.operation = 50 GROUP BY e.order_id) n ON n.order_id = b.order_id
            WHERE b.recharge_fen + b.return_fen - b.payout_fen - b.fee_fen <> COALESCE(n.net, 0)
            """, Pool: PoolOf.BatchNo),
        new(7, "清算批次与所覆盖会计日的余额不符", "a settlement batch differs from what its days had left to settle", $"""
            SELECT 'SB' || x.id, x.due, x.netted FROM (
                SELECT b.id, COALESCE(t.closing_fen, 0) - {OfKind("late")} AS due, {OfKind("b")} AS netted
                FROM settlement_batch b JOIN accounting_day d ON d.date = b.through AND d.proved_at_utc IS NOT NULL
                CROSS JOIN (SELECT {(int)AccountType.RechargeReceivable} AS type UNION ALL SELECT {(int)AccountType.ReturnReceivable}
                            UNION ALL SELECT {(int)AccountType.PayoutPayable} UNION ALL SELECT {(int)AccountType.FeePayable}) kind
                LEFT JOIN trial_balance_row t ON t.date = b.through AND t.pool_id = b.pool_id AND t.type = kind.type
                -- What earlier batches netted, but only after the last of these days.
                LEFT JOIN (SELECT n.id, SUM(p.recharge_fen) AS recharge_fen, SUM(p.return_fen) AS return_fen, SUM(p.payout_fen) AS payout_fen,
                                  SUM(p.fee_fen) AS fee_fen
                           FROM settlement_batch p JOIN custody_order o ON o.id = p.order_id
                           JOIN settlement_batch n ON n.pool_id = p.pool_id AND n.through > p.through AND n.through < o.accounting_date
                           GROUP BY n.id) late ON late.id = b.id) x
            WHERE x.due <> x.netted
            """, Pool: PoolOf.BatchNo),
        new(7, "清算批次与到账分录不符", "what arrived for a settlement differs from the pooled account", $"""
            SELECT 'SB' || b.id, b.received_fen, COALESCE(n.arrived, 0) FROM settlement_batch b
            LEFT JOIN (SELECT e.order_id, SUM(CASE WHEN l.side = 1 THEN l.amount_fen ELSE -l.amount_fen END) AS arrived
                       FROM journal_entry e JOIN journal_line l ON l.id >= e.first_line_id AND l.id < e.first_line_id + e.line_count
                       JOIN account a ON a.id = l.account_id AND a.type = {(int)AccountType.Pool}
                       WHERE e.operation = 51 GROUP BY e.order_id) n ON n.order_id = b.confirm_order_id
            WHERE b.confirm_order_id IS NOT NULL AND b.received_fen <> COALESCE(n.arrived, 0)
            """, Pool: PoolOf.BatchNo),
        new(10, "余额快照与流水不符", "a balance that was kept differs from the line that it was kept of", """
            SELECT a.number, s.book_fen, l.book_after_fen FROM balance_snapshot s JOIN account a ON a.id = s.account_id
            LEFT JOIN journal_line l ON l.account_id = s.account_id AND l.account_version = s.account_version
            WHERE l.id IS NULL OR s.book_fen <> l.book_after_fen OR s.frozen_fen <> l.frozen_after_fen OR s.float_fen <> l.float_after_fen
            """, Pool: PoolOf.Account),
        new(10, "余额快照户数不符", "balances of a day that were kept are missing", """
            SELECT d.date, d.snapshot_accounts, COALESCE(s.kept, 0) FROM accounting_day d
            LEFT JOIN (SELECT date, COUNT(*) AS kept FROM balance_snapshot GROUP BY date) s ON s.date = d.date
            WHERE d.snapshot_accounts <> COALESCE(s.kept, 0)
            """, InFen: false),
        new(11, "试算平衡表与分录不符", "a trial balance that was kept differs from the lines of its day", """
            SELECT day, SUM(kept), SUM(moved), pool_id FROM (
                SELECT date AS day, pool_id, type, debit_fen AS kept, 0 AS moved, credit_fen AS kept_credit, 0 AS moved_credit FROM trial_balance_row
                UNION ALL
                SELECT e.accounting_date, a.pool_id, a.type, 0, CASE WHEN l.side = 1 THEN l.amount_fen ELSE 0 END,
                       0, CASE WHEN l.side = 2 THEN l.amount_fen ELSE 0 END
                FROM accounting_day d JOIN journal_entry e ON e.accounting_date = d.date
                JOIN journal_line l ON l.entry_id = e.id JOIN account a ON a.id = l.account_id
                WHERE d.proved_at_utc IS NOT NULL) x
            GROUP BY day, pool_id, type HAVING SUM(kept) <> SUM(moved) OR SUM(kept_credit) <> SUM(moved_credit)
            """),
        new(11, "试算平衡表期初期末不连续", "a trial balance does not begin with what the day before ended with", """
            SELECT t.date, COALESCE(b.closing_fen, 0), t.opening_fen, t.pool_id FROM trial_balance_row t
            JOIN (SELECT date, LAG(date) OVER (ORDER BY date) AS before FROM accounting_day) d ON d.date = t.date
            JOIN accounting_day y ON y.date = d.before AND y.proved_at_utc IS NOT NULL
            LEFT JOIN trial_balance_row b ON b.date = d.before AND b.pool_id = t.pool_id AND b.type = t.type
            WHERE t.opening_fen <> COALESCE(b.closing_fen, 0)
            """),
    ];
}
