using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Orders;

namespace CustodyConsole.Domain.Tests.Accounts;

public sealed class RevealTests
{
    [Theory, OnBothDatabases]
    public async Task Each_field_is_opened_with_a_reason_and_is_in_the_audit_trail_without_its_value(string database)
    {
        await using var desk = await AccountDesk.OpenAsync(database);
        var form = desk.Bank.Form();
        var account = (await desk.Bank.Bank.OpenUserAsync(desk.Bank.Books.Head(), form)).Value.AccountNo!;

        Assert.Equal(form.IdentityNumber, (await RevealAsync(desk, account, RevealField.Identity)).Value);
        Assert.Equal(form.Mobile, (await RevealAsync(desk, account, RevealField.Mobile)).Value);
        Assert.Equal(form.CardNumber, (await RevealAsync(desk, account, RevealField.Card)).Value);

        var rows = await desk.AuditAsync(Permissions.AccountsReveal);
        Assert.Equal(["Identity", "Mobile", "Card"], rows.Select(row => row.After));
        Assert.All(rows, row =>
        {
            Assert.Equal(
                ("chenjiayi", "account:" + account, "8001", "投诉处理：工单 2017-118", AuditResult.Done),
                (row.UserName, row.Subject, row.PlatformNo, row.Reason, row.Result));
            foreach (var secret in new[] { form.IdentityNumber, form.Mobile, form.CardNumber })
                Assert.DoesNotContain(secret, $"{row.Before}{row.After}{row.Reason}{row.Subject}", StringComparison.Ordinal);
        });
    }

    [Theory, OnBothDatabases]
    public async Task Without_permission_proof_or_reason_nothing_is_opened_and_the_attempt_is_kept(string database)
    {
        await using var desk = await AccountDesk.OpenAsync(database);
        var account = await desk.Bank.OpenUserAsync();
        _ = (await desk.Bank.Bank.AskAsync(new UnbindCard(desk.Bank.Books.Head(), account, Verification.TradePassword))).Value;

        Assert.Equal("staff.not-permitted", (await RevealAsync(desk, account, actor: desk.Checker)).Refusal!.Code);
        var old = desk.Maker with { ProvedAtUtc = desk.Maker.ProvedAtUtc!.Value - StaffMember.ProofHolds - TimeSpan.FromSeconds(1) };
        Assert.Equal("staff.proof-needed", (await RevealAsync(desk, account, actor: old)).Refusal!.Code);
        Assert.Equal("account.reveal-reason-missing", (await RevealAsync(desk, account, text: " ")).Refusal!.Code);
        Assert.Equal("account.reveal-reason-missing", (await RevealAsync(desk, account, text: new string('字', 201))).Refusal!.Code);
        Assert.Equal("account.reveal-reason-missing", (await RevealAsync(desk, account, reason: 0)).Refusal!.Code);
        Assert.Equal("ledger.unknown-account", (await RevealAsync(desk, "1")).Refusal!.Code);
        Assert.Equal("account.no-card-bound", (await RevealAsync(desk, account, RevealField.Card)).Refusal!.Code);
        Assert.All(await desk.AuditAsync(Permissions.AccountsReveal), row => Assert.Equal(AuditResult.Refused, row.Result));
        Assert.Equal(7, (await desk.AuditAsync(Permissions.AccountsReveal)).Count);
    }

    [Fact]
    public void Only_operators_and_compliance_may_see_personal_data_in_clear() => Assert.Equal(
        [Roles.Operator, Roles.Compliance], Permissions.All.Single(row => row.Name == Permissions.AccountsReveal).Roles);

    private static Task<Outcome<string>> RevealAsync(
        AccountDesk desk, string account, RevealField field = RevealField.Mobile, StaffMember? actor = null,
        RevealReason reason = RevealReason.Complaint, string text = "工单 2017-118") =>
        desk.Reveals.RevealAsync(actor ?? desk.Maker, account, field, reason, text);
}
