using CustodyConsole.Domain;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Platforms;

/// <summary>A platform as lists name it.</summary>
public sealed record PlatformRef(long Id, string No, string Name);

/// <summary>The platforms of the bank: few, so every list reads them all instead of joining.</summary>
public sealed class PlatformRefs
{
    private readonly Dictionary<long, PlatformRef> _byId;
    private readonly Dictionary<long, long> _platformOfPool;

    private PlatformRefs(IReadOnlyList<PlatformRef> all, Dictionary<long, long> platformOfPool)
    {
        All = all;
        _byId = all.ToDictionary(platform => platform.Id);
        _platformOfPool = platformOfPool;
    }

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<PlatformRef> All { get; }

    public static async Task<PlatformRefs> ReadAsync(CustodyDb db, CancellationToken cancellationToken)
    {
        var platforms = await db.Platforms.OrderBy(platform => platform.No)
            .Select(platform => new PlatformRef(platform.Id, platform.No, platform.Name))
                .ToListAsync(cancellationToken);
        var pools = await db.Pools.ToDictionaryAsync(pool => pool.Id, pool => pool.PlatformId, cancellationToken);
        return new PlatformRefs(platforms, pools);
    }

    /// <summary>Null for the bank itself.</summary>
    public PlatformRef? Find(long id) => _byId.GetValueOrDefault(id);

    public PlatformRef? OfPool(long poolId) => _platformOfPool.TryGetValue(poolId, out var id) ? Find(id) : null;

    public PlatformRef? ByNo(string? no) => All.FirstOrDefault(platform => platform.No == no);

    public IReadOnlyList<long> PoolsOf(long platformId) =>
        [.. _platformOfPool.Where(pair => pair.Value == platformId).Select(pair => pair.Key)];
}
