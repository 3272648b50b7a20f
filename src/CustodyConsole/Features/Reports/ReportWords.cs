using System.Globalization;
using System.Text.Json;
using CustodyConsole.Components.Layout;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Features.Approvals;

namespace CustodyConsole.Features.Reports;

/// <summary>Reports, scopes and files in words.</summary>
public static class ReportWords
{
    /// <summary>The name of a report in the language of the page; its code where the catalogue has it no more.</summary>
    public static string Of(string code) => ReportCatalogue.Find(code) is { } report ? Of(report.Facts) : code;

    /// <summary>The name of a report in the language of the page.</summary>
    public static string Of(ReportFacts report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return ApprovalWords.Of(report.Chinese, report.English);
    }

    /// <summary>The scope of an export in the language of the page.</summary>
    public static string Scope(ReportRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return ApprovalWords.Of(run.SummaryChinese, run.SummaryEnglish);
    }

    /// <summary>Why an export has no file.</summary>
    public static string? Error(ReportRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.ErrorChinese is null ? null : ApprovalWords.Of(run.ErrorChinese, run.ErrorEnglish ?? run.ErrorChinese);
    }

    /// <summary>The name under which people save a file: the report, the platform, the time it is about, and the number of the export.</summary>
    public static string FileName(ReportFacts report, ReportScope scope, string no)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(scope);
        List<string> parts = [scope.English ? report.English : report.Chinese];
        if (scope.PlatformNo is { } platform) parts.Add(platform);
        if (scope.Subject is { } subject) parts.Add(subject);
        if (scope is { From: { } from, To: { } to }) parts.Add(from == to ? $"{from:yyyyMMdd}" : $"{from:yyyyMMdd}-{to:yyyyMMdd}");
        if (scope.AsOfUtc is { } moment) parts.Add(BankTime.Local(moment).ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture));
        parts.Add(no);
        var name = string.Join('_', parts).Select(letter => Path.GetInvalidFileNameChars().Contains(letter) || "\\/:*?\"<>|".Contains(letter) ? '-' : letter);
        return string.Concat(name) + ReportFileWriter.ExtensionOf(scope.Format);
    }

    /// <summary>What a schedule asks each time, in both languages.</summary>
    public static (string Chinese, string English) Template(ReportScope template, string? platformName)
    {
        ArgumentNullException.ThrowIfNull(template);
        var format = template.Format switch { ReportFormat.Workbook => "Excel", ReportFormat.CsvUtf8 => "CSV (UTF-8)", _ => "CSV (GBK)" };
        var platform = template.PlatformNo is { } no ? $"{no} {platformName}".Trim() : null;
        return ($"{platform ?? "全部平台"}；{format}{(template.English ? "；英文版" : "")}",
            $"{platform ?? "all platforms"}; {format}{(template.English ? "; in English" : "")}");
    }

    /// <summary>A length in bytes, as people read it.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:0.0} MB"),
    };

    /// <summary>A count with its thousands.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>The control totals of a finished export.</summary>
    public static IReadOnlyList<ReportTotal> Totals(ReportRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Totals is null ? [] : JsonSerializer.Deserialize<List<ReportTotal>>(run.Totals)!;
    }

    /// <summary>The key of the part of the bank that a report is about: that of the menu's group with the same permission.</summary>
    public static string GroupOf(ReportFacts report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Menu.Groups.FirstOrDefault(group => group.Items.Any(item => item.Permission == report.Permission))?.TextKey ?? "Menu.Reporting";
    }
}
