using CustodyConsole.Data;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Jobs;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Domain.Writing;
using CustodyConsole.Features.Jobs;
using CustodyConsole.Features.Reports;
using CustodyConsole.Jobs;
using CustodyConsole.Replay;
using CustodyConsole.Tests.Demo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CustodyConsole.Tests.Jobs;

/// <summary>A demo bank with everything that runs jobs, under a clock that the test moves.</summary>
internal sealed class JobBank : IAsyncDisposable
{
    private readonly SeededBanks _banks;

    private JobBank(SeededBanks banks, ServiceProvider provider, SimulatedClock clock, CustodySettings settings)
    {
        _banks = banks;
        Provider = provider;
        Clock = clock;
        Settings = settings;
    }

    public ServiceProvider Provider { get; }

    public SimulatedClock Clock { get; }

    public CustodySettings Settings { get; }

    public JobSchedule Schedule => Provider.GetRequiredService<JobSchedule>();

    public JobRunner Runner => Provider.GetRequiredService<JobRunner>();

    public JobDesk Desk => Provider.GetRequiredService<JobDesk>();

    public static async Task<JobBank> OpenAsync(string database, int settlementLatePerMille = 0, bool scheduler = false)
    {
        var banks = new SeededBanks();
        var settings = await banks.CopyAsync(database);
        var clock = new SimulatedClock(SeededBanks.NowUtc);
        return new JobBank(banks, await NodeAsync(settings, clock, settlementLatePerMille, scheduler), clock, settings);
    }

    /// <summary>Everything that runs jobs on a database, as one node has it.</summary>
    public static async Task<ServiceProvider> NodeAsync(
        CustodySettings settings, SimulatedClock clock, int settlementLatePerMille = 0, bool scheduler = false)
    {
        var custody = await CustodyDatabase.OpenAsync(settings.Database, clock);
        var keys = PersonalDataKey.Load(settings.PersonalDataKeyFile, mayCreate: false);
        var services = JobSetup.Services(
            settings, new OpenedCustody(custody, keys),
            new ConfigurationBuilder().AddInMemoryCollection([
                new("Custody:Sandbox:LatencyMilliseconds", "0"),
                new("Custody:Sandbox:SettlementLatePerMille", settlementLatePerMille.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ]).Build(), clock);
        if (scheduler) services.AddScheduler(settings).AddSingleton<FiringQueries>();
        var provider = services.BuildServiceProvider();
        _ = provider.GetRequiredService<CustodyDatabase>();
        return provider;
    }

    /// <summary>Has a report made for each day by itself, as its officer would.</summary>
    public async Task<ReportSchedule> ScheduleReportAsync(string code)
    {
        var officer = new StaffMember("compliance", "吴晓岚", "10004", [Roles.Compliance]);
        _ = (await Provider.GetRequiredService<GroupWriter>().RunAsync(0, books => FirstStaff.OpenDemo(
            books, [(new FirstPerson(officer.UserName, officer.DisplayName, officer.PersonNo), Roles.Compliance, null, null)]))).Value;
        var made = await Provider.GetRequiredService<ReportDesk>().ScheduleAsync(
            officer, ReportCatalogue.Find(code)!.Facts, new ReportScope(), ReportCadence.Daily, "全部平台", "all platforms");
        return made.Value;
    }

    public CustodyDb Db() => Provider.GetRequiredService<IDbContextFactory<CustodyDb>>().CreateDbContext();

    /// <summary>All runs, oldest first.</summary>
    public async Task<List<JobRun>> RunsAsync()
    {
        await using var db = Db();
        return await db.JobRuns.OrderBy(run => run.Id).ToListAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        await _banks.DisposeAsync();
    }
}
