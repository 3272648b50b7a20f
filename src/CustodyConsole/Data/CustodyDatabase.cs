using CustodyConsole.Domain;
using CustodyConsole.Domain.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CustodyConsole.Data;

/// <summary>
/// An open custody database: contexts to read with, and the one writer. A SQLite file belongs to one process at a time, which a lock file
/// beside it holds; a PostgreSQL database is shared by several nodes.
/// </summary>
public sealed class CustodyDatabase : IDbContextFactory<CustodyDb>, IAsyncDisposable
{
    private readonly string _database;
    private readonly TimeProvider _time;
    private readonly FileStream? _lock;
    private readonly DbContextOptions _options;
    private readonly NpgsqlDataSource? _postgres;
    private GroupWriter? _writer;

    private CustodyDatabase(string database, TimeProvider time, FileStream? ownership)
    {
        _database = database;
        _time = time;
        _lock = ownership;
        if (IsPostgresConnection(database))
        {
            _postgres = NpgsqlDataSource.Create(database);
            _options = new DbContextOptionsBuilder<PostgresCustodyDb>().UseNpgsql(_postgres).Options;
        }
        else
        {
            // Read-only connections can neither commit nor checkpoint: both belong to the writer's connection alone.
            var connection = new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly };
            _options = new DbContextOptionsBuilder<SqliteCustodyDb>().UseSqlite(connection.ToString()).Options;
        }
    }

    /// <summary>True for PostgreSQL.</summary>
    public bool IsPostgres => _postgres is not null;

    /// <summary>The writer; started when it is first needed.</summary>
    public GroupWriter Writer => _writer ??= StartWriter();

    /// <summary>True when the text is a PostgreSQL connection string rather than the path of a SQLite file.</summary>
    public static bool IsPostgresConnection(string database) => database.StartsWith("Host=", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Opens a database for writing: takes it, brings its tables to this version, and refuses one of a newer version. Throws
    /// <see cref="DatabaseRefusedException"/> with a sentence for the person at the screen.
    /// </summary>
    public static async Task<CustodyDatabase> OpenAsync(
        string database, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var ownership = IsPostgresConnection(database) ? null : TakeFile(database);
        try
        {
            if (ownership is null)
            {
                await using var turn = await MigrationTurn.TakeAsync(database, cancellationToken);
                await using var source = NpgsqlDataSource.Create(database);
                await using var db = new PostgresCustodyDb(new DbContextOptionsBuilder<PostgresCustodyDb>().UseNpgsql(source).Options);
                await MigrateAsync(db, cancellationToken);
            }
            else
            {
                var connection = new SqliteConnectionStringBuilder { DataSource = database, Pooling = false };
                await using var db = new SqliteCustodyDb(
                    new DbContextOptionsBuilder<SqliteCustodyDb>().UseSqlite(connection.ToString()).Options);
                await MigrateAsync(db, cancellationToken);
            }

            return new CustodyDatabase(database, time, ownership);
        }
        catch (Exception failure) when (failure is SqliteException or NpgsqlException)
        {
            ownership?.Dispose();
            throw new DatabaseRefusedException(
                $"数据库无法打开 The database cannot be opened: {failure.Message}", failure);
        }
        catch
        {
            ownership?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens an existing database to read only, while another process may be writing it. Throws <see cref="DatabaseRefusedException"/>
    /// where there is none or it is of a newer version.
    /// </summary>
    public static async Task<CustodyDatabase> OpenToReadAsync(
        string database, TimeProvider time, CancellationToken cancellationToken = default)
    {
        if (!IsPostgresConnection(database) && !File.Exists(database))
            throw new DatabaseRefusedException($"数据库文件不存在 There is no database file: {database}");
        var opened = new CustodyDatabase(database, time, null);
        try
        {
            await using var db = opened.CreateDbContext();
            await RefuseOtherVersionsAsync(db, cancellationToken);
            return opened;
        }
        catch (Exception failure) when (failure is SqliteException or NpgsqlException)
        {
            await opened.DisposeAsync();
            throw new DatabaseRefusedException($"数据库无法打开 The database cannot be opened: {failure.Message}", failure);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>A short-lived context to read with.</summary>
    public CustodyDb CreateDbContext() => IsPostgres
        ? new PostgresCustodyDb((DbContextOptions<PostgresCustodyDb>)_options)
        : new SqliteCustodyDb((DbContextOptions<SqliteCustodyDb>)_options);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_writer is not null) await _writer.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        else SqliteConnection.ClearPool(new SqliteConnection(CreateDbContext().Database.GetConnectionString()));
        if (_lock is not null) await _lock.DisposeAsync();
    }

    private GroupWriter StartWriter()
    {
        if (!IsPostgres && _lock is null) throw new InvalidOperationException("This database was opened to read only.");
        using var db = CreateDbContext();
        CustodyStore store = IsPostgres
            ? new PostgresStore(_database)
            : new SqliteStore(_database);
        return new GroupWriter(store, db.Model, _time);
    }

    private static FileStream TakeFile(string database)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(database))!;
            Directory.CreateDirectory(folder);
            return new FileStream(database + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseRefusedException(
                $"数据库 {database} 正被另一进程使用或无法写入 The database {database} is in use by another process, or cannot be written.",
                failure);
        }
    }

    private static async Task MigrateAsync(CustodyDb db, CancellationToken cancellationToken)
    {
        if (await db.Database.CanConnectAsync(cancellationToken)) await RefuseNewerAsync(db, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    private static async Task RefuseOtherVersionsAsync(CustodyDb db, CancellationToken cancellationToken)
    {
        await RefuseNewerAsync(db, cancellationToken);
        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            throw new DatabaseRefusedException(
                "数据库为旧版本或不是存管数据库，请先由控制台升级 The database is of an older version or no custody database; " +
                "start the console on it once to bring it up to date.");
        }
    }

    private static async Task RefuseNewerAsync(CustodyDb db, CancellationToken cancellationToken)
    {
        var known = db.Database.GetMigrations().ToHashSet();
        var applied = await db.Database.GetAppliedMigrationsAsync(cancellationToken);
        var newer = applied.FirstOrDefault(migration => !known.Contains(migration));
        if (newer is not null)
        {
            throw new DatabaseRefusedException(
                $"数据库由更新版本的程序创建（{newer}），本版本不能使用 " +
                $"The database was made by a newer version of this program ({newer}); this version must not write to it.");
        }
    }
}

/// <summary>A database that cannot be used, with a sentence that says why.</summary>
public sealed class DatabaseRefusedException(string message, Exception? cause = null) : Exception(message, cause);
