using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Reports;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Reports;

public sealed class UnmaskedReportTests
{
    private static readonly ReportScope Scope = new() { PlatformNo = "8001", Unmasked = true };

    [Theory, OnBothDatabases]
    public async Task Personal_data_in_clear_takes_a_second_person_who_allows_exactly_one_scope(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        Assert.Equal("report.takes-two", (await bank.AskAsync(bank.Officer, ReportBank.Accounts, Scope)).Refusal!.Code);
        var made = (await bank.Desk.Approvals.SubmitAsync(bank.Officer, "F-1", Proposal("人民银行现场检查"))).Value;
        Assert.Equal("approval.same-person", (await bank.Desk.ApproveAsync(made.No, bank.Officer with { Roles = [Roles.Checker] })).Refusal!.Code);

        var approved = (await bank.Desk.ApproveAsync(made.No)).Value;

        await using var db = bank.Desk.Bank.Db();
        var run = await db.ReportRuns.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(approved.Result, run.No);
        Assert.Equal(
            (ReportRunState.Queued, true, made.Id, "liwen", "人民银行现场检查", Scope.ToJson()),
            (run.State, run.IsUnmasked, run.ApprovalId!.Value, run.AskedBy, run.Reason, run.Scope));
        Assert.Equal(ReportRun.HashOf("test-accounts", 1, Scope.ToJson()), run.ScopeHash);
        Assert.Contains(run.ScopeHash, made.Changes, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task The_file_in_clear_is_handed_to_its_maker_alone(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        var made = (await bank.Desk.Approvals.SubmitAsync(bank.Officer, "F-1", Proposal("司法协查"))).Value;
        var no = (await bank.Desk.ApproveAsync(made.No)).Value.Result!;
        var run = (await bank.Reports.BeginAsync(no, "node")).Value;
        Assert.True((await bank.Reports.StillMayAsync(run)).Done);
        await bank.ChangeOfficerAsync(record => record.State = StaffState.Disabled);
        Assert.Equal("report.asker-lost", (await bank.Reports.StillMayAsync(run)).Refusal!.Code);
        await bank.ChangeOfficerAsync(record => (record.State, record.RoleCodes) = (StaffState.Active, Roles.Auditor));
        Assert.Equal("report.asker-lost", (await bank.Reports.StillMayAsync(run)).Refusal!.Code);
        Assert.True((await bank.Reports.EndAsync(run, ReportBank.Made(new string('c', 64)))).Done);

        Assert.Equal("report.not-yours", (await bank.Reports.FetchAsync(bank.Auditor, no, null, isThere: true)).Refusal!.Code);
        Assert.Equal("report.not-yours", (await bank.Reports.FetchAsync(bank.Desk.Checker, no, null, isThere: true)).Refusal!.Code);
        Assert.True((await bank.Reports.FetchAsync(bank.Officer, no, null, isThere: true)).Done);
        // Whoever may see personal data in clear no more fetches none, not even what was made for them.
        Assert.Equal("staff.not-permitted", (await bank.Reports.FetchAsync(bank.Officer with { Roles = [Roles.Checker] }, no, null, isThere: true)).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_maker_without_a_record_gets_nothing_in_clear(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        var gone = bank.Desk.Person("gone", "何欢", "10099", Roles.Compliance);
        var made = (await bank.Desk.Approvals.SubmitAsync(gone, "F-1", Proposal("检查"))).Value;

        var approved = await bank.Desk.ApproveAsync(made.No);

        Assert.NotEqual(ApprovalState.Executed, approved.Done ? approved.Value.State : ApprovalState.Pending);
        await using var db = bank.Desk.Bank.Db();
        Assert.Empty(await db.ReportRuns.ToListAsync(TestContext.Current.CancellationToken));
    }

    [Theory, OnBothDatabases]
    public async Task It_is_asked_for_with_the_permission_a_reason_and_something_to_show(string database)
    {
        await using var bank = await ReportBank.OpenAsync(database);
        Assert.Equal("report.reason-missing", (await bank.Desk.Approvals.SubmitAsync(bank.Officer, "F-1", Proposal(" "))).Refusal!.Code);
        var nothing = ProposeUnmaskedReport.Of(ReportBank.Trail, Scope, "期间", "period", "检查");
        Assert.Equal("report.nothing-masked", (await bank.Desk.Approvals.SubmitAsync(bank.Officer, "F-2", nothing)).Refusal!.Code);
        // An auditor may not ask for approval at all; a checker who also asks is no maker of this.
        Assert.Equal("staff.not-permitted", (await bank.Desk.Approvals.SubmitAsync(bank.Auditor, "F-3", Proposal("检查"))).Refusal!.Code);
        var other = bank.Desk.Person("sunli", "孙立", "10004", Roles.Administrator);
        Assert.Equal("approval.not-a-maker", (await bank.Desk.Approvals.SubmitAsync(other, "F-4", Proposal("检查"))).Refusal!.Code);
    }

    private static ProposeUnmaskedReport Proposal(string reason) =>
        ProposeUnmaskedReport.Of(ReportBank.Accounts, Scope, "平台 8001；敏感信息明文", "platform 8001; personal data in clear", reason);
}
