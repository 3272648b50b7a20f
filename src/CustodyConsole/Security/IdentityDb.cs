using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Security;

/// <summary>A person who signs in to the console.</summary>
public sealed class ConsoleUser : IdentityUser
{
    /// <summary>The person's name as shown on screens and in approvals.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>
    /// The person's staff number. Two user names of one person share it, so that nobody checks what they made. A user
    /// without one can look and do nothing.
    /// </summary>
    public string? StaffNo { get; set; }

    /// <summary>The platform that a person with the role <see cref="Roles.Platform"/> works for.</summary>
    public string? PlatformNo { get; set; }

    /// <summary>
    /// Seeded with a published password; such a sign-in is refused while the setting Custody:Demo is off.
    /// </summary>
    public bool IsDemo { get; set; }

    /// <summary>Since when the user may neither sign in nor act (UTC); null for a user in use.</summary>
    public DateTime? DisabledAtUtc { get; set; }
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
/// Users, roles and sign-ins, apart from the custody database: on SQLite in a file of its own, because the custody
/// file has one writer; on PostgreSQL in the schema <c>identity</c> of the same database.
/// </summary>
public abstract class IdentityDb(DbContextOptions options) : IdentityDbContext<ConsoleUser>(options)
{
    public const string Schema = "identity";

    public DbSet<SignInRecord> SignIns => Set<SignInRecord>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<ConsoleUser>(user =>
        {
            user.Property(u => u.DisplayName).HasMaxLength(100);
            user.Property(u => u.StaffNo).HasMaxLength(32);
            user.HasIndex(u => u.StaffNo);
            user.Property(u => u.PlatformNo).HasMaxLength(50);
            // As UTC, so that "locked until later than now" can be asked of either database.
            user.Property(u => u.LockoutEnd).HasConversion(
                end => end!.Value.UtcDateTime,
                stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));
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
