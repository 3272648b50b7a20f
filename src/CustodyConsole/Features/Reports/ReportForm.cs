using System.Globalization;
using CustodyConsole.Domain;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Reports;

namespace CustodyConsole.Features.Reports;

/// <summary>
/// The form of one report: its fields with what is asked for most often, and what is wrong beside each field. Defaults are last month, the end
/// of the last day, and the language of the page.
/// </summary>
public sealed class ReportForm
{
    /// <summary>How many months are offered.</summary>
    public const int MonthsBack = 36;

    private readonly BankState _bank;

    /// <summary>A form with its defaults, or with the scope of an export that is asked for again.</summary>
    /// <param name="report">The report.</param>
    /// <param name="bank">The bank's dates.</param>
    /// <param name="lastCutUtc">When the last day was cut (UTC); null where none was.</param>
    /// <param name="again">The scope of an export that is asked for again.</param>
    public ReportForm(ReportFacts report, BankState bank, DateTime? lastCutUtc, ReportScope? again = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(bank);
        (Report, _bank) = (report, bank);
        var month = new DateOnly(bank.AccountingDate.Year, bank.AccountingDate.Month, 1);
        From = again?.From ?? month.AddMonths(-1);
        To = again?.To ?? month.AddDays(-1);
        Month = MonthOf(From.Value);
        AsOfUtc = again?.AsOfUtc ?? lastCutUtc ?? bank.CutOffOf(bank.AccountingDate.AddDays(-1));
        PlatformNo = again?.PlatformNo;
        Subject = again?.Subject;
        ListQuery = again?.ListQuery;
        Format = again?.Format ?? ReportFormat.Workbook;
        English = again?.English ?? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName != "zh";
        Unmasked = again?.Unmasked ?? false;
    }

    public ReportFacts Report { get; }

    public DateOnly? From { get; set; }

    public DateOnly? To { get; set; }

    /// <summary>As 2017-08.</summary>
    public string Month { get; set; }

    public DateTime? AsOfUtc { get; set; }

    public string? PlatformNo { get; set; }

    public string? Subject { get; set; }

    /// <summary>The filter of the list it was started from.</summary>
    public string? ListQuery { get; set; }

    public ReportFormat Format { get; set; }

    public bool English { get; set; }

    public bool Unmasked { get; set; }

    public string Reason { get; set; } = "";

    /// <summary>What is wrong, by the name of the field: keys of words.</summary>
    public Dictionary<string, string> Errors { get; } = [];

    /// <summary>What the bank refused, by the name of the field.</summary>
    public Dictionary<string, Refusal> Refused { get; } = [];

    /// <summary>The months that are offered, the newest first.</summary>
    public IEnumerable<string> Months
    {
        get
        {
            var first = new DateOnly(_bank.AccountingDate.Year, _bank.AccountingDate.Month, 1);
            return Enumerable.Range(0, MonthsBack).Select(back => MonthOf(first.AddMonths(-back)));
        }
    }

    /// <summary>True where the time it is about holds days that are not closed, which the file's cover will say.</summary>
    public bool IsOpen => Dated is var (_, to) && (_bank.ClosedThrough is not { } closed || to > closed);

    /// <summary>The first and the last day; null where there are none, or they cannot be read.</summary>
    private (DateOnly From, DateOnly To)? Dated
    {
        get
        {
            if (Has(ReportParameters.Month))
            {
                return DateOnly.TryParseExact(Month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
                    ? (first, first.AddMonths(1).AddDays(-1)) : null;
            }

            return Has(ReportParameters.Period) && From is { } from && To is { } to ? (from, to) : null;
        }
    }

    /// <summary>True where the report asks for this.</summary>
    public bool Has(ReportParameters parameter) => (Report.Parameters & parameter) != 0;

    /// <summary>Reads the fields; null where something is wrong, which then stands in <see cref="Errors"/>.</summary>
    public ReportScope? Read()
    {
        Errors.Clear();
        Refused.Clear();
        if (ListQuery is null)
        {
            if (Has(ReportParameters.Period | ReportParameters.Month) && Dated is null) Errors["period"] = "Error.Period";
            else if (Dated is var (from, to) && from > to) Errors["period"] = "Error.Turned";
            else if (Dated is var (first, _) && first > _bank.AccountingDate) Errors["period"] = "Error.Future";
            if (Has(ReportParameters.Moment) && AsOfUtc is null) Errors["moment"] = "Error.Moment";
            if (Has(ReportParameters.PlatformRequired) && string.IsNullOrEmpty(PlatformNo)) Errors["platform"] = "Error.Platform";
        }

        if (Has(ReportParameters.SubjectRequired) && string.IsNullOrWhiteSpace(Subject)) Errors["subject"] = "Error.Subject";
        if (Unmasked && string.IsNullOrWhiteSpace(Reason)) Errors["reason"] = "Error.Reason";
        if (Errors.Count > 0) return null;
        var dated = ListQuery is null ? Dated : null;
        return new ReportScope
        {
            From = dated?.From,
            To = dated?.To,
            AsOfUtc = ListQuery is null && Has(ReportParameters.Moment) ? AsOfUtc : null,
            PlatformNo = Has(ReportParameters.Platform | ReportParameters.PlatformRequired) && !string.IsNullOrEmpty(PlatformNo) ? PlatformNo : null,
            Subject = string.IsNullOrWhiteSpace(Subject) ? null : Subject.Trim(),
            ListQuery = ListQuery,
            Format = Format,
            English = English,
            Unmasked = Unmasked && Report.HasPersonalData,
        };
    }

    /// <summary>Puts a refusal beside the field that it is about; false where it is about none that is shown.</summary>
    public bool Took(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        var field = refusal.Code switch
        {
            "report-scope.period-missing" or "report-scope.period-reversed" or "report-scope.date-in-future" or "report-scope.not-a-month"
                when ListQuery is null && Has(ReportParameters.Period | ReportParameters.Month) => "period",
            "report-scope.moment-in-future" when ListQuery is null && Has(ReportParameters.Moment) => "moment",
            "report-scope.platform-missing" or "report-scope.unknown-platform"
                when ListQuery is null && Has(ReportParameters.Platform | ReportParameters.PlatformRequired) => "platform",
            "report-scope.subject-missing" or "report-scope.unknown-subject" when Has(ReportParameters.SubjectRequired) => "subject",
            _ => null,
        };
        if (field is not null) Refused[field] = refusal;
        return field is not null;
    }

    private static string MonthOf(DateOnly date) => date.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
