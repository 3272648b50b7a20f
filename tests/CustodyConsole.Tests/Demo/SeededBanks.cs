using CustodyConsole.Data;
using CustodyConsole.Demo;
using CustodyConsole.Replay;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Tests.Demo;

/// <summary>A demo bank on each database, made when it is first asked for.</summary>
public sealed class SeededBanks : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("custody-demo-").FullName;
    private readonly Dictionary<string, Task<string>> _made = [];

    /// <summary>The day for which they are made, a Sunday.</summary>
    public static DateOnly Today { get; } = new(2026, 11, 22);

    /// <summary>Twenty past three in the afternoon in Shanghai.</summary>
    public static DateTime NowUtc { get; } = new(2026, 11, 22, 7, 20, 0, DateTimeKind.Utc);

    public static TimeProvider Clock => new SimulatedClock(NowUtc);

    public async Task<string> ConnectionAsync(string database)
    {
        Task<string> made;
        lock (_made)
        {
            if (!_made.TryGetValue(database, out made!)) _made[database] = made = MakeAsync(database);
        }

        return await made;
    }

    public async Task<CustodyDatabase> OpenAsync(string database) =>
        await CustodyDatabase.OpenToReadAsync(await ConnectionAsync(database), TimeProvider.System);

    /// <summary>A new place for a database, and the settings with which it is seeded.</summary>
    public async Task<CustodySettings> NewPlaceAsync(string database, bool demo = true)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName;
        return new CustodySettings
        {
            BankName = "",
            BankNameEnglish = "",
            Database = database == "sqlite"
                ? Path.Combine(folder, "custody.db")
                : await PostgresCluster.NewDatabaseAsync(),
            Demo = demo,
            Folder = folder,
            PersonalDataKeyFile = Path.Combine(folder, "personal-data.key"),
        };
    }

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

    private async Task<string> MakeAsync(string database)
    {
        var settings = await NewPlaceAsync(database);
        await DemoBank.SeedIfEmptyAsync(settings.Database, settings, Clock, CancellationToken.None);
        return settings.Database;
    }
}
