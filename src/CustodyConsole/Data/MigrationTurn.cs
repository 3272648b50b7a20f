using Npgsql;

namespace CustodyConsole.Data;

/// <summary>
/// Nodes that start at the same moment bring a PostgreSQL database up to date one after the other: a migration that two begin together fails for
/// one of them, and so does a first row that two write.
/// </summary>
internal static class MigrationTurn
{
    /// <summary>Waits for the turn; it ends when the result is disposed. A database that does not exist yet is created, by one of the nodes.</summary>
    public static async Task<IAsyncDisposable> TakeAsync(string database, CancellationToken cancellationToken = default)
    {
        try
        {
            return await LockAsync(database, null, cancellationToken);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateAsync(database, cancellationToken);
            return await LockAsync(database, null, cancellationToken);
        }
    }

    /// <summary>Creates the database under a lock of the server's own database, which all who would create it meet.</summary>
    private static async Task CreateAsync(string database, CancellationToken cancellationToken)
    {
        await using var connection = await LockAsync(database, "postgres", cancellationToken);
        await using var command = connection.CreateCommand();
        var name = new NpgsqlConnectionStringBuilder(database).Database!;
        command.CommandText = "SELECT count(*) FROM pg_database WHERE datname = $1";
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        if ((long)(await command.ExecuteScalarAsync(cancellationToken))! > 0) return;
        command.Parameters.Clear();
        command.CommandText = $"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The lock is the connection's and goes with it.</summary>
    private static async Task<NpgsqlConnection> LockAsync(string database, string? elsewhere, CancellationToken cancellationToken)
    {
        var own = new NpgsqlConnectionStringBuilder(database) { Pooling = false };
        if (elsewhere is not null) own.Database = elsewhere;
        var connection = new NpgsqlConnection(own.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandTimeout = 0;
            command.CommandText = "SELECT pg_advisory_lock(5080, 1)";
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
