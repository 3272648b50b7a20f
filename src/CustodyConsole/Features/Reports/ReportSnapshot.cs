using System.Data;
using System.Data.Common;
using CustodyConsole.Domain;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports;

/// <summary>
/// One moment of the books for all queries of a report: what is posted meanwhile is not in it. On SQLite a deferred read transaction of a
/// read-only connection, on PostgreSQL a repeatable read that may not write. Neither holds up whoever posts.
/// </summary>
internal sealed class ReportSnapshot : IAsyncDisposable
{
    private readonly DbTransaction _transaction;

    private ReportSnapshot(DbTransaction transaction) => _transaction = transaction;

    public static async Task<ReportSnapshot> BeginAsync(CustodyDb db, CancellationToken stop)
    {
        // A report over years takes minutes; whoever asked for it can cancel it.
        db.Database.SetCommandTimeout(TimeSpan.FromDays(1));
        await db.Database.OpenConnectionAsync(stop);
        var connection = db.Database.GetDbConnection();
        DbTransaction transaction;
        if (connection is SqliteConnection sqlite) transaction = sqlite.BeginTransaction(IsolationLevel.Serializable, deferred: true);
        else
        {
            transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "SET TRANSACTION READ ONLY";
            await command.ExecuteNonQueryAsync(stop);
        }

        await db.Database.UseTransactionAsync(transaction, stop);
        return new ReportSnapshot(transaction);
    }

    public ValueTask DisposeAsync() => _transaction.DisposeAsync();
}
