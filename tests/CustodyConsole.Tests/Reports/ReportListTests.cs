using System.Text.RegularExpressions;
using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Accounts;
using CustodyConsole.Features.Approvals;
using CustodyConsole.Features.Audit;
using CustodyConsole.Features.Calendar;
using CustodyConsole.Features.Compensation;
using CustodyConsole.Features.Days;
using CustodyConsole.Features.Fees;
using CustodyConsole.Features.Jobs;
using CustodyConsole.Features.Journal;
using CustodyConsole.Features.Listings;
using CustodyConsole.Features.Orders;
using CustodyConsole.Features.Platforms;
using CustodyConsole.Features.Reports;
using CustodyConsole.Features.Settlement;
using CustodyConsole.Features.Staff;
using CustodyConsole.Tests.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustodyConsole.Tests.Reports;

/// <summary>For every list that is exported: the file holds as many rows as the list counts, and its totals are those below the list.</summary>
public sealed partial class ReportListTests(ConsoleFactory console) : IClassFixture<ConsoleFactory>
{
    /// <summary>The demo bank's compliance officer.</summary>
    internal static readonly StaffMember Officer = new("compliance", "吴晓岚", "10004", [Roles.Compliance]);

    /// <summary>The lists, with some filters of each, and how the page loads them.</summary>
    private static readonly Dictionary<string, (string[] Filters, Func<IServiceProvider, ListState, Task<(long Count, IReadOnlyList<ListTotal> Totals)>> Load)> Lists = new()
    {
        ["account-register"] = (["", "?kind=Investor&sort=-book", "?state=Active&balanceMin=100", "?q=no-such"], Of<AccountQueries, AccountRow>((queries, state) => queries.ListAsync(Officer, state, Stop))),
        ["journal"] = (["", "?operation=Recharge", "?amountMin=1000&sort=-amount"], Of<JournalQueries, EntryRow>((queries, state) => queries.ListAsync(state, Stop))),
        ["order-register"] = (["", "?type=Withdrawal&sort=-amount", "?state=Open"], Of<OrderQueries, OrderRow>((queries, state) => queries.ListAsync(Officer, state, Stop))),
        ["listing-register"] = (["", "?state=Repaying&sort=-outstanding", "?overdue=yes"], Of<ListingQueries, ListingRow>((queries, state) => queries.ListAsync(Officer, state, Stop))),
        ["overdue-register"] = (["", "?requested=no"], Of<OverdueQueries, OverdueRow>((queries, state) => queries.ListAsync(state, Stop))),
        ["recovery-register"] = (["", "?open=yes"], Of<CompensatorQueries, RecoveryLine>((queries, state) => queries.RecoveriesAsync(null, state, Stop))),
        ["settlement-batches"] = (["", "?state=Confirmed"], Of<SettlementQueries, BatchRow>((queries, state) => queries.ListAsync(Officer, state, Stop))),
        ["suspense-register"] = (["", "?state=Open"], Of<SuspenseQueries, SuspenseRow>((queries, state) => queries.ListAsync(Officer, state, Stop))),
        ["platform-register"] = (["", "?state=Active"], Of<PlatformQueries, PlatformRow>((queries, state) => queries.ListAsync(Officer, state, Stop))),
        ["day-register"] = ([""], Of<DayQueries, DayRow>((queries, state) => queries.ListAsync(state, Stop))),
        ["job-runs"] = (["", "?job=day-cut", "?state=Done"], Of<JobQueries, Domain.Jobs.JobRun>((queries, state) => queries.RunsAsync(null, state, Stop))),
        ["audit-trail"] = (["", "?action=Approvals.", "?result=Refused"], Of<AuditQueries, Domain.Audit.AuditEntry>((queries, state) => queries.ListAsync(state, Stop))),
        ["approvals"] = (["", "?tab=all", "?tab=all&state=Executed"], Of<ApprovalQueries, ApprovalRow>((queries, state) => queries.ListAsync(Officer, state, Stop))),
        ["fee-statement"] = (["", "?platform=1001"], async (services, state) =>
        {
            var rows = await services.GetRequiredService<FeeQueries>().StatementsAsync(Officer, state.Text("platform"), Stop);
            return (rows.Count, [new("closing", rows.Sum(row => row.Statement.ClosingFen))]);
        }),
        ["compensator-register"] = (["", "?platform=1001"], Of<CompensatorQueries, CompensatorRow>((queries, state) => queries.ListAsync(state, Stop))),
        ["compensation-proposals"] = (["", "?show=all", "?short=yes"], Of<ProposedQueries, ProposedRow>((queries, state) => queries.ListAsync(state, Stop))),
        ["compensation-requests"] = (["", "?state=Executed"], Of<CompensatorQueries, RequestRow>((queries, state) => queries.RequestsAsync(null, state, Stop))),
        ["onboarding-register"] = (["", "?state=Open"], Of<PlatformFiles, DraftRow>((queries, state) => queries.DraftsAsync(state, Stop))),
        ["users-and-permissions"] = (["", "?role=Compliance&sort=-opened", "?q=operator"], async (services, state) =>
            // Beside the users a second sheet says what their roles may do.
            ((await services.GetRequiredService<StaffQueries>().ListAsync(state, Stop)).Count + Permissions.All.Sum(one => one.Roles.Count), [])),
        ["freeze-register"] = (["", "?state=Active"], async (services, state) =>
        {
            var page = await services.GetRequiredService<AccountQueries>().FreezesAsync((await AccountAsync(services)).Id, state, Stop);
            return (page.Count, page.Totals);
        }),
        ["fee-schedules"] = ([""], async (services, _) =>
            ((await services.GetRequiredService<FeeQueries>().SchedulesAsync(Officer, null, Stop)).Sum(pool => pool.Versions.Count), [])),
        ["business-calendar"] = (["?year=2026"], async (services, _) =>
        {
            var calendar = await services.GetRequiredService<CalendarQueries>().ReadAsync(Stop);
            return (BusinessCalendar.DaysOf(2026).Count() + calendar.Versions.Count(version => version.Notice.Year == 2026), []);
        }),
        ["account-statement"] = (["", "?sort=time"], async (services, state) =>
        {
            var account = await AccountAsync(services);
            var page = await services.GetRequiredService<StatementQueries>().ListAsync(account, state, Stop);
            // Where it began and ended stands on the cover; it is the sum of no column.
            return (page.Count, [.. page.Totals.Where(total => !total.Label.StartsWith('期') && !total.Label.EndsWith("balance", StringComparison.OrdinalIgnoreCase))]);
        }),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_list_that_offers_an_export_names_a_report_and_is_compared_here()
    {
        var offered = Repository.Files(Repository.Host, ".razor").SelectMany(file => Offer().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value)
            .Distinct().ToList();
        Assert.All(offered, code => Assert.NotNull(ReportCatalogue.Find(code)));
        Assert.Equal(offered.Order(StringComparer.Ordinal), Lists.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_exported_from_a_list_has_its_count_and_its_totals()
    {
        // Jobs that post between the look at the list and the export would make two moments of it.
        var writer = console.With("Custody:Jobs", "false").Services.GetRequiredService<ReportFileWriter>();
        var folder = Directory.CreateTempSubdirectory("custody-lists-").FullName;
        var wrong = new List<string>();
        foreach (var (code, (filters, load)) in Lists)
        {
            var report = ReportCatalogue.Find(code)!;
            var rows = new List<long>();
            foreach (var filter in filters)
            {
                var state = ListState.Parse("/list" + filter);
                var (count, totals) = await load(console.Services, state);
                var scope = new ReportScope
                {
                    ListQuery = ListQueryText.Of(state),
                    Subject = report.ListPath!.Contains("{subject}", StringComparison.Ordinal) ? (await AccountAsync(console.Services)).Number : null,
                };
                var written = await writer.WriteAsync(
                    report, scope, new ReportMaker("RP0000000000", Officer.UserName, Officer.DisplayName), Path.Combine(folder, "list.xlsx"), null, Stop);
                if (!written.Done)
                {
                    wrong.Add($"{code} {filter}: {written.Refusal.English}");
                    continue;
                }

                rows.Add(written.Value.Rows);
                // The journal's list has a row for each entry, its register one for each leg.
                if (code != "journal" && written.Value.Rows != count) wrong.Add($"{code} {filter}: {written.Value.Rows} rows, the list has {count}");
                var kept = written.Value.Totals.Select(total => total.Fen).ToList();
                wrong.AddRange(totals.Where(total => !kept.Contains(total.Fen) && !kept.Contains(totals.Sum(one => one.Fen)) && !IsPart(total.Fen, kept))
                    .Select(total => $"{code} {filter}: {total.Label} {total.Fen} is not among {string.Join(", ", kept)}"));
            }

            if (code is not ("suspense-register" or "job-runs" or "fee-statement") && rows.All(one => one == 0)) wrong.Add($"{code}: nothing was compared");
        }

        Directory.Delete(folder, recursive: true);
        Assert.Empty(wrong);
    }

    /// <summary>A list may add two columns up; its own totals may be parts of one column, such as surpluses and shortages.</summary>
    private static bool IsPart(long fen, List<long> kept) => kept.Any(one => kept.Contains(fen - one));

    private static Func<IServiceProvider, ListState, Task<(long, IReadOnlyList<ListTotal>)>> Of<TQueries, TRow>(Func<TQueries, ListState, Task<PageOf<TRow>>> load)
        where TQueries : notnull => async (services, state) =>
    {
        var page = await load(services.GetRequiredService<TQueries>(), state);
        return (page.Count, page.Totals);
    };

    /// <summary>The account with the most lines of those that people hold.</summary>
    private static async Task<Domain.Ledger.Account> AccountAsync(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<CustodyDb>>().CreateDbContextAsync(Stop);
        return await db.Accounts.Where(account => account.UserId != null).OrderByDescending(account => account.Version).ThenBy(account => account.Id).FirstAsync(Stop);
    }

    [GeneratedRegex("Export='[^']*?new\\(\"([a-z-]+)\"")]
    private static partial Regex Offer();
}
