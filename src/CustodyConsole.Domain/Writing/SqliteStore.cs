using System.Data.Common;
using System.Globalization;
using CustodyConsole.Domain.Ledger;

namespace CustodyConsole.Domain.Writing;

/// <summary>
/// One SQLite file with this process as its only writer. Every commit and every checkpoint happens on this one connection: the native
/// library in use may lose pages when a checkpoint overlaps another connection's commit.
/// </summary>
/// <param name="open">Opens a connection to the file.</param>
public sealed class SqliteStore(Func<DbConnection> open) : CustodyStore, IGroupWrite
{
    private readonly Dictionary<string, DbCommand> _commands = [];

    /// <inheritdoc />
    public override bool IsOnlyWriter => true;

    /// <inheritdoc />
    protected override DbConnection Open()
    {
        var connection = open();
        if (connection.State != System.Data.ConnectionState.Open) connection.Open();
        using var command = connection.CreateCommand();
        // FULL: an acknowledged operation survives a power loss. A large WAL spares checkpoints while the bank is busy.
        command.CommandText = """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;
            PRAGMA wal_autocheckpoint = 20000; PRAGMA cache_size = -131072; PRAGMA foreign_keys = OFF;
            """;
        command.ExecuteNonQuery();
        return connection;
    }

    internal override void Begin(IReadOnlySet<long> pools) => Prepared("BEGIN IMMEDIATE").ExecuteNonQuery();

    internal override void Write(Books books) => books.WriteTo(this);

    internal override void Commit() => Prepared("COMMIT").ExecuteNonQuery();

    internal override void Rollback()
    {
        try
        {
            Prepared("ROLLBACK").ExecuteNonQuery();
        }
        catch (DbException)
        {
            // SQLite may have rolled back by itself. A fresh connection starts without a transaction either way.
            DropCommands();
        }
    }

    internal override void ReadWanted(IReadOnlyList<IWantedRows> wanted)
    {
        // Nothing is gained by reading ahead from a file in the same process.
    }

    internal override IReadOnlyList<T> Query<T>(TableMap<T> table, string where, params object[] arguments)
    {
        var command = Query(table.Table, where, arguments.Length, () => $"SELECT {table.SelectList} FROM {table.Table} WHERE ");
        for (var i = 0; i < arguments.Length; i++) command.Parameters[i].Value = arguments[i];
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(table.Read(reader));
        return rows;
    }

    void IGroupWrite.Insert<T>(TableMap<T> table, IReadOnlyList<T> rows)
    {
        var command = Prepared($"INSERT {table.Table}", table.Columns.Count, () =>
            $"INSERT INTO {table.Table} ({table.SelectList}) VALUES ({Markers(0, table.Columns.Count)})");
        var parameters = command.Parameters;
        foreach (var row in rows)
        {
            for (var i = 0; i < table.Columns.Count; i++) parameters[i].Value = table.Columns[i].ValueOf(row);
            command.ExecuteNonQuery();
        }
    }

    void IGroupWrite.Update<T>(TableMap<T> table, IReadOnlyDictionary<T, T> changed)
    {
        // An account is written only if nobody else wrote it meanwhile; the version tells.
        var versioned = typeof(T) == typeof(Account);
        var count = table.Changing.Count;
        var command = Prepared($"UPDATE {table.Table}", count + (versioned ? 2 : 1), () =>
            $"UPDATE {table.Table} SET " + string.Join(", ", table.Changing.Select((column, i) => $"{column.Quoted} = @p{i}")) +
            $" WHERE \"id\" = @p{count}" + (versioned ? $" AND \"version\" = @p{count + 1}" : ""));
        var parameters = command.Parameters;
        foreach (var (row, before) in changed)
        {
            for (var i = 0; i < count; i++) parameters[i].Value = table.Changing[i].ValueOf(row);
            parameters[count].Value = row.Id;
            if (versioned) parameters[count + 1].Value = ((Account)(Row)before).Version;
            if (command.ExecuteNonQuery() != 1) throw new ForeignWriteException(table.Table, row.Id);
        }
    }

    internal override void Idle()
    {
        // A checkpoint while nobody waits keeps the WAL short; PASSIVE never blocks readers.
        using var command = Connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        command.ExecuteNonQuery();
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        DropCommands();
        base.Dispose();
    }

    private void DropCommands()
    {
        foreach (var command in _commands.Values) command.Dispose();
        _commands.Clear();
        Drop();
    }

    private DbCommand Prepared(string sql) => Prepared(sql, 0, () => sql);

    private DbCommand Query(string table, string where, int count, Func<string> select) => Prepared(
        $"SELECT {table} {where}", count,
        () => select() + string.Format(CultureInfo.InvariantCulture, where, [.. Enumerable.Range(0, count).Select(i => $"@p{i}")]));

    private DbCommand Prepared(string name, int count, Func<string> sql)
    {
        if (_commands.TryGetValue(name, out var command)) return command;
        command = Connection.CreateCommand();
        command.CommandText = sql();
        for (var i = 0; i < count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }

        return _commands[name] = command;
    }

    private static string Markers(int first, int count) =>
        string.Join(", ", Enumerable.Range(first, count).Select(i => $"@p{i}"));
}

/// <summary>Somebody other than the writer changed a row: what is held in memory is not what the database holds.</summary>
public sealed class ForeignWriteException(string table, long id)
    : Exception($"Row {id} of {table} was changed by another writer; this group was taken back and everything is read again.");
