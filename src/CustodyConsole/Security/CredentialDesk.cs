using CustodyConsole.Domain;
using CustodyConsole.Domain.Audit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Security;

/// <summary>
/// What a person does to the own credentials: set the first password with an activation code, change it, enrol a second
/// factor. Whatever is changed ends every other session of the person and is in the audit trail.
/// </summary>
public sealed class CredentialDesk(
    IdentityDb db,
    SignInManager<ConsoleUser> signIns,
    SignInDesk desk,
    StaffDirectory directory,
    SecondFactor factor,
    StaffDesk audit,
    ActivationDesk activations,
    IDataProtectionProvider protection,
    TimeProvider time)
{
    /// <summary>What the audit trail calls an activation, a change of the password, an enrolment and new recovery codes.</summary>
    public const string Activated = "Session.Activate", PasswordChanged = "Session.Password", Enrolled = "Session.Enrol",
        CodesRenewed = "Session.RecoveryCodes";

    /// <summary>How long a key that was shown can be enrolled.</summary>
    private static readonly TimeSpan KeyHolds = TimeSpan.FromMinutes(15);

    private const string Used = "激活码已使用 code was used";

    /// <summary>
    /// Sets the first password, or the one after a reset. True where the person is signed in with it at once, false where
    /// the second factor is asked for first. Refusals in order: <see cref="StaffRefusals.PasswordsDiffer"/>, those of
    /// <see cref="PasswordRule"/>, <see cref="StaffRefusals.ActivationRefused"/>.
    /// </summary>
    public async Task<Outcome<bool>> ActivateAsync(
        string typedName, string code, string password, string repeated, string? address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(typedName);
        var userName = typedName.Trim().ToLowerInvariant();
        if (password != repeated) return StaffRefusals.PasswordsDiffer();
        if (PasswordRule.Refuse(userName, password) is { } weak) return weak;
        var staff = await directory.FindAsync(userName, cancellationToken);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userName, cancellationToken);
        var refused = WhyNot(staff, user, code);
        if (refused is null && !await StoreAsync(staff!, password, cancellationToken)) refused = Used;
        if (refused is not null)
        {
            await RecordAsync(staff, Activated, refused, address);
            return StaffRefusals.ActivationRefused();
        }

        _ = (await activations.RecordHeldAsync(Person(staff, address), new AuditDraft(Activated, staff!.Subject), staff.CredentialSerial)).Value;
        var stored = await db.Users.AsNoTracking().SingleAsync(u => u.Id == userName, cancellationToken);
        if (Standing.HasFactor(staff, stored)) return false;
        await RecordAsync(staff, SignInDesk.SignedIn, null, address);
        await signIns.SignInAsync(stored, isPersistent: false);
        return true;
    }

    /// <summary>
    /// Changes the password. Refusals in order: <see cref="StaffRefusals.PasswordsDiffer"/>,
    /// <see cref="StaffRefusals.PasswordSame"/>, those of <see cref="PasswordRule"/>,
    /// <see cref="StaffRefusals.ProofFailed"/>.
    /// </summary>
    public async Task<Refusal?> ChangePasswordAsync(
        string userName, string now, string password, string repeated, string? address, CancellationToken cancellationToken)
    {
        if (password != repeated) return StaffRefusals.PasswordsDiffer();
        if (password == now) return StaffRefusals.PasswordSame();
        if (PasswordRule.Refuse(userName, password) is { } weak) return weak;
        if (!await ProvesAsync(userName, now, address, cancellationToken)) return StaffRefusals.ProofFailed();
        var (hash, stamp) = (HashOf(password), NewStamp());
        DateTime? at = time.GetUtcNow().UtcDateTime;
        await db.Users.Where(u => u.Id == userName).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.PasswordHash, hash).SetProperty(u => u.SecurityStamp, stamp)
                .SetProperty(u => u.PasswordAtUtc, at),
            cancellationToken);
        await SignInAgainAsync(userName, cancellationToken);
        await RecordAsync(await directory.FindAsync(userName, cancellationToken), PasswordChanged, null, address);
        return null;
    }

    /// <summary>A new key, and the same sealed for the form that enrols it.</summary>
    public (byte[] Key, string Sealed) NewKey(string userName)
    {
        var key = Totp.NewKey();
        return (key, Protector(userName).Protect(Convert.ToBase64String(key), KeyHolds));
    }

    /// <summary>The key inside such a form; null where it is another person's or too old.</summary>
    public byte[]? OpenKey(string userName, string? sealedKey)
    {
        try
        {
            return string.IsNullOrEmpty(sealedKey) ? null : Convert.FromBase64String(Protector(userName).Unprotect(sealedKey));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    /// <summary>
    /// Enrols the key as second factor and returns the recovery codes. Where there is a factor already, it takes a code of that one, or a
    /// recovery code: the password alone would make the second factor worthless. Refusals in order:
    /// <see cref="StaffRefusals.CodeRefused"/>, <see cref="StaffRefusals.ProofFailed"/>.
    /// </summary>
    public async Task<Outcome<List<string>>> EnrolAsync(
        string userName, string password, string? presentCode, byte[]? key, string code, string? address,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (key is null || Totp.Match(key, code.Trim(), time.GetUtcNow()) is null) return StaffRefusals.CodeRefused();
        if (!await ProvesFullyAsync(userName, password, presentCode, address, cancellationToken)) return StaffRefusals.ProofFailed();
        if (await directory.FindAsync(userName, cancellationToken) is not { } staff) return StaffRefusals.ProofFailed();
        if (await factor.EnrolAsync(staff, code, key, cancellationToken) is not { } codes) return StaffRefusals.CodeRefused();
        await SignInAgainAsync(userName, cancellationToken);
        await RecordAsync(staff, Enrolled, null, address);
        return codes;
    }

    /// <summary>
    /// New recovery codes in place of all others; it takes a code of the present factor, or one of the old recovery codes. Refusal:
    /// <see cref="StaffRefusals.ProofFailed"/>.
    /// </summary>
    public async Task<Outcome<List<string>>> RenewCodesAsync(
        string userName, string password, string? presentCode, string? address, CancellationToken cancellationToken)
    {
        if (!await ProvesFullyAsync(userName, password, presentCode, address, cancellationToken)) return StaffRefusals.ProofFailed();
        var codes = await factor.RenewAsync(userName, cancellationToken);
        await RecordAsync(await directory.FindAsync(userName, cancellationToken), CodesRenewed, null, address);
        return codes;
    }

    private string? WhyNot(StaffRecord? staff, ConsoleUser? user, string code) =>
        staff is null ? "没有该用户 no such user"
        : staff.State == StaffState.Disabled ? "用户已停用 user is disabled"
        : !SecretCode.Opens(staff.ActivationHash, code) ? "激活码不符 wrong code"
        : staff.ActivationUntilUtc < time.GetUtcNow().UtcDateTime ? "激活码已过期 code has expired"
        : user?.CredentialSerial >= staff.CredentialSerial ? Used
        : null;

    /// <summary>One statement decides which of several wins; the others find the code used.</summary>
    private async Task<bool> StoreAsync(StaffRecord staff, string password, CancellationToken cancellationToken)
    {
        var (hash, stamp) = (HashOf(password), NewStamp());
        DateTime? at = time.GetUtcNow().UtcDateTime;
        await IdentityRows.EnsureAsync(db, staff.UserName, signIns.UserManager.NormalizeName(staff.UserName)!, cancellationToken);
        DateTimeOffset? none = null;
        DateTime? never = null;
        var serial = staff.CredentialSerial;
        return await db.Users.Where(u => u.Id == staff.UserName && u.CredentialSerial < serial).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.PasswordHash, hash).SetProperty(u => u.SecurityStamp, stamp)
                .SetProperty(u => u.CredentialSerial, serial).SetProperty(u => u.PasswordAtUtc, at)
                .SetProperty(u => u.AccessFailedCount, 0).SetProperty(u => u.LockoutEnd, none)
                .SetProperty(u => u.ProofFailedCount, 0).SetProperty(u => u.ProofLockedUntilUtc, never),
            cancellationToken) == 1;
    }

    private async Task<bool> ProvesAsync(
        string userName, string password, string? address, CancellationToken cancellationToken) =>
        !Totp.IsCode(password.Trim()) && await desk.ProveAsync(userName, password, address, cancellationToken);

    private async Task<bool> ProvesFullyAsync(
        string userName, string password, string? presentCode, string? address, CancellationToken cancellationToken) =>
        !Totp.IsCode(password.Trim()) && await desk.ProveFullyAsync(userName, password, presentCode, address, cancellationToken);

    private async Task SignInAgainAsync(string userName, CancellationToken cancellationToken) =>
        await signIns.SignInAsync(
            await db.Users.AsNoTracking().SingleAsync(u => u.Id == userName, cancellationToken), isPersistent: false);

    private Task RecordAsync(StaffRecord? staff, string action, string? refused, string? address) => audit.RecordAsync(
        Person(staff, address), new AuditDraft(action, staff?.Subject ?? "") { After = refused },
        refused is null ? AuditResult.Done : AuditResult.Refused);

    private static StaffMember Person(StaffRecord? staff, string? address) => new(
        staff?.UserName ?? "", staff?.DisplayName ?? "", staff?.PersonNo ?? "", [], address, staff?.PlatformNo);

    private string HashOf(string password) => signIns.UserManager.PasswordHasher.HashPassword(new ConsoleUser(), password);

    private static string NewStamp() => Guid.NewGuid().ToString("N");

    private ITimeLimitedDataProtector Protector(string userName) =>
        protection.CreateProtector("second factor", userName).ToTimeLimitedDataProtector();
}
