using CustodyConsole.Domain;
using CustodyConsole.Domain.Reports;

namespace CustodyConsole.Features.Reports;

/// <summary>A line of the cover beside what every cover has, such as an opening balance.</summary>
public sealed record CoverLine(string Chinese, string English, string Value);

/// <summary>A chart over a sheet of at most some hundred rows.</summary>
/// <param name="Chinese">The title in Chinese.</param>
/// <param name="English">The title in English.</param>
/// <param name="Sheet">The index of the sheet.</param>
/// <param name="Category">The key of the column along the axis.</param>
/// <param name="Series">The keys of the columns that are drawn.</param>
/// <param name="IsLine">True for lines, false for columns.</param>
public sealed record ReportChart(
    string Chinese, string English, int Sheet, string Category, IReadOnlyList<string> Series, bool IsLine);

/// <summary>
/// The definition of a report: what it is, who requires it, and its tables. A definition is one file in <c>Registers</c>; it holds nothing
/// that changes, so one instance serves all.
/// </summary>
public abstract class Report
{
    public abstract ReportFacts Facts { get; }

    /// <summary>The tables; a sheet of the workbook each.</summary>
    public abstract IReadOnlyList<ReportSheet> Sheets { get; }

    /// <summary>Charts; none in a register.</summary>
    public virtual IReadOnlyList<ReportChart> Charts => [];

    /// <summary>The page of the list whose filter it applies exactly, such as accounts; null where it belongs to none.</summary>
    public virtual string? ListPath => null;

    /// <summary>True where the filter of a list, or a period, may narrow it without having to.</summary>
    public virtual bool MayHavePeriod => Needs(ReportParameters.Period) || Needs(ReportParameters.Month);

    /// <summary>False where a number of an account or listing says nothing.</summary>
    public virtual bool MayHaveSubject => Needs(ReportParameters.SubjectRequired);

    /// <summary>True where what it says can change until its last day is closed.</summary>
    public virtual bool FollowsDays => true;

    /// <summary>True where states or balances in it are those of the moment at which it is made, so that they change also after the days are closed.</summary>
    public virtual bool TellsNow => false;

    /// <summary>What of it is that of now, in words.</summary>
    public virtual (string Chinese, string English) WhatMayChange => ("状态与余额", "states and balances");

    /// <summary>The date that a period narrows it by.</summary>
    public virtual (string Chinese, string English) PeriodDate => ("会计日", "accounting date");

    /// <summary>The enums by which values of the list's filters are put into words.</summary>
    public virtual IReadOnlyDictionary<string, Type> Choices => None;

    /// <summary>What of the list's filters it applies, beside platform and period, which its parameters name.</summary>
    public virtual IReadOnlyList<ListFilter> Filters => [];

    /// <summary>The columns by which the list can be ordered, and the register then is.</summary>
    public virtual IReadOnlyList<string> Orders => [];

    private static readonly Dictionary<string, Type> None = [];

    public bool Needs(ReportParameters parameter) => (Facts.Parameters & parameter) != 0;

    /// <summary>Null where the number names something; asked where a subject is given.</summary>
    public virtual Task<Refusal?> RefuseSubjectAsync(CustodyDb db, ReportScope scope, CancellationToken stop) => Task.FromResult<Refusal?>(null);

    /// <summary>What this report's cover says beside the rest.</summary>
    public virtual Task<IReadOnlyList<CoverLine>> CoverAsync(ReportReading reading, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<CoverLine>>([]);
}
