using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Home;

/// <summary>Whether two figures that must be equal are.</summary>
public enum ProofState { Holds, Broken }

/// <summary>The accounts of one type in one pool, summed.</summary>
public sealed record TypeFigures(long Count, long BookFen, long FrozenFen, long FloatFen)
{
    public static readonly TypeFigures None = new(0, 0, 0, 0);

    public long AvailableFen => BookFen - FrozenFen;

    public static TypeFigures operator +(TypeFigures a, TypeFigures b) => new(
        a.Count + b.Count, a.BookFen + b.BookFen, a.FrozenFen + b.FrozenFen, a.FloatFen + b.FloatFen);
}

/// <summary>
/// One pool by account types, read in one statement so that all figures belong to the same moment. The total-to-detail
/// identity (总分核对): the pooled account holds exactly what its accounts add up to, receivables and shortages taken off.
/// </summary>
public sealed record PoolFigures(
    long PoolId, PlatformRef Platform, string PaymentCompany, bool PostingsStopped,
    IReadOnlyDictionary<AccountType, TypeFigures> ByType)
{
    /// <summary>What the pooled custody account holds by the books.</summary>
    public long PoolFen => Of(AccountType.Pool).BookFen;

    /// <summary>What all accounts that belong into it add up to, each with its sign.</summary>
    public long DetailFen => ChartOfAccounts.All.Sum(facts => facts.InTotal * Of(facts.Type).BookFen);

    public long DifferenceFen => PoolFen - DetailFen;

    public ProofState Total => DifferenceFen == 0 ? ProofState.Holds : ProofState.Broken;

    /// <summary>The platform's own money and its mirror at the real account.</summary>
    public ProofState OwnFunds => Of(AccountType.PlatformOwnFunds).BookFen == Of(AccountType.OwnFundsBank).BookFen
        ? ProofState.Holds : ProofState.Broken;

    /// <summary>
    /// What the payment company owes the bank: recharges and returned payouts that are not settled yet.
    /// </summary>
    public long ReceivableFen => Of(AccountType.RechargeReceivable).BookFen + Of(AccountType.ReturnReceivable).BookFen;

    /// <summary>What the bank owes the payment company: payouts it advanced, and fees.</summary>
    public long PayableFen => Of(AccountType.PayoutPayable).BookFen + Of(AccountType.FeePayable).BookFen;

    /// <summary>Users' money.</summary>
    public TypeFigures Users => Of(AccountClass.User);

    public TypeFigures Of(AccountType type) => ByType.GetValueOrDefault(type, TypeFigures.None);

    public TypeFigures Of(AccountClass accountClass) => ChartOfAccounts.All
        .Where(facts => facts.Class == accountClass && facts.InTotal != 0)
        .Aggregate(TypeFigures.None, (sum, facts) => sum + Of(facts.Type));

    /// <summary>Every pool in the order of the platforms' numbers, or one platform's, or those that a person may see.</summary>
    public static async Task<IReadOnlyList<PoolFigures>> ReadAsync(
        CustodyDb db, CancellationToken cancellationToken, long? platformId = null, StaffMember? person = null)
    {
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var pools = await (person is null ? db.Pools : PoolReach.Of(db, person)).Where(pool => platformId == null || pool.PlatformId == platformId)
            .ToListAsync(cancellationToken);
        var poolIds = pools.Select(pool => pool.Id).ToArray();
        var sums = await db.Accounts.Where(account => poolIds.Contains(account.PoolId))
            .GroupBy(account => new { account.PoolId, account.Type })
            .Select(group => new
            {
                group.Key, Count = group.LongCount(), Book = group.Sum(a => a.BookFen),
                Frozen = group.Sum(a => a.FrozenFen), Float = group.Sum(a => a.FloatFen),
            })
            .ToListAsync(cancellationToken);
        var byPool = sums.ToLookup(sum => sum.Key.PoolId);
        return [.. pools
            .Select(pool => new PoolFigures(
                pool.Id, platforms.Find(pool.PlatformId)!, pool.PaymentCompany, pool.PostingsStopped,
                byPool[pool.Id].ToDictionary(
                    sum => sum.Key.Type, sum => new TypeFigures(sum.Count, sum.Book, sum.Frozen, sum.Float))))
            .OrderBy(pool => pool.Platform.No, StringComparer.Ordinal).ThenBy(pool => pool.PoolId)];
    }
}
