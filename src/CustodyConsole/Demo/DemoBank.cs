using CustodyConsole.Channel;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PersonalData = CustodyConsole.Domain.Accounts.PersonalData;

namespace CustodyConsole.Demo;

/// <summary>
/// The demo bank: four platforms with their users and loans over the last ninety days, made by the bank's own
/// operations only, on a clock of their own. The same day gives the same bank.
/// </summary>
public static class DemoBank
{
    /// <summary>
    /// Makes the demo bank in a database that no bank has begun in yet, and returns with everything closed. Does
    /// nothing where the setting is off or a bank has begun: a bank with days of its own has no past to be filled. A
    /// seeding that was interrupted is finished, on the days on which it began: every request is asked again under its
    /// number, and the bank answers again what it has done.
    /// </summary>
    /// <param name="database">The path of a SQLite file, or a PostgreSQL connection string.</param>
    /// <param name="settings">Whether there is to be a demo bank, and where the key of personal data lies.</param>
    /// <param name="today">The clock that says what today is.</param>
    /// <param name="cancellationToken">Stops between two events; the next start goes on.</param>
    /// <returns>True where this call has told the story to its end.</returns>
    public static Task<bool> SeedIfEmptyAsync(
        string database, CustodySettings settings, TimeProvider today, CancellationToken cancellationToken) =>
        SeedIfEmptyAsync(database, settings, today, null, cancellationToken);

    /// <summary>As above, and tells which day has begun.</summary>
    internal static async Task<bool> SeedIfEmptyAsync(
        string database, CustodySettings settings, TimeProvider today, IProgress<DateOnly>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(today);
        if (!settings.Demo) return false;
        var clock = new DemoClock();
        await using var custody = await CustodyDatabase.OpenAsync(database, clock, cancellationToken);
        await using var turn = custody.IsPostgres ? await TakeTurnAsync(database, cancellationToken) : null;
        var platforms = DemoPlatform.All(DemoStory.People);
        var now = BankTime.Local(today.GetUtcNow().UtcDateTime);
        var date = DateOnly.FromDateTime(now);
        if (await FirstDayAsync(custody, platforms, date, cancellationToken) is not { } firstDay) return false;

        PersonalData keys;
        await using (var db = custody.CreateDbContext())
        {
            var isEmpty = !await db.Users.AnyAsync(cancellationToken);
            keys = PersonalDataKey.Load(settings.PersonalDataKeyFile, mayCreate: isEmpty);
        }

        clock.Next(DateTime.SpecifyKind(firstDay.ToDateTime(default) - BankTime.Offset, DateTimeKind.Utc));
        var opened = (await custody.Writer.RunAsync(0, books => Open(books, platforms, firstDay))).Value;
        for (var i = 0; i < platforms.Length; i++) platforms[i].PoolId = opened.PoolIds[i];

        using var channel = new SandboxChannel(new SandboxOptions(), TimeProvider.System);
        var bank = new CustodyBank(custody.Writer, channel, keys);
        var desk = new DemoDesk(bank, clock, now, opened.AccountingDate);
        var compensations = new DemoCompensations(custody, desk);
        using var jobs = new DemoJobs(custody, bank, desk, channel, settings);
        await jobs.BeginAsync();
        var days = new DemoDays(custody, desk, jobs, channel, firstDay.AddDays(DemoStory.Days));
        await new DemoStory(platforms, desk, compensations, days, channel, keys, firstDay).TellAsync(progress, cancellationToken);
        await new DemoAdvances(custody, bank, clock).TellAsync(platforms);
        await new DemoChannels(custody, clock).TellAsync(platforms);
        await new DemoOnboarding(custody.Writer, keys, firstDay.AddDays(DemoStory.Days)).TellAsync(platforms);
        return true;
    }

    /// <summary>
    /// Of several nodes that start on one server, one makes the bank; the others wait and find it made.
    /// </summary>
    private static async Task<NpgsqlConnection> TakeTurnAsync(string database, CancellationToken cancellationToken)
    {
        // Not pooled: a pooled connection keeps its locks after it is disposed.
        var own = new NpgsqlConnectionStringBuilder(database) { Pooling = false };
        var connection = new NpgsqlConnection(own.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT pg_advisory_lock(hashtextextended('custody demo bank', 0))";
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The first day of the story that is to be told here; null when there is none to tell.</summary>
    private static async Task<DateOnly?> FirstDayAsync(
        CustodyDatabase custody, DemoPlatform[] platforms, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = custody.CreateDbContext();
        if (!await db.BankStates.AnyAsync(cancellationToken)) return today.AddDays(-DemoStory.Days);
        var first = platforms[0].Terms;
        var begun = await db.Platforms.SingleOrDefaultAsync(platform => platform.No == first.No, cancellationToken);
        if (begun is null || begun.CreditCode != first.CreditCode) return null;
        var last = DemoDesk.LastRequestNo(platforms[0], begun.OpenedOn.AddDays(DemoStory.Days));
        var isFinished = await db.Orders.AnyAsync(
            order => order.PlatformId == begun.Id && order.RequestNo == last, cancellationToken);
        return isFinished ? null : begun.OpenedOn;
    }

    /// <summary>
    /// The bank begins with all its platforms or not at all, so an interrupted seeding is known by them.
    /// </summary>
    private static Outcome<Opened> Open(Domain.Writing.Books books, DemoPlatform[] platforms, DateOnly firstDay)
    {
        var date = AccountingDates.SetUp(books, firstDay);
        if (!date.Done) return date.Refusal;
        var poolIds = new List<long>();
        foreach (var platform in platforms)
        {
            var pool = OpenPlatform.Run(books, platform.Terms);
            if (!pool.Done) return pool.Refusal;
            poolIds.Add(pool.Value.Id);
        }

        return new Opened(poolIds, date.Value);
    }

    private sealed record Opened(IReadOnlyList<long> PoolIds, DateOnly AccountingDate);
}
