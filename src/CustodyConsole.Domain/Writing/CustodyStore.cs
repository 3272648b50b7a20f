using System.Data.Common;

namespace CustodyConsole.Domain.Writing;

/// <summary>
/// The writer's connection to a custody database. Two implementations: one file with one writer (SQLite), and a server that several
/// nodes share (PostgreSQL). All calls come from the writer's own thread.
/// </summary>
public abstract class CustodyStore : IDisposable
{
    /// <summary>Stands for the pool of an operation that touches no account: it waits for no pool and none waits for it.</summary>
    public const long NoPool = long.MinValue;

    /// <summary>The lock of the audit trail, taken like a pool's: its rows are chained, so they are appended one after the other.</summary>
    internal const long AuditLock = -1;

    /// <summary>The lock of what is kept of past days, taken like a pool's, so that two starts of one step do it once.</summary>
    internal const long DaysLock = -2;

    /// <summary>The lock of job runs, taken like a pool's: nodes begin runs one after the other, and postings do not wait for them.</summary>
    internal const long JobsLock = -4;

    /// <summary>The lock of exports and their schedules, taken like a pool's: nodes begin exports one after the other.</summary>
    internal const long ReportsLock = -5;

    /// <summary>The lock of alerts, taken like a pool's: looking after advances every second keeps no posting waiting.</summary>
    internal const long AlertsLock = -6;

    private DbConnection? _connection;

    /// <summary>Opens a connection that is ready for use.</summary>
    protected abstract DbConnection Open();

    /// <summary>The open connection; opened again after it was lost.</summary>
    protected DbConnection Connection => _connection ??= Open();

    /// <summary>True where this process is the only writer of the database, so that rows may be kept in memory between groups.</summary>
    public abstract bool IsOnlyWriter { get; }

    /// <summary>Begins a group: the transaction in which all its operations are written.</summary>
    /// <param name="pools">The pools that the group touches; 0 stands for the bank as a whole.</param>
    /// <param name="advancing">
    /// Those of them that may add to the advances of their payment company: as long as the group lasts, nobody else adds to them.
    /// </param>
    protected internal abstract void Begin(IReadOnlySet<long> pools, IReadOnlyList<long> advancing);

    /// <summary>
    /// Writes what the group changed: <paramref name="rows"/> hands it over, table by table. Must be followed by <see cref="Commit"/> or
    /// <see cref="Rollback"/>; a database with dear round trips may have committed already.
    /// </summary>
    protected internal abstract void Write(Action<IGroupWrite> rows);

    /// <summary>Makes the group durable.</summary>
    protected internal abstract void Commit();

    /// <summary>Takes the group back; after an error the connection is opened again.</summary>
    protected internal abstract void Rollback();

    /// <summary>Reads what the operations of the group said they want, in as few round trips as the database allows.</summary>
    protected internal abstract void ReadWanted(IReadOnlyList<IWantedRows> wanted);

    /// <summary>Called when nothing waits.</summary>
    protected internal virtual void Idle()
    {
    }

    /// <summary>Reads rows; {0}, {1} in <paramref name="where"/> stand for the arguments.</summary>
    protected internal abstract IReadOnlyList<T> Query<T>(TableMap<T> table, string where, params object[] arguments) where T : Row;

    /// <summary>Reserves a block of keys in a transaction of its own and returns the first.</summary>
    internal long ReserveKeys()
    {
        using var command = Connection.CreateCommand();
        command.CommandText =
            $"UPDATE key_block SET next_key = next_key + {KeyBlock.Size} WHERE id = {KeyBlock.OnlyId} RETURNING next_key";
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) - KeyBlock.Size;
    }

    /// <summary>Closes the connection; the next use opens another.</summary>
    protected void Drop()
    {
        _connection?.Dispose();
        _connection = null;
    }

    /// <inheritdoc />
    public virtual void Dispose()
    {
        Drop();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Receives the rows that a group added and changed, table by table.</summary>
public interface IGroupWrite
{
    /// <summary>Rows that the group added.</summary>
    void Insert<T>(TableMap<T> table, IReadOnlyList<T> rows) where T : Row;

    /// <summary>Rows that the group changed, each with its state before the group. Every one must still be there.</summary>
    void Update<T>(TableMap<T> table, IReadOnlyDictionary<T, T> changed) where T : Row;
}

/// <summary>Rows of one table that a group wants to read in one go.</summary>
public interface IWantedRows
{
    /// <summary>The select; {0}, {1} stand for the arguments.</summary>
    string Sql { get; }

    /// <summary>The arguments.</summary>
    IReadOnlyList<object> Arguments { get; }

    /// <summary>Takes over what the select answered.</summary>
    void Take(DbDataReader reader);
}

internal sealed class WantedRows<T>(TableMap<T> table, string where, IReadOnlyList<object> arguments, Action<T> take)
    : IWantedRows where T : Row
{
    public string Sql => $"SELECT {table.SelectList} FROM {table.Table} WHERE {where}";

    public IReadOnlyList<object> Arguments => arguments;

    public void Take(DbDataReader reader)
    {
        while (reader.Read()) take(table.Read(reader));
    }
}

/// <summary>Somebody other than the writer changed a row: what is held in memory is not what the database holds.</summary>
public sealed class ForeignWriteException(string what, Exception? cause = null)
    : Exception($"{what} was changed by another writer; this group was taken back and everything is read again.", cause);
