using System.Data.Common;
using System.Globalization;
using CustodyConsole.Domain.Writing;
using Npgsql;

namespace CustodyConsole.Data;

/// <summary>
/// A PostgreSQL database that several nodes may write. A group takes the advisory transaction lock of each pool it touches, in order,
/// reads what it wants in one round trip, writes set-based in another and commits; nothing is kept between groups.
/// </summary>
/// <param name="source">Where connections come from.</param>
internal sealed class PostgresStore(NpgsqlDataSource source) : CustodyStore, IGroupWrite
{
    /// <summary>The first half of our advisory lock keys, so that they meet no other application's.</summary>
    private const int LockSpace = 0x43555354;

    private DbTransaction? _transaction;
    private DbBatch? _batch;
    private long _updatesExpected;
    private readonly List<long> _pools = [];
    private bool _exclusive;
    private bool _locked;

    /// <inheritdoc />
    public override bool IsOnlyWriter => false;

    /// <inheritdoc />
    protected override DbConnection Open() => source.OpenConnection();

    protected override void Begin(IReadOnlySet<long> pools)
    {
        _transaction = Connection.BeginTransaction();
        _locked = false;
        // Key 0 is the bank as a whole: the day cut takes it alone, every posting shares it.
        _exclusive = pools.Contains(0);
        _pools.Clear();
        _pools.AddRange(pools.Where(pool => pool != 0).Order());
    }

    protected override void ReadWanted(IReadOnlyList<IWantedRows> wanted)
    {
        if (_locked && wanted.Count == 0) return;
        using var batch = Connection.CreateBatch();
        batch.Transaction = _transaction;
        var locks = AddLocks(batch);
        foreach (var rows in wanted)
        {
            var command = Command(batch, Numbered(rows.Sql, rows.Arguments.Count));
            foreach (var argument in rows.Arguments) AddValue(command, argument);
            batch.BatchCommands.Add(command);
        }

        using var reader = batch.ExecuteReader();
        for (var i = 0; i < locks; i++) reader.NextResult();
        _locked = true;
        foreach (var rows in wanted)
        {
            rows.Take(reader);
            reader.NextResult();
        }
    }

    protected override IReadOnlyList<T> Query<T>(TableMap<T> table, string where, params object[] arguments)
    {
        // Nothing is read before the locks are held: it could be old by the time they are.
        if (!_locked) ReadWanted([]);
        using var command = Connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = Numbered($"SELECT {table.SelectList} FROM {table.Table} WHERE {where}", arguments.Length);
        foreach (var argument in arguments)
        {
            var parameter = command.CreateParameter();
            parameter.Value = argument;
            command.Parameters.Add(parameter);
        }

        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(table.Read(reader));
        return rows;
    }

    protected override void Write(Action<IGroupWrite> rows)
    {
        using var batch = Connection.CreateBatch();
        batch.Transaction = _transaction;
        _batch = batch;
        _updatesExpected = 0;
        rows(this);
        _batch = null;
        if (batch.BatchCommands.Count == 0) return;
        batch.ExecuteNonQuery();
        var updated = batch.BatchCommands.Cast<DbBatchCommand>()
            .Where(command => command.CommandText.StartsWith("UPDATE", StringComparison.Ordinal))
            .Sum(command => (long)command.RecordsAffected);
        if (updated != _updatesExpected) throw new ForeignWriteException("the group", updated - _updatesExpected);
    }

    void IGroupWrite.Insert<T>(TableMap<T> table, IReadOnlyList<T> rows)
    {
        var command = Command(_batch!, $"INSERT INTO {table.Table} ({table.SelectList}) SELECT * FROM unnest(" +
            string.Join(", ", Enumerable.Range(1, table.Columns.Count).Select(i => $"${i}")) + ")");
        foreach (var column in table.Columns) AddArray(command, column.ValuesOf(rows), column.StoreType);
        _batch!.BatchCommands.Add(command);
    }

    void IGroupWrite.Update<T>(TableMap<T> table, IReadOnlyDictionary<T, T> changed)
    {
        var versioned = table.IsVersioned;
        var count = table.Changing.Count;
        var names = string.Join(", ", Enumerable.Range(0, count).Select(i => $"c{i}")) + ", id" + (versioned ? ", before" : "");
        var command = Command(_batch!, $"UPDATE {table.Table} AS t SET " +
            string.Join(", ", table.Changing.Select((column, i) => $"{column.Quoted} = v.c{i}")) +
            $" FROM unnest({string.Join(", ", Enumerable.Range(1, count + (versioned ? 2 : 1)).Select(i => $"${i}"))}) AS v({names})" +
            " WHERE t.\"id\" = v.id" + (versioned ? " AND t.\"version\" = v.before" : ""));
        var rows = changed.Keys.OrderBy(row => row.Id).ToList();
        foreach (var column in table.Changing) AddArray(command, column.ValuesOf(rows), column.StoreType);
        AddArray(command, rows.ConvertAll(row => row.Id).ToArray(), "bigint");
        if (versioned) AddArray(command, rows.ConvertAll(row => table.VersionOf(changed[row])).ToArray(), "bigint");
        _batch!.BatchCommands.Add(command);
        _updatesExpected += rows.Count;
    }

    protected override void Commit()
    {
        _transaction!.Commit();
        _transaction.Dispose();
        _transaction = null;
    }

    protected override void Rollback()
    {
        _transaction = null;
        _batch = null;
        // Closing the connection ends the transaction whatever state it is in, and a lost connection is replaced.
        Drop();
    }

    private int AddLocks(DbBatch batch)
    {
        if (_locked) return 0;
        batch.BatchCommands.Add(Command(batch, $"SELECT pg_advisory_xact_lock{(_exclusive ? "" : "_shared")}({LockSpace}, 0)"));
        foreach (var pool in _pools)
        {
            var command = Command(batch, $"SELECT pg_advisory_xact_lock({LockSpace}, $1)");
            AddValue(command, (int)(pool % int.MaxValue));
            batch.BatchCommands.Add(command);
        }

        return _pools.Count + 1;
    }

    private static DbBatchCommand Command(DbBatch batch, string sql)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = sql;
        return command;
    }

    private static void AddArray(DbBatchCommand command, Array values, string elementType)
    {
        command.Parameters.Add(new NpgsqlParameter { DataTypeName = elementType + "[]", Value = values });
    }

    private static void AddValue(DbBatchCommand command, object value)
    {
        var parameter = command.CreateParameter();
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    private static string Numbered(string sql, int count) => string.Format(
        CultureInfo.InvariantCulture, sql, [.. Enumerable.Range(1, count).Select(i => (object)$"${i}")]);
}
