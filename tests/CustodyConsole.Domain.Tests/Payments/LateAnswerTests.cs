using CustodyConsole.Channel;
using CustodyConsole.Domain.Ledger;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Domain.Tests.Payments;

/// <summary>What arrives after the day cut and belongs to a day before (c.3, invariant 11).</summary>
public sealed class LateAnswerTests
{
    [Theory, OnBothDatabases]
    public async Task Answered_after_the_day_cut_a_payment_keeps_the_day_on_which_it_was_asked_for(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database, sandbox: new SandboxOptions { UnknownPerMille = 1000 });
        var account = await counter.OpenUserWithAsync(1_000_00);
        var order = await counter.AcceptedAsync(account, 100_00);
        await counter.Books.CutToAsync(TestBank.FirstDay.AddDays(1));
        Assert.Equal(OrderState.Unknown, (await counter.Bank.PayOutAsync(counter.PoolId, order.OrderNo)).Value.State);
        await counter.Books.CutToAsync(TestBank.FirstDay.AddDays(4));

        var paid = Assert.Single(await counter.Bank.QueryUnknownAsync(counter.PoolId, counter.Books.Clock.GetUtcNow().UtcDateTime));

        Assert.Equal(OrderState.Succeeded, paid.Value.State);
        await using var db = counter.Books.Db();
        var entry = await db.Entries.SingleAsync(one => one.OrderId == order.OrderId && one.Operation == Operation.WithdrawalPaid);
        Assert.Equal((TestBank.FirstDay.AddDays(4), TestBank.FirstDay.AddDays(1)), (entry.AccountingDate, entry.TransactionDate));
    }

    [Theory, OnBothDatabases]
    public async Task A_recharge_that_is_confirmed_on_a_later_day_than_it_was_accepted_has_the_day_of_its_confirmation(string database)
    {
        await using var counter = await CounterBank.OpenAsync(database, sandbox: new SandboxOptions { UnknownPerMille = 1000 });
        var account = await counter.OpenUserAsync();
        var order = (await counter.Bank.AskAsync(new AcceptRecharge(counter.Books.Head(), account, 100_00, Verification.Sms))).Value;
        await counter.Books.CutToAsync(TestBank.FirstDay.AddDays(1));
        Assert.Equal(OrderState.Unknown, (await counter.Bank.ConfirmRechargeAsync(counter.PoolId, order.OrderNo, new SandboxOptions().SmsCode)).Value.State);
        await counter.Books.CutToAsync(TestBank.FirstDay.AddDays(4));

        Assert.Equal(OrderState.Succeeded, Assert.Single(await counter.Bank.QueryUnknownAsync(counter.PoolId, counter.Books.Clock.GetUtcNow().UtcDateTime)).Value.State);

        await using var db = counter.Books.Db();
        var entry = await db.Entries.SingleAsync(one => one.OrderId == order.OrderId && one.Operation == Operation.Recharge);
        Assert.Equal((TestBank.FirstDay.AddDays(4), TestBank.FirstDay.AddDays(1)), (entry.AccountingDate, entry.TransactionDate));
    }
}
