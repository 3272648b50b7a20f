using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Tests.Fees;
using CustodyConsole.Domain.Tests.Payments;
using CustodyConsole.Features.Advances;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Advances;

/// <summary>Payouts that the payment company's staff see first, and limits that two people set.</summary>
public sealed class PayoutApprovalTests
{
    [Theory]
    [InlineData("sqlite", HoldReason.Threshold)]
    [InlineData("postgres", HoldReason.Threshold)]
    [InlineData("sqlite", HoldReason.Limit)]
    [InlineData("postgres", HoldReason.Limit)]
    [InlineData("sqlite", HoldReason.DailyLimit)]
    [InlineData("postgres", HoldReason.DailyLimit)]
    public async Task A_payout_at_the_threshold_or_beyond_a_limit_waits_and_the_rest_goes_by_itself(string database, HoldReason reason)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var bank = counter.Books;
        await bank.SetLimitAsync(
            reason == HoldReason.Limit ? 500_00 : 100_000_00,
            reason == HoldReason.Threshold ? 400_00 : null, reason == HoldReason.DailyLimit ? 500_00 : null);
        var account = await counter.OpenUserWithAsync(2_000_00);

        Assert.Equal(OrderState.Succeeded, (await counter.Bank.WithdrawAsync(counter.Withdrawal(account, 300_00))).Value.State);
        var waits = (await counter.Bank.WithdrawAsync(counter.Withdrawal(account, 400_00))).Value;

        Assert.Equal(OrderState.Accepted, waits.State);
        await using var db = bank.Db();
        var hold = await db.PayoutHolds.SingleAsync();
        Assert.Equal(
            (waits.OrderId, HoldState.Waiting, reason, 400_00, 300_00), (hold.Id, hold.State, hold.Reason, hold.AmountFen, hold.ExposureFen));
        Assert.Equal(400_00, (await bank.AccountAsync(account)).FrozenFen);
        // The sweep of open payments asks nobody twice and sends nothing.
        bank.Clock.MoveTo(bank.Clock.GetUtcNow().UtcDateTime.AddHours(1));
        Assert.All(await counter.Bank.QueryUnknownAsync(bank.Pool.Id, bank.Clock.GetUtcNow().UtcDateTime), one => Assert.Equal(OrderState.Accepted, one.Value.State));
        Assert.Equal(1, await db.Approvals.CountAsync());
        Assert.Empty(await bank.ProveAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Approved_by_the_payment_companys_staff_it_is_paid_out_once(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var (desk, no, waits) = await WaitingAsync(counter);
        var view = (await desk.ShowAsync(Channel(counter), no)).Value;
        Assert.Contains(view.Facts!.Changes, one => one is { Chinese: "垫资敞口", Before: "0.00", After: "400.00" });
        Assert.Contains(view.Facts.Changes, one => one is { Chinese: "占限额", Before: "0.0%", After: "40.0%" });
        Assert.DoesNotContain(view.Facts.Changes, one => one.Chinese == "垫资天数");
        Assert.Equal("approval.not-a-checker", (await desk.ApproveAsync(
            Bank(counter) with { Roles = [Roles.Checker] }, no, view.Shown!)).Refusal!.Code);
        Assert.Equal("approval.proof-needed", (await desk.ApproveAsync(Channel(counter) with { ProvedAtUtc = null }, no, view.Shown!)).Refusal!.Code);

        Assert.Equal(ApprovalState.Executed, (await desk.ApproveAsync(Channel(counter), no, view.Shown!)).Value.State);

        Assert.Equal(OrderState.Succeeded, (await counter.Bank.PayOutAsync(counter.PoolId, waits.OrderNo)).Value.State);
        Assert.Equal(OrderState.Succeeded, (await counter.OrderAsync(waits)).State);
        Assert.Equal("approval.already-decided", (await desk.ApproveAsync(Channel(counter), no, view.Shown!)).Refusal!.Code);
        await using var db = counter.Books.Db();
        Assert.Equal((HoldState.Sent, 1), ((await db.PayoutHolds.SingleAsync()).State, await db.Advances.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Turned_down_the_withdrawal_fails_and_its_money_is_free(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var (desk, no, waits) = await WaitingAsync(counter);
        Assert.Equal("approval.reason-missing", (await desk.RejectAsync(Channel(counter), no, "")).Refusal!.Code);

        Assert.True((await desk.RejectAsync(Channel(counter), no, "备付金不足")).Done);

        var order = await counter.OrderAsync(waits);
        var account = await AccountAsync(counter, order.AccountId!.Value);
        Assert.Equal((OrderState.Failed, 2_000_00, 0), (order.State, account.BookFen, account.FrozenFen));
        Assert.Equal("order.wrong-state", (await counter.Bank.PayOutAsync(counter.PoolId, waits.OrderNo)).Refusal!.Code);
        await using var db = counter.Books.Db();
        Assert.Equal(HoldState.Refused, (await db.PayoutHolds.SingleAsync()).State);
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_decided_in_time_it_fails_as_well_by_its_deadline(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var (desk, _, first) = await WaitingAsync(counter);
        counter.Books.Clock.MoveTo(counter.Books.Clock.GetUtcNow().UtcDateTime.AddHours(25));
        Assert.Equal(1, await desk.ExpireAsync());
        Assert.Equal(OrderState.Failed, (await counter.OrderAsync(first)).State);
        Assert.Equal(0, await desk.ExpireAsync());
        var account = await AccountAsync(counter, (await counter.OrderAsync(first)).AccountId!.Value);
        Assert.Equal((2_000_00, 0), (account.BookFen, account.FrozenFen));
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_can_ask_for_a_payout_that_does_not_wait_or_send_one_past_its_approval(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var (desk, _, waits) = await WaitingAsync(counter);
        var account = await counter.OpenUserWithAsync(100_00);
        var small = await counter.AcceptedAsync(account, 50_00);

        foreach (var order in new[] { small, waits })
        {
            Assert.Equal("advance.not-waiting", (await desk.SubmitAsync(Bank(counter), "BY-HAND-" + order.OrderNo,
                new ProposeAdvancePayout(order.OrderNo, HoldReason.Threshold) { PoolId = counter.PoolId })).Refusal!.Code);
        }

        Assert.Equal(OrderState.Accepted, (await counter.Bank.SendAsync(new(counter.PoolId, waits.OrderNo))).Value.State);
        Assert.Equal(OrderState.Accepted, (await counter.OrderAsync(waits)).State);
    }

    [Theory, OnBothDatabases]
    public async Task A_limit_is_changed_by_two_people_and_holds_from_then_on(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var desk = new ApprovalDesk(new StaffDesk(counter.Books.Writer), counter.Books.Writer);
        var proposal = new ProposeAdvanceLimit(counter.Books.Pool.PaymentCompany, 1_000_00, null, 400_00, "核定限额");
        async Task<string?> Code(ProposeAdvanceLimit one) => (await desk.PreviewAsync(one)).Refusal?.Code;
        Assert.Equal("advance.unknown-company", await Code(proposal with { PaymentCompany = "无" }));
        Assert.Equal("advance.limit-out-of-range", await Code(proposal with { LimitFen = 0 }));
        Assert.Equal("advance.limit-out-of-range", await Code(proposal with { DailyFen = -1 }));
        Assert.Equal("advance.limit-out-of-range", await Code(proposal with { ThresholdFen = ProposeAdvanceLimit.MaxFen + 1 }));
        Assert.Equal("approval.reason-missing", await Code(proposal with { Reason = "" }));

        var request = (await desk.SubmitAsync(Bank(counter), "LIMIT-1", proposal)).Value;
        var other = Channel(counter);
        var shown = (await desk.ShowAsync(other, request.No)).Value.Shown!;
        Assert.Equal("approval.same-person", (await desk.ApproveAsync(Bank(counter) with { Roles = [Roles.Checker] }, request.No, shown)).Refusal!.Code);
        Assert.True((await desk.ApproveAsync(other, request.No, shown)).Done);

        Assert.Equal("advance.nothing-changed", await Code(proposal));
        var account = await counter.OpenUserWithAsync(2_000_00);
        Assert.Equal(OrderState.Accepted, (await counter.Bank.WithdrawAsync(counter.Withdrawal(account, 400_00))).Value.State);
    }

    [Theory, OnBothDatabases]
    public async Task Alerts_are_raised_once_at_70_90_and_100_percent_and_cleared_below(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var bank = counter.Books;
        await bank.SetLimitAsync(1_000_00);
        var account = await counter.OpenUserWithAsync(5_000_00);
        async Task<IEnumerable<int>> RaiseAsync() => (await RaiseAlerts.RunAsync(bank.Writer)).Value.Select(alert => alert.Level);
        async Task PayAsync(long fen) => Assert.Equal(OrderState.Succeeded, (await counter.Bank.WithdrawAsync(counter.Withdrawal(account, fen))).Value.State);

        Assert.Empty(await RaiseAsync());
        await PayAsync(699_99);
        Assert.Empty(await RaiseAsync());
        await PayAsync(1);
        Assert.Equal([70], await RaiseAsync());
        Assert.Empty(await RaiseAsync());
        await PayAsync(300_00);
        Assert.Equal([90, 100], await RaiseAsync());
        await bank.Writer.RunAsync<bool>(0, books =>
        {
            books.AdvanceLimits.Edit(books.AdvanceLimitOf.Find(bank.Pool.PaymentCompany)!).LimitFen = 1_200_00;
            return true;
        });
        Assert.Empty(await RaiseAsync());
        await using var db = bank.Db();
        Assert.Equal([70], await db.AdvanceAlerts.Where(alert => alert.ClearedAtUtc == null).Select(alert => alert.Level).ToListAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Staff_of_another_payment_company_neither_see_nor_decide_on_what_is_not_theirs(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var (desk, no, waits) = await WaitingAsync(counter);
        var stranger = Channel(counter) with { UserName = "other", PersonNo = "20002", PaymentCompany = "OTHER" };
        foreach (var person in new[] { stranger, stranger with { PaymentCompany = null } })
        {
            Assert.Equal("staff.other-payment-company", (await desk.ShowAsync(person, no)).Refusal?.Code);
            Assert.Equal("staff.other-payment-company", (await desk.ApproveAsync(person, no, "x")).Refusal?.Code);
            Assert.Equal("staff.other-payment-company", (await desk.RejectAsync(person, no, "不同意")).Refusal?.Code);
            Assert.Equal("staff.other-payment-company", (await desk.SubmitAsync(
                person, "LIMIT-" + person.PaymentCompany,
                new ProposeAdvanceLimit(counter.Books.Pool.PaymentCompany, 9_000_00, null, null, "上调"))).Refusal?.Code);
        }

        // Nor has a payment company to do with what the bank decides on its own, in its own pools included.
        var account = await counter.OpenUserWithAsync(100_00);
        var freeze = (await desk.SubmitAsync(Bank(counter), "FREEZE-1", new Domain.Accounts.ProposeFreeze(
            account, 50_00, "（2017）沪0115民初8888号", "上海市浦东新区人民法院")
        {
            PoolId = counter.PoolId, Evidence = [await counter.Books.UploadAsync("协助冻结通知书.pdf")],
        })).Value;
        Assert.Equal("staff.other-payment-company", (await desk.ShowAsync(Channel(counter), freeze.No)).Refusal?.Code);
        Assert.Equal(OrderState.Accepted, (await counter.OrderAsync(waits)).State);
        Assert.Equal(no, (await desk.ShowAsync(Channel(counter), no)).Value.Request.No);
    }

    [Theory, OnBothDatabases]
    public async Task The_inbox_counts_and_sums_also_the_payouts_that_it_does_not_list(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        await counter.Books.SetLimitAsync(10_000_00, thresholdFen: 400_00);
        var account = await counter.OpenUserWithAsync(2_000_00);
        var oldest = (await counter.Bank.WithdrawAsync(counter.Withdrawal(account, 400_00))).Value;
        _ = (await counter.Bank.WithdrawAsync(counter.Withdrawal(account, 500_00))).Value;

        var list = await new AdvanceQueries(counter.Books.Database, counter.Books.Clock).PayoutsAsync(
            Channel(counter), HoldState.Waiting, TestContext.Current.CancellationToken, most: 1);

        Assert.Equal((oldest.OrderNo, 2, 900_00), (Assert.Single(list.Rows).OrderNo, list.Count, list.AmountFen));
    }

    [Theory, OnBothDatabases]
    public async Task A_payout_that_waited_into_a_holiday_says_how_many_days_nobody_pays_for(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        await counter.Books.CutToAsync(new DateOnly(2017, 9, 30));
        await counter.Books.SetFeesAsync(FeeBank.TwoAndAdvance);
        var (desk, no, _) = await WaitingAsync(counter);
        await counter.Books.CutToAsync(new DateOnly(2017, 10, 1));

        var view = (await desk.ShowAsync(Channel(counter), no)).Value;

        Assert.Contains(view.Facts!.Changes, one => one is { Chinese: "垫资天数", After: "按受理日报价，垫资多 8 天不另收" });
        Assert.Contains(view.Facts.Changes, one => one is { Chinese: "手续费", Before: "2.00", After: "2.00" });
        Assert.Equal(ApprovalState.Executed, (await desk.ApproveAsync(Channel(counter), no, view.Shown!)).Value.State);
    }

    private static async Task<(ApprovalDesk Desk, string No, Receipt Order)> WaitingAsync(CounterBank counter)
    {
        await counter.Books.SetLimitAsync(1_000_00, thresholdFen: 400_00);
        var account = await counter.OpenUserWithAsync(2_000_00);
        var order = (await counter.Bank.WithdrawAsync(counter.Withdrawal(account, 400_00))).Value;
        await using var db = counter.Books.Db();
        var request = await db.Approvals.SingleAsync();
        Assert.Equal((StaffMember.System.UserName, 400_00, $"order:{order.OrderNo}"), (request.MakerUser, request.AmountFen, request.Subject));
        return (new ApprovalDesk(new StaffDesk(counter.Books.Writer), counter.Books.Writer), request.No, order);
    }

    private static StaffMember Channel(CounterBank counter) =>
        new("channel", "支付公司", "20001", [Roles.PaymentCompany], ProvedAtUtc: counter.Books.Clock.GetUtcNow().UtcDateTime,
            PaymentCompany: counter.Books.Pool.PaymentCompany);

    private static StaffMember Bank(CounterBank counter) =>
        new("operator", "经办", "10001", [Roles.Operator], ProvedAtUtc: counter.Books.Clock.GetUtcNow().UtcDateTime);

    private static async Task<Domain.Ledger.Account> AccountAsync(CounterBank counter, long id)
    {
        await using var db = counter.Books.Db();
        return await db.Accounts.SingleAsync(account => account.Id == id);
    }
}
