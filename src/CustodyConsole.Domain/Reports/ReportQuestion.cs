namespace CustodyConsole.Domain.Reports;

/// <summary>An export as it is asked for: which report, of what, and why.</summary>
/// <param name="Code">The report's code.</param>
/// <param name="Version">The report's version.</param>
/// <param name="Chinese">The report's name in Chinese.</param>
/// <param name="English">The report's name in English.</param>
/// <param name="Permission">The permission that the report asks for.</param>
/// <param name="Scope">What exactly is asked.</param>
/// <param name="SummaryChinese">The scope in words, in Chinese.</param>
/// <param name="SummaryEnglish">The scope in English words.</param>
public sealed record ReportQuestion(
    string Code, int Version, string Chinese, string English, string Permission, ReportScope Scope, string SummaryChinese, string SummaryEnglish)
{
    /// <summary>Why, where a reason is given.</summary>
    public string? Reason { get; init; }

    /// <summary>The request under which two people allowed it.</summary>
    public long? ApprovalId { get; init; }

    /// <summary>The schedule that asks.</summary>
    public long? ScheduleId { get; init; }

    /// <summary>The closed date for which it asks.</summary>
    public DateOnly? ScheduledFor { get; init; }

    internal string ScopeJson { get; } = Scope.ToJson();

    /// <summary>A question about a report of the catalogue.</summary>
    public static ReportQuestion Of(ReportFacts report, ReportScope scope, string summaryChinese, string summaryEnglish)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new ReportQuestion(
            report.Code, report.Version, report.Chinese, report.English, report.Permission, scope, summaryChinese, summaryEnglish);
    }
}
