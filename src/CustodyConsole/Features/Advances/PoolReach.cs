using CustodyConsole.Domain;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Features.Advances;

/// <summary>The pools whose orders, fees, advances and settlements a person may see: staff of a payment company see those of their own.</summary>
public static class PoolReach
{
    public static IQueryable<CustodyPool> Of(CustodyDb db, StaffMember person)
    {
        ArgumentNullException.ThrowIfNull(db);
        return PaymentCompanyScope.CompanyOf(person) is { } own ? db.Pools.Where(pool => pool.PaymentCompany == own) : db.Pools;
    }

    /// <summary>True for who sees the pools of one payment company only.</summary>
    public static bool IsNarrow(StaffMember person) => PaymentCompanyScope.CompanyOf(person) is not null;
}
