using CustodyConsole.Domain;
using CustodyConsole.Domain.Reports;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports;

/// <summary>
/// Makes exports in the background, one at a time on each node, so that the console's own answers do not suffer; gives up those whose node is
/// gone, and removes files whose time is over.
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
        try
        {
            do
            {
                try
                {
                    await LookAsync(atStart: swept is null, stoppingToken);
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
            // The console is closing; an export that was under way has been told so and has ended.
        }
    }

    /// <summary>
    /// Gives up what nobody makes any more, then makes the export that waits longest. At the start of the only node, all that runs is given up;
    /// with several nodes it is what this node ran before it was killed, and what has been silent for a minute.
    /// </summary>
    public async Task LookAsync(bool atStart, CancellationToken stopping)
    {
        List<ReportRun> active;
        await using (var db = await databases.CreateDbContextAsync(stopping))
        {
            active = await db.ReportRuns.Where(run => run.State == ReportRunState.Queued || run.State == ReportRunState.Running)
                .OrderBy(run => run.Id).ToListAsync(stopping);
        }

        foreach (var run in active.Where(run => run.State == ReportRunState.Running)) await GiveUpAsync(run, atStart);
        if (active.Find(run => run.State == ReportRunState.Queued) is not { } next) return;
        var made = await runner.RunAsync(next.No, stopping);
        if (!made.Done) log.LogInformation("Export {No} does not begin: {Refusal}", next.No, made.Refusal.English);
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
