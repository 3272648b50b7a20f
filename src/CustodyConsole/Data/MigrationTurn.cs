using Npgsql;

namespace CustodyConsole.Data;

/// <summary>
/// Nodes that start at the same moment bring a PostgreSQL database up to date one after the other: a migration that two begin together fails for
/// one of them.
/// </summary>
internal static class MigrationTurn
{
    /// <summary>
    /// Waits for the turn; it ends when the result is disposed. Null where there is no database yet: then there is nobody to wait for but
    /// whoever creates it.
    /// </summary>
    public static async Task<IAsyncDisposable?> TakeAsync(string database, CancellationToken cancellationToken = default)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandTimeout = 0;
            command.CommandText = "SELECT pg_advisory_lock(5080, 1)";
            await command.ExecuteNonQueryAsync(cancellationToken);
            // The lock is the connection's and goes with it.
            return connection;
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
