using CustodyConsole.Domain.Accounts;
using CustodyConsole.Domain.Orders;
using CustodyConsole.Domain.Payments;

namespace CustodyConsole.Domain.Tests.Payments;

public sealed class ReverseRechargeTests
{
    [Theory, OnBothDatabases]
    public async Task A_reversal_swaps_the_legs_and_marks_the_recharge_as_reversed(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.Books.AddUserAsync(UserRole.Investor);
        var recharge = await RechargeAsync(bank, account, 100_000);

        var reversal = (
            await bank.Bank.AskAsync(new ReverseRecharge(bank.Books.Head(), recharge.OrderNo, "重复入账"))).Value;

        Assert.Equal(
            ["D U-INV available Funds 1,000.00 -> 0.00", "C B-RECV available Funds 1,000.00 -> 0.00"],
            await bank.Books.LegsAsync(reversal.OrderId));
        Assert.Equal(OrderState.Reversed, (await bank.OrderAsync(recharge)).State);
        Assert.Equal(["Reversed 重复入账"], await bank.StepsAsync(recharge));
        Assert.Equal(recharge.OrderId, (await bank.OrderAsync(reversal)).OriginalOrderId);
        Assert.True((await bank.AnswerAsync(recharge, ChannelResult.Succeeded)).Value.Repeated);
    }

    [Theory, OnBothDatabases]
    public async Task What_cannot_be_reversed_is_refused_in_words(string database)
    {
        await using var bank = await CounterBank.OpenAsync(database);
        var account = await bank.OpenUserAsync();
        var recharge = await RechargeAsync(bank, account, 100_000);

        Assert.Equal(
            "Reason of the reversal: it must have 1 to 256 characters.", await RefusalAsync(recharge.OrderNo, " "));
        Assert.Equal("Order 7 does not exist or does not belong to this platform.", await RefusalAsync("7"));

        var withdrawal = await bank.AcceptedAsync(account, 1);
        Assert.Equal(
            $"Order {withdrawal.OrderNo} is not a recharge, and this step is for recharges only.",
            await RefusalAsync(withdrawal.OrderNo));
        Assert.Equal(
            $"Account {account} has 999.99 yuan available, less than the 1,000.00 asked for.",
            await RefusalAsync(recharge.OrderNo));

        // The recharged money is paid out as far as it was unsettled; what is there instead is settled.
        await bank.AnswerAsync(withdrawal, ChannelResult.Failed);
        var sent = await bank.SentAsync(account, 100_000);
        _ = (await bank.AnswerAsync(sent, ChannelResult.Succeeded)).Value;
        await bank.TransferInAsync(account, 100_000);
        Assert.Equal(
            $"The unsettled money of recharge {recharge.OrderNo} was used or settled: the account holds 0.00 yuan of "
            + "unsettled money, less than the 1,000.00 to reverse; treat it as a difference.",
            await RefusalAsync(recharge.OrderNo));

        var second = await RechargeAsync(bank, account, 5_000);
        _ = (await bank.Bank.AskAsync(new ReverseRecharge(bank.Books.Head(), second.OrderNo, "错账"))).Value;
        Assert.Equal(
            $"Order {second.OrderNo} is reversed; this step is not possible now.", await RefusalAsync(second.OrderNo));

        async Task<string> RefusalAsync(string orderNo, string reason = "错账") =>
            (await bank.Bank.AskAsync(new ReverseRecharge(bank.Books.Head(), orderNo, reason))).Refusal!.English;
    }

    private static async Task<Receipt> RechargeAsync(CounterBank bank, string account, long amountFen) =>
        (await bank.Bank.AskAsync(new Recharge(bank.Books.Head(), account, amountFen, Verification.Sms, bank.Books.Serial()))).Value;
}
