using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Security;

/// <summary>
/// Signs a person in. An unknown name, a wrong password, a locked user and a demo user of a bank that is no longer a demo all get
/// the same answer after the same work: one password hash is verified in every case.
/// An attempt is counted <em>before</em> its password is looked at, in one statement, so that many guesses sent at the same moment
/// are not more guesses than <see cref="AttemptsMax"/>.
/// </summary>
public sealed class SignInDesk(
    IdentityDb db, SignInManager<ConsoleUser> signIns, IPasswordHasher<ConsoleUser> hasher, CustodySettings settings, TimeProvider time)
{
    public const int AttemptsMax = 5;
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    private static readonly ConsoleUser Nobody = new();
    private static readonly string NobodysHash = new PasswordHasher<ConsoleUser>().HashPassword(Nobody, Guid.NewGuid().ToString());

    /// <summary>True when the person is signed in; false says nothing about why.</summary>
    public async Task<bool> SignInAsync(
        string userName, string password, string? address, CancellationToken cancellationToken)
    {
        var name = signIns.UserManager.NormalizeName(userName);
        var now = time.GetUtcNow();
        var counted = await CountAttemptAsync(name, now, cancellationToken);
        var user = await db.Users.AsNoTracking()
            .SingleOrDefaultAsync(u => u.NormalizedUserName == name, cancellationToken);
        var hash = user?.PasswordHash ?? NobodysHash;
        var matches = hasher.VerifyHashedPassword(user ?? Nobody, hash, password) != PasswordVerificationResult.Failed;
        var succeeded = user is not null && matches && counted && (settings.Demo || !user.IsDemo);
        db.SignIns.Add(new SignInRecord
        {
            AtUtc = now.UtcDateTime, UserName = user?.UserName, Succeeded = succeeded, Address = address,
        });
        await db.SaveChangesAsync(cancellationToken);
        if (!succeeded)
            return false;
        await ForgetAttemptsAsync(name, cancellationToken);
        await signIns.SignInAsync(user!, isPersistent: false);
        return true;
    }

    /// <summary>Counts the attempt and locks at the last one; false when the user is locked or unknown.</summary>
    private async Task<bool> CountAttemptAsync(string? name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset? lockedUntil = now + LockedFor;
        DateTimeOffset? none = null;
        var rows = await db.Users
            .Where(u => u.NormalizedUserName == name && (u.LockoutEnd == null || u.LockoutEnd <= now))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(u => u.AccessFailedCount, u => u.LockoutEnd == null ? u.AccessFailedCount + 1 : 1)
                    .SetProperty(
                        u => u.LockoutEnd,
                        u => u.LockoutEnd == null && u.AccessFailedCount + 1 >= AttemptsMax ? lockedUntil : none),
                cancellationToken);
        return rows == 1;
    }

    private Task<int> ForgetAttemptsAsync(string? name, CancellationToken cancellationToken)
    {
        DateTimeOffset? none = null;
        return db.Users.Where(u => u.NormalizedUserName == name).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.AccessFailedCount, 0).SetProperty(u => u.LockoutEnd, none), cancellationToken);
    }
}
