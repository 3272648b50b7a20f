using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Reports;

/// <summary>How often a report is made by itself.</summary>
public enum ReportCadence
{
    /// <summary>For each accounting day, once it is closed 每日.</summary>
    Daily = 1,
    /// <summary>For each month, once its last day is closed 每月.</summary>
    Monthly = 2,
}

/// <summary>
/// A report that is made by itself once a day or a month is closed 定期报表. It is made with the rights of its owner: where they are gone, it
/// stops. The row stays when it has stopped.
/// </summary>
public sealed class ReportSchedule : Row
{
    /// <summary>The report's code in the catalogue.</summary>
    public required string Code { get; init; }

    /// <summary>What is asked each time, without the dates, as <see cref="ReportScope.ToJson"/> writes it.</summary>
    public required string Template { get; init; }

    /// <summary>The template in words, in Chinese.</summary>
    public required string SummaryChinese { get; init; }

    /// <summary>The template in English words.</summary>
    public required string SummaryEnglish { get; init; }

    /// <summary>How often.</summary>
    public required ReportCadence Cadence { get; init; }

    /// <summary>The user name of who made it.</summary>
    public required string Owner { get; init; }

    /// <summary>The name of who made it.</summary>
    public required string OwnerName { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTime MadeAtUtc { get; init; }

    /// <summary>True as long as it makes reports.</summary>
    public bool IsActive { get; internal set; } = true;

    /// <summary>The last closed accounting date that it has been looked at for; it begins with the day after.</summary>
    public DateOnly? Through { get; internal set; }

    /// <summary>Who stopped it.</summary>
    public string? StoppedBy { get; internal set; }

    /// <summary>When it was stopped (UTC).</summary>
    public DateTime? StoppedAtUtc { get; internal set; }

    /// <summary>Why it was stopped, in Chinese.</summary>
    public string? StoppedChinese { get; internal set; }

    /// <summary>Why it was stopped, in English.</summary>
    public string? StoppedEnglish { get; internal set; }

    /// <summary>The number shown to people.</summary>
    public string No => string.Create(CultureInfo.InvariantCulture, $"RS{Id:D10}");

    /// <summary>What it is called in the audit trail.</summary>
    public string Subject => "report-schedule:" + No;

    /// <summary>The key inside a number; null when the text is none.</summary>
    public static long? IdOf(string? no) =>
        no is { Length: >= 12 and <= 21 } && no.StartsWith("RS", StringComparison.Ordinal)
        && long.TryParse(no.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>
    /// What is asked for a closed date: the day itself, or the month that ends with it; null where the date is not the last of its month and
    /// the schedule is monthly.
    /// </summary>
    /// <param name="date">The accounting date that was closed.</param>
    /// <param name="parameters">What the report asks for.</param>
    /// <param name="cutOffUtc">The end of that date (UTC), as of which balances are taken.</param>
    public ReportScope? ScopeFor(DateOnly date, ReportParameters parameters, DateTime cutOffUtc)
    {
        if (Cadence == ReportCadence.Monthly && date.AddDays(1).Day != 1) return null;
        var first = Cadence == ReportCadence.Monthly ? new DateOnly(date.Year, date.Month, 1) : date;
        var dated = (parameters & (ReportParameters.Period | ReportParameters.Month)) != 0;
        return ReportScope.FromJson(Template) with
        {
            From = dated ? first : null,
            To = dated ? date : null,
            AsOfUtc = parameters.HasFlag(ReportParameters.Moment) ? cutOffUtc : null,
        };
    }

    internal static void Map(ModelBuilder model)
    {
        var schedule = model.Entity<ReportSchedule>();
        schedule.ToTable("report_schedule");
        schedule.HasIndex(s => s.Code);
    }
}
