using CustodyConsole.Channel;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Audit;
using CustodyConsole.Domain.Days;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Settlement;
using CustodyConsole.Domain.Tests.Days;
using CustodyConsole.Domain.Tests.Fees;
using CustodyConsole.Domain.Tests.Settlement;
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
        // The bank's own accounts of the pool stay open for what the payment company reports late.
        Assert.All(await db.Accounts.Where(one => one.UserId == null).ToListAsync(TestContext.Current.CancellationToken),
            one => Assert.Equal(one.Facts.Class == AccountClass.Bank ? AccountState.Active : AccountState.Closed, one.State));
    }

    [Theory, OnBothDatabases]
    public async Task A_payout_that_comes_back_after_the_platform_has_left_lies_in_suspense_and_is_settled(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var bank = onboarding.Bank;
        using var channel = new SandboxChannel(new SandboxOptions(), TimeProvider.System);
        var days = new DayEnd(onboarding.Staff, bank.Writer, channel, bank.Database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.AddCardAsync(account);
        await bank.RechargeAsync(account, 500_00);
        var order = await bank.WithdrawAsync(account, 500_00);
        await EndAsync(TestBank.FirstDay);
        await onboarding.CarryOutAsync(new ProposePlatformClosing("8001", "协议到期"));

        await bank.AnswerAsync(order, ChannelResult.Returned);

        Assert.Equal(
            ["D B-RTN available Funds 500.00 -> 500.00", "C B-LONG available Funds 500.00 -> 500.00"], (await bank.LegsAsync(order.OrderId)).TakeLast(2));
        await EndAsync(TestBank.FirstDay.AddDays(1));
        Assert.Equal(("0.00", "500.00"), (await bank.BookAsync(AccountType.ReturnReceivable), await bank.BookAsync(AccountType.Pool)));

        await using (var db = bank.Db())
        {
            var item = await db.SuspenseItems.SingleAsync(TestContext.Current.CancellationToken);
            ClearSuspense Clear(ClearingWay way) => new(bank.Head(), item.No, way, 500_00, account);
            Assert.Equal("order.platform-closed", (await bank.AskAsync(Clear(ClearingWay.ToUser))).Refusal!.Code);
            Assert.True((await bank.AskAsync(Clear(ClearingWay.ToPaymentCompany))).Done);
        }

        for (var day = 2; day <= 4; day++) await EndAsync(TestBank.FirstDay.AddDays(day));
        await using (var db = bank.Db())
            Assert.Empty(await db.Accounts.Where(one => one.BookFen != 0 || one.FloatFen != 0).ToListAsync(TestContext.Current.CancellationToken));

        async Task EndAsync(DateOnly date) => Assert.All(await DayEndBank.EndAsync(bank, days, date), step => Assert.Null(step.Refusal?.English));
    }

    [Theory, OnBothDatabases]
    public async Task A_day_before_a_payout_came_back_to_a_platform_that_has_left_is_closed_all_the_same(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var bank = onboarding.Bank;
        using var channel = new SandboxChannel(new SandboxOptions(), TimeProvider.System);
        var days = new DayEnd(onboarding.Staff, bank.Writer, channel, bank.Database);
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.AddCardAsync(account);
        await bank.RechargeAsync(account, 500_00);
        var order = await bank.WithdrawAsync(account, 500_00);
        await DayEndBank.EndAsync(bank, days, TestBank.FirstDay);
        await onboarding.CarryOutAsync(new ProposePlatformClosing("8001", "协议到期"));
        var friday = TestBank.FirstDay.AddDays(1);
        bank.Clock.MoveTo(friday.ToDateTime(new TimeOnly(16, 0), DateTimeKind.Utc));
        _ = (await days.CutAsync(friday)).Value;
        _ = (await days.SettleAsync(friday)).Value;
        _ = (await days.TrialBalanceAsync(friday)).Value;
        _ = (await days.SnapshotAsync(friday)).Value;

        await bank.AnswerAsync(order, ChannelResult.Returned);

        Assert.True((await days.CloseAsync(friday)).Value.Changed);
        // Monday's batch has what came back on Saturday.
        for (var day = 2; day <= 4; day++)
            Assert.All(await DayEndBank.EndAsync(bank, days, TestBank.FirstDay.AddDays(day)), step => Assert.Null(step.Refusal?.English));
        Assert.Equal("500.00", await bank.BookAsync(AccountType.Pool));
    }

    [Theory, OnBothDatabases]
    public async Task Recharge_fees_that_are_not_paid_keep_a_platform_from_leaving(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var bank = onboarding.Bank;
        await bank.SetFeesAsync(new FeeTerms { Payer = FeePayer.Platform, Person = FeeTariff.Rate(1_000) }, FeeKind.Recharge);
        await bank.RechargeAsync(await bank.AddUserAsync(UserRole.Investor), 5_000_00);

        Assert.Contains("充值手续费自 2017-08 起尚未出月结单", await WhyNotAsync(), StringComparison.Ordinal);

        await bank.CutToAsync(new DateOnly(2017, 9, 1));
        await using (var db = bank.Db()) Assert.Equal(1, (await MakeFeeStatements.RunAsync(db, bank.Writer, TestBank.FirstDay)).Value);
        var stated = await WhyNotAsync();
        Assert.Contains("2017-08 充值手续费 5.00 元未缴付", stated, StringComparison.Ordinal);
        Assert.DoesNotContain("尚未出月结单", stated, StringComparison.Ordinal);

        async Task<string> WhyNotAsync() => (await onboarding.SubmitAsync(new ProposePlatformClosing("8001", "协议到期"))).Refusal!.Chinese;
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

    [Theory, OnBothDatabases]
    public async Task Money_that_came_just_before_the_approval_in_its_own_commit_keeps_the_platform(string database)
    {
        await using var onboarding = await Onboarding.OpenAsync(database);
        var bank = onboarding.Bank;
        var account = await bank.AddUserAsync(UserRole.Investor);
        var request = (await onboarding.SubmitAsync(new ProposePlatformClosing("8001", "协议到期"))).Value;
        var shown = (await onboarding.Approvals.ShowAsync(onboarding.Checker, request.No)).Value.Shown!;
        using var entered = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        var busy = bank.Writer.RunAsync<bool>(bank.Pool.Id, _ =>
        {
            entered.Set();
            gate.Wait();
            return true;
        });
        entered.Wait(TestContext.Current.CancellationToken);

        var recharge = bank.RechargeAsync(account, 100_00);
        // Asked for past the desk, which first looks the request up in a commit of its own.
        var approval = onboarding.Staff.RunAsync(
            onboarding.Checker, Permissions.ApprovalsDecide, 0, new AuditDraft("Approvals.Approve"),
            (books, draft) => ApprovalDecision.Approve(books, draft, onboarding.Checker, request.No, shown));
        gate.Set();

        Assert.True((await busy).Done);
        await recharge;
        Assert.Equal("platform.not-empty", (await approval).Refusal?.Code);
        Assert.Equal(PlatformState.Active, (await onboarding.PlatformAsync("8001")).State);
    }
}
