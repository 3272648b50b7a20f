using CustodyConsole.Domain.Advances;
using CustodyConsole.Domain.Approvals;
using CustodyConsole.Domain.Fees;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Notices;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;
using CustodyConsole.Domain.Tests.Fees;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Payments;

/// <summary>A withdrawal that two people stop before it is sent (R23).</summary>
public sealed class InterceptionTests
{
    [Theory, OnBothDatabases]
    public async Task Approved_by_a_second_person_the_money_is_free_with_its_fee_and_the_platform_is_told(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        await counter.Books.SetFeesAsync(new FeeTerms { Person = FeeTariff.Fixed(2_00) });
        var account = await counter.OpenUserWithAsync(1_000_00);
        var order = await counter.AcceptedAsync(account, 300_00);
        Assert.Equal((1_000_00, 302_00, 1_000_00), await counter.FiguresAsync(account));
        var desk = Desk(counter);

        var request = (await desk.SubmitAsync(Maker(counter), "STOP-1", Stop(counter, order))).Value;
        Assert.Equal(("order:" + order.OrderNo, 300_00), (request.Subject, request.AmountFen));
        Assert.Equal(OrderState.Accepted, (await counter.Bank.PayOutAsync(counter.PoolId, order.OrderNo)).Value.State);
        var done = (await ApproveAsync(counter, desk, request.No)).Value;

        Assert.Equal((ApprovalState.Executed, order.OrderNo), (done.State, done.Result));
        Assert.Equal((1_000_00, 0, 1_000_00), await counter.FiguresAsync(account));
        var ended = await counter.OrderAsync(order);
        Assert.Equal((OrderState.Intercepted, $"疑似账户被盗用 {request.No}"), (ended.State, ended.Remark));
        Assert.Equal(
            ["D U-INV available Hold 302.00 -> 698.00", "C U-INV frozen Hold 302.00 -> 1,000.00", "D U-INV frozen Hold 302.00 -> 698.00", "C U-INV available Hold 302.00 -> 1,000.00"],
            await counter.Books.LegsAsync(order.OrderId));
        await using var db = counter.Books.Db();
        var notice = await db.Notices.SingleAsync();
        Assert.Equal((NoticeKind.WithdrawalIntercepted, "approval:" + request.No), (notice.Kind, notice.Subject));
        Assert.Contains(order.OrderNo, notice.Payload, StringComparison.Ordinal);
        Assert.Equal("order.wrong-state", (await counter.Bank.PayOutAsync(counter.PoolId, order.OrderNo)).Refusal?.Code);
        Assert.Equal("payment.answer-contradicts", (await counter.AnswerAsync(order, ChannelResult.Succeeded)).Refusal?.Code);
        Assert.Equal(0, await db.Advances.CountAsync());
    }

    [Theory, OnBothDatabases]
    public async Task A_fee_that_the_platform_bears_is_free_as_well(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        await counter.GiveIncomeAsync(10_00);
        await counter.Books.SetFeesAsync(new FeeTerms { Payer = FeePayer.Platform, Person = FeeTariff.Fixed(2_00) });
        var account = await counter.OpenUserWithAsync(1_000_00);
        var order = await counter.AcceptedAsync(account, 300_00);
        Assert.Equal(2_00, (await counter.FiguresAsync(AccountType.PlatformIncome)).Frozen);
        var desk = Desk(counter);
        var request = (await desk.SubmitAsync(Maker(counter), "STOP-1", Stop(counter, order))).Value;

        Assert.True((await ApproveAsync(counter, desk, request.No)).Done);

        Assert.Equal(0, (await counter.FiguresAsync(account)).Frozen);
        Assert.Equal((10_00, 0, 10_00), await counter.FiguresAsync(AccountType.PlatformIncome));
    }

    [Theory, OnBothDatabases]
    public async Task While_people_decide_nothing_is_sent_and_turned_down_or_expired_it_goes_on(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var account = await counter.OpenUserWithAsync(1_000_00);
        var (rejected, expired) = (await counter.AcceptedAsync(account, 100_00), await counter.AcceptedAsync(account, 200_00));
        var desk = Desk(counter);
        var request = (await desk.SubmitAsync(Maker(counter), "STOP-1", Stop(counter, rejected))).Value;
        Assert.True((await desk.SubmitAsync(Maker(counter), "STOP-2", Stop(counter, expired))).Done);
        Assert.Equal("approval.another-pending", (await desk.SubmitAsync(Maker(counter), "STOP-3", Stop(counter, expired))).Refusal?.Code);
        After(counter, TimeSpan.FromHours(1));
        Assert.Empty(await counter.Bank.QueryUnknownAsync(counter.PoolId, counter.Books.Clock.GetUtcNow().UtcDateTime));

        Assert.True((await desk.RejectAsync(Checker(counter), request.No, "核实为本人操作")).Done);
        Assert.Equal(OrderState.Succeeded, (await counter.Bank.QueryUnknownAsync(counter.PoolId, counter.Books.Clock.GetUtcNow().UtcDateTime)).Single().Value.State);
        After(counter, TimeSpan.FromHours(4));
        Assert.Equal(1, await desk.ExpireAsync());
        Assert.Equal(OrderState.Succeeded, (await counter.Bank.QueryUnknownAsync(counter.PoolId, counter.Books.Clock.GetUtcNow().UtcDateTime)).Single().Value.State);
        Assert.Equal((OrderState.Succeeded, OrderState.Succeeded), ((await counter.OrderAsync(rejected)).State, (await counter.OrderAsync(expired)).State));
    }

    [Theory, OnBothDatabases]
    public async Task Only_a_withdrawal_that_was_not_sent_can_be_intercepted(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var account = await counter.OpenUserWithAsync(1_000_00);
        var (waiting, sent) = (await counter.AcceptedAsync(account, 100_00), await counter.SentAsync(account, 100_00));
        var recharge = (await counter.Bank.AskAsync(new AcceptRecharge(counter.Books.Head(), account, 100_00, Verification.Sms))).Value;
        var desk = Desk(counter);
        async Task<string?> Code(ProposeInterception one) => (await desk.PreviewAsync(one)).Refusal?.Code;

        Assert.Equal("approval.reason-missing", await Code(Stop(counter, waiting) with { Reason = " " }));
        Assert.Equal("order.unknown-order", await Code(Stop(counter, waiting) with { OrderNo = "20170803000000099999" }));
        Assert.Equal("payment.not-a-withdrawal", await Code(Stop(counter, recharge)));
        Assert.Equal(
            $"提现订单 {sent.OrderNo} 当前状态为“处理中”，只能拦截已受理且尚未发送支付公司的提现。",
            (await desk.PreviewAsync(Stop(counter, sent))).Refusal?.Chinese);
        Assert.Equal("staff.not-permitted", (await desk.SubmitAsync(Checker(counter), "STOP-1", Stop(counter, waiting))).Refusal?.Code);
        Assert.Null(await Code(Stop(counter, waiting)));
    }

    [Theory, OnBothDatabases]
    public async Task Asked_for_at_the_moment_of_sending_a_withdrawal_is_either_sent_or_stopped(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        var account = await counter.OpenUserWithAsync(1_000_00);
        var desk = Desk(counter);
        var orders = new List<Receipt>();
        for (var i = 0; i < 12; i++) orders.Add(await counter.AcceptedAsync(account, 10_00));

        var races = orders.Select(async (order, i) =>
        {
            var send = () => counter.Bank.SendAsync(new SendWithdrawal(counter.PoolId, order.OrderNo));
            var stop = () => desk.SubmitAsync(Maker(counter), $"STOP-{i}", Stop(counter, order));
            // Whoever is asked first has no promise of being first.
            var stopping = i % 2 == 0 ? null : stop();
            var sending = send();
            stopping ??= stop();
            return (Order: order, Sent: (await sending).Value.State == OrderState.Sent, Stopped: (await stopping).Done);
        }).ToList();

        foreach (var (order, sent, stopped) in await Task.WhenAll(races))
        {
            Assert.NotEqual(sent, stopped);
            var now = await counter.OrderAsync(order);
            Assert.Equal(sent, now.State == OrderState.Sent);
            Assert.Equal(stopped, now.InterceptionId is not null);
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_payout_that_waits_for_the_payment_company_is_decided_once(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database);
        await counter.Books.SetLimitAsync(1_000_00, thresholdFen: 400_00);
        var account = await counter.OpenUserWithAsync(1_000_00);
        var order = (await counter.Bank.WithdrawAsync(counter.Withdrawal(account, 400_00))).Value;
        await using var db = counter.Books.Db();
        var payout = (await db.Approvals.SingleAsync()).No;
        var desk = Desk(counter);
        var request = (await desk.SubmitAsync(Maker(counter), "STOP-1", Stop(counter, order))).Value;
        var view = (await desk.ShowAsync(Company(counter), payout)).Value;
        Assert.Equal("payment.interception-pending", view.Obstacle?.Code);

        Assert.True((await ApproveAsync(counter, desk, request.No)).Done);

        Assert.Equal(0, (await counter.FiguresAsync(account)).Frozen);
        Assert.Equal(HoldState.Refused, (await db.PayoutHolds.SingleAsync()).State);
        Assert.Equal(ApprovalState.Withdrawn, (await desk.ShowAsync(Company(counter), payout)).Value.Request.State);
        Assert.Equal(OrderState.Intercepted, (await counter.OrderAsync(order)).State);
    }

    private static ProposeInterception Stop(CounterBank counter, Receipt order) =>
        new(order.OrderNo, "疑似账户被盗用") { PoolId = counter.PoolId };

    private static ApprovalDesk Desk(CounterBank counter) => new(new StaffDesk(counter.Books.Writer), counter.Books.Writer);

    private static async Task<Outcome<ApprovalRequest>> ApproveAsync(CounterBank counter, ApprovalDesk desk, string no) =>
        await desk.ApproveAsync(Checker(counter), no, (await desk.ShowAsync(Checker(counter), no)).Value.Shown!);

    private static void After(CounterBank counter, TimeSpan time) => counter.Books.Clock.MoveTo(counter.Books.Clock.GetUtcNow().UtcDateTime + time);

    private static StaffMember Maker(CounterBank counter) => Person(counter, "chenjiayi", "10001", Roles.Operator);

    private static StaffMember Checker(CounterBank counter) => Person(counter, "linzhiyuan", "10002", Roles.Checker);

    private static StaffMember Company(CounterBank counter) =>
        Person(counter, "channel", "20001", Roles.PaymentCompany) with { PaymentCompany = counter.Books.Pool.PaymentCompany };

    private static StaffMember Person(CounterBank counter, string name, string no, string role) =>
        new(name, name, no, [role], ProvedAtUtc: counter.Books.Clock.GetUtcNow().UtcDateTime);
}
