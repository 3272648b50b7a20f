using CustodyConsole.Domain;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Security;

/// <summary>The users of the console as the custody database has them at this moment.</summary>
public sealed class StaffDirectory(IDbContextFactory<CustodyDb> databases, CustodySettings settings)
{
    /// <summary>The user of this name; null where there is none. Asks the database for any name.</summary>
    public async Task<StaffRecord?> FindAsync(string userName, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.StaffRecords.SingleOrDefaultAsync(staff => staff.UserName == userName, cancellationToken);
    }

    /// <summary>
    /// True where demo users may come in: the setting is on, and the bank has never had an administrator of its own, in whatever state that
    /// one is now. Asks the database whatever the setting says.
    /// </summary>
    public async Task<bool> IsDemoOpenAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return !await db.StaffRecords.AnyAsync(
            staff => !staff.IsDemo && staff.RoleCodes.Contains(Roles.Administrator), cancellationToken) && settings.Demo;
    }

    /// <summary>True as long as the bank has no user of its own: the demo's do not count.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return !await db.StaffRecords.AnyAsync(staff => !staff.IsDemo, cancellationToken);
    }
}
