using System.Collections.Concurrent;
using CustodyConsole.Data;
using CustodyConsole.Demo;
using CustodyConsole.Replay;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CustodyConsole.Tests.Demo;

/// <summary>
/// Demo banks: one on each database for all tests that only read, made when it is first asked for, and copies of it for those that write.
/// </summary>
public sealed class SeededBanks : IAsyncDisposable
{
    private static readonly string Templates = Directory.CreateTempSubdirectory("custody-demo-").FullName;
    private static readonly ConcurrentDictionary<(string Database, DateTime NowUtc), Lazy<Task<CustodySettings>>> Made = [];
    private static readonly DateTime StartedUtc = DateTime.UtcNow;
    // PostgreSQL copies a database only while nobody is in it, so what tests read is a copy as well.
    private static readonly Lazy<Task<string>> Read = new(async () => await CopyPostgresAsync(await MadeAsync("postgres", NowUtc)));
    private readonly string _folder = Directory.CreateTempSubdirectory("custody-demo-").FullName;

    static SeededBanks() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Templates, recursive: true);

    /// <summary>The day for which they are made, a Sunday.</summary>
    public static DateOnly Today { get; } = new(2026, 11, 22);

    /// <summary>Twenty past three in the afternoon in Shanghai.</summary>
    public static DateTime NowUtc { get; } = new(2026, 11, 22, 7, 20, 0, DateTimeKind.Utc);

    public static TimeProvider Clock => new SimulatedClock(NowUtc);

    /// <summary>The demo bank of <see cref="Today"/>, to be read only.</summary>
    public static async Task<string> ConnectionAsync(string database) =>
        database == "sqlite" ? (await MadeAsync(database, NowUtc)).Database : await Read.Value;

    /// <summary>A demo bank of <see cref="Today"/> that may be written.</summary>
    public async Task<CustodySettings> CopyAsync(string database)
    {
        var made = await MadeAsync(database, NowUtc);
        if (database == "sqlite")
        {
            var settings = await NewPlaceAsync(database);
            CopyFiles(made, settings.Folder);
            return settings;
        }

        var place = Place(_folder, await CopyPostgresAsync(made), demo: true);
        CopyFiles(made, place.Folder);
        return place;
    }

    /// <summary>Puts a demo bank as of now into the folder of a host, so that its start does not tell the story again.</summary>
    public static async Task CopyOfNowAsync(string folder) => CopyFiles(await MadeAsync("sqlite", StartedUtc), folder);

    public static async Task<CustodyDatabase> OpenAsync(string database) =>
        await CustodyDatabase.OpenToReadAsync(await ConnectionAsync(database), TimeProvider.System);

    /// <summary>A new place for a database, and the settings with which it is seeded.</summary>
    public Task<CustodySettings> NewPlaceAsync(string database, bool demo = true) => NewPlaceAsync(_folder, database, demo);

    /// <summary>
    /// The bank in figures: what there is of each kind and state on each platform and day, and how much money.
    /// </summary>
    public static async Task<IReadOnlyList<string>> SummaryAsync(string connection, CancellationToken cancellationToken)
    {
        await using var bank = await CustodyDatabase.OpenToReadAsync(
            connection, TimeProvider.System, cancellationToken);
        await using var db = bank.CreateDbContext();
        var lines = new List<string>();
        foreach (var user in await db.Users.ToListAsync(cancellationToken))
            lines.Add($"user {user.PlatformUserNo} {user.Name} {user.MobileLast4} owes {user.LoanBalanceFen}");
        var balances = from account in db.Accounts
                       join pool in db.Pools on account.PoolId equals pool.Id
                       join platform in db.Platforms on pool.PlatformId equals platform.Id
                       join user in db.Users on account.UserId equals user.Id into users
                       from user in users.DefaultIfEmpty()
                       select new { Owner = user == null ? platform.No : user.PlatformUserNo, Account = account };
        foreach (var row in await balances.ToListAsync(cancellationToken))
        {
            var account = row.Account;
            lines.Add($"{row.Owner} {account.Type} {account.BookFen} {account.FrozenFen} {account.FloatFen}");
        }

        foreach (var loan in await db.Listings.ToListAsync(cancellationToken))
        {
            lines.Add(
                $"{loan.ListingNo} {loan.State} {loan.SubscribedFen} {loan.OutstandingFen} {loan.InterestPaidFen}");
        }

        // What an approval carries out is numbered by its key, which an interruption may move: the form that asked for it says which it is.
        var forms = await db.Approvals.ToDictionaryAsync(request => request.No, request => request.RequestNo, cancellationToken);
        foreach (var order in await db.Orders.ToListAsync(cancellationToken))
        {
            var requestNo = forms.TryGetValue(order.RequestNo[..Math.Min(12, order.RequestNo.Length)], out var form)
                ? form + order.RequestNo[12..] : order.RequestNo;
            lines.Add(
                $"{requestNo} {order.Type} {order.State} {order.AmountFen} {order.FeeFen} " +
                $"{order.AccountingDate:O}");
        }

        foreach (var group in await db.Entries.GroupBy(entry => new { entry.AccountingDate, entry.Operation })
                     .Select(group => new { group.Key.AccountingDate, group.Key.Operation, Count = group.Count() })
                     .ToListAsync(cancellationToken))
            lines.Add($"entry {group.AccountingDate:O} {group.Operation} {group.Count}");
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static Task<CustodySettings> MadeAsync(string database, DateTime nowUtc) =>
        Made.GetOrAdd((database, nowUtc), key => new(() => MakeAsync(key.Database, key.NowUtc))).Value;

    private static async Task<CustodySettings> MakeAsync(string database, DateTime nowUtc)
    {
        var settings = await NewPlaceAsync(Templates, database, demo: true);
        await DemoBank.SeedIfEmptyAsync(settings.Database, settings, new SimulatedClock(nowUtc), CancellationToken.None);
        return settings;
    }

    private static Task<string> CopyPostgresAsync(CustodySettings made) =>
        PostgresCluster.NewDatabaseAsync(new NpgsqlConnectionStringBuilder(made.Database).Database);

    private static async Task<CustodySettings> NewPlaceAsync(string parent, string database, bool demo) =>
        Place(parent, database == "sqlite" ? null : await PostgresCluster.NewDatabaseAsync(), demo);

    private static CustodySettings Place(string parent, string? connection, bool demo)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, Path.GetRandomFileName())).FullName;
        return new CustodySettings
        {
            BankName = "",
            BankNameEnglish = "",
            Database = connection ?? Path.Combine(folder, "custody.db"),
            Demo = demo,
            Folder = folder,
            PersonalDataKeyFile = Path.Combine(folder, "personal-data.key"),
        };
    }

    /// <summary>The database, what its log still holds of it, and the key.</summary>
    private static void CopyFiles(CustodySettings made, string folder)
    {
        foreach (var file in Directory.GetFiles(made.Folder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }
}
