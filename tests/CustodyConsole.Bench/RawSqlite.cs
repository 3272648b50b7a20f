using System.Diagnostics;
using System.Globalization;
using CustodyConsole.Data;
using Microsoft.Data.Sqlite;

namespace CustodyConsole.Bench;

/// <summary>
/// The peer: the same rows in the same tables, written by nothing but prepared commands on one connection with synchronous=FULL. It checks no
/// rule, keeps no request number apart and answers nobody: what is left is the price of the rows.
/// </summary>
internal sealed class RawSqlite : IAsyncDisposable
{
    private readonly string _folder;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _order;
    private readonly SqliteCommand _entry;
    private readonly SqliteCommand _line;
    private readonly SqliteCommand _account;
    private readonly long[] _versions;
    private readonly long[] _balances;
    private long _key = 1_000_000;

    private RawSqlite(string folder, SqliteConnection connection, int accounts)
    {
        _folder = folder;
        _connection = connection;
        _versions = new long[accounts];
        _balances = new long[accounts];
        Array.Fill(_balances, 1_000_000_000_00);
        _order = Prepare(
            "INSERT INTO custody_order (id, platform_id, pool_id, request_no, content_hash, type, state, account_id, amount_fen, principal_fen, " +
            "interest_fen, fine_fen, fee_fen, verification, operator, accounting_date, created_at_utc, updated_at_utc) " +
            "VALUES (@a, 1, 2, @b, @c, 30, 4, @d, @e, 0, 0, 0, 0, 0, 'bench', '2017-08-03', @f, @f)", 6);
        _entry = Prepare(
            "INSERT INTO journal_entry (id, pool_id, operation, order_id, accounting_date, transaction_date, posted_at_utc, first_line_id, " +
            "line_count, total_fen) VALUES (@a, 2, 20, @b, '2017-08-03', '2017-08-03', @c, @d, 2, @e)", 5);
        _line = Prepare(
            "INSERT INTO journal_line (id, entry_id, account_id, account_version, side, bucket, kind, amount_fen, float_fen, book_after_fen, " +
            "frozen_after_fen, float_after_fen) VALUES (@a, @b, @c, @d, @e, 1, 1, @f, 0, @g, 0, 0)", 7);
        _account = Prepare(
            "UPDATE account SET book_fen = @a, frozen_fen = 0, float_fen = 0, version = @b WHERE id = @c AND version = @d", 4);
    }

    public static async Task<RawSqlite> OpenAsync(int accounts)
    {
        var folder = Directory.CreateTempSubdirectory("custody-raw-").FullName;
        var file = Path.Combine(folder, "raw.db");
        await (await CustodyDatabase.OpenAsync(file, TimeProvider.System)).DisposeAsync();
        var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        Execute(connection,
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; " +
            "PRAGMA wal_autocheckpoint = 20000; PRAGMA cache_size = -131072; PRAGMA foreign_keys = OFF;");
        Execute(connection,
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < " + accounts.ToString(CultureInfo.InvariantCulture) + ") " +
            "INSERT INTO account (id, pool_id, number, type, state, book_fen, frozen_fen, float_fen, version, opened_on) " +
            "SELECT i, 2, printf('%019d', i), 101, 1, 100000000000, 0, 0, 0, '2017-08-03' FROM n");
        return new RawSqlite(folder, connection, accounts);
    }

    /// <summary>Transfers a second, with so many in each commit.</summary>
    public double Run(TimeSpan duration, int perCommit)
    {
        var random = new Random(7);
        var clock = Stopwatch.StartNew();
        var done = 0;
        while (clock.Elapsed < duration)
        {
            using var transaction = _connection.BeginTransaction();
            foreach (var command in new[] { _order, _entry, _line, _account }) command.Transaction = transaction;
            for (var i = 0; i < perCommit; i++) Transfer(random.Next(_versions.Length / 2), (_versions.Length / 2) + random.Next(_versions.Length / 2));
            transaction.Commit();
            done += perCommit;
        }

        return done / clock.Elapsed.TotalSeconds;
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private void Transfer(int from, int to)
    {
        var now = DateTime.UtcNow;
        var order = _key++;
        var entry = _key++;
        var line = _key;
        _key += 2;
        Run(_order, order, $"R{order:D12}", Hash, (long)from, 1L, now);
        Run(_entry, entry, order, now, line, 1L);
        Run(_line, line, entry, (long)from, ++_versions[from], 1L, 1L, --_balances[from]);
        Run(_line, line + 1, entry, (long)to, ++_versions[to], 2L, 1L, ++_balances[to]);
        Run(_account, _balances[from], _versions[from], (long)from, _versions[from] - 1);
        Run(_account, _balances[to], _versions[to], (long)to, _versions[to] - 1);
    }

    private static readonly byte[] Hash = new byte[16];

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        if (command.ExecuteNonQuery() != 1) throw new InvalidOperationException(command.CommandText);
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"@{(char)('a' + i)}" });
        return command;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
