using CustodyConsole.Domain.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Security;

/// <summary>A hash that no password has, made with the same work as everybody's.</summary>
public sealed record NobodysPassword(string Hash);

/// <summary>
/// Signs a person in, and lets one who is signed in prove it again. An unknown name, a wrong password, a locked or
/// disabled user and a demo user of a bank that is no longer a demo all get the same answer after the same work: one
/// transaction, then one password hash, then one audit row. An attempt is counted <em>before</em> its password is looked at, in one statement, so that many guesses sent at the same moment are not
/// more guesses than <see cref="AttemptsMax"/>.
/// </summary>
public sealed class SignInDesk(
    IdentityDb db,
    SignInManager<ConsoleUser> signIns,
    NobodysPassword nobody,
    CustodySettings settings,
    StaffDesk audit,
    TimeProvider time)
{
    /// <summary>What the audit trail calls a sign-in, another proof on an open page, and the end of a session.</summary>
    public const string SignedIn = "Session.SignIn", Proved = "Session.Prove", SignedOut = "Session.SignOut";


    public const int AttemptsMax = 5;
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);
    private static readonly ConsoleUser Nobody = new();

    /// <summary>True when the person is signed in; false says nothing about why.</summary>
    public async Task<bool> SignInAsync(
        string userName, string password, string? address, CancellationToken cancellationToken)
    {
        var record = new SignInRecord { AtUtc = time.GetUtcNow().UtcDateTime, Address = address };
        if (await VerifyAsync(userName, password, address, SignedIn, record, cancellationToken) is not { } user)
            return false;
        await signIns.SignInAsync(user, isPersistent: false);
        return true;
    }

    /// <summary>
    /// True when the person, who is signed in, has proved again who they are. Counted and locked as a sign-in is.
    /// </summary>
    public async Task<bool> ProveAsync(
        string userName, string password, string? address, CancellationToken cancellationToken) =>
        await VerifyAsync(userName, password, address, Proved, null, cancellationToken) is not null;

    /// <summary>Ends the session of this browser.</summary>
    public async Task SignOutAsync(StaffMember person)
    {
        await signIns.SignOutAsync();
        if (person.UserName.Length > 0)
            await audit.RecordAsync(person, new AuditDraft(SignedOut));
    }

    private async Task<ConsoleUser?> VerifyAsync(
        string userName, string password, string? address, string action, SignInRecord? record,
        CancellationToken cancellationToken)
    {
        var name = signIns.UserManager.NormalizeName(userName);
        var (user, counted) = await CountAttemptAsync(name, record, cancellationToken);

        var hasher = signIns.UserManager.PasswordHasher;
        var verdict = hasher.VerifyHashedPassword(user ?? Nobody, user?.PasswordHash ?? nobody.Hash, password);
        var mayEnter = user is { DisabledAtUtc: null } && counted && (settings.Demo || !user.IsDemo);
        var isRecognised = mayEnter && verdict != PasswordVerificationResult.Failed;
        // A name that is no user's is not stored: it may be a mistyped password.
        var person = new StaffMember(
            user?.UserName ?? "", user?.DisplayName ?? "", user?.StaffNo ?? "", [], address, user?.PlatformNo);
        await audit.RecordAsync(
            person, new AuditDraft(action), isRecognised ? AuditResult.Done : AuditResult.Refused);
        if (!isRecognised)
            return null;

        if (record is not null)
            record.Succeeded = true;
        await db.SaveChangesAsync(cancellationToken);
        var hash = verdict == PasswordVerificationResult.SuccessRehashNeeded
            ? hasher.HashPassword(user!, password)
            : user!.PasswordHash;
        await ForgetAttemptsAsync(name, hash, cancellationToken);
        return user;
    }

    /// <summary>
    /// Records and counts the attempt, and locks at the last one; not counted means locked or unknown.
    /// </summary>
    private async Task<(ConsoleUser? User, bool Counted)> CountAttemptAsync(
        string? name, SignInRecord? record, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? lockedUntil = now + LockedFor;
        DateTimeOffset? none = null;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var rows = await db.Users
            .Where(u => u.NormalizedUserName == name && (u.LockoutEnd == null || u.LockoutEnd <= now))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(u => u.AccessFailedCount, u => u.LockoutEnd == null ? u.AccessFailedCount + 1 : 1)
                    .SetProperty(
                        u => u.LockoutEnd,
                        u => u.LockoutEnd == null && u.AccessFailedCount + 1 >= AttemptsMax ? lockedUntil : none),
                cancellationToken);
        var user = await db.Users.AsNoTracking()
            .SingleOrDefaultAsync(u => u.NormalizedUserName == name, cancellationToken);
        if (record is not null)
        {
            record.UserName = user?.UserName;
            db.SignIns.Add(record);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return (user, rows == 1);
    }

    private Task<int> ForgetAttemptsAsync(string? name, string? hash, CancellationToken cancellationToken)
    {
        DateTimeOffset? none = null;
        return db.Users.Where(u => u.NormalizedUserName == name).ExecuteUpdateAsync(
            set => set
                .SetProperty(u => u.AccessFailedCount, 0)
                .SetProperty(u => u.LockoutEnd, none)
                .SetProperty(u => u.PasswordHash, hash),
            cancellationToken);
    }
}
