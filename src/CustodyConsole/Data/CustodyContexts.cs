using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Data;

/// <summary>The custody database on SQLite; the class exists so that its migrations are its own.</summary>
public sealed class SqliteCustodyDb(DbContextOptions<SqliteCustodyDb> options) : CustodyDb(options);

/// <summary>The custody database on PostgreSQL; the class exists so that its migrations are its own.</summary>
public sealed class PostgresCustodyDb(DbContextOptions<PostgresCustodyDb> options) : CustodyDb(options)
{
    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // Balances change with every posting; room on the page keeps the new version beside the old one, and the indexes untouched.
        modelBuilder.Entity<Account>().HasStorageParameter("fillfactor", 70);
    }
}
