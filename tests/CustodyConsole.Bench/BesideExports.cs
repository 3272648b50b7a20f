using System.Diagnostics;
using CustodyConsole.Components.Shared;
using CustodyConsole.Demo;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Approvals;
using CustodyConsole.Features.Audit;
using CustodyConsole.Features.Days;
using CustodyConsole.Features.Journal;
using CustodyConsole.Features.Listings;
using CustodyConsole.Features.Orders;
using CustodyConsole.Features.Platforms;
using CustodyConsole.Features.Reports;
using CustodyConsole.Features.Settlement;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CustodyConsole.Bench;

/// <summary>
/// What people at the console notice of an export of a million rows: a host on a demo bank, asked for a page over HTTP and for what its lists show,
/// one after the other, idle and while the export is made beside it. Both are of one run and of the same process, so the ratio says nothing of the machine.
/// </summary>
internal static class BesideExports
{
    private const int Rows = 1_000_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20), Idle = TimeSpan.FromSeconds(15);
    private static readonly StaffMember Person = new("auditor", "bench", "bench", [Roles.Auditor]);
    private static readonly ListState List = ListState.Parse("/list");

    public static async Task MeasureAsync(Report report, int port)
    {
        var folder = Directory.CreateTempSubdirectory("custody-beside-").FullName;
        var settings = new CustodySettings
        {
            BankName = "", BankNameEnglish = "", Database = Path.Combine(folder, "custody.db"), Demo = true, Folder = folder,
            PersonalDataKeyFile = Path.Combine(folder, "personal-data.key"),
        };
        await DemoBank.SeedIfEmptyAsync(settings.Database, settings, TimeProvider.System, CancellationToken.None);
        try
        {
            await using var host = new Host(settings.Database);
            host.UseKestrel(port);
            using var client = host.CreateClient();
            var questions = Questions(host.Services, client);
            await AskAsync(questions, Idle / 5);
            var before = await AskAsync(questions, Idle);
            var clock = Stopwatch.StartNew();
            var export = Task.Run(() => ExportAsync(host.Services, folder));
            var beside = await AskAsync(questions, TimeSpan.MaxValue, export);
            var rows = await export;
            report.Add($"workbook, {rows:N0} rows × 12 columns, in a host that is asked meanwhile", $"{clock.Elapsed.TotalSeconds:F1} s");
            var after = await AskAsync(questions, Idle);
            var ratios = new List<double>();
            foreach (var name in questions.Keys)
            {
                // Idle is before and after, so that what warms up or grows meanwhile is not taken for the export's doing.
                var (idle, busy) = (Median([.. before[name], .. after[name]]), Median(beside[name]));
                ratios.Add(busy / idle);
                report.Add($"  {name}, median of {beside[name].Count} beside it / idle", $"{busy:F2} / {idle:F2} ms");
            }

            report.AddAtMost("  median answer beside an export / idle", Median(ratios), 1.2, "");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, Func<Task>> Questions(IServiceProvider services, HttpClient client) => new()
    {
        ["GET /sign-in"] = async () => (await client.GetAsync(new Uri("/sign-in", UriKind.Relative))).EnsureSuccessStatusCode().Dispose(),
        ["GET /health/ready"] = async () => (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).Dispose(),
        ["accounts"] = Of<AccountQueries>(services, queries => queries.ListAsync(Person, List, default)),
        ["journal"] = Of<JournalQueries>(services, queries => queries.ListAsync(List, default)),
        ["orders"] = Of<OrderQueries>(services, queries => queries.ListAsync(Person, List, default)),
        ["listings"] = Of<ListingQueries>(services, queries => queries.ListAsync(Person, List, default)),
        ["platforms"] = Of<PlatformQueries>(services, queries => queries.ListAsync(Person, List, default)),
        ["settlement"] = Of<SettlementQueries>(services, queries => queries.ListAsync(Person, List, default)),
        ["approvals"] = Of<ApprovalQueries>(services, queries => queries.ListAsync(Person, List, default)),
        ["audit"] = Of<AuditQueries>(services, queries => queries.ListAsync(List, default)),
        ["days"] = Of<DayQueries>(services, queries => queries.ListAsync(List, default)),
        ["exports"] = Of<ReportQueries>(services, queries => queries.RunsAsync(Person, List, default)),
    };

    private static Func<Task> Of<TQueries>(IServiceProvider services, Func<TQueries, Task> ask) where TQueries : notnull => async () =>
    {
        await using var scope = services.CreateAsyncScope();
        await ask(scope.ServiceProvider.GetRequiredService<TQueries>());
    };

    /// <summary>As the worker does it: on a thread of its own, one at a time.</summary>
    private static async Task<long> ExportAsync(IServiceProvider services, string folder) => (await services.GetRequiredService<ReportFileWriter>().WriteAsync(
        new Exports.Wide(Rows), new ReportScope(), new ReportMaker("RP0000000001", "bench", "bench") { IsBank = true }, Path.Combine(folder, "export"))).Value.Rows;

    /// <summary>One person who looks at one thing after the other: the milliseconds of each answer.</summary>
    private static async Task<Dictionary<string, List<double>>> AskAsync(Dictionary<string, Func<Task>> questions, TimeSpan duration, Task? until = null)
    {
        var taken = questions.Keys.ToDictionary(name => name, _ => new List<double>());
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < duration && until is not { IsCompleted: true })
        {
            foreach (var (name, ask) in questions)
            {
                var begun = Stopwatch.GetTimestamp();
                await ask();
                taken[name].Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                await Task.Delay(Pause);
            }
        }

        return taken;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed class Host(string database) : WebApplicationFactory<CustodySettings>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseEnvironment("Production").UseContentRoot(AppContext.BaseDirectory).UseSetting("Urls", "")
            .UseSetting("Custody:Database", database).UseSetting("Custody:Jobs", "false");
    }
}
