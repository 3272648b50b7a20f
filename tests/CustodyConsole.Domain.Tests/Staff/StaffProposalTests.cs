using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Staff;

/// <summary>Users of the console are changed by two administrators, and in no other way.</summary>
public sealed class StaffProposalTests
{
    [Theory, OnBothDatabases]
    public async Task A_user_is_there_only_once_another_administrator_has_approved(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        var request = (await bank.AskAsync(StaffBank.New())).Value;

        Assert.Null(await bank.FindAsync("chenjiayi"));
        Assert.Equal("approval.same-person", (await bank.DecideAsync(request.No, bank.Sun)).Refusal!.Code);
        Assert.Equal(ApprovalState.Executed, (await bank.DecideAsync(request.No)).Value.State);

        var staff = (await bank.FindAsync("chenjiayi"))!;
        Assert.Equal(("陈嘉怡", "10001", Roles.Operator, StaffState.Active, 1), (
            staff.DisplayName, staff.PersonNo, staff.RoleCodes, staff.State, staff.Version));
        Assert.Equal((null, 1), (staff.ActivationHash, staff.CredentialSerial));
        Assert.Equal(SecretCode.ActivationHolds, staff.ActivationUntilUtc - staff.OpenedAtUtc);
        Assert.Equal("approval.already-decided", (await bank.Approvals.ApproveAsync(bank.Gao, request.No, "x")).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Thirty_two_approvals_at_once_make_one_user(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        var request = (await bank.AskAsync(StaffBank.New())).Value;
        var shown = (await bank.Approvals.ShowAsync(bank.Gao, request.No)).Value.Shown!;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => bank.Approvals.ApproveAsync(
            bank.Person($"admin{i}", $"管理{i}", $"3{i:D4}", Roles.Administrator), request.No, shown)));

        Assert.Single(outcomes, outcome => outcome.Done);
        await using var db = bank.Bank.Db();
        Assert.Equal(1, await db.StaffRecords.CountAsync(staff => staff.UserName == "chenjiayi"));
    }

    [Theory, OnBothDatabases]
    public async Task Every_refusal_of_a_new_user_is_said_in_its_order(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        await bank.CarryOutAsync(StaffBank.New());
        var good = StaffBank.New("linzhiyuan", "林志远", "10002");

        foreach (var (proposal, code) in new (ProposeStaff, string)[]
        {
            (good with { UserName = "Lin" }, "staff.user-name-malformed"),
            (good with { UserName = "li" }, "staff.user-name-malformed"),
            (good with { UserName = "lin zhi" }, "staff.user-name-malformed"),
            (good with { DisplayName = " " }, "staff.name-missing"),
            (good with { PersonNo = "1" }, "staff.person-no-malformed"),
            (good with { UserName = "chenjiayi" }, "staff.user-name-taken"),
            (good with { UserName = "system" }, "staff.user-name-taken"),
            (good with { PersonNo = "10001" }, "staff.other-name"),
            (good with { RoleNames = [] }, "staff.roles-missing"),
            (good with { RoleNames = ["Superuser"] }, "staff.role-unknown"),
            (good with { RoleNames = [Roles.Operator, Roles.Checker] }, "staff.roles-conflict"),
            (good with { DisplayName = "陈嘉怡", PersonNo = "10001", RoleNames = [Roles.Checker] }, "staff.roles-conflict-elsewhere"),
            (good with { RoleNames = [Roles.Platform] }, "staff.platform-missing"),
            (good with { PlatformNo = "8001" }, "staff.platform-not-wanted"),
            (good with { RoleNames = [Roles.Platform], PlatformNo = "9999" }, "platform.unknown"),
            (good with { RoleNames = [Roles.PaymentCompany] }, "staff.payment-company-missing"),
            (good with { PaymentCompany = "SANDBOX" }, "staff.payment-company-not-wanted"),
            (good with { RoleNames = [Roles.PaymentCompany], PaymentCompany = "无" }, "advance.unknown-company"),
            (good with { ActivationHash = "abc" }, "staff.activation-malformed"),
            (good with { Reason = "" }, "approval.reason-missing"),
        })
        {
            Assert.Equal(code, (await bank.AskAsync(proposal)).Refusal?.Code);
        }

        Assert.True((await bank.AskAsync(good with { RoleNames = [Roles.Platform], PlatformNo = "8001" })).Done);
        Assert.Equal("approval.another-pending", (await bank.AskAsync(good)).Refusal!.Code);
        Assert.Equal("staff.not-permitted", (await bank.AskAsync(
            good with { UserName = "other" }, bank.Person("auditor", "郑文博", "10005", Roles.Auditor))).Refusal!.Code);
        Assert.Equal("approval.not-a-maker", (await bank.AskAsync(
            good with { UserName = "other" }, bank.Person("chenjiayi", "陈嘉怡", "10001", Roles.Operator))).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_approved_late_is_held_against_the_users_of_that_moment(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        var first = (await bank.AskAsync(StaffBank.New("chen.a"))).Value;
        var second = (await bank.AskAsync(StaffBank.New("chen.b", role: Roles.Checker))).Value;
        Assert.True((await bank.DecideAsync(first.No)).Done);

        var view = (await bank.Approvals.ShowAsync(bank.Gao, second.No)).Value;

        Assert.Equal("staff.roles-conflict-elsewhere", view.Obstacle!.Code);
        Assert.Equal("staff.roles-conflict-elsewhere", (await bank.Approvals.ApproveAsync(bank.Gao, second.No, "x")).Refusal!.Code);
        Assert.Null(await bank.FindAsync("chen.b"));
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_asks_for_or_decides_on_what_concerns_themselves_under_whatever_name(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        await bank.AddThirdAsync();
        Assert.Equal("staff.own-account", (await bank.AskAsync(new ProposeStaffRoles("sunli", [Roles.Auditor], null, "换岗"))).Refusal!.Code);
        await bank.CarryOutAsync(StaffBank.New("sunli-2", "孙立", "10006", Roles.Administrator), bank.Gao, bank.Zhou);

        foreach (var proposal in new Proposal[]
        {
            new ProposeStaffDisabling("sunli-2", "休假"),
            new ProposeStaffReset("sunli", StaffReset.Both, StaffBank.Hash, "忘记口令"), StaffBank.New("sunli-3", "孙立", "10006", Roles.Administrator),
        })
        {
            Assert.Equal("staff.own-account", (await bank.AskAsync(proposal)).Refusal?.Code);
            Assert.Equal("staff.own-account", (await bank.AskAsync(proposal, bank.Person("sunli-2", "孙立", "10006", Roles.Administrator))).Refusal?.Code);
        }

        var request = (await bank.AskAsync(new ProposeStaffRoles("gaoming", [Roles.Auditor], null, "换岗"))).Value;
        Assert.Equal("staff.own-account", (await bank.DecideAsync(request.No)).Refusal!.Code);
        Assert.Equal("staff.own-account", (await bank.Approvals.RejectAsync(bank.Gao, request.No, "不同意")).Refusal!.Code);
        Assert.True((await bank.DecideAsync(request.No, bank.Zhou)).Done);
        Assert.Equal(Roles.Auditor, (await bank.FindAsync("gaoming"))!.RoleCodes);
    }

    [Theory, OnBothDatabases]
    public async Task Staff_of_a_payment_company_get_their_company_and_another_one_from_two_administrators(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        await bank.Bank.OpenPlatformAsync(terms => terms with { No = "8002", PaymentCompany = "OTHER" });
        await bank.CarryOutAsync(StaffBank.New("channel", "黄伟强", "90001", Roles.PaymentCompany) with { PaymentCompany = "SANDBOX" });
        Assert.Equal("SANDBOX", (await bank.FindAsync("channel"))!.PaymentCompany);

        var same = new ProposeStaffRoles("channel", [Roles.PaymentCompany], null, "误", "SANDBOX");
        Assert.Equal("staff.nothing-changes", (await bank.AskAsync(same)).Refusal!.Code);
        await bank.CarryOutAsync(same with { PaymentCompany = "OTHER", Reason = "调动" });
        Assert.Equal(("OTHER", 2), ((await bank.FindAsync("channel"))!.PaymentCompany, (await bank.FindAsync("channel"))!.Version));
    }

    [Theory, OnBothDatabases]
    public async Task Other_roles_and_a_disabling_count_the_version_on_so_that_sessions_end(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        await bank.CarryOutAsync(StaffBank.New());

        Assert.Equal("staff.nothing-changes", (await bank.AskAsync(new ProposeStaffRoles("chenjiayi", [Roles.Operator], null, "误"))).Refusal!.Code);
        Assert.Equal("staff.unknown", (await bank.AskAsync(new ProposeStaffRoles("nobody", [Roles.Operator], null, "误"))).Refusal!.Code);
        Assert.Equal("staff.is-active", (await bank.AskAsync(new ProposeStaffEnabling("chenjiayi", "误"))).Refusal!.Code);
        await bank.CarryOutAsync(new ProposeStaffRoles("chenjiayi", [Roles.Checker], null, "转岗"));
        await bank.CarryOutAsync(new ProposeStaffDisabling("chenjiayi", "离职"));
        Assert.Equal("staff.is-disabled", (await bank.AskAsync(new ProposeStaffRoles("chenjiayi", [Roles.Operator], null, "误"))).Refusal!.Code);
        Assert.Equal("staff.is-disabled", (await bank.AskAsync(new ProposeStaffDisabling("chenjiayi", "再次"))).Refusal!.Code);
        var staff = (await bank.FindAsync("chenjiayi"))!;
        Assert.Equal((StaffState.Disabled, 3, Roles.Checker), (staff.State, staff.Version, staff.RoleCodes));

        await bank.CarryOutAsync(new ProposeStaffEnabling("chenjiayi", "返岗"));
        Assert.Equal((StaffState.Active, 4), ((await bank.FindAsync("chenjiayi"))!.State, (await bank.FindAsync("chenjiayi"))!.Version));
    }

    [Theory, OnBothDatabases]
    public async Task A_disabled_user_is_not_enabled_beside_roles_the_person_was_given_since(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        await bank.CarryOutAsync(StaffBank.New());
        await bank.CarryOutAsync(new ProposeStaffDisabling("chenjiayi", "转岗"));
        await bank.CarryOutAsync(StaffBank.New("chenjiayi2", role: Roles.Checker));

        Assert.Equal("staff.roles-conflict-elsewhere", (await bank.AskAsync(new ProposeStaffEnabling("chenjiayi", "返岗"))).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Two_administrators_are_always_left(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        Assert.Equal("staff.too-few-administrators", (await bank.AskAsync(new ProposeStaffDisabling("gaoming", "离职"))).Refusal!.Code);
        Assert.Equal("staff.too-few-administrators", (await bank.AskAsync(
            new ProposeStaffRoles("gaoming", [Roles.Auditor], null, "转岗"))).Refusal!.Code);

        // A second user of one of the two is no third person.
        await bank.AddThirdAsync();
        await bank.CarryOutAsync(StaffBank.New("sunli-2", "孙立", "10006", Roles.Administrator), bank.Gao, bank.Zhou);
        var leaving = (await bank.AskAsync(new ProposeStaffDisabling("gaoming", "离职"))).Value;
        await bank.CarryOutAsync(new ProposeStaffDisabling("zhoumin", "离职"));

        Assert.Equal("staff.too-few-administrators", (await bank.Approvals.ShowAsync(bank.Zhou, leaving.No)).Value.Obstacle!.Code);
        Assert.Equal("staff.too-few-administrators", (await bank.AskAsync(
            new ProposeStaffRoles("gaoming", [Roles.Auditor], null, "转岗"))).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task An_administrator_who_cannot_sign_in_yet_or_any_more_is_none_of_the_two_that_are_left(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        await bank.CarryOutAsync(StaffBank.New("zhoumin", "周敏", "10010", Roles.Administrator));
        Assert.Equal("staff.too-few-administrators", (await bank.AskAsync(new ProposeStaffDisabling("gaoming", "离职"))).Refusal!.Code);

        await bank.ActivateAsync("zhoumin");
        var leaving = (await bank.AskAsync(new ProposeStaffDisabling("gaoming", "离职"))).Value;
        await bank.CarryOutAsync(new ProposeStaffReset("zhoumin", StaffReset.Password, StaffBank.Hash, "忘记口令，已当面核实"));
        Assert.Equal("staff.too-few-administrators", (await bank.Approvals.ShowAsync(bank.Zhou, leaving.No)).Value.Obstacle!.Code);

        // A sign-in with the password from before the reset changes nothing; the new password does.
        _ = (await bank.Activations.RecordHeldAsync(bank.Zhou, new AuditDraft("Session.SignIn"), serial: 1)).Value;
        Assert.False((await bank.FindAsync("zhoumin"))!.CanSignIn);
        await bank.ActivateAsync("zhoumin");
        Assert.Equal(ApprovalState.Executed, (await bank.DecideAsync(leaving.No, bank.Zhou)).Value.State);
    }

    [Theory, OnBothDatabases]
    public async Task A_reset_makes_what_it_resets_worthless_and_leaves_the_rest(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        await bank.CarryOutAsync(StaffBank.New());
        var other = SecretCode.HashOfPart("other");
        Assert.Equal("staff.activation-malformed", (await bank.AskAsync(
            new ProposeStaffReset("chenjiayi", StaffReset.Password, null, "忘记口令"))).Refusal!.Code);
        Assert.Equal("staff.activation-malformed", (await bank.AskAsync(
            new ProposeStaffReset("chenjiayi", StaffReset.SecondFactor, other, "换手机"))).Refusal!.Code);

        await bank.CarryOutAsync(new ProposeStaffReset("chenjiayi", StaffReset.Password, other, "忘记口令，已当面核实"));
        var staff = (await bank.FindAsync("chenjiayi"))!;
        Assert.Equal((2, 1, null, 2), (staff.CredentialSerial, staff.FactorSerial, staff.ActivationHash, staff.Version));

        await bank.CarryOutAsync(new ProposeStaffReset("chenjiayi", StaffReset.SecondFactor, null, "手机遗失"));
        staff = (await bank.FindAsync("chenjiayi"))!;
        Assert.Equal((2, 2, null), (staff.CredentialSerial, staff.FactorSerial, staff.ActivationHash));
    }

    [Theory, OnBothDatabases]
    public async Task Neither_who_asked_nor_who_approved_holds_the_code_of_another_s_user(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        await bank.AddThirdAsync();
        var (first, second) = (SecretCode.New(SecretCode.PartLetters), SecretCode.New(SecretCode.PartLetters));
        async Task<string> CodeAsync(StaffMember person, string hash) =>
            (await bank.Activations.AddPartAsync(person, "chenjiayi", hash)).Refusal?.Code ?? "done";
        async Task<bool> OpensAsync(string code) => SecretCode.Opens((await bank.FindAsync("chenjiayi"))!.ActivationHash, code);

        Assert.Equal("staff.unknown", await CodeAsync(bank.Gao, SecretCode.HashOfPart(second)));
        await bank.CarryOutAsync(StaffBank.New() with { ActivationHash = SecretCode.HashOfPart(first) });
        Assert.False(await OpensAsync(first));
        Assert.False(await OpensAsync(first + first));
        // Who asked, somebody else, the person, and who has no right to decide do not get the second part.
        Assert.Equal("staff.activation-of-checker", await CodeAsync(bank.Sun, SecretCode.HashOfPart(second)));
        Assert.Equal("staff.activation-of-checker", await CodeAsync(bank.Zhou, SecretCode.HashOfPart(second)));
        Assert.Equal("staff.not-permitted", await CodeAsync(bank.Person("gaoming", "高明", "10009", Roles.Auditor), SecretCode.HashOfPart(second)));
        Assert.Equal("staff.activation-malformed", await CodeAsync(bank.Gao, "abc"));
        Assert.True((await bank.Activations.IsAwaitedAsync(bank.Gao, "chenjiayi")).Done);
        Assert.False((await bank.Activations.IsAwaitedAsync(bank.Sun, "chenjiayi")).Done);

        Assert.Equal("done", await CodeAsync(bank.Gao, SecretCode.HashOfPart(second)));

        Assert.Equal("staff.activation-given-out", await CodeAsync(bank.Gao, SecretCode.HashOfPart(second)));
        Assert.True(await OpensAsync($"{first} {second.ToLowerInvariant()}"));
        foreach (var wrong in new[] { first, second, second + first, first + first, "" }) Assert.False(await OpensAsync(wrong));

        // A reset begins anew, with the parts of whoever asks for and approves that; too late is too late.
        await bank.CarryOutAsync(
            new ProposeStaffReset("chenjiayi", StaffReset.Password, SecretCode.HashOfPart(second), "忘记口令"), bank.Gao, bank.Zhou);
        Assert.False(await OpensAsync(first + second));
        Assert.Equal("staff.activation-of-checker", await CodeAsync(bank.Gao, SecretCode.HashOfPart(first)));
        bank.Bank.Clock.MoveTo(bank.Bank.Clock.GetUtcNow().UtcDateTime + SecretCode.ActivationHolds + TimeSpan.FromMinutes(1));
        Assert.Equal("staff.activation-given-out", await CodeAsync(bank.Zhou, SecretCode.HashOfPart(first)));
    }

    [Theory, OnBothDatabases]
    public async Task A_role_changed_between_view_and_approval_has_to_be_looked_at_again(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        await bank.CarryOutAsync(StaffBank.New());
        var reset = (await bank.AskAsync(new ProposeStaffReset("chenjiayi", StaffReset.Password, StaffBank.Hash, "忘记"))).Value;
        var shown = (await bank.Approvals.ShowAsync(bank.Gao, reset.No)).Value.Shown!;
        await bank.CarryOutAsync(new ProposeStaffRoles("chenjiayi", [Roles.Checker], null, "转岗"));
        // The reset says nothing of roles, so it stands; a change of roles asked for before does not.
        Assert.True((await bank.Approvals.ApproveAsync(bank.Gao, reset.No, shown)).Done);

        var again = (await bank.AskAsync(new ProposeStaffRoles("chenjiayi", [Roles.Reconciler], null, "转岗"))).Value;
        shown = (await bank.Approvals.ShowAsync(bank.Gao, again.No)).Value.Shown!;
        await bank.Approvals.WithdrawAsync(bank.Sun, again.No, "改");
        Assert.Equal("approval.already-decided", (await bank.Approvals.ApproveAsync(bank.Gao, again.No, shown)).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task Approving_users_takes_another_proof_of_identity(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        var request = (await bank.AskAsync(StaffBank.New())).Value;

        Assert.Equal("approval.proof-needed", (await bank.DecideAsync(request.No, bank.Gao with { ProvedAtUtc = null })).Refusal!.Code);
        Assert.Equal("approval.not-a-checker", (await bank.DecideAsync(
            request.No, bank.Person("linzhiyuan", "林志远", "10002", Roles.Checker))).Refusal!.Code);
        Assert.Equal("staff.not-permitted", (await bank.DecideAsync(
            request.No, bank.Person("auditor", "郑文博", "10005", Roles.Auditor))).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task No_activation_code_is_in_the_database_or_the_audit_trail(string database)
    {
        await using var bank = await StaffBank.OpenAsync(database);
        var code = SecretCode.New(SecretCode.PartLetters);
        await bank.CarryOutAsync(StaffBank.New() with { ActivationHash = SecretCode.HashOfPart(code) });

        await using var db = bank.Bank.Db();
        var texts = await db.AuditEntries.Select(entry => entry.After + entry.Before).ToListAsync();
        texts.AddRange(await db.Approvals.Select(request => request.Content + request.Changes).ToListAsync());
        Assert.DoesNotContain(texts, text => text.Contains(code, StringComparison.Ordinal)
            || text.Contains(SecretCode.Normalise(code), StringComparison.Ordinal));
        Assert.Equal(SecretCode.HashOfPart(code), SecretCode.HashOfPart(" " + code.ToLowerInvariant().Replace('0', 'o').Replace("-", "")));
    }
}
