namespace CustodyConsole.Domain.Ledger;

/// <summary>
/// How the pool concerned is found from the subject of a breach: an expression over <c>subject</c>, evaluated only for what contradicts itself.
/// Where a row that should be there is missing, others that belong to it tell the pool.
/// </summary>
internal static class PoolOf
{
    public const string Account = "(SELECT a.pool_id FROM account a WHERE a.number = subject)";

    /// <summary>A subject such as "8001101000000000214 #7".</summary>
    public const string AccountStep = "(SELECT a.pool_id FROM account a WHERE a.number = RTRIM(RTRIM(subject, '0123456789'), '# '))";

    public const string Line = "(SELECT a.pool_id FROM journal_line l JOIN account a ON a.id = l.account_id WHERE l.id = subject)";

    public const string Entry =
        "COALESCE((SELECT e.pool_id FROM journal_entry e WHERE e.id = subject), " +
        "(SELECT MIN(a.pool_id) FROM journal_line l JOIN account a ON a.id = l.account_id WHERE l.entry_id = subject))";

    public const string Order =
        "COALESCE((SELECT o.pool_id FROM custody_order o WHERE o.id = subject), (SELECT MIN(e.pool_id) FROM journal_entry e WHERE e.order_id = subject))";

    public const string Claim = "(SELECT a.pool_id FROM claim c JOIN account a ON a.id = c.account_id WHERE c.id = subject)";

    public const string Batch = "(SELECT b.pool_id FROM settlement_batch b WHERE b.id = subject)";

    public const string BatchNo = "(SELECT b.pool_id FROM settlement_batch b WHERE 'SB' || b.id = subject)";

    public const string SuspenseItem = "(SELECT i.pool_id FROM suspense_item i WHERE i.id = subject)";

    public const string FeeStatement = "(SELECT s.pool_id FROM fee_statement s WHERE s.id = subject)";

    /// <summary>The pool that a subject such as "pool 7 2017-08-03" names; null for another.</summary>
    public static long? Named(string subject) =>
        subject.StartsWith("pool ", StringComparison.Ordinal)
        && long.TryParse(subject.AsSpan(5, (subject.IndexOf(' ', 5) is var end and > 0 ? end : subject.Length) - 5), out var pool) ? pool : null;
}
