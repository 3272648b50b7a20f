using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Staff;
using CustodyConsole.Domain.Writing;

namespace CustodyConsole.Domain.Reports;

/// <summary>
/// Puts an export with personal data in clear to a second person (R81). What is approved is this report, this version and exactly this scope;
/// approved, the export waits in the queue, once, and only its maker may fetch the file.
/// </summary>
/// <param name="Code">The report's code.</param>
/// <param name="Version">The report's version.</param>
/// <param name="Chinese">The report's name in Chinese.</param>
/// <param name="English">The report's name in English.</param>
/// <param name="Permission">The permission that the report asks for.</param>
/// <param name="HasPersonalData">True where it masks anything.</param>
/// <param name="Scope">What exactly is asked.</param>
/// <param name="SummaryChinese">The scope in words, in Chinese.</param>
/// <param name="SummaryEnglish">The scope in English words.</param>
/// <param name="Reason">Why it is needed in clear.</param>
public sealed record ProposeUnmaskedReport(
    string Code, int Version, string Chinese, string English, string Permission, bool HasPersonalData, ReportScope Scope, string SummaryChinese,
    string SummaryEnglish, string Reason) : Proposal
{
    /// <inheritdoc />
    public override ApprovalType Type => ApprovalType.UnmaskedReport;

    /// <summary>Several people may need the same report; one person's requests are told apart by what they ask.</summary>
    internal override bool OnePendingPerSubject => false;

    /// <summary>The proposal for a report of the catalogue.</summary>
    public static ProposeUnmaskedReport Of(ReportFacts report, ReportScope scope, string summaryChinese, string summaryEnglish, string reason)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(scope);
        return new ProposeUnmaskedReport(
            report.Code, report.Version, report.Chinese, report.English, report.Permission, report.HasPersonalData,
            scope with { Unmasked = true }, summaryChinese, summaryEnglish, reason);
    }

    /// <summary>Refusals in order: <see cref="ReportRefusals.NothingMasked"/>, <see cref="ReportRefusals.ReasonMissing"/>.</summary>
    internal override Outcome<ProposalFacts> Prepare(Books books, ApprovalRequest? request)
    {
        if (!HasPersonalData || !Scope.Unmasked) return ReportRefusals.NothingMasked(Chinese, English);
        if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > 200) return ReportRefusals.ReasonMissing();
        return new ProposalFacts(
            $"report:{Code}", Scope.PlatformNo, 0,
            $"导出客户敏感信息明文：“{Chinese}”，{SummaryChinese}。原因：{Reason}",
            $"Export with personal data in clear: {English}, {SummaryEnglish}. Reason: {Reason}",
            [
                new ApprovalChange("报表", "Report", null, $"{Chinese} {English}（{Code} v{Version}）"),
                new ApprovalChange("范围", "Scope", null, $"{SummaryChinese} / {SummaryEnglish}"),
                new ApprovalChange("范围摘要", "Hash of the scope", null, ReportRun.HashOf(Code, Version, Scope.ToJson())),
                new ApprovalChange("敏感信息", "Personal data", "脱敏 masked", "明文 in clear"),
            ]);
    }

    /// <summary>
    /// Nothing is set aside; whoever asks must be one who may see personal data in clear and this report. Refusal:
    /// <see cref="StaffRefusals.NotPermitted"/>.
    /// </summary>
    internal override Outcome<bool> Reserve(Books books, ApprovalRequest request, StaffMember maker) =>
        MissingOf(maker.Roles) is { } missing ? StaffRefusals.NotPermitted(missing) : true;

    /// <summary>Refusals in order: <see cref="ReportRefusals.MakerLost"/>, those of <see cref="ReportRuns.Ask"/>.</summary>
    internal override Outcome<string> Execute(Books books, ApprovalRequest request, StaffMember checker)
    {
        // The maker's rights may have gone while the request waited; the record is the truth, and without one there are no rights.
        if (books.StaffByUserName.Find(request.MakerUser) is not { State: StaffState.Active } record || record.PersonNo != request.MakerPersonNo
            || MissingOf(record.HeldRoles) is not null)
            return ReportRefusals.MakerLost(request.MakerName);
        var maker = new StaffMember(request.MakerUser, request.MakerName, request.MakerPersonNo, record.HeldRoles);
        var question = new ReportQuestion(Code, Version, Chinese, English, Permission, Scope, SummaryChinese, SummaryEnglish)
        {
            Reason = Reason,
            ApprovalId = request.Id,
        };
        // The approval's own audit row tells of it.
        var asked = ReportRuns.Ask(books, new AuditDraft(""), question, maker);
        if (!asked.Done) return asked.Refusal;
        return asked.Value.No;
    }

    private string? MissingOf(IReadOnlyList<string> roles) =>
        new[] { Permissions.ReportsExport, Permissions.ReportsUnmasked, Permission }.FirstOrDefault(needed => !Permissions.Held(needed, roles));
}
