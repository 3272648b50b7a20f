using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Listings;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Home;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Platforms;

/// <summary>The listings of a platform in one state.</summary>
public sealed record ListingsOfState(ListingState State, long Count, long AmountFen, long OutstandingFen);

/// <summary>A platform with the figures of its pools and listings.</summary>
public sealed record PlatformRow(
    Platform Platform, IReadOnlyList<PoolFigures> Pools, IReadOnlyList<ListingsOfState> Listings)
{
    public long UserCount => Pools.Sum(pool => pool.Users.Count);

    public long UserFundsFen => Pools.Sum(pool => pool.Users.BookFen);

    public long PoolFen => Pools.Sum(pool => pool.PoolFen);

    public long OwnFundsFen => Pools.Sum(pool => pool.Of(AccountType.PlatformOwnFunds).BookFen);

    public long OutstandingFen => Listings.Sum(listings => listings.OutstandingFen);

    public ProofState Total => Pools.All(pool => pool.Total == ProofState.Holds) ? ProofState.Holds : ProofState.Broken;
}

/// <summary>A platform with its pools' accounts.</summary>
public sealed record PlatformDetail(PlatformRow Row, IReadOnlyList<PoolTree> Pools);

/// <summary>The platforms of the bank; few enough to be read whole.</summary>
public sealed class PlatformQueries(
    IDbContextFactory<CustodyDb> databases, AccountTreeQueries trees, IStringLocalizer<PlatformsText> words)
{
    public async Task<PlatformRefs> RefsAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await PlatformRefs.ReadAsync(db, cancellationToken);
    }

    /// <summary>The platforms of the pools that a person may see, in the order of their numbers.</summary>
    public async Task<IReadOnlyList<PlatformRef>> OfAsync(StaffMember person, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var all = (await PlatformRefs.ReadAsync(db, cancellationToken)).All;
        if (!PoolReach.IsNarrow(person)) return all;
        var own = await PoolReach.Of(db, person).Select(pool => pool.PlatformId).ToListAsync(cancellationToken);
        return [.. all.Where(platform => own.Contains(platform.Id))];
    }

    /// <summary>The payment companies of all pools, by name.</summary>
    public async Task<IReadOnlyList<string>> PaymentCompaniesAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Pools.Select(pool => pool.PaymentCompany).Distinct().Order().ToListAsync(cancellationToken);
    }

    /// <summary>The platforms that a person may see. Filters: <c>q</c> (number, name, company), <c>state</c>.</summary>
    public async Task<PageOf<PlatformRow>> ListAsync(StaffMember person, ListState state, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await SortedAsync(db, state, cancellationToken, person);
        return new PageOf<PlatformRow>(
            [.. rows.Skip(state.Skip).Take(state.Size)], rows.Count,
            [
                new(words["UserFunds"], rows.Sum(row => row.UserFundsFen)),
                new(words["PoolBalance"], rows.Sum(row => row.PoolFen)),
                new(words["Outstanding"], rows.Sum(row => row.OutstandingFen)),
            ]);
    }

    internal static IQueryable<Platform> Filter(CustodyDb db, ListState state)
    {
        IQueryable<Platform> platforms = db.Platforms;
        if (state.Text("q") is { } text)
            platforms = platforms.Where(
                p => p.No == text || p.Name.Contains(text) || p.CompanyName.Contains(text) || p.CreditCode == text);
        if (state.Choice<PlatformState>("state") is { } wanted) platforms = platforms.Where(p => p.State == wanted);
        return platforms;
    }

    /// <summary>All platforms of the filter, or those among them that a person may see, in the order of the list.</summary>
    internal static async Task<IReadOnlyList<PlatformRow>> SortedAsync(
        CustodyDb db, ListState state, CancellationToken cancellationToken, StaffMember? person = null)
    {
        var platforms = Filter(db, state);
        if (person is not null && PoolReach.IsNarrow(person))
        {
            var own = PoolReach.Of(db, person).Select(pool => pool.PlatformId);
            platforms = platforms.Where(platform => own.Contains(platform.Id));
        }

        var found = await platforms.ToListAsync(cancellationToken);
        var rows = await RowsAsync(db, found, await PoolFigures.ReadAsync(db, cancellationToken), cancellationToken);
        Func<PlatformRow, IComparable> key = state.Sort switch
        {
            "users" => row => row.UserCount,
            "funds" => row => row.UserFundsFen,
            "pool" => row => row.PoolFen,
            "outstanding" => row => row.OutstandingFen,
            "opened" => row => row.Platform.OpenedOn,
            _ => row => row.Platform.No,
        };
        var sorted = state.Descending ? rows.OrderByDescending(key) : rows.OrderBy(key);
        return [.. sorted.ThenBy(row => row.Platform.No, StringComparer.Ordinal)];
    }

    /// <summary>Null when there is no platform of this number, or none that the person may see.</summary>
    public async Task<PlatformDetail?> FindAsync(StaffMember person, string no, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platform = await db.Platforms.SingleOrDefaultAsync(p => p.No == no, cancellationToken);
        if (platform is null) return null;
        if (PoolReach.IsNarrow(person)
            && !await PoolReach.Of(db, person).AnyAsync(pool => pool.PlatformId == platform.Id, cancellationToken)) return null;
        var pools = await trees.PoolsAsync(person, no, cancellationToken);
        var rows = await RowsAsync(db, [platform], [.. pools.Select(pool => pool.Figures)], cancellationToken);
        return new PlatformDetail(rows[0], pools);
    }

    private static async Task<List<PlatformRow>> RowsAsync(
        CustodyDb db, List<Platform> platforms, IReadOnlyList<PoolFigures> pools, CancellationToken cancellationToken)
    {
        var ids = platforms.Select(platform => platform.Id).ToArray();
        var listings = (await db.Listings.Where(listing => ids.Contains(listing.PlatformId))
            .GroupBy(listing => new { listing.PlatformId, listing.State })
            .Select(group => new
            {
                group.Key, Count = group.LongCount(), Amount = group.Sum(l => l.AmountFen),
                Outstanding = group.Sum(l => l.OutstandingFen),
            })
            .ToListAsync(cancellationToken)).ToLookup(group => group.Key.PlatformId);
        return platforms.ConvertAll(platform => new PlatformRow(
            platform, [.. pools.Where(pool => pool.Platform.Id == platform.Id)],
            [.. listings[platform.Id].OrderBy(group => group.Key.State)
                .Select(group => new ListingsOfState(group.Key.State, group.Count, group.Amount, group.Outstanding))]));
    }
}
