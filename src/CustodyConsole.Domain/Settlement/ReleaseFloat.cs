using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Settlement;

/// <summary>How far the switch has come.</summary>
/// <param name="Accounts">Accounts switched by this step.</param>
/// <param name="SwitchedFen">Money switched by this step, in fen.</param>
/// <param name="LeftFen">What is still to be switched, in fen.</param>
/// <param name="Done">True when the batch is closed.</param>
public sealed record FloatRelease(int Accounts, long SwitchedFen, long LeftFen, bool Done);

/// <summary>
/// Switches users' money from unsettled to settled once a batch is confirmed (R16), some hundred accounts a step, each step a transaction of its
/// own: interrupted, it goes on where it stopped. Unsettled money moves freely from account to account; what an account itself has recharged
/// since the cut stays unsettled, the rest is switched in the order of the accounts until all that confirmed batches have netted is given out; what
/// a batch has netted that waits for its money is not among it. What is in transit to a card is settled with its payout; what lies in long
/// suspense is settled like a user's. Each step also closes advances that the batch repaid (R72). Legs: each account against itself, unsettled to settled; B-NET gives its negative unsettled part back.
/// </summary>
/// <param name="PoolId">The pool.</param>
/// <param name="BatchNo">The batch.</param>
public sealed record ReleaseFloat(long PoolId, string BatchNo)
{
    /// <summary>The accounts of one step.</summary>
    public const int AccountsAtOnce = 500;

    /// <summary>The accounts with unsettled money behind the cursor. The plus signs keep the database on the key, which is the order wanted.</summary>
    private const string Behind =
        """+"pool_id" = {0} AND (+"type" < 300 OR +"type" = 308) AND "float_fen" > 0 AND "id" > {1}""";

    private static readonly Operation[] OperationsThatBring =
        [Operation.Recharge, Operation.WithdrawalReturned, Operation.RechargeInSuspense, Operation.FeeRefunded];

    private static readonly string CodesThatBring = string.Join(", ", OperationsThatBring.Select(one => (int)one));

    /// <summary>
    /// Takes one step. Refusals in order: <see cref="SettlementRefusals.UnknownBatch"/>, <see cref="SettlementRefusals.PreviousOpen"/> where the
    /// batch is not confirmed, those of the ledger. A closed batch is left alone.
    /// </summary>
    internal Outcome<FloatRelease> Run(Books books)
    {
        if (SettlementBatch.IdOf(BatchNo) is not { } id || books.Batches.Find(id) is not { } batch || batch.PoolId != PoolId)
            return SettlementRefusals.UnknownBatch(BatchNo);
        if (batch.State == BatchState.Instructed) return SettlementRefusals.PreviousOpen(BatchNo);
        var net = books.BankAccount(PoolId, AccountType.NetClearing);
        var confirmedFen = Math.Max(0, -net.FloatFen - NotArrivedFen(books, net));
        if (batch.State == BatchState.Closed) return new FloatRelease(0, 0, confirmedFen, true);

        var accounts = AccountsBehind(books, batch);
        var fresh = accounts.Count > 0 ? BroughtSinceTheCut(books, batch, accounts) : [];
        var leftFen = confirmedFen;
        var parts = new List<(Account Account, long Fen)>();
        foreach (var account in accounts)
        {
            var fen = Math.Min(account.FloatFen - fresh.GetValueOrDefault(account.Id), leftFen);
            if (fen <= 0) continue;
            parts.Add((account, fen));
            leftFen -= fen;
        }

        if (parts.Count > 0 && Post(books, batch, net, parts) is { } refusal) return refusal;

        // Point of no return.
        books.Batches.Edit(batch);
        if (accounts.Count > 0) batch.FloatCursor = accounts[^1].Id;
        var repaid = AdvanceBook.Repay(books, batch);
        if (repaid && (leftFen == 0 || accounts.Count < AccountsAtOnce))
        {
            batch.State = BatchState.Closed;
            batch.ClosedAtUtc = books.NowUtc;
        }

        return new FloatRelease(parts.Count, parts.Sum(part => part.Fen), leftFen, batch.State == BatchState.Closed);
    }

    /// <summary>What B-NET has taken over of users' unsettled money with the pool's batch that is not confirmed yet, in fen.</summary>
    private long NotArrivedFen(Books books, Account net)
    {
        return SettlePool.OpenBatchOf(books, PoolId) is not { } open ? 0 : books.EntriesOfOrder.Of(open.OrderId).SelectMany(books.LinesOf)
            .Where(line => line.AccountId == net.Id).Sum(line => line.Side == Side.Debit ? line.FloatFen : -line.FloatFen);
    }

    private static Refusal? Post(Books books, SettlementBatch batch, Account net, List<(Account Account, long Fen)> parts)
    {
        var draft = new EntryDraft(Operation.FloatRelease, books.Orders.Get(batch.OrderId));
        var totalFen = parts.Sum(part => part.Fen);
        draft.Line(net, Side.Credit, totalFen, LineKind.Settlement, totalFen).Line(net, Side.Debit, totalFen, LineKind.Settlement, 0);
        foreach (var (account, fen) in parts)
        {
            // Frozen money may be unsettled as well; it stays frozen for what it is frozen for.
            var freeFen = Math.Min(fen, account.AvailableFen);
            draft.Switch(account, Bucket.Available, freeFen).Switch(account, Bucket.Frozen, fen - freeFen);
        }

        return books.Ledger.Post(draft) is { Done: false, Refusal: { } refusal } ? refusal : null;
    }

    /// <summary>The next accounts behind the cursor, as they stand in this group: one that got its first unsettled money in it is among them.</summary>
    private List<Account> AccountsBehind(Books books, SettlementBatch batch) => books.Store
        .Query(books.Accounts.Table, $"{Behind} ORDER BY \"id\" LIMIT {AccountsAtOnce}", PoolId, batch.FloatCursor)
        .Select(books.Accounts.Know)
        .Union(books.Accounts.Changed.Keys.Concat(books.Accounts.Added).Where(account => account.PoolId == PoolId
            && ((int)account.Type < 300 || account.Type == AccountType.LongSuspense) && account.FloatFen > 0 && account.Id > batch.FloatCursor))
        .OrderBy(account => account.Id).Take(AccountsAtOnce).ToList();

    /// <summary>
    /// What the accounts of this step have themselves recharged, or got back from the payment company, since the cut. An account's lines are
    /// numbered without gaps, so they are walked backwards from the newest until one lies before the cut, however long its history is. Lines of
    /// this very group are not in the database yet.
    /// </summary>
    private Dictionary<long, long> BroughtSinceTheCut(Books books, SettlementBatch batch, List<Account> accounts)
    {
        var ids = accounts.ConvertAll(account => account.Id).ToHashSet();
        return books.Store
            .Query(
                books.Lines.Table,
                $$"""
                "float_fen" > 0 AND "side" = 2 AND "id" IN (
                    WITH RECURSIVE since(account_id, account_version, id, operation) AS (
                        SELECT l.account_id, l.account_version, l.id, e.operation FROM account a
                        JOIN journal_line l ON l.account_id = a.id AND l.account_version = a.version
                        JOIN journal_entry e ON e.id = l.entry_id AND e.accounting_date > {3}
                        WHERE a.pool_id = {0} AND (a.type < 300 OR a.type = 308) AND a.float_fen > 0 AND a.id > {1} AND a.id <= {2}
                        UNION ALL
                        SELECT l.account_id, l.account_version, l.id, e.operation FROM since s
                        JOIN journal_line l ON l.account_id = s.account_id AND l.account_version = s.account_version - 1
                        JOIN journal_entry e ON e.id = l.entry_id AND e.accounting_date > {3})
                    SELECT id FROM since WHERE operation IN ({{CodesThatBring}}))
                """,
                PoolId, batch.FloatCursor, accounts[^1].Id, batch.Through)
            .Concat(books.Lines.Added.Where(line => line.Side == Side.Credit && ids.Contains(line.AccountId)
                && books.Entries.Get(line.EntryId) is var entry && entry.AccountingDate > batch.Through && OperationsThatBring.Contains(entry.Operation)))
            .GroupBy(line => line.AccountId)
            .ToDictionary(lines => lines.Key, lines => lines.Sum(line => line.FloatFen));
    }
}
