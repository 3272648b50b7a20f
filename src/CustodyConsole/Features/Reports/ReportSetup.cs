using CustodyConsole.Domain.Reports;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Features.Reports;

/// <summary>Reports and exports in the host.</summary>
public static class ReportSetup
{
    /// <summary>What asks for exports; also for the command line, whose days end with scheduled reports.</summary>
    public static IServiceCollection AddReportWork(this IServiceCollection services) => services
        .AddLocalization()
        .AddSingleton(provider => new ReportDesk(provider.GetRequiredService<StaffDesk>(), provider.GetRequiredService<GroupWriter>()))
        .AddSingleton<ReportAsking>()
        .AddSingleton<ReportScheduling>();

    /// <summary>The pages, and what makes exports in the background.</summary>
    public static IServiceCollection AddReportPages(this IServiceCollection services) => services
        .AddSingleton<ReportQueries>()
        .AddSingleton<ReportFiles>()
        .AddSingleton<ReportRunner>()
        .AddSingleton<ReportWorker>()
        .AddHostedService(provider => provider.GetRequiredService<ReportWorker>());
}
