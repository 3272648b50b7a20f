using System.Globalization;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Calendar;
using CustodyConsole.Domain.Reports;
using CustodyConsole.Resources;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Reports;

/// <summary>
/// Asks for exports: checks what is asked before it waits in the queue, so that a wrong field is told at once, and puts the scope into words,
/// as it will stand in the list, in the audit trail, and before whoever allows personal data in clear.
/// </summary>
public sealed class ReportAsking(
    ReportDesk desk, IDbContextFactory<CustodyDb> databases, IStringLocalizer<StatusText> words, PersonalData keys, TimeProvider time)
{
    /// <summary>Checks and asks. Refusals in order: those of <see cref="QuestionAsync"/>, those of <see cref="ReportDesk.AskAsync"/>.</summary>
    public async Task<Outcome<ReportRun>> AskAsync(StaffMember actor, string code, ReportScope scope, CancellationToken stop = default)
    {
        var question = await QuestionAsync(code, scope, stop);
        return question.Done ? await desk.AskAsync(actor, question.Value) : question.Refusal;
    }

    /// <summary>
    /// What would be asked, with the scope in both languages. Refusals in order: <see cref="ReportScopeRefusals.UnknownReport"/>, those of
    /// <see cref="ReportScopeCheck"/>.
    /// </summary>
    public async Task<Outcome<ReportQuestion>> QuestionAsync(string code, ReportScope scope, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (ReportCatalogue.Find(code) is not { } report) return ReportScopeRefusals.UnknownReport(code);
        await using var db = await databases.CreateDbContextAsync(stop);
        var now = time.GetUtcNow().UtcDateTime;
        if (await ReportScopeCheck.RefuseAsync(db, report, scope, now, hasKeys: true, stop) is { } refusal) return refusal;
        return ReportQuestion.Of(
            report.Facts, scope, await WordsAsync(db, report, scope, english: false, now, stop), await WordsAsync(db, report, scope, english: true, now, stop));
    }

    /// <summary>The filter of a list in words, in the language of the page.</summary>
    public async Task<string> FilterWordsAsync(string code, string listQuery, CancellationToken stop = default)
    {
        if (ReportCatalogue.Find(code) is not { } report) return listQuery;
        await using var db = await databases.CreateDbContextAsync(stop);
        var english = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName != "zh";
        return await FilterAsync(db, report, new ReportScope { ListQuery = listQuery }, english, time.GetUtcNow().UtcDateTime, stop);
    }

    private async Task<string> WordsAsync(CustodyDb db, Report report, ReportScope scope, bool english, DateTime now, CancellationToken stop)
    {
        var reading = await ReportReading.OpenAsync(db, scope with { English = english }, words, keys, now, stop);
        List<string> parts = [];
        if (scope is { From: { } from, To: { } to }) parts.Add(reading.Say($"{BankTime.Format(from)} 至 {BankTime.Format(to)}", $"{BankTime.Format(from)} to {BankTime.Format(to)}"));
        if (scope.AsOfUtc is { } moment) parts.Add(reading.Say($"截至 {BankTime.Format(moment)}", $"as of {BankTime.Format(moment)}"));
        if (scope.PlatformNo is not null && reading.Platform is { } platform) parts.Add($"{platform.No} {platform.Name}");
        if (scope.Subject is { } subject) parts.Add(subject);
        if (scope.ListQuery is not null) parts.Add(await FilterAsync(db, report, scope, english, now, stop));
        if (parts.Count == 0) parts.Add(reading.Say("全部", "everything"));
        parts.Add(FormatOf(scope.Format));
        if (scope.English) parts.Add(reading.Say("英文版", "in English"));
        if (scope.Unmasked) parts.Add(reading.Say("敏感信息明文", "personal data in clear"));
        return string.Join(reading.Say("；", "; "), parts);
    }

    /// <summary>The filter of the list alone, in words; what the parameters say is said already.</summary>
    private async Task<string> FilterAsync(CustodyDb db, Report report, ReportScope scope, bool english, DateTime now, CancellationToken stop)
    {
        var culture = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(TextSetup.Cultures[english ? 1 : 0]);
            var reading = await ReportReading.OpenAsync(db, new ReportScope { ListQuery = scope.ListQuery, English = english }, words, keys, now, stop);
            return reading.List.IsFiltered
                ? reading.Say("筛选：", "filtered by ") + FilterWords.Of(report, reading) : reading.Say("列表全部记录", "the whole list");
        }
        finally
        {
            CultureInfo.CurrentUICulture = culture;
        }
    }

    private static string FormatOf(ReportFormat format) => format switch
    {
        ReportFormat.Workbook => "Excel",
        ReportFormat.CsvUtf8 => "CSV (UTF-8)",
        _ => "CSV (GBK)",
    };
}
