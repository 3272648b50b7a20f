using CustodyConsole.Domain;
using CustodyConsole.Domain.Reports;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports;

/// <summary>
/// Makes exports in the background, one at a time on each node, so that the console's own answers do not suffer; meanwhile gives up those whose
/// node is gone, and removes files whose time is over.
/// </summary>
public sealed class ReportWorker(
    ReportDesk desk, ReportRunner runner, ReportFiles folder, CustodySettings settings, IDbContextFactory<CustodyDb> databases, TimeProvider time,
    ILogger<ReportWorker> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1), SweepsEvery = TimeSpan.FromHours(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The pages come first.
        await Task.Yield();
        using var timer = new PeriodicTimer(Every, time);
        DateTimeOffset? swept = null;
        var making = Task.CompletedTask;
        try
        {
            do
            {
                try
                {
                    await GiveUpAsync(swept is null, stoppingToken);
                    // An export of hours does not hold up the rest of this; on SQLite its reading never waits, so it has a thread of its own.
                    if (making.IsCompleted)
                    {
                        var made = making;
                        making = Task.Run(() => MakeNextAsync(stoppingToken), CancellationToken.None);
                        await made;
                    }

                    if (swept is null || time.GetUtcNow() - swept >= SweepsEvery)
                    {
                        swept = time.GetUtcNow();
                        await ExpireAsync(stoppingToken);
                    }
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    log.LogError(failure, "Looking for exports failed; it is tried again in a moment.");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The console is closing; an export that is under way has been told so and ends.
        }

        await EndedAsync(making);
    }

    /// <summary>
    /// Gives up what nobody makes any more. At the start of the only node, that is all that runs; with several nodes it is what this node ran before it
    /// was killed, and what has been silent for a minute.
    /// </summary>
    public async Task GiveUpAsync(bool atStart, CancellationToken stopping)
    {
        List<ReportRun> running;
        await using (var db = await databases.CreateDbContextAsync(stopping))
            running = await db.ReportRuns.Where(run => run.State == ReportRunState.Running).OrderBy(run => run.Id).ToListAsync(stopping);
        foreach (var run in running) await GiveUpAsync(run, atStart);
    }

    /// <summary>Makes the export that waits longest, if any.</summary>
    public async Task MakeNextAsync(CancellationToken stopping)
    {
        long next;
        await using (var db = await databases.CreateDbContextAsync(stopping))
        {
            next = await db.ReportRuns.Where(run => run.State == ReportRunState.Queued).OrderBy(run => run.Id).Select(run => run.Id)
                .FirstOrDefaultAsync(stopping);
        }

        if (next == 0) return;
        var made = await runner.RunAsync(ReportRun.NoOf(next), stopping);
        if (!made.Done) log.LogInformation("Export {No} does not begin: {Refusal}", ReportRun.NoOf(next), made.Refusal.English);
    }

    /// <summary>Waits for the export that was under way when the console closed.</summary>
    private async Task EndedAsync(Task making)
    {
        try
        {
            await making;
        }
        catch (Exception failure)
        {
            if (failure is not OperationCanceledException) log.LogError(failure, "The last export ended badly.");
        }
    }

    private async Task GiveUpAsync(ReportRun run, bool atStart)
    {
        var isGone = atStart && (!settings.IsPostgres || run.Node == ReportRunner.Node);
        if (!isGone && run.HeardAtUtc >= time.GetUtcNow().UtcDateTime - ReportRun.SilenceMax) return;
        var lost = await desk.LoseAsync(run.No, isGone);
        if (!lost.Done) return;
        folder.Remove(run.No);
        log.LogWarning("Export {No} was given up: the node {Node} is gone.", run.No, run.Node);
    }

    /// <summary>Ends the time of files that were kept long enough, and removes what belongs to no export.</summary>
    public async Task ExpireAsync(CancellationToken stopping)
    {
        var now = time.GetUtcNow().UtcDateTime;
        List<ReportRun> due;
        await using (var db = await databases.CreateDbContextAsync(stopping))
            due = await db.ReportRuns.Where(run => run.State == ReportRunState.Done && run.ExpiresAtUtc <= now).OrderBy(run => run.Id).ToListAsync(stopping);
        foreach (var run in due)
        {
            var expired = await desk.ExpireAsync(run.No);
            if (expired is { Done: true, Value.State: ReportRunState.Expired }) folder.Remove(run.No);
        }

        await folder.SweepAsync(stopping);
    }
}
