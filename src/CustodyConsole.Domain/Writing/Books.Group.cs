using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Domain.Writing;

/// <summary>What is asked of more than one table, and the life of a group.</summary>
public sealed partial class Books
{
    /// <summary>
    /// The platform of a pool, if this process has met the pool before. That a pool belongs to its platform never changes, so it is the one
    /// thing that is remembered between groups.
    /// </summary>
    internal long? KnownPlatformOf(long poolId) => _platformOfPool.TryGetValue(poolId, out var platformId) ? platformId : null;

    /// <summary>The pool with this id; null where there is none.</summary>
    internal CustodyPool? Pool(long poolId)
    {
        if (Pools.Find(poolId) is not { } pool) return null;
        // A pool of this group may still be taken back.
        if (!pool.IsNew) _platformOfPool[poolId] = pool.PlatformId;
        return pool;
    }

    /// <summary>The days up to and with a date that were cut and not closed yet, those of this group included.</summary>
    internal IEnumerable<AccountingDay> OpenDaysUntil(DateOnly date) => Store
        .Query(AccountingDays.Table, "\"closed_at_utc\" IS NULL AND \"date\" <= {0}", date).Select(AccountingDays.Know)
        .Concat(AccountingDays.Added).Where(day => day.ClosedAtUtc is null && day.Date <= date).Distinct().ToList();

    /// <summary>The lines of an entry, in their order.</summary>
    internal IReadOnlyList<JournalLine> LinesOf(JournalEntry entry) => entry.IsNew
        ? [.. Lines.Added.Where(line => line.EntryId == entry.Id)]
        : Store.Query(
            Lines.Table, "\"id\" >= {0} AND \"id\" < {1} ORDER BY \"id\"", entry.FirstLineId, entry.FirstLineId + entry.LineCount);

    /// <summary>The platform's or the bank's account of this type in a pool.</summary>
    public Account BankAccount(long poolId, AccountType type)
    {
        foreach (var account in BankAccountsOfPool.Of(poolId))
        {
            if (account.Type == type) return account;
        }

        throw new InvalidOperationException($"Pool {poolId} has no account {ChartOfAccounts.Of(type).Code}.");
    }

    /// <summary>The next key, higher than all that this writer gave before.</summary>
    public long NewKey() => Keys.Take(1);

    internal int PendingRows => _tables.Sum(table => table.Count);

    internal void ReadWanted()
    {
        BankStates.Want(BankState.OnlyId);
        var wanted = new List<IWantedRows>();
        foreach (var table in _tables) table.CollectWanted(wanted);
        Store.ReadWanted(wanted);
    }

    internal void BeginOperation(DateTime nowUtc)
    {
        NowUtc = nowUtc;
        foreach (var table in _tables) table.BeginOperation();
    }

    internal void UndoOperation()
    {
        foreach (var table in _tables) table.UndoOperation();
    }

    internal void EndGroup(bool committed)
    {
        ForgetWorkingDays(committed);
        ForgetCompanies(committed);
        foreach (var table in _tables) table.EndGroup(committed);
    }

    internal void WriteTo(IGroupWrite write)
    {
        foreach (var table in _tables) table.Write(write);
    }
}
