using CustodyConsole.Domain.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Security;

/// <summary>A hash that no password has, made with the same work as everybody's.</summary>
public sealed record NobodysPassword(string Hash);

/// <summary>What a person types to be recognised.</summary>
/// <param name="UserName">The name.</param>
/// <param name="Password">The password; null where a one-time code alone is to prove an open session again.</param>
/// <param name="Code">The one-time or recovery code.</param>
/// <param name="Address">Where it comes from.</param>
public sealed record Attempt(string UserName, string? Password, string? Code, string? Address);

/// <summary>
/// Signs a person in, and lets one who is signed in prove it again. An unknown name, a wrong password, a wrong or missing
/// code, a locked or disabled user and a demo user of a bank that is no longer a demo all get the same answer after the
/// same work: the same look-ups, one row counted in one transaction, one password hash, one audit row. An attempt is
/// counted <em>before</em> its password is looked at, in one statement, so that many guesses sent at the same moment are
/// not more guesses than <see cref="AttemptsMax"/>. Sign-ins and proofs are counted apart, each with a lock of its own.
/// </summary>
public sealed class SignInDesk(
    IdentityDb db,
    SignInManager<ConsoleUser> signIns,
    NobodysPassword nobody,
    StaffDirectory directory,
    SecondFactor factor,
    StaffDesk audit,
    ActivationDesk activations,
    TimeProvider time)
{
    /// <summary>
    /// What the audit trail calls a sign-in, another proof on an open page, the attempt that locks a user, and the end of
    /// a session.
    /// </summary>
    public const string SignedIn = "Session.SignIn", Proved = "Session.Prove", Locked = "Session.Lock",
        SignedOut = "Session.SignOut";

    public const int AttemptsMax = 5;
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);
    private static readonly ConsoleUser Nobody = new();

    /// <summary>True when the person is signed in; false says nothing about why.</summary>
    public async Task<bool> SignInAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var record = new SignInRecord { AtUtc = time.GetUtcNow().UtcDateTime, Address = attempt.Address };
        if (await RecogniseAsync(attempt, SignedIn, record, cancellationToken) is not { } user)
            return false;
        await signIns.SignInAsync(user, isPersistent: false);
        return true;
    }

    /// <summary>
    /// True when the person, who is signed in, has proved again who they are, by the password or by a one-time code.
    /// Counted and locked as a sign-in is, but apart from it: failed sign-ins, which anybody can send, lock no open session.
    /// </summary>
    public async Task<bool> ProveAsync(
        string userName, string secret, string? address, CancellationToken cancellationToken)
    {
        // A password is never so short as a code, and never has the form of a recovery code alone.
        var attempt = Totp.IsCode(secret.Trim())
            ? new Attempt(userName, null, secret, address)
            : new Attempt(userName, secret, null, address);
        return await RecogniseAsync(attempt, Proved, null, cancellationToken) is not null;
    }

    /// <summary>
    /// True when the person, who is signed in, has proved it by all that a sign-in takes: the password and, where there is a second factor, a
    /// one-time or recovery code. For what would put another factor in the place of this one.
    /// </summary>
    public async Task<bool> ProveFullyAsync(
        string userName, string password, string? code, string? address, CancellationToken cancellationToken) =>
        await RecogniseAsync(new Attempt(userName, password, code, address), Proved, null, cancellationToken, withFactor: true) is not null;

    /// <summary>Ends the session of this browser.</summary>
    public async Task SignOutAsync(StaffMember person)
    {
        ArgumentNullException.ThrowIfNull(person);
        await signIns.SignOutAsync();
        if (person.UserName.Length > 0)
            await audit.RecordAsync(person, new AuditDraft(SignedOut));
    }

    private async Task<ConsoleUser?> RecogniseAsync(
        Attempt attempt, string action, SignInRecord? record, CancellationToken cancellationToken, bool withFactor = false)
    {
        var name = signIns.UserManager.NormalizeName(attempt.UserName);
        var (user, counted, locks) = await CountAttemptAsync(name, record, cancellationToken);
        var staff = await directory.FindAsync(user?.Id ?? "", cancellationToken);
        var isDemoOpen = await directory.IsDemoOpenAsync(cancellationToken);
        var verdict = Verify(user, attempt);
        var code = SecondFactor.Prepare(user, attempt.Code);
        var refused = Standing.Of(staff, user, isDemoOpen)
            ?? (counted ? null : "用户已锁定 user is locked")
            ?? (verdict == PasswordVerificationResult.Failed ? "口令错误 wrong password" : null)
            ?? await RefuseCodeAsync(staff!, user!, attempt, code, withFactor || record is not null, cancellationToken);

        // A name that is no user's is not stored: it may be a mistyped password.
        var person = new StaffMember(
            user?.Id ?? "", staff?.DisplayName ?? "", staff?.PersonNo ?? "", [], attempt.Address, staff?.PlatformNo);
        var draft = new AuditDraft(refused is not null && locks ? Locked : action, user is null ? "" : StaffRecord.SubjectOf(user.Id))
        {
            After = refused ?? How(attempt),
        };
        if (refused is not null)
        {
            await audit.RecordAsync(person, draft, AuditResult.Refused);
            return null;
        }

        // A node that died between the password and its record left somebody waiting who can sign in.
        if (attempt.Password is not null && staff!.ActivationUntilUtc is not null)
            _ = (await activations.RecordHeldAsync(person, draft, user!.CredentialSerial)).Value;
        else await audit.RecordAsync(person, draft);

        if (record is not null)
            record.Succeeded = true;
        await db.SaveChangesAsync(cancellationToken);
        var hash = verdict == PasswordVerificationResult.SuccessRehashNeeded
            ? signIns.UserManager.PasswordHasher.HashPassword(user!, attempt.Password!)
            : user!.PasswordHash;
        await ForgetAttemptsAsync(user!, hash, record, cancellationToken);
        return user;
    }

    /// <summary>The password is hashed for everybody; only a code alone, on an open page, has none.</summary>
    private PasswordVerificationResult Verify(ConsoleUser? user, Attempt attempt) =>
        attempt.Password is null
            ? PasswordVerificationResult.Success
            : signIns.UserManager.PasswordHasher.VerifyHashedPassword(
                user ?? Nobody, user?.PasswordHash ?? nobody.Hash, attempt.Password);

    /// <summary>A sign-in takes the code as well where there is a second factor; a lesser proof takes what was typed.</summary>
    private async Task<string?> RefuseCodeAsync(
        StaffRecord staff, ConsoleUser user, Attempt attempt, TypedCode code, bool withFactor,
        CancellationToken cancellationToken)
    {
        var isAsked = withFactor ? Standing.HasFactor(staff, user) : attempt.Password is null;
        if (!isAsked) return null;
        if (string.IsNullOrWhiteSpace(attempt.Code)) return "未输入动态口令 code is missing";
        return await factor.AcceptAsync(staff, user, code, cancellationToken) ? null
            : "动态口令错误或已使用 wrong or used code";
    }

    private static string How(Attempt attempt) =>
        string.IsNullOrWhiteSpace(attempt.Code) ? "口令 password"
            : !Totp.IsCode(attempt.Code.Trim()) ? "口令、恢复码 password, recovery code"
            : attempt.Password is null ? "动态口令 one-time code" : "口令、动态口令 password, one-time code";

    /// <summary>
    /// Records and counts the attempt, and locks at the last one; not counted means locked or unknown. An unknown name is counted in a row of
    /// nobody's, which never locks.
    /// </summary>
    private async Task<(ConsoleUser? User, bool Counted, bool Locks)> CountAttemptAsync(
        string? name, SignInRecord? record, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var id = await db.Users.Where(u => u.NormalizedUserName == name && u.Id != IdentityRows.Nobody).Select(u => u.Id)
            .SingleOrDefaultAsync(cancellationToken) ?? IdentityRows.Nobody;
        var isKnown = id != IdentityRows.Nobody;
        var rows = record is null ? await CountProofAsync(id, cancellationToken) : await CountSignInAsync(id, isKnown, cancellationToken);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
        if (!isKnown) (user, rows) = (null, 0);
        if (record is not null)
        {
            record.UserName = user?.UserName;
            db.SignIns.Add(record);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return (user, rows == 1, rows == 1 && (record is null ? user?.ProofLockedUntilUtc is not null : user?.LockoutEnd is not null));
    }

    private Task<int> CountSignInAsync(string id, bool mayLock, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? lockedUntil = now + LockedFor;
        DateTimeOffset? none = null;
        return db.Users.Where(u => u.Id == id && (u.LockoutEnd == null || u.LockoutEnd <= now)).ExecuteUpdateAsync(
            set => set
                .SetProperty(u => u.AccessFailedCount, u => mayLock && u.LockoutEnd == null ? u.AccessFailedCount + 1 : 1)
                .SetProperty(
                    u => u.LockoutEnd,
                    u => mayLock && u.LockoutEnd == null && u.AccessFailedCount + 1 >= AttemptsMax ? lockedUntil : none),
            cancellationToken);
    }

    private Task<int> CountProofAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        DateTime? lockedUntil = now + LockedFor;
        DateTime? none = null;
        return db.Users.Where(u => u.Id == id && (u.ProofLockedUntilUtc == null || u.ProofLockedUntilUtc <= now)).ExecuteUpdateAsync(
            set => set
                .SetProperty(u => u.ProofFailedCount, u => u.ProofLockedUntilUtc == null ? u.ProofFailedCount + 1 : 1)
                .SetProperty(
                    u => u.ProofLockedUntilUtc,
                    u => u.ProofLockedUntilUtc == null && u.ProofFailedCount + 1 >= AttemptsMax ? lockedUntil : none),
            cancellationToken);
    }

    private Task<int> ForgetAttemptsAsync(
        ConsoleUser user, string? hash, SignInRecord? record, CancellationToken cancellationToken)
    {
        // Not where the password was changed a moment ago: the old one must not come back.
        var users = db.Users.Where(u => u.Id == user.Id && u.SecurityStamp == user.SecurityStamp);
        if (record is null)
        {
            DateTime? never = null;
            return users.ExecuteUpdateAsync(
                set => set.SetProperty(u => u.ProofFailedCount, 0).SetProperty(u => u.ProofLockedUntilUtc, never), cancellationToken);
        }

        DateTimeOffset? none = null;
        DateTime? at = record.AtUtc;
        return users.ExecuteUpdateAsync(
            set => set
                .SetProperty(u => u.AccessFailedCount, 0)
                .SetProperty(u => u.LockoutEnd, none)
                .SetProperty(u => u.PasswordHash, hash)
                .SetProperty(u => u.LastSignInAtUtc, at)
                .SetProperty(u => u.LastSignInAddress, record.Address),
            cancellationToken);
    }
}
