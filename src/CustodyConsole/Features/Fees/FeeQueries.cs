using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Fees;

/// <summary>Where a version of a schedule stands.</summary>
public enum FeeVersionState { InForce = 1, Future = 2, Past = 3, Cancelled = 4 }

/// <summary>A version of a schedule, and where it stands today.</summary>
public sealed record FeeVersion(FeeSchedule Schedule, FeeVersionState State)
{
    public static FeeVersion Of(FeeSchedule schedule, DateOnly today) => new(schedule, schedule switch
    {
        { CancelledAtUtc: not null } => FeeVersionState.Cancelled,
        _ when schedule.EffectiveFrom > today => FeeVersionState.Future,
        _ when schedule.HoldsOn(today) => FeeVersionState.InForce,
        _ => FeeVersionState.Past,
    });
}

/// <summary>All versions of a platform's fees with one payment company, newest first.</summary>
public sealed record PoolFees(
    long PoolId, PlatformRef Platform, string PaymentCompany, DateOnly Today, IReadOnlyList<FeeVersion> Versions)
{
    public IEnumerable<FeeVersion> Of(FeeKind kind) => Versions.Where(version => version.Schedule.Kind == kind);

    public FeeSchedule? InForce(FeeKind kind) =>
        Of(kind).FirstOrDefault(version => version.State == FeeVersionState.InForce)?.Schedule;
}

/// <summary>A monthly statement and whose it is.</summary>
public sealed record StatementRow(FeeStatement Statement, PlatformRef? Platform, string PaymentCompany);

/// <summary>Reads fee schedules, the calendar they count by, and statements.</summary>
public sealed class FeeQueries(IDbContextFactory<CustodyDb> databases, TimeProvider time)
{
    /// <summary>The fees of every pool that the person may see, or of one platform's, in the order of the platforms.</summary>
    public async Task<IReadOnlyList<PoolFees>> SchedulesAsync(StaffMember person, string? platformNo, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var today = await db.BankStates.Select(state => state.AccountingDate).SingleOrDefaultAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var schedules = (await db.FeeSchedules.ToListAsync(cancellationToken)).ToLookup(schedule => schedule.PoolId);
        var pools = await PoolReach.Of(db, person).ToListAsync(cancellationToken);
        return [.. pools
            .Select(pool => (Pool: pool, Platform: platforms.Find(pool.PlatformId)))
            .Where(row => row.Platform is not null && (platformNo is null || row.Platform.No == platformNo))
            .OrderBy(row => row.Platform!.No, StringComparer.Ordinal).ThenBy(row => row.Pool.Id)
            .Select(row => new PoolFees(
                row.Pool.Id, row.Platform!, row.Pool.PaymentCompany, today,
                [.. schedules[row.Pool.Id].OrderByDescending(schedule => schedule.EffectiveFrom)
                    .ThenByDescending(schedule => schedule.Version).Select(schedule => FeeVersion.Of(schedule, today))]))];
    }

    /// <summary>The working days as known now.</summary>
    public async Task<BusinessCalendar> CalendarAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await CalendarNotice.CalendarAsync(db, time.GetUtcNow().UtcDateTime, cancellationToken);
    }

    /// <summary>The monthly statements, newest first.</summary>
    public async Task<IReadOnlyList<StatementRow>> StatementsAsync(
        StaffMember person, string? platformNo, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var platforms = await PlatformRefs.ReadAsync(db, cancellationToken);
        var pools = await PoolReach.Of(db, person).ToDictionaryAsync(pool => pool.Id, cancellationToken);
        var ids = pools.Keys.ToArray();
        var statements = await db.FeeStatements.Where(statement => ids.Contains(statement.PoolId)).OrderByDescending(statement => statement.Month)
            .ThenBy(statement => statement.PoolId).ToListAsync(cancellationToken);
        return [.. statements
            .Select(statement => new StatementRow(
                statement, platforms.Find(pools[statement.PoolId].PlatformId), pools[statement.PoolId].PaymentCompany))
            .Where(row => platformNo is null || row.Platform?.No == platformNo)];
    }
}
