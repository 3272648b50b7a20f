using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Platforms;

namespace CustodyConsole.Domain.Tests.Payments;

public sealed class ContradictionTests
{
    [Fact]
    public void Every_state_has_a_rule_for_every_answer()
    {
        foreach (var state in Enum.GetValues<OrderState>())
        {
            foreach (var result in Enum.GetValues<ChannelResult>())
            {
                Assert.True(Enum.IsDefined(AnswerTable.Recharge(state, result)));
                Assert.True(Enum.IsDefined(AnswerTable.Withdrawal(state, result)));
            }
        }
    }

    [Fact]
    public void Only_evidence_ends_an_unknown_result()
    {
        foreach (var result in new[] { ChannelResult.Unknown, ChannelResult.NotFound })
        {
            Assert.Equal(AnswerStep.None, AnswerTable.Recharge(OrderState.Unknown, result));
            Assert.Equal(AnswerStep.None, AnswerTable.Withdrawal(OrderState.Unknown, result));
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_payout_reported_after_its_failure_is_refused_and_lies_in_short_suspense(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, terms => terms with
        {
            WithdrawalFeeFen = 200,
            WithdrawalFeeDeduction = FeeDeduction.Inner,
        });
        var account = await bank.OpenUserWithAsync(60_000);
        var order = await bank.SentAsync(account, 60_000);
        _ = (await bank.AnswerAsync(order, ChannelResult.Failed, "S1", "系统维护")).Value;

        var first = await bank.AnswerAsync(order, ChannelResult.Succeeded);
        var second = await bank.AnswerAsync(order, ChannelResult.Succeeded);

        Assert.Equal(
            $"Withdrawal {order.OrderNo} has failed and went back to the user, but the payment company reports a "
            + "payout of 598.00 yuan, which lies in short suspense until recovered.",
            first.Refusal!.English);
        Assert.Equal(
            $"提现订单 {order.OrderNo} 已失败并退回用户，支付公司又报告出款 598.00 元成功，已作短款挂账待追索。", first.Refusal.Chinese);
        Assert.Equal(first.Refusal, second.Refusal);
        Assert.Equal(
            [
                "D B-SHORT available Funds 600.00 -> 600.00",
                "C B-PAYO available Funds 598.00 -> 598.00",
                "C B-FEEP available Fee 2.00 -> 2.00",
            ],
            (await bank.Books.LegsAsync(order.OrderId)).TakeLast(3));
        Assert.Equal(["Sent", "Failed 系统维护", "Failed ! Succeeded S1"], await bank.StepsAsync(order));
        Assert.Equal((60_000, 0, 60_000), await bank.FiguresAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task A_payout_of_what_was_never_sent_and_a_failure_of_what_was_paid_move_nothing(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(60_000);
        var order = await bank.AcceptedAsync(account, 60_000);

        Assert.Equal(
            "payment.answer-contradicts", (await bank.AnswerAsync(order, ChannelResult.Succeeded)).Refusal!.Code);
        Assert.Equal((60_000, 60_000, 60_000), await bank.FiguresAsync(account));

        _ = (await bank.Bank.SendAsync(new SendWithdrawal(bank.PoolId, order.OrderNo))).Value;
        _ = (await bank.AnswerAsync(order, ChannelResult.Succeeded)).Value;
        Assert.Equal("payment.answer-contradicts", (await bank.AnswerAsync(order, ChannelResult.Failed)).Refusal!.Code);

        Assert.Equal((0, 0, 0), await bank.FiguresAsync(account));
        Assert.Equal(
            ["Accepted ! Succeeded S1", "Sent", "Succeeded S1", "Succeeded ! Failed S1"], await bank.StepsAsync(order));
    }

    [Theory, OnBothDatabases]
    public async Task An_answer_about_an_order_that_does_not_exist_is_refused(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var outcome = await bank.Bank.TakeCallbackAsync(
            new ChannelCallback(bank.PoolId, "20170803000000000001", new ChannelAnswer(ChannelResult.Succeeded)));
        Assert.Equal(
            "Order 20170803000000000001 does not exist or does not belong to this platform.", outcome.Refusal!.English);
    }

    [Theory, OnBothDatabases]
    public async Task An_answer_refused_while_postings_are_stopped_is_kept_once_and_can_be_taken_again(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(60_000);
        var order = await bank.SentAsync(account, 60_000);
        await StopAsync(true);

        for (var times = 0; times < 2; times++)
            Assert.Equal("ledger.postings-stopped", (await bank.AnswerAsync(order, ChannelResult.Succeeded)).Refusal!.Code);
        Assert.Equal(["Sent", "Sent ! Succeeded S1 [ledger.postings-stopped]"], await bank.StepsAsync(order));
        await StopAsync(false);

        Assert.Equal(OrderState.Succeeded, (await bank.AnswerAsync(order, ChannelResult.Succeeded)).Value.State);
        Assert.Equal((60_000, 0, 60_000), await bank.FiguresAsync(AccountType.PayoutPayable));

        async Task StopAsync(bool stopped) => _ = (await bank.Books.Writer.RunAsync<bool>(
            bank.PoolId, books => books.Pools.Edit(books.Pools.Get(bank.PoolId)).PostingsStopped = stopped)).Value;
    }
}
