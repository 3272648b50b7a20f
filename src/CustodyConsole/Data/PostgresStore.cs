using System.Data.Common;
using System.Globalization;
using CustodyConsole.Domain.Writing;
using Npgsql;

namespace CustodyConsole.Data;

/// <summary>
/// A PostgreSQL database that several nodes may write. A group is two round trips: the first begins the transaction, takes the advisory
/// lock of each pool it touches, in order, then that of each payment company whose advances it may add to, and reads what it wants; the second
/// writes set-based and commits. Nothing is kept between groups.
/// </summary>
/// <param name="database">The connection string of the database.</param>
internal sealed class PostgresStore(string database) : CustodyStore, IGroupWrite
{
    /// <summary>
    /// The writer looks rows up by their keys and nothing else, so an index and a nested loop are right whatever the statistics of a young
    /// table say, and one plan for each of its few texts is enough.
    /// </summary>
    private const string ServerOptions =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    /// <summary>The first half of our advisory lock keys, so that they meet no other application's.</summary>
    private const int LockSpace = 0x43555354;

    /// <summary>
    /// The same for payment companies, which pools of several platforms share. Every group takes pools first and companies after them, each in
    /// ascending order, so no two wait for each other. A company without a limit has nothing to guard and is not locked: setting one takes the
    /// bank as a whole.
    /// </summary>
    private static readonly string CompanyLocks =
        $"SELECT pg_advisory_xact_lock({LockSpace - 1}, company.key) FROM (SELECT DISTINCT hashtext(p.payment_company) AS key FROM custody_pool p " +
        "JOIN advance_limit l ON l.payment_company = p.payment_company WHERE p.id = ANY($1) ORDER BY 1 OFFSET 0) company";

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database)
    {
        Options = ServerOptions,
        MaxAutoPrepare = 200,
        AutoPrepareMinUsages = 2,
    });

    private DbBatch? _batch;
    private readonly List<long> _pools = [];
    private long[] _advancing = [];
    private bool _exclusive;
    private bool _locked;

    /// <inheritdoc />
    public override bool IsOnlyWriter => false;

    /// <inheritdoc />
    protected override DbConnection Open() => _source.OpenConnection();

    protected override void Begin(IReadOnlySet<long> pools, IReadOnlyList<long> advancing)
    {
        _locked = false;
        // Key 0 is the bank as a whole: the day cut takes it alone, every posting shares it.
        _exclusive = pools.Contains(0);
        _pools.Clear();
        _pools.AddRange(pools.Where(pool => pool != 0).Order());
        _advancing = [.. advancing];
    }

    protected override void ReadWanted(IReadOnlyList<IWantedRows> wanted)
    {
        if (_locked && wanted.Count == 0) return;
        using var batch = Connection.CreateBatch();
        var locks = AddBeginAndLocks(batch);
        foreach (var rows in wanted)
        {
            var command = Command(batch, Numbered(rows.Sql, rows.Arguments.Count));
            foreach (var argument in rows.Arguments) AddValue(command, argument);
            batch.BatchCommands.Add(command);
        }

        using var reader = batch.ExecuteReader();
        // Beginning the transaction answers with no rows of its own, each lock with a result.
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

    /// <summary>Writes and commits in one go: a row that is not as it was read ends the batch before its commit is reached.</summary>
    protected override void Write(Action<IGroupWrite> rows)
    {
        using var batch = Connection.CreateBatch();
        _batch = batch;
        rows(this);
        _batch = null;
        batch.BatchCommands.Add(Command(batch, "COMMIT"));
        try
        {
            batch.ExecuteNonQuery();
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            throw new ForeignWriteException("A row", refused);
        }
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
        // A row that is gone or was changed by another makes the count differ, and the division by zero keeps the commit from being reached.
        var command = Command(_batch!, $"WITH written AS (UPDATE {table.Table} AS t SET " +
            string.Join(", ", table.Changing.Select((column, i) => $"{column.Quoted} = v.c{i}")) +
            $" FROM unnest({string.Join(", ", Enumerable.Range(1, count + (versioned ? 2 : 1)).Select(i => $"${i}"))}) AS v({names})" +
            " WHERE t.\"id\" = v.id" + (versioned ? " AND t.\"version\" = v.before" : "") +
            $" RETURNING 1) SELECT 1 / (count(*) = ${count + (versioned ? 3 : 2)})::int FROM written");
        var rows = changed.Keys.OrderBy(row => row.Id).ToList();
        foreach (var column in table.Changing) AddArray(command, column.ValuesOf(rows), column.StoreType);
        AddArray(command, rows.ConvertAll(row => row.Id).ToArray(), "bigint");
        if (versioned) AddArray(command, rows.ConvertAll(row => table.VersionOf(changed[row])).ToArray(), "bigint");
        AddValue(command, (long)rows.Count);
        _batch!.BatchCommands.Add(command);
    }

    protected override void Commit()
    {
        // Done with the writes, in the same round trip.
    }

    protected override void Rollback()
    {
        _batch = null;
        // Closing the connection ends the transaction whatever state it is in, and a lost connection is replaced.
        Drop();
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        _source.Dispose();
    }

    /// <summary>Returns how many of the added commands answer with a result.</summary>
    private int AddBeginAndLocks(DbBatch batch)
    {
        if (_locked) return 0;
        batch.BatchCommands.Add(Command(batch, "BEGIN"));
        batch.BatchCommands.Add(Command(batch, $"SELECT pg_advisory_xact_lock{(_exclusive ? "" : "_shared")}({LockSpace}, 0)"));
        foreach (var pool in _pools)
        {
            var command = Command(batch, $"SELECT pg_advisory_xact_lock({LockSpace}, $1)");
            AddValue(command, (int)(pool % int.MaxValue));
            batch.BatchCommands.Add(command);
        }

        if (_advancing.Length == 0) return _pools.Count + 1;
        var companies = Command(batch, CompanyLocks);
        AddValue(companies, _advancing);
        batch.BatchCommands.Add(companies);
        return _pools.Count + 2;
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
