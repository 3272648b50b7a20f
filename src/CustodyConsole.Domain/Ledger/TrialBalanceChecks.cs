using Check = CustodyConsole.Domain.Ledger.TrialBalance.Check;

namespace CustodyConsole.Domain.Ledger;

/// <summary>
/// The checks of the proof, in the order of c.3. Each query answers (subject, expected, actual) for every contradiction; it is plain SQL that
/// SQLite and PostgreSQL both understand.
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

    public static IReadOnlyList<Check> All { get; } =
    [
        new(1, "分录借贷不平", "an entry does not balance", """
            SELECT entry_id, SUM(CASE WHEN side = 1 THEN amount_fen ELSE 0 END), SUM(CASE WHEN side = 2 THEN amount_fen ELSE 0 END)
            FROM journal_line GROUP BY entry_id
            HAVING SUM(CASE WHEN side = 1 THEN amount_fen ELSE -amount_fen END) <> 0
            """),
        new(1, "分录明细缺失", "lines of an entry are missing", """
            SELECT e.id, e.line_count, COALESCE(n.lines, 0) FROM journal_entry e
            LEFT JOIN (SELECT entry_id, COUNT(*) AS lines, SUM(CASE WHEN side = 1 THEN amount_fen ELSE 0 END) AS debits
                       FROM journal_line GROUP BY entry_id) n ON n.entry_id = e.id
            WHERE n.lines IS NULL OR n.lines <> e.line_count OR n.debits <> e.total_fen
            """, InFen: false),
        new(1, "明细没有分录", "a line has no entry", """
            SELECT l.id, l.entry_id, NULL FROM journal_line l
            WHERE NOT EXISTS (SELECT 1 FROM journal_entry e WHERE e.id = l.entry_id)
            """, InFen: false),
        new(3, "账户余额为负", "a balance is negative", $"""
            SELECT a.number, 0, a.book_fen FROM account a
            WHERE a.type < 300 AND (a.book_fen < 0 OR a.frozen_fen < 0 OR a.float_fen < 0 OR a.frozen_fen > a.book_fen OR a.float_fen > a.book_fen)
            """),
        new(4, "冻结金额与冻结明细不符", "the frozen part is not the sum of its freezes", """
            SELECT a.number, COALESCE(f.remaining, 0), a.frozen_fen FROM account a
            LEFT JOIN (SELECT account_id, SUM(remaining_fen) AS remaining FROM "freeze" WHERE state = 1 GROUP BY account_id) f
                ON f.account_id = a.id
            WHERE a.frozen_fen <> COALESCE(f.remaining, 0)
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
        new(7, "提现在途与未决提现不符", "money in transit differs from the withdrawals in progress", $"""
            SELECT a.number, COALESCE(o.waiting, 0), a.book_fen FROM account a
            LEFT JOIN (SELECT pool_id, SUM(amount_fen + CASE WHEN fee_payer = 1 AND fee_deduction = 1 THEN fee_fen ELSE 0 END) AS waiting
                       FROM custody_order WHERE type = 11 AND state IN (2, 3) GROUP BY pool_id) o ON o.pool_id = a.pool_id
            WHERE a.type = {(int)AccountType.WithdrawalTransit} AND a.book_fen <> COALESCE(o.waiting, 0)
            """),
        new(8, "标的投标合计与有效投标冻结不符", "bids of a listing differ from its freezes", """
            SELECT g.listing_no, g.subscribed_fen, COALESCE(f.held, 0) FROM listing g
            LEFT JOIN (SELECT listing_id, SUM(remaining_fen) AS held FROM "freeze" WHERE state = 1 AND purpose = 1 GROUP BY listing_id) f
                ON f.listing_id = g.id
            WHERE (CASE WHEN g.state = 1 THEN g.subscribed_fen ELSE 0 END) <> COALESCE(f.held, 0)
            """),
        new(8, "标的未还本金与债权合计不符", "outstanding principal differs from the claims", """
            SELECT g.listing_no, g.outstanding_fen, COALESCE(c.outstanding, 0) FROM listing g
            LEFT JOIN (SELECT listing_id, SUM(outstanding_fen) AS outstanding, SUM(principal_fen) AS principal FROM claim GROUP BY listing_id) c
                ON c.listing_id = g.id
            WHERE g.outstanding_fen <> COALESCE(c.outstanding, 0) OR g.released_fen <> COALESCE(c.principal, 0)
               OR g.subscribed_fen > g.amount_fen
            """),
        new(8, "债权已还本金与入账本金不符", "principal repaid on a claim differs from its lines", """
            SELECT c.id, c.principal_fen - c.outstanding_fen, COALESCE(p.paid, 0) FROM claim c
            LEFT JOIN (SELECT claim_id, SUM(amount_fen) AS paid FROM journal_line
                       WHERE claim_id IS NOT NULL AND kind = 2 AND side = 2 GROUP BY claim_id) p ON p.claim_id = c.id
            WHERE c.principal_fen - c.outstanding_fen <> COALESCE(p.paid, 0)
            """),
        new(9, "追偿权与代偿、追偿流水不符", "a recovery claim differs from its compensations and recoveries", """
            SELECT g.listing_no, COALESCE(o.paid, 0) - COALESCE(o.back, 0), COALESCE(r.open, 0) FROM listing g
            LEFT JOIN (SELECT listing_id, SUM(compensated_fen - recovered_fen) AS open FROM recovery_claim GROUP BY listing_id) r
                ON r.listing_id = g.id
            LEFT JOIN (SELECT listing_id, SUM(CASE WHEN type IN (31, 32) THEN amount_fen ELSE 0 END) AS paid,
                              SUM(CASE WHEN type = 33 THEN amount_fen ELSE 0 END) AS back
                       FROM custody_order WHERE type IN (31, 32, 33) AND state = 4 GROUP BY listing_id) o ON o.listing_id = g.id
            WHERE COALESCE(r.open, 0) <> COALESCE(o.paid, 0) - COALESCE(o.back, 0) OR r.open < 0
            """),
        new(9, "代偿人的追偿权与其代偿支出不符", "a compensator's claims differ from what it paid", """
            SELECT a.number, COALESCE(o.paid, 0), COALESCE(r.paid, 0) FROM account a
            LEFT JOIN (SELECT compensator_account_id, SUM(compensated_fen) AS paid FROM recovery_claim GROUP BY compensator_account_id) r
                ON r.compensator_account_id = a.id
            LEFT JOIN (SELECT account_id, SUM(amount_fen) AS paid FROM custody_order WHERE type IN (31, 32) AND state = 4 GROUP BY account_id) o
                ON o.account_id = a.id
            WHERE COALESCE(o.paid, 0) <> COALESCE(r.paid, 0)
            """),
        new(9, "借款人借款余额与其标的不符", "a borrower's loan balance differs from the listings", """
            SELECT u.platform_user_no, COALESCE(g.owed, 0) + COALESCE(r.owed, 0), u.loan_balance_fen FROM custody_user u
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
            """),
        new(10, "账户余额与最后一笔流水不符", "a balance differs from the account's last line", """
            SELECT a.number, COALESCE(l.book_after_fen, 0), a.book_fen FROM account a
            LEFT JOIN journal_line l ON l.account_id = a.id AND l.account_version = a.version
            WHERE a.book_fen <> COALESCE(l.book_after_fen, 0) OR a.frozen_fen <> COALESCE(l.frozen_after_fen, 0)
               OR a.float_fen <> COALESCE(l.float_after_fen, 0) OR (a.version > 0 AND l.id IS NULL)
               OR EXISTS (SELECT 1 FROM journal_line n WHERE n.account_id = a.id AND n.account_version > a.version)
            """),
        new(11, "关账后仍有记账", "an entry was posted into a closed day", """
            SELECT e.id, d.closed_at_utc, e.posted_at_utc FROM accounting_day d
            JOIN journal_entry e ON e.accounting_date = d.date
            WHERE d.closed_at_utc IS NOT NULL AND e.posted_at_utc > d.closed_at_utc
            """, InFen: false),
        new(11, "分录记在未来或未登记的会计日", "an entry is booked on a day that the bank has not reached or never had", """
            SELECT e.id, b.accounting_date, e.accounting_date FROM bank_state b
            JOIN journal_entry e ON e.accounting_date > b.accounting_date
               OR (e.accounting_date < b.accounting_date
                   AND NOT EXISTS (SELECT 1 FROM accounting_day d WHERE d.date = e.accounting_date))
            """, InFen: false),
    ];
}
