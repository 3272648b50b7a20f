using System.Diagnostics;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Jobs;

namespace CustodyConsole.Jobs;

/// <summary>
/// Runs one job for one date on this node: begins the run, lets itself be heard of while it works, stops where people ask for it, and ends the
/// run with what came of it. Of several nodes that try, one gets the run; the others are told so.
/// </summary>
public sealed class JobRunner(JobDesk desk, JobWork work, JobMetrics metrics, TimeProvider time, ILogger<JobRunner> log)
{
    /// <summary>How often a run lets itself be heard of.</summary>
    public static readonly TimeSpan HeardEvery = TimeSpan.FromSeconds(5);

    /// <summary>What this node is called in runs.</summary>
    public static readonly string Node = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>
    /// Runs a job. Refusals: those of <see cref="JobDesk.BeginAsync"/>. A run that fails or is stopped is no refusal: it says so itself.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="date">The business date; null for a continuous job.</param>
    /// <param name="startedBy">Who starts it; null for the system.</param>
    /// <param name="stopping">Stops it, because the node is closing.</param>
    public async Task<Outcome<JobRun>> RunAsync(JobFacts job, DateOnly? date, string? startedBy = null, CancellationToken stopping = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        var begun = await desk.BeginAsync(job, date, Node, startedBy);
        if (!begun.Done) return begun;
        var run = begun.Value;
        var lines = new JobLog(time);
        var clock = Stopwatch.StartNew();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var ended = new CancellationTokenSource();
        var heard = KeepHeardAsync(run, lines, stop, ended.Token);
        JobResult result;
        try
        {
            result = await work.RunAsync(job, run.BusinessDate, run.StartedBy, lines, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            result = stopping.IsCancellationRequested
                ? job.Cadence == JobCadence.OnDemand
                    ? new JobResult(JobRunState.Stopped, "节点关闭，运行中止；须由人员重新申请。", "The node is closing; people have to ask for the run again.")
                    : new JobResult(JobRunState.Stopped, "节点关闭，运行中止；下次启动后接续。", "The node is closing; the run goes on after the next start.")
                : new JobResult(JobRunState.Stopped, "已按要求中止；已完成的部分保留，重新运行时接续。",
                    "Stopped as asked; what was done stays, and another run goes on from there.");
        }
        catch (Exception failure)
        {
            log.LogError(failure, "Run {No} of {Job} for {Date} failed.", run.No, job.Name, run.BusinessDate);
            lines.Write($"{failure.GetType().Name}: {failure.Message}");
            result = JobResult.Failed(
                new Refusal("job.broke", "运行中出现意外错误，详见运行日志；可重新运行。",
                    "Something unexpected went wrong; the run's log says what. It can be run again."));
        }

        await ended.CancelAsync();
        await heard;
        metrics.Ended(job, result.State, clock.Elapsed);
        var told = await desk.EndAsync(run, result, lines.Text());
        if (!told.Done) log.LogWarning("Run {No}: {Refusal}", run.No, told.Refusal.English);
        return told;
    }

    /// <summary>Says every few seconds that the run goes on, and stops it where it shall stop or another has taken its place.</summary>
    private async Task KeepHeardAsync(JobRun run, JobLog lines, CancellationTokenSource stop, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(HeardEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                var told = await desk.HearAsync(run, lines.Percent, lines.Text());
                if (!told.Done || told.Value) await stop.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The run has ended.
        }
        catch (Exception failure)
        {
            // A run that cannot be heard of is taken over by another node after a minute, so it must not go on.
            log.LogError(failure, "Run {No} could not say that it goes on; it stops.", run.No);
            await stop.CancelAsync();
        }
    }
}
