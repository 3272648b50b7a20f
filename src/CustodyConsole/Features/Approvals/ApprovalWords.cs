using System.Globalization;
using CustodyConsole.Domain.Approvals;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Features.Approvals;

/// <summary>Types, sentences, spans and subjects of requests, in the language of the page.</summary>
public static class ApprovalWords
{
    private static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    /// <summary>The name of a type.</summary>
    public static string Of(ApprovalType type) => Of(ApprovalTypes.Of(type).Chinese, ApprovalTypes.Of(type).English);

    /// <summary>One of two wordings.</summary>
    public static string Of(string chinese, string english) => IsChinese ? chinese : english;

    /// <summary>The names of roles, as in a sentence.</summary>
    public static string OfRoles(IEnumerable<string> roles) => IsChinese ? RoleNames.Chinese(roles) : RoleNames.English(roles);

    /// <summary>A span in its largest unit: 3 minutes, 5 hours, 2 days.</summary>
    public static string Span(TimeSpan span, IStringLocalizer<ApprovalsText> words) => span switch
    {
        { TotalDays: >= 2 } => words["Span.Days", (int)span.TotalDays],
        { TotalHours: >= 1 } => words["Span.Hours", (int)span.TotalHours],
        { TotalMinutes: >= 1 } => words["Span.Minutes", (int)span.TotalMinutes],
        _ => words["Span.Moment"],
    };

    /// <summary>The page of a subject such as account:8001101000000001234; null where there is none.</summary>
    public static string? Page(string subject)
    {
        var colon = subject.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == subject.Length - 1) return null;
        var no = Uri.EscapeDataString(subject[(colon + 1)..]);
        return subject[..colon] switch
        {
            "account" => "accounts/" + no,
            "platform" => "platforms/" + no,
            "draft" => "platforms/onboarding/" + no,
            "settlement" => "settlement/" + no,
            "day" => "days/" + no,
            "listing" => "listings?q=" + no,
            "order" => "orders/" + no,
            "approval" => "approvals/" + no,
            "job" => "jobs/" + no,
            "job-run" => "jobs/runs/" + no,
            "report" => "reports/" + no,
            "report-run" => "reports/runs/" + no,
            "report-schedule" => "reports/schedules",
            "rule" => "approvals/rules",
            "staff" => "staff/" + no,
            "fees" => "fees/" + no.Split(' ')[0],
            "channels" => "channels/" + no,
            "advance-limit" => "advances?company=" + no,
            _ => null,
        };
    }
}
