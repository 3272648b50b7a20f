using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Reports;

namespace CustodyConsole.Tests.Reports;

/// <summary>A scope for every report over the demo bank, so that each has rows where the story has any.</summary>
internal static class ReportScopes
{
    public static readonly DateOnly From = new(2026, 10, 12), To = new(2026, 11, 15);

    public const string Platform = "1001";

    public static ReportScope Of(Report report, string accountNo)
    {
        var scope = new ReportScope();
        if (report.Needs(ReportParameters.Period)) scope = scope with { From = From, To = To };
        if (report.Needs(ReportParameters.Month)) scope = scope with { From = new(2026, 10, 1), To = new(2026, 10, 31) };
        if (report.Needs(ReportParameters.PlatformRequired)) scope = scope with { PlatformNo = Platform };
        return report.Needs(ReportParameters.SubjectRequired) ? scope with { Subject = accountNo } : scope;
    }

    /// <summary>The investor's account with the most lines.</summary>
    public static string BusiestAccount(Domain.CustodyDb db) =>
        db.Accounts.Where(account => account.Type == Domain.Ledger.AccountType.Investor).OrderByDescending(account => account.Version).ThenBy(account => account.Number)
            .Select(account => account.Number).First();
}
