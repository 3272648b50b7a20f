using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Ledger;

/// <summary>
/// The one door to money: nothing else changes a balance, a freeze's remainder or the journal. An entry balances, its accounts lie in one
/// pool, and no partition of a user's or platform's account is negative, not even between two lines (c.3, invariants 1 to 4, 10, 11).
/// </summary>
/// <remarks>
/// Unsettled money (float) follows its entry: what the debits bring, the credits take in their order. Debiting a receivable from the
/// payment company makes float; only settlement ends it. So the float of all accounts is what those receivables hold (invariant 6).
/// </remarks>
public sealed class LedgerBook
{
    private readonly Books _books;

    internal LedgerBook(Books books) => _books = books;

    /// <summary>
    /// Posts an entry on the bank's accounting date. Refusals in order: <see cref="LedgerRefusals.DayClosed"/>,
    /// <see cref="LedgerRefusals.PostingsStopped"/>, <see cref="LedgerRefusals.AccountClosed"/>, then line by line
    /// <see cref="LedgerRefusals.FreezeTooSmall"/> and <see cref="LedgerRefusals.InsufficientFunds"/>. An operation that is refused here
    /// returns the refusal; the writer then undoes all it did.
    /// </summary>
    public Outcome<JournalEntry> Post(EntryDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var poolId = RequireBalanced(draft);

        var bank = _books.Bank;
        if (bank.ClosedThrough is { } closed && bank.AccountingDate <= closed) return LedgerRefusals.DayClosed(bank.AccountingDate);

        if (_books.Pools.Get(poolId).RefusePostings() is { } stopped) return stopped;

        foreach (var line in draft.Lines)
        {
            if (line.Account.State == AccountState.Closed) return LedgerRefusals.AccountClosed(line.Account.Number);
        }

        var entry = new JournalEntry
        {
            PoolId = poolId,
            Operation = draft.Operation,
            OrderId = draft.Order.Id,
            ListingId = draft.ListingId,
            AccountingDate = bank.AccountingDate,
            TransactionDate = draft.TransactionDate ?? bank.AccountingDate,
            PostedAtUtc = _books.NowUtc,
            FirstLineId = _books.Keys.Take(draft.Lines.Count),
            LineCount = draft.Lines.Count,
            TotalFen = draft.Lines.Where(line => line.Side == Side.Debit).Sum(line => line.AmountFen),
            ReversesEntryId = draft.ReversesEntryId,
        };
        entry = _books.Entries.Add(entry);

        foreach (var line in draft.Lines)
        {
            if (line.Effect == FreezeEffect.Make) _books.Freezes.Add(line.Freeze!);
        }

        var flow = default(FloatFlow);
        var lineId = entry.FirstLineId;
        foreach (var line in draft.Lines)
        {
            if (Apply(entry, lineId++, line, ref flow) is { } refusal) return refusal;
        }

        if (flow.OfEntryFen != 0)
            throw new InvalidOperationException($"Entry {entry.Id} ({entry.Operation}) loses {flow.OfEntryFen} fen of unsettled money.");
        return entry;
    }

    /// <summary>
    /// Reverses an entry by a new one with all sides swapped (R55). Refusals in order: <see cref="LedgerRefusals.UnknownEntry"/>,
    /// <see cref="LedgerRefusals.ReversalOfReversal"/>, <see cref="LedgerRefusals.AlreadyReversed"/>,
    /// <see cref="LedgerRefusals.NotReversible"/>, then those of <see cref="Post"/>: money that was spent meanwhile is not there to take.
    /// </summary>
    public Outcome<JournalEntry> Reverse(long entryId, Orders.CustodyOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var entry = _books.Entries.Find(entryId);
        if (entry is null || entry.PoolId != order.PoolId) return LedgerRefusals.UnknownEntry(entryId);
        if (entry.ReversesEntryId is not null) return LedgerRefusals.ReversalOfReversal(entryId);
        if (_books.ReversalOf.Find(entryId) is { } earlier) return LedgerRefusals.AlreadyReversed(entryId, earlier.Id);
        var lines = _books.LinesOf(entry);
        if (lines.Any(line => line.FreezeId is not null || line.ClaimId is not null)) return LedgerRefusals.NotReversible(entryId);

        var draft = new EntryDraft(Operation.Reversal, order, entry.ListingId)
        {
            ReversesEntryId = entryId,
            TransactionDate = entry.TransactionDate,
        };
        // Backwards, so that what came last goes first and nothing is negative in between.
        for (var i = lines.Count - 1; i >= 0; i--) draft.Mirror(_books.Accounts.Get(lines[i].AccountId), lines[i]);
        return Post(draft);
    }

    private static long RequireBalanced(EntryDraft draft)
    {
        if (draft.Lines.Count < 2) throw new InvalidOperationException("An entry has at least two lines.");
        var poolId = draft.Lines[0].Account.PoolId;
        long balance = 0;
        foreach (var line in draft.Lines)
        {
            balance += line.Side == Side.Debit ? line.AmountFen : -line.AmountFen;
            if (line.Account.PoolId != poolId) throw new InvalidOperationException("An entry touches one pool only.");
        }

        if (balance != 0) throw new InvalidOperationException($"Entry {draft.Operation} is out of balance by {balance} fen.");
        return poolId;
    }

    private Refusal? Apply(JournalEntry entry, long lineId, DraftLine line, ref FloatFlow flow)
    {
        var account = line.Account;
        var facts = account.Facts;
        var grows = line.Side == facts.NormalSide;
        if (line.Effect is not FreezeEffect.None && Apply(line.Freeze!, line) is { } refusal) return refusal;

        if (!grows && line.Bucket == Bucket.Available && facts.NeverNegative && account.AvailableFen < line.AmountFen)
            return LedgerRefusals.InsufficientFunds(account.Number, account.AvailableFen, line.AmountFen);

        var lineFloatFen = FloatOf(line, account, facts, grows, ref flow);

        // Point of no return: from here on the line is written.
        _books.Accounts.Edit(account);
        var delta = grows ? line.AmountFen : -line.AmountFen;
        account.BookFen += delta;
        if (line.Bucket == Bucket.Frozen) account.FrozenFen += delta;
        account.FloatFen += grows ? lineFloatFen : -lineFloatFen;
        account.Version++;
        _books.Lines.Add(new JournalLine
        {
            Id = lineId,
            EntryId = entry.Id,
            AccountId = account.Id,
            AccountVersion = account.Version,
            Side = line.Side,
            Bucket = line.Bucket,
            Kind = line.Kind,
            AmountFen = line.AmountFen,
            FloatFen = lineFloatFen,
            BookAfterFen = account.BookFen,
            FrozenAfterFen = account.FrozenFen,
            FloatAfterFen = account.FloatFen,
            FreezeId = line.Freeze?.Id,
            ClaimId = line.ClaimId,
        });
        if (facts.NeverNegative && (account.FrozenFen < 0 || account.AvailableFen < 0 || account.FloatFen < 0 || account.SettledFen < 0))
            throw new InvalidOperationException($"A partition of account {account.Number} would be negative.");
        return null;
    }

    private Refusal? Apply(Freeze freeze, DraftLine line)
    {
        if (freeze.AccountId != line.Account.Id)
            throw new InvalidOperationException($"Freeze {freeze.AuthCode} belongs to another account.");
        if (line.Effect == FreezeEffect.Make) return null;
        if (freeze.State != FreezeState.Active || freeze.RemainingFen < line.AmountFen)
            return LedgerRefusals.FreezeTooSmall(freeze.AuthCode, freeze.RemainingFen, line.AmountFen);
        _books.Freezes.Edit(freeze);
        freeze.RemainingFen -= line.AmountFen;
        if (freeze.RemainingFen == 0)
        {
            freeze.State = line.Effect == FreezeEffect.Use ? FreezeState.Used : FreezeState.Released;
            freeze.EndedAtUtc = _books.NowUtc;
        }

        return null;
    }

    /// <summary>How much of the line is unsettled money, and what that leaves of the entry's for the lines that follow.</summary>
    private static long FloatOf(DraftLine line, Account account, AccountFacts facts, bool grows, ref FloatFlow flow)
    {
        if (facts.NormalSide == Side.Debit)
        {
            // What the payment company owes is what is not settled; other assets of the bank are settled money.
            if (account.Type is AccountType.RechargeReceivable or AccountType.ReturnReceivable)
                flow.OfEntryFen += grows ? line.AmountFen : -line.AmountFen;
            return 0;
        }

        if (line.KeepsFloat)
        {
            // Freezing moves money inside one account: what the first line of the pair takes, the second gives back.
            if (!grows) flow.OfPairFen = Math.Min(account.FloatFen, line.AmountFen);
            return flow.OfPairFen;
        }

        long part;
        if (line.ExactFloatFen is { } exact) part = exact;
        else if (grows) part = Math.Clamp(flow.OfEntryFen, 0, line.AmountFen);
        else if (line.FloatUse == FloatUse.First) part = Math.Min(account.FloatFen, line.AmountFen);
        else part = Math.Max(0, line.AmountFen - account.SettledFen);
        flow.OfEntryFen += grows ? -part : part;
        return part;
    }

    /// <summary>Unsettled money on its way from debits to credits, in fen.</summary>
    private struct FloatFlow
    {
        public long OfEntryFen;
        public long OfPairFen;
    }
}
