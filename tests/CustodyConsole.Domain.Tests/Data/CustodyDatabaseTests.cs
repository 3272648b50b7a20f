using CustodyConsole.Data;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Data;

public sealed class CustodyDatabaseTests
{
    [Theory, OnBothDatabases]
    public async Task The_migrations_make_what_the_model_says(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        await using var db = bank.Db();
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task A_file_that_another_process_writes_is_refused_with_a_sentence()
    {
        await using var bank = await TestBank.OpenAsync("sqlite");

        var refused = await Assert.ThrowsAsync<DatabaseRefusedException>(() => CustodyDatabase.OpenAsync(bank.Connection, TimeProvider.System));

        Assert.Contains("is in use by another process", refused.Message, StringComparison.Ordinal);
        Assert.Contains("正被另一进程使用", refused.Message, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_database_of_a_newer_version_is_refused_and_left_alone(string database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        const string newer = "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29991231000000_FromTheFuture', '99.0.0')";
        if (bank.Database.IsPostgres)
        {
            await using var db = bank.Db();
            await db.Database.ExecuteSqlRawAsync(newer);
        }
        else
        {
            await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={bank.Connection};Pooling=false");
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = newer;
            await command.ExecuteNonQueryAsync();
        }

        if (!bank.Database.IsPostgres) await bank.Database.DisposeAsync();
        bank.ProveAtEnd = false;
        var refused = await Assert.ThrowsAsync<DatabaseRefusedException>(() => CustodyDatabase.OpenAsync(bank.Connection, TimeProvider.System));
        Assert.Contains("29991231000000_FromTheFuture", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_with_a_sentence()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, new string('x', 5000));
        var refused = await Assert.ThrowsAsync<DatabaseRefusedException>(() => CustodyDatabase.OpenAsync(file, TimeProvider.System));
        Assert.Contains("The database cannot be opened", refused.Message, StringComparison.Ordinal);
        File.Delete(file);
        File.Delete(file + ".lock");
    }

    [Fact]
    public async Task Reading_a_file_that_is_not_there_is_refused_and_makes_none()
    {
        var file = Path.Combine(Path.GetTempPath(), $"none-{Guid.NewGuid():N}.db");
        await Assert.ThrowsAsync<DatabaseRefusedException>(() => CustodyDatabase.OpenToReadAsync(file, TimeProvider.System));
        Assert.False(File.Exists(file));
    }
}
