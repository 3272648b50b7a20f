using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;

namespace CustodyConsole.Domain.Tests.Payments;

public sealed class RechargeTests
{
    [Theory, OnBothDatabases]
    public async Task An_accepted_recharge_moves_no_money_until_it_is_confirmed(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();

        var order = await AcceptAsync(bank, account, 100_050);
        Assert.Equal(OrderState.Accepted, order.State);
        Assert.Empty(await bank.Books.LegsAsync(order.OrderId));

        var done = (await bank.AnswerAsync(order, ChannelResult.Succeeded)).Value;

        Assert.Equal(OrderState.Succeeded, done.State);
        Assert.Equal(
            ["D B-RECV available Funds 1,000.50 -> 1,000.50", "C U-INV available Funds 1,000.50 -> 1,000.50"],
            await bank.Books.LegsAsync(order.OrderId));
        Assert.Equal((100_050, 0, 100_050), await bank.FiguresAsync(account));
        Assert.Equal(["Succeeded S1"], await bank.StepsAsync(order));
        Assert.NotNull((await bank.OrderAsync(order)).CardId);
    }

    [Theory, OnBothDatabases]
    public async Task However_often_the_success_is_reported_the_money_comes_once(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();
        var order = await AcceptAsync(bank, account, 100);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => bank.AnswerAsync(order, ChannelResult.Succeeded)));

        Assert.Equal(1, answers.Count(answer => !answer.Value.Repeated));
        Assert.Equal((100, 0, 100), await bank.FiguresAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task A_success_that_comes_after_an_unknown_result_is_booked_with_its_own_date(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();
        var order = await AcceptAsync(bank, account, 100);
        Assert.Equal(OrderState.Unknown, (await bank.AnswerAsync(order, ChannelResult.Unknown)).Value.State);
        await bank.Books.CutToAsync(TestBank.FirstDay.AddDays(1));

        _ = (await bank.AnswerAsync(
            order, new ChannelAnswer(ChannelResult.Succeeded, "S1", TransactionDate: TestBank.FirstDay))).Value;

        await using var db = bank.Books.Db();
        var entry = db.Entries.Single(entry => entry.OrderId == order.OrderId);
        Assert.Equal((TestBank.FirstDay.AddDays(1), TestBank.FirstDay), (entry.AccountingDate, entry.TransactionDate));
    }

    [Theory, OnBothDatabases]
    public async Task A_success_after_a_failure_is_refused_and_its_money_lies_in_long_suspense(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();
        var order = await AcceptAsync(bank, account, 100_000);
        Assert.Equal(
            OrderState.Failed, (await bank.AnswerAsync(order, ChannelResult.Failed, "S1", "余额不足")).Value.State);

        var first = await bank.AnswerAsync(order, ChannelResult.Succeeded);
        var second = await bank.AnswerAsync(order, ChannelResult.Succeeded);

        Assert.Equal(
            $"Recharge {order.OrderNo} has failed, but the payment company reports its success: 1,000.00 yuan were not "
            + "credited to the user and lie in long suspense until reconciled.",
            first.Refusal!.English);
        Assert.Equal(
            $"充值订单 {order.OrderNo} 已失败，支付公司又报告成功；1,000.00 元未计入用户账户，已作长款挂账待核对。", first.Refusal.Chinese);
        Assert.Equal(first.Refusal, second.Refusal);
        Assert.Equal(
            ["D B-RECV available Funds 1,000.00 -> 1,000.00", "C B-LONG available Funds 1,000.00 -> 1,000.00"],
            await bank.Books.LegsAsync(order.OrderId));
        Assert.Equal(["Failed 余额不足", "Failed ! Succeeded S1"], await bank.StepsAsync(order));
        Assert.Equal((0, 0, 0), await bank.FiguresAsync(account));
        Assert.Equal((100_000, 0, 100_000), await bank.FiguresAsync(AccountType.LongSuspense));
    }

    [Theory, OnBothDatabases]
    public async Task A_failure_after_a_success_is_refused_and_recorded(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();
        var order = await AcceptAsync(bank, account, 100);
        _ = (await bank.AnswerAsync(order, ChannelResult.Succeeded)).Value;

        var outcome = await bank.AnswerAsync(order, ChannelResult.Failed, "S1", "撤销");

        Assert.Equal(
            $"Order {order.OrderNo} is done, which the payment company's answer \"failed\" contradicts; nothing was "
            + "booked, the answer is recorded for reconciliation.",
            outcome.Refusal!.English);
        Assert.Equal(
            $"订单 {order.OrderNo} 当前状态为“成功”，与支付公司应答“失败”矛盾，未记账，已登记待核对。", outcome.Refusal.Chinese);
        Assert.Equal(["Succeeded S1", "Succeeded ! Failed S1 撤销"], await bank.StepsAsync(order));
        Assert.Equal((100, 0, 100), await bank.FiguresAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task Another_amount_or_another_serial_is_not_booked(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();
        var order = await AcceptAsync(bank, account, 100);

        var amount = await bank.AnswerAsync(order, new ChannelAnswer(ChannelResult.Succeeded, "S1", AmountFen: 1_000));
        _ = (await bank.AnswerAsync(order, ChannelResult.Succeeded)).Value;
        var serial = await bank.AnswerAsync(order, ChannelResult.Succeeded, "S2");

        Assert.Equal(
            $"Order {order.OrderNo} is for 1.00 yuan, but the payment company's answer names 10.00; nothing was "
            + "booked, the answer is recorded for reconciliation.",
            amount.Refusal!.English);
        Assert.Equal(
            $"Order {order.OrderNo} succeeded under serial S1 already; a success under serial S2 was not booked again, "
            + "it is recorded for reconciliation.",
            serial.Refusal!.English);
        Assert.Equal((100, 0, 100), await bank.FiguresAsync(account));
        Assert.Equal(
            ["Accepted ! Succeeded S1", "Succeeded S1", "Succeeded ! Succeeded S2"], await bank.StepsAsync(order));
    }

    [Theory, OnBothDatabases]
    public async Task What_cannot_be_recharged_is_refused_in_words(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var cardless = await bank.Books.AddUserAsync(UserRole.Investor);

        Assert.Equal("amount: the amount must be greater than zero.", await RefusalAsync(cardless, -1));
        Assert.Equal(
            "amount: a single payment is at most 10,000,000,000.00 yuan.",
            await RefusalAsync(cardless, 1_000_000_000_001));
        Assert.Equal("Account 1 does not exist or does not belong to this platform.", await RefusalAsync("1", 1));
        Assert.Equal($"Account {cardless} has no bank card bound; bind one first.", await RefusalAsync(cardless, 1));

        async Task<string> RefusalAsync(string no, long fen) => (await bank.Bank.AskAsync(
            new AcceptRecharge(bank.Books.Head(), no, fen, Verification.Sms))).Refusal!.English;
    }

    [Theory, OnBothDatabases]
    public async Task A_recharge_of_more_than_the_books_can_hold_is_refused(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();
        var outcome = await bank.Bank.AskAsync(
            new Recharge(bank.Books.Head(), account, long.MaxValue, Verification.Sms, "S1"));
        Assert.Equal("amount：单笔金额不得超过 10,000,000,000.00 元。", outcome.Refusal!.Chinese);
    }

    private static async Task<Receipt> AcceptAsync(CounterBank bank, string account, long amountFen) =>
        (await bank.Bank.AskAsync(new AcceptRecharge(bank.Books.Head(), account, amountFen, Verification.Sms))).Value;
}
