using System.Security.Cryptography;
using System.Text;
using CustodyConsole.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Security;

/// <summary>A typed code, after the costly part of looking at it: a one-time code, or the hash of a recovery code.</summary>
public sealed record TypedCode(string? OneTime, byte[]? RecoveryHash);

/// <summary>
/// The second factor of users: one-time codes, and recovery codes for the day the phone is lost. Each code is accepted
/// once, also by several nodes at the same moment: one conditional update decides.
/// </summary>
public sealed class SecondFactor(IdentityDb db, PersonalData keys, TimeProvider time)
{
    /// <summary>How many recovery codes a person gets, and the letters of each.</summary>
    public const int RecoveryCodes = 10, RecoveryLetters = 16;

    private const int SaltBytes = 16;

    // A code is 80 random bits, which no person chose: fewer rounds than a password needs are plenty.
    private const int RecoveryRounds = 10_000;
    private static readonly byte[] NobodysSalt = new byte[SaltBytes];

    /// <summary>
    /// The costly part of looking at a code, done for everybody, whether or not the rest fits: so the time tells nothing.
    /// </summary>
    public static TypedCode Prepare(ConsoleUser? user, string? typed)
    {
        var code = typed?.Trim() ?? "";
        var recovery = SecretCode.Normalise(code);
        return Totp.IsCode(code) ? new TypedCode(code, null)
            : recovery.Length == RecoveryLetters ? new TypedCode(null, HashOf(recovery, user?.RecoverySalt ?? NobodysSalt))
            : new TypedCode(null, null);
    }

    /// <summary>
    /// Uses up a one-time or recovery code. False where it does not fit, was used before, or the user has no second
    /// factor that holds.
    /// </summary>
    public async Task<bool> AcceptAsync(
        StaffRecord staff, ConsoleUser user, TypedCode typed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(staff);
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(typed);
        if (!Standing.HasFactor(staff, user)) return false;
        if (typed.OneTime is { } code)
        {
            return Totp.Match(KeyOf(staff, user), code, time.GetUtcNow()) is { } step
                && await db.Users.Where(u => u.Id == user.Id && u.LastTotpStep < step)
                    .ExecuteUpdateAsync(set => set.SetProperty(u => u.LastTotpStep, step), cancellationToken) == 1;
        }

        if (typed.RecoveryHash is not { } hash) return false;
        DateTime? now = time.GetUtcNow().UtcDateTime;
        return await db.RecoveryCodes.Where(one => one.UserId == user.Id && one.Hash == hash && one.UsedAtUtc == null)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.UsedAtUtc, now), cancellationToken) == 1;
    }

    /// <summary>
    /// Takes a key as the user's second factor and ends every other session. Returns the recovery codes, which nobody
    /// can see again; null where the code does not fit the key.
    /// </summary>
    public async Task<List<string>?> EnrolAsync(
        StaffRecord staff, string code, byte[] key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(staff);
        if (Totp.Match(key, code.Trim(), time.GetUtcNow()) is not { } step) return null;
        var cipher = keys.Encrypt(PersonalField.SecondFactor, staff.Id, Convert.ToBase64String(key));
        var stamp = Guid.NewGuid().ToString("N");
        DateTime? now = time.GetUtcNow().UtcDateTime;
        var fresh = NewCodes();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Users.Where(u => u.Id == staff.UserName).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.TotpCipher, cipher).SetProperty(u => u.FactorSerial, staff.FactorSerial)
                .SetProperty(u => u.LastTotpStep, step).SetProperty(u => u.FactorAtUtc, now)
                .SetProperty(u => u.SecurityStamp, stamp),
            cancellationToken);
        await StoreAsync(staff.UserName, fresh, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return fresh.Codes;
    }

    /// <summary>New recovery codes in place of all others.</summary>
    public async Task<List<string>> RenewAsync(string userName, CancellationToken cancellationToken)
    {
        var fresh = NewCodes();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await StoreAsync(userName, fresh, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return fresh.Codes;
    }

    /// <summary>How many recovery codes are left.</summary>
    public Task<int> CodesLeftAsync(string userName, CancellationToken cancellationToken) =>
        db.RecoveryCodes.CountAsync(one => one.UserId == userName && one.UsedAtUtc == null, cancellationToken);

    /// <summary>The hashes take a while, so they are made before anything is locked.</summary>
    private static FreshCodes NewCodes()
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => SecretCode.New(RecoveryLetters)).ToList();
        return new(codes, [.. codes.Select(code => HashOf(SecretCode.Normalise(code), salt))], salt);
    }

    private async Task StoreAsync(string userName, FreshCodes fresh, CancellationToken cancellationToken)
    {
        var salt = fresh.Salt;
        await db.RecoveryCodes.Where(one => one.UserId == userName).ExecuteDeleteAsync(cancellationToken);
        await db.Users.Where(u => u.Id == userName)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.RecoverySalt, salt), cancellationToken);
        db.RecoveryCodes.AddRange(fresh.Hashes.Select(hash => new RecoveryCode { UserId = userName, Hash = hash }));
        await db.SaveChangesAsync(cancellationToken);
    }

    private byte[] KeyOf(StaffRecord staff, ConsoleUser user) =>
        Convert.FromBase64String(keys.Decrypt(PersonalField.SecondFactor, staff.Id, user.TotpCipher));

    private static byte[] HashOf(string code, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(code), salt, RecoveryRounds, HashAlgorithmName.SHA512, 32);

    private sealed record FreshCodes(List<string> Codes, IReadOnlyList<byte[]> Hashes, byte[] Salt);
}
