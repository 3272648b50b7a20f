using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;

namespace CustodyConsole.Domain.Tests.Approvals;

public sealed class ApprovalDeskTests
{
    [Theory, OnBothDatabases]
    public async Task A_freeze_asked_for_and_approved_is_booked_and_told_in_the_audit_trail(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync(100_00);
        Assert.Equal(0, await desk.FrozenAsync());

        var done = (await desk.ApproveAsync(request.No)).Value;

        Assert.Equal(ApprovalState.Executed, done.State);
        Assert.Equal(100_00, await desk.FrozenAsync());
        Assert.Contains("A0", done.Result!, StringComparison.Ordinal);
        Assert.Equal(
            [("Approvals.Submit", AuditResult.Done, "chenjiayi"), ("Approvals.Approve", AuditResult.Done, "linzhiyuan")],
            (await desk.AuditAsync()).Select(entry => (entry.Action, entry.Result, entry.UserName)));
    }

    [Theory, OnBothDatabases]
    public async Task A_refused_command_leaves_its_audit_row_and_nothing_else(string database)
    {
        await using var desk = await Desk.OpenAsync(database);

        Assert.Equal("ledger.insufficient-funds", (await desk.Approvals.SubmitAsync(desk.Maker, desk.Form(), desk.Freeze(2_000_00))).Refusal!.Code);
        Assert.Equal("approval.not-a-maker", (await desk.Approvals.SubmitAsync(
            desk.Maker with { Roles = [Roles.PaymentCompany] }, desk.Form(), desk.Freeze())).Refusal!.Code);
        Assert.Equal("staff.not-permitted", (await desk.Approvals.SubmitAsync(
            desk.Maker with { Roles = [Roles.Auditor] }, desk.Form(), desk.Freeze())).Refusal!.Code);

        await using var db = desk.Bank.Db();
        Assert.Empty(db.Approvals);
        Assert.Equal(
            ["ledger.insufficient-funds", "approval.not-a-maker", "staff.not-permitted"],
            (await desk.AuditAsync()).Select(entry => entry.RefusalCode));
    }

    [Theory, OnBothDatabases]
    public async Task The_same_form_sent_twice_makes_one_request(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var form = desk.Form();

        var both = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => desk.Approvals.SubmitAsync(desk.Maker, form, desk.Freeze())));

        Assert.Single(both.Select(outcome => outcome.Value.No).Distinct());
        Assert.Single(await desk.AuditAsync());
    }

    [Theory, OnBothDatabases]
    public async Task A_second_request_on_the_same_account_waits_for_the_first(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var first = await desk.SubmitAsync();

        var second = await desk.Approvals.SubmitAsync(desk.Maker, desk.Form(), desk.Freeze(5_00));

        Assert.Equal("approval.another-pending", second.Refusal!.Code);
        Assert.Contains(first.No, second.Refusal.Chinese, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_rejection_needs_a_reason_and_is_kept(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync();

        Assert.Equal("approval.reason-missing", (await desk.Approvals.RejectAsync(desk.Checker, request.No, " ")).Refusal!.Code);
        Assert.True((await desk.Approvals.RejectAsync(desk.Checker, request.No, "文书号有误")).Done);

        var view = (await desk.Approvals.ShowAsync(desk.Maker, request.No)).Value;
        Assert.Equal(ApprovalState.Rejected, view.Request.State);
        Assert.Equal("文书号有误", view.Steps[^1].Reason);
        Assert.Null(view.Shown);
    }

    [Theory, OnBothDatabases]
    public async Task The_viewer_is_told_why_they_may_not_decide(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync();

        async Task<string?> Why(StaffMember person) => (await desk.Approvals.ShowAsync(person, request.No)).Value.MayNotDecide?.Code;

        Assert.Equal("approval.same-person", await Why(desk.Maker));
        Assert.Equal("approval.not-a-checker", await Why(desk.Administrator));
        Assert.Null(await Why(desk.Checker));
        Assert.Equal("staff.other-platform", (await desk.Approvals.ShowAsync(
            desk.Person("hejing", "何静", "90001", Roles.Platform) with { PlatformNo = "9999" }, request.No)).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Part_of_a_freeze_is_released_by_two_people(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var frozen = (await desk.ApproveAsync((await desk.SubmitAsync(100_00)).No)).Value;
        var authCode = frozen.Result!.Split(' ')[1];
        var release = new CustodyConsole.Domain.Accounts.ProposeRelease(authCode, 40_00, "（2017）沪0115民初8888号之一", "上海市浦东新区人民法院")
        {
            PoolId = desk.Bank.Pool.Id,
        };
        Assert.Equal("document.missing", (await desk.Approvals.SubmitAsync(desk.Maker, desk.Form(), release)).Refusal!.Code);
        release = release with { Evidence = [desk.Order] };

        var request = (await desk.Approvals.SubmitAsync(desk.Maker, desk.Form(), release)).Value;
        Assert.True((await desk.ApproveAsync(request.No)).Done);

        Assert.Equal(60_00, await desk.FrozenAsync());
        Assert.Equal("ledger.freeze-too-small", (await desk.Approvals.SubmitAsync(
            desk.Maker, desk.Form(), release with { AmountFen = 60_01 })).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_freeze_needs_the_legal_document_and_orders_of_two_courts_may_wait_on_one_account(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        Assert.Equal("document.missing", await RefusalAsync(desk.Freeze() with { Evidence = [] }));
        Assert.Equal("document.unknown", await RefusalAsync(desk.Freeze() with { Evidence = [desk.Order with { Sha256 = new string('0', 64) }] }));

        var first = await desk.SubmitAsync(300_00);
        Assert.Contains((await desk.Approvals.ShowAsync(desk.Checker, first.No)).Value.Facts!.Changes, change =>
            change is { English: "Legal document", Binding: true } && change.After!.EndsWith(desk.Order.Sha256, StringComparison.Ordinal));
        Assert.Equal("approval.another-pending", await RefusalAsync(desk.Freeze(100_00)));
        var second = (await desk.Approvals.SubmitAsync(desk.Maker, desk.Form(), desk.Freeze(200_00, "（2017）粤0304执保77号"))).Value;

        Assert.True((await desk.ApproveAsync(second.No)).Done);
        Assert.True((await desk.ApproveAsync(first.No)).Done);
        Assert.Equal(500_00, await desk.FrozenAsync());

        async Task<string?> RefusalAsync(Domain.Accounts.ProposeFreeze freeze) =>
            (await desk.Approvals.SubmitAsync(desk.Maker, desk.Form(), freeze)).Refusal?.Code;
    }
}
