using CustodyConsole.Channel;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using CustodyConsole.Domain.Tests.Payments;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Channel;

public sealed class CustodyBankTests
{
    [Theory, OnBothDatabases]
    public async Task A_recharge_and_a_withdrawal_go_through_with_a_well_behaved_payment_company(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database, terms => terms with { WithdrawalFeeFen = 200 });
        var account = await bank.OpenUserAsync();

        var recharged = (await bank.Bank.RechargeAsync(Recharge(bank, account, 100_000), "888888")).Value;
        var withdrawn = (await bank.Bank.WithdrawAsync(bank.Withdrawal(account, 50_000))).Value;

        Assert.Equal((OrderState.Succeeded, OrderState.Succeeded), (recharged.State, withdrawn.State));
        Assert.Equal((49_800, 0, 49_800), await bank.FiguresAsync(account));
        Assert.Equal((50_000, 0, 50_000), await bank.FiguresAsync(AccountType.PayoutPayable));
    }

    [Theory, OnBothDatabases]
    public async Task A_recharge_with_the_wrong_code_fails_and_cannot_be_confirmed_again(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();
        var started = (await bank.Bank.StartRechargeAsync(Recharge(bank, account, 100_000))).Value;

        var failed = (await bank.Bank.ConfirmRechargeAsync(bank.PoolId, started.OrderNo, "000000")).Value;
        var again = (await bank.Bank.ConfirmRechargeAsync(bank.PoolId, started.OrderNo, "888888")).Value;

        Assert.Equal(
            (OrderState.Accepted, OrderState.Failed, OrderState.Failed), (started.State, failed.State, again.State));
        Assert.Equal(["Sent", "Failed 短信验证码错误或已过期"], await bank.StepsAsync(started));
        Assert.Equal((0, 0, 0), await bank.FiguresAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task A_refused_payout_gives_the_money_back(string database)
    {
        await using var bank = await CounterBank.OpenAsync(
            database, sandbox: new SandboxOptions { FailurePerMille = 1000 });
        var account = await bank.OpenUserWithAsync(100_000);

        var receipt = (await bank.Bank.WithdrawAsync(bank.Withdrawal(account, 50_000))).Value;

        Assert.Equal(OrderState.Failed, receipt.State);
        Assert.NotNull((await bank.OrderAsync(receipt)).Remark);
        Assert.Equal((100_000, 0, 100_000), await bank.FiguresAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task An_unknown_payout_waits_until_it_is_asked_for(string database)
    {
        await using var bank = await CounterBank.OpenAsync(
            database, sandbox: new SandboxOptions { UnknownPerMille = 1000 });
        var account = await bank.OpenUserWithAsync(100_000);
        var receipt = (await bank.Bank.WithdrawAsync(bank.Withdrawal(account, 50_000))).Value;
        var recharge = (await bank.Bank.RechargeAsync(Recharge(bank, account, 1_000), "888888")).Value;
        Assert.Equal((OrderState.Unknown, OrderState.Unknown), (receipt.State, recharge.State));
        var now = bank.Books.Clock.GetUtcNow().UtcDateTime;

        Assert.Empty(await bank.Bank.QueryUnknownAsync(bank.PoolId, now.AddMinutes(-1)));
        bank.Books.Clock.Advance(TimeSpan.FromMinutes(5));
        var typing = (await bank.Bank.StartRechargeAsync(Recharge(bank, account, 7))).Value;
        var answers = await bank.Bank.QueryUnknownAsync(bank.PoolId, now);

        Assert.Equal([OrderState.Succeeded, OrderState.Succeeded], answers.Select(answer => answer.Value.State));
        Assert.Equal((51_000, 0, 51_000), await bank.FiguresAsync(account));
        Assert.Equal(OrderState.Accepted, (await bank.OrderAsync(typing)).State);
        var rest = await bank.Bank.QueryUnknownAsync(bank.PoolId, now.AddHours(1));
        Assert.Equal(typing.OrderId, rest.Single().Value.OrderId);
    }

    [Theory, OnBothDatabases]
    public async Task Late_and_repeated_callbacks_and_returns_leave_the_books_right(string database)
    {
        await using var bank = await CounterBank.OpenAsync(
            database,
            terms => terms with { WithdrawalFeeFen = 200 },
            new SandboxOptions
            {
                LatePerMille = 1000, RepeatPerMille = 1000, ReturnPerMille = 1000, FeeReturned = true,
            });
        var account = await bank.OpenUserWithAsync(100_000);
        var receipt = (await bank.Bank.WithdrawAsync(bank.Withdrawal(account, 50_000))).Value;
        Assert.Equal(OrderState.Unknown, receipt.State);

        var taken = new List<bool>();
        while (bank.Channel.Callbacks.TryRead(out var callback))
            taken.Add((await bank.Bank.TakeCallbackAsync(callback)).Value.Repeated);

        Assert.Equal([false, true, false], taken);
        Assert.Equal(OrderState.Returned, (await bank.OrderAsync(receipt)).State);
        Assert.Equal((100_000, 0, 100_000), await bank.FiguresAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task A_withdrawal_repeated_after_a_crash_goes_on_only_if_it_was_not_sent(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserWithAsync(100_000);
        var request = bank.Withdrawal(account, 30_000, "W1");
        _ = (await bank.Bank.AskAsync(request)).Value;

        Assert.Equal(OrderState.Succeeded, (await bank.Bank.WithdrawAsync(request)).Value.State);
        var again = (await bank.Bank.WithdrawAsync(request)).Value;
        Assert.Equal((OrderState.Succeeded, true), (again.State, again.Repeated));

        // Sent, and the process died before the call: only the question to the payment company finds out.
        var lost = await bank.SentAsync(account, 70_000);
        var answers = await bank.Bank.QueryUnknownAsync(bank.PoolId, bank.Books.Clock.GetUtcNow().UtcDateTime);
        Assert.Equal(
            (lost.OrderId, OrderState.Succeeded), (answers.Single().Value.OrderId, answers.Single().Value.State));
        Assert.Equal((0, 0, 0), await bank.FiguresAsync(account));
    }

    [Theory, OnBothDatabases]
    public async Task A_payout_that_the_payment_company_does_not_know_is_made_once_under_its_number(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var channel = new ScriptedChannel(bank.Channel)
        {
            OnQuery = _ => Task.FromResult(new ChannelAnswer(ChannelResult.NotFound)),
        };
        var forgetful = new CustodyBank(bank.Books.Writer, channel, bank.PersonalData);
        var account = await bank.OpenUserWithAsync(70_000);
        var lost = await bank.SentAsync(account, 70_000);

        var answers = await forgetful.QueryUnknownAsync(bank.PoolId, bank.Books.Clock.GetUtcNow().UtcDateTime);

        Assert.Equal(OrderState.Succeeded, answers.Single().Value.State);
        Assert.Equal([lost.OrderNo], channel.Paid);
    }

    [Theory, OnBothDatabases]
    public async Task Many_users_with_a_restless_payment_company_end_with_books_that_agree(string database)
    {
        await using var bank = await CounterBank.OpenAsync(
            database,
            terms => terms with { WithdrawalFeeFen = 200 },
            new SandboxOptions
            {
                FailurePerMille = 200,
                UnknownPerMille = 200,
                LatePerMille = 200,
                RepeatPerMille = 300,
                // Chance follows order numbers, and those follow who comes first: often enough that none at all never happens.
                ReturnPerMille = 600,
            });
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            var account = await bank.OpenUserAsync();
            await bank.Bank.RechargeAsync(Recharge(bank, account, 10_000 + i), "888888");
            await bank.Bank.WithdrawAsync(bank.Withdrawal(account, 5_000 + i));
        }));
        while (bank.Channel.Callbacks.TryRead(out var callback)) _ = await bank.Bank.TakeCallbackAsync(callback);
        await bank.Bank.QueryUnknownAsync(bank.PoolId, bank.Books.Clock.GetUtcNow().UtcDateTime);

        Assert.Equal((0, 0, 0), await bank.FiguresAsync(AccountType.WithdrawalTransit));
        await using var db = bank.Books.Db();
        Assert.Equal(
            0,
            await db.Orders.CountAsync(order => order.State == OrderState.Sent || order.State == OrderState.Unknown));
        Assert.True(await db.Orders.CountAsync(order => order.State == OrderState.Failed) > 0);
        Assert.True(await db.Orders.CountAsync(order => order.State == OrderState.Returned) > 0);
    }

    private static AcceptRecharge Recharge(CounterBank bank, string account, long amountFen) =>
        new(bank.Books.Head(), account, amountFen, Verification.Sms);
}
