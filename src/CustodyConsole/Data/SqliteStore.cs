using System.Data.Common;
using System.Globalization;
using CustodyConsole.Domain.Writing;
using Microsoft.Data.Sqlite;

namespace CustodyConsole.Data;

/// <summary>
/// One SQLite file with this process as its only writer. Every commit and every checkpoint happens on this one connection: the native
/// library in use may lose pages when a checkpoint overlaps another connection's commit.
/// </summary>
/// <param name="file">The database file; it has its tables already.</param>
internal sealed class SqliteStore(string file) : CustodyStore, IGroupWrite
{
    private readonly Dictionary<string, SqliteStatement> _statements = [];
    private readonly Dictionary<string, SqliteCommand> _queries = [];

    /// <inheritdoc />
    public override bool IsOnlyWriter => true;

    private SqliteConnection Sqlite => (SqliteConnection)Connection;

    /// <inheritdoc />
    protected override DbConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        // FULL: an acknowledged operation survives a power loss. A large WAL (256 MB) spares checkpoints while the bank is busy: a page that
        // many groups change goes to the file once.
        command.CommandText = """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;
            PRAGMA wal_autocheckpoint = 65536; PRAGMA cache_size = -131072; PRAGMA foreign_keys = OFF;
            """;
        command.ExecuteNonQuery();
        return connection;
    }

    /// <inheritdoc />
    protected override void Begin(IReadOnlySet<long> pools, IReadOnlyList<long> advancing) =>
        Statement("BEGIN IMMEDIATE", () => "BEGIN IMMEDIATE").Execute();

    /// <inheritdoc />
    protected override void Write(Action<IGroupWrite> rows) => rows(this);

    /// <inheritdoc />
    protected override void Commit() => Statement("COMMIT", () => "COMMIT").Execute();

    /// <inheritdoc />
    protected override void Rollback()
    {
        // Closing the connection rolls back whatever was open, and the next group starts on a fresh one.
        DropStatements();
        Drop();
    }

    /// <inheritdoc />
    protected override void ReadWanted(IReadOnlyList<IWantedRows> wanted)
    {
        // Nothing is gained by reading ahead from a file in the same process.
    }

    /// <inheritdoc />
    protected override IReadOnlyList<T> Query<T>(TableMap<T> table, string where, params object[] arguments)
    {
        var name = table.Table + where;
        if (!_queries.TryGetValue(name, out var command))
        {
            var markers = Enumerable.Range(0, arguments.Length).Select(i => (object)$"@p{i}").ToArray();
            command = Sqlite.CreateCommand();
            command.CommandText = $"SELECT {table.SelectList} FROM {table.Table} WHERE " +
                string.Format(CultureInfo.InvariantCulture, where, markers);
            for (var i = 0; i < arguments.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
            _queries[name] = command;
        }

        for (var i = 0; i < arguments.Length; i++) command.Parameters[i].Value = arguments[i];
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(table.Read(reader));
        return rows;
    }

    void IGroupWrite.Insert<T>(TableMap<T> table, IReadOnlyList<T> rows)
    {
        var columns = table.Columns;
        var statement = Statement("INSERT " + table.Table, () =>
            $"INSERT INTO {table.Table} ({table.SelectList}) VALUES ({string.Join(", ", columns.Select((_, i) => $"?{i + 1}"))})");
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Count; i++) columns[i].Give(row, statement, i + 1);
            statement.Execute();
        }
    }

    void IGroupWrite.Update<T>(TableMap<T> table, IReadOnlyDictionary<T, T> changed)
    {
        var columns = table.Changing;
        var count = columns.Count;
        var statement = Statement("UPDATE " + table.Table, () =>
            $"UPDATE {table.Table} SET " + string.Join(", ", columns.Select((column, i) => $"{column.Quoted} = ?{i + 1}")) +
            $" WHERE \"id\" = ?{count + 1}" + (table.IsVersioned ? $" AND \"version\" = ?{count + 2}" : ""));
        foreach (var (row, before) in changed)
        {
            for (var i = 0; i < count; i++) columns[i].Give(row, statement, i + 1);
            statement.Number(count + 1, row.Id);
            if (table.IsVersioned) statement.Number(count + 2, table.VersionOf(before));
            if (statement.Execute() != 1) throw new ForeignWriteException($"Row {row.Id} of {table.Table}");
        }
    }

    /// <inheritdoc />
    protected override void Idle()
    {
        // A checkpoint while nobody waits keeps the WAL short; PASSIVE never blocks readers.
        using var command = Sqlite.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        command.ExecuteNonQuery();
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        DropStatements();
        base.Dispose();
    }

    private void DropStatements()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _statements.Clear();
        foreach (var command in _queries.Values) command.Dispose();
        _queries.Clear();
    }

    private SqliteStatement Statement(string name, Func<string> sql) =>
        _statements.TryGetValue(name, out var statement)
            ? statement
            : _statements[name] = new SqliteStatement(Sqlite, sql());
}
