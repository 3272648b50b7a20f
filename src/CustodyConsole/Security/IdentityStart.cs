using CustodyConsole.Data;
using CustodyConsole.Domain.Writing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CustodyConsole.Security;

/// <summary>
/// Brings the identity database to this version at start: migrations, and the demo sign-ins of a demo bank.
/// </summary>
public static class IdentityStart
{
    public static async Task PrepareIdentityAsync(this IHost app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var settings = scope.ServiceProvider.GetRequiredService<CustodySettings>();
        Directory.CreateDirectory(settings.Folder);
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        // Nodes that start at the same moment take turns, with the tables and with the demo sign-ins; SQLite has one node.
        await using (settings.IsPostgres ? await MigrationTurn.TakeAsync(settings.Database) : null)
        {
            // Asking a new PostgreSQL database for its migrations would be an error in the log, so the empty list comes first.
            if (settings.IsPostgres) await db.Database.ExecuteSqlRawAsync(db.GetService<IHistoryRepository>().GetCreateIfNotExistsScript());
            await RefuseNewerAsync(db);
            await db.Database.MigrateAsync();
            await IdentityRows.EnsureAsync(db, IdentityRows.Nobody, IdentityRows.Nobody, CancellationToken.None);
            if (settings.Demo)
            {
                await DemoUsers.SeedAsync(
                    scope.ServiceProvider.GetRequiredService<GroupWriter>(),
                    scope.ServiceProvider.GetRequiredService<StaffDirectory>(), db,
                    scope.ServiceProvider.GetRequiredService<IPasswordHasher<ConsoleUser>>(), CancellationToken.None);
            }
        }

        // Made now, so that the first unknown name does not wait for it.
        scope.ServiceProvider.GetRequiredService<NobodysPassword>();
    }

    /// <summary>A database that a newer version has migrated is not touched.</summary>
    private static async Task RefuseNewerAsync(IdentityDb db)
    {
        if (!await db.Database.CanConnectAsync())
            return;
        var unknown = (await db.Database.GetAppliedMigrationsAsync()).Except(db.Database.GetMigrations()).ToList();
        if (unknown.Count > 0)
        {
            throw new InvalidOperationException(
                $"The identity database was migrated by a newer version of the console (to {unknown[^1]}). " +
                "Start that version, or restore a backup made before it.");
        }
    }
}
