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
    /// <summary>Words are the same whoever asks.</summary>
    private static readonly ReportMaker Nobody = new("", StaffMember.System.UserName, StaffMember.System.DisplayName) { IsBank = true };

    /// <summary>Checks and asks. Refusals in order: those of <see cref="QuestionAsync"/>, those of <see cref="ReportDesk.AskAsync"/>.</summary>
    public async Task<Outcome<ReportRun>> AskAsync(StaffMember actor, string code, ReportScope scope, CancellationToken stop = default)
    {
        var question = await QuestionAsync(code, scope, stop);
        return question.Done ? await desk.AskAsync(actor, question.Value) : question.Refusal;
    }

    /// <summary>
    /// What would be asked, with the scope in both languages and without personal numbers that the list does not use. Refusals in order: <see cref="ReportScopeRefusals.UnknownReport"/>, those of
    /// <see cref="ReportScopeCheck"/>.
    /// </summary>
    public async Task<Outcome<ReportQuestion>> QuestionAsync(string code, ReportScope scope, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (ReportCatalogue.Find(code) is not { } report) return ReportScopeRefusals.UnknownReport(code);
        scope = scope with { ListQuery = ListQueryText.WithoutPersonalData(code, scope.ListQuery) };
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
        var now = time.GetUtcNow().UtcDateTime;
        var reading = await ReportReading.OpenAsync(db, new ReportScope { ListQuery = listQuery, English = english }, Nobody, words, keys, now, stop);
        var parts = new[]
        {
            Period(reading), reading.List.Text("platform") is { } no ? reading.Platform is { } platform ? $"{platform.No} {platform.Name}" : no : null,
            await FilterAsync(db, report, reading.Scope, english, now, stop),
        };
        return parts.Any(part => part is not null)
            ? string.Join(reading.Say("；", "; "), parts.OfType<string>()) : reading.Say("列表全部记录", "the whole list");
    }

    private async Task<string> WordsAsync(CustodyDb db, Report report, ReportScope scope, bool english, DateTime now, CancellationToken stop)
    {
        var reading = await ReportReading.OpenAsync(db, scope with { English = english }, Nobody, words, keys, now, stop);
        List<string> parts = [];
        if (Period(reading) is { } period) parts.Add(period);
        if (scope.AsOfUtc is { } moment) parts.Add(reading.Say($"截至 {BankTime.Format(moment)}", $"as of {BankTime.Format(moment)}"));
        if (reading.List.Text("platform") is { } no) parts.Add(reading.Platform is { } platform ? $"{platform.No} {platform.Name}" : no);
        if (scope.Subject is { } subject) parts.Add(subject);
        if (scope.ListQuery is not null && await FilterAsync(db, report, scope, english, now, stop) is { } filter) parts.Add(filter);
        if (parts.Count == 0) parts.Add(scope.ListQuery is null ? reading.Say("全部", "everything") : reading.Say("列表全部记录", "the whole list"));
        parts.Add(FormatOf(scope.Format));
        if (scope.English) parts.Add(reading.Say("英文版", "in English"));
        if (scope.Unmasked) parts.Add(reading.Say("敏感信息明文", "personal data in clear"));
        return string.Join(reading.Say("；", "; "), parts);
    }

    /// <summary>The filter of the list alone, in words; what the parameters say is said already. Null where there is none.</summary>
    private async Task<string?> FilterAsync(CustodyDb db, Report report, ReportScope scope, bool english, DateTime now, CancellationToken stop)
    {
        var culture = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(TextSetup.Cultures[english ? 1 : 0]);
            var reading = await ReportReading.OpenAsync(db, new ReportScope { ListQuery = scope.ListQuery, English = english }, Nobody, words, keys, now, stop);
            // Platform and dates are said apart.
            return reading.List.Applied.Any(one => one.Key is not ("platform" or "dateFrom" or "dateTo"))
                ? reading.Say("筛选：", "filtered by ") + FilterWords.Of(report, reading) : null;
        }
        finally
        {
            CultureInfo.CurrentUICulture = culture;
        }
    }

    private static string? Period(ReportReading reading) => (reading.From, reading.To) switch
    {
        ({ } from, { } to) => reading.Say($"{BankTime.Format(from)} 至 {BankTime.Format(to)}", $"{BankTime.Format(from)} to {BankTime.Format(to)}"),
        ({ } from, null) => reading.Say($"{BankTime.Format(from)} 起", $"from {BankTime.Format(from)}"),
        (null, { } to) => reading.Say($"截至 {BankTime.Format(to)}", $"until {BankTime.Format(to)}"),
        _ => null,
    };

    private static string FormatOf(ReportFormat format) => format switch
    {
        ReportFormat.Workbook => "Excel",
        ReportFormat.CsvUtf8 => "CSV (UTF-8)",
        _ => "CSV (GBK)",
    };
}
