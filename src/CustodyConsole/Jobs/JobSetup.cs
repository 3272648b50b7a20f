using CustodyConsole.Data;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Writing;
using CustodyConsole.Features.Reports;
using Quartz;

namespace CustodyConsole.Jobs;

/// <summary>The bank's jobs in the host, and in the command line, which runs them without a scheduler.</summary>
public static class JobSetup
{
    /// <summary>What runs a job.</summary>
    public static IServiceCollection AddJobWork(this IServiceCollection services) => services
        .AddSingleton(provider => new JobDesk(provider.GetRequiredService<StaffDesk>(), provider.GetRequiredService<GroupWriter>()))
        .AddReportWork()
        .AddSingleton<ListingExpiry>()
        .AddSingleton<AuditDigestFile>()
        .AddSingleton<DatabaseBackup>()
        .AddSingleton<JobWork>()
        .AddSingleton<JobMetrics>()
        .AddSingleton<JobRunner>()
        .AddSingleton<JobSchedule>()
        .AddSingleton<DayRun>()
        // The demo bank's nights run without what only a console has.
        .AddSingleton<Func<Features.Reports.ReportScheduling>>(provider => provider.GetRequiredService<Features.Reports.ReportScheduling>)
        // Running days is itself a job, so whoever does jobs' work is given the way to it, not the thing.
        .AddSingleton<Func<DayRun>>(provider => provider.GetRequiredService<DayRun>);

    /// <summary>What runs a job, and the scheduler where the settings want one on this node.</summary>
    public static IServiceCollection AddCustodyJobs(this IServiceCollection services, CustodySettings settings)
    {
        services.AddJobWork();
        services.AddHealthChecks().AddCheck<JobHealth>("day end");
        if (!settings.Jobs) return services;
        services.AddScheduler(settings);
        // The queue starts before the scheduler: it gives up what a process that is gone had begun.
        services.AddHostedService<JobQueue>();
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        return services;
    }

    /// <summary>The scheduler with its calendar and its history; it fires nothing until it is started.</summary>
    internal static IServiceCollection AddScheduler(this IServiceCollection services, CustodySettings settings)
    {
        services.AddQuartz(quartz => JobScheduler.Configure(quartz, settings));
        services.AddSingleton<BusinessDaysKeeper>();
        return services.Configure<ExecutionHistoryOptions>(FiringReport.Keep);
    }

    /// <summary>Everything that jobs need, without the web host and without a scheduler; closing it closes the database.</summary>
    public static ServiceProvider WithoutScheduler(
        CustodySettings settings, OpenedCustody custody, IConfiguration configuration, TimeProvider time)
    {
        var provider = Services(settings, custody, configuration, time).BuildServiceProvider();
        _ = provider.GetRequiredService<CustodyDatabase>();
        return provider;
    }

    /// <summary>The same as a list of services, for whoever adds to it.</summary>
    internal static IServiceCollection Services(CustodySettings settings, OpenedCustody custody, IConfiguration configuration, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(custody);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton(settings).AddSingleton(time);
        // What the container makes it closes, so it makes the database by handing it over.
        services.AddSingleton(_ => custody.Database);
        services.AddCustodyData(custody, configuration);
        return services.AddJobWork();
    }
}
