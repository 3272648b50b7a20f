using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Features.Home;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Accounts;

/// <summary>A leaf of the tree: one account.</summary>
public sealed record TreeLeaf(
    string Number, AccountType Type, string? Holder, long BookFen, long FrozenFen, long FloatFen);

/// <summary>
/// A pool with the accounts of the platform and the bank in it; users' accounts are read when their role is opened.
/// </summary>
public sealed record PoolTree(PoolFigures Figures, IReadOnlyList<TreeLeaf> Accounts)
{
    public IEnumerable<TreeLeaf> Of(AccountClass accountClass) => Accounts
        .Where(leaf => ChartOfAccounts.Of(leaf.Type) is { InTotal: not 0 } facts && facts.Class == accountClass);

    public TreeLeaf One(AccountType type) => Accounts.Single(leaf => leaf.Type == type);
}

/// <summary>The tree pool → platform accounts → users by role.</summary>
public sealed class AccountTreeQueries(IDbContextFactory<CustodyDb> databases)
{
    /// <summary>An opened role shows this many accounts, those with most money first; the list has all.</summary>
    public const int LeavesMax = 20;

    /// <summary>The pools that a person may see, of one platform or of all.</summary>
    public async Task<IReadOnlyList<PoolTree>> PoolsAsync(
        StaffMember person, string? platformNo, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var pools = await PoolFigures.ReadAsync(db, cancellationToken, person: person);
        var wanted = pools.Where(pool => platformNo is null || pool.Platform.No == platformNo).ToList();
        var poolIds = wanted.Select(pool => pool.PoolId).ToArray();
        var others = ChartOfAccounts.OfEveryPool.Select(facts => facts.Type).ToArray();
        var accounts = await db.Accounts.Where(
            account => poolIds.Contains(account.PoolId) && others.Contains(account.Type))
            .OrderBy(account => account.Type).ToListAsync(cancellationToken);
        var byPool = accounts.ToLookup(account => account.PoolId);
        return [.. wanted.Select(
            pool => new PoolTree(pool, [.. byPool[pool.PoolId].Select(account => Leaf(account, null))]))];
    }

    public async Task<IReadOnlyList<TreeLeaf>> UsersAsync(
        long poolId, AccountType type, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await (from account in db.Accounts
                          where account.PoolId == poolId && account.Type == type
                          orderby account.BookFen descending, account.Id
                          select new { account, user = db.Users.FirstOrDefault(user => user.Id == account.UserId) })
            .Take(LeavesMax).ToListAsync(cancellationToken);
        return [.. rows.Select(row => Leaf(
            row.account, row.user is null ? null : Masking.Name(row.user.Name, row.user.Kind == PartyKind.Company)))];
    }

    private static TreeLeaf Leaf(Account account, string? holder) =>
        new(account.Number, account.Type, holder, account.BookFen, account.FrozenFen, account.FloatFen);
}
