using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Security;

/// <summary>
/// The credentials of a user: password, second factor, lock-out. Who it is and what they may do is the
/// <see cref="StaffRecord"/> of the same name in the custody database; <see cref="IdentityUser{TKey}.Id"/> is that name.
/// A person who has not set a password yet has no row here.
/// </summary>
public sealed class ConsoleUser : IdentityUser
{
    /// <summary>Which password this is; it holds while <see cref="StaffRecord.CredentialSerial"/> is the same.</summary>
    public int CredentialSerial { get; set; }

    /// <summary>
    /// Which second factor this is; it holds while <see cref="StaffRecord.FactorSerial"/> is the same. 0 for none.
    /// </summary>
    public int FactorSerial { get; set; }

    /// <summary>The key of the one-time codes, encrypted.</summary>
    public byte[]? TotpCipher { get; set; }

    /// <summary>The time step of the last code that was accepted: each code is good once.</summary>
    public long LastTotpStep { get; set; }

    /// <summary>The salt of the hashes of the recovery codes.</summary>
    public byte[]? RecoverySalt { get; set; }

    /// <summary>When the second factor was enrolled (UTC).</summary>
    public DateTime? FactorAtUtc { get; set; }

    /// <summary>When the password was set (UTC).</summary>
    public DateTime? PasswordAtUtc { get; set; }

    /// <summary>
    /// Failed proofs of an open session since the last right one. Apart from <see cref="IdentityUser{TKey}.AccessFailedCount"/>: whoever
    /// only knows the name can lock the way in, never a person who is in out of deciding.
    /// </summary>
    public int ProofFailedCount { get; set; }

    /// <summary>Until when no proof is looked at (UTC).</summary>
    public DateTime? ProofLockedUntilUtc { get; set; }

    /// <summary>The last sign-in (UTC), and where it came from.</summary>
    public DateTime? LastSignInAtUtc { get; set; }

    public string? LastSignInAddress { get; set; }
}

/// <summary>One recovery code, good once in place of a one-time code.</summary>
public sealed class RecoveryCode
{
    public long Id { get; set; }

    public string UserId { get; set; } = "";

    /// <summary>PBKDF2 over the code with the user's salt.</summary>
    public byte[] Hash { get; set; } = [];

    public DateTime? UsedAtUtc { get; set; }
}

/// <summary>
/// One attempt to sign in, kept for the auditors. A name that is no user's is not stored: it may be a mistyped
/// password.
/// </summary>
public sealed class SignInRecord
{
    public long Id { get; set; }

    public DateTime AtUtc { get; set; }

    public string? UserName { get; set; }

    public bool Succeeded { get; set; }

    public string? Address { get; set; }
}

/// <summary>One key of the data-protection ring; used on PostgreSQL, where several nodes share the ring.</summary>
public sealed class DataProtectionKey
{
    public int Id { get; set; }

    public string Name { get; set; } = "";

    public string Xml { get; set; } = "";
}

/// <summary>
/// Credentials and sign-ins, apart from the custody database: on SQLite in a file of its own, because the custody
/// file has one writer; on PostgreSQL in the schema <c>identity</c> of the same database.
/// </summary>
public abstract class IdentityDb(DbContextOptions options) : IdentityUserContext<ConsoleUser>(options)
{
    public const string Schema = "identity";

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<SignInRecord> SignIns => Set<SignInRecord>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<ConsoleUser>(user =>
        {
            user.Property(u => u.LastSignInAddress).HasMaxLength(64);
            // As UTC, so that "locked until later than now" can be asked of either database.
            user.Property(u => u.LockoutEnd).HasConversion(
                end => end!.Value.UtcDateTime,
                stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));
        });
        builder.Entity<RecoveryCode>(code =>
        {
            code.HasOne<ConsoleUser>().WithMany().HasForeignKey(c => c.UserId);
            code.HasIndex(c => new { c.UserId, c.Hash }).IsUnique();
        });
        builder.Entity<SignInRecord>(record =>
        {
            record.Property(r => r.UserName).HasMaxLength(256);
            record.Property(r => r.Address).HasMaxLength(64);
            record.HasIndex(r => r.AtUtc);
        });
    }
}

/// <summary>The identity database on SQLite.</summary>
public sealed class SqliteIdentityDb(DbContextOptions<SqliteIdentityDb> options) : IdentityDb(options);

/// <summary>The identity database on PostgreSQL.</summary>
public sealed class PostgresIdentityDb(DbContextOptions<PostgresIdentityDb> options) : IdentityDb(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        builder.HasDefaultSchema(Schema);
        base.OnModelCreating(builder);
    }
}
