using CustodyConsole.Domain;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Security;

/// <summary>The users of the console as the custody database has them at this moment.</summary>
public sealed class StaffDirectory(IDbContextFactory<CustodyDb> databases)
{
    /// <summary>The user of this name; null where there is none. Asks the database for any name.</summary>
    public async Task<StaffRecord?> FindAsync(string userName, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.StaffRecords.SingleOrDefaultAsync(staff => staff.UserName == userName, cancellationToken);
    }

    /// <summary>True as long as the bank has no user of its own: the demo's do not count.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return !await db.StaffRecords.AnyAsync(staff => !staff.IsDemo, cancellationToken);
    }
}
