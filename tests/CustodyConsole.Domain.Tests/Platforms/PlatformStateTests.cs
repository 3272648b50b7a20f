using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Platforms;

public sealed class PlatformStateTests
{
    [Theory, OnBothDatabases]
    public async Task A_suspended_platform_takes_no_new_business_until_it_is_resumed(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var account = await onboarding.Bank.AddUserAsync(UserRole.Investor);
        Recharge Recharge() => new(onboarding.Bank.Head(), account, 100_00, Domain.Orders.Verification.Sms, onboarding.Bank.Serial());
        Assert.Equal("platform.not-suspended", (await onboarding.SubmitAsync(new ProposePlatformResumption("8001", "恢复"))).Refusal!.Code);

        await onboarding.CarryOutAsync(new ProposePlatformSuspension("8001", "风险排查"));
        Assert.Equal("order.platform-suspended", (await onboarding.Bank.AskAsync(new AcceptRecharge(
            onboarding.Bank.Head(), account, 100_00, Domain.Orders.Verification.Sms))).Refusal?.Code);
        Assert.Equal("platform.not-active", (await onboarding.SubmitAsync(new ProposePlatformSuspension("8001", "再次"))).Refusal!.Code);

        await onboarding.CarryOutAsync(new ProposePlatformResumption("8001", "排查完毕"));
        Assert.True((await onboarding.Bank.AskAsync(Recharge())).Done);
    }

    [Theory, OnBothDatabases]
    public async Task Every_refusal_of_a_state_is_said(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        foreach (var proposal in new Proposal[]
        {
            new ProposePlatformSuspension("9999", "理由"), new ProposePlatformResumption("9999", "理由"), new ProposePlatformClosing("9999", "理由"),
        })
        {
            Assert.Equal("platform.unknown", (await onboarding.SubmitAsync(proposal)).Refusal!.Code);
        }

        Assert.Equal("approval.reason-missing", (await onboarding.SubmitAsync(new ProposePlatformSuspension("8001", ""))).Refusal!.Code);
        Assert.Equal("approval.reason-missing", (await onboarding.SubmitAsync(new ProposePlatformClosing("8001", " "))).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_platform_with_money_or_business_cannot_leave_and_each_obstacle_has_its_figure(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var bank = onboarding.Bank;
        foreach (var amount in new[] { 1_000_00, 500_00 }) await bank.RechargeAsync(await bank.AddUserAsync(UserRole.Investor), amount);
        var frozen = await bank.AddUserAsync(UserRole.Borrower);
        await bank.RechargeAsync(frozen, 80_00);
        Assert.True((await bank.AskAsync(new JudicialFreeze(bank.Head(), frozen, 30_00, "另案"))).Done);
        var waiting = (await onboarding.SubmitAsync(new ProposePlatformSuspension("8001", "风险排查"))).Value;

        var refusal = (await onboarding.SubmitAsync(new ProposePlatformClosing("8001", "协议到期"))).Refusal!;

        Assert.Equal("platform.not-empty", refusal.Code);
        foreach (var part in new[]
        {
            "U-INV 2 户 余额 1,500.00 元", $"U-BOR {frozen} 余额 80.00 元（其中冻结 30.00 元）", "B-RECV", "1,580.00 元",
            $"待复核事项 1 项（{waiting.No}）",
        })
        {
            Assert.Contains(part, refusal.Chinese, StringComparison.Ordinal);
        }
    }

    [Theory, OnBothDatabases]
    public async Task An_empty_platform_leaves_and_takes_no_orders_and_no_changes_any_more(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var account = await onboarding.Bank.AddUserAsync(UserRole.Investor);

        await onboarding.CarryOutAsync(new ProposePlatformClosing("8001", "协议到期"));

        var platform = await onboarding.PlatformAsync("8001");
        Assert.Equal((PlatformState.Closed, TestBank.FirstDay), (platform.State, platform.ClosedOn));
        Assert.Equal("order.platform-closed", (await onboarding.Bank.AskAsync(new Recharge(
            onboarding.Bank.Head(), account, 100_00, Domain.Orders.Verification.Sms, "S1"))).Refusal!.Code);
        Assert.Equal("order.platform-closed", (await onboarding.Bank.AskAsync(new JudicialFreeze(
            onboarding.Bank.Head(), account, 1, "另案"))).Refusal!.Code);
        Assert.Equal("platform.closed", (await onboarding.Desk.BeginChangeAsync(onboarding.Maker, "8001")).Refusal!.Code);
        Assert.Equal("platform.closed", (await onboarding.SubmitAsync(new ProposePlatformResumption("8001", "恢复"))).Refusal!.Code);
        await using var db = onboarding.Bank.Db();
        Assert.All(await db.Accounts.Where(one => one.UserId == null).ToListAsync(TestContext.Current.CancellationToken),
            one => Assert.Equal(AccountState.Closed, one.State));
    }

    [Theory, OnBothDatabases]
    public async Task Money_that_came_between_request_and_approval_keeps_the_platform(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var account = await onboarding.Bank.AddUserAsync(UserRole.Investor);
        var request = (await onboarding.SubmitAsync(new ProposePlatformClosing("8001", "协议到期"))).Value;
        var shown = (await onboarding.Approvals.ShowAsync(onboarding.Checker, request.No)).Value.Shown!;
        await onboarding.Bank.RechargeAsync(account, 1_00);

        Assert.Equal("platform.not-empty", (await onboarding.Approvals.ApproveAsync(onboarding.Checker, request.No, shown)).Refusal!.Code);
        Assert.Equal(PlatformState.Active, (await onboarding.PlatformAsync("8001")).State);
    }
}
