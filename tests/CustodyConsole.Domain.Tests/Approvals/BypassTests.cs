using System.Text.Json;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Approvals;

/// <summary>The seventeen ways in which two-person control is known to be got round, each by name.</summary>
public sealed class BypassTests
{
    [Theory, OnBothDatabases]
    public async Task Bypass_01_the_same_user_cannot_check_what_they_made(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync();
        var both = desk.Maker with { Roles = [Roles.Operator, Roles.Checker] };

        var refusal = (await desk.ApproveAsync(request.No, both)).Refusal!;

        Assert.Equal("approval.same-person", refusal.Code);
        Assert.Equal(0, await desk.FrozenAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_02_the_same_person_with_another_user_name_cannot_check(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync();
        var otherName = desk.Person("chenjiayi-fuhe", "陈嘉怡", desk.Maker.PersonNo, Roles.Checker);

        Assert.Equal("approval.same-person", (await desk.ApproveAsync(request.No, otherName)).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_03_what_the_maker_changed_since_it_was_shown_is_not_approved(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync(100_00);
        var shown = await desk.ShownAsync(request.No);
        Assert.True((await desk.Approvals.ReviseAsync(desk.Maker, request.No, desk.Freeze(900_00))).Done);

        Assert.Equal("approval.changed-since-shown", (await desk.Approvals.ApproveAsync(desk.Checker, request.No, shown)).Refusal!.Code);
        Assert.Equal(0, await desk.FrozenAsync());
        Assert.True((await desk.ApproveAsync(request.No)).Done);
        Assert.Equal(900_00, await desk.FrozenAsync());
        Assert.Equal("approval.already-decided", (await desk.Approvals.ReviseAsync(desk.Maker, request.No, desk.Freeze(1))).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_04_thirty_two_checkers_at_once_carry_it_out_once(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync();
        var shown = await desk.ShownAsync(request.No);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => desk.Approvals.ApproveAsync(
            desk.Person($"checker{i}", $"复核{i}", $"2{i:D4}", Roles.Checker), request.No, shown)));

        Assert.Single(outcomes, outcome => outcome.Done);
        Assert.All(outcomes.Where(outcome => !outcome.Done), outcome => Assert.Equal("approval.already-decided", outcome.Refusal!.Code));
        Assert.Equal(100_00, await desk.FrozenAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_05_many_requests_at_once_are_each_checked_by_another(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync();
        var refused = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => desk.ApproveAsync(
            request.No, desk.Maker with { Roles = [Roles.Checker] })));

        Assert.All(refused, outcome => Assert.Equal("approval.same-person", outcome.Refusal!.Code));
        Assert.Equal(ApprovalState.Pending, (await desk.FindAsync(request.No)).State);
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_06_a_job_has_no_right_to_decide(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync();

        Assert.Equal("staff.not-permitted", (await desk.ApproveAsync(request.No, StaffMember.System)).Refusal!.Code);
        Assert.Equal(0, await desk.Approvals.ExpireAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_07_an_administrator_is_no_exception(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync();

        Assert.Equal("approval.not-a-checker", (await desk.ApproveAsync(request.No, desk.Administrator)).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_08_a_rejected_request_made_again_is_checked_again(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync();
        var shown = await desk.ShownAsync(request.No);
        Assert.True((await desk.Approvals.RejectAsync(desk.Checker, request.No, "金额与文书不符")).Done);
        var again = await desk.SubmitAsync();

        Assert.Equal("approval.already-decided", (await desk.Approvals.ApproveAsync(desk.Checker, request.No, shown)).Refusal!.Code);
        Assert.NotEqual(request.No, again.No);
        Assert.Equal(ApprovalState.Rejected, (await desk.FindAsync(request.No)).State);
        Assert.Equal(ApprovalState.Pending, (await desk.FindAsync(again.No)).State);
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_09_the_checkers_role_taken_later_does_not_make_the_maker_another_person(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync();
        var promoted = desk.Person("chenjiayi", "陈嘉怡", "10001", Roles.Checker);

        Assert.Equal("approval.same-person", (await desk.ApproveAsync(request.No, promoted)).Refusal!.Code);
        Assert.Equal("approval.same-person", (await desk.Approvals.RejectAsync(promoted, request.No, "试试")).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_10_whoever_changed_a_request_for_its_maker_cannot_check_it(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync();
        var deputy = desk.Person("deputy", "周敏", "10009", Roles.Operator, Roles.Checker);

        Assert.Equal("approval.not-yours", (await desk.Approvals.ReviseAsync(deputy, request.No, desk.Freeze(1))).Refusal!.Code);
        // The maker's own second name may change it, and is the maker all the same.
        var second = desk.Person("chenjiayi2", "陈嘉怡", "10001", Roles.Operator, Roles.Checker);
        Assert.True((await desk.Approvals.ReviseAsync(second, request.No, desk.Freeze(2_00))).Done);
        Assert.Equal("approval.same-person", (await desk.ApproveAsync(request.No, second)).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_11_nothing_can_be_deleted_and_made_anew_under_the_same_form(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var form = desk.Form();
        var request = (await desk.Approvals.SubmitAsync(desk.Maker, form, desk.Freeze(100_00))).Value;
        await desk.Approvals.WithdrawAsync(desk.Maker, request.No, "录入有误");

        Assert.Equal("approval.form-reused", (await desk.Approvals.SubmitAsync(desk.Maker, form, desk.Freeze(900_00))).Refusal!.Code);
        Assert.Equal(ApprovalState.Withdrawn, (await desk.FindAsync(request.No)).State);
        await using var db = desk.Bank.Db();
        Assert.Equal(2, await db.ApprovalSteps.CountAsync(step => step.ApprovalId == request.Id));
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_12_lowering_the_rules_takes_two_and_does_not_loosen_what_is_pending(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        await RuleAsync(desk, checks: 2);
        var request = await desk.SubmitAsync();
        desk.Bank.Clock.Advance(TimeSpan.FromMinutes(1));
        await RuleAsync(desk, checks: 1);

        Assert.Equal(ApprovalState.Pending, (await desk.ApproveAsync(request.No)).Value.State);
        Assert.Equal("approval.checked-already", (await desk.ApproveAsync(request.No)).Refusal!.Code);
        Assert.Equal(0, await desk.FrozenAsync());
        Assert.Equal(ApprovalState.Executed, (await desk.ApproveAsync(request.No, desk.SecondChecker)).Value.State);
        Assert.Equal(100_00, await desk.FrozenAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_12_stricter_rules_hold_for_what_is_pending_and_the_request_says_so(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync();
        Assert.Equal(1, request.ChecksRequired);
        await RuleAsync(desk, checks: 2);

        Assert.Equal(2, (await desk.Approvals.ShowAsync(desk.Checker, request.No)).Value.Request.ChecksRequired);
        Assert.Equal(ApprovalState.Pending, (await desk.ApproveAsync(request.No)).Value.State);
        var kept = await desk.FindAsync(request.No);
        Assert.Equal((1, 2), (kept.Checks, kept.ChecksRequired));
        // What was approved is proven by the trail, whatever becomes of the request's rows.
        Assert.EndsWith("1/2 · SHA-256 " + await desk.ShownAsync(request.No), (await desk.AuditAsync())[^1].After, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_12_an_amount_split_below_the_band_is_ruled_as_one(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var bands = new[] { Band(0, 1), Band(500_00, 2) };
        await RuleAsync(desk, bands);
        var first = await desk.SubmitAsync(300_00);
        Assert.Equal(1, first.ChecksRequired);
        Assert.True((await desk.ApproveAsync(first.No)).Done);

        Assert.Equal(2, (await desk.SubmitAsync(300_00)).ChecksRequired);
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_12_small_requests_of_another_day_raised_today_are_ruled_as_one(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var bands = new[] { Band(0, 1), Band(500_00, 2) };
        await RuleAsync(desk, [.. bands.Select(band => band with { DeadlineHours = 48 })]);
        var first = await desk.SubmitAsync(1_00);
        var second = (await desk.Approvals.SubmitAsync(desk.Maker, desk.Form(), desk.Freeze(1_00, "（2017）粤0304执保77号"))).Value;
        desk.Bank.Clock.Advance(TimeSpan.FromHours(36));

        Assert.Equal(1, (await desk.Approvals.ReviseAsync(desk.Maker, first.No, desk.Freeze(300_00))).Value.ChecksRequired);
        Assert.Equal(2, (await desk.Approvals.ReviseAsync(
            desk.Maker, second.No, desk.Freeze(300_00, "（2017）粤0304执保77号"))).Value.ChecksRequired);
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_13_what_no_longer_fits_the_balance_is_refused_and_nothing_is_half_done(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync(900_00);
        var shown = await desk.ShownAsync(request.No);
        Assert.True((await desk.Bank.AskAsync(new JudicialFreeze(desk.Bank.Head(), desk.Account, 200_00, "另案"))).Done);

        var refused = await desk.Approvals.ApproveAsync(desk.Checker, request.No, shown);

        Assert.Equal("ledger.insufficient-funds", refused.Refusal!.Code);
        var after = await desk.FindAsync(request.No);
        Assert.Equal((ApprovalState.Pending, 0), (after.State, after.Checks));
        Assert.Equal("ledger.insufficient-funds", (await desk.Approvals.ShowAsync(desk.Checker, request.No)).Value.Obstacle!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_13_what_was_not_decided_in_time_is_not_carried_out(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync();
        var shown = await desk.ShownAsync(request.No);
        desk.Bank.Clock.Advance(TimeSpan.FromHours(25));

        Assert.Equal("approval.expired", (await desk.Approvals.ApproveAsync(desk.Checker, request.No, shown)).Refusal!.Code);
        Assert.Equal(1, await desk.Approvals.ExpireAsync());
        Assert.Equal(ApprovalState.Expired, (await desk.FindAsync(request.No)).State);
    }

    [Fact]
    public void Bypass_14_and_15_no_client_field_names_a_checker_or_a_state()
    {
        var content = """{"AccountNo":"1","AmountFen":1,"DocumentNo":"1","Authority":"1","PoolId":1}""";
        Assert.IsType<ProposeFreeze>(ProposalText.Read(ApprovalType.JudicialFreeze, content));
        foreach (var field in new[] { "State", "Checker", "Checks", "MakerPersonNo" })
        {
            var forged = content.Replace("\"PoolId\"", $"\"{field}\":2,\"PoolId\"", StringComparison.Ordinal);
            Assert.Throws<JsonException>(() => ProposalText.Read(ApprovalType.JudicialFreeze, forged));
        }
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_16_a_clock_put_back_revives_no_proof_of_identity(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var request = await desk.SubmitAsync();
        var now = desk.Bank.Clock.GetUtcNow().UtcDateTime;

        foreach (var proved in new DateTime?[] { null, now.AddMinutes(-6), now.AddMinutes(1) })
        {
            var checker = desk.Checker with { ProvedAtUtc = proved };
            Assert.Equal("approval.proof-needed", (await desk.ApproveAsync(request.No, checker)).Refusal!.Code);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Bypass_17_asking_never_approves(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var form = desk.Form();
        // All that one could hold: staff of a payment company have to do with its own requests only.
        string[] all = [.. Roles.All.Where(role => role != Roles.PaymentCompany)];
        var request = (await desk.Approvals.SubmitAsync(desk.Maker with { Roles = all }, form, desk.Freeze())).Value;
        var checkerAsksToo = await desk.Approvals.SubmitAsync(desk.Checker with { Roles = all }, form, desk.Freeze());

        Assert.Equal("approval.form-reused", checkerAsksToo.Refusal!.Code);
        Assert.Equal(ApprovalState.Pending, (await desk.FindAsync(request.No)).State);
        Assert.Equal(0, await desk.FrozenAsync());
    }

    private static ApprovalRuleTerms Band(long fromFen, int checks) => new(fromFen, checks, [Roles.Operator], [Roles.Checker], 24);

    private static Task RuleAsync(Desk desk, int checks) => RuleAsync(desk, [Band(0, checks)]);

    private static async Task RuleAsync(Desk desk, ApprovalRuleTerms[] bands)
    {
        var change = new ChangeRules(ApprovalType.JudicialFreeze, desk.Bank.Clock.GetUtcNow().UtcDateTime, bands, "制度调整");
        var request = (await desk.Approvals.SubmitAsync(desk.Administrator, desk.Form(), change)).Value;
        Assert.Equal("approval.same-person", (await desk.ApproveAsync(request.No, desk.Administrator)).Refusal!.Code);
        Assert.True((await desk.ApproveAsync(request.No)).Done);
    }
}
