using CustodyConsole.Channel;
using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Tests.Payments;

namespace CustodyConsole.Domain.Tests.Channel;

/// <summary>Payments that change while somebody is busy with them, and payments that stopped half-way.</summary>
public sealed class OpenPaymentTests
{
    private static readonly ChannelAnswer NotFound = new(ChannelResult.NotFound);
    private static readonly ChannelAnswer NoSms = new(ChannelResult.Failed, Reason: "短信通道繁忙");

    [Theory, OnBothDatabases]
    public async Task A_payout_that_fails_while_the_sweep_asks_is_refunded_and_never_paid(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(70_000);
        var first = await bank.SentAsync(account, 30_000);
        var second = await bank.SentAsync(account, 40_000);
        // While the sweep asks about the first, the payment company's word on the second arrives.
        var channel = new ScriptedChannel(bank.Channel)
        {
            OnQuery = async query =>
            {
                if (query.OrderNo == first.OrderNo)
                    _ = (await bank.AnswerAsync(second, ChannelResult.Failed, "S2", "账户异常")).Value;
                return NotFound;
            },
        };

        var answers = await Desk(bank, channel).QueryUnknownAsync(bank.PoolId, Now(bank));

        Assert.Equal([OrderState.Succeeded, OrderState.Failed], answers.Select(answer => answer.Value.State));
        Assert.Equal([first.OrderNo], channel.Paid);
        Assert.Equal(["Sent", "Failed 账户异常"], await bank.StepsAsync(second));
        Assert.Equal((40_000, 0, 40_000), await bank.FiguresAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task While_postings_are_stopped_the_payment_company_is_not_asked_to_move_money(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(60_000);
        var payout = await bank.SentAsync(account, 30_000);
        var channel = new ScriptedChannel(bank.Channel) { OnQuery = _ => Task.FromResult(NotFound) };
        var desk = Desk(bank, channel);
        var recharge = (await desk.StartRechargeAsync(Recharge(bank, account, 100))).Value;
        await StopAsync(true);

        Assert.Equal("ledger.postings-stopped", (await desk.StartRechargeAsync(Recharge(bank, account, 100))).Refusal?.Code);
        Assert.Equal("ledger.postings-stopped", (await desk.ConfirmRechargeAsync(bank.PoolId, recharge.OrderNo, "888888")).Refusal?.Code);
        Assert.Contains(await desk.QueryUnknownAsync(bank.PoolId, Now(bank)), answer => answer.Refusal?.Code == "ledger.postings-stopped");
        Assert.Empty(channel.Confirmed.Concat(channel.Paid));
        Assert.Equal(["Sent"], await bank.StepsAsync(payout));

        // Nothing was lost: both go on where they stood.
        await StopAsync(false);
        _ = await desk.QueryUnknownAsync(bank.PoolId, Now(bank));
        Assert.Equal([payout.OrderNo], channel.Paid);

        async Task StopAsync(bool stopped) => _ = (await bank.Books.Writer.RunAsync<bool>(
            bank.PoolId, books => books.Pools.Edit(books.Pools.Get(bank.PoolId)).PostingsStopped = stopped)).Value;
    }

    [Theory, OnBothDatabases]
    public async Task A_code_that_cannot_be_sent_again_leaves_the_recharge_alone(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();
        var channel = new ScriptedChannel(bank.Channel);
        var desk = Desk(bank, channel);
        var request = Recharge(bank, account, 100_000);
        var order = (await desk.StartRechargeAsync(request)).Value;
        channel.OnSms = _ => Task.FromResult(NoSms);

        var refusal = (await desk.StartRechargeAsync(request)).Refusal!;

        Assert.Equal(
            $"Another code for recharge {order.OrderNo} could not be sent; the recharge is not affected, try again "
            + "later.",
            refusal.English);
        Assert.Equal($"充值订单 {order.OrderNo} 的短信验证码重新发送失败，订单不受影响，请稍后重试。", refusal.Chinese);
        Assert.Empty(await bank.StepsAsync(order));
        var done = (await desk.ConfirmRechargeAsync(bank.PoolId, order.OrderNo, "888888")).Value;
        Assert.Equal(OrderState.Succeeded, done.State);
    }

    [Theory, OnBothDatabases]
    public async Task A_first_code_that_cannot_be_sent_fails_the_recharge(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();
        var channel = new ScriptedChannel(bank.Channel) { OnSms = _ => Task.FromResult(NoSms) };

        var order = (await Desk(bank, channel).StartRechargeAsync(Recharge(bank, account, 100))).Value;

        Assert.Equal((OrderState.Failed, false), (order.State, order.Repeated));
        Assert.Equal(["Failed 短信通道繁忙"], await bank.StepsAsync(order));
    }

    [Theory, OnBothDatabases]
    public async Task A_first_code_that_fails_late_does_not_fail_a_payment_under_way(string database)
    {
        await using var bank = await CounterBank.OpenAsync(
            database, sandbox: new SandboxOptions { UnknownPerMille = 1000 });
        var account = await bank.OpenUserAsync();
        var channel = new ScriptedChannel(bank.Channel);
        var desk = Desk(bank, channel);
        channel.OnSms = async call =>
        {
            _ = (await desk.ConfirmRechargeAsync(bank.PoolId, call.OrderNo, "888888")).Value;
            return NoSms;
        };

        var order = (await desk.StartRechargeAsync(Recharge(bank, account, 100))).Value;

        Assert.Equal(OrderState.Unknown, order.State);
        Assert.Equal(["Sent", "Unknown 请求超时，未收到应答"], await bank.StepsAsync(order));
    }

    [Theory, OnBothDatabases]
    public async Task A_recharge_whose_code_is_never_typed_expires_and_lets_the_card_go(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();
        var channel = new ScriptedChannel(bank.Channel);
        var desk = Desk(bank, channel);
        var order = (await desk.StartRechargeAsync(Recharge(bank, account, 100))).Value;
        var unbind = new UnbindCard(bank.Books.Head(), account, Verification.TradePassword);

        Assert.Empty(await desk.QueryUnknownAsync(bank.PoolId, Now(bank).AddMinutes(-1)));
        Assert.Equal("account.orders-pending", (await desk.AskAsync(unbind)).Refusal!.Code);
        var expired = (await desk.QueryUnknownAsync(bank.PoolId, Now(bank))).Single().Value;
        var late = (await desk.ConfirmRechargeAsync(bank.PoolId, order.OrderNo, "888888")).Value;

        Assert.Equal((order.OrderId, OrderState.Failed, false), (expired.OrderId, expired.State, expired.Repeated));
        Assert.Equal((OrderState.Failed, true), (late.State, late.Repeated));
        Assert.Empty(channel.Confirmed);
        Assert.Equal(["Failed 逾期未输入验证码，未发起支付"], await bank.StepsAsync(order));
        Assert.Equal(ExpireRecharge.Note, (await bank.OrderAsync(order)).Remark);
        Assert.True((await desk.AskAsync(unbind)).Done);
    }

    [Theory, OnBothDatabases]
    public async Task Only_an_old_and_accepted_recharge_expires(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(100);
        var young = (await bank.Bank.AskAsync(Recharge(bank, account, 100))).Value;
        var unknown = (await bank.Bank.AskAsync(Recharge(bank, account, 100))).Value;
        _ = (await bank.AnswerAsync(unknown, ChannelResult.Unknown)).Value;
        var withdrawal = await bank.AcceptedAsync(account, 100);

        Assert.Equal((OrderState.Accepted, true), await ExpireAsync(young, Now(bank).AddSeconds(-1)));
        Assert.Equal((OrderState.Unknown, true), await ExpireAsync(unknown, Now(bank)));
        Assert.Equal((OrderState.Failed, false), await ExpireAsync(young, Now(bank)));
        Assert.Equal((OrderState.Failed, true), await ExpireAsync(young, Now(bank)));
        Assert.Equal("payment.not-a-recharge", (await bank.Bank.ExpireAsync(Step(withdrawal, Now(bank)))).Refusal!.Code);
        Assert.Equal(
            "order.unknown-order",
            (await bank.Bank.ExpireAsync(new ExpireRecharge(bank.PoolId, "1", Now(bank)))).Refusal!.Code);

        ExpireRecharge Step(Receipt order, DateTime since) => new(bank.PoolId, order.OrderNo, since);

        async Task<(OrderState, bool)> ExpireAsync(Receipt order, DateTime since)
        {
            var receipt = (await bank.Bank.ExpireAsync(Step(order, since))).Value;
            return (receipt.State, receipt.Repeated);
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_withdrawal_that_stopped_before_it_was_sent_is_paid_out_once(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(70_000);
        var channel = new ScriptedChannel(bank.Channel);
        var desk = Desk(bank, channel);
        var order = await bank.AcceptedAsync(account, 70_000);

        var answers = await desk.QueryUnknownAsync(bank.PoolId, Now(bank));

        Assert.Equal((order.OrderId, OrderState.Succeeded), (answers.Single().Value.OrderId, answers[0].Value.State));
        Assert.Empty(await desk.QueryUnknownAsync(bank.PoolId, Now(bank)));
        Assert.Equal([order.OrderNo], channel.Paid);
        Assert.Equal((0, 0, 0), await bank.FiguresAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task A_confirmed_recharge_that_is_not_found_stays_unknown_until_there_is_evidence(string database)
    {
        await using var bank = await CounterBank.OpenAsync(
            database, sandbox: new SandboxOptions { UnknownPerMille = 1000 });
        var account = await bank.OpenUserAsync();
        var channel = new ScriptedChannel(bank.Channel) { OnQuery = _ => Task.FromResult(NotFound) };
        var desk = Desk(bank, channel);
        var order = (await desk.RechargeAsync(Recharge(bank, account, 100), "888888")).Value;
        await bank.Books.CutToAsync(TestBank.FirstDay.AddDays(1));

        for (var i = 0; i < 2; i++)
        {
            var answer = (await desk.QueryUnknownAsync(bank.PoolId, Now(bank))).Single().Value;
            Assert.Equal(OrderState.Unknown, answer.State);
        }

        Assert.Equal([order.OrderNo], channel.Confirmed);
        Assert.Equal(OrderState.Failed, (await bank.AnswerAsync(order, ChannelResult.Failed)).Value.State);
    }

    private static CustodyBank Desk(CounterBank bank, IPaymentChannel channel) =>
        new(bank.Books.Writer, channel, bank.PersonalData);

    private static DateTime Now(CounterBank bank) => bank.Books.Clock.GetUtcNow().UtcDateTime;

    private static AcceptRecharge Recharge(CounterBank bank, string account, long amountFen) =>
        new(bank.Books.Head(), account, amountFen, Verification.Sms);
}
