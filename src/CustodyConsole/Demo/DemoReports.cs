using CustodyConsole.Domain;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Reports;
using CustodyConsole.Security;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Demo;

/// <summary>
/// What compliance has asked for in the demo bank: last month's report and last week's payments, which the console makes as it makes any export,
/// and the two schedules behind them.
/// </summary>
internal static class DemoReports
{
    /// <summary>Asks, once the users of the demo bank are there.</summary>
    public static async Task AskAsync(IServiceProvider services)
    {
        var asking = services.GetRequiredService<ReportAsking>();
        var desk = services.GetRequiredService<ReportDesk>();
        var user = DemoUsers.All.First(user => user.Role == Roles.Compliance);
        var officer = new StaffMember(user.UserName, user.DisplayName, user.StaffNo, [user.Role]);
        await using var db = await services.GetRequiredService<IDbContextFactory<CustodyDb>>().CreateDbContextAsync();
        if (await db.BankStates.Select(bank => bank.ClosedThrough).SingleAsync() is not { } closed) return;
        var platform = await db.Platforms.OrderBy(platform => platform.No).FirstAsync();
        var monthEnd = closed.AddDays(1).Day == 1 ? closed : closed.AddDays(-closed.Day);

        await AskAsync("custody-monthly", new ReportScope { PlatformNo = platform.No, From = monthEnd.AddDays(1 - monthEnd.Day), To = monthEnd });
        await AskAsync("payment-register", new ReportScope { From = closed.AddDays(-6), To = closed });
        await ScheduleAsync("custody-monthly", new ReportScope { PlatformNo = platform.No }, ReportCadence.Monthly);
        await ScheduleAsync("total-to-detail", new ReportScope(), ReportCadence.Daily);

        async Task AskAsync(string code, ReportScope scope) => _ = (await asking.AskAsync(officer, code, scope)).Value;

        async Task ScheduleAsync(string code, ReportScope template, ReportCadence cadence)
        {
            var (chinese, english) = ReportWords.Template(template, template.PlatformNo is null ? null : platform.Name);
            _ = (await desk.ScheduleAsync(officer, ReportCatalogue.Find(code)!.Facts, template, cadence, chinese, english)).Value;
        }
    }
}
