using CustodyConsole.Data;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Channels;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Security;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Demo;

/// <summary>
/// What the payment company takes through its channels on the last day, a change of it that waits for a checker, and a platform that offers
/// T+1 withdrawals beside T+0.
/// </summary>
internal sealed class DemoChannels(CustodyDatabase custody, TimeProvider clock)
{
    private readonly ApprovalDesk _approvals = new(new StaffDesk(custody.Writer), custody.Writer);

    public async Task TellAsync(DemoPlatform[] platforms)
    {
        await using var db = custody.CreateDbContext();
        var today = (await db.BankStates.SingleAsync()).AccountingDate;
        await AskAsync("DEMO-CH-1", Change(platforms[0], ChannelKind.Payout, today, new(500_000_00, 2_000_000_00, null, null, false)), approve: true);
        await AskAsync("DEMO-CH-2", Change(platforms[0], ChannelKind.Recharge, today, new(200_000_00, 1_000_000_00, null, null, false)), approve: true);
        await AskAsync(
            "DEMO-CH-3",
            Change(platforms[1], ChannelKind.Payout, today.AddDays(3), new(50_000_00, 500_000_00, new TimeOnly(9, 0), new TimeOnly(17, 0), true)), approve: false);
        await AskAsync(
            "DEMO-FEE-5",
            new ProposeFeeSchedule(
                FeeKind.NextDayWithdrawal, today, null, new FeeTerms { Person = FeeTariff.Fixed(1_00) }, "开通普通提现（T+1）") { PoolId = platforms[0].PoolId },
            approve: true);
    }

    private static ProposeChannelLimits Change(DemoPlatform platform, ChannelKind kind, DateOnly from, ChannelLimits limits) =>
        new(kind, from, limits, "支付公司通知调整渠道限额") { PoolId = platform.PoolId };

    private async Task AskAsync(string form, Proposal proposal, bool approve)
    {
        var request = (await _approvals.SubmitAsync(Person("operator"), form, proposal)).Value;
        if (!approve || request.State != ApprovalState.Pending) return;
        var checker = Person("checker");
        var shown = (await _approvals.ShowAsync(checker, request.No)).Value.Shown!;
        _ = (await _approvals.ApproveAsync(checker, request.No, shown)).Value;
    }

    private StaffMember Person(string userName)
    {
        var user = DemoUsers.All.First(user => user.UserName == userName);
        return new StaffMember(user.UserName, user.DisplayName, user.StaffNo, [user.Role], ProvedAtUtc: clock.GetUtcNow().UtcDateTime);
    }
}
