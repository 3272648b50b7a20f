using CustodyConsole.Components.Shared;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Reports;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Features.Reports;

/// <summary>Whether a report can be made as it is asked for.</summary>
public static class ReportScopeCheck
{
    /// <summary>
    /// Null when it can. Refusals in order: <see cref="ReportScopeRefusals.NoBooks"/>, <see cref="ReportScopeRefusals.NotAParameter"/>,
    /// <see cref="ReportScopeRefusals.SaidTwice"/>, <see cref="ReportScopeRefusals.UnknownFilter"/>,
    /// <see cref="ReportScopeRefusals.UnreadableFilter"/>, <see cref="ReportScopeRefusals.UnknownOrder"/>,
    /// <see cref="ReportScopeRefusals.PeriodMissing"/>,
    /// <see cref="ReportScopeRefusals.PeriodReversed"/>, <see cref="ReportScopeRefusals.NotAMonth"/>,
    /// <see cref="ReportScopeRefusals.DateInFuture"/>, <see cref="ReportScopeRefusals.BeforeFirstDay"/>, <see cref="ReportScopeRefusals.MomentInFuture"/>,
    /// <see cref="ReportScopeRefusals.PlatformMissing"/>, <see cref="ReportScopeRefusals.UnknownPlatform"/>,
    /// <see cref="ReportScopeRefusals.SubjectMissing"/>, <see cref="ReportScopeRefusals.UnknownSubject"/>,
    /// <see cref="ReportScopeRefusals.NothingMasked"/>, <see cref="ReportScopeRefusals.NoKey"/>.
    /// </summary>
    public static async Task<Refusal?> RefuseAsync(
        CustodyDb db, Report report, ReportScope scope, DateTime nowUtc, bool hasKeys, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(scope);
        if (await db.BankStates.SingleOrDefaultAsync(stop) is not { } bank) return ReportScopeRefusals.NoBooks();
        if (RefuseFields(report, scope) is { } needless) return needless;
        // What goes by natural days may be of today, also where the day cut is late.
        var today = report.FollowsDays || BankTime.DateOf(nowUtc) < bank.AccountingDate ? bank.AccountingDate : BankTime.DateOf(nowUtc);
        if (RefusePeriod(report, scope, today) is { } wrong) return wrong;
        if (report.FollowsDays && await BeforeFirstDayAsync(db, scope, bank.AccountingDate, stop) is { } early) return early;
        if (scope.AsOfUtc > nowUtc) return ReportScopeRefusals.MomentInFuture(scope.AsOfUtc.Value);

        if (scope.PlatformNo is { } no)
        {
            if (!await db.Platforms.AnyAsync(platform => platform.No == no, stop)) return ReportScopeRefusals.UnknownPlatform(no);
        }
        else if (report.Needs(ReportParameters.PlatformRequired)) return ReportScopeRefusals.PlatformMissing();

        if (scope.Subject is not null)
        {
            if (await report.RefuseSubjectAsync(db, scope, stop) is { } unknown) return unknown;
        }
        else if (report.Needs(ReportParameters.SubjectRequired)) return ReportScopeRefusals.SubjectMissing();

        if (!scope.Unmasked) return null;
        if (!report.Facts.HasPersonalData) return ReportScopeRefusals.NothingMasked();
        return hasKeys ? null : ReportScopeRefusals.NoKey();
    }

    /// <summary>A period or a moment that ends before the bank began is no closed one in which nothing happened.</summary>
    private static async Task<Refusal?> BeforeFirstDayAsync(CustodyDb db, ReportScope scope, DateOnly today, CancellationToken stop)
    {
        var last = scope.AsOfUtc is { } moment ? BankTime.DateOf(moment) : scope.To ?? scope.From;
        if (last is not { } date) return null;
        var first = await db.AccountingDays.MinAsync(day => (DateOnly?)day.Date, stop) ?? today;
        return date < first ? ReportScopeRefusals.BeforeFirstDay(date, first) : null;
    }

    private static Refusal? RefuseFields(Report report, ReportScope scope)
    {
        if ((scope.From ?? scope.To) is not null && !report.MayHavePeriod) return ReportScopeRefusals.NotAParameter("起止日期", "period");
        if (scope.AsOfUtc is not null && !report.Needs(ReportParameters.Moment)) return ReportScopeRefusals.NotAParameter("截至时点", "moment");
        if (scope.PlatformNo is not null && !report.Needs(ReportParameters.Platform) && !report.Needs(ReportParameters.PlatformRequired))
            return ReportScopeRefusals.NotAParameter("平台", "platform");
        if (scope.Subject is not null && !report.MayHaveSubject) return ReportScopeRefusals.NotAParameter("账号", "account or listing");
        if (scope.ListQuery is null) return null;

        var list = ListState.Parse(scope.ListQuery);
        if (Differ(scope.PlatformNo, list.Text("platform"))) return ReportScopeRefusals.SaidTwice("平台", "platform");
        return Differ(Text(scope.From), list.Text("dateFrom")) || Differ(Text(scope.To), list.Text("dateTo"))
            ? ReportScopeRefusals.SaidTwice("起止日期", "period") : RefuseList(report, list);

        static bool Differ(string? said, string? listed) => said is not null && listed is not null && said != listed;
        static string? Text(DateOnly? date) => date is { } day ? BankTime.Format(day) : null;
    }

    /// <summary>What the list's query says must be what the register does: a filter that is put into words and not applied would be a lie.</summary>
    private static Refusal? RefuseList(Report report, ListState list)
    {
        List<ListFilter> filters = [.. report.Filters];
        if (report.Needs(ReportParameters.Platform | ReportParameters.PlatformRequired)) filters.Add(ListFilter.Text("platform"));
        if (report.MayHavePeriod) filters.AddRange([ListFilter.Date("dateFrom"), ListFilter.Date("dateTo")]);
        foreach (var (key, value) in list.Applied.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            if (filters.Find(filter => filter.Key == key) is not { } known) return ReportScopeRefusals.UnknownFilter(key);
            if (!known.Reads(list)) return ReportScopeRefusals.UnreadableFilter(key, value);
        }

        return list.Sort is { } sort && !report.Orders.Contains(sort) ? ReportScopeRefusals.UnknownOrder(sort) : null;
    }

    private static Refusal? RefusePeriod(Report report, ReportScope scope, DateOnly today)
    {
        var isMonthly = report.Needs(ReportParameters.Month);
        // A list may show all days, and so may what is exported from it.
        var required = isMonthly || (report.Needs(ReportParameters.Period) && scope.ListQuery is null);
        if (required && (scope.From is null || scope.To is null)) return ReportScopeRefusals.PeriodMissing();
        if (scope is { From: { } from, To: { } to })
        {
            if (from > to) return ReportScopeRefusals.PeriodReversed(from, to);
            if (isMonthly && (from.Day != 1 || to != from.AddMonths(1).AddDays(-1))) return ReportScopeRefusals.NotAMonth(from, to);
        }

        // The running month ends later than today; its report says that it is open.
        var latest = isMonthly ? scope.From : scope.To ?? scope.From;
        return latest > today ? ReportScopeRefusals.DateInFuture(latest.Value, today) : null;
    }
}
