using Check = CustodyConsole.Domain.Ledger.TrialBalance.Check;

namespace CustodyConsole.Domain.Ledger;

/// <summary>
/// The checks of the proof, in the order of c.3. Each query answers (subject, expected, actual) for every contradiction, and the pool concerned
/// where neither the subject nor <see cref="PoolOf"/> tells it; it is plain SQL that SQLite and PostgreSQL both understand.
/// </summary>
internal static class TrialBalanceChecks
{
    private static string Types(Func<AccountFacts, bool> which) =>
        string.Join(", ", ChartOfAccounts.All.Where(which).Select(facts => (int)facts.Type));

    private static readonly string DebitNormal = Types(facts => facts.NormalSide == Side.Debit);
    private static readonly string CreditNormal = Types(facts => facts.NormalSide == Side.Credit);

    /// <summary>+1 where the line makes its account grow, -1 where it makes it shrink.</summary>
    private static readonly string Sign = $"(CASE WHEN (l.side = 1) = (a.type IN ({DebitNormal})) THEN 1 ELSE -1 END)";

    private static readonly string InTotal =
        $"(CASE WHEN a.type IN ({Types(f => f.InTotal > 0)}) THEN a.book_fen WHEN a.type IN ({Types(f => f.InTotal < 0)}) THEN -a.book_fen ELSE 0 END)";

    /// <summary>
    /// What withdrawals (o) say of a transit account (a): money on its way in B-WIP, payouts made in B-PAYO, fees owed in B-FEEP. A payout that
    /// came back keeps its fee but for what was given back; a failed one that was paid out all the same stands in suspense; recharge fees are
    /// owed once the platform has paid them in.
    /// </summary>
    private static readonly string Explained =
        $"(CASE a.type WHEN {(int)AccountType.WithdrawalTransit} THEN o.waiting WHEN {(int)AccountType.PayoutPayable} THEN COALESCE(o.paid, 0) + COALESCE(c.paid, 0) - COALESCE(s.paid, 0) ELSE o.fees - COALESCE(s.fees, 0) END)";

    public static IReadOnlyList<Check> All { get; } =
    [
        new(1, "分录借贷不平", "an entry does not balance", """
            SELECT entry_id, SUM(CASE WHEN side = 1 THEN amount_fen ELSE 0 END), SUM(CASE WHEN side = 2 THEN amount_fen ELSE 0 END)
            FROM journal_line GROUP BY entry_id
            HAVING SUM(CASE WHEN side = 1 THEN amount_fen ELSE -amount_fen END) <> 0
            """, Pool: PoolOf.Entry),
        new(1, "分录明细缺失", "lines of an entry are missing", """
            SELECT e.id, e.line_count, COALESCE(n.lines, 0) FROM journal_entry e
            LEFT JOIN (SELECT entry_id, COUNT(*) AS lines, SUM(CASE WHEN side = 1 THEN amount_fen ELSE 0 END) AS debits
                       FROM journal_line GROUP BY entry_id) n ON n.entry_id = e.id
            WHERE n.lines IS NULL OR n.lines <> e.line_count OR n.debits <> e.total_fen
            """, InFen: false, Pool: PoolOf.Entry),
        new(1, "明细没有分录", "a line has no entry", """
            SELECT l.id, l.entry_id, NULL FROM journal_line l
            WHERE NOT EXISTS (SELECT 1 FROM journal_entry e WHERE e.id = l.entry_id)
            """, InFen: false, Pool: PoolOf.Line),
        new(3, "账户余额为负", "a balance is negative", $"""
            SELECT a.number, 0, a.book_fen FROM account a
            WHERE a.type < 300 AND (a.book_fen < 0 OR a.frozen_fen < 0 OR a.float_fen < 0 OR a.frozen_fen > a.book_fen OR a.float_fen > a.book_fen)
            """, Pool: PoolOf.Account),
        new(4, "冻结金额与冻结明细不符", "the frozen part is not the sum of its freezes", """
            SELECT a.number, COALESCE(f.remaining, 0), a.frozen_fen FROM account a
            LEFT JOIN (SELECT account_id, SUM(remaining_fen) AS remaining FROM "freeze" WHERE state = 1 GROUP BY account_id) f
                ON f.account_id = a.id
            WHERE a.frozen_fen <> COALESCE(f.remaining, 0)
            """, Pool: PoolOf.Account),
        new(4, "代偿冻结与待复核的代偿申请不符", "money set aside for a compensation differs from the request that waits", """
            SELECT id, SUM(asked), SUM(held), pool_id FROM (
                SELECT COALESCE(freeze_id, 0) AS id, pool_id, amount_fen AS asked, 0 AS held FROM approval_request WHERE type = 20 AND state = 1
                UNION ALL
                SELECT f.id, a.pool_id, 0, f.remaining_fen FROM "freeze" f LEFT JOIN account a ON a.id = f.account_id
                WHERE f.purpose = 3 AND f.state = 1) x
            GROUP BY id, pool_id HAVING SUM(asked) <> SUM(held)
            """),
        new(5, "总分不符：存管汇总户与各账户合计不等", "the pool is not the sum of its accounts", $"""
            SELECT 'pool ' || a.pool_id, SUM({InTotal}), SUM(CASE WHEN a.type = {(int)AccountType.Pool} THEN a.book_fen ELSE 0 END)
            FROM account a GROUP BY a.pool_id
            HAVING SUM({InTotal}) <> SUM(CASE WHEN a.type = {(int)AccountType.Pool} THEN a.book_fen ELSE 0 END)
            """),
        new(5, "自有资金账户与实体账户不符", "own funds differ from the real account", $"""
            SELECT 'pool ' || a.pool_id, SUM(CASE WHEN a.type = {(int)AccountType.PlatformOwnFunds} THEN a.book_fen ELSE 0 END),
                   SUM(CASE WHEN a.type = {(int)AccountType.OwnFundsBank} THEN a.book_fen ELSE 0 END)
            FROM account a GROUP BY a.pool_id
            HAVING SUM(CASE WHEN a.type = {(int)AccountType.PlatformOwnFunds} THEN a.book_fen
                            WHEN a.type = {(int)AccountType.OwnFundsBank} THEN -a.book_fen ELSE 0 END) <> 0
            """),
        new(6, "在途资金与待清算应收不符", "unsettled money differs from what the payment company owes", $"""
            SELECT 'pool ' || a.pool_id,
                   SUM(CASE WHEN a.type IN ({(int)AccountType.RechargeReceivable}, {(int)AccountType.ReturnReceivable}) THEN a.book_fen ELSE 0 END),
                   SUM(CASE WHEN a.type IN ({CreditNormal}) THEN a.float_fen ELSE 0 END)
            FROM account a GROUP BY a.pool_id
            HAVING SUM(CASE WHEN a.type IN ({(int)AccountType.RechargeReceivable}, {(int)AccountType.ReturnReceivable}) THEN a.book_fen ELSE 0 END)
                <> SUM(CASE WHEN a.type IN ({CreditNormal}) THEN a.float_fen ELSE 0 END)
            """),
        new(6, "充值订单与入账分录不符", "a recharge differs from its entries", """
            SELECT id, SUM(due - undue), SUM(booked - undone) FROM (
                SELECT id, CASE WHEN state IN (4, 7) THEN amount_fen ELSE 0 END AS due, CASE WHEN state = 7 THEN amount_fen ELSE 0 END AS undue,
                       CASE WHEN state = 5 THEN amount_fen ELSE 0 END AS failed, 0 AS booked, 0 AS undone, 0 AS suspended,
                       CASE WHEN state IN (4, 7) THEN -1 ELSE 0 END AS surplus
                FROM custody_order WHERE type = 10
                UNION ALL
                SELECT order_id, 0, 0, 0, CASE WHEN operation = 1 THEN total_fen ELSE 0 END, 0,
                       CASE WHEN operation = 7 THEN total_fen ELSE 0 END, CASE WHEN operation = 1 THEN 1 ELSE 0 END
                FROM journal_entry WHERE operation IN (1, 7)
                UNION ALL
                SELECT e.order_id, 0, 0, 0, 0, r.total_fen, 0, 0 FROM journal_entry r JOIN journal_entry e ON e.id = r.reverses_entry_id
                WHERE r.reverses_entry_id IS NOT NULL AND e.operation = 1) x
            GROUP BY id
            HAVING SUM(due) <> SUM(booked) OR SUM(surplus) <> 0 OR SUM(undue) <> SUM(undone)
                OR (SUM(suspended) <> 0 AND SUM(suspended) <> SUM(failed))
            """, Pool: PoolOf.Order),
        new(7, "提现过渡账户与提现订单不符", "a transit account differs from the withdrawals that explain it", $"""
            SELECT a.number, COALESCE({Explained}, 0), a.book_fen FROM account a
            LEFT JOIN (
                SELECT w.pool_id, SUM(CASE WHEN w.state IN (2, 3) THEN w.payout + w.user_fee ELSE 0 END) AS waiting,
                       SUM(CASE WHEN w.state IN (4, 6) OR e.operation = 8 THEN w.payout ELSE 0 END) AS paid,
                       SUM(CASE WHEN w.type = 71 OR w.state IN (4, 6) OR e.operation = 8 THEN w.fee_fen - w.refunded ELSE 0 END) AS fees
                FROM (SELECT o.id, o.pool_id, o.type, o.state, o.fee_fen, COALESCE(f.refunded_base_fen + f.refunded_advance_fen, 0) AS refunded,
                             o.amount_fen - CASE WHEN o.fee_payer = 1 AND o.fee_deduction = 2 THEN o.fee_fen ELSE 0 END AS payout,
                             CASE WHEN o.fee_payer = 1 THEN o.fee_fen ELSE 0 END AS user_fee
                      FROM custody_order o LEFT JOIN order_fee f ON f.id = o.id WHERE o.type = 11
                      UNION ALL
                      SELECT id, pool_id, type, state, amount_fen, 0, 0, 0 FROM custody_order WHERE type = 71) w
                LEFT JOIN journal_entry e ON e.order_id = CASE WHEN w.state = 5 THEN w.id END AND e.operation = 8
                GROUP BY w.pool_id) o ON o.pool_id = a.pool_id
            LEFT JOIN (SELECT pool_id, SUM(payout_fen) AS paid, SUM(fee_fen) AS fees FROM settlement_batch GROUP BY pool_id) s
                ON s.pool_id = a.pool_id
            LEFT JOIN (SELECT pool_id, SUM(CASE WHEN way = 2 THEN amount_fen ELSE -amount_fen END) AS paid FROM suspense_clearing
                       WHERE way IN (2, 4) GROUP BY pool_id) c ON c.pool_id = a.pool_id
            WHERE a.type IN ({(int)AccountType.WithdrawalTransit}, {(int)AccountType.PayoutPayable}, {(int)AccountType.FeePayable})
              AND a.book_fen <> COALESCE({Explained}, 0)
            """, Pool: PoolOf.Account),
        new(7, "轧差清算过渡与未确认批次不符", "the clearing account differs from the batches that are not confirmed", $"""
            SELECT a.number, COALESCE(b.due, 0), a.book_fen FROM account a
            LEFT JOIN (SELECT pool_id, SUM(payout_fen + fee_fen - recharge_fen - return_fen) AS due FROM settlement_batch
                       WHERE state = 1 GROUP BY pool_id) b ON b.pool_id = a.pool_id
            WHERE a.type = {(int)AccountType.NetClearing} AND a.book_fen <> COALESCE(b.due, 0)
            """, Pool: PoolOf.Account),
        new(8, "标的投标合计与有效投标冻结不符", "bids of a listing differ from its freezes", """
            SELECT g.listing_no, g.subscribed_fen, COALESCE(f.held, 0), g.pool_id FROM listing g
            LEFT JOIN (SELECT listing_id, SUM(remaining_fen) AS held FROM "freeze" WHERE state = 1 AND purpose = 1 GROUP BY listing_id) f
                ON f.listing_id = g.id
            WHERE (CASE WHEN g.state = 1 THEN g.subscribed_fen ELSE 0 END) <> COALESCE(f.held, 0)
            """),
        new(8, "标的未还本金与债权合计不符", "outstanding principal differs from the claims", """
            SELECT g.listing_no, g.outstanding_fen, COALESCE(c.outstanding, 0), g.pool_id FROM listing g
            LEFT JOIN (SELECT listing_id, SUM(outstanding_fen) AS outstanding, SUM(principal_fen) AS principal FROM claim GROUP BY listing_id) c
                ON c.listing_id = g.id
            WHERE g.outstanding_fen <> COALESCE(c.outstanding, 0) OR g.released_fen <> COALESCE(c.principal, 0)
               OR g.subscribed_fen > g.amount_fen
            """),
        new(8, "标的放款与放款分录不符", "what a listing released differs from the entry of its release", """
            SELECT g.listing_no, x.released, x.paid, g.pool_id FROM (
                SELECT listing_id, SUM(released) AS released, SUM(paid) AS paid FROM (
                    SELECT id AS listing_id, released_fen AS released, 0 AS paid FROM listing
                    UNION ALL
                    SELECT o.listing_id, 0, COALESCE(e.total_fen - o.fee_fen, 0) FROM custody_order o
                    LEFT JOIN journal_entry e ON e.order_id = o.id AND e.operation = 13
                    WHERE o.type = 24 AND o.state = 4) steps
                GROUP BY listing_id HAVING SUM(released) <> SUM(paid)) x
            JOIN listing g ON g.id = x.listing_id
            """),
        new(8, "债权与其投标冻结不符", "a claim differs from the bid that it was made from", """
            SELECT id, SUM(spent), SUM(lent), (SELECT a.pool_id FROM account a WHERE a.id = account_id) FROM (
                SELECT id, account_id, listing_id, original_fen AS spent, 0 AS lent FROM "freeze" WHERE purpose = 1 AND state = 2
                UNION ALL
                SELECT freeze_id, account_id, listing_id, 0, principal_fen FROM claim) x
            GROUP BY id, account_id, listing_id HAVING SUM(spent) <> SUM(lent) OR COUNT(*) <> 2
            """),
        new(8, "债权借出或收回的本金与入账本金不符", "principal lent or repaid on a claim differs from its lines", """
            WITH paid AS MATERIALIZED (
                SELECT claim_id, freeze_id, SUM(amount_fen) AS fen FROM journal_line
                WHERE kind = 2 AND ((side = 2 AND claim_id IS NOT NULL) OR (side = 1 AND freeze_id IS NOT NULL))
                GROUP BY claim_id, freeze_id)
            SELECT c.id, CASE WHEN c.principal_fen <> COALESCE(lent.fen, 0) THEN c.principal_fen ELSE c.principal_fen - c.outstanding_fen END,
                   CASE WHEN c.principal_fen <> COALESCE(lent.fen, 0) THEN COALESCE(lent.fen, 0) ELSE COALESCE(back.fen, 0) END
            FROM claim c
            LEFT JOIN paid lent ON lent.freeze_id = c.freeze_id
            LEFT JOIN paid back ON back.claim_id = c.id
            WHERE c.principal_fen <> COALESCE(lent.fen, 0) OR c.principal_fen - c.outstanding_fen <> COALESCE(back.fen, 0)
            """, Pool: PoolOf.Claim),
        new(9, "追偿权与代偿、追偿流水不符", "a recovery claim differs from its compensations and recoveries", """
            SELECT g.listing_no, x.owed, x.still_open, g.pool_id FROM (
                SELECT listing_id, SUM(owed) AS owed, SUM(still_open) AS still_open FROM (
                    SELECT listing_id, 0 AS owed, compensated_fen - recovered_fen AS still_open FROM recovery_claim
                    UNION ALL
                    SELECT listing_id, CASE WHEN type = 33 THEN -amount_fen ELSE amount_fen END, 0 FROM custody_order
                    WHERE type IN (31, 32, 33) AND state = 4) steps
                GROUP BY listing_id HAVING SUM(owed) <> SUM(still_open) OR MIN(still_open) < 0) x
            JOIN listing g ON g.id = x.listing_id
            """),
        new(9, "代偿人的追偿权与其代偿支出不符", "a compensator's claims differ from what it paid", """
            SELECT a.number, x.paid, x.claimed FROM (
                SELECT account_id, SUM(paid) AS paid, SUM(claimed) AS claimed FROM (
                    SELECT compensator_account_id AS account_id, 0 AS paid, compensated_fen AS claimed FROM recovery_claim
                    UNION ALL
                    SELECT account_id, amount_fen, 0 FROM custody_order WHERE type IN (31, 32) AND state = 4) steps
                GROUP BY account_id HAVING SUM(paid) <> SUM(claimed)) x
            JOIN account a ON a.id = x.account_id
            """, Pool: PoolOf.Account),
        new(9, "借款人借款余额与其标的不符", "a borrower's loan balance differs from the listings", """
            SELECT u.platform_user_no, COALESCE(g.owed, 0) + COALESCE(r.owed, 0), u.loan_balance_fen, u.pool_id FROM custody_user u
            LEFT JOIN (SELECT borrower_user_id, SUM(CASE WHEN state = 1 THEN amount_fen WHEN state = 2 THEN outstanding_fen ELSE 0 END) AS owed
                       FROM listing GROUP BY borrower_user_id) g ON g.borrower_user_id = u.id
            LEFT JOIN (SELECT borrower_account_id, SUM(compensated_fen - recovered_fen) AS owed FROM recovery_claim GROUP BY borrower_account_id) r
                ON r.borrower_account_id = u.account_id
            WHERE u.loan_balance_fen <> COALESCE(g.owed, 0) + COALESCE(r.owed, 0)
            """),
        new(10, "账户流水余额不连续", "the running balance of an account breaks", $"""
            SELECT number || ' #' || account_version, was + delta, book_after_fen FROM (
                SELECT a.number, l.account_version, l.book_after_fen, l.frozen_after_fen, l.float_after_fen,
                       {Sign} * l.amount_fen AS delta,
                       CASE WHEN l.bucket = 2 THEN {Sign} * l.amount_fen ELSE 0 END AS frozen_delta,
                       {Sign} * l.float_fen AS float_delta,
                       LAG(l.account_version, 1, 0) OVER chain AS before,
                       LAG(l.book_after_fen, 1, 0) OVER chain AS was,
                       LAG(l.frozen_after_fen, 1, 0) OVER chain AS frozen_was,
                       LAG(l.float_after_fen, 1, 0) OVER chain AS float_was
                FROM journal_line l JOIN account a ON a.id = l.account_id
                WINDOW chain AS (PARTITION BY l.account_id ORDER BY l.account_version)) steps
            WHERE account_version <> before + 1 OR book_after_fen <> was + delta
               OR frozen_after_fen <> frozen_was + frozen_delta OR float_after_fen <> float_was + float_delta
            """, Pool: PoolOf.AccountStep),
        new(10, "账户余额与最后一笔流水不符", "a balance differs from the account's last line", """
            SELECT a.number, COALESCE(l.book_after_fen, 0), a.book_fen FROM account a
            LEFT JOIN journal_line l ON l.account_id = a.id AND l.account_version = a.version
            WHERE a.book_fen <> COALESCE(l.book_after_fen, 0) OR a.frozen_fen <> COALESCE(l.frozen_after_fen, 0)
               OR a.float_fen <> COALESCE(l.float_after_fen, 0) OR (a.version > 0 AND l.id IS NULL)
               OR EXISTS (SELECT 1 FROM journal_line n WHERE n.account_id = a.id AND n.account_version > a.version)
            """, Pool: PoolOf.Account),
        new(11, "关账后仍有记账", "an entry was posted into a closed day", """
            SELECT d.date, d.entries, COALESCE(e.entries, 0) FROM accounting_day d
            LEFT JOIN (SELECT accounting_date, COUNT(*) AS entries FROM journal_entry GROUP BY accounting_date) e ON e.accounting_date = d.date
            WHERE d.closed_at_utc IS NOT NULL AND d.entries <> COALESCE(e.entries, 0)
            """, InFen: false),
        new(11, "分录记在未来或未登记的会计日", "an entry is booked on a day that the bank has not reached or never had", """
            SELECT e.id, b.accounting_date, e.accounting_date FROM bank_state b
            JOIN journal_entry e ON e.accounting_date > b.accounting_date
               OR (e.accounting_date < b.accounting_date
                   AND NOT EXISTS (SELECT 1 FROM accounting_day d WHERE d.date = e.accounting_date))
            """, InFen: false, Pool: PoolOf.Entry),
        .. Advances.AdvanceChecks.All,
        .. Days.DayChecks.All,
    ];
}
