using CustodyConsole.Domain.Ledger;
using Check = CustodyConsole.Domain.Ledger.TrialBalance.Check;

namespace CustodyConsole.Domain.Advances;

/// <summary>
/// The checks of the proof that tie fees and advances to the orders behind them. Each answers (subject, expected, actual) for every
/// contradiction, in SQL that both databases understand.
/// </summary>
internal static class AdvanceChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new(7, "订单手续费与计费明细不符", "an order's fee differs from how it was charged", """
            SELECT id, SUM(charged), SUM(kept) FROM (
                SELECT id, fee_fen AS charged, 0 AS kept FROM custody_order WHERE type IN (10, 11)
                UNION ALL
                SELECT id, 0, base_fen + advance_fen FROM order_fee) x
            GROUP BY id HAVING SUM(charged) <> SUM(kept)
            """, Pool: PoolOf.Order),
        new(7, "手续费没有对应的费率版本", "a fee was charged by no version of a schedule", """
            SELECT f.id, f.schedule_id, NULL FROM order_fee f
            WHERE NOT EXISTS (SELECT 1 FROM fee_schedule s WHERE s.id = f.schedule_id AND s.pool_id = f.pool_id)
            """, InFen: false, Pool: PoolOf.Order),
        new(7, "退还的手续费与分录不符", "fees given back differ from their entries", """
            SELECT id, SUM(refunded), SUM(booked) FROM (
                SELECT id, refunded_base_fen + refunded_advance_fen AS refunded, 0 AS booked FROM order_fee
                UNION ALL
                SELECT COALESCE(o.original_order_id, o.id), 0, l.amount_fen FROM journal_entry e
                JOIN custody_order o ON o.id = e.order_id
                JOIN journal_line l ON l.entry_id = e.id
                JOIN account a ON a.id = l.account_id
                WHERE e.operation IN (6, 62) AND a.type = 306) x
            GROUP BY id HAVING SUM(refunded) <> SUM(booked)
            """, Pool: PoolOf.Order),
        new(7, "退汇订单与退汇分录不符", "a payout that came back differs from its entry", """
            SELECT id, SUM(returned), SUM(booked) FROM (
                SELECT id, 1 AS returned, 0 AS booked FROM custody_order WHERE type = 11 AND state = 6
                UNION ALL
                SELECT order_id, 0, 1 FROM journal_entry WHERE operation = 6) x
            GROUP BY id HAVING SUM(returned) <> SUM(booked)
            """, InFen: false, Pool: PoolOf.Order),
        new(7, "退还的手续费超过已收", "more of a fee was given back than was charged", """
            SELECT id, base_fen + advance_fen, refunded_base_fen + refunded_advance_fen FROM order_fee
            WHERE refunded_base_fen > base_fen OR refunded_advance_fen > advance_fen OR refunded_base_fen < 0 OR refunded_advance_fen < 0
            """, Pool: PoolOf.Order),
        new(7, "垫资与出款分录不符", "an advance differs from the payout that it was made for", """
            SELECT id, SUM(paid), SUM(advanced) FROM (
                SELECT e.order_id AS id, l.amount_fen AS paid, 0 AS advanced, e.accounting_date AS day FROM journal_entry e
                JOIN journal_line l ON l.entry_id = e.id
                JOIN account a ON a.id = l.account_id
                WHERE e.operation IN (4, 8) AND a.type = 303
                UNION ALL
                SELECT id, 0, amount_fen, opened_on FROM advance) x
            GROUP BY id HAVING SUM(paid) <> SUM(advanced) OR MIN(day) <> MAX(day)
            """, Pool: PoolOf.Order),
        new(7, "垫资手续费与计费明细不符", "the fee of an advance differs from what its order was charged", """
            SELECT d.id, COALESCE(f.advance_fen, 0), d.fee_fen FROM advance d
            LEFT JOIN order_fee f ON f.id = d.id
            WHERE d.fee_fen <> COALESCE(f.advance_fen, 0)
            """, Pool: PoolOf.Order),
        new(7, "批次归还的垫资与批次出款不符", "the advances that a batch repaid differ from its payouts", """
            SELECT b.id, b.payout_fen - COALESCE(c.cleared, 0), COALESCE(d.repaid, 0) FROM settlement_batch b
            LEFT JOIN (SELECT batch_id, SUM(amount_fen) AS repaid FROM advance WHERE batch_id IS NOT NULL GROUP BY batch_id) d
                ON d.batch_id = b.id
            LEFT JOIN (SELECT n.id, SUM(CASE WHEN s.way = 2 THEN s.amount_fen ELSE -s.amount_fen END) AS cleared
                       FROM suspense_clearing s JOIN journal_entry e ON e.order_id = s.order_id AND e.operation = 53
                       JOIN settlement_batch n ON n.pool_id = s.pool_id AND e.accounting_date <= n.through
                            AND (n."from" IS NULL OR e.accounting_date >= n."from")
                       WHERE s.way IN (2, 4) GROUP BY n.id) c ON c.id = b.id
            WHERE b.state = 3 AND b.payout_fen - COALESCE(c.cleared, 0) <> COALESCE(d.repaid, 0)
            """, Pool: PoolOf.Batch),
        new(7, "每日垫资合计与垫资明细不符", "the advances of a day differ from its sum", """
            SELECT 'pool ' || pool_id || ' ' || day, SUM(amount), SUM(kept) FROM (
                SELECT pool_id, opened_on AS day, amount_fen AS amount, 0 AS kept, fee_fen AS fee, 0 AS kept_fee, 1 AS n, 0 AS kept_n FROM advance
                UNION ALL
                SELECT pool_id, date, 0, amount_fen, 0, fee_fen, 0, count FROM advance_day) x
            GROUP BY pool_id, day HAVING SUM(amount) <> SUM(kept) OR SUM(fee) <> SUM(kept_fee) OR SUM(n) <> SUM(kept_n)
            """),
        new(7, "每日垫资的归还批次与垫资明细不符", "the days that a batch repays differ from the advances that it repaid", """
            SELECT 'SB' || id, SUM(days), SUM(repaid) FROM (
                SELECT b.id, d.amount_fen AS days, 0 AS repaid FROM settlement_batch b JOIN advance_day d ON d.batch_id = b.id WHERE b.state = 3
                UNION ALL
                SELECT b.id, 0, a.amount_fen FROM settlement_batch b JOIN advance a ON a.batch_id = b.id WHERE b.state = 3) x
            GROUP BY id HAVING SUM(days) <> SUM(repaid)
            """, Pool: PoolOf.BatchNo),
        new(7, "每小时垫资合计与每日合计不符", "the advances of a day's hours differ from its sum", """
            SELECT 'pool ' || pool_id || ' ' || date, SUM(amount), SUM(kept) FROM (
                SELECT pool_id, date, amount_fen AS amount, 0 AS kept, count AS n, 0 AS kept_n FROM advance_day
                UNION ALL
                SELECT pool_id, date, 0, amount_fen, 0, count FROM advance_hour) x
            GROUP BY pool_id, date HAVING SUM(amount) <> SUM(kept) OR SUM(n) <> SUM(kept_n)
            """),
        new(7, "待审批出款与其复核事项或提现订单不符", "a payout that waits differs from its request or its order", """
            SELECT h.id, h.state, o.state FROM payout_hold h
            LEFT JOIN custody_order o ON o.id = h.id
            LEFT JOIN approval_request r ON r.id = h.approval_id
            WHERE o.id IS NULL OR r.id IS NULL OR (h.state = 1) <> (r.state = 1) OR (h.state = 3 AND o.state = 1)
               OR (h.state = 4 AND o.state NOT IN (5, 8)) OR (h.state = 1 AND o.state NOT IN (1, 5))
            """, InFen: false, Pool: PoolOf.Order),
        new(7, "拦截申请与提现订单不符", "an interception differs from its withdrawal", """
            SELECT o.id, o.state, r.state FROM custody_order o
            LEFT JOIN approval_request r ON r.id = o.interception_id AND r.type = 14
            WHERE (o.state = 8 AND COALESCE(r.state, 0) <> 2)
               OR (o.interception_id IS NOT NULL AND o.state <> 8 AND COALESCE(r.state, 0) <> 1)
            """, InFen: false, Pool: PoolOf.Order),
        new(7, "手续费结算与分录不符", "a settlement of fees differs from its entry", """
            SELECT o.id, o.amount_fen * CASE WHEN o.type = 72 THEN 1 ELSE 2 END, COALESCE(e.booked, 0) FROM custody_order o
            LEFT JOIN (SELECT order_id, SUM(total_fen) AS booked FROM journal_entry WHERE operation IN (60, 61, 62) GROUP BY order_id) e
                ON e.order_id = o.id
            WHERE o.type IN (70, 71, 72) AND o.amount_fen * CASE WHEN o.type = 72 THEN 1 ELSE 2 END <> COALESCE(e.booked, 0)
            """, Pool: PoolOf.Order),
        new(7, "手续费月结单首尾不符", "a statement of fees does not lead from its opening to its closing", """
            SELECT id, opening_fen + base_fen + advance_fen + paid_fen - refunded_fen - netted_fen, closing_fen FROM fee_statement
            WHERE opening_fen + base_fen + advance_fen + paid_fen - refunded_fen - netted_fen <> closing_fen
            """, Pool: PoolOf.FeeStatement),
    ];
}
