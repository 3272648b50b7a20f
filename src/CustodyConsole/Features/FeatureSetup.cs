using CustodyConsole.Domain;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Advances;
using CustodyConsole.Features.Approvals;
using CustodyConsole.Features.Audit;
using CustodyConsole.Features.Calendar;
using CustodyConsole.Features.Compensation;
using CustodyConsole.Features.Days;
using CustodyConsole.Features.Fees;
using CustodyConsole.Features.Home;
using CustodyConsole.Features.Jobs;
using CustodyConsole.Features.Journal;
using CustodyConsole.Features.Listings;
using CustodyConsole.Features.Orders;
using CustodyConsole.Features.Platforms;
using CustodyConsole.Features.Settlement;
using CustodyConsole.Features.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using PersonalData = CustodyConsole.Domain.Accounts.PersonalData;

namespace CustodyConsole.Features;

/// <summary>
/// The questions that pages ask the database. Each opens a context of its own for one load, so one instance serves all.
/// </summary>
public static class FeatureSetup
{
    public static IServiceCollection AddConsolePages(this IServiceCollection services) => services
        .AddSingleton<HomeQueries>()
        .AddSingleton<PlatformQueries>()
        .AddSingleton<PlatformFiles>()
        .AddTransient<DraftForm>()
        .AddScoped(provider => new ImportFile(
            provider.GetRequiredService<IDbContextFactory<CustodyDb>>(), provider.GetRequiredService<OnboardingDesk>(),
            provider.GetRequiredService<StaffDesk>(),
            () => provider.GetRequiredService<Security.CurrentStaff>().GetAsync()))
        .AddSingleton<AccountQueries>()
        .AddSingleton<AccountTreeQueries>()
        .AddSingleton<StatementQueries>()
        .AddSingleton<ListingQueries>()
        .AddSingleton<OrderQueries>()
        .AddSingleton<OverdueQueries>()
        .AddSingleton<ProposedQueries>()
        .AddSingleton<RequestedQueries>()
        .AddSingleton<CompensatorQueries>()
        .AddSingleton<PublishedYears>()
        .AddSingleton<SettlementQueries>()
        .AddSingleton<SuspenseQueries>()
        .AddSingleton<DayQueries>()
        .AddSingleton<CalendarQueries>()
        .AddSingleton<JournalQueries>()
        .AddSingleton<ApprovalQueries>()
        .AddSingleton<ApprovalWatch>()
        .AddSingleton<JobQueries>()
        .AddSingleton<FiringQueries>()
        .AddSingleton<AuditQueries>()
        .AddSingleton<StaffQueries>()
        .AddScoped<SensitiveReads>()
        .AddSingleton<RuleQueries>()
        .AddSingleton<FeeQueries>()
        .AddSingleton<Channels.ChannelQueries>()
        .AddSingleton<AdvanceQueries>()
        .AddSingleton(provider => new Reports.ReportFileWriter(
            provider.GetRequiredService<IDbContextFactory<CustodyDb>>(), provider.GetRequiredService<CustodySettings>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IStringLocalizer<Resources.StatusText>>(),
            provider.GetRequiredService<PersonalData>()))
        .AddSingleton<AdvanceWebhook>()
        .AddSingleton<AdvanceWatch>()
        .AddHostedService(provider => provider.GetRequiredService<AdvanceWatch>());
}
