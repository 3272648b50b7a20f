using CustodyConsole.Channel;
using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Replay;

/// <summary>What a replay ends with: the figures of the books and what the proof says of them.</summary>
internal sealed record ReplayResult(ReplayFigures Figures, IReadOnlyList<Breach> Breaches);

/// <summary>
/// Replays a plan into a database: sets the bank up, makes the requests on a simulated clock, reads the figures, proves
/// the books. The payment company is the embedded one, which here does everything at once and never fails.
/// </summary>
internal static class ReplayRun
{
    /// <summary>
    /// Runs it. Throws <see cref="DatabaseRefusedException"/> where the database cannot be used and <see
    /// cref="ReplayStoppedException"/> where the bank refuses a request.
    /// </summary>
    /// <param name="plan">What is replayed.</param>
    /// <param name="connection">A SQLite file or a PostgreSQL connection.</param>
    /// <param name="keyFile">The file with the key of personal data; made where the database holds none yet.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="until">The last day that is replayed; <see cref="DateOnly.MaxValue"/> for all of the file.</param>
    /// <param name="cancellationToken">Stops between two requests; a later run goes on.</param>
    public static async Task<ReplayResult> RunAsync(
        ReplayPlan plan, string connection, string keyFile, ReplayProgress progress, DateOnly until,
        CancellationToken cancellationToken)
    {
        progress.Total = plan.Requests;
        var clock = new SimulatedClock(plan.FirstDay.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        await using var database = await CustodyDatabase.OpenAsync(connection, clock, cancellationToken);
        var personalData = await PrepareAsync(database, plan, keyFile, cancellationToken);
        using var channel = new SandboxChannel(new SandboxOptions(), clock);
        var bank = new CustodyBank(database.Writer, channel, personalData);
        var replay = await ReplayBank.OpenAsync(bank, clock, plan, progress, until, cancellationToken);
        await plan.RunAsync(replay, cancellationToken);

        progress.Proving = true;
        await using var db = database.CreateDbContext();
        var figures = await ReplayFigures.ReadAsync(db, plan, replay.Pool.Id, cancellationToken);
        return new ReplayResult(figures, await TrialBalance.ProveAsync(db, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Refuses a database that has gone beyond days of the file without the file's listings, and gives the key of its
    /// personal data.
    /// </summary>
    private static async Task<PersonalData> PrepareAsync(
        CustodyDatabase database, ReplayPlan plan, string keyFile, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var bank = await db.BankStates.SingleOrDefaultAsync(cancellationToken);
        if (bank is not null && bank.AccountingDate > plan.FirstDay)
        {
            var known = (await db.Listings
                .Join(db.Platforms.Where(platform => platform.No == plan.Platform.No), listing => listing.PlatformId,
                    platform => platform.Id, (listing, _) => listing.ListingNo)
                .ToListAsync(cancellationToken)).ToHashSet();
            foreach (var (listingNo, registeredOn) in plan.Listings)
            {
                if (registeredOn < bank.AccountingDate && !known.Contains(listingNo))
                    {
                        throw new ReplayStoppedException(
                            ReplayRefusals.DatabaseTooLate(bank.AccountingDate, listingNo, registeredOn), begun: false);
                    }
            }
        }

        var mayCreate = !await db.Users.AnyAsync(cancellationToken);
        return PersonalDataKey.Load(keyFile, mayCreate);
    }
}
