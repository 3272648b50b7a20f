using CustodyConsole.Domain;
using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Advances;

/// <summary>
/// The pools whose orders, fees, advances and settlements a person may see: staff of a payment company see those of their own, staff of a
/// platform those of their own platform, everybody else all.
/// </summary>
public static class PoolReach
{
    public static IQueryable<CustodyPool> Of(CustodyDb db, StaffMember person)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(person);
        if (IsOfPlatform(person))
        {
            // Whose platform was never said sees nothing.
            var no = person.PlatformNo ?? "";
            return db.Pools.Where(pool => db.Platforms.Any(platform => platform.Id == pool.PlatformId && platform.No == no));
        }

        return PaymentCompanyScope.CompanyOf(person) is { } own ? db.Pools.Where(pool => pool.PaymentCompany == own) : db.Pools;
    }

    /// <summary>True for who sees the pools of one payment company or one platform only.</summary>
    public static bool IsNarrow(StaffMember person) => IsOfPlatform(person) || PaymentCompanyScope.CompanyOf(person) is not null;

    /// <summary>True where the person may see what belongs to this pool; who sees all of them is not looked up.</summary>
    public static async Task<bool> HasAsync(CustodyDb db, StaffMember person, long poolId, CancellationToken cancellationToken) =>
        !IsNarrow(person) || await Of(db, person).AnyAsync(pool => pool.Id == poolId, cancellationToken);

    private static bool IsOfPlatform(StaffMember person) => person.Roles.Contains(Roles.Platform);
}
