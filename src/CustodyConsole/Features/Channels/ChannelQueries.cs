using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Channels;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Channels;

/// <summary>All versions of the channels of a platform with one payment company, newest first.</summary>
public sealed record PoolChannels(
    long PoolId, PlatformRef Platform, string PaymentCompany, DateOnly Today, IReadOnlyList<ChannelVersion> Versions)
{
    public IEnumerable<ChannelVersion> Of(ChannelKind kind) => Versions.Where(version => version.Kind == kind);

    public ChannelVersion? InForce(ChannelKind kind, DateOnly date) => ChannelVersion.InForce(Versions, kind, date);

    /// <summary>The version that holds next; null where no change is known.</summary>
    public ChannelVersion? Next(ChannelKind kind) =>
        Of(kind).Where(version => version.EffectiveFrom > Today).Select(version => version.EffectiveFrom).DefaultIfEmpty().Min() is var first
        && first != default ? InForce(kind, first) : null;
}

/// <summary>Reads the channels of pools and the calendar by which they are open.</summary>
public sealed class ChannelQueries(IDbContextFactory<CustodyDb> databases, TimeProvider time)
{
    /// <summary>The channels of every pool that the person may see, or of one platform's, in the order of the platforms.</summary>
    public async Task<IReadOnlyList<PoolChannels>> ReadAsync(StaffMember person, string? platformNo, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var today = await db.BankStates.Select(state => state.AccountingDate).SingleOrDefaultAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var versions = (await db.ChannelVersions.ToListAsync(cancellationToken)).ToLookup(version => version.PoolId);
        var pools = await PoolReach.Of(db, person).ToListAsync(cancellationToken);
        return [.. pools
            .Select(pool => (Pool: pool, Platform: platforms.Find(pool.PlatformId)))
            .Where(row => row.Platform is not null && (platformNo is null || row.Platform.No == platformNo))
            .OrderBy(row => row.Platform!.No, StringComparer.Ordinal).ThenBy(row => row.Pool.Id)
            .Select(row => new PoolChannels(
                row.Pool.Id, row.Platform!, row.Pool.PaymentCompany, today,
                [.. versions[row.Pool.Id].OrderByDescending(version => version.EffectiveFrom).ThenByDescending(version => version.Version)]))];
    }

    /// <summary>The working days as known now.</summary>
    public async Task<BusinessCalendar> CalendarAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await CalendarNotice.CalendarAsync(db, time.GetUtcNow().UtcDateTime, cancellationToken);
    }
}
