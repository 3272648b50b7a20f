using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Settlement;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Settlement;

public sealed class ProposeSettlementTests
{
    [Theory, OnBothDatabases]
    public async Task Too_little_is_confirmed_by_two_people_with_its_effect_shown_first(string database)
    {
        await using var desk = await SettlementDesk.OpenAsync(database);
        var bank = desk.Bank;
        var account = await bank.AddUserAsync(UserRole.Investor);
        var batch = await desk.InstructedAsync(account, 100_00);
        ProposeConfirmation Confirm(long fen, string note = "支付公司少划一笔") => new(batch.No, fen, note) { PoolId = bank.Pool.Id };

        Assert.Equal("approval.reason-missing", (await desk.PreviewAsync(Confirm(90_00, ""))).Refusal!.Code);
        var facts = (await desk.PreviewAsync(Confirm(90_00))).Value;
        Assert.Contains("短款 10.00 元挂账", facts.Chinese, StringComparison.Ordinal);
        // The rule goes by what is at stake: nothing that arrived decides about all that did not.
        Assert.Equal((100_00, 100_00, 250_00), (
            facts.AmountFen, (await desk.PreviewAsync(Confirm(0))).Value.AmountFen, (await desk.PreviewAsync(Confirm(-150_00))).Value.AmountFen));
        Assert.Contains(facts.Changes, change => change is { English: "Pooled account", Before: "0.00", After: "90.00" });
        Assert.Contains(facts.Changes, change => change is { English: "Shortage in suspense", Before: "0.00", After: "10.00" });
        Assert.Contains(facts.Changes, change => change is { English: "Clearing account", Before: "-100.00", After: "0.00" });
        Assert.Contains(facts.Changes, change => change is { English: "Users' money becoming settled", After: "100.00" });

        var asked = (await desk.SubmitAsync(Confirm(90_00))).Value;
        Assert.Equal("approval.another-pending", (await desk.SubmitAsync(Confirm(100_00))).Refusal!.Code);
        Assert.Equal("approval.same-person", (await desk.ApproveAsync(asked.No, desk.Maker with { Roles = [Roles.Checker] })).Refusal!.Code);
        Assert.Equal(BatchState.Instructed, (await bank.BatchAsync(batch.No)).State);
        Assert.True((await desk.ApproveAsync(asked.No)).Done);

        var confirmed = await bank.BatchAsync(batch.No);
        Assert.Equal((BatchState.Closed, 90_00), (confirmed.State, confirmed.ReceivedFen!.Value));
        Assert.Equal("100.00, unsettled 0.00", await bank.BalanceAsync(account));
        Assert.Equal("settlement.already-confirmed", (await desk.SubmitAsync(Confirm(90_00))).Refusal!.Code);
        Assert.Equal("settlement.already-confirmed", (await desk.SubmitAsync(Confirm(100_00))).Refusal!.Code);
        Assert.Equal("approval.already-decided", (await desk.ApproveAsync(asked.No)).Refusal!.Code);
    }

    [Theory, OnBothDatabases]
    public async Task A_shortage_and_a_surplus_are_cleared_by_two_people_in_every_way(string database)
    {
        await using var desk = await SettlementDesk.OpenAsync(database);
        var bank = desk.Bank;
        var account = await bank.AddUserAsync(UserRole.Investor);
        var batch = await desk.InstructedAsync(account, 100_00);
        Assert.True((await desk.DecideAsync(new ProposeConfirmation(batch.No, 70_00, "少划") { PoolId = bank.Pool.Id })).Done);
        var shortage = await ItemAsync(bank);
        ProposeClearing Clear(string no, ClearingWay way, long fen, string? user = null, string reason = "已核实") =>
            new(no, way, fen, user, reason) { PoolId = bank.Pool.Id };

        Assert.Equal("settlement.unknown-item", (await desk.PreviewAsync(Clear("SP0", ClearingWay.Arrived, 1))).Refusal!.Code);
        Assert.Equal("settlement.wrong-way", (await desk.PreviewAsync(Clear(shortage.No, ClearingWay.ToUser, 1))).Refusal!.Code);
        Assert.Equal("settlement.more-than-left", (await desk.PreviewAsync(Clear(shortage.No, ClearingWay.Arrived, 30_01))).Refusal!.Code);
        Assert.Equal("settlement.account-missing", (await desk.PreviewAsync(Clear(shortage.No, ClearingWay.FromUser, 1))).Refusal!.Code);
        Assert.Equal("ledger.unknown-account", (await desk.PreviewAsync(Clear(shortage.No, ClearingWay.FromUser, 1, "1"))).Refusal!.Code);
        var poor = await bank.AddUserAsync(UserRole.Investor);
        Assert.Equal("settlement.not-settled-enough", (await desk.PreviewAsync(Clear(shortage.No, ClearingWay.FromUser, 1, poor))).Refusal!.Code);
        Assert.Equal("approval.reason-missing", (await desk.PreviewAsync(Clear(shortage.No, ClearingWay.Arrived, 1, reason: ""))).Refusal!.Code);

        Assert.True((await desk.DecideAsync(Clear(shortage.No, ClearingWay.Arrived, 10_00))).Done);
        Assert.True((await desk.DecideAsync(Clear(shortage.No, ClearingWay.FromPaymentCompany, 12_00))).Done);
        Assert.True((await desk.DecideAsync(Clear(shortage.No, ClearingWay.FromUser, 8_00, account))).Done);
        Assert.Equal("settlement.more-than-left", (await desk.DecideAsync(Clear(shortage.No, ClearingWay.Arrived, 1))).Refusal!.Code);
        Assert.Equal(("0.00", "-12.00", "80.00"), (
            await bank.BookAsync(AccountType.ShortSuspense), await bank.BookAsync(AccountType.PayoutPayable), await bank.BookAsync(AccountType.Pool)));
        Assert.NotNull((await ItemAsync(bank)).ClearedAtUtc);
        Assert.Empty(await bank.ProveAsync());

        // The next settlement brings what was claimed, and five too much.
        await bank.CutInTheEveningAsync(TestBank.FirstDay.AddDays(1));
        var next = await bank.InstructAsync(TestBank.FirstDay.AddDays(1));
        Assert.Equal(12_00, next.NetFen);
        Assert.True((await desk.DecideAsync(new ProposeConfirmation(next.No, 17_00, "多划") { PoolId = bank.Pool.Id })).Done);
        var surplus = await ItemAsync(bank, SuspenseKind.Surplus);
        Assert.Equal("settlement.wrong-way", (await desk.PreviewAsync(Clear(surplus.No, ClearingWay.Arrived, 1))).Refusal!.Code);
        Assert.True((await desk.DecideAsync(Clear(surplus.No, ClearingWay.ToUser, 3_00, poor))).Done);
        Assert.True((await desk.DecideAsync(Clear(surplus.No, ClearingWay.ToPaymentCompany, 2_00))).Done);
        Assert.Equal(("0.00", "2.00", "3.00, unsettled 0.00"), (
            await bank.BookAsync(AccountType.LongSuspense), await bank.BookAsync(AccountType.PayoutPayable), await bank.BalanceAsync(poor)));
    }

    [Theory, OnBothDatabases]
    public async Task An_item_that_is_cleared_in_parts_by_several_people_is_ruled_as_one(string database)
    {
        await using var desk = await SettlementDesk.OpenAsync(database);
        var batch = await desk.InstructedAsync(await desk.Bank.AddUserAsync(UserRole.Investor), 150_000_00);
        Assert.True((await desk.DecideAsync(new ProposeConfirmation(batch.No, 0, "未划款") { PoolId = desk.Bank.Pool.Id })).Done);
        var item = await ItemAsync(desk.Bank);
        ProposeClearing Clear(long fen) => new(item.No, ClearingWay.Arrived, fen, null, "补款到账") { PoolId = desk.Bank.Pool.Id };

        Assert.Equal(ApprovalState.Executed, (await desk.DecideAsync(Clear(99_999_99))).Value.State);
        var rest = (await desk.SubmitAsync(Clear(50_000_01), desk.Maker with { UserName = "other", PersonNo = "10009" })).Value;

        Assert.Equal(2, rest.ChecksRequired);
        Assert.Equal(ApprovalState.Pending, (await desk.ApproveAsync(rest.No)).Value.State);
    }

    [Theory, OnBothDatabases]
    public async Task A_missed_day_is_settled_by_hand_by_two_people(string database)
    {
        await using var desk = await SettlementDesk.OpenAsync(database);
        var bank = desk.Bank;
        var account = await bank.AddUserAsync(UserRole.Investor);
        await bank.RechargeAsync(account, 100_00);
        ProposeSettlement Settle(DateOnly through, string reason = "当日作业未运行") => new(through, reason) { PoolId = bank.Pool.Id };
        Assert.Equal("settlement.day-not-cut", (await desk.PreviewAsync(Settle(TestBank.FirstDay))).Refusal!.Code);
        await bank.CutToAsync(TestBank.FirstDay.AddDays(2));
        Assert.Equal("settlement.not-a-working-day", (await desk.PreviewAsync(Settle(TestBank.FirstDay))).Refusal!.Code);
        await bank.CutToAsync(TestBank.FirstDay.AddDays(4));
        Assert.Equal("approval.reason-missing", (await desk.PreviewAsync(Settle(TestBank.FirstDay, ""))).Refusal!.Code);

        var facts = (await desk.PreviewAsync(Settle(TestBank.FirstDay.AddDays(3)))).Value;
        Assert.Contains(facts.Changes, change => change is { English: "Net", After: "100.00" });
        Assert.True((await desk.DecideAsync(Settle(TestBank.FirstDay.AddDays(3)))).Done);

        await using var db = bank.Db();
        var batch = await db.Batches.SingleAsync();
        Assert.Equal((TestBank.FirstDay.AddDays(3), TestBank.FirstDay.AddDays(4)), (batch.Through, batch.SettledOn));
        Assert.Equal("settlement.previous-open", (await desk.DecideAsync(Settle(TestBank.FirstDay.AddDays(3)))).Refusal!.Code);
    }

    private static async Task<SuspenseItem> ItemAsync(TestBank bank, SuspenseKind kind = SuspenseKind.Shortage)
    {
        await using var db = bank.Db();
        return await db.SuspenseItems.SingleAsync(item => item.Kind == kind);
    }
}
