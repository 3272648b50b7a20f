using CustodyConsole.Domain;
using CustodyConsole.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace CustodyConsole.Jobs;

/// <summary>
/// The scheduler's clock: one firing each minute looks at the days, one per continuous job at its own pace. What runs and what it comes to is
/// decided by <see cref="JobSchedule"/> and kept in the custody database; the scheduler's store knows when it fired, on which node.
/// </summary>
internal static class JobScheduler
{
    public const string Days = "days";

    /// <summary>The scheduler's name in its store.</summary>
    public const string Name = "CustodyConsole";

    private static int _schedulers;

    /// <summary>Declares the scheduler with its store: a file of its own beside a SQLite database, the same PostgreSQL for several nodes.</summary>
    public static void Configure(IQuartzBuilder quartz, CustodySettings settings)
    {
        quartz.ConfigureScheduler(options =>
        {
            options.InstanceName = Name;
            // The name of the node as runs have it, so that both histories name it alike; a process may hold more than one scheduler.
            options.InstanceId = $"{JobRunner.Node}.{Interlocked.Increment(ref _schedulers)}";
        });
        quartz.UsePersistentStore(store =>
        {
            if (settings.IsPostgres)
            {
                store.UsePostgres(settings.Database);
                store.UseClustering(cluster =>
                {
                    cluster.CheckinInterval = TimeSpan.FromSeconds(5);
                    cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(10);
                });
            }
            else
            {
                store.UseSqlite($"Data Source={Path.Combine(settings.Folder, "quartz.db")}");
            }

            store.ProvisionSchema();
            store.UseExecutionHistory();
            store.UseSystemTextJsonSerializer(registry => registry.AddCalendarSerializer(new BusinessDays.Serializer()));
        });
        quartz.UseDefaultThreadPool(4);
        quartz.AddCalendar(
            BusinessDays.Name, provider => provider.GetRequiredService<BusinessDaysKeeper>().Now(), AddCalendarOptions.ReplacingAndUpdatingTriggers);
        Add<DaysJob>(quartz, Days, TimeSpan.FromMinutes(1));
        quartz.AddTrigger<DaysJob>(trigger => ArrivalLooks.Schedule(trigger, new JobKey(Days)));
        foreach (var job in JobCatalogue.All.Where(job => job.Cadence == JobCadence.Continuous)) Add<ContinuousJob>(quartz, job.Name, job.At);
    }

    private static void Add<T>(IQuartzBuilder quartz, string name, TimeSpan every) where T : IJob
    {
        var key = new JobKey(name);
        quartz.AddJob<T>(job => job.WithIdentity(key).StoreDurably().DisallowConcurrentExecution());
        quartz.AddTrigger<T>(trigger => trigger.ForJob(key).WithIdentity(name).StartNow().WithSimpleSchedule(every, null));
    }
}

/// <summary>Looks at the days and runs what is due; in the hours for it, also asks again about money that has not come.</summary>
[DisallowConcurrentExecution]
internal sealed class DaysJob(JobSchedule schedule, BusinessDaysKeeper calendar, ILogger<DaysJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await calendar.RefreshAsync(context.Scheduler, cancellationToken);
        }
        catch (SchedulerException) when (context.Scheduler.Status is SchedulerStatus.Shutdown)
        {
            // The console is closing; the next start looks again.
            return;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The days do not wait for a calendar: what is due follows from days and runs.
            log.LogError(failure, "The scheduler's calendar could not be renewed; it is tried again in a minute.");
        }

        var isArrivalLook = context.Trigger.Key.Name == ArrivalLooks.Trigger;
        context.Result = FiringReport.Of(await schedule.RunDueDaysAsync(cancellationToken, isArrivalLook));
    }
}

/// <summary>Runs a continuous job, if it has something to do.</summary>
[DisallowConcurrentExecution]
internal sealed class ContinuousJob(JobSchedule schedule) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var run = await schedule.RunContinuousAsync(JobCatalogue.Find(context.JobDetail.Key.Name)!, cancellationToken);
        context.Result = FiringReport.Of(run is null ? [] : [run]);
    }
}

/// <summary>Begins the runs that people have asked for, within two seconds, on whichever node sees them first.</summary>
internal sealed class JobQueue(
    JobRunner runner, JobDesk desk, CustodySettings settings, IDbContextFactory<CustodyDb> factory, TimeProvider time, ILogger<JobQueue> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>A file has one process: what another had begun, it will not end, and nobody needs to wait until it counts as silent.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!settings.IsPostgres) await desk.GiveUpOthersAsync(JobRunner.Node);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new List<Task>();
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                running.RemoveAll(task => task.IsCompleted);
                running.AddRange(await BeginAsync(stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The console is closing; what it runs is told so and ends by itself.
        }

        await Task.WhenAll(running);
    }

    private async Task<List<Task>> BeginAsync(CancellationToken stopping)
    {
        try
        {
            await using var db = await factory.CreateDbContextAsync(stopping);
            var queued = await db.JobRuns.Where(run => run.State == JobRunState.Queued).OrderBy(run => run.Id).ToListAsync(stopping);
            return [.. queued.Select(run => RunAsync(run, stopping))];
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "Looking for runs that people have asked for failed; it is tried again in two seconds.");
            return [];
        }
    }

    private async Task RunAsync(JobRun queued, CancellationToken stopping)
    {
        var run = await runner.RunAsync(JobCatalogue.Find(queued.Job)!, queued.BusinessDate, queued.StartedBy, stopping);
        if (!run.Done) log.LogInformation("Run {No} does not begin: {Refusal}", queued.No, run.Refusal.English);
    }
}
