using CustodyConsole.Data;
using CustodyConsole.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CustodyConsole.Ef;

/// <summary>
/// How the EF tool makes each context: one line of class for each. No database is opened when a migration is added, so the
/// connection is only a name.
/// </summary>
public abstract class SqliteDesign<TContext> : IDesignTimeDbContextFactory<TContext> where TContext : DbContext
{
    public TContext CreateDbContext(string[] args) => (TContext)Activator.CreateInstance(
        typeof(TContext), new DbContextOptionsBuilder<TContext>().UseSqlite("Data Source=design.db").Options)!;
}

/// <inheritdoc cref="SqliteDesign{TContext}"/>
public abstract class PostgresDesign<TContext> : IDesignTimeDbContextFactory<TContext> where TContext : DbContext
{
    public TContext CreateDbContext(string[] args) => (TContext)Activator.CreateInstance(
        typeof(TContext), new DbContextOptionsBuilder<TContext>().UseNpgsql("Host=design").Options)!;
}

public sealed class SqliteIdentityDesign : SqliteDesign<SqliteIdentityDb>;

public sealed class PostgresIdentityDesign : PostgresDesign<PostgresIdentityDb>;

public sealed class SqliteCustodyDesign : SqliteDesign<SqliteCustodyDb>;

public sealed class PostgresCustodyDesign : PostgresDesign<PostgresCustodyDb>;
