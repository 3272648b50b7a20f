using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Orders;

namespace CustodyConsole.Domain.Tests.Approvals;

/// <summary>What even two people cannot do by rules, and what an approval is worth once what was shown has changed.</summary>
public sealed class RuleLimitTests
{
    [Theory, OnBothDatabases]
    public async Task Administrators_cannot_vote_themselves_a_say_over_money(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        foreach (var (makers, checkers) in new[] { (Roles.Administrator, Roles.Checker), (Roles.Operator, Roles.Administrator) })
        {
            var change = Change(ApprovalType.JudicialFreeze, desk, new ApprovalRuleTerms(0, 1, [makers], [checkers], 24));
            Assert.Equal(
                "approval.rule-malformed", (await desk.Approvals.SubmitAsync(desk.Administrator, desk.Form(), change)).Refusal!.Code);
        }
    }

    [Theory, OnBothDatabases]
    public async Task An_approval_of_what_stood_otherwise_then_does_not_count_for_what_is_shown_now(string database)
    {
        await using var desk = await Desk.OpenAsync(database);
        var rule = Change(
            ApprovalType.JudicialRelease, desk, new ApprovalRuleTerms(0, 2, [Roles.Operator], [Roles.Checker], 24));
        var ruled = (await desk.Approvals.SubmitAsync(desk.Administrator, desk.Form(), rule)).Value;
        Assert.True((await desk.ApproveAsync(ruled.No)).Done);
        var freeze = await desk.SubmitAsync(100_00);
        Assert.True((await desk.ApproveAsync(freeze.No)).Done);
        var code = (await desk.FindAsync(freeze.No)).Result!.Split(' ')[1];
        var release = (await desk.Approvals.SubmitAsync(
            desk.Maker, desk.Form(), new ProposeRelease(code, 20_00, "（2017）沪0115民初8889号", "上海市浦东新区人民法院")
            {
                PoolId = desk.Bank.Pool.Id, Evidence = [desk.Order],
            })).Value;
        Assert.Equal(ApprovalState.Pending, (await desk.ApproveAsync(release.No)).Value.State);
        Assert.Equal("approval.checked-already", (await desk.ApproveAsync(release.No)).Refusal!.Code);

        // The freeze shrinks meanwhile by another order of the court.
        _ = (await desk.Bank.AskAsync(new JudicialRelease(
            new RequestHead(desk.Bank.Pool.Id, "COURT-2", "chenjiayi"), code, 30_00, "（2017）沪0115民初8890号"))).Value;

        Assert.Equal(ApprovalState.Pending, (await desk.ApproveAsync(release.No, desk.SecondChecker)).Value.State);
        Assert.Equal(ApprovalState.Executed, (await desk.ApproveAsync(release.No)).Value.State);
        Assert.Equal(50_00, await desk.FrozenAsync());
    }

    private static ChangeRules Change(ApprovalType type, Desk desk, ApprovalRuleTerms band) =>
        new(type, desk.Bank.Clock.GetUtcNow().UtcDateTime, [band], "制度调整");
}
